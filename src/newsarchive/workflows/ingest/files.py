"""Which files on disk something is made up of that is to be taken in."""

from newsarchive.workflows.ingest.asking import BAG_FOLDER
from newsarchive.workflows.ingest.below import Named, all_in
from newsarchive.workflows.ingest.requested import Packed, Piece, Request


def files_of(one: Request | Packed) -> tuple[Named, ...]:
    """The files on disk that make it up: its documents, its pictures, its sidecars; in that order.

    What lies in a container is no file; what lies beside it, and is named in it, is one.
    """
    if isinstance(one, Packed) and one.unpacker == BAG_FOLDER:
        return tuple(all_in(one.source))
    if isinstance(one, Packed):
        pictures = (image.path for image in one.details.images)
        every = (one.source, *pictures, *one.details.enclosures)
    else:
        every = one.received
    files = (file for file in every if not isinstance(file, Piece))
    return tuple(dict.fromkeys(files))

"""Which files on disk something is made up of that is to be taken in."""

from newsarchive.workflows.ingest.asking import BAG_FOLDER
from newsarchive.workflows.ingest.below import Named, all_in
from newsarchive.workflows.ingest.sources import Packed, Piece, Request


def files_of(one: Request | Packed) -> tuple[Named, ...]:
    """The files on disk that make it up: its document, its pictures, its sidecars; in that order.

    What lies in a container is no file.
    """
    if isinstance(one, Packed) and one.unpacker == BAG_FOLDER:
        return tuple(all_in(one.source))
    details = one.details
    every = (one.source, *(image.path for image in details.images), *details.enclosures)
    files = (file for file in every if not isinstance(file, Piece))
    return tuple(dict.fromkeys(files))

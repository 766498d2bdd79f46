"""The files of an article's media that lie beside it: what it names, and nothing else.

A wire names its pictures by addresses (`https://.../bridge.jpg?s=2048`) or by names. Where a file
so called lies in its folder, it is the picture; of several sizes the largest that is there.
"""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from newsarchive.errors import NewsArchiveError
from newsarchive.formats import Slice
from newsarchive.formats.images import looks_like_image
from newsarchive.judgement.matching import files_named, last_names
from newsarchive.model.article import Article, Medium, MediumKind
from newsarchive.workflows.ingest.below import Below, is_file, link_on_the_way, open_source
from newsarchive.workflows.ingest.containers import open_container
from newsarchive.workflows.ingest.requested import Piece, Received, RequestedImage

_MAGIC_BYTES = 32
_PICTURES = frozenset({MediumKind.IMAGE, MediumKind.GRAPHIC})
# By their names: what a recording is, no few bytes say.
_RECORDINGS = (".mp3", ".m4a", ".wav", ".ogg", ".flac", ".mp4", ".m4v", ".mov", ".webm", ".mpg")
_BASIS = "named by the article"


def media_named(
    source: Received, article: Article, given: Iterable[RequestedImage]
) -> tuple[RequestedImage, ...]:
    """The files of media that the article names and that lie where `source` lies.

    Those that are `given` anyway are none of them. A link, and what lies elsewhere, is not there.
    """
    taken = {_key(image.path) for image in given}
    found = []
    several = Counter(name for medium in article.media for name in last_names(medium))
    for medium in article.media:
        if (fetched := _at_address(source, medium)) is not None:
            if _key(fetched.path) not in taken:
                found.append(fetched)
            taken.add(_key(fetched.path))
            continue
        for name in files_named(medium):
            if several[name.rpartition("/")[2]] > 1:
                continue  # /1/original.jpg and /2/original.jpg: nobody knows which of them it is
            place = _at(source, name)
            if place is not None and _fits(place, name, medium.kind):
                if _key(place) not in taken:
                    found.append(RequestedImage(place, basis=_BASIS))
                taken.add(_key(place))
                break
    return tuple(found)


def _at_address(source: Received, medium: Medium) -> RequestedImage | None:
    """The file that was fetched from an address of the medium, where the container has it."""
    if not isinstance(source, Piece):
        return None
    contents = open_container(source.container)
    for url in (*(r.url for r in medium.renditions), medium.url):
        part = contents.part(url) if url and "://" in url else None
        if part is not None:
            place = Piece(source.container, part)
            if _fits(place, part.name, medium.kind):
                return RequestedImage(place, basis=_BASIS, address=url or "")
    return None


def _at(source: Received, name: str) -> Received | None:
    """The file `name` where `source` lies; None where there is none that may be opened."""
    if isinstance(source, Piece):
        above = source.part.name.rpartition("/")[0]
        part = open_container(source.container).part(f"{above}/{name}" if above else name)
        if part is not None:
            return Piece(source.container, part)
        if not isinstance(source.part.place, Slice):
            return None  # what lies beside a zip was not sent in it
        folder = source.container.folder
    else:
        folder = Below(source.parent) if isinstance(source, Path) else source.parent
    path = folder.of(name)
    return path if is_file(path) and not link_on_the_way(path) else None


def _fits(place: Received, name: str, kind: MediumKind) -> bool:
    """Whether the file is such a medium: an article names files, and may name any."""
    if kind not in _PICTURES:
        return name.lower().endswith(_RECORDINGS)
    try:
        return looks_like_image(_beginning(place))
    except (OSError, NewsArchiveError):
        return False


def _beginning(place: Received) -> bytes:
    if isinstance(place, Piece):
        return next(iter(open_container(place.container).pieces(place.part)), b"")
    with os.fdopen(open_source(place, place.name), "rb") as file:
        return file.read(_MAGIC_BYTES)


def _key(place: Received) -> str:
    return place.part.name if isinstance(place, Piece) else str(os.path.abspath(place))

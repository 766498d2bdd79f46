"""Pictures inside office documents, with the captions that the documents give them.

A picture is a file in the document's zip; it is kept bit for bit as it lies there. What a document
only links to is named with its address, and never fetched.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.documents.packed import PackedDocument
from newsarchive.formats.images import looks_like_image
from newsarchive.model.article import Medium, MediumKind, not_stated
from newsarchive.model.statement import Statement

_MOST = 200
_MOST_BYTES = 128 << 20  # of all pictures of one document
_MAGIC_BYTES = 32
_WEB = ("http://", "https://")


@dataclass(slots=True)
class Shown:
    """A picture that a document shows: the member of its zip, or else an address."""

    member: str = ""
    address: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class Piece:
    """A paragraph of a document: its text, the pictures in it, and whether it is a caption."""

    text: str
    pictures: list[Shown] = field(default_factory=list)
    captions: bool = False


def lines_of(pieces: Iterable[str]) -> str:
    """The text of a paragraph that is in pieces: line by line, without blanks around them."""
    text = "".join(pieces)
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def cell_of(pieces: Sequence[Piece]) -> Piece:
    """What is in a cell of a table, as one."""
    shown = [picture for piece in pieces for picture in piece.pictures]
    return Piece(" ".join(piece.text for piece in pieces if piece.text), shown)


def table_of(rows: Sequence[Sequence[Piece]]) -> Piece:
    """A table by its cells: a line for each row that is not blank, with tabs between cells."""
    lines = ["\t".join(" ".join(p.text.split()) for p in row) for row in rows]
    shown = [picture for row in rows for p in row for picture in p.pictures]
    return Piece("\n".join(line for line in lines if line.strip()), shown)


def captioned(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The paragraphs but for captions of pictures, which go with their pictures.

    A caption is that of the pictures in the same paragraph, else of those right above, else of
    those right below. One without a picture is text.
    """
    pieces = [piece for piece in pieces if piece.text or piece.pictures]
    for number, piece in enumerate(pieces):
        if piece.captions and piece.text and _takes(pieces, number, piece.text):
            yield Piece("", piece.pictures)
        else:
            yield piece


def _takes(pieces: Sequence[Piece], number: int, text: str) -> bool:
    for other in (number, number - 1, number + 1):
        if 0 <= other < len(pieces):
            waiting = [p for p in pieces[other].pictures if not p.caption]
            for picture in waiting:
                picture.caption = text
            if waiting:
                return True
    return False


def media_of(packed: PackedDocument, kind: str, shown: Sequence[Shown]) -> tuple[Medium, ...]:
    """The pictures as media, each once; drawings that are no pictures (EMF, WMF) are none."""
    media: dict[str, Medium] = {}
    for picture in shown:
        key = picture.member or picture.address
        if not key or key in media or len(media) >= _MOST:
            continue
        if picture.member and not _is_picture(packed, picture.member):
            continue
        if not picture.member and not picture.address.startswith(_WEB):
            continue
        media[key] = Medium(
            MediumKind.IMAGE,
            caption=_said(picture.caption, f"{kind}:caption"),
            alt_text=_said(picture.alt, f"{kind}:alt"),
            url=picture.address or None,
            inside=picture.member or None,
        )
    return tuple(media.values())


def carried(file: BinaryIO, name: str, label: str, places: Sequence[str]) -> Mapping[str, bytes]:
    """The files at these places of the document in `file`, as many as are bounded.

    Raises:
        OSError: it cannot be read.
    """
    file.seek(0)
    found: dict[str, bytes] = {}
    left = _MOST_BYTES
    try:
        packed = PackedDocument(file.read(), name, label)
    except RefusedError:
        return found
    for place in places:
        if place in packed.names and packed.size(place) <= left:
            try:
                found[place] = packed.read(place)
            except RefusedError:
                continue  # it is damaged: what the document shows is missing
            left -= len(found[place])
    return found


def _is_picture(packed: PackedDocument, member: str) -> bool:
    if member not in packed.names:
        return False
    try:
        return looks_like_image(packed.head(member, _MAGIC_BYTES))
    except RefusedError:
        return False


def _said(text: str, basis: str) -> Statement[str]:
    plain = " ".join(text.split())
    return Statement.stated(plain, basis=basis) if plain else not_stated()

"""Pictures that come to a record later, and what is said of those that it has.

It works on the document, as `metadata.supply` does. A picture is known by its bytes: one that the
record has is never added again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive.digests import Algorithm
from newsarchive.metadata.drafting import (
    Placed,
    finding_to_json,
    medium_to_json,
)
from newsarchive.metadata.statements import text_from_json, to_json
from newsarchive.metadata.supply import OF_PICTURES
from newsarchive.model import precedence
from newsarchive.model.article import Embedded, Medium, MediumKind
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.photo import enrich
from newsarchive.model.statement import Statement
from newsarchive.model.supplied import Supplied

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that comes, or what is said of one that the record has.

    `capture` is its file; without one `known` names the picture, by its number or its file name.
    `width` and `height` are in pixels; `problems` say what is wrong with the file, `embedded` is
    what it says of itself. `basis` says by which way caption and credit came.
    """

    name: str
    capture: Capture | None = None
    known: str = ""
    caption: str | None = None
    credit: str | None = None
    basis: str = "option"
    width: int | None = None
    height: int | None = None
    problems: tuple[str, ...] = ()
    embedded: tuple[Embedded, ...] = ()


@dataclass(frozen=True, slots=True)
class Seated:
    """A picture with the number that it has in the record.

    `comes`: its bytes are new to it; `by_order`: that it is the one which the text mentions is told
    from the order alone.
    """

    picture: Picture
    number: int
    comes: bool = False
    by_order: bool = False


def seat(document: Mapping[str, Any], pictures: Sequence[Picture]) -> tuple[Seated, ...]:
    """Which number each picture has, in the order of `pictures`.

    One whose caption the text prints without a picture is that one. If as many without a caption
    are left as the text mentions besides, they belong together in their order. All others come
    after those that are there.

    Raises:
        ValueError: the record has no such picture.
    """
    media: Sequence[Mapping[str, Any]] = document["media"]
    known = {m["sha512"]: int(m["id"]) for m in media if "sha512" in m}
    waiting = {int(m["id"]): m for m in media if m["status"] == "missing"}
    free = max((int(m["id"]) for m in media), default=0) + 1
    new = {_sha512(p): p for p in reversed(pictures) if p.capture and _sha512(p) not in known}
    comes, by_order = dict[str, int](), set[str]()
    for digest, picture in reversed(new.items()):
        if number := _by_caption(waiting.values(), picture):
            comes[digest] = number
            del waiting[number]
    plain = [d for d, p in reversed(new.items()) if d not in comes and p.caption is None]
    if len(plain) == len(waiting):
        comes |= zip(plain, waiting, strict=True)
        by_order.update(plain)
    for digest in reversed(new):
        if digest not in comes:
            comes[digest], free = free, free + 1
    seated = []
    for picture in pictures:
        digest = _sha512(picture)
        if picture.capture is None:
            seated.append(Seated(picture, _named(media, picture)))
        elif new.get(digest) is picture:
            order = digest in by_order
            seated.append(Seated(picture, comes[digest], comes=True, by_order=order))
        else:
            seated.append(Seated(picture, (known | comes)[digest]))
    return tuple(seated)


def _named(media: Iterable[Mapping[str, Any]], picture: Picture) -> int:
    wanted = picture.known
    for medium in media:
        by_number = wanted.isascii() and wanted.isdigit() and int(wanted) == int(medium["id"])
        if by_number or wanted == medium.get("name"):
            return int(medium["id"])
    raise ValueError(f"there is no file {wanted}, and the record has no picture of that number")


def _sha512(picture: Picture) -> str:
    return picture.capture.digest(Algorithm.SHA512).hex if picture.capture else ""


def _by_caption(waiting: Iterable[Mapping[str, Any]], picture: Picture) -> int | None:
    if picture.caption is None:
        return None
    wanted = _plain(picture.caption)
    said = (m for m in waiting if _plain(m["caption"].get("value") or "") == wanted)
    return next((int(m["id"]) for m in said), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def news_of_pictures(
    document: Mapping[str, Any], pictures: Sequence[Picture], supplied: Supplied
) -> tuple[Picture, ...]:
    """Those of the pictures that come, or of which something is said that the record does not hold.

    Raises:
        ValueError: the record has no such picture.
    """
    media = {int(m["id"]): m for m in document["media"]}
    return tuple(
        s.picture
        for s in seat(document, pictures)
        if s.number not in media
        or s.comes
        or _said(media[s.number], s.picture, supplied) != media[s.number]
    )


def add_pictures(
    document: Document, seated: Sequence[Seated], paths: Mapping[int, str], supplied: Supplied
) -> None:
    """Put the pictures into `document` itself; `paths` are those of the files that come."""
    media: list[Document] = document["media"]
    for seat_ in seated:
        picture, number = seat_.picture, seat_.number
        if seat_.comes:
            _add_file(media, seat_, paths[number])
            document["findings"] += [finding_to_json(f) for f in _findings(seat_)]
        medium = next(m for m in media if int(m["id"]) == number)
        medium |= _said(medium, picture, supplied)


def _said(medium: Mapping[str, Any], picture: Picture, supplied: Supplied) -> Document:
    """The medium with the caption and the credit that were supplied."""
    result = dict(medium)
    for field, text in (("caption", picture.caption), ("credit", picture.credit)):
        name = OF_PICTURES[field]
        if text:
            given = Statement.supplied(
                text, by=supplied.by, when=supplied.when, basis=picture.basis
            )
            standing = text_from_json(medium[name])
            result[name] = to_json(precedence.supply(standing, given, corrects=supplied.corrects))
    return result


def _add_file(media: list[Document], seat_: Seated, path: str) -> None:
    picture, capture = seat_.picture, seat_.picture.capture
    assert capture is not None  # noqa: S101  # it comes
    medium = Medium(
        MediumKind.IMAGE,
        capture,
        media_type=capture.media_type,
        width=picture.width,
        height=picture.height,
    )
    medium, _ = enrich(medium, picture.embedded, picture.name)
    made = medium_to_json(seat_.number, medium, Placed(path, capture.media_type, capture.pronom))
    for place, known in enumerate(media):
        if int(known["id"]) == seat_.number:
            # What the text says of it stays: what the file brings is what it did not have.
            own = {name: made[name] for name in made if _silent(known.get(name))}
            media[place] = made | known | own | {"status": "present", "embedded": made["embedded"]}
            return
    media.append(made)


def _silent(statement: object) -> bool:
    """Whether a member of the record is a statement that nobody has made."""
    return isinstance(statement, Mapping) and statement.get("status") == "unknown"


def _findings(seat_: Seated) -> Iterator[Finding]:
    picture = seat_.picture
    if seat_.by_order:
        detail = f"{picture.name} was taken for image {seat_.number} of the text, by their order"
        yield Finding(Code.MD_03, Kind.TEXT, Level.NOTE, "", detail, found=picture.name)
    for problem in picture.problems:
        detail = f"{picture.name}: {problem}; it is kept as it came"
        yield Finding(Code.MD_02, Kind.TEXT, Level.WARNING, "", detail, found=picture.name)


def digests_of(seated: Iterable[Seated]) -> tuple[tuple[str, int], ...]:
    """The SHA-512 in hex and the number of each picture that comes."""
    return tuple((_sha512(s.picture), s.number) for s in seated if s.comes)


def said_of(seated: Iterable[Seated]) -> list[list[Any]]:
    """What was said of each picture, as it enters the id of an amendment."""
    spoken = (s for s in seated if s.picture.caption or s.picture.credit)
    return [[s.number, s.picture.caption, s.picture.credit] for s in spoken]

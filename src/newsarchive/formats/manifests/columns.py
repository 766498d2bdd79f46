"""What a heading of a manifest means: a field, the text, a file, an image, an id. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from newsarchive.formats.sheets import column_letters
from newsarchive.model.supplied import FIELDS, Field, field_called, plain


class Means(StrEnum):
    """What a column holds that is no field of the record."""

    TEXT = "text"
    FILE = "file"
    IDENTIFIER = "identifier"
    COLLECTION = "collection"
    NOTE = "note"
    IMAGES = "images"
    IMAGE = "image"  # a file, a caption or a credit: one thing of one image


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `field` where it is one of the record; else `means`.

    Of one image it is the `part`: file, caption or credit of the image with this `number`.
    """

    means: Means | None = None
    field: Field | None = None
    number: int = 0
    part: str = ""

    @property
    def name(self) -> str:
        """How the column is called in messages: two with the same name are one too many."""
        if self.field is not None:
            return self.field.name
        return f"image{self.number or ''}_{self.part}" if self.part else str(self.means)


_OWN = {
    "text": Means.TEXT,
    "file": Means.FILE,
    "textfile": Means.FILE,
    "original": Means.FILE,
    "identifier": Means.IDENTIFIER,
    "id": Means.IDENTIFIER,
    "guid": Means.IDENTIFIER,
    "collection": Means.COLLECTION,
    "note": Means.NOTE,
    "images": Means.IMAGES,
    "image": Means.IMAGES,
}
_IMAGE = re.compile(r"image([0-9]{0,3})(file|caption|creditline|credit)?")
# What others call it. It is no name of ours, since it may mean something else as well.
_MEANT = {
    **dict.fromkeys(("body", "content", "articletext", "bodytext", "fulltext", "story"), "text"),
    **dict.fromkeys(("path", "filename", "document", "txt"), "file"),
    **dict.fromkeys(("photo", "picture", "photos", "pictures", "imagefiles"), "images"),
    **dict.fromkeys(("uri", "uid", "articleid", "storyid"), "identifier"),
    **dict.fromkeys(("writer", "authors", "reporter"), "byline"),
    **dict.fromkeys(("caption", "credit"), "image1_caption or image1_credit"),
    **dict.fromkeys(("pubdate", "publicationdate", "datum", "created"), "date-published"),
    **dict.fromkeys(("tags", "tag"), "keywords"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("newspaper", "publication", "paper"), "source"),
}
KNOWN = "text, file, identifier, images, image1_file, image1_caption, image1_credit, note, " + (
    ", ".join(FIELDS)
)
"""The names of all columns, for people."""


def column_of(heading: str) -> Column:
    """What a heading means.

    Raises:
        ValueError: nothing that is known; the message says what comes close.
    """
    found = _known(heading)
    if found is not None:
        return found
    name, shown = plain(heading), _clipped(heading)
    if name in _MEANT:
        raise ValueError(f"{shown} is no column; did you mean {_MEANT[name]}?")
    names = {plain(known): known for known in (*_OWN, *FIELDS)}
    close = get_close_matches(name, names, n=1) if len(name) <= _LONGEST else ()
    hint = f"did you mean {names[close[0]]}?" if close else f"known are {KNOWN}"
    raise ValueError(f"{shown} is no column; {hint}")


def _known(heading: str) -> Column | None:
    name = plain(heading)
    if name in _OWN:
        return Column(_OWN[name])
    if (match := _IMAGE.fullmatch(name)) and (match[1] or match[2]):
        part = (match[2] or "file").removesuffix("line")
        return Column(Means.IMAGE, number=int(match[1] or 0), part=part)
    field = field_called(heading)
    return None if field is None else Column(field=field)


_LONGEST = 60  # characters of a heading that are shown and compared


def _clipped(heading: str) -> str:
    return repr(heading if len(heading) <= _LONGEST else f"{heading[:_LONGEST]}...")


def is_article(names: Sequence[str]) -> bool:
    """Whether these are the headings of a manifest, mistakes among them or not.

    It has a text or a file, and something else that is known; and no column `bag`, as a sheet has
    in which bags are described.
    """
    if "bag" in {plain(name) for name in names}:
        return False
    found = {column.name for name in names if (column := _known(name)) is not None}
    return bool(found & {Means.TEXT.value, Means.FILE.value}) and len(found) > 1


def is_known(name: str) -> bool:
    """Whether a heading means something."""
    return _known(name) is not None


def header(headings: Sequence[str]) -> tuple[tuple[Column | None, ...], tuple[str, ...]]:
    """What the columns of a sheet mean, None for one without a heading; and all mistakes."""
    columns: list[Column | None] = []
    problems: list[str] = []
    for index, heading in enumerate(headings):
        columns.append(None)
        if heading.strip():
            try:
                columns[-1] = column_of(heading)
            except ValueError as error:
                problems.append(f"column {column_letters(index)}: {error}")
    found = [column for column in columns if column is not None]
    names = [column.name for column in found]
    problems += [f"the column {n} stands twice" for n in dict.fromkeys(names) if names.count(n) > 1]
    files = {c.number for c in found if c.part == "file"}
    problems += [
        f"there is {c.name} and no image{c.number or ''}_file"
        for c in found
        if c.part and c.number not in files
    ]
    if not {Means.TEXT, Means.FILE} & {c.means for c in found}:
        problems.append("there is no column text, and no column file")
    return tuple(columns), tuple(problems)

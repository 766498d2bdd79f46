"""What one row of a manifest says of its article, read from cells or from JSON. Pure.

All that cannot be understood in a row is named at once, each with its column.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsarchive import canonical
from newsarchive.formats.base import Beside, Told, ToldImage
from newsarchive.formats.manifests.columns import Column, Means
from newsarchive.formats.sheets import FORMULA_ERRORS
from newsarchive.model.supplied import NONE, Value, merge

_MANY = "|"
_NOTHING = "-"
_OF_IMAGES = {"file": "file", "caption": "caption", "credit": "credit", "creditline": "credit"}
# A list or an object, and not `[Tolm]`: so archivists write what they add.
_JSON = re.compile(r'\s*(?:\[\s*["{\]]|\{\s*")')
_LONGEST_ID = 2000
_LONGEST = 10_000  # characters of a caption, a note
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a row: `given`, a text, or any value of JSON.

    `place` says where, for messages: `column C`. `is_json`: a list is a list, and needs no reading.
    """

    column: Column
    given: Any
    place: str
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says: its article's text, or the file that holds it; and what is supplied.

    `headline` is as in `formats.Row`.
    """

    told: Told
    text: str = ""
    file: Beside | None = None
    headline: str | None = None


def names(cells: Sequence[Cell]) -> Iterator[str]:
    """The files that a row names, be it that they cannot be meant; its text's file first."""
    reading = _RowReading("")
    yield from (f.name for f in reading.files(cells))
    yield from (i.file.name for i in reading.images(cells) if isinstance(i.file, Beside))


def file_of(cells: Sequence[Cell]) -> str:
    """The name of the file that a row's text is in, "" where it says none."""
    return next((f.name for f in _RowReading("").files(cells)), "")


def read(cells: Sequence[Cell], basis: str) -> Said:
    """What a row says; its values rest on `basis`.

    Raises:
        ValueError: something in it cannot be understood; the message names everything.
    """
    reading = _RowReading(basis)
    said = reading.said(cells)
    if reading.problems:
        raise ValueError("; ".join(reading.problems))
    return said


@dataclass
class _RowReading:
    """The reading of one row, which collects what cannot be understood."""

    basis: str
    problems: list[str] = field(default_factory=list)

    def said(self, cells: Sequence[Cell]) -> Said:
        cells = [cell for cell in cells if not self._is_error(cell)]
        texts = [text for cell in _of(cells, Means.TEXT) if (text := self._text(cell)).strip()]
        files = list(self.files(cells))
        note = self._one(cells, Means.NOTE) or None
        values = merge(self._values(cells, note))
        told = Told(
            self.basis,
            values,
            tuple({i.file: i for i in self.images(cells)}.values()),
            self._id(cells),
            self._one(cells, Means.COLLECTION) or None,
        )
        if texts and files:
            self.problems.append("it has a text and a file; one of them is the article")
        elif not texts and not files and not self.problems:
            self.problems.append("it has neither a text nor a file")
        headlines = [v for v in values if v.field.name == "headline"]
        headline = None if not headlines else "" if headlines[0].none else headlines[0].values[0]
        return Said(told, "".join(texts), files[0] if files else None, headline)

    def _is_error(self, cell: Cell) -> bool:
        if cell.is_json or str(cell.given).strip() not in FORMULA_ERRORS:
            return False
        self.problems.append(f"{cell.place}: {cell.given.strip()} is an error of the spreadsheet")
        return True

    def files(self, cells: Sequence[Cell]) -> Iterator[Beside]:
        for cell in _of(cells, Means.FILE):
            if name := self._text(cell).strip():
                yield Beside(name)

    def _text(self, cell: Cell) -> str:
        """A text as it is."""
        if isinstance(cell.given, str):
            return cell.given
        self.problems.append(f"{cell.place} must be a text")
        return ""

    def _one(self, cells: Sequence[Cell], means: Means) -> str:
        return next((self._line(self._text(cell), cell) for cell in _of(cells, means)), "")

    def _line(self, text: str, cell: Cell) -> str:
        """A text as one line that a record can hold."""
        line = " ".join(text.split())
        if _CONTROLS.search(line) or len(line) > _LONGEST:
            self.problems.append(f"{cell.place}: it holds a character that is no text, or too many")
            return ""
        return line

    def _id(self, cells: Sequence[Cell]) -> str | None:
        for cell in _of(cells, Means.IDENTIFIER):
            given = cell.given
            is_number = isinstance(given, int) and not isinstance(given, bool)
            text = str(given) if is_number else self._text(cell).strip()
            if text.casefold() in {NONE, _NOTHING}:
                return None
            if _CONTROLS.search(text) or len(text) > _LONGEST_ID:
                self.problems.append(f"{cell.place}: it is no id that an article can have")
            return text or None
        return None

    def _values(self, cells: Sequence[Cell], note: str | None) -> Iterator[Value]:
        for cell in cells:
            if cell.column.field is None:
                continue
            try:
                texts, own = _texts(cell)
                if texts:
                    name = cell.column.field.name
                    yield Value.parse(name, texts, basis=self.basis, note=own or note)
            except ValueError as error:
                self.problems.append(f"{cell.place}: {error}")

    def images(self, cells: Sequence[Cell]) -> Iterator[ToldImage]:
        """The images, those of the columns `image1_...` by their numbers, and last the others."""
        numbered: dict[int, dict[str, str]] = {}
        for cell in _of(cells, Means.IMAGE):
            text = self._text(cell)
            is_file = cell.column.part == "file"
            if said := text.strip() if is_file else self._line(text, cell):
                numbered.setdefault(cell.column.number, {})[cell.column.part] = said
        for number in sorted(numbered):
            image = numbered[number]
            if "file" in image:
                yield _image(image)
            else:
                self.problems.append(f"image{number or ''} has a {min(image)} and no file")
        for cell in _of(cells, Means.IMAGES):
            try:
                listed = _listed(cell)
            except ValueError as error:
                self.problems.append(f"{cell.place}: {error}")
                continue
            for one in listed:
                yield from self._listed_image(cell, {"file": one} if isinstance(one, str) else one)

    def _listed_image(self, cell: Cell, image: Any) -> Iterator[ToldImage]:
        if not isinstance(image, dict):
            self.problems.append(f"{cell.place}: an image is a file, or an object with file")
            return
        said = {}
        for key, text in image.items():
            if text is None:
                continue
            part = _OF_IMAGES.get(key.casefold().replace("_", ""))
            if part is None:
                known = "file, caption, credit, creditLine"
                self.problems.append(f"{cell.place}: {key[:60]!r} is not one of {known}")
            elif not isinstance(text, str):
                self.problems.append(f"{cell.place}: {key} must be a text")
            elif line := text.strip() if part == "file" else self._line(text, cell):
                said[part] = line
        if "file" in said:
            yield _image(said)
        else:
            self.problems.append(f"{cell.place}: an image says no file")


def _of(cells: Sequence[Cell], means: Means) -> Iterator[Cell]:
    return (cell for cell in cells if cell.column.means is means)


def _image(said: dict[str, str]) -> ToldImage:
    return ToldImage(Beside(said["file"]), said.get("caption"), said.get("credit"))


def _texts(cell: Cell) -> tuple[list[str], str | None]:
    """The texts of a value, none where nothing is said; and a note of its own.

    Raises:
        ValueError: it is neither a text nor a list of them.
    """
    given, note = cell.given, None
    if isinstance(given, dict):
        note = given.get("note")
        if set(given) - {"value", "note"} or not isinstance(note, str | None):
            raise ValueError("an object has a value and a note")
        if note and (_CONTROLS.search(note) or len(note) > _LONGEST):
            raise ValueError("its note holds a character that is no text, or too many")
        given = given.get("value")
    many = cell.column.field is not None and cell.column.field.many
    if isinstance(given, str) and not cell.is_json and many:
        given = _parts(given)
    listed = given if isinstance(given, list) else [given]
    if any(isinstance(one, bool) or not isinstance(one, str | int | None) for one in listed):
        raise ValueError("it must be a text, or a list of texts")
    texts = [str(one) for one in listed if one is not None]
    return [text for text in texts if text.strip() not in {"", _NOTHING}], note


def _listed(cell: Cell) -> list[Any]:
    """The images of a value, as names or objects.

    Raises:
        ValueError: it is something else.
    """
    given = cell.given
    if isinstance(given, str):
        given = [given] if cell.is_json else _parts(given)
        return [one for one in given if not isinstance(one, str) or one.strip()]
    if not isinstance(given, list | dict):
        raise ValueError("it must be a file, or a list of images")
    return given if isinstance(given, list) else [given]


def _parts(text: str) -> list[Any]:
    """The parts of a cell: a list in JSON, or texts with a bar between them.

    Raises:
        ValueError: it begins as a list of texts in JSON, and is none.
    """
    if not _JSON.match(text):
        return text.split(_MANY)
    try:
        found = canonical.loads(text.strip().encode())
    except ValueError as error:
        raise ValueError(f"it begins as JSON, and is {error}") from error
    return found if isinstance(found, list) else [found]

"""The text of an article in a row of a table: read as a plain text is, but for its place.

What is said of it stands nowhere in the bytes that are kept, which are those of the row: so nothing
says where. The headline is the row's; without one it is read out of the text.
"""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from newsarchive.formats.base import Row
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.article import Article, SegmentKind
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level

if TYPE_CHECKING:
    from newsarchive.formats.text.reading import TextReading

_READER = TextReader()
_CELL = 32_767  # characters, as Excel counts them: in UTF-16
_HEADLINE = "What is printed above it"
"""Stands for a headline that could not be told as one by itself: `Rain falls.`"""


def read_row(capture: Capture, row: Row) -> Article:
    """The article in a row, whose bytes are those of `capture`.

    Raises:
        RefusedError: its text is none: blank, too long, marked up.
    """
    _READER.text(_bare(capture), _bytes(row.text))  # refused as it is, and not with what is above
    repeats = _repeats(row)
    above = () if row.headline is None or repeats else (row.headline, _HEADLINE)
    article = _headed(capture, row.text, above) or _by_itself(capture, row.text, titled=repeats)
    findings = (*article.findings, *_cut_off(row))
    return replace(_unplaced(article), originals=(capture,), findings=findings)


def _cut_off(row: Row) -> Iterator[Finding]:
    """That a text has as many characters as fit into a cell, as what was longer has, too."""
    if len(row.text.encode("utf-16-le", "surrogatepass")) == 2 * _CELL:
        detail = (
            f"the text has {_CELL:,} characters, as many as a cell of Excel can hold, so it may be"
            " cut off; look at its end"
        )
        yield Finding(Code.TX_07, Kind.TEXT, Level.WARNING, "", detail)


def _repeats(row: Row) -> bool:
    """Whether the text begins with the headline, in a line of its own."""
    first = row.text.lstrip().partition("\n")[0]
    return bool(row.headline) and _plain(first) == _plain(row.headline or "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _headed(capture: Capture, text: str, headlines: tuple[str, ...]) -> Article | None:
    """The article whose headline stands above the text, so that none in it is one.

    None if it cannot be told from the text.
    """
    for headline in filter(None, headlines):
        reading = _read(capture, f"{headline}\n\n{text}")
        first, *rest = reading.parts
        title = first.kind in {SegmentKind.HEADLINE, SegmentKind.HEADING}
        if title and first.stretch.text == headline and rest:
            reading.parts = tuple(_no_headlines(rest))
            article = reading.article()
            own = (h for h in article.headlines if h.basis != "text:mail-subject")
            return replace(article, headlines=tuple(own))
    return None


def _by_itself(capture: Capture, text: str, *, titled: bool) -> Article:
    """The article in a text; `titled`: its first line is the headline, be it that of a section."""
    reading = _read(capture, text)
    first, *rest = reading.parts
    if titled and first.kind is SegmentKind.HEADING:
        reading.parts = (replace(first, kind=SegmentKind.HEADLINE), *rest)
    return reading.article()


def _no_headlines(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts below a headline: what else stands above the text belongs to the text."""
    above = True
    for part in parts:
        titled = part.kind is SegmentKind.HEADLINE or (above and part.kind is SegmentKind.HEADING)
        above = above and part.kind is not SegmentKind.PARAGRAPH
        if titled and not part.fields:
            yield replace(part, kind=SegmentKind.PARAGRAPH)
        else:
            yield part


def _read(capture: Capture, text: str) -> "TextReading":
    from newsarchive.formats.text.reading import TextReading  # noqa: PLC0415  # slow to import

    bare = _bare(capture)
    return TextReading(_READER.name, bare, _READER.text(bare, _bytes(text)))


def _bare(capture: Capture) -> Capture:
    """The capture without what a person says of the encoding of files."""
    return replace(capture, charset="")


def _bytes(text: str) -> bytes:
    """The text with a mark: in what encoding it is, is not to be looked for."""
    return codecs.BOM_UTF8 + text.encode()


def _unplaced(article: Article) -> Article:
    body = replace(article.body, segments=())
    unplaced: Article = _without_spans(replace(article, body=body))
    return unplaced


def _without_spans(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_without_spans, value))
    if not is_dataclass(value) or isinstance(value, type | Capture | Finding):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        before = getattr(value, field.name)
        after = None if field.name == "span" else _without_spans(before)
        if after is not before and after != before:
            changed[field.name] = after
    return replace(value, **changed) if changed else value

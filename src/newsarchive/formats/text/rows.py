"""The text of an article in a row of a table: read as a plain text is, but for its place.

What is said of it stands nowhere in the bytes that are kept, which are those of the row: so nothing
says where. The headline is the row's; without one it is read out of the text.
"""

import codecs
from dataclasses import fields, is_dataclass, replace
from typing import Any

from newsarchive.formats.base import Row
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.article import Article, SegmentKind
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Finding

_READER = TextReader()
_HEADLINE = "What is printed above it"
"""Stands for a headline that could not be told as one by itself: `Rain falls.`"""


def read_row(capture: Capture, row: Row) -> Article:
    """The article in a row, whose bytes are those of `capture`.

    Raises:
        RefusedError: its text is none: blank, too long, marked up.
    """
    headline = " ".join(row.headline.split())
    first = row.text.lstrip().partition("\n")[0]
    above = not headline or " ".join(first.split()).casefold() == headline.casefold()
    article = _read(capture, row, "" if above else headline)
    return replace(_unplaced(article), originals=(capture,))


def _read(capture: Capture, row: Row, headline: str) -> Article:
    """The article, with no headline in its text where there is one above it."""
    from newsarchive.formats.text.reading import TextReading  # noqa: PLC0415  # slow to import

    bare = replace(capture, charset="")
    _READER.text(bare, _bytes(row.text))  # what is wrong with the text is not wrong with both
    for above in (headline, _HEADLINE) if headline else ():
        reading = TextReading(
            _READER.name, bare, _READER.text(bare, _bytes(f"{above}\n\n{row.text}"))
        )
        first, *rest = reading.parts
        if first.kind is SegmentKind.HEADLINE and first.stretch.text == above and rest:
            reading.parts = tuple(
                replace(part, kind=SegmentKind.PARAGRAPH)
                if part.kind is SegmentKind.HEADLINE and not part.fields
                else part
                for part in rest
            )
            return reading.article()
    return TextReading(_READER.name, bare, _READER.text(bare, _bytes(row.text))).article()


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

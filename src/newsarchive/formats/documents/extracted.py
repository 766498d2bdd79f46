"""A text that was taken out of a document, read by the rules of plain text.

Spans count in the text that was taken out, which is kept beside the document.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS
from newsarchive.model.article import NOT_STATED, Article, Body
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Resolution, Statement

MAX_TEXT = 4 * 1024 * 1024
_MAX_LINES = 50_000
# What XML, terminals and people cannot have in a text; blank space and form feeds stay.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def article_of(reader: str, capture: Capture, text: str) -> Article:
    """The article in `text`, which was taken out of the document `capture`.

    Raises:
        RefusedError: it is too long for one article.
    """
    from newsarchive.formats.text.lines import Text  # noqa: PLC0415  # patterns take time
    from newsarchive.formats.text.reading import TextReading  # noqa: PLC0415

    text = _CONTROLS.sub(" ", text).strip("\n") + "\n"
    if not text.strip():
        return Article(reader, (capture,), Body())
    data = text.encode()
    if len(data) > MAX_TEXT or text.count("\n") > _MAX_LINES:
        raise RefusedError(
            f"{capture.name} holds more than {MAX_TEXT >> 20} MiB of text or {_MAX_LINES:,} lines,"
            " too much for one article",
            hint=AS_IS,
        )
    article = TextReading(reader, capture, Text(data, "utf-8")).article()
    return replace(article, extracted=text, encoding=None)


def without_text(article: Article, why: str) -> Article:
    """The article of a document that has no text of its own, with a finding that says so."""
    found = Finding(Code.TX_05, Kind.TEXT, Level.WARNING, "", why)
    return replace(article, findings=(*article.findings, found))


def with_properties(
    article: Article,
    kind: str,
    *,
    creator: tuple[str, str | None] = ("", None),
    created: tuple[str, Edtf | None] = ("", None),
) -> Article:
    """The article with what the file's properties say: (name of the property, value) each.

    Who a file says made it is often whoever owned the program: it is kept as a candidate and stands
    for nobody. When the file was made is never the article's own date.
    """
    name, value = creator
    if value and not article.by.known:
        said: Statement[str] = Statement.stated(value, basis=f"{kind}:{name}")
        rule = Resolution(rule="properties of a file are no byline")
        unknown: Statement[str] = Statement.unknown(NOT_STATED)
        article = replace(article, by=replace(unknown, candidates=(said,), resolution=rule))
    name, date = created
    if date is not None and article.provenance.date_created is None:
        made = Statement.stated(date, basis=f"{kind}:{name}")
        article = replace(article, provenance=replace(article.provenance, date_created=made))
    return article


def paragraphs(blocks: Iterable[str]) -> str:
    """Blocks of text, parted by a blank line."""
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip())


def whole(file: BinaryIO, capture: Capture, limit: int, label: str) -> bytes:
    """All bytes of a document.

    Raises:
        RefusedError: there are more than `limit`.
    """
    data = file.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(
            f"{capture.name} has more than {limit:,} bytes, too many for {label}", hint=AS_IS
        )
    return data

"""Two articles beside each other, as text and JSON."""

from collections.abc import Callable, Iterator
from typing import Any

from newsarchive.model.difference import Difference, Piece, Side, Words
from newsarchive.model.holding import Accession
from newsarchive.reports.amounts import number
from newsarchive.reports.safe import visible

Paint = Callable[[Side, str], str]
"""Gives a piece of text, in brackets already, as it is to be shown on a terminal."""


def plain(_: Side, text: str) -> str:
    """A piece of text as it is."""
    return text


def document(found: Difference) -> dict[str, Any]:
    """What differs. `words` is null where the text of one of them may not be given."""
    words = found.words
    return {
        "first": _bag(found.first),
        "second": _bag(found.second),
        "same": found.same,
        "words": None
        if words is None
        else {
            "same": words.same,
            "taken_out": words.taken_out,
            "put_in": words.put_in,
            "paragraphs": [
                [{"in": piece.side.value, "text": piece.text} for piece in pieces]
                for pieces in words.paragraphs
            ],
        },
        "fields": [
            {"field": c.name, "first": c.first or None, "second": c.second or None}
            for c in found.fields
        ],
        "images": {
            "taken_out": list(found.images.taken_out),
            "put_in": list(found.images.put_in),
        },
    }


def _bag(accession: Accession) -> dict[str, Any]:
    return {
        "bag": accession.name,
        "bag_id": accession.bag,
        "article_id": accession.article,
        "version": accession.version,
        "versioned": accession.versioned or None,
        "accessioned": accession.time,
    }


def lines(found: Difference, paint: Paint = plain) -> Iterator[str]:
    """What differs, for the terminal: the words, then the record, then the images."""
    yield f"from  {_called(found.first)}"
    yield f"to    {_called(found.second)}"
    yield ""
    yield from _words(found.words, paint)
    yield from _fields(found)
    for name in found.images.taken_out:
        yield paint(Side.FIRST, f"[-image {visible(name)}-]")
    for name in found.images.put_in:
        yield paint(Side.SECOND, f"{{+image {visible(name)}+}}")


def _called(accession: Accession) -> str:
    version = f"version {visible(accession.version)}" if accession.version else ""
    return "  ".join(filter(None, (accession.name, version, accession.versioned)))


def _words(words: Words | None, paint: Paint) -> Iterator[str]:
    if words is None:
        yield "The words are not compared: the text of one of them is not given."
        yield ""
        return
    if words.same:
        yield "The words are the same."
        yield ""
        return
    passed = 0
    for pieces in words.paragraphs:
        if all(piece.side is Side.BOTH for piece in pieces):
            passed += 1
            continue
        yield from _passed(passed)
        passed = 0
        yield "".join(_shown(piece, paint) for piece in pieces).strip()
        yield ""
    yield from _passed(passed)
    out, put = number(words.taken_out, "word"), number(words.put_in, "word")
    yield f"{out} taken out, {put} put in."
    yield ""


def _passed(count: int) -> Iterator[str]:
    if count:
        verb = "is" if count == 1 else "are"
        yield f"    ({number(count, 'paragraph')} {verb} the same)"
        yield ""


def _shown(piece: Piece, paint: Paint) -> str:
    text = visible(piece.text)
    if piece.side is Side.BOTH:
        return text
    before = " " if text.startswith(" ") else ""
    inner = text.removeprefix(" ")
    marks = ("[-", "-]") if piece.side is Side.FIRST else ("{+", "+}")
    return before + paint(piece.side, f"{marks[0]}{inner}{marks[1]}")


def _fields(found: Difference) -> Iterator[str]:
    if not found.fields:
        yield "What is known of them is the same."
        return
    verb = "differs" if len(found.fields) == 1 else "differ"
    yield f"{number(len(found.fields), 'field')} of the record {verb}:"
    for change in found.fields:
        yield f"  {visible(change.name)}"
        yield f"    from  {visible(change.first) or 'not stated'}"
        yield f"    to    {visible(change.second) or 'not stated'}"

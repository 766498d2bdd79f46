"""The text of a record as XHTML: its blocks as what they are, and every word of them. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

_PLAIN = {"heading": "h2", "quote": "blockquote", "note": "aside"}
_ITEM = re.compile(r"(?:- |(\d+)\. )(.*)")
_INDENT = "  "


def to_xhtml(text: str, blocks: Sequence[Mapping[str, Any]]) -> str | None:
    """The text of article.txt as elements; `blocks` are those of the record that are no paragraphs.

    None where all are paragraphs, since plain text says that as well, or where the two do not fit.
    """
    pieces = text.removesuffix("\n").split("\n\n")
    known = {block["position"]: block for block in blocks if block["kind"] != "paragraph"}
    if not known or max(known) > len(pieces):
        return None
    return "".join(_block(piece, known.get(n, {})) for n, piece in enumerate(pieces, 1))


def _block(text: str, block: Mapping[str, Any]) -> str:
    kind = block.get("kind", "paragraph")
    if kind == "list" and (items := _list(text.split("\n"))):
        return items
    if kind == "table":
        return _table(text)
    name = _PLAIN.get(kind, "p")
    if kind == "heading":
        name = f"h{block.get('level', 2)}"
    return f"<{name}>{_lines(text)}</{name}>"


def _lines(text: str) -> str:
    return "<br/>".join(escape(line, quote=False) for line in text.split("\n"))


def _table(text: str) -> str:
    rows = (
        "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in line.split("\t"))
        for line in text.split("\n")
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _list(lines: Sequence[str]) -> str:
    """A list by its marks; "" where the lines are none."""
    items = list(_items(lines))
    if not items or any(mark is None for mark, _ in items):
        return ""
    numbers = [mark for mark, _ in items]
    counted = numbers == [str(n) for n in range(1, len(items) + 1)]
    if not counted and any(numbers):
        return ""
    name = "ol" if counted else "ul"
    return f"<{name}>{''.join(f'<li>{_item(inner)}</li>' for _, inner in items)}</{name}>"


def _items(lines: Sequence[str]) -> Iterator[tuple[str | None, list[str]]]:
    """Each item with its number ("" for a dash, None for a line that is no item), and its lines."""
    item: tuple[str | None, list[str]] | None = None
    for line in lines:
        if item is not None and line.startswith(_INDENT):
            item[1].append(line.removeprefix(_INDENT))
            continue
        if item is not None:
            yield item
        match = _ITEM.fullmatch(line)
        item = (match[1] or "", [match[2]]) if match else (None, [line])
    if item is not None:
        yield item


def _item(lines: Sequence[str]) -> str:
    inner = _list(lines[1:])
    return _lines(lines[0]) + inner if inner else _lines("\n".join(lines))

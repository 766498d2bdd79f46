"""What a page shows of an article's text and pictures, whichever page it is. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsarchive.model.article import BlockKind
from newsarchive.model.record import Record
from newsarchive.reports.safe import sayable

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavif", re.DOTALL), "image/avif"),
)
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text; `level` is that of a heading on a page whose title is the first."""

    kind: BlockKind
    text: str
    level: int
    time: str
    lead: bool


def blocks(record: Record, text: str | None) -> Iterator[Block]:
    """The text of article.txt in its blocks, as the record has them."""
    said = {b["position"]: b for b in record.document["body"].get("blocks", ())}
    if not text:
        return
    for number, piece in enumerate(text.strip("\n").split("\n\n"), 1):
        block = said.get(number, {})
        yield Block(
            BlockKind(block.get("kind", BlockKind.PARAGRAPH)),
            piece,
            min(1 + (block.get("level") or 1), _DEEPEST_HEADING),
            block.get("time") or "",
            bool(block.get("lead")),
        )


def in_order(given: Sequence[Block]) -> tuple[Block, ...]:
    """The same with headings of which none leaves out a level, as readers of screens want them."""
    found, deepest = [], 1
    for block in given:
        if block.kind is BlockKind.HEADING:
            deepest = min(block.level, deepest + 1)
            block = replace(block, level=deepest)  # noqa: PLW2901  # the same block, a level higher
        found.append(block)
    return tuple(found)


def lead(record: Record, given: Sequence[Block]) -> str:
    """The lead, where it is not a part of the text."""
    said = record.lead.value or ""
    is_there = any(b.lead or b.text.strip() == said.strip() for b in given)
    return "" if is_there else said


def shown(value: object) -> str:
    """What stands on a page for a value. Marks that turn a line stay: each value is isolated."""
    return _CONTROL.sub("\ufffd", sayable(str(value)).replace("\r\n", "\n"))


def picture_type(data: bytes) -> str:
    """The media type of a picture that browsers show, by its first bytes; "" for all else."""
    return next((kind for pattern, kind in _PICTURES if pattern.match(data)), "")


def web_address(url: str | None) -> str:
    """An address that a page may lead to: nothing but the web."""
    return url if url and re.match(r"https?://", url, re.IGNORECASE) else ""

"""How a wire's text begins: its lead, and the dateline before it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsarchive.formats.wires.values import words
from newsarchive.model.article import Block, BlockKind, not_stated
from newsarchive.model.statement import Statement

_DASH = re.compile(r"\s*(?:\.?--?|[–—―])?\s*$")
_DASHED = re.compile(r"\s*(?:--?|[–—―:])?\s*")
_FIRST = 3  # paragraphs among which a stated lead is looked for


@dataclass(frozen=True, slots=True)
class Opening:
    """A text whose lead is marked where it is one of its blocks; the lead, and the dateline."""

    blocks: tuple[Block, ...]
    lead: Statement[str]
    dateline: Statement[str]


def dateline(text: str, basis: str) -> Statement[str]:
    """A dateline as a field states it, without the dash that parts it from the text."""
    printed = words(text)
    value = _DASH.sub("", printed)
    if not value:
        return not_stated()
    return Statement.stated(value, raw=printed if printed != value else None, basis=basis)


def opening(
    blocks: Sequence[Block], lead: Statement[str], place: Statement[str], basis: str
) -> Opening:
    """The text with its lead: as stated, else its first paragraph where it is prose: derived.

    The lead is without the dateline that the text prints before it; the text stays as printed. A
    dateline that no field states is stated by the text: `basis` is the format, such as `newsml`.
    """
    at = [n for n, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    if lead.known:
        wanted = _plain(lead.value or "")
        found = next((n for n in at[:_FIRST] if _plain(blocks[n].text) == wanted), None)
        first = next((n for n in at if n != found), found)
        if not place.known and first is not None:
            place = _printed(blocks[first].text, place, basis)[1]
        if found is not None:
            value, place = _printed(blocks[found].text, place, basis)
            if value and value != blocks[found].text:
                lead = replace(lead, value=words(value), raw=blocks[found].text)
        return Opening(_marked(blocks, found), lead, place)
    # Its patterns take 60 ms to compile, and a process that reads no wire needs none of them.
    from newsarchive.formats.text.prose import is_prose  # noqa: PLC0415

    for n in at:
        value, place = _printed(blocks[n].text, place, basis)
        if not value:
            continue  # nothing but the dateline
        if not is_prose(value):
            break
        derived = Statement.derived(
            words(value),
            raw=blocks[n].text if value != blocks[n].text else None,
            basis=f"{basis}:first-paragraph",
        )
        return Opening(_marked(blocks, n), derived, place)
    return Opening(tuple(blocks), lead, place)


def _marked(blocks: Sequence[Block], lead: int | None) -> tuple[Block, ...]:
    return tuple(replace(b, lead=True) if n == lead else b for n, b in enumerate(blocks))


def _printed(text: str, place: Statement[str], basis: str) -> tuple[str, Statement[str]]:
    """A paragraph without its dateline, and the dateline, if there is one."""
    for known in filter(None, (place.raw, place.value)):
        if words(text).startswith(known):
            rest = words(text)[len(known) :]
            return rest[_DASHED.match(rest).end() :], place  # type: ignore[union-attr]  # always
    # Its patterns take 60 ms to compile, and most wires say it in a field.
    from newsarchive.formats.text.datelines import dateline_of  # noqa: PLC0415
    from newsarchive.formats.text.lines import Stretch  # noqa: PLC0415

    found = dateline_of(Stretch(0, text))
    if found is None:
        return text, place
    printed, begins = found
    rest = text[begins:].lstrip()
    if place.known:
        return rest, place  # the text prints more of it than the field says
    stated = words(text[: printed.stretch.end])
    return rest, Statement.stated(stated, basis=f"{basis}:dateline")


def _plain(text: str) -> str:
    return words(text).casefold()

"""The text of a wire: its blocks, its lead, and the dateline that it begins with. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS
from newsarchive.formats.markup import MarkupError, blocks, blocks_of_html, fragment, text_of
from newsarchive.formats.wires.plain import paragraphs
from newsarchive.formats.wires.values import said, words
from newsarchive.formats.wires.xhtml import classes, drop
from newsarchive.model.article import Block, BlockKind, not_stated
from newsarchive.model.statement import Statement

_MARKED_UP = re.compile(
    r"</(?:p|div|h[1-6]|ul|ol|li|table|tr|b|i|em|strong|a|span|section|blockquote|body|html)>"
    r"|<(?:p|br)\b[^<>]*>",
    re.IGNORECASE,
)

# What markup says once more: the byline, and what TT of Sweden has above its texts (section, TT).
_REPEATED = frozenset({"byline", "dat"})


@dataclass(frozen=True, slots=True)
class Opening:
    """The blocks with the lead marked, and what the beginning says.

    `agencies` is the dateline as text, to look for agencies in it.
    """

    blocks: tuple[Block, ...]
    lead: Statement[str]
    dateline: Statement[str]
    agencies: str = ""


def is_marked_up(text: str) -> bool:
    """Whether a text has elements of HTML in it."""
    return _MARKED_UP.search(text) is not None


def blocks_of(text: str, name: str, where: str, *, html: bool) -> tuple[Block, ...]:
    """The blocks of the text that stands at `where` in the document `name`.

    Raises:
        RefusedError: it is marked up deeper, or longer, than can be meant.
    """
    try:
        return blocks_of_html(text) if html else paragraphs(text)
    except MarkupError as error:
        raise _too_much(name, where, error) from error


def body_of(
    text: str, name: str, where: str, *, html: bool, headlines: frozenset[str], byline: str
) -> tuple[Block, ...]:
    """The blocks of an item's text, without the headline and byline that its markup repeats.

    `headlines` and `byline` are what the item says in fields, on one line, in folded case.

    Raises:
        RefusedError: as `blocks_of`.
    """
    if not html or not text.strip():
        return blocks_of(text, name, where, html=html)
    try:
        root = fragment(text)
        for element in [e for e in root.iter() if classes(e) & _REPEATED]:
            said_so = words(text_of(element)).casefold()
            if "byline" not in classes(element) or (said_so and said_so in byline):
                drop(element)
        found = blocks(root)
    except MarkupError as error:
        raise _too_much(name, where, error) from error
    begins = found[0] if found else None
    repeats = begins is not None and begins.kind is BlockKind.HEADING
    return found[1:] if begins and repeats and words(begins.text).casefold() in headlines else found


def _too_much(name: str, where: str, error: MarkupError) -> RefusedError:
    return RefusedError(
        f"{name}: the text in {where} cannot be read: {error}",
        hint=AS_IS,
    )


def opening(blocks: Iterable[Block], lead: Statement[str], basis: str) -> Opening:
    """What the beginning of a text says. `lead` is what the source states, if it does.

    Without one the first paragraph is the lead, where it is prose; its dateline is none of it.
    """
    # Their patterns take 60 ms to compile, and a process that reads no text needs none of them.
    from newsarchive.formats.text.datelines import dateline_of  # noqa: PLC0415
    from newsarchive.formats.text.lines import Stretch  # noqa: PLC0415
    from newsarchive.formats.text.prose import is_prose  # noqa: PLC0415

    found = tuple(blocks)
    first = next((n for n, b in enumerate(found) if b.kind is BlockKind.PARAGRAPH), None)
    if first is None:
        return Opening(found, lead, not_stated())
    text = found[first].text
    printed = dateline_of(Stretch(0, text))
    rest = text[printed[1] :].lstrip() if printed else text
    dateline, named = not_stated(), ""
    if printed:
        named = words(printed[0].stretch.text)
        raw = text[: printed[1]]
        dateline = Statement.stated(named, raw=raw, basis=f"{basis}:dateline")
    if not lead.known and rest and is_prose(rest):
        value = words(rest)
        raw_lead = text if text != value else None
        lead = Statement.derived(value, raw=raw_lead, basis=f"{basis}:first-paragraph")
        marked = replace(found[first], lead=True)
        found = (*found[:first], marked, *found[first + 1 :])
    return Opening(found, lead, dateline, named)


def dateline_said(printed: str, basis: str) -> Statement[str]:
    """A dateline that the source has in a field of its own, without the dash behind it."""
    value = words(printed).rstrip(" -–—")
    dateline = said(value, basis)
    return replace(dateline, raw=printed) if dateline.known and value != printed else dateline


def plain(text: str, *, html: bool = False) -> str:
    """A short text such as a caption on one line, without the elements that it may have."""
    if not html and not is_marked_up(text):
        return words(text)
    try:
        return words(" ".join(block.text for block in blocks_of_html(text, figures=True)))
    except MarkupError:
        return words(text)

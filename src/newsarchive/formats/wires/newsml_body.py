"""The text of a NewsML-G2 item: the member of its contentSet that holds it best. Pure.

Members are renderings of one content (NewsML-G2 2.35, contentSet). Marked-up text is preferred to
plain text, since it says what is a heading; the first of a kind that has text wins.
"""

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from newsarchive.formats.markup import MarkupError, blocks, fragment
from newsarchive.formats.wires.bodies import is_marked_up
from newsarchive.formats.wires.elements import (
    attribute,
    child,
    children,
    descendants,
    lines_in,
    local,
)
from newsarchive.formats.wires.nitf_body import has_text, read_body
from newsarchive.formats.wires.plain import paragraphs
from newsarchive.formats.wires.ttnitf import read_ttnitf
from newsarchive.formats.wires.xhtml import Marked, read_markup
from newsarchive.model.article import Block
from newsarchive.model.finding import Code, Finding, Kind, Level

_TAGS = re.compile(
    r"<(?:p|br|div|html|body|h[1-6]|ul|table|pre|span|section|article)\b[^<>]*>", re.IGNORECASE
)
# Some call plain what they have put into elements of HTML, all of it.
_WRAPPED = re.compile(
    r"\s*<(p|div|pre)(?:\s[^<>]*)?>(?P<inner>.*)</\1>\s*", re.IGNORECASE | re.DOTALL
)
_MARKUP = frozenset({"html", "body", "div", "p", "article", "section", "main", "span", "pre"})
_PLAIN, _MARKED, _NITF, _OTHER = "plain", "marked", "nitf", "other"
_ORDER = (_NITF, _MARKED, _PLAIN, _OTHER)


@dataclass(frozen=True, slots=True)
class Content:
    """The text of an item, and what its markup says of itself. `nitf` is an NITF document in it.

    `alternates` are the content types of members with text that were not taken; `problem` says why
    one that may hold the text could not be read.
    """

    marked: Marked = field(default_factory=Marked)
    nitf: etree._Element | None = None
    kind: str = ""
    alternates: tuple[str, ...] = ()
    problem: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the text."""
        return self.marked.blocks

    def missing(self) -> Iterator[Finding]:
        """That an item has no text, and why one that may be its text could not be read."""
        if self.problem:
            detail = f"the text of the item could not be read: {self.problem}"
            yield Finding(Code.WR_02, Kind.TEXT, Level.WARNING, "", detail)
        detail = "the text has no body paragraph"
        yield Finding(Code.TX_03, Kind.TEXT, Level.WARNING, "", detail)


def read_content(item: etree._Element, is_headline: Callable[[str], bool]) -> Content:
    """The text in the contentSet of an item; the tree is changed."""
    members = [*children(child(item, "contentSet"), "inlineXML", "inlineData")]
    found: list[tuple[Content, str]] = []
    problem = ""
    for member in members:
        kind = attribute(member, "contenttype")
        try:
            content = read_member(member, kind, attribute(member, "encoding"), is_headline)
        except (MarkupError, ValueError) as error:
            problem = problem or str(error)
            continue
        if content.blocks or content.marked.media or content.nitf is not None:
            found.append((content, kind))
    return best(found, problem)


def best(found: list[tuple[Content, str]], problem: str) -> Content:
    """The best of the renderings of one text, each with its content type."""
    if not found:
        return Content(problem=problem)
    found.sort(key=lambda pair: (not has_text(pair[0].blocks), _ORDER.index(pair[0].kind)))
    others = tuple(kind or content.kind for content, kind in found[1:] if content.blocks)
    return replace(found[0][0], alternates=others, problem=problem)


def read_member(
    member: etree._Element, kind: str, encoding: str, is_headline: Callable[[str], bool]
) -> Content:
    """The text in an element of this content type and encoding, both "" where none is said.

    Raises:
        MarkupError, ValueError: it cannot be read.
    """
    inner = next(children(member), None)
    kind = kind.lower()
    if inner is None:
        return _data(member, kind, encoding.lower(), is_headline)
    nitf = next(iter(_nitf(member)), None)
    if nitf is not None:
        text, media = read_body(nitf)
        return Content(Marked(text, media), nitf, _NITF)
    if "ttnitf" not in kind and (local(inner).lower() in _MARKUP or "html" in kind):
        return Content(read_markup(member, is_headline), kind=_MARKED)
    if "plain" in kind:
        return Content(Marked(paragraphs(lines_in(member))), kind=_PLAIN)
    if "ttnitf" in kind:
        return Content(read_ttnitf(member), kind=_MARKED)
    # A vocabulary of somebody's own: only what it calls paragraphs is text.
    if any(local(e) == "p" for e in member.iter()):
        text = tuple(b for p in descendants(member, "p") for b in blocks(p))
        return Content(Marked(text), kind=_OTHER)
    return Content(kind=_OTHER)


def _nitf(member: etree._Element) -> Iterator[etree._Element]:
    for inner in children(member):
        if local(inner) == "nitf":
            yield inner
        elif local(inner) in {"body", "body.content"} and (
            local(inner) == "body.content" or child(inner, "body.content") is not None
        ):
            if local(inner) == "body":
                yield inner
                continue
            body = etree.SubElement(member, "body")
            body.append(inner)
            yield body


def _data(
    member: etree._Element, kind: str, encoding: str, is_headline: Callable[[str], bool]
) -> Content:
    """Text that is no elements: plain, or markup that is escaped or in a CDATA section."""
    text = member.text or "" if len(member) == 0 else lines_in(member)
    if "base64" in encoding:
        if not (kind.startswith("text/") or "xml" in kind):
            return Content()
        try:
            text = base64.b64decode(text, validate=False).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ValueError(f"its base64 cannot be read: {error}") from error
    if not text.strip():
        return Content()
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped and "plain" in kind and "<" not in wrapped["inner"]:
        return Content(Marked(paragraphs(html.unescape(wrapped["inner"]))), kind=_PLAIN)
    if wrapped or (
        "plain" not in kind and ("html" in kind or is_marked_up(text) or _TAGS.search(text))
    ):
        return Content(read_markup(fragment(text), is_headline), kind=_MARKED)
    return Content(Marked(paragraphs(text)), kind=_PLAIN)

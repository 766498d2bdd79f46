"""The elements of a page: parsed once, without network, within bounds; and small looks at them.

What lies inside a page as data: URLs is taken out before (`inlined`): it can be most of its bytes,
and none of its text.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree, html

MOST_TAGS = 400_000
MOST_CHARACTERS = 24_000_000  # without what is inlined
DEEPEST = 400  # elements in each other; the text of an article lies 60 deep at most

_DATA = re.compile(
    r"data:([\w.+-]{1,40}/[\w.+-]{1,60})?((?:;[\w=.\"-]{1,60}){0,4}),", re.IGNORECASE
)
_BASE64 = re.compile(r"[A-Za-z0-9+/=_%-]*")
_PERCENT = re.compile(r"[^\s\"'<>()]*")
_LEAST_INLINED = 200  # characters; a smaller one is a blank point, or a mark of the design
_MARK = "inlined:"
_FEW_TAGS = 20_000  # so few are counted faster in another way
_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) > {DEEPEST}])")
_SCRIPT = re.compile(r"(?is)<(script|style)\b([^>]{0,2000})>(.*?)</\1\s*>")
# Blocks stand apart on the screen, and their words have to in the text of what is around them.
_BLOCK = re.compile(
    r"(?i)</?(?:p|div|li|ul|ol|br|h[1-6]|td|tr|th|section|article|figcaption|figure|dd|dt|header|footer"
    r"|address|blockquote|img|hr)\b(?=[\s/>])"
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[a-z0-9]+", re.ASCII)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class PageError(ValueError):
    """A page that is not read: there is too much of it, or nothing in it."""


class Inlined:
    """What lay inside a page as data: URLs, in order: media type, whether base64, and the rest."""

    def __init__(self, text: str) -> None:
        """Take everything that is inlined out of `text`; `text` is then what is left."""
        self.found: list[tuple[str, bool, str]] = []
        self.text = self._without(text)

    def bytes_at(self, place: str) -> bytes | None:
        """What an address in the page stands for; None where it is no such, or damaged."""
        number = inlined_number(place)
        if number is None or number >= len(self.found):
            return None
        _, base64, text = self.found[number]
        data = unquote_to_bytes(text)
        if not base64:
            return data
        try:
            bare = b"".join(data.replace(b"-", b"+").replace(b"_", b"/").split()).rstrip(b"=")
            return b64decode(bare + b"=" * (-len(bare) % 4), validate=True)
        except ValueError:
            return None

    def _without(self, text: str) -> str:
        if "data:" not in text and "DATA:" not in text:
            return text
        pieces, end = [], 0
        while match := _DATA.search(text, end):
            base64 = match[2].lower().endswith(";base64")
            rest = (_BASE64 if base64 else _PERCENT).match(text, match.end())
            assert rest is not None  # noqa: S101  # it matches nothing, too
            pieces.append(text[end : match.start()])
            if len(rest[0]) < _LEAST_INLINED:
                pieces.append(text[match.start() : rest.end()])
            else:
                pieces.append(f"{_MARK}{len(self.found)}")
                self.found.append((match[1] or "text/plain", base64, rest[0]))
            end = rest.end()
        return "".join((*pieces, text[end:]))


def inlined_number(address: str) -> int | None:
    """Which of the inlined ones an address in the page stands for; None where it is another."""
    number = address.strip().removeprefix(_MARK)
    return int(number) if number != address.strip() and number.isdecimal() else None


def parse(text: str) -> html.HtmlElement:
    """The root of a page.

    Scripts and styles are left empty but for linked data. Nothing is fetched, and no entity is of
    the page's own making: HTML has none.

    Raises:
        PageError: there is too much of it, or nothing in it.
    """
    slim = _BLOCK.sub(r" \g<0>", _SCRIPT.sub(_slimmed, text))
    if len(slim) > MOST_CHARACTERS or slim.count("<") > MOST_TAGS:
        raise PageError(
            f"it has {len(slim):,} characters and {slim.count('<'):,} tags beside scripts and"
            f" pictures; at most {MOST_CHARACTERS:,} and {MOST_TAGS:,} are read"
        )
    # huge_tree lifts the limit of 256 elements in each other, behind which everything is lost; the
    # attacks that it also guards from need entities. Our own limit is the one that holds.
    parser = html.HTMLParser(
        no_network=True, huge_tree=True, encoding="utf-8", remove_pis=True, remove_comments=True
    )
    try:
        root = html.document_fromstring(slim.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError("there is nothing in it that can be read") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log) or _is_deep(
        root, slim.count("<")
    ):
        raise PageError(f"its elements lie more than {DEEPEST:,} deep in each other")
    etree.strip_elements(root, "svg", "template", "select", "style", with_tail=False)
    return root


def _slimmed(match: re.Match[str]) -> str:
    attributes = match[2]
    if match[1].lower() == "script" and "json" in attributes.lower():
        return match[0]
    return f"<{match[1]}{attributes}></{match[1]}>"


def _is_deep(root: html.HtmlElement, tags: int) -> bool:
    """Whether elements lie deeper in each other than is read."""
    if tags < _FEW_TAGS:
        return bool(_DEEP(root))
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def line(text: str | None) -> str:
    """`text` on one line with single spaces."""
    return _SPACE.sub(" ", text or "").strip()


def name(element: html.HtmlElement) -> str:
    """The element's name; "" for a comment."""
    tag = element.tag
    return tag if isinstance(tag, str) else ""


def words(element: html.HtmlElement) -> frozenset[str]:
    """The words that class, id and the like of an element are made of, in lower case."""
    said = " ".join(
        element.get(key) or ""
        for key in (
            "class",
            "id",
            "data-component",
            "data-testid",
            "data-qa",
            "data-type",
            "data-area",
            "role",
        )
    )
    return frozenset(_WORD.findall(_CAMEL.sub(" ", said).lower())) if said.strip() else frozenset()


def attribute_words(text: str) -> frozenset[str]:
    """The words in one attribute, in lower case; `articleHeader__img` has three."""
    return frozenset(_WORD.findall(_CAMEL.sub(" ", text).lower()))


def above(
    element: html.HtmlElement, root: html.HtmlElement | None = None
) -> Iterator[html.HtmlElement]:
    """The elements that an element lies in, the nearest first, below `root`."""
    here = element.getparent()
    while here is not None and here is not root:
        yield here
        here = here.getparent()


_UNSEEN = frozenset(("script", "style", "noscript", "button", "iframe"))
_HAS_UNSEEN = etree.XPath(
    "boolean(.//noscript | .//button | .//iframe | .//script[text()] | .//*[@hidden]"
    " | .//*[contains(@style, 'display')])"
)


def text_in(element: html.HtmlElement) -> str:
    """What an element prints, on one line, with a blank between neighbouring blocks."""
    if _HAS_UNSEEN(element):
        return line("".join(_pieces(element)))
    return line("".join(element.itertext()))


def short_text_in(element: html.HtmlElement, most: int) -> str:
    """What an element prints; "" where that is nothing, or more than `most` characters."""
    length = 0
    for text in element.itertext():
        length += 0 if text.isspace() else len(text.strip())
        if length > most:
            return ""
    found = text_in(element) if length else ""
    return found if len(found) <= most else ""


def length_of(element: html.HtmlElement) -> int:
    """About how many characters an element prints."""
    return sum(len(text) for text in element.itertext() if not text.isspace())


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if name(child) and child.tag not in _UNSEEN and not _hidden(child):
            yield from _pieces(child)
        yield child.tail or ""


def _hidden(element: html.HtmlElement) -> bool:
    if "hidden" in element.attrib:
        return True
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()

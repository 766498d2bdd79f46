"""The elements of a page: parsed once, without network, within bounds; and small looks at them.

What lies inside a page as data: URLs is taken out before (`inlined`): it can be most of its bytes,
and none of its text.
"""

import re
from collections.abc import Iterator

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
_SCRIPT = re.compile(r"(?is)<(script|style)\b([^>]{0,2000})>(.*?)</\1\s*>")
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
    slim = _SCRIPT.sub(_slimmed, text)
    if len(slim) > MOST_CHARACTERS or slim.count("<") > MOST_TAGS:
        raise PageError(
            f"it has {len(slim):,} characters and {slim.count('<'):,} tags beside scripts and"
            f" pictures; at most {MOST_CHARACTERS:,} and {MOST_TAGS:,} are read"
        )
    # huge_tree lifts the limit of 256 elements in each other, behind which everything is lost; the
    # attacks that it also guards from need entities. Our own limit is the one that holds.
    parser = html.HTMLParser(
        no_network=True, huge_tree=True, encoding="utf-8", remove_pis=True, recover=True
    )
    try:
        root = html.document_fromstring(slim.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError("there is nothing in it that can be read") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log) or _depth(root):
        raise PageError(f"its elements lie more than {DEEPEST:,} deep in each other")
    return root


def _slimmed(match: re.Match[str]) -> str:
    attributes = match[2]
    if match[1].lower() == "script" and "json" in attributes.lower():
        return match[0]
    return f"<{match[1]}{attributes}></{match[1]}>"


def _depth(root: html.HtmlElement) -> bool:
    """Whether elements lie deeper in each other than is read."""
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
        for key in ("class", "id", "data-component", "data-testid", "data-qa", "data-type", "data-area", "role")
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


_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "button", "iframe", "select"}
)


def text_in(element: html.HtmlElement) -> str:
    """What an element prints, on one line, with a blank between neighbouring blocks."""
    return line("".join(_pieces(element)))


_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "td", "tr", "section",
     "figcaption", "dd", "dt", "header", "footer", "address", "blockquote")
)  # fmt: skip


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = name(child)
        if tag and tag not in _UNSEEN and not _hidden(child):
            if tag in _BLOCKS:
                yield " "
            yield from _pieces(child)
            if tag in _BLOCKS:
                yield " "
        yield child.tail or ""


def _hidden(element: html.HtmlElement) -> bool:
    if "hidden" in element.attrib:
        return True
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()

"""A page as a tree of elements: parsed once, without network, within bounds.

What lies inside a page as data: URLs is taken out before (`inlined`): it can be most of its bytes,
and none of its text.
"""

import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from lxml import etree, html

MOST_TAGS = 200_000
MOST_CHARACTERS = 8_000_000  # without what is inlined
MOST_ATTRIBUTES = 5_000  # of one element
DEEPEST = 400  # elements in each other; the text of an article lies 60 deep at most

_DATA_URL = r"data:([\w.+-]{1,40}/[\w.+-]{1,60})?((?:;[\w=.\"-]{1,60}){0,4}),"
_DATA = re.compile(_DATA_URL)  # found much faster than in any case
_ANY_DATA = re.compile(_DATA_URL, re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/=_%-]*")
_PERCENT = re.compile(r"[^\s\"'<>()]*")
_LEAST_INLINED = 200  # characters; a smaller one is a blank point, or a mark of the design
_MARK = "inlined:"
_LONG = 300_000  # characters; what is shorter cannot have too many attributes
_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKS = ("b", "i", "u", "font", "center", "big", "small", "strong", "em", "span", "tt")
_FEW_TAGS = 20_000  # so few are counted faster in another way
_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) > {DEEPEST}])")
_LOOKUP = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_OPENED = re.compile(r"(?i)<(script|style)\b([^<>]{0,2000})>")
_CLOSED = {tag: re.compile(rf"(?i)</{tag}\b[^>]{{0,200}}>") for tag in ("script", "style")}
# Blocks stand apart on the screen, and their words have to in the text of what is around them.
_BLOCK = re.compile(
    r"(?i)<(?=/?(?:p|div|li|ul|ol|br|h[1-6]|td|tr|th|section|article|figcaption|figure|dd|dt|header|footer"
    r"|address|blockquote|img|hr)\b[\s/>])"
)


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
        capitals = "DATA:" in text
        if "data:" not in text and not capitals:
            return text
        form, pieces, end = _ANY_DATA if capitals else _DATA, [], 0
        while match := form.search(text, end):
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

    Scripts and styles are left out but for linked data. Nothing is fetched, and no entity is of
    the page's own making: HTML has none.

    Raises:
        PageError: there is too much of it, or nothing in it.
    """
    slim = _BLOCK.sub(" <", _slim(text))
    _check_size(slim)
    data = slim.encode("utf-8", "replace")
    root, parser = _parsed(data, huge=False)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        root = _parsed_deep(data, slim.count("<"))
    etree.strip_elements(root, "svg", "template", "select", "style", with_tail=False)
    return root


def _parsed(data: bytes, *, huge: bool) -> tuple[html.HtmlElement, html.HTMLParser]:
    parser = html.HTMLParser(
        no_network=True, huge_tree=huge, encoding="utf-8", remove_pis=True, remove_comments=True
    )
    # The lookup of lxml.html chooses a class for each element, in Python; only forms have others.
    parser.set_element_class_lookup(_LOOKUP)
    try:
        return html.document_fromstring(data, parser=parser), parser
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError("there is nothing in it that can be read") from error


def _parsed_deep(data: bytes, tags: int) -> html.HtmlElement:
    """The root of a page whose elements lie more than 256 deep in each other.

    Behind that depth everything would be lost. The attacks that the limit also guards from need
    entities, and our own limit holds.
    """
    root, parser = _parsed(data, huge=True)
    if _is_deep(root, tags):  # old pages seldom close their marks
        etree.strip_tags(root, *_MARKS)
    cut_off = any("Excessive depth" in entry.message for entry in parser.error_log)
    if cut_off or _is_deep(root, tags):
        raise PageError(f"its elements lie more than {DEEPEST:,} deep in each other")
    return root


def _check_size(text: str) -> None:
    tags = text.count("<")
    if len(text) > MOST_CHARACTERS or tags > MOST_TAGS:
        raise PageError(
            f"it has {len(text):,} characters and {tags:,} tags beside scripts and pictures; at"
            f" most {MOST_CHARACTERS:,} and {MOST_TAGS:,} are read"
        )
    if len(text) < _LONG:
        return
    for tag in _TAG.finditer(text):  # the time to read one grows with the square of their number
        if tag.end() - tag.start() > MOST_ATTRIBUTES:
            count = len(_QUOTED.sub("", tag[0]).split())
            if count > MOST_ATTRIBUTES:
                raise PageError(f"one of its elements has {count:,} attributes")


def _slim(text: str) -> str:
    """A page without its styles and its scripts, but for linked data.

    A script that is never closed takes all that follows with it, as it does in a browser.
    """
    pieces, end = [], 0
    while match := _OPENED.search(text, end):
        pieces.append(text[end : match.start()])
        closed = _CLOSED[match[1].lower()].search(text, match.end())
        if closed is None:
            return "".join(pieces)
        end = closed.end()
        if "ld+json" in match[2].lower() and match[1].lower() == "script":
            pieces.append(text[match.start() : end])
    return "".join((*pieces, text[end:]))


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

"""The addresses that a page gives one picture: on the web, beside it, and in the page itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import html

from newsarchive.formats.pages.addresses import is_address, whole
from newsarchive.formats.pages.folders import is_of
from newsarchive.formats.pages.parsing import inlined_number
from newsarchive.formats.pages.tree import above, name
from newsarchive.formats.pages.words import listed

_LAZY = listed("attribute-lazy")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-src-set", "data-original-set")
_SIZE = re.compile(r"(\d{1,5})(?:\.\d+)?\s*(?:px)?")
_SRCSET = re.compile(r"\s*(\S+?)(?:\s+(\d+(?:\.\d+)?)([wxh])\s*(?:,|$)|,\s+|\s*$)")
_WIDTH_IN = re.compile(
    r"(?i)(?:[?&;/,](?:w|width|imwidth|wid)[=/_](\d{2,5})|(?:^|[^\d])(\d{3,4})x\d{2,4}(?:[^\d]|$)"
    r"|[-_/](?:w|W)?(\d{3,4})w?(?:[./_]|$))"
)
PICTURE_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|jfif)(?:$|[?!/;#])")
_NEAR = 3  # elements around a picture in which a link to it stands
_LONGEST_SET = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """One address of a picture, and its width in pixels where the page tells, 0 where not.

    `local` is the address as the page has it, where it leads to a file beside the page or stands
    for what is inlined; "" for others.
    """

    url: str
    width: int = 0
    local: str = ""


def sources(element: html.HtmlElement, base: str, page: str) -> tuple[Source, ...]:
    """All addresses of a picture, the largest first.

    `base` is the address of the page, `page` the name of its file: what the folder of its files
    holds has no address on the web that the page would still tell.
    """
    return ordered(_own_folder(source, page) for source in _all(element, base))


def _own_folder(source: Source, page: str) -> Source:
    folder = unquote(source.local.removeprefix("./").partition("/")[0])
    if "/" not in source.local or not is_of(folder, page, is_loaded=True):
        return source
    return Source("", source.width, source.local)


def ordered(found: Iterable[Source]) -> tuple[Source, ...]:
    """Each address once, the largest first; as the page has them where it does not tell."""
    unique = list({(s.url, s.local): s for s in found}.values())
    return tuple(sorted(unique, key=lambda s: -s.width))


def number(text: str | None) -> int:
    """A size in pixels, as an attribute has it; 0 for none, and for a share of something."""
    match = _SIZE.match((text or "").strip())
    return int(match[1]) if match and "%" not in (text or "") else 0


def _all(element: html.HtmlElement, base: str) -> Iterator[Source]:
    yield from _own(element, base)
    for outer in list(above(element))[:_NEAR]:
        if name(outer) == "picture":
            for source in outer.iter("source"):
                yield from _own(source, base)
        if name(outer) == "a" and PICTURE_FILE.search(outer.get("href") or ""):
            yield from _one(outer.get("href") or "", base, 0)


def _own(element: html.HtmlElement, base: str) -> Iterator[Source]:
    width = number(element.get("width"))
    for key in ("src", *_LAZY):
        if value := element.get(key):
            yield from _one(value, base, width if key == "src" else 0)
    for key in _SETS:
        value = element.get(key)
        if not value or value.lstrip().startswith("{"):
            continue
        for match in _SRCSET.finditer(value[:_LONGEST_SET]):
            size = float(match[2] or 0)
            known = int(size) if match[3] == "w" else int(size * width) if match[3] == "x" else 0
            yield from _one(match[1], base, known)


def _one(value: str, base: str, width: int) -> Iterator[Source]:
    text = value.strip().strip("\"'")
    if not text or text.lower().startswith(("data:", "about:", "javascript:", "{", "#", "blob:")):
        return
    if inlined_number(text) is not None:
        yield Source("", width, text)
        return
    url = whole(text, base)
    outside = is_address(text) or text.startswith("//") or text.lower().startswith("file:")
    # From the root of a site that nobody knows: an address as printed, and no file beside the page.
    local = "" if outside or (url and text.startswith("/")) else text
    if url or local:
        yield Source(url, width or _width_in(url or local), local)


def _width_in(url: str) -> int:
    match = _WIDTH_IN.search(url)
    return int(next((g for g in match.groups() if g), 0)) if match else 0

"""Addresses in a page: made whole, compared, and told from what is no address to keep. Pure."""

import re
from datetime import date
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from newsarchive.formats.pages.words import listed

_LONGEST = 4_000
_TRACKING = re.compile(
    r"(?i)(?:utm_\w+|fbclid|gclid|cmp\w*|ref|referrer|src|ito|ns_\w+|at_\w+|xtor|wt[_.]\w+|amp|outputtype|"
    r"mc_[ce]id|s|smid|share\w*|via)"
)
_DAY = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/._-]|$)")
_COMPACT_DAY = re.compile(r"[/_-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/._-]|$)")
_SIZED = re.compile(
    r"(?i)(?:[-_.@](?:\d{2,5}x\d{2,5}|\d{2,5}w|w\d{2,5}|h\d{2,5}|\d(?:[.]\d)?x|scaled|large|medium|small|thumb(?:nail)?"
    r"|full|original|master\d*|square\d*|wide\d*|articlelarge|jumbo|superjumbo|x?[lms]|\d{1,2}[x-]\d{1,2}))+$"
)
_EXTENSION = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|jfif)$")
_INNER = re.compile(
    r"(?i)(?:[?&](?:url|src|image|img)=|/)(?:https?:/{1,2})?"
    r"((?:[\w.-]+\.[a-z]{2,8}|)/[^?&]*\.(?:jpe?g|png|webp|gif|avif))(?=$|[?&])"
)
_OF_SIZE = re.compile(
    r"(?i)w|h|q|width|height|quality|fit|auto|crop|format|fm|dpr|s|resize|auth|v|ver|imwidth"
)
_LEAST_NAME = 6  # letters of a file name that two pictures do not have by chance
_COMMON = frozenset(listed("file-common"))


def is_address(text: str) -> bool:
    """Whether a text is the address of something on the web."""
    return text[:8].lower().startswith(("http://", "https://")) and len(text) <= _LONGEST


def whole(address: str, base: str) -> str:
    """An address as it is meant in a page with the address `base`; "" where it is none to keep.

    Addresses of scripts, of files and of parts of a page are none.
    """
    text = address.strip().replace("\n", "").replace("\t", "")
    if not text or len(text) > _LONGEST or text.startswith("#"):
        return ""
    try:
        found = (
            urljoin(base, text) if base else ("https:" + text if text.startswith("//") else text)
        )
    except ValueError:
        return ""
    return found.replace(" ", "%20") if is_address(found) else ""


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are of the same page, whatever leads there."""
    return bool(one) and bool(other) and page_key(one) == page_key(other)


def page_key(address: str) -> str:
    """What two addresses of one page have in common: host and path, and what chooses the page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    path = re.sub(r"(?i)(?:/amp|\.amp)?/?(?:\.html?)?$", "", unquote(parts.path).rstrip("/"))
    chosen = sorted((k, v) for k, v in parse_qsl(parts.query)[:20] if not _TRACKING.fullmatch(k))
    query = "&".join(f"{k}={v}" for k, v in chosen)
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def host(address: str) -> str:
    """The host of an address, without www; "" for none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_front(address: str) -> bool:
    """Whether an address is that of a site, and of no page on it."""
    if not is_address(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.path.strip("/").lower() in {"", "index.html", "index.php", "home", "index.htm"}
        and not parts.query
    )


def day_in(address: str) -> date | None:
    """The day that the path of an address has in it in full; None for none, or several."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    found = set()
    for year, month, day in (*_DAY.findall(path), *_COMPACT_DAY.findall(path)):
        try:
            found.add(date(int(year), int(month), int(day)))
        except ValueError:
            return None
    return found.pop() if len(found) == 1 else None


def picture_key(address: str) -> str:
    """What the addresses of one picture in several sizes have in common.

    That is its file name, without what says a size; where that is too common, the path.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = unquote(parts.path)
    if inner := _INNER.search(unquote(unquote(f"{parts.path}?{parts.query}"))):
        path = re.split(r"[?&]", inner[1])[0]  # a resizer that has the address in its own
    elif not _EXTENSION.search(path):
        kept = [(k, v) for k, v in parse_qsl(parts.query)[:20] if not _OF_SIZE.fullmatch(k)]
        path += "".join(f"&{k}={v}" for k, v in sorted(kept))
    path = re.split(r"(?i)(?<=\.jpg)[/!]|(?<=\.jpeg)[/!]|(?<=\.png)[/!]|(?<=\.webp)[/!]", path)[0]
    stem = _EXTENSION.sub("", _EXTENSION.sub("", path.rstrip("/").rpartition("/")[2]))
    bare = _SIZED.sub("", stem).lower()
    letters = "".join(c for c in bare if c.isalpha())
    digits = sum(c.isdecimal() for c in bare)
    if letters in _COMMON or len(letters) + digits < _LEAST_NAME or "&" in path:
        return host(address) + path.lower()
    return bare

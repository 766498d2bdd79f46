"""Addresses as they are compared in a web archive, and what a file is called by its own. Pure."""

import re
from urllib.parse import unquote, urljoin, urlsplit

_SAFE = re.compile(r"[^\w.-]+", re.ASCII)
_LONGEST_STEM = 80


def plain(url: str) -> str:
    """An address as addresses are compared here: without its fragment, in one form."""
    bare = url.partition("#")[0]
    try:
        parts = urlsplit(bare)
        host = (parts.hostname or "").lower()
    except ValueError:
        return bare
    scheme = "http" if parts.scheme in {"http", "https"} else parts.scheme
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{host}{parts.path or '/'}{query}" if host else bare


def joined(base: str, url: str) -> str:
    """Where an address in a page at `base` leads, as a plain one; "" where it leads nowhere."""
    if not url or not url.isprintable():
        return ""
    try:
        return plain(urljoin(base, url))
    except ValueError:
        return ""


def called(url: str, ending: str) -> str:
    """A name for the file of an address: what stands last in its path, with `ending` if any."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        path = ""
    last = path.rstrip("/").rpartition("/")[2]
    if not ending:
        return last or "file"
    stem = _SAFE.sub("-", last.removesuffix(".html").removesuffix(".htm")).strip("-.") or "page"
    return f"{stem[:_LONGEST_STEM]}{ending}"

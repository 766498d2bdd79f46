"""Paths as manifests and fetch.txt write them: percent-encoding, safety, one spelling. Pure.

A path here is text with `/` between its parts. Bytes of a file name that are no UTF-8 are lone
surrogates (PEP 383), whatever the locale.
"""

import re
from collections.abc import Iterator, Mapping

_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})  # RFC 8493 section 2.1.3
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_BARE_PERCENT = re.compile(r"%(?!0[AaDd]|25)")
_ROUNDABOUT = re.compile(r"(^|/)(\.{0,2})(/|\Z)")
_DRIVE = re.compile(r"[A-Za-z]:")


def encode(path: str) -> str:
    """A path as a manifest writes it: `%`, CR and LF percent-encoded, and only those (RM-11)."""
    return path.translate(_ESCAPES)


def decode(text: str, escapes: Mapping[str, str]) -> str:
    """The path behind `text`: only `escapes` are decoded, in one pass, in either case (RM-12)."""
    if "%" not in text:
        return text
    return _ENCODED.sub(lambda found: escapes.get(found[0].upper(), found[0]), text)


def has_bare_percent(text: str) -> bool:
    """Whether `text` holds a `%` that is no %0A, %0D or %25 (RM-11)."""
    return _BARE_PERCENT.search(text) is not None


def danger(path: str) -> str:
    """Why `path` must not be used on any system (RS-01), to follow "the path"; "" if it may be."""
    if "\0" in path:
        return "holds a NUL"
    if path.startswith(("/", "\\")):
        return "begins at the root of the disk"
    if path.startswith("~"):
        return "begins with ~, which stands for somebody's home"
    if _DRIVE.match(path):
        return "begins with a drive letter"
    return "leads out of the bag" if ".." in path and _leads_out(path) else ""


def _leads_out(path: str) -> bool:
    depth = 0
    for part in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def straighten(path: str) -> str:
    """The shortest spelling of a safe path: without `//`, `./` and `a/../` (RM-03)."""
    if not _ROUNDABOUT.search(path):
        return path
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def above(path: str) -> Iterator[str]:
    """The folders that the file `path` lies in, the outermost first."""
    place = path.find("/")
    while place >= 0:
        yield path[:place]
        place = path.find("/", place + 1)

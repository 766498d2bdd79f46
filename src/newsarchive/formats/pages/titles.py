"""The headline of a page: as its fields give it, without the name of the site behind it. Pure."""

import re
from collections.abc import Iterable

from newsarchive.formats.pages.linkeddata import plain

_PARTS = re.compile(r"\s*(?:\s[|–—·•»«:-]\s|\s?[|»«│｜]\s?|\s-\s|\s::\s|\s/\s|＿|_(?=[^\W\d_]))\s*")


def without_site(title: str, names: Iterable[str]) -> str:
    """A title without the name of its site, before it or behind it, and what marks it off."""
    known = [plain(n) for n in names if n]
    known = [n for n in known if len(n) > 1]
    here = title.strip()
    for _ in range(3):
        shorter = _shorter(here, known)
        if shorter == here:
            break
        here = shorter
    return here


def longest_part(title: str) -> str:
    """The longest of the parts of a title, of which one may be the name of its site."""
    return max(_PARTS.split(title), key=len).strip()


def _shorter(title: str, known: list[str]) -> str:
    marks = list(_PARTS.finditer(title))
    if not marks:
        return title
    last, first = marks[-1], marks[0]
    tail, head = plain(title[last.end() :]), plain(title[: first.start()])
    if _is_site(tail, known) and title[: last.start()].strip():
        return title[: last.start()].strip()
    if _is_site(head, known) and title[first.end() :].strip():
        return title[first.end() :].strip()
    return title


def _is_site(text: str, known: list[str]) -> bool:
    if not text:
        return False
    return any(
        text == name
        or text in (name + "com", name + "de", name + "news", name + "online")
        or name in (text + "com", text + "de", text + "online", "the" + text)
        for name in known
    )


def belongs(longer: str, shorter: str) -> bool:
    """Whether one title is the other with more around it."""
    a, b = plain(longer), plain(shorter)
    return bool(b) and b in a

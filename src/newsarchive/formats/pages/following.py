"""Pages that are one article, in their order: by what they say of the next one. Pure.

A page says so by `rel=next` and `rel=prev`, or prints which part of how many it is. Pages are
joined only where all of them are there: a chain from a page that has none before it to one that has
none behind it, or all numbers from 1 to the last.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from newsarchive.formats.pages.addresses import is_front, page_key, whole
from newsarchive.formats.pages.folders import is_page_name
from newsarchive.formats.pages.saved import read_saved
from newsarchive.formats.pages.words import any_of
from newsarchive.model.unfinished import finished_name

_QUICK = re.compile(rb"(?i)\brel\s*=\s*[\"']?(?:next|prev)\b")
_LINK = re.compile(r"(?i)<(?:link|a)\b[^<>]{1,3000}>")
_OG_URL = re.compile(r"(?i)<meta\b[^<>]{0,300}\bproperty\s*=\s*[\"']?og:url\b[^<>]{0,3000}>")
_REL = re.compile(r"(?i)\brel\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_HREF = re.compile(r"(?i)\b(?:href|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_OF = rf"\s*{any_of('part_of')}\s*"
_NUMBER = re.compile(rf"(?i)>\s*{any_of('part')}?\s*(\d{{1,2}}){_OF}(\d{{1,2}})\s*<")
_MOST_LINKS = 5_000
_MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class PagePart:
    """What a page says of being one of several; addresses are keys of `page_key`.

    `own` are its own addresses, `canonical` the one that it gives as the article's; `number` of
    `total` is what it prints, 0 for nothing.
    """

    own: frozenset[str] = frozenset()
    canonical: str = ""
    before: str = ""
    behind: str = ""
    number: int = 0
    total: int = 0


class Named(Protocol):
    """A file among others."""

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def page_part(self) -> PagePart | None:
        """What a page says of being one of several; None for what says nothing of it."""
        ...


E = TypeVar("E", bound=Named)


def part_in(head: bytes) -> PagePart | None:
    """What a page that begins with `head` says of being one of several."""
    linked = _QUICK.search(head)
    if not linked and b"<" not in head[:256]:
        return None
    text = head.decode("utf-8", "replace")
    number = _NUMBER.search(text)
    if not (linked or number):
        return None
    saved = read_saved(text).url
    links: dict[str, str] = {}
    for count, tag in enumerate(_LINK.finditer(text)):
        if count >= _MOST_LINKS:
            break
        address = _value(_HREF, tag[0])
        for relation in _value(_REL, tag[0]).lower().split():
            links.setdefault(relation, address)
    og_url = _OG_URL.search(text)
    told = [links.get("canonical", ""), _value(_HREF, og_url[0]) if og_url else "", saved]
    base = next((a for a in (saved, *told) if a), "")
    own = [whole(a, base) for a in told if a]
    canonical = next((a for a in own if not is_front(a)), "")
    printed = (int(number[1]), int(number[2])) if number else (0, 0)
    if not 1 <= printed[0] <= printed[1] or not 1 < printed[1] <= _MOST_PARTS:
        printed = (0, 0)
    part = PagePart(
        frozenset(page_key(a) for a in own if a),
        page_key(canonical) if canonical else "",
        _key(links.get("prev", ""), base),
        _key(links.get("next", ""), base),
        *printed,
    )
    return part if part.canonical and (part.before or part.behind or part.number) else None


def _key(address: str, base: str) -> str:
    found = whole(address, base) if address else ""
    return page_key(found) if found else ""


def _value(pattern: re.Pattern[str], tag: str) -> str:
    found = pattern.search(tag)
    return html.unescape(next(g for g in found.groups() if g is not None)) if found else ""


class Following(Generic[E]):
    """Which pages of a folder are one article, and in which order."""

    def __init__(self, texts: Iterable[E]) -> None:
        pages = [(e, part) for e in texts if (part := e.page_part) is not None]
        self._behind: dict[str, tuple[E, ...]] = {}
        self._others: set[str] = set()
        for chain in (*_chains(pages), *_numbered(pages)):
            names = [e.name for e in chain]
            if any(n in self._others or n in self._behind for n in names):
                continue
            self._behind[names[0]] = tuple(chain[1:])
            self._others.update(names[1:])

    def has(self, entry: E) -> bool:
        """Whether it is a page that goes with the first of its article."""
        return entry.name in self._others

    def part(self, entry: E, unfinished: Iterable[str]) -> str:
        """The unfinished file that a page waits for, since it may be one of its pages, or ""."""
        coming = next((n for n in sorted(unfinished) if is_page_name(finished_name(n))), "")
        alone = coming and entry.name not in self._behind
        return coming if alone and entry.page_part is not None else ""

    def behind(self, first: E) -> tuple[E, ...]:
        """The pages that come after the first one of an article."""
        return self._behind.get(first.name, ())


_Pages = Sequence[tuple[E, PagePart]]


def _chains(pages: "_Pages[E]") -> Iterable[list[E]]:
    """The pages that lead to each other, from the first to the last."""
    steps: dict[int, int] = {}
    unclear: set[int] = set()
    for a, (_, one) in enumerate(pages):
        found = [b for b, (_, other) in enumerate(pages) if a != b and _leads(one, other)]
        if len(found) == 1 and found[0] not in steps.values():
            steps[a] = found[0]
        elif found:
            unclear |= {a, *found}
    for start, (_, one) in enumerate(pages):
        if one.before or not one.behind or start in unclear or _stem(one) != _bare(one):
            continue  # it is not the first, or its address has a number: of an article, perhaps
        chain = [start]
        while chain[-1] in steps and len(chain) <= _MOST_PARTS:
            if steps[chain[-1]] in chain:
                break
            chain.append(steps[chain[-1]])
        whole_chain = not pages[chain[-1]][1].behind and not unclear & set(chain)
        if len(chain) > 1 and whole_chain:
            yield [pages[n][0] for n in chain]


def _leads(one: PagePart, other: PagePart) -> bool:
    """Whether `other` is the page behind `one`: of one article, and no other article's."""
    if not (one.behind and other.before) or _stem(one) != _stem(other):
        return False
    forward = one.behind in other.own
    back = other.before in one.own
    # Where all pages give the first one as their address, only one of the two can be seen.
    known = one.behind in other.own or other.own <= one.own
    return (forward or back) and known


def _bare(part: PagePart) -> str:
    return part.canonical.split("?")[0]


def _stem(part: PagePart) -> str:
    """An address without the number of its page: `x/story` of `x/story-2` and `x/story/3`."""
    return re.sub(r"[/_,-](?:page|seite|p|s)?[/_-]?\d{1,2}$", "", _bare(part))


def _numbered(pages: "_Pages[E]") -> Iterable[list[E]]:
    """The pages of one address that print which part of how many they are."""
    found: dict[tuple[str, int], list[tuple[int, E]]] = {}
    for entry, part in pages:
        if part.number:
            found.setdefault((_stem(part), part.total), []).append((part.number, entry))
    for (_, total), some in found.items():
        if sorted(n for n, _ in some) == list(range(1, total + 1)):
            yield [entry for _, entry in sorted(some, key=lambda pair: pair[0])]

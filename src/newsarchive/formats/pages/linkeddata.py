"""What a page says of itself as linked data: JSON-LD in the vocabulary of schema.org. Pure.

Read leniently, as it is printed: comments and CDATA around it, commas too many, control characters
and several documents in one script. What is no JSON then says nothing; nothing is put together.
(JSON-LD 1.1; schema.org/NewsArticle)
"""

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import html

from newsarchive.formats.pages.addresses import same_page
from newsarchive.formats.pages.tree import line
from newsarchive.formats.pages.words import listed

Node = Mapping[str, Any]

_MOST_NODES = 5_000
_LONGEST = 4_000_000  # characters of one script
_DEEPEST = 60
_SHORT_WORD = 3  # letters of words that any two headlines share
_WRAPPED = re.compile(
    r"\A[\s;/*]*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)?\s*|[\s;/*]*(?:-->|\]\]>)?[\s;/*]*\Z"
)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])|/\*.*?\*/', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_NO_LETTER = re.compile(r"[\W_]+")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_TEXT = frozenset(listed("type-text"))
_OTHER = frozenset(listed("type-other"))
_PAGES = frozenset(("WebPage", "ItemPage", "MedicalWebPage", "QAPage"))
_LISTS = frozenset(("ItemList", "BreadcrumbList", "CollectionPage", "SearchResultsPage", "Blog"))


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The nodes of a page, and those of them that can be its article, best first.

    `nodes` are all that stand at the top, in a graph, or as main entity; `faults` how many scripts
    are no JSON.
    """

    nodes: tuple[Node, ...] = ()
    ids: Mapping[str, Node] | None = None
    faults: int = 0

    def resolved(self, value: object) -> tuple[Node, ...]:
        """The nodes that a value is or refers to; texts are none."""
        found = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                there = (self.ids or {}).get(str(one.get("@id"))) if len(one) <= 2 else None  # noqa: PLR2004
                found.append(there if there is not None else one)
        return tuple(found)

    def typed(self, *wanted: str) -> tuple[Node, ...]:
        """The nodes of one of these types, in their order."""
        return tuple(n for n in self.nodes if types(n) & set(wanted))

    def articles(self, addresses: Iterable[str], headlines: Iterable[str]) -> tuple[Node, ...]:
        """The nodes that are about this page's article, the best first.

        Where there are several articles, those count that have one of the page's own addresses, or
        one of its headlines; where none has, only a single one counts, or the first of those that
        tell the same headline.
        """
        own = tuple(a for a in addresses if a)
        titles = {plain(h) for h in headlines if h}
        found = [n for n in self.nodes if is_text(n)]
        scored = [(_score(n, own, titles), n) for n in found]
        best = sorted((p for p in scored if p[0] > 0), key=lambda pair: -pair[0])
        if best:
            return tuple(node for _, node in best)
        found = [n for n in found if not _is_of_another(n, own, titles)]
        if found and len({plain(first(n.get("headline"))) for n in found}) == 1:
            return tuple(found)
        return ()

    def pages(self) -> tuple[Node, ...]:
        """The nodes that are about the page as a page."""
        return tuple(n for n in self.nodes if types(n) & _PAGES)

    def others(self) -> tuple[Node, ...]:
        """The nodes that are a medium, a recipe or the like."""
        return tuple(n for n in self.nodes if types(n) & _OTHER)


def read(root: html.HtmlElement) -> LinkedData:
    """The linked data of a page."""
    nodes: list[Node] = []
    ids: dict[str, Node] = {}
    faults = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        found, whole = documents(script.text or "")
        faults += not whole
        for document in found:
            _collect(document, nodes, ids, 0)
    return LinkedData(tuple(nodes), ids, faults)


def documents(text: str) -> tuple[tuple[Any, ...], bool]:
    """The documents in a script, and whether that is all there is in it."""
    if not text.strip():
        return (), True
    if len(text) > _LONGEST:
        return (), False
    try:
        return (json.loads(text, strict=False),), True
    except (ValueError, RecursionError):
        pass
    bare = unescape(text) if '"' not in text and "&quot;" in text else text
    mended = _WRAPPED.sub("", _STRING_OR_COMMA.sub(_mended, bare))
    decoder = json.JSONDecoder(strict=False)
    found, at = [], 0
    try:
        while at < len(mended):
            value, at = decoder.raw_decode(mended, at)
            found.append(value)
            while at < len(mended) and mended[at] in " \t\r\n;,\ufffd":
                at += 1
    except (ValueError, RecursionError):
        return tuple(found), False
    return tuple(found), True


def _mended(match: re.Match[str]) -> str:
    text = match[0]
    return _BAD_ESCAPE.sub(r"\\\\", text) if text.startswith('"') else ""


def _collect(value: object, nodes: list[Node], ids: dict[str, Node], depth: int) -> None:
    """Find the nodes at the top, in graphs, and as main entity; and whatever has an identifier."""
    if depth > _DEEPEST or len(nodes) >= _MOST_NODES:
        return
    if isinstance(value, list):
        for one in value:
            _collect(one, nodes, ids, depth + 1)
    elif isinstance(value, dict):
        if types(value):
            nodes.append(value)
        _index(value, ids, 0)
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            inner = value.get(key)
            if isinstance(inner, list) or (isinstance(inner, dict) and len(inner) > 2):  # noqa: PLR2004
                _collect(inner, nodes, ids, depth + 1)


def _index(value: object, ids: dict[str, Node], depth: int) -> None:
    if depth > _DEEPEST or len(ids) >= _MOST_NODES:
        return
    if isinstance(value, list):
        for one in value:
            _index(one, ids, depth + 1)
    elif isinstance(value, dict):
        name = value.get("@id")
        if isinstance(name, str) and len(value) > len(ids.get(name, {})):
            ids[name] = value
        for inner in value.values():
            if isinstance(inner, dict | list):
                _index(inner, ids, depth + 1)


def types(node: Node) -> frozenset[str]:
    """The types of a node, without their vocabulary."""
    said = node.get("@type")
    found = said if isinstance(said, list) else [said]
    return frozenset(re.split(r"[/#:]", t)[-1].strip() for t in found if isinstance(t, str))


def is_text(node: Node) -> bool:
    """Whether a node is an article, of whichever kind."""
    return any(t in _TEXT or t.endswith(("Article", "NewsArticle")) for t in types(node))


def is_list(node: Node) -> bool:
    """Whether a node lists other pages."""
    return bool(types(node) & _LISTS)


def texts(value: object) -> tuple[str, ...]:
    """The texts that a value is, each on one line, without markup and entities."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        told = one.get("@value") if isinstance(one, dict) else one
        if isinstance(told, str) and (text := readable(told)):
            found.append(text)
    return tuple(found)


def first(value: object) -> str:
    """The first text that a value is; "" for none."""
    found = texts(value)
    return found[0] if found else ""


def readable(text: str) -> str:
    """A text as it is meant to be read: entities written out, twice if need be, without tags."""
    for _ in range(2):
        if "&" not in text:
            break
        text = unescape(text)
    if "<" in text:
        text = _TAGS.sub(" ", text) if "</p" in text else _TAGS.sub("", text)
    return line(text)


def plain(text: str) -> str:
    """A headline for comparing: letters and digits in one case."""
    return _known(text) if len(text) <= _LONGEST_KNOWN else _folded(text)


def _folded(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


# Titles and the words of headings are compared again and again; long texts would take memory.
_known = functools.lru_cache(maxsize=4096)(_folded)
_LONGEST_KNOWN = 300


def addresses_of(node: Node) -> Iterator[str]:
    """The addresses that a node says it has."""
    for key in ("mainEntityOfPage", "url", "@id"):
        value = node.get(key)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield one
            elif isinstance(one, dict):
                yield from (one[k] for k in ("@id", "url") if isinstance(one.get(k), str))


def _is_of_another(node: Node, own: tuple[str, ...], titles: set[str]) -> bool:
    """Whether a node says by its address and by its headline that it is about another page."""
    told = [a for a in addresses_of(node) if "#" not in a and a.startswith("http")]
    if not own or not told:
        return False
    return bool(first(node.get("headline"))) and not _shares(node, titles)


def _shares(node: Node, titles: set[str]) -> bool:
    """Whether half of the words of a node's headline are in one of the page's titles."""
    found = [plain(w) for w in first(node.get("headline")).split() if len(plain(w)) > _SHORT_WORD]
    return bool(found) and any(2 * sum(w in t for w in found) >= len(found) for t in titles)


def _score(node: Node, own: tuple[str, ...], titles: set[str]) -> int:
    score = 0
    if any(same_page(address, mine) for address in addresses_of(node) for mine in own):
        score += 4
    if is_called(node, titles):
        score += 3
    return score


def is_called(node: Node, titles: set[str]) -> bool:
    """Whether a node has one of these headlines, as `plain` gives them."""
    told = {
        plain(t)
        for key in ("headline", "name", "alternativeHeadline")
        for t in texts(node.get(key))
    }
    return bool(titles & told - {""})

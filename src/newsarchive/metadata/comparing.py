"""What two texts and two records have otherwise. Pure.

Texts are compared by words, not by bytes. First what begins and ends alike is set aside, then what
stands in each of them just once holds them together (as in a patience diff); only short stretches
between are compared word for word. So it takes a time that grows with the texts, not with their
product.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from newsarchive import canonical
from newsarchive.model.difference import FieldChange, Images, Piece, Side, Words

_MOST_CELLS = 40_000  # pairs of items that are compared one by one
_DEEPEST = 12
_MOST_PAIRS = 2_500  # of paragraphs
_LIKE = 0.4
_LENGTHS = (4, 2, 1)  # of items that stand together and hold two texts together
# Scripts that put no blanks between words: each character is compared by itself.
_SPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
)
# Marks that are no part of a word; apostrophes and hyphens are.
_MARKS = (
    r"!-&(-,./:-@\[-`{-~"
    "\u00a1\u00ab\u00bb\u00bf\u2012-\u2018\u201a-\u2027\u2030-\u205e\u3000-\u3004\u3008-\u303f"
    "\uff01-\uff0f\uff1a-\uff20"
)
_TOKEN = re.compile(rf"[{_SPACED}]|[^\s{_SPACED}{_MARKS}]+|\S")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
BREAK = "¶"
"""Stands for the end of a paragraph that was taken out or put in."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, and whether a blank stands before it. The end of a paragraph has no word."""

    word: str
    blank: bool = False


_END = _Token("")


def compare_texts(first: str, second: str) -> Words:
    """Two texts, word by word; paragraphs are parted by empty lines."""
    one, two = (_PARAGRAPHS.split(text.strip()) if text.strip() else [] for text in (first, second))
    found: list[tuple[Piece, ...]] = []
    out = put = 0
    left = [[t.word for t in _tokens(p)] for p in one]
    right = [[t.word for t in _tokens(p)] for p in two]
    keys = [[tuple(words) for words in side] for side in (left, right)]
    for a, b, c, d, same in _runs(*keys):
        if same:
            found += [(Piece(Side.BOTH, " ".join(p.split())),) for p in two[c:d]]
            continue
        for before, after in _beside(one[a:b], two[c:d]):
            pieces = list(_pieces(before, after))
            out += sum(_count(p) for p in pieces if p.side is Side.FIRST)
            put += sum(_count(p) for p in pieces if p.side is Side.SECOND)
            found += _in_paragraphs(pieces)
    return Words(tuple(found), out, put)


def _beside(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Paragraphs that are not the same, each beside the one that it became, else by itself.

    Those that have the most words in common are beside each other, in order; where there are too
    many to ask that of all of them, all are beside all.
    """
    if len(first) * len(second) > _MOST_PAIRS:
        yield first, second
        return
    bags = [[Counter(t.word for t in _tokens(p)) for p in side] for side in (first, second)]
    # The best sum of likenesses of what is left of both, from the ends on.
    best = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    like = [[_likeness(one, two) for two in bags[1]] for one in bags[0]]
    for i in range(len(first) - 1, -1, -1):
        for j in range(len(second) - 1, -1, -1):
            both = like[i][j] + best[i + 1][j + 1] if like[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(first) or j < len(second):
        pair = i < len(first) and j < len(second) and like[i][j]
        if pair and best[i][j] == pair + best[i + 1][j + 1]:
            yield first[i : i + 1], second[j : j + 1]
            i, j = i + 1, j + 1
        elif i < len(first) and best[i][j] == best[i + 1][j]:
            yield first[i : i + 1], ()
            i += 1
        else:
            yield (), second[j : j + 1]
            j += 1


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    """How much of two paragraphs is the same words, 0 to 1; 0 where it is too little to say so."""
    found = 2 * (one & two).total() / max(one.total() + two.total(), 1)
    return found if found >= _LIKE else 0.0


def _count(piece: Piece) -> int:
    return sum(1 for token in _TOKEN.findall(piece.text) if token[0].isalnum())


def _tokens(paragraph: str) -> list[_Token]:
    found = []
    end = 0
    for match in _TOKEN.finditer(paragraph):
        found.append(_Token(match.group(), blank=match.start() > end))
        end = match.end()
    return found


def _pieces(first: Sequence[str], second: Sequence[str]) -> Iterator[Piece]:
    """The words of some paragraphs, compared; the end of a paragraph is a line feed."""
    one, two = _joined(first), _joined(second)
    for a, b, c, d, same in _runs([t.word for t in one], [t.word for t in two]):
        if same:
            yield Piece(Side.BOTH, _text(two[c:d]))
            continue
        if b > a:
            yield Piece(Side.FIRST, _text(one[a:b]))
        if d > c:
            yield Piece(Side.SECOND, _text(two[c:d]))


def _joined(paragraphs: Sequence[str]) -> list[_Token]:
    found: list[_Token] = []
    for number, paragraph in enumerate(paragraphs):
        found += [_END] * (number > 0) + _tokens(paragraph)
    return found


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(
        "\n" if token is _END else f"{' ' if token.blank else ''}{token.word}" for token in tokens
    )


def _in_paragraphs(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Pieces cut into the paragraphs of the second text."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.side is Side.FIRST:
            found[-1].append(Piece(piece.side, piece.text.replace("\n", BREAK)))
            continue
        mark = BREAK if piece.side is Side.SECOND else ""
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                if mark:
                    found[-1].append(Piece(piece.side, mark))
                found.append([])
            if part:
                found[-1].append(Piece(piece.side, part))
    return [tuple(paragraph) for paragraph in found if paragraph]


_Run = tuple[int, int, int, int, bool]  # from and to in the first, in the second; whether alike


def _runs(first: Sequence[Any], second: Sequence[Any]) -> list[_Run]:
    """Two lists in stretches that are alike and that are not, in order."""
    numbers: dict[Any, int] = {}
    one = [numbers.setdefault(item, len(numbers)) for item in first]
    two = [numbers.setdefault(item, len(numbers)) for item in second]
    pairs = [*_matches(one, two), (len(one), len(two))]
    found: list[_Run] = []
    a = c = 0
    start = (0, 0)
    for i, j in pairs:
        if (i, j) == (a, c) and i < len(one) and j < len(two):
            a, c = a + 1, c + 1
            continue
        if start != (a, c):
            found.append((start[0], a, start[1], c, True))
        if (i, j) != (a, c):
            found.append((a, i, c, j, False))
        start, a, c = (i, j), i + 1, j + 1
    return found


def _matches(one: Sequence[int], two: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of places that have the same item, growing in both."""
    found: list[tuple[int, int]] = []
    todo = [(0, len(one), 0, len(two), 0)]
    while todo:
        a, b, c, d, depth = todo.pop()
        while a < b and c < d and one[a] == two[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == two[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        if (b - a) * (d - c) <= _MOST_CELLS:
            matcher = SequenceMatcher(None, one[a:b], two[c:d], autojunk=False)
            for block in matcher.get_matching_blocks():
                found += [(a + block.a + n, c + block.b + n) for n in range(block.size)]
            continue
        anchors = _anchors(one[a:b], two[c:d]) if depth < _DEEPEST else []
        if not anchors:
            continue  # the whole stretch was exchanged, as far as can be told in the time
        at, to = a, c
        for i, j in (*((a + i, c + j) for i, j in anchors), (b, d)):
            todo.append((at, i, to, j, depth + 1))
            if i < b and j < d:
                found.append((i, j))
            at, to = i + 1, j + 1
    return sorted(found)


def _anchors(one: Sequence[int], two: Sequence[int]) -> list[tuple[int, int]]:
    """Where what stands in each just once stands, as far as it does in the same order in both.

    The longest such. Items one after the other are surer than single ones.
    """
    for length in _LENGTHS:
        if found := _in_same_order(_once(one, length), _once(two, length)):
            return found
    return []


def _in_same_order(
    once: Mapping[tuple[int, ...], int], again: Mapping[tuple[int, ...], int]
) -> list[tuple[int, int]]:
    pairs = sorted((once[items], place) for items, place in again.items() if items in once)
    ends: list[int] = []
    last: list[int] = []  # of each length, the pair with which it ends
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    found = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _once(items: Sequence[int], length: int) -> dict[tuple[int, ...], int]:
    """What so many items one after the other stand there just once, and where they begin."""
    every = list(zip(*(items[n:] for n in range(length)), strict=False))
    counts = Counter(every)
    return {found: place for place, found in enumerate(every) if counts[found] == 1}


# Records

_NOT_COMPARED = frozenset(
    {"schemaVersion", "bag", "displayTitle", "relations", "originals", "delivery", "findings"}
    | {"received", "media", "body", "encoding", "capture", "detected"}
)
_LISTED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "headlines": lambda h: f"{h['value']} ({h['role']})",
    "people": lambda p: f"{p['name']} ({p['rel']})",
    "subjects": lambda t: t["name"],
    "places": lambda t: t["name"],
    "keywords": lambda t: t["name"],
    "altIds": lambda i: f"{i['value']} ({i['role']})",
    "corrections": lambda c: c["text"],
}
_OF_MEDIA = ("caption", "creditLine", "altText", "by", "rights", "copyrightHolder", "usageTerms")


def compare_records(
    first: Mapping[str, Any], second: Mapping[str, Any]
) -> tuple[tuple[FieldChange, ...], Images]:
    """The facts that two records have otherwise, in the order of the first, and their media.

    What a record says of how it was made (bag, originals, findings, places in the text) is not
    compared.
    """
    one, two = dict(_facts(first)), dict(_facts(second))
    media, others = _media(first), _media(second)
    for key in media:
        if key in others:
            one |= _of_medium(media[key])
            two |= _of_medium(others[key])
    changes = tuple(
        FieldChange(name, one.get(name, ""), two.get(name, ""))
        for name in dict.fromkeys((*one, *two))
        if one.get(name, "") != two.get(name, "")
    )
    images = Images(
        tuple(_name(medium) for key, medium in media.items() if key not in others),
        tuple(_name(medium) for key, medium in others.items() if key not in media),
    )
    return changes, images


def _facts(document: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in document.items():
        place = f"{above}{name}"
        if name in _NOT_COMPARED or value is None:
            continue
        if isinstance(value, Mapping) and "status" in value:
            yield place, _said(value)
        elif name in _LISTED and isinstance(value, list):
            yield place, "; ".join(_LISTED[name](item) for item in value)
        elif isinstance(value, Mapping):
            yield from _facts(value, f"{place}.")
        elif isinstance(value, list):
            yield place, "; ".join(filter(None, map(_one, value)))
        else:
            yield place, str(value)


def _one(value: Any) -> str:
    if isinstance(value, Mapping):
        return _said(value) if "status" in value else canonical.dumps(dict(value)).decode()
    return str(value)


def _said(statement: Mapping[str, Any]) -> str:
    """What a statement says and how it is known; "" where nobody says anything."""
    status = statement["status"]
    disputed = statement.get("candidates") and not statement.get("resolution")
    others = [c.get("value") or c["status"] for c in statement.get("candidates", ()) if disputed]
    also = f"; disputed, also {', '.join(map(str, others))}" if others else ""
    if status == "unknown":
        return also.removeprefix("; ")
    if status == "none":
        return f"none{also}"
    value = statement.get("value") or f'"{statement.get("raw", "")}"'
    return f"{value} ({status}){also}"


def _media(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Media by what tells them apart: their bytes, else where they were seen, else their number."""
    found: dict[str, Mapping[str, Any]] = {}
    for medium in document.get("media", ()):
        key = medium.get("sha512") or medium.get("url") or medium.get("name") or medium["id"]
        found.setdefault(str(key), medium)
    return found


def _of_medium(medium: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{_name(medium)}: {field}": _said(medium[field]) for field in _OF_MEDIA if field in medium
    }


def _name(medium: Mapping[str, Any]) -> str:
    return str(medium.get("name") or medium.get("url") or f"{medium['kind']} {medium['id']}")

"""What somebody asks for, as a small tree: words, phrases, beginnings, and how they go together.

    rain harbour        both words
    "rain over"         these words, one after the other
    harb*               words that begin so
    rain OR snow        one of them; AND, OR and NOT are written large
    rain NOT (snow OR hail), rain -snow

Nothing is a mistake: a bracket or quotation mark too many is as if it were not there. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.search.folding import fold

MOST_WORDS = 1000
"""Of one query; what comes behind them is left out."""
MOST_OPEN = 4
"""Phrases of one query whose last word is a beginning: for each, all words there are are read."""
_MOST_CHARACTERS = 100_000
_MOST_WORD = 200  # characters


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that stand one after the other; a single one is a word.

    `begins` says that the last of them is the beginning of a word.
    """

    words: tuple[str, ...]
    begins: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is a phrase that ends in a beginning, which takes long to find."""
        return self.begins and len(self.words) > 1


@dataclass(frozen=True, slots=True)
class All:
    """Everything in `parts` is there, and nothing of `without`. With no parts, any article."""

    parts: "tuple[Node, ...]"
    without: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of `parts` is there; of none, nothing is found."""

    parts: "tuple[Node, ...]"


Node = Words | All | Any

EVERYTHING = All(())
NOTHING = Any(())


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as it was understood. `notes` say to people what of it was left out."""

    node: Node
    notes: tuple[str, ...] = ()

    @property
    def leaves(self) -> tuple[Words, ...]:
        """The words and phrases that are to be there, in the order in which they were written."""
        return tuple(_leaves(self.node))


def _leaves(top: Node) -> Iterator[Words]:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Words):
            yield node
        else:
            waiting += reversed(node.parts)


_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02'
_PIECE = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?(\\*?)|([()])|([^\\s(){_QUOTES}]+)")
_AND, _OR, _NOT = "AND", "OR", "NOT"


@dataclass(slots=True)
class _Group:
    """What stands between two brackets: alternatives, of which the last is being read."""

    alternatives: list[tuple[list[Node], list[Node]]]
    negated: bool = False
    denied: bool = False  # the whole group stands behind a NOT

    def add(self, node: Node) -> None:
        parts, without = self.alternatives[-1]
        (without if self.negated else parts).append(node)
        self.negated = False

    def node(self) -> Node | None:
        found = [_one(parts, without) for parts, without in self.alternatives if parts or without]
        if not found:
            return None
        return found[0] if len(found) == 1 else Any(tuple(found))


def _one(parts: list[Node], without: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 and not without else All(tuple(parts), tuple(without))


def _group(*, denied: bool = False) -> _Group:
    return _Group([([], [])], denied=denied)


def parse(text: str) -> ParsedQuery:
    """A query that somebody typed, understood in some way, whatever it is.

    One that is empty asks for everything, and one without a single word finds nothing.
    """
    notes = []
    if len(text) > _MOST_CHARACTERS:
        text = text[:_MOST_CHARACTERS]
        notes.append(f"only the first {_MOST_CHARACTERS:,} characters of the query were used")
    if not text.strip():
        return ParsedQuery(EVERYTHING, tuple(notes))
    node = _read(text, notes).node()
    if node is None:
        return ParsedQuery(NOTHING, (*notes, "there is no word in the query"))
    return ParsedQuery(node, tuple(notes))


def _read(text: str, notes: list[str]) -> _Group:
    """All that stands in a query; `notes` get what of it is too much."""
    stack, words, phrases = [_group()], MOST_WORDS, MOST_OPEN
    for match in _PIECE.finditer(text):
        phrase, star, bracket, word = match.groups()
        if bracket:
            _bracket(stack, bracket)
        elif word in {_OR, _NOT, _AND}:
            _operator(stack[-1], word)
        elif leaf := _leaf(stack[-1], phrase, star, word):
            words -= len(leaf.words)
            phrases -= leaf.is_open
            if words < 0:
                notes.append(f"only the first {MOST_WORDS:,} words of the query were used")
                break
            if leaf.is_open and phrases < 0:
                stack[-1].negated = False
            else:
                stack[-1].add(leaf)
    if phrases < 0:
        notes.append(f"only the first {MOST_OPEN} phrases that end in a beginning were used")
    while len(stack) > 1:
        _bracket(stack, ")")
    return stack[0]


def words_of(text: str) -> ParsedQuery:
    """Every word of a text, none of which means anything else; all have to be there."""
    folded = (fold(chunk).split() for chunk in text.split()[:MOST_WORDS])
    leaves = tuple(Words(tuple(words)) for words in folded if words)
    return ParsedQuery(All(leaves) if leaves else NOTHING)


_MOST_DEPTH = 50  # brackets in brackets; deeper ones are as if they were not there


def _bracket(stack: list[_Group], bracket: str) -> None:
    if bracket == "(":
        if len(stack) < _MOST_DEPTH:
            stack.append(_group(denied=stack[-1].negated))
            stack[-2].negated = False
    elif len(stack) > 1:
        group = stack.pop()
        if node := group.node():
            stack[-1].negated = group.denied
            stack[-1].add(node)


def _operator(group: _Group, word: str) -> None:
    if word == _NOT:
        group.negated = not group.negated
    elif word == _OR and any(group.alternatives[-1]):
        group.alternatives.append(([], []))
        group.negated = False


def _leaf(group: _Group, phrase: str | None, star: str, word: str | None) -> Words | None:
    """The words of one piece; None if there are none in it. A minus before a word is a NOT."""
    text = phrase if word is None else word
    assert text is not None  # noqa: S101  # one of the two matched
    if word is not None and len(word) > 1 and word[0] in "-\u2212":
        group.negated = True
    folded = fold(text).split()
    if not folded:
        return None
    begins = bool(star) or (word is not None and word.endswith("*"))
    return Words(tuple(w[:_MOST_WORD] for w in folded), begins)

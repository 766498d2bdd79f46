"""A piece of a text as it is printed, around the first place that fits what was asked for. Pure."""

from collections import deque
from collections.abc import Iterable, Sequence

from newsarchive.search.folding import tokens
from newsarchive.search.query import Words

_MOST = 220  # characters
_BEFORE = 70
_ELLIPSIS = "\u2026"
_MOST_LOOKED_AT = 400_000  # characters of one text


def snippet(text: str, leaves: Sequence[Words]) -> str:
    """At most some 220 characters of `text`, line breaks as blanks; its beginning if nothing fits.

    Where it is cut, it is cut between words, and an ellipsis stands there.
    """
    at = _first(text[:_MOST_LOOKED_AT], leaves)
    start = 0 if at < _MOST - _BEFORE else _at_word(text, at - _BEFORE, at)
    end = len(text)
    if end - start > _MOST:
        end = _before_word(text, start + _MOST)
    piece = " ".join(text[start:end].split())
    return (
        f"{_ELLIPSIS if start else ''}{piece}{_ELLIPSIS if text[end:].strip() else ''}"
        if piece
        else ""
    )


def _first(text: str, leaves: Iterable[Words]) -> int:
    """Where the first of the words or phrases begins; 0 if none of them is there."""
    wanted = [leaf for leaf in leaves if leaf.words]
    longest = max((len(leaf.words) for leaf in wanted), default=0)
    if not longest:
        return 0
    ends: dict[str, list[Words]] = {}
    for leaf in wanted:
        if not leaf.begins:
            ends.setdefault(leaf.words[-1], []).append(leaf)
    beginnings = [leaf for leaf in wanted if leaf.begins]
    seen: deque[tuple[str, int]] = deque(maxlen=longest)
    for word, start, _ in tokens(text):
        seen.append((word, start))
        for leaf in ends.get(word, ()):
            if _stands(seen, leaf):
                return seen[-len(leaf.words)][1]
        for leaf in beginnings:
            if word.startswith(leaf.words[-1]) and _stands(seen, leaf):
                return seen[-len(leaf.words)][1]
    return 0


def _stands(seen: Sequence[tuple[str, int]], leaf: Words) -> bool:
    """Whether the words before the last one of a phrase were the last that were seen before it."""
    before = leaf.words[:-1]
    if len(seen) <= len(before):
        return False
    return all(seen[n - len(leaf.words)][0] == word for n, word in enumerate(before))


def _at_word(text: str, start: int, most: int) -> int:
    """Where the first word behind `start` begins, if one does before `most`."""
    for at in range(start, most):
        if text[at].isspace():
            return at + 1
    return start


def _before_word(text: str, end: int) -> int:
    """Where the last word before `end` is over, if that is near."""
    for at in range(end, end - _BEFORE, -1):
        if text[at].isspace():
            return at
    return end

"""What has to stand in a text before an expression can match it: looked for first, being cheaper.

An expression without regard to case takes as long as a hundred searches for a plain string.
"""

from collections.abc import Iterable

_FOLDED_APART = ("i\u0307", "i", "\u0131")  # of re.IGNORECASE alike: I, i, \u0130 and \u0131


def signs_of(words: Iterable[str]) -> tuple[str, ...]:
    """The longest piece without an i of each word, folded.

    One of them is in every folded text in which any of the words is found without regard to case.

    What `re.IGNORECASE` takes for the same letter has the same folding, but for the kinds of i.
    """
    pieces = {max(_without_i(word.casefold()), key=len) for word in words}
    return tuple(sorted(p for p in pieces if not any(q in p for q in pieces - {p})))


def _without_i(word: str) -> list[str]:
    for letter in _FOLDED_APART:
        word = word.replace(letter, "\n")
    return word.split("\n")


def has_one(text: str, signs: tuple[str, ...]) -> bool:
    """Whether one of the signs is in a text that was folded (`str.casefold`)."""
    for sign in signs:  # noqa: SIM110  # `any` takes three times as long
        if sign in text:
            return True
    return False

"""Answers that are kept for a while, since the same line is asked about more than once.

Only pure functions of one short text; of long ones nothing is kept, so that no text stays.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from newsarchive.formats.text.lines import Stretch

_LONGEST = 600  # characters
_MOST = 256  # answers

T = TypeVar("T")


def of_a_text(function: Callable[[str], T]) -> Callable[[str], T]:
    """`function`, asked once about the same short text."""
    kept = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def asked(text: str) -> T:
        return kept(text) if len(text) <= _LONGEST else function(text)

    return asked


def of_a_line(function: Callable[[Stretch], T]) -> Callable[[Stretch], T]:
    """`function`, asked once about the same short stretch."""
    kept = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def asked(line: Stretch) -> T:
        return kept(line) if len(line.text) <= _LONGEST else function(line)

    return asked

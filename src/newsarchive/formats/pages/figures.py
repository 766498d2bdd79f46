"""Dates in figures that could be two days, by what the page says besides. Pure.

`04.05.2017` is 4 May wherever dates have points, and `04/05/2017` is in many languages; in English
that depends on the land. (Unicode CLDR, dateFormats of the length short)
"""

from collections.abc import Callable
from dataclasses import dataclass

from newsarchive.formats.pages import moments
from newsarchive.formats.pages.moments import Moment
from newsarchive.formats.pages.words import listed
from newsarchive.formats.text.dates import by_order

_POINTS, _SLASHES = frozenset(listed("day-first-points")), frozenset(listed("day-first-slashes"))
_LONGEST = 80  # characters of what may be a date


@dataclass(frozen=True, slots=True)
class Figures:
    """How a page means its figures: its language as declared, "" for none or several, and its text.

    Where other dates of the page contradict its language, or each other, nothing is known.
    """

    language: str = ""
    content: Callable[[], str] = str

    def read(self, text: str) -> Moment | None:
        """The time that a line prints; None where it prints none that is certain."""
        if (found := moments.read(text)) is not None:
            return found
        printed = " ".join(text.split()).strip("\"' ")
        if len(printed) > _LONGEST or not any(c.isdecimal() for c in printed):
            return None
        if by_order(printed, _SAMPLES) is None:
            return None  # not because of its figures
        told = by_order(printed, f"{self._samples} {self.content()}")
        return moments.of(told) if told is not None else None

    @property
    def _samples(self) -> str:
        tag = self.language.replace("_", "-").lower()
        names = {tag, tag.partition("-")[0]}
        points = "31.12.2000" if names & _POINTS else ""
        slashes = "31/12/2000" if tag in _SLASHES else ""
        return f"{points} {slashes}"


_SAMPLES = "31.12.2000 31/12/2000 31-12-2000"

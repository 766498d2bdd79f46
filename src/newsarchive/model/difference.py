"""What differs between two articles: in their words, in what is known of them, in their images."""

from dataclasses import dataclass
from enum import StrEnum

from newsarchive.model.holding import Accession


class Side(StrEnum):
    """Which of two texts a piece stands in."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: taken out if it is in the first text only, put in if in the second."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Two texts compared by their words, paragraph by paragraph.

    A paragraph is its pieces in order; one that did not change is one piece of `BOTH`. Blanks
    between words make no difference.
    """

    paragraphs: tuple[tuple[Piece, ...], ...]
    taken_out: int = 0
    put_in: int = 0

    @property
    def same(self) -> bool:
        """Whether the words are the same, and cut into the same paragraphs."""
        return all(piece.side is Side.BOTH for pieces in self.paragraphs for piece in pieces)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A fact that two records have otherwise: its name and both values, "" where nobody says it."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Images:
    """What media two records have: those that were taken out and put in, by name."""

    taken_out: tuple[str, ...] = ()
    put_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Two bags compared. `words` is None where the text of one of them may not be given."""

    first: Accession
    second: Accession
    words: Words | None
    fields: tuple[FieldChange, ...]
    images: Images

    @property
    def same(self) -> bool:
        """Whether nothing differs of what was compared."""
        return (
            (self.words is None or self.words.same) and not self.fields and self.images == Images()
        )

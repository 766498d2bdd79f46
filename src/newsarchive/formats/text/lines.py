"""A plain text as bytes and characters at once: its encoding, its lines, and where they stand."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsarchive.model.statement import Span

_LINE_END = re.compile(r"\r\n|\r|\n")  # not splitlines(): it also cuts at U+0085, U+2028, VT, FF

# The mark at the beginning, and how the rest reads; never "utf-16", which would look for another.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the decoded text: its characters, and the index of the first one."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The index after its last character."""
        return self.start + len(self.text)

    def part(self, start: int, end: int) -> "Stretch":
        """The characters `start` to `end` of this stretch, without blank space around them."""
        cut = self.text[start:end]
        lead = len(cut) - len(cut.lstrip())
        return Stretch(self.start + start + lead, cut.strip())

    def group(self, match: re.Match[str], name: str) -> "Stretch":
        """What group `name` of `match`, a match within this stretch's text, matched."""
        return self.part(*match.span(name))


Lines = tuple[Stretch, ...]


class Text:
    """A decoded text, and the bytes it came from.

    `encoding` is the codec that was used; `guessed` says that neither a mark nor UTF-8 decided it.
    """

    def __init__(self, data: bytes) -> None:
        """Decode `data`.

        Raises:
            UnicodeDecodeError: it is marked as UTF-16 and is not.
        """
        skip, self.encoding = mark(data)
        self.guessed = False
        try:
            self.content = data[skip:].decode(self.encoding)
        except UnicodeDecodeError:
            if self.encoding != "utf-8":
                raise
            self.guessed = True
            self.encoding, self.content = _by_guess(data[skip:])
        ends = [0, *(match.end() for match in _LINE_END.finditer(self.content))]
        self._starts = ends
        self._bytes = [skip]
        for start, end in pairwise(ends):
            self._bytes.append(self._bytes[-1] + self._size(start, end))

    def _size(self, start: int, end: int) -> int:
        return len(self.content[start:end].encode(self.encoding))

    def _byte(self, index: int) -> int:
        line = bisect_right(self._starts, index) - 1
        return self._bytes[line] + self._size(self._starts[line], index)

    def span(self, stretch: Stretch) -> Span:
        """Where `stretch` stands in the original bytes, a mark at the beginning counted."""
        return Span(self._byte(stretch.start), self._byte(stretch.end))

    def joined(self, lines: Lines) -> Stretch:
        """The stretch from the first of `lines` to the last, with what lies between as it is."""
        start = lines[0].start
        return Stretch(start, self.content[start : lines[-1].end])

    def blocks(self) -> Iterator[Lines]:
        """The lines that are not blank, without the blank space around them, in runs."""
        run: list[Stretch] = []
        for start, end in pairwise([*self._starts, len(self.content)]):
            line = Stretch(start, self.content[start:end]).part(0, end - start)
            if line.text:
                run.append(line)
            elif run:
                yield tuple(run)
                run = []
        if run:
            yield tuple(run)


def mark(data: bytes) -> tuple[int, str]:
    """How long the byte order mark of `data` is, and the codec of the rest: UTF-8 without one."""
    for bom, encoding in _MARKS:
        if data.startswith(bom):
            return len(bom), encoding
    return 0, "utf-8"


def unwrapped(text: str) -> str:
    """`text` with its line ends as LF and nothing else changed."""
    return _LINE_END.sub("\n", text)


def _by_guess(data: bytes) -> tuple[str, str]:
    try:
        return "windows-1252", data.decode("windows-1252")
    except UnicodeDecodeError:  # five bytes have no character there; latin-1 has one for each
        return "latin-1", data.decode("latin-1")

"""A plain text as bytes and characters at once: its encoding, its lines, and where they stand."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsarchive.formats.text.encodings import advances, guess, official, seems_utf_7, switching
from newsarchive.model.article import Encoding
from newsarchive.model.statement import Span, Status

_LINE_END = re.compile(r"\r\n|\r|\n")  # not splitlines(): it also cuts at U+0085, U+2028, VT, FF

_SWITCHES_CONFIDENCE = 0.99

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

    `encoding` is the codec that was used; `read_as` how that is known, None where a mark or UTF-8
    decided it; `doubtful` says that it may be another.
    """

    def __init__(self, data: bytes, charset: str = "") -> None:
        """Decode `data`, by the codec `charset` if one is given.

        Raises:
            UnicodeDecodeError: it is marked as UTF-16 and is not, or not in that encoding.
        """
        skip, self.encoding = mark(data)
        self.read_as: Encoding | None = None
        self.doubtful = False
        if charset:
            skip, self.encoding = (skip, self.encoding) if skip else (0, charset)
            self.read_as = Encoding(official(charset), Status.SUPPLIED, "option:encoding")
        try:
            self.content = data[skip:].decode(self.encoding)
        except UnicodeDecodeError:
            if charset or self.encoding != "utf-8":
                raise
            self._guess(data)
        if self.encoding == "utf-8" and not skip:
            self._switch(data)
        self._advances = advances(self.encoding)
        ends = [0, *(match.end() for match in _LINE_END.finditer(self.content))]
        self._starts = ends
        self._bytes = [skip]
        for start, end in pairwise(ends):
            self._bytes.append(self._bytes[-1] + self._size(start, end))

    def _guess(self, data: bytes) -> None:
        """Decode bytes that are not UTF-8 and have no mark."""
        found = guess(data)
        if found is not None:
            content = data.decode(found.codec, "replace")
            if _encoded(content, found.codec) == data:  # else no span could be told
                self.encoding, self.content = found.codec, content
                self.doubtful = found.doubtful
                self.read_as = Encoding(
                    found.name, Status.DERIVED, "text:letters", found.confidence, found.others
                )
                return
        # One has a character for each byte, be it the wrong one: nothing is lost.
        self.encoding, self.content, self.doubtful = "latin-1", data.decode("latin-1"), True
        self.read_as = Encoding("ISO-8859-1", Status.DERIVED, "text:each-byte", 0.0)

    def _switch(self, data: bytes) -> None:
        """Decode bytes that are all ASCII, and yet no ASCII."""
        codec = switching(data)
        content = data.decode(codec, "replace") if codec else ""
        if codec and _encoded(content, codec) == data:
            self.encoding, self.content = codec, content
            self.read_as = Encoding(
                official(codec), Status.DERIVED, "text:switches", _SWITCHES_CONFIDENCE
            )
        elif codec or "\x1b$" in self.content or seems_utf_7(data):
            self.doubtful = True
            others = (official(codec),) if codec else ("UTF-7",) if seems_utf_7(data) else ()
            self.read_as = Encoding("UTF-8", Status.DERIVED, "text:switches", 0.0, others)

    def _size(self, start: int, end: int) -> int:
        text = self.content[start:end]
        if not self._advances:
            return len(text.encode(self.encoding))
        # Back to ASCII belongs to what stands before it.
        last = self.content[end : end + 1].isascii()
        encoder = codecs.getincrementalencoder(self.encoding)()
        return len(encoder.encode(text, final=last))

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
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _encoded(text: str, codec: str) -> bytes:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return b""

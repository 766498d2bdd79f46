"""The lines of a tag file as text, and the rows of manifests and fetch.txt by the thousand."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from newsarchive.bag import lines
from newsarchive.bag.faults import Faults
from newsarchive.model.finding import Code, Level

BOM = b"\xef\xbb\xbf"
WSP = " \t"


class Plain(NamedTuple):
    """Many lines of which nothing needs to be said, from line `number` on, as tuples of fields."""

    number: int
    rows: list[tuple[str, ...]]


class Texts:
    """Lines as text. Notes what is wrong with encoding and endings, the latter at the `end`."""

    def __init__(self, codec: str, faults: Faults, malformed: Code) -> None:
        self.faults = faults
        self.endings: set[bytes] = set()
        self.last_ending = b"\n"
        self._codec = codec
        self._malformed = malformed

    def of(self, line: lines.Line) -> str | None:
        """The text of a line; None where it is too long to be used."""
        data, offset = line.data, line.offset
        self.last_ending = line.ending
        if line.number == 1 and data.startswith(BOM):
            if self._codec == "utf-8":
                self.faults.add(Code.RX_04, "it begins with a byte order mark")
            data, offset = data.removeprefix(BOM), offset + len(BOM)
        if line.length > lines.LONGEST:
            self.faults.add(
                self._malformed,
                f"it is {line.length:,} bytes long, more than is read of one line",
                line=line.number,
            )
            return None
        self.endings.add(line.ending)
        return _text(line.number, data, offset, self._codec, self.faults)

    def end(self) -> None:
        """Say what only the whole file shows."""
        if len(self.endings - {b""}) > 1:
            self.faults.add(Code.RX_01, "its lines end in different ways", level=Level.NOTE)
        if not self.last_ending:
            self.faults.add(Code.RX_01, "its last line has no line ending", level=Level.NOTE)


Row = TypeVar("Row")


def rows_of(
    chunks: Iterable[bytes],
    texts: Texts,
    codec: str,
    plain: "re.Pattern[str] | None",
    read: Callable[[int, str], Row | None],
) -> Iterator["Plain | Row"]:
    """The rows of a manifest or fetch.txt: by the thousand where they are `plain`, else one by one.

    `plain` matches one whole line, with its ending, that has nothing to be said about it.
    """
    for item in lines.blocks(lines.as_utf8(chunks, codec)):
        if isinstance(item, lines.Block):
            rows = plain and _plain(item, plain, texts, codec)
            if rows:
                yield Plain(item.number, rows)
                continue
        for line in item.lines() if isinstance(item, lines.Block) else (item,):
            if texts.faults.hopeless:
                return
            text = texts.of(line)
            row = None if text is None else read(line.number, text)
            if row is not None:
                yield row
    texts.end()


def _plain(
    block: lines.Block, plain: "re.Pattern[str]", texts: Texts, codec: str
) -> list[tuple[str, ...]] | None:
    """What `plain` finds in the lines of a block, or None unless it matches every one of them."""
    try:
        text = block.data.decode(codec)
    except UnicodeDecodeError:
        return None
    rows: list[tuple[str, ...]] = plain.findall(text)
    ends = text.count("\n")
    # Each match holds exactly one LF and begins where a line does: as many matches as LFs is all.
    if len(rows) != ends or not text.endswith("\n"):
        return None
    crlf = text.count("\r")
    texts.endings |= {b"\r\n"} if crlf == ends else {b"\n", b"\r\n"} if crlf else {b"\n"}
    texts.last_ending = b"\n"
    return rows


def _text(number: int, data: bytes, offset: int, codec: str, faults: Faults) -> str:
    wide = lines.is_wide(codec)
    try:
        text = data.decode("utf-8" if wide else codec)
    except UnicodeDecodeError as error:
        detail = f"not {codec} at byte {offset + error.start} of the file"
        faults.add(Code.RX_03, detail, line=number)
        # Undecodable bytes stay as they are, so that a name which was written raw still matches.
        return data.decode(codec, "surrogateescape")
    if wide and "\ufffd" in text:
        faults.add(Code.RX_03, f"not {codec}", line=number)
    return text

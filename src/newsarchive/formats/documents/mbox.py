"""A mailbox (.mbox): messages, each behind a line that begins with "From ", by RFC 4155."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import InOneFile, Item, Part, Slice, Stray
from newsarchive.formats.documents.mail import is_message, subject_of

_FROM = re.compile(rb"From \S+.{0,40}\d{2}:\d{2}(?::\d{2})?.{0,12}\d{4}.{0,8}$")
_HEAD = 16 * 1024
_MOST = 1_000_000
_LONGEST_LINE = 1 << 20


class MboxUnpacker:
    """Opens mailboxes."""

    name = "mbox/1"
    label = "mailboxes (.mbox)"
    names_others = False

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # there is one kind
        """What it is called in records."""
        return "mbox"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it begins with an envelope and a message behind it."""
        line, _, rest = head.partition(b"\n")
        return _FROM.match(line.rstrip(b"\r")) is not None and is_message(rest, saved=False)

    def open(self, file: BinaryIO, name: str) -> "MboxContents":
        """The mailbox in `file`."""
        return MboxContents(file, name)


class MboxContents(InOneFile):
    """A mailbox that is open."""

    def items(self) -> Iterator[Item | Stray]:
        """The messages, in order; a part is the bytes of a message without its envelope.

        Raises:
            RefusedError: it holds more messages than anybody means.
            SourceError: it cannot be read.
        """
        for position, (start, end) in enumerate(self._messages(), 1):
            if position > _MOST:
                raise RefusedError(f"{self._name} holds more than {_MOST:,} messages")
            part = Part(f"message-{position}.eml", end - start, Slice(start, end))
            head = self._read(start, min(end, start + _HEAD))
            if not is_message(head, saved=False):
                error = RefusedError(f"message {position} of {self._name} has no headers of a mail")
                yield Stray(position, part.name, error)
                continue
            yield Item(position, subject_of(head)[:200] or part.name, part)

    def _read(self, start: int, end: int) -> bytes:
        try:
            self._file.seek(start)
            return self._file.read(end - start)
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error

    def _messages(self) -> Iterator[tuple[int, int]]:
        """Where each message begins and ends, the blank line before the next one left out."""
        start, at, blank, last = -1, 0, True, 0
        for line in self._lines():
            bare = line.rstrip(b"\r\n")
            if blank and _FROM.match(bare):
                if start >= 0:
                    yield start, last
                start = at + len(line)
            at += len(line)
            blank = not bare
            if not blank:
                last = at
        if start >= 0:
            yield start, max(last, start)

    def _lines(self) -> Iterator[bytes]:
        at = 0
        while True:
            try:
                self._file.seek(at)  # a message may have been read in between
                line = self._file.readline(_LONGEST_LINE)
            except OSError as error:
                raise SourceError(f"cannot read {self._name}: {why(error)}") from error
            if not line:
                return
            at += len(line)
            yield line

"""A WARC file as a container: each page that is an article is an item, with how it was fetched.

The first pass goes through all records and notes where pages, pictures and redirects lie; nothing
is unpacked to disk. What a page is made of is its body as a browser had it, so that a page that was
saved by hand and one from a crawl are the same document; the answer as it came stays in the
container, and its headers go with the article.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats.base import Accounted, InOneFile, Item, Made, Part, Stray, pieces_of
from newsarchive.formats.warc.addresses import called, plain
from newsarchive.formats.warc.captures import Capture, Revisit, line_of
from newsarchive.formats.warc.http import Answer, BodyError, answer, body, is_coded
from newsarchive.formats.warc.records import (
    HEAD,
    VERSION,
    Place,
    Record,
    block,
    record_at,
    records,
    whole_record,
)
from newsarchive.formats.warc.sorting import LARGEST_PAGE, Found, answer_of, sort
from newsarchive.formats.warc.streams import Stream
from newsarchive.model.article import Fetched
from newsarchive.model.asked import PageChoice
from newsarchive.model.dates import Edtf

_GZIP = b"\x1f\x8b"
_LARGEST_FILE = 512 << 20
_MOST_REDIRECTS = 10
HEADERS = "http-headers.txt"
EARLIER = "earlier"
"""Stands for the records of earlier deliveries, in a `Held`."""


@dataclass(frozen=True, slots=True)
class Held:
    """The place of a part: a record whose body it is, and which of the files has it.

    `source` is "" for the file itself, `EARLIER`, or another file of the same delivery; `number` is
    that of the record that counts as it, and `revisit` the place of the one that means it, if any.
    """

    capture: Capture
    number: int
    source: str = ""
    revisit: Place | None = None


Elsewhere = Callable[[Revisit], tuple[Capture, str] | None]
"""Where else a revisit may find what it means: the capture, and the file that has it."""


class WarcUnpacker:
    """Opens WARC files, compressed a record at a time or not at all."""

    name = "warc/1"
    label = "web archives (WARC)"
    names_others = False

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # there is one kind
        """What it is called in records."""
        return "warc"

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether it begins with the version of a record, in a gzip member or not."""
        if VERSION.match(head):
            return True
        return head.startswith(_GZIP) and VERSION.match(_beginning(head, name)) is not None

    def open(self, file: BinaryIO, name: str) -> "WarcContents":
        """The web archive in `file`."""
        return WarcContents(file, name)


def _beginning(head: bytes, name: str) -> bytes:
    from io import BytesIO  # noqa: PLC0415

    try:
        return Stream(BytesIO(head), name).read(len(b"WARC/1.0\r\n"))
    except SourceError:
        return b""


@dataclass(slots=True)
class _Revisited:
    """What became of the revisits: pages of earlier deliveries, files, and what is passed over."""

    pages: list[tuple[Revisit, Capture]] = field(default_factory=list)
    files: dict[str, Held] = field(default_factory=dict)
    passed: list[Accounted] = field(default_factory=list)


class WarcContents(InOneFile):
    """A WARC file that is open."""

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        elsewhere: Elsewhere = lambda _: None,
        *,
        places: bool = False,
    ) -> None:
        """`elsewhere` knows what the other files of the same delivery have.

        `places`: where each record begins will be asked for.
        """
        super().__init__(file, name)
        self._pages = PageChoice()
        self._elsewhere = elsewhere
        self._places = places
        self.earlier: WarcContents | None = None

    def choose(self, pages: PageChoice) -> None:
        """Hear which pages are meant."""
        self._pages = pages

    def refers(self) -> tuple[Revisit, ...]:
        """The records that mean an earlier one which is not in this delivery."""
        return tuple(
            revisit
            for revisit in self.found.revisits
            if self.meant_by(revisit) is None and self._elsewhere(revisit) is None
        )

    def with_earlier(self, file: BinaryIO) -> None:
        """Hear what earlier deliveries have of what this one refers to."""
        self.share_earlier(earlier_in(file))

    def share_earlier(self, earlier: "WarcContents") -> None:
        """The same, of what several files of one delivery refer to."""
        self.earlier = earlier
        earlier.choose(self._pages)

    def close(self) -> None:
        """Let go of the file, and of those of earlier deliveries."""
        super().close()
        if self.earlier is not None:
            self.earlier.close()

    def captures(self, file: str = "") -> Iterator[bytes]:
        """Its captures as lines of JSON, in their order; it is called `file` in its delivery."""
        return (line_of(capture, file) for capture in self.found.captures)

    def meant_by(self, revisit: Revisit) -> Capture | None:
        """The capture in this file that a revisit means; None if it is not here."""
        return self.found.captures.meant_by(revisit)

    @property
    def total(self) -> int:
        """How many records it has, whole or not."""
        return self.found.total

    @property
    def passed(self) -> tuple[str, ...]:
        """The records that are no article, and broken by no fault, each with why."""
        return tuple(one.name for one in self.accounted() if not one.broken)

    def accounted(self) -> Iterator[Accounted]:
        """Each record that is no item, with why; a picture of an article is still among them."""
        lies = self.found.lies
        for one in self.found.passed:
            lie = lies.get(one.number, "")
            name = f"{one.shown} ({one.why}{one.more}{'; ' if lie else ''}{lie})"
            key = str(one.number) if one.is_file else ""
            yield Accounted(key, name, sys.intern(one.why), broken=bool(lie))
        yield from self._revisited.passed
        for name in self.found.broken.values():
            yield Accounted("", name, "broken", broken=True)

    def items(self) -> Iterator[Item | Stray]:
        """The pages that are articles, in their order, and then those seen in earlier deliveries.

        Raises:
            RefusedError: no record of it is an article.
            SourceError: it is damaged; what is whole was given before.
        """
        position = 0
        for capture in self.found.pages:
            position += 1
            yield self._item(position, capture)
        for number, label, error in self.found.strays:
            position += 1
            yield Stray(position, label, error, str(number))
        for revisit, capture in self._revisited.pages:
            position += 1
            yield self._seen_again(position, revisit, capture)
        if self.found.trouble is not None:
            raise self.found.trouble
        if not position:
            raise RefusedError(
                f"{self._name} has no page that is an article, among"
                f" {self.total:,} records{self._reasons()}",
                hint="--all-pages takes in pages that do not say what they are.",
            )

    def part(self, name: str) -> Part | None:
        """The file that was fetched from the address `name`, redirects followed within."""
        held = self.held(name)
        if held is None or held.capture.place.size > _LARGEST_FILE:
            return None
        lies = self.found.lies if not held.source else {}
        return Part(
            called(held.capture.url, ""),
            held.capture.place.size,
            held,
            remark=lies.get(held.number, ""),
            record=str(held.number),
        )

    def held(self, name: str, way: Callable[[str], object] = lambda _: None) -> Held | None:
        """Where the answer lies that an address had; `way` hears each address that led there."""
        url = plain(name)
        for _ in range(_MOST_REDIRECTS):
            if (capture := self.found.files.get(url)) is not None:
                return Held(capture, capture.place.number)
            if (held := self._revisited.files.get(url)) is not None:
                return held
            if (following := self.found.moved.get(url)) is None:
                return None
            way(url)
            url = following[0]
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The body that was fetched, as a browser had it."""
        if not isinstance(part.place, Held):
            yield from pieces_of(self._file, part, self._name)
        elif part.place.source == EARLIER and self.earlier is not None:
            yield from self.earlier.body(part.place.capture)
        else:
            yield from self.body(part.place.capture)

    def body(self, capture: Capture) -> Iterator[bytes]:
        """The body of a record of this file as a browser had it.

        Raises:
            SourceError: it cannot be read, or not be unpacked.
        """
        source = block(self._file, capture.place, self._name)
        if capture.kind != "response":
            yield from source
            return
        head = b""
        for piece in source:
            head += piece
            if len(head) >= HEAD or b"\n\r\n" in head or b"\n\n" in head:
                break
        found = answer(head)
        if found is None or not is_coded(found):
            yield head if found is None else found.raw
            yield from source
            return
        if capture.place.size > LARGEST_PAGE:
            raise SourceError(f"record {capture.place.number} of {self._name} is too large")
        try:
            yield body(
                Answer(found.status, found.headers, b"", found.raw + b"".join(source)), _MOST
            )
        except BodyError as error:
            number = capture.place.number
            raise SourceError(f"record {number} of {self._name}: {error}") from error

    @property
    def inner(self) -> Mapping[str, "WarcContents"]:
        """Its files, as a WACZ has them: itself."""
        return {"": self}

    def raw(self, place: Place) -> Iterator[bytes]:
        """A record as it stands in this file, unpacked, and the empty lines behind it."""
        return whole_record(self._file, place, self._name)

    def record(self, place: Place) -> Record:
        """A record anew.

        Raises:
            SourceError: it cannot be read.
        """
        return record_at(self._file, place, self._name)[0]

    def walk(self) -> Iterator[Record]:
        """All its whole records, in their order.

        Raises:
            SourceError: it is damaged from there on.
        """
        return (seen.record for seen in records(self._file, self._name) if seen.whole)

    def headers(self, capture: Capture | Revisit) -> tuple[Record, bytes, Answer]:
        """A record anew, its own headers as they stand there, and the beginning of its answer."""
        record, raw = record_at(self._file, capture.place, self._name)
        head = b""
        for piece in block(self._file, capture.place, self._name):
            head += piece
            if len(head) >= HEAD:
                break
        return record, raw, answer_of(record, head[:HEAD])

    @cached_property
    def found(self) -> Found:
        """What the pass through its records found."""
        return sort(self._file, self._name, self._pages, places=self._places)

    @cached_property
    def _revisited(self) -> _Revisited:
        """What the revisits mean: here, in another file of the delivery, or in an earlier one."""
        done = _Revisited()
        again: dict[tuple[str, int], int] = {}
        for revisit in self.found.revisits:
            number, url, at = revisit.place.number, plain(revisit.url), revisit.place
            if (capture := self.meant_by(revisit)) is not None:
                done.files.setdefault(url, Held(capture, capture.place.number, "", at))
                self._pass(done, revisit, "unchanged", f" since record {capture.place.number}")
            elif (there := self._elsewhere(revisit)) is not None:
                done.files.setdefault(url, Held(there[0], there[0].place.number, there[1], at))
                self._pass(done, revisit, "unchanged", f" since a record of {there[1]}")
            elif self.earlier is None or (capture := self.earlier.meant_by(revisit)) is None:
                self._pass(done, revisit, "unchanged since a capture that is not in the archive")
            elif first := self.earlier.found.same.get(capture.place.number):
                if (before := again.setdefault((revisit.url, first), number)) != number:
                    self._pass(done, revisit, "unchanged", f" since record {before}")
                    continue
                done.pages.append((revisit, capture))
            else:
                done.files.setdefault(url, Held(capture, number, EARLIER, at))
                self._pass(done, revisit, "unchanged since an earlier delivery")
        return done

    def _pass(self, done: _Revisited, revisit: Revisit, why: str, more: str = "") -> None:
        shown = revisit.url or revisit.identifier
        shown = shown if shown.isprintable() and shown else f"record {revisit.place.number}"
        lie = self.found.lies.get(revisit.place.number, "")
        name = f"{shown} ({why}{more}{'; ' if lie else ''}{lie})"
        done.passed.append(Accounted(str(revisit.place.number), name, why, broken=bool(lie)))

    def _reasons(self) -> str:
        counts = Counter(one.why for one in self.accounted())
        listed = ", ".join(f"{why} {count:,}" for why, count in counts.most_common())
        return f" ({listed})" if listed else ""

    def _item(self, position: int, capture: Capture) -> Item:
        record, raw, found = self.headers(capture)
        number = capture.place.number
        return self._made(position, record, raw + found.head, found, Held(capture, number))

    def _seen_again(self, position: int, revisit: Revisit, capture: Capture) -> Item:
        """A page of an earlier delivery that is unchanged since."""
        assert self.earlier is not None  # noqa: S101  # who else found it
        record, raw, own = self.headers(revisit)
        _, _, found = self.earlier.headers(capture)
        held = Held(capture, revisit.place.number, EARLIER)
        return self._made(position, record, raw + own.raw[:HEAD], found, held)

    def _made(self, position: int, record: Record, head: bytes, found: Answer, held: Held) -> Item:
        name = called(record.url, ".html")
        return Item(
            position,
            record.url or record.identifier or name,
            Part(
                name,
                held.capture.place.size,
                held,
                remark=self.found.lies.get(held.number, ""),
                record=str(held.number),
            ),
            others=(Part(HEADERS, len(head), Made(head)),),
            fetched=_fetched(record, found),
            charset=found.charset,
        )


_MOST = 2 * LARGEST_PAGE


def _fetched(record: Record, got: Answer) -> Fetched:
    """How a page was fetched, as the record says it."""
    media_type = got.media_type
    return Fetched(
        url=record.url or None,
        record_id=record.identifier or None,
        time=_time(record.headers.get("warc-date", "")),
        status=got.status,
        media_type=media_type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", media_type) else None,
        digest=record.headers.get("warc-payload-digest") or record.headers.get("warc-block-digest"),
        offset=record.where.start,
    )


def _time(printed: str) -> str | None:
    """WARC-Date, which is in UTC (WARC 1.1, section 5.4); None where it is no time."""
    try:
        Edtf.parse(printed)
    except ValueError:
        return None
    return printed if printed.endswith("Z") and "T" in printed else None


def earlier_in(file: BinaryIO) -> WarcContents:
    """What earlier deliveries have, of which a WARC was made (`workflows.crawled`)."""
    return WarcContents(file, "an earlier delivery")

"""What each record of a WARC file is: a page that is an article, a file, a revisit, or neither.

One pass through all records; none of their blocks is kept, and no record is lost on the way: each
is counted as one of these, or with the reason why it is nothing that is taken in.
"""

import re
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats.warc.addresses import joined, plain
from newsarchive.formats.warc.captures import Capture, Captures, Revisit
from newsarchive.formats.warc.digests import PAYLOAD, Claim, holds
from newsarchive.formats.warc.http import Answer, BodyError, answer, body, is_coded, joined_chunks
from newsarchive.formats.warc.pages import is_html, says_article
from newsarchive.formats.warc.records import HEAD, Place, Record, Seen, payload_start, records
from newsarchive.model.asked import PageChoice

LARGEST_PAGE = 50 << 20
OK = 200
_LOOKED_AT = 8 << 20  # bytes of a page in which it may say that it is an article


class Passed(NamedTuple):
    """A record that is passed over: what it is called, why, and what to say of it besides.

    `is_file`: it may be media of an article all the same.
    """

    number: int
    shown: str
    why: str
    more: str = ""
    is_file: bool = False


@dataclass(slots=True)
class Found:
    """What the pass found; `total` counts records.

    `starts` has the address of each record by the byte at which it begins, where `places` are asked
    for; `same` says which page a page is the same as. `files` are what was fetched with status 200,
    and `moved` where an address leads, by plain address. `lies` are the digests that are not those
    of the bytes, `broken` what cannot be read, by the number of the record; `strays` are broken
    pages.
    """

    total: int = 0
    starts: dict[int, str] = field(default_factory=dict)
    pages: list[Capture] = field(default_factory=list)
    same: dict[int, int] = field(default_factory=dict)
    captures: Captures = field(default_factory=Captures)
    files: dict[str, Capture] = field(default_factory=dict)
    moved: dict[str, tuple[str, Place]] = field(default_factory=dict)
    revisits: list[Revisit] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    lies: dict[int, str] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)
    strays: list[tuple[int, str, RefusedError]] = field(default_factory=list)
    trouble: SourceError | None = None


def sort(file: BinaryIO, name: str, pages: PageChoice, *, places: bool = False) -> Found:
    """Go through the records of `file`, which is called `name`, of which such pages are meant."""
    return _Sorting(pages, places=places).of(file, name)


def answer_of(record: Record, block: bytes) -> Answer:
    """What a record has as an answer, be it one of HTTP or not."""
    if record.kind == "response" and (found := answer(block)) is not None:
        return found
    return Answer(OK, {"content-type": record.headers.get("content-type", "")}, b"", block)


class _Sorting:
    def __init__(self, pages: PageChoice, *, places: bool) -> None:
        self._pages = pages
        self._places = places
        self._found = Found()
        self._seen: dict[tuple[str, str], int] = {}

    def of(self, file: BinaryIO, name: str) -> Found:
        found, cut = self._found, False
        try:
            for seen in records(file, name, self._wanted):
                found.total += 1
                if self._places:
                    found.starts[seen.record.where.start] = seen.record.url
                if seen.whole:
                    self._one(seen)
                else:
                    found.broken[found.total] = f"{_shown(seen.record)} (cut off, or damaged)"
                    cut = True
        except SourceError as error:
            found.trouble = error
            if not cut:  # it is no record, or has no headers that can be read
                found.total += 1
                found.broken[found.total] = f"record {found.total} (no headers that can be read)"
        return found

    def _wanted(self, record: Record, head: bytes) -> int:
        """How much of a block is looked at: a page, and what is compressed with a digest."""
        if record.size > LARGEST_PAGE or record.kind not in {"response", "resource"}:
            return 0
        got = answer_of(record, head)
        is_page = got.status == OK and is_html(got.media_type, got.raw)
        return record.size if is_page or (is_coded(got) and PAYLOAD in record.headers) else 0

    def _one(self, seen: Seen) -> None:
        """Note what a record is."""
        record, found = seen.record, self._found
        shown = _shown(record)
        if lie := _lie(seen):
            found.lies[record.number] = lie
        if record.kind == "revisit":
            found.revisits.append(Revisit.of(record))
            return
        if record.kind not in {"response", "resource"} or not record.url:
            self._pass(record, shown, record.kind or "of no type")
            return
        if record.kind == "response" and payload_start(record, seen.block) >= HEAD:
            found.broken[record.number] = f"{shown} (an answer with more than 64 KiB of headers)"
            return
        got = answer_of(record, seen.block)
        url = plain(record.url)
        capture = _capture(record, got, honest=not lie)
        found.captures.add(capture)
        if target := _redirect(got, record.url):
            found.moved.setdefault(url, (target, record.place))
            self._pass(record, shown, "leads elsewhere", f": {got.status}")
        elif got.status != OK:
            self._pass(record, shown, f"answered with {got.status}")
        else:
            found.files.setdefault(url, capture)
            self._page(record, got, capture, shown)

    def _page(self, record: Record, got: Answer, capture: Capture, shown: str) -> None:
        found = self._found
        if not is_html(got.media_type, got.raw):
            why = got.media_type or "of no media type"
            found.passed.append(Passed(record.number, shown, why, is_file=True))
            return
        if record.size > LARGEST_PAGE:
            self._pass(record, shown, f"larger than {LARGEST_PAGE >> 20} MiB")
            return
        if self._pages.pattern and not re.search(self._pages.pattern, record.url):
            self._pass(record, shown, "its address does not match")
            return
        try:
            data = body(got, LARGEST_PAGE)
        except BodyError as error:
            refusal = RefusedError(f"{shown} cannot be read: {error}")
            found.strays.append((record.number, shown, refusal))
            return
        if not self._pages.every and not says_article(data[:_LOOKED_AT].decode("utf-8", "replace")):
            self._pass(record, shown, "no article by what it says")
            return
        key = (record.url, digest_of(data, Algorithm.SHA256).hex)  # what the record claims may lie
        first = self._seen.setdefault(key, record.number)
        found.same[record.number] = first
        if first != record.number:
            self._pass(record, shown, "unchanged", f" since record {first}")
            return
        found.pages.append(capture)

    def _pass(self, record: Record, shown: str, why: str, more: str = "") -> None:
        self._found.passed.append(Passed(record.number, shown, why, more))


def _shown(record: Record) -> str:
    """What people know a record by."""
    known = record.url or record.identifier
    return known if known.isprintable() and known else f"record {record.number}"


def _capture(record: Record, got: Answer, *, honest: bool) -> Capture:
    return Capture(
        record.place,
        record.kind,
        record.identifier,
        record.url,
        record.headers.get("warc-date", ""),
        record.headers.get("warc-payload-digest", ""),
        got.media_type,
        got.status,
        honest,
    )


def _lie(seen: Seen) -> str:
    """What a record states as a digest and is none; "" where all hold.

    Some crawlers join chunks or unpack a body before they take the digest of the payload.
    """
    left = [made for made in seen.lies if not _holds_unpacked(made, seen)]
    return "; ".join(made.lie for made in left)


def _holds_unpacked(made: Claim, seen: Seen) -> bool:
    got = answer_of(seen.record, seen.block)
    if made.header != PAYLOAD or made.value is None or not is_coded(got):
        return False
    if len(seen.block) < seen.record.size:
        return True  # too large to be unpacked here: nobody knows, and nobody says
    if holds(made, joined_chunks(got)):
        return True
    try:
        return holds(made, body(got, LARGEST_PAGE))
    except BodyError:
        return False


def _redirect(got: Answer, url: str) -> str:
    """Where an answer leads, as a plain address; "" where it leads nowhere."""
    is_redirect = got.status // 100 == 3  # noqa: PLR2004
    return joined(url, got.headers.get("location", "")) if is_redirect else ""

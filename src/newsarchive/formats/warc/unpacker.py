"""A WARC file as a container: each page that is an article is an item, with how it was fetched.

The first pass goes through all records and notes where pages, pictures and redirects lie; nothing
is unpacked to disk. What a page is made of is its body as a browser had it, so that a page that was
saved by hand and one from a crawl are the same document; the answer as it came stays in the
container, and its headers go with the article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats.base import InOneFile, Item, Made, Part, Stray, pieces_of
from newsarchive.formats.warc.http import Answer, BodyError, answer, body
from newsarchive.formats.warc.pages import is_html, says_article
from newsarchive.formats.warc.records import Record, block, header_bytes, records
from newsarchive.formats.warc.streams import Stream
from newsarchive.model.article import Fetched
from newsarchive.model.asked import PageChoice
from newsarchive.model.dates import Edtf

_GZIP = b"\x1f\x8b"
_MAGIC = re.compile(rb"WARC/1\.[01]\r?\n")
_LARGEST_PAGE = 50 << 20
_LARGEST_FILE = 512 << 20
_HEAD = 64 * 1024  # of a block, in which status and headers stand
_MOST_REDIRECTS = 10
_OK = 200
_SAFE = re.compile(r"[^\w.-]+", re.ASCII)
HEADERS = "http-headers.txt"


@dataclass(frozen=True, slots=True)
class Held:
    """The place of a part: a record whose body it is."""

    record: Record


@dataclass(slots=True)
class _Found:
    """What one pass through the records found."""

    pages: list[Record] = field(default_factory=list)
    files: dict[str, Record] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    by_digest: dict[str, Record] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    strays: list[tuple[str, RefusedError]] = field(default_factory=list)
    trouble: SourceError | None = None


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
        if _MAGIC.match(head):
            return True
        return head.startswith(_GZIP) and _MAGIC.match(_beginning(head, name)) is not None

    def open(self, file: BinaryIO, name: str) -> "WarcContents":
        """The web archive in `file`."""
        return WarcContents(file, name)


def _beginning(head: bytes, name: str) -> bytes:
    from io import BytesIO  # noqa: PLC0415

    try:
        return Stream(BytesIO(head), name).read(len(b"WARC/1.0\r\n"))
    except SourceError:
        return b""


class WarcContents(InOneFile):
    """A WARC file that is open."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        super().__init__(file, name)
        self._pages = PageChoice()

    def choose(self, pages: PageChoice) -> None:
        """Hear which pages are meant."""
        self._pages = pages

    @property
    def passed(self) -> tuple[str, ...]:
        """The records that are no article and no picture of one that is known, each with why."""
        return tuple(self._found.passed)

    def items(self) -> Iterator[Item | Stray]:
        """The pages that are articles, in their order.

        Raises:
            RefusedError: no record of it is an article.
            SourceError: it is damaged; what is whole was given before.
        """
        position = 0
        for record in self._found.pages:
            position += 1
            yield self._item(position, record)
        for label, error in self._found.strays:
            position += 1
            yield Stray(position, label, error)
        if self._found.trouble is not None:
            raise self._found.trouble
        if not position:
            raise RefusedError(
                f"{self._name} has no page that is an article, among"
                f" {len(self._found.passed):,} records",
                hint="--all-pages takes in pages that do not say what they are.",
            )

    def part(self, name: str) -> Part | None:
        """The file that was fetched from the address `name`, redirects followed within."""
        found = self._found
        url = _plain(name)
        for _ in range(_MOST_REDIRECTS):
            if (record := found.files.get(url)) is not None:
                return Part(_called(url, ""), record.size, Held(record))
            if (following := found.moved.get(url)) is None:
                return None
            url = following
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The body that was fetched, as a browser had it."""
        if not isinstance(part.place, Held):
            yield from pieces_of(self._file, part, self._name)
            return
        record = part.place.record
        found = self._answer(record, _LARGEST_FILE)
        try:
            yield body(found, _LARGEST_FILE)
        except BodyError as error:
            raise SourceError(f"record {record.number} of {self._name}: {error}") from error

    def _answer(self, record: Record, limit: int) -> Answer:
        data = block(self._file, record, self._name, limit)
        if record.kind == "response" and (found := answer(data)) is not None:
            return found
        headers = {"content-type": record.headers.get("content-type", "")}
        return Answer(_OK, headers, b"", data)

    def _item(self, position: int, record: Record) -> Item:
        found = self._answer(record, _HEAD)
        name = _called(record.url, ".html")
        head = header_bytes(self._file, record, self._name) + found.head
        headers = Part(HEADERS, len(head), Made(head))
        return Item(
            position,
            record.url or record.identifier or name,
            Part(name, record.size, Held(record)),
            others=(headers,),
            fetched=_fetched(record, found),
            charset=found.charset,
        )

    @cached_property
    def _found(self) -> _Found:
        found = _Found()
        seen: dict[tuple[str, str], int] = {}
        try:
            for record in records(self._file, self._name):
                self._sort(record, found, seen)
        except SourceError as error:
            found.trouble = error
        return found

    def _sort(self, record: Record, found: _Found, seen: dict[tuple[str, str], int]) -> None:
        """Note what a record is."""
        digest = record.headers.get("warc-payload-digest", "")
        shown = record.url or record.identifier or f"record {record.number}"
        if record.kind == "revisit":
            if record.url and (before := found.by_digest.get(digest)) is not None:
                found.files.setdefault(_plain(record.url), before)
            found.passed.append(f"{shown} (unchanged since an earlier capture)")
            return
        if record.kind not in {"response", "resource"} or not record.url:
            found.passed.append(f"{shown} ({record.kind or 'of no type'})")
            return
        got = self._answer(record, _HEAD)
        url = _plain(record.url)
        if target := _redirect(got, record.url):
            found.moved.setdefault(url, target)
            found.passed.append(f"{shown} (leads elsewhere: {got.status})")
            return
        if got.status != _OK:
            found.passed.append(f"{shown} (answered with {got.status})")
            return
        found.files.setdefault(url, record)
        if digest:
            found.by_digest.setdefault(digest, record)
        self._sort_page(record, got, found, seen, shown)

    def _sort_page(
        self,
        record: Record,
        got: Answer,
        found: _Found,
        seen: dict[tuple[str, str], int],
        shown: str,
    ) -> None:
        if not is_html(got.media_type, got.raw):
            found.passed.append(f"{shown} ({got.media_type or 'of no media type'})")
            return
        if record.size > _LARGEST_PAGE:
            found.passed.append(f"{shown} (larger than {_LARGEST_PAGE >> 20} MiB)")
            return
        if self._pages.pattern and not re.search(self._pages.pattern, record.url):
            found.passed.append(f"{shown} (its address does not match)")
            return
        try:
            data = body(self._answer(record, _LARGEST_PAGE), _LARGEST_PAGE)
        except BodyError as error:
            found.strays.append((shown, RefusedError(f"{shown} cannot be read: {error}")))
            return
        if not self._pages.every and not says_article(data.decode("utf-8", "replace")):
            found.passed.append(f"{shown} (no article by what it says)")
            return
        key = (record.url, digest_of(data, Algorithm.SHA256).hex)  # what the record claims may lie
        if key in seen:
            found.passed.append(f"{shown} (unchanged since record {seen[key]})")
            return
        seen[key] = record.number
        found.pages.append(record)


def _redirect(got: Answer, url: str) -> str:
    """Where an answer leads, as a plain address; "" where it leads nowhere."""
    location = got.headers.get("location", "")
    if got.status // 100 != 3 or not location or not location.isprintable():  # noqa: PLR2004
        return ""
    from urllib.parse import urljoin  # noqa: PLC0415

    try:
        return _plain(urljoin(url, location))
    except ValueError:
        return ""


def _plain(url: str) -> str:
    """An address as addresses are compared here: without its fragment, in one form."""
    bare = url.partition("#")[0]
    try:
        parts = urlsplit(bare)
        host = (parts.hostname or "").lower()
    except ValueError:
        return bare
    scheme = "http" if parts.scheme in {"http", "https"} else parts.scheme
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{host}{parts.path or '/'}{query}" if host else bare


def _called(url: str, ending: str) -> str:
    """A name for the file of an address: what stands last in its path, with `ending` if any."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        path = ""
    last = path.rstrip("/").rpartition("/")[2]
    if not ending:
        return last or "file"
    stem = _SAFE.sub("-", last.removesuffix(".html").removesuffix(".htm")).strip("-.") or "page"
    return f"{stem[:80]}{ending}"


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

"""What belongs to one page of a web archive: its answer, what it loads, and what was noted of both.

So that a page can be shown as it was, its files are those that its markup names (RFC 3986 against
its address), redirects and revisits included; of style sheets, no more than these themselves.
"""

import contextlib
import html
import re
from collections.abc import Iterator, Mapping

from newsarchive.errors import SourceError
from newsarchive.formats.warc.addresses import joined
from newsarchive.formats.warc.captures import Capture
from newsarchive.formats.warc.records import Place
from newsarchive.formats.warc.unpacker import EARLIER, WarcContents

_NAMED = re.compile(
    r"""<(?:img|source|link|script|video|audio|iframe|image|use|input)\b[^>]*>""", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"""\s(?:src|href|poster|data-src|xlink:href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
    re.IGNORECASE,
)
_SETS = re.compile(r"""\s(?:data-)?srcset\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_BASE = re.compile(r"""<base\b[^>]*\shref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_NOTES = frozenset({"request", "metadata"})
_BESIDE = ("warc-concurrent-to", "warc-refers-to")
_MOST = 16 << 20  # bytes of a page that are looked through


def loaded(page: bytes, url: str) -> Iterator[str]:
    """The addresses that a page at `url` loads, as plain ones, each once."""
    text = page[:_MOST].decode("utf-8", "replace")
    base = joined(url, html.unescape(m[1])) if (m := _BASE.search(text)) else ""
    seen: set[str] = set()
    for element in _NAMED.finditer(text):
        for name in _names(element[0]):
            address = joined(base or url, html.unescape(name).strip())
            if address and address not in seen:
                seen.add(address)
                yield address


def _names(element: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(element):
        yield next(filter(None, match.groups()), "")
    for match in _SETS.finditer(element):
        for candidate in next(filter(None, match.groups()), "").split(","):
            yield candidate.strip().partition(" ")[0]


class Picking:
    """The records of one web archive that are wanted; `files` are its WARC files by their names."""

    def __init__(self, files: Mapping[str, WarcContents], earlier: WarcContents | None) -> None:
        """`earlier` has the records of earlier deliveries that these refer to."""
        self._files = files
        self._earlier = earlier
        self._wanted: dict[str, dict[int, Place]] = {name: {} for name in files}
        self._before: dict[int, Place] = {}

    def page(self, identifier: str, offset: int) -> bytes | None:
        """Want the page of the record with this id at this byte; its body, None if it is not there.

        Raises:
            SourceError: it cannot be read.
        """
        for name, contents in self._files.items():
            for one in (*contents.found.captures, *contents.found.revisits):
                if one.identifier != identifier or one.place.where.start != offset:
                    continue
                self._want(name, one.place)
                if isinstance(one, Capture):
                    return b"".join(contents.body(one))
                meant = self._earlier.meant_by(one) if self._earlier else None
                if self._earlier is None or meant is None:
                    return None
                self._before[meant.place.number] = meant.place
                return b"".join(self._earlier.body(meant))
        return None

    def file(self, url: str) -> bool:
        """Want what was fetched from an address, and what led there; False if it is not there."""
        for name, contents in self._files.items():
            ways: list[str] = []
            if (held := contents.held(url, ways.append)) is None:
                continue
            for way in ways:
                self._want(name, contents.found.moved[way][1])
            if held.revisit is not None:
                self._want(name, held.revisit)
            if held.source == EARLIER:
                self._before[held.capture.place.number] = held.capture.place
            else:
                self._want(held.source or name, held.capture.place)
            return True
        return False

    def records(self) -> Iterator[Iterator[bytes]]:
        """The bytes of each record that is wanted, and of what was noted with it, file after file.

        With a record go a `request` and `metadata` that it names in WARC-Concurrent-To, or that
        name it, and the `warcinfo` of its file.

        Raises:
            SourceError: one cannot be read.
        """
        for name, wanted in self._wanted.items():
            if wanted:
                yield from self._of(self._files[name], wanted)
        if self._earlier is not None:
            for _, place in sorted(self._before.items()):
                yield self._earlier.raw(place)

    def _of(self, contents: WarcContents, wanted: Mapping[int, Place]) -> Iterator[Iterator[bytes]]:
        those = [contents.record(place) for place in wanted.values()]
        ids = {one.identifier for one in those}
        named = {one.headers.get("warc-concurrent-to", "") for one in those} - {""}
        with contextlib.suppress(SourceError):  # what comes behind a damage was not known before
            for record in contents.walk():
                beside = {record.headers.get(name, "") for name in _BESIDE}
                is_note = record.kind in _NOTES and (beside & ids or record.identifier in named)
                if record.number in wanted or record.kind == "warcinfo" or is_note:
                    yield contents.raw(record.place)

    def _want(self, name: str, place: Place) -> None:
        self._wanted[name][place.number] = place

"""What a web archive captured, and which of it a later record means that says: unchanged.

WARC 1.1, section 6.7: a `revisit` names an earlier record by its id, by address and date, or by
the digest of its payload alone. The same as lines of JSON is kept with a delivery, so that what a
later one means is found without reading this one again.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from newsarchive import canonical
from newsarchive.formats.warc.addresses import plain
from newsarchive.formats.warc.digests import key
from newsarchive.formats.warc.records import Place, Record
from newsarchive.formats.warc.streams import Where


class Capture(NamedTuple):
    """One capture: a `response` or `resource` with an address; `honest`: its digests hold."""

    place: Place
    kind: str
    identifier: str
    url: str
    date: str
    digest: str
    media_type: str
    status: int
    honest: bool = True


class Revisit(NamedTuple):
    """A record that says that an address had what an earlier record has, and which that is."""

    place: Place
    identifier: str
    url: str
    date: str
    digest: str
    refers_to: str
    refers_url: str
    refers_date: str

    @classmethod
    def of(cls, record: Record) -> "Revisit":
        """What a record of the type `revisit` says."""
        named = record.headers.get
        return cls(
            record.place,
            record.identifier,
            record.url,
            named("warc-date", ""),
            named("warc-payload-digest", ""),
            named("warc-refers-to", ""),
            named("warc-refers-to-target-uri", "").removeprefix("<").removesuffix(">"),
            named("warc-refers-to-date", ""),
        )

    @property
    def meant(self) -> tuple[str, ...]:
        """By what the earlier record is found, the surest first."""
        moment = f"{plain(self.refers_url)} {self.refers_date}"
        return (
            self.refers_to and f"id {self.refers_to}",
            self.refers_url and self.refers_date and f"at {moment}",
            self.digest and f"is {key(self.digest)}",
        )


def known_by(capture: Capture) -> tuple[str, ...]:
    """By what a later record may mean a capture; in the order of `Revisit.meant`."""
    return (
        capture.identifier and f"id {capture.identifier}",
        capture.date and f"at {plain(capture.url)} {capture.date}",
        f"is {key(capture.digest)}" if capture.honest and capture.digest else "",
    )


class Captures:
    """The captures of one file, to be looked up."""

    def __init__(self) -> None:
        self._all: list[Capture] = []
        self._by: dict[int, int] = {}
        self._known = 0  # how many can be looked up; most files refer to none

    def add(self, capture: Capture) -> None:
        """One more."""
        self._all.append(capture)

    def __iter__(self) -> Iterator[Capture]:
        return iter(self._all)

    def meant_by(self, revisit: Revisit) -> Capture | None:
        """The capture that a revisit means; None where it is not among these."""
        for number in range(self._known, len(self._all)):
            for name in filter(None, known_by(self._all[number])):
                self._by.setdefault(hash(name), number)  # the names themselves would fill memory
        self._known = len(self._all)
        for name in filter(None, revisit.meant):
            found = self._by.get(hash(name))
            if found is not None and name in known_by(self._all[found]):
                return self._all[found]
        return None


def line_of(capture: Capture, file: str) -> bytes:
    """A capture as a line of captures.jsonl; `file` is the one of the delivery that has it."""
    place = capture.place
    document = {
        "url": capture.url,
        "date": capture.date,
        "id": capture.identifier,
        "digest": capture.digest,
        "mediaType": capture.media_type,
        "status": capture.status,
        "type": capture.kind,
        "file": file,
        "record": place.number,
        "offset": place.where.start,
        "skip": place.where.skip,
        "headers": place.head,
        "size": place.size,
        "digestHolds": capture.honest,
    }
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"


def read_line(line: bytes) -> tuple[Capture, str] | None:
    """What `line_of` wrote; None where it is none of that."""
    try:
        found: Any = canonical.loads(line)
        kind, identifier, url = found["type"], found["id"], found["url"]
        date, digest, media_type = found["date"], found["digest"], found["mediaType"]
        numbers = [found[n] for n in ("record", "offset", "skip", "headers", "size", "status")]
        file, honest = found["file"], found["digestHolds"]
    except (ValueError, KeyError, TypeError):
        return None
    texts = (kind, identifier, url, date, digest, media_type, file)
    if not all(isinstance(text, str) for text in texts) or not isinstance(honest, bool):
        return None
    if not all(isinstance(n, int) and n >= 0 for n in numbers):
        return None
    number, offset, skip, head, size, status = numbers
    place = Place(number, Where(offset, skip), head, size)
    return Capture(place, kind, identifier, url, date, digest, media_type, status, honest), file

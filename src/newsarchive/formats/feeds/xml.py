"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom: each entry is an item, as it stands in the feed.

What the feed says of all its entries goes with each of them in an `atom:source`, which Atom has for
just that (RFC 4287 section 4.2.11). A feed that is not well-formed is read as far as it can be.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property
from typing import BinaryIO

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import InOneFile, Item, Made, Part, Stray

_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE[^>\[]*>\s*)*"
    rb"<(?P<prefix>\w+:)?(?P<root>rss|RDF|feed|rdf)\b(?P<rest>[^>]*)>",
    re.DOTALL,
)
_WORDPRESS = re.compile(rb"xmlns:wp\s*=\s*[\"']http://wordpress\.org/export/")
_RSS_1 = (b"purl.org/rss/1.0", b"netscape.com/rdf/simple/0.9", b"purl.org/net/rss1.1")
_ATOM = (b"www.w3.org/2005/Atom", b"purl.org/atom/ns#")
_BEGINS = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_ENDS = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
_TAIL = 8 << 20
_MAX_BYTES = 256 << 20
_MOST = 100_000
_SHOWN = 200


def root_of(head: bytes) -> tuple[str, bytes] | None:
    """The root element of a feed that begins with `head`, and its attributes; else None."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    match = _ROOT.match(head)
    if match is None:
        return None
    root, rest = match["root"].decode().lower(), match["rest"]
    if root == "rdf" and not any(namespace in rest for namespace in _RSS_1):
        return None
    if root == "feed" and not any(namespace in rest for namespace in _ATOM):
        return None
    return root, rest


def is_wordpress(head: bytes) -> bool:
    """Whether an RSS that begins with `head` is what WordPress exports."""
    found = root_of(head)
    return found is not None and found[0] == "rss" and _WORDPRESS.search(found[1]) is not None


def is_cut(file: BinaryIO) -> bool:
    """Whether a feed ends in the midst of an entry, as what was not sent whole does."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    begun = max((m.start() for m in _BEGINS.finditer(tail)), default=-1)
    ended = max((m.start() for m in _ENDS.finditer(tail)), default=-1)
    return begun > ended


class FeedUnpacker:
    """Opens feeds."""

    name = "feed/1"
    label = "RSS and Atom feeds"
    names_others = False

    def kind(self, head: bytes) -> str:
        """`rss` or `atom`."""
        found = root_of(head)
        return "atom" if found and found[0] == "feed" else "rss"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether its root is that of a feed, and no export of WordPress."""
        return root_of(head) is not None and not is_wordpress(head)

    def open(self, file: BinaryIO, name: str) -> "FeedContents":
        """The feed in `file`."""
        return FeedContents(file, name)


class FeedContents(InOneFile):
    """A feed that is open."""

    def items(self) -> Iterator[Item | Stray]:
        """The entries, in the order of the feed.

        Raises:
            RefusedError: it is no feed that can be read, or has no entry.
        """
        if not self._entries and not self._cut:
            raise RefusedError(f"{self._name} is a feed without an entry")
        for position, (label, data) in enumerate(self._entries, 1):
            name = f"entry-{position}.xml"
            yield Item(position, label or name, Part(name, len(data), Made(data)))
        if self._cut:
            raise cut_short(self._name)

    @cached_property
    def _cut(self) -> bool:
        return is_cut(self._file)

    @cached_property
    def _entries(self) -> list[tuple[str, bytes]]:
        from newsarchive.formats.feeds.entries import (  # noqa: PLC0415  # lxml is slow to import
            entries,
            entry_bytes,
            shown,
        )

        try:
            self._file.seek(0)
            data = self._file.read(_MAX_BYTES + 1)
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        if len(data) > _MAX_BYTES:
            raise RefusedError(f"{self._name} is larger than {_MAX_BYTES >> 20} MiB, no feed is")
        found = []
        for number, (entry, about) in enumerate(entries(data, self._name)):
            if number >= _MOST:
                raise RefusedError(f"{self._name} has more than {_MOST:,} entries")
            whole = deepcopy(entry)
            found.append((shown(entry)[:_SHOWN], entry_bytes(whole, about)))
        return found[:-1] if self._cut else found


def cut_short(name: str) -> SourceError:
    """That a feed ends in the midst of an entry."""
    return SourceError(
        f"{name} is damaged: it ends in the midst of an entry",
        hint="What is whole was taken in. Get the file anew and take it in again.",
    )

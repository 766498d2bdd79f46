"""WACZ: a zip of WARC files, with the digests of all that is in it, by WACZ 1.1.1.

Its WARC files are read where they lie in the zip; pictures of a page may lie in another of them.
What datapackage.json says of each file is held against it.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial
from io import SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import Any, BinaryIO, cast

from newsarchive import canonical
from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import Accounted, Beside, Item, Part, Stray
from newsarchive.formats.documents.packed import first_names
from newsarchive.formats.warc.captures import Capture, Revisit
from newsarchive.formats.warc.indexes import misplaced
from newsarchive.formats.warc.unpacker import EARLIER, Held, WarcContents, earlier_in
from newsarchive.model.asked import PageChoice

_ZIP = b"PK\x03\x04"
_PACKAGE = "datapackage.json"
_PACKAGE_DIGEST = "datapackage-digest.json"
_ARCHIVES = "archive/"
_LOCAL_BYTES = 30
_CHUNK = 1 << 20
_MOST_PACKAGE = 16 << 20
_MOST_UNPACKED = 64 << 20  # of a WARC file that the zip compresses once more, which none should
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)


class WaczUnpacker:
    """Opens WACZ files."""

    name = "wacz/1"
    label = "packed web archives (WACZ)"
    names_others = False

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # there is one kind
        """What it is called in records."""
        return "wacz"

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether it is a zip whose first members are those of a WACZ, or that is called one."""
        if not head.startswith(_ZIP):
            return False
        names = first_names(head)
        inside = any(n.startswith(_ARCHIVES) and ".warc" in n for n in names)
        return inside or _PACKAGE in names or name.lower().endswith(".wacz")

    def open(self, file: BinaryIO, name: str) -> "WaczContents":
        """The packed web archive in `file`.

        Raises:
            RefusedError: it is none.
        """
        return WaczContents(file, name)


class WaczContents:
    """A WACZ file that is open."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self.earlier: WarcContents | None = None
        try:
            self._zip = zipfile.ZipFile(file)
        except (*_BROKEN, OSError) as error:
            raise RefusedError(f"{name} is damaged, or no zip file") from error
        members = [m.filename for m in self._zip.infolist()]
        if members.count(_PACKAGE) > 1:
            raise RefusedError(f"{name} holds two files called {_PACKAGE}")
        self._names = [
            n
            for n in dict.fromkeys(members)
            if n.startswith(_ARCHIVES) and n.endswith((".warc", ".warc.gz"))
        ]
        if not self._names:
            raise RefusedError(f"{name} has no WARC file in its folder archive/")

    def choose(self, pages: PageChoice) -> None:
        """Hear which pages are meant."""
        for contents in self.inner.values():
            contents.choose(pages)

    def refers(self) -> tuple[Revisit, ...]:
        """The records that mean an earlier one which is in none of its files."""
        return tuple(r for contents in self.inner.values() for r in contents.refers())

    def with_earlier(self, file: BinaryIO) -> None:
        """Hear what earlier deliveries have of what this one refers to."""
        self.earlier = earlier_in(file)
        for contents in self.inner.values():
            contents.share_earlier(self.earlier)

    def captures(self) -> Iterator[bytes]:
        """The captures of its files as lines of JSON."""
        for name, contents in self.inner.items():
            yield from contents.captures(name)

    @property
    def total(self) -> int:
        """How many records its files have, whole or not."""
        return sum(contents.total for contents in self.inner.values())

    @property
    def passed(self) -> tuple[str, ...]:
        """What its WARC files pass over."""
        return tuple(one.name for one in self.accounted() if not one.broken)

    def accounted(self) -> Iterator[Accounted]:
        """Each record of its files that is no item, with why."""
        for name, contents in self.inner.items():
            for one in contents.accounted():
                key = f"{name}#{one.key}" if one.key else ""
                yield replace(one, key=key, name=f"{name}: {one.name}")

    def beside(self) -> Iterator[Beside]:
        """It names no files that lie beside it."""
        return iter(())

    def items(self) -> Iterator[Item | Stray]:
        """The pages that are articles, file after file.

        Raises:
            RefusedError: none of its files has an article.
            SourceError: one is damaged, or not what its lists say of it.
        """
        position = 0
        troubles: list[SourceError] = []
        for name, contents in self.inner.items():
            try:
                for found in contents.items():
                    position += 1
                    yield _moved(found, position, name)
            except RefusedError:
                continue  # no article in this one; perhaps in the next
            except SourceError as error:
                troubles.append(error)
        troubles += self._false()
        if troubles:
            troubles[0].details = tuple(error.message for error in troubles[1:])
            raise troubles[0]
        if not position:
            raise RefusedError(
                f"{self._name} has no page that is an article, among {self.total:,} records",
                hint="--all-pages takes in pages that do not say what they are.",
            )

    def part(self, name: str) -> Part | None:
        """The file that was fetched from the address `name`."""
        for inner, contents in self.inner.items():
            if (part := contents.part(name)) is not None:
                return _in(part, inner)
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The body that was fetched."""
        assert isinstance(part.place, tuple)  # noqa: S101  # `items` and `part` give no other
        inner, place = part.place
        if isinstance(place, Held) and place.source in self.inner:
            return self.inner[place.source].body(place.capture)
        return self.inner[inner].pieces(Part(part.name, part.size, place))

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()
        if self.earlier is not None:
            self.earlier.close()

    @cached_property
    def inner(self) -> dict[str, WarcContents]:
        """Its WARC files by their names in it."""
        return {
            n: WarcContents(
                self._open(n), f"{n} in {self._name}", partial(self._elsewhere, n), places=True
            )
            for n in self._names
        }

    def _elsewhere(self, name: str, revisit: Revisit) -> tuple[Capture, str] | None:
        """What a revisit in the file `name` means, where another file has it."""
        for other, contents in self.inner.items():
            if other != name and (found := contents.meant_by(revisit)) is not None:
                return found, other
        return None

    def _open(self, name: str) -> BinaryIO:
        """A member as a file that can be sought in, without unpacking it to disk."""
        info = self._zip.getinfo(name)
        try:
            if info.flag_bits & 1:
                raise SourceError(f"{name} in {self._name} is encrypted")
            if info.compress_type != zipfile.ZIP_STORED:
                return self._unpacked(info)
            self._file.seek(info.header_offset)
            head = self._file.read(_LOCAL_BYTES)
            names, extra = struct.unpack_from("<HH", head, 26)
            start = info.header_offset + _LOCAL_BYTES + names + extra
        except _BROKEN as error:
            raise SourceError(f"{name} in {self._name} is damaged") from error
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        return cast("BinaryIO", BufferedReader(_Window(self._file, start, info.compress_size)))

    def _unpacked(self, info: zipfile.ZipInfo) -> BinaryIO:
        from io import BytesIO  # noqa: PLC0415

        if info.file_size > _MOST_UNPACKED:
            raise SourceError(
                f"{info.filename} in {self._name} is compressed once more by the zip, and unpacks"
                f" to more than {_MOST_UNPACKED >> 20} MiB"
            )
        return BytesIO(self._zip.read(info))

    def _false(self) -> Iterator[SourceError]:
        """What is not as its lists say: a file and its digest, or the index and where records lie.

        Digests are those of datapackage.json, and the one of that in datapackage-digest.json.
        """
        for listed, path, said in (*self._said(), *self._said_of_package()):
            name, _, digest = said.partition(":")
            if name.lower() not in {"sha256", "sha-256", "md5", "sha1", "sha512"}:
                continue
            try:
                hasher = hashlib.new(name.lower().replace("-", ""), usedforsecurity=False)
                with self._zip.open(path) as file:
                    while chunk := file.read(_CHUNK):
                        hasher.update(chunk)
            except KeyError:
                yield SourceError(f"{listed} of {self._name} lists {path}, which is not there")
                continue
            except (*_BROKEN, OSError) as error:
                yield SourceError(f"{path} in {self._name} is damaged: {error}")
                continue
            if hasher.hexdigest() != digest.lower():
                yield SourceError(
                    f"{path} in {self._name} is not what {listed} says: {name} {digest[:16]}...",
                    hint="What could be read was taken in. Get the file anew and compare.",
                )
        starts = {path: contents.found.starts for path, contents in self.inner.items()}
        try:
            yield from misplaced(self._zip, self._name, starts)
        except (*_BROKEN, OSError) as error:
            yield SourceError(f"the index of {self._name} is damaged: {error}")

    def _said(self) -> Iterator[tuple[str, str, str]]:
        """The digest that datapackage.json states of each file: where, the file, the digest."""
        document = self._document(_PACKAGE)
        resources = document.get("resources") if isinstance(document, dict) else None
        for resource in resources if isinstance(resources, list) else ():
            if not isinstance(resource, dict):
                continue
            path, digest = resource.get("path"), resource.get("hash")
            stats = resource.get("stats")
            if digest is None and isinstance(stats, dict):  # WACZ 1.0
                digest = f"{resource.get('hashing', 'sha256')}:{stats.get('hash')}"
            if isinstance(path, str) and isinstance(digest, str):
                yield _PACKAGE, path, digest

    def _said_of_package(self) -> Iterator[tuple[str, str, str]]:
        """The digest that datapackage-digest.json states of datapackage.json (WACZ 1.1, 5.4)."""
        document = self._document(_PACKAGE_DIGEST)
        digest = document.get("hash") if isinstance(document, dict) else None
        if isinstance(digest, str):
            yield _PACKAGE_DIGEST, _PACKAGE, digest

    def _document(self, name: str) -> Any:
        """A document in it; None where it is not there, or none that can be read."""
        if name not in self._zip.namelist() or self._zip.getinfo(name).file_size > _MOST_PACKAGE:
            return None
        try:
            return canonical.loads(self._zip.read(name))
        except (ValueError, *_BROKEN):
            return None


def _moved(found: Item | Stray, position: int, name: str) -> Item | Stray:
    """An item of the file `name`, as one of the whole."""
    if isinstance(found, Stray):
        return replace(found, position=position, record=f"{name}#{found.record}")
    assert isinstance(found.main, Part)  # noqa: S101  # a web archive names no files beside it
    others = tuple(_in(o, name) if isinstance(o, Part) else o for o in found.others)
    return replace(found, position=position, main=_in(found.main, name), others=others)


def _in(part: Part, name: str) -> Part:
    source = part.place.source if isinstance(part.place, Held) else ""
    number = part.place.number if isinstance(part.place, Held) else 0
    there = name if source in {"", EARLIER} else source
    record = f"{there}#{number}" if part.record else ""
    return replace(part, place=(name, part.place), record=record)


class _Window(RawIOBase):
    """A stretch of a file as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._inside = file
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        base = {SEEK_SET: 0, SEEK_END: self._size}.get(whence, self._at)
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        count = min(len(buffer), max(0, self._size - self._at))
        self._inside.seek(self._start + self._at)
        data = self._inside.read(count)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

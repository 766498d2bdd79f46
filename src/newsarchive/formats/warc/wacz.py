"""WACZ: a zip of WARC files, with the digests of all that is in it, by WACZ 1.1.1.

Its WARC files are read where they lie in the zip; pictures of a page may lie in another of them.
What datapackage.json says of each file is held against it.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from io import SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import Any, BinaryIO, cast

from newsarchive import canonical
from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import Beside, Item, Part, Stray
from newsarchive.formats.documents.packed import first_names
from newsarchive.formats.warc.unpacker import WarcContents
from newsarchive.model.asked import PageChoice

_ZIP = b"PK\x03\x04"
_PACKAGE = "datapackage.json"
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
        for contents in self._inner.values():
            contents.choose(pages)

    @property
    def passed(self) -> tuple[str, ...]:
        """What its WARC files pass over."""
        return tuple(f"{n}: {what}" for n in self._names for what in self._inner[n].passed)

    def beside(self) -> Iterator[Beside]:
        """It names no files that lie beside it."""
        return iter(())

    def items(self) -> Iterator[Item | Stray]:
        """The pages that are articles, file after file.

        Raises:
            RefusedError: none of its files has an article.
            SourceError: one is damaged, or not what its datapackage.json says.
        """
        from dataclasses import replace  # noqa: PLC0415

        position = 0
        trouble: SourceError | None = None
        for name in self._names:
            try:
                for found in self._inner[name].items():
                    position += 1
                    moved = replace(found, position=position)
                    if isinstance(moved, Item) and isinstance(moved.main, Part):
                        moved = replace(
                            moved,
                            main=_in(moved.main, name),
                            others=tuple(
                                _in(o, name) if isinstance(o, Part) else o for o in moved.others
                            ),
                        )
                    yield moved
            except RefusedError:
                continue  # no article in this one; perhaps in the next
            except SourceError as error:
                trouble = trouble or error
        trouble = trouble or self._false()
        if trouble is not None:
            raise trouble
        if not position:
            raise RefusedError(
                f"{self._name} has no page that is an article",
                hint="--all-pages takes in pages that do not say what they are.",
            )

    def part(self, name: str) -> Part | None:
        """The file that was fetched from the address `name`."""
        for inner in self._names:
            if (part := self._inner[inner].part(name)) is not None:
                return _in(part, inner)
        return None

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The body that was fetched."""
        assert isinstance(part.place, tuple)  # noqa: S101  # `items` and `part` give no other
        inner, place = part.place
        return self._inner[inner].pieces(Part(part.name, part.size, place))

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._file.close()

    @cached_property
    def _inner(self) -> dict[str, WarcContents]:
        return {n: WarcContents(self._open(n), f"{n} in {self._name}") for n in self._names}

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

    def _false(self) -> SourceError | None:
        """That a file is not what datapackage.json says of it; None where all are."""
        for path, said in self._said():
            name, _, digest = said.partition(":")
            if name.lower() not in {"sha256", "sha-256", "md5", "sha1", "sha512"}:
                continue
            try:
                hasher = hashlib.new(name.lower().replace("-", ""), usedforsecurity=False)
                with self._zip.open(path) as file:
                    while chunk := file.read(_CHUNK):
                        hasher.update(chunk)
            except KeyError:
                return SourceError(f"{_PACKAGE} of {self._name} lists {path}, which is not there")
            except (*_BROKEN, OSError) as error:
                return SourceError(f"{path} in {self._name} is damaged: {error}")
            if hasher.hexdigest() != digest.lower():
                return SourceError(
                    f"{path} in {self._name} is not what {_PACKAGE} says: {name} {digest[:16]}...",
                    hint="What could be read was taken in. Get the file anew and compare.",
                )
        return None

    def _said(self) -> Iterator[tuple[str, str]]:
        """The digest that datapackage.json states of each file."""
        if _PACKAGE not in self._zip.namelist():
            return
        info = self._zip.getinfo(_PACKAGE)
        if info.file_size > _MOST_PACKAGE:
            return
        try:
            document: Any = canonical.loads(self._zip.read(info))
        except (ValueError, *_BROKEN):
            return
        resources = document.get("resources") if isinstance(document, dict) else None
        for resource in resources if isinstance(resources, list) else ():
            if not isinstance(resource, dict):
                continue
            path, digest = resource.get("path"), resource.get("hash")
            stats = resource.get("stats")
            if digest is None and isinstance(stats, dict):  # WACZ 1.0
                digest = f"{resource.get('hashing', 'sha256')}:{stats.get('hash')}"
            if isinstance(path, str) and isinstance(digest, str):
                yield path, digest


def _in(part: Part, name: str) -> Part:
    return Part(part.name, part.size, (name, part.place))


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

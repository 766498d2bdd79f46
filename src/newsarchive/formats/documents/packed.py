"""Documents that are zip files of XML (DOCX, ODT): opened within bounds, and told apart."""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS

if TYPE_CHECKING:
    from lxml import etree

_MOST_UNPACKED = 256 << 20  # bytes of all members
_MOST_OF_ONE = 64 << 20
_MOST_MEMBERS = 10_000
_MOST_TAGS = 3_000_000  # of one member: 200 MB as a tree; a document of 500 pages has a third
_LOCAL = b"PK\x03\x04"
_LOCAL_BYTES = 30
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""What zipfile raises for what is damaged."""


def first_names(head: bytes) -> tuple[str, ...]:
    """The names of the members that begin in `head`, the beginning of a zip."""
    names = []
    at = head.find(_LOCAL)
    while 0 <= at <= len(head) - _LOCAL_BYTES:
        (length,) = struct.unpack_from("<H", head, at + 26)
        names.append(
            head[at + _LOCAL_BYTES : at + _LOCAL_BYTES + length].decode("utf-8", "replace")
        )
        at = head.find(_LOCAL, at + _LOCAL_BYTES)
    return tuple(names)


class PackedDocument:
    """A document that is a zip; its members by name, each no larger than anybody means."""

    def __init__(self, data: bytes, name: str, label: str) -> None:
        """Open `data`, called `name`; `label` is what it should be, for people.

        Raises:
            RefusedError: it is damaged, encrypted, or holds more than any such document.
        """
        self.name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            members = self._zip.infolist()
        except BROKEN as error:
            raise RefusedError(f"{name} is damaged, or no {label}", hint=AS_IS) from error
        if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
            raise RefusedError(
                f"{name} unpacks to more than {_MOST_UNPACKED >> 20} MiB, too much for a {label}",
                hint=AS_IS,
            )
        self.names = frozenset(member.filename for member in members)

    def read(self, member: str) -> bytes:
        """The bytes of a member.

        Raises:
            RefusedError: it is not there, damaged, encrypted or too large.
        """
        data = self.head(member, _MOST_OF_ONE + 1)
        if len(data) > _MOST_OF_ONE:
            raise RefusedError(f"{member} in {self.name} is too large", hint=AS_IS)
        return data

    def markup(self, member: str) -> bytes:
        """The bytes of a member that is XML.

        Raises:
            RefusedError: as `read`, or it has more elements than any document.
        """
        data = self.read(member)
        if data.count(b"<") > _MOST_TAGS:
            raise RefusedError(
                f"{member} in {self.name} has more than {_MOST_TAGS:,} tags", hint=AS_IS
            )
        return data

    def xml(self, member: str, fault: str = "is no XML") -> "etree._Element":
        """The root of a member that is XML; `fault` is what is said of one that is not.

        Raises:
            RefusedError: as `markup`, or it is none.
        """
        from newsarchive.metadata.xml import parse_xml  # noqa: PLC0415  # lxml is slow to import

        try:
            return parse_xml(self.markup(member))
        except ValueError as error:
            raise RefusedError(
                f"{member} in {self.name} {fault} that can be read: {error}", hint=AS_IS
            ) from error

    def head(self, member: str, size: int) -> bytes:
        """The first `size` bytes of a member.

        Raises:
            RefusedError: it is not there, damaged or encrypted.
        """
        try:
            with self._zip.open(member) as file:
                return file.read(size)
        except KeyError as error:
            raise RefusedError(f"{self.name} has no {member}", hint=AS_IS) from error
        except BROKEN as error:
            raise RefusedError(f"{member} in {self.name} is damaged", hint=AS_IS) from error

    def size(self, member: str) -> int:
        """How many bytes a member that is there says it has."""
        return self._zip.getinfo(member).file_size

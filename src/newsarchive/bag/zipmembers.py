"""The members of a zip archive, zip64 too, by its central directory (PKWARE APPNOTE 6.3)."""

import bz2
import errno
import stat
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from newsarchive.bag.members import LimitError, Limits, Member
from newsarchive.bag.reading import DamageError
from newsarchive.bag.streams import PlainStream
from newsarchive.bag.tree import NodeKind

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_END = _END.size + 0xFFFF
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_STORED, _DEFLATED, _BZIP2 = 0, 8, 12
_UNIX = 3
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_CHUNK = 1 << 18
_KINDS = {
    stat.S_IFLNK: NodeKind.LINK,
    stat.S_IFDIR: NodeKind.FOLDER,
    stat.S_IFIFO: NodeKind.FIFO,
    stat.S_IFSOCK: NodeKind.SOCKET,
    stat.S_IFCHR: NodeKind.DEVICE,
    stat.S_IFBLK: NodeKind.DEVICE,
}


def members(stream: PlainStream, size: int, limits: Limits) -> Iterator[Member]:
    """Every member of an archive of `size` bytes, in the order of the central directory.

    Raises:
        DamageError: the archive is broken or cut short.
        LimitError: there is more than `limits` allow.
        OSError: it cannot be read.
    """
    count, place, end = _directory(stream, size)
    if count > limits.members:
        raise LimitError(errno.EFBIG, f"it has {count:,} members")
    total, packed = 0, 0
    for _ in range(count):
        member, length = _entry(stream, place, end)
        place += length
        total += member.size
        packed += member.packed
        if total > limits.octets or (total > limits.ratio_from and total > limits.ratio * packed):
            raise LimitError(errno.EFBIG, "it unpacks to more than can be meant")
        yield member
    if place != end:
        raise _damage("its directory is longer than it says")


def _directory(stream: PlainStream, size: int) -> tuple[int, int, int]:
    """How many entries the central directory has, where it begins and where it ends."""
    begin = max(0, size - _LONGEST_END)
    stream.at(begin)
    tail = stream.read(_LONGEST_END)
    found = tail.rfind(b"PK\5\6")
    while found >= 0:
        if len(tail) - found >= _END.size:
            _, disk, first, here, count, length, place, comment = _END.unpack_from(tail, found)
            if found + _END.size + comment == len(tail):
                break
        found = tail.rfind(b"PK\5\6", 0, found)
    if found < 0:
        raise _damage("it is cut short: the directory at its end is missing")
    end = begin + found
    if _FULL16 in {disk, first, here, count} or _FULL32 in {length, place}:
        count, length, place, end = _directory64(stream, end) or (count, length, place, end)
    elif disk or first or here != count:
        raise _damage("it is one of several parts")
    if place + length != end:
        raise _damage("its directory is not where it says, or something lies before the archive")
    return count, place, end


def _directory64(stream: PlainStream, end: int) -> tuple[int, int, int, int] | None:
    stream.at(max(0, end - _END64_PLACE.size))
    data = stream.read(_END64_PLACE.size)
    if len(data) < _END64_PLACE.size or not data.startswith(b"PK\6\7"):
        return None
    _, _, place64, disks = _END64_PLACE.unpack(data)
    stream.at(place64)
    data = stream.read(_END64.size)
    if disks > 1 or len(data) < _END64.size or not data.startswith(b"PK\6\6"):
        raise _damage("its zip64 directory is damaged")
    _, _, _, _, disk, first, here, count, length, place = _END64.unpack(data)
    if disk or first or here != count:
        raise _damage("it is one of several parts")
    return count, length, place, place64


def _entry(stream: PlainStream, place: int, end: int) -> tuple[Member, int]:
    stream.at(place)
    data = stream.read(_ENTRY.size)
    if len(data) < _ENTRY.size or not data.startswith(b"PK\1\2"):
        raise _damage("its directory is damaged")
    (_, made_by, _, flags, method, _, _, checksum, packed, size, names, extras, comments, disk, _,
     attributes, offset) = _ENTRY.unpack(data)  # fmt: skip
    length = _ENTRY.size + names + extras + comments
    raw, extra = stream.read(names), stream.read(extras)
    if place + length > end or len(raw) < names or len(extra) < extras:
        raise _damage("its directory is damaged")
    size, packed, offset = _sizes64(extra, size, packed, offset)
    if disk not in {0, _FULL16}:
        raise _damage("it is one of several parts")
    name = _name(raw, extra, utf8=bool(flags & _UTF8_FLAG))
    kind = NodeKind.FILE
    if name.endswith("/") or (made_by >> 8 != _UNIX and attributes & 0x10):
        kind = NodeKind.FOLDER
    elif made_by >> 8 == _UNIX:
        kind = _KINDS.get(stat.S_IFMT(attributes >> 16), NodeKind.FILE)
    encrypted = bool(flags & _ENCRYPTED_FLAG)
    member = Member(name, kind, size, offset, None, packed, method, checksum, encrypted, raw)
    return member, length


def _extra(extra: bytes, wanted: int) -> bytes | None:
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        if kind == wanted:
            return extra[place + 4 : place + 4 + length]
        place += 4 + length
    return None


def _sizes64(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The numbers that are too large for an entry, from its zip64 field, in this order."""
    if _FULL32 not in {size, packed, offset}:
        return size, packed, offset
    data = _extra(extra, 0x0001)
    values = [size, packed, offset]
    place = 0
    for index, value in enumerate(values):
        if value == _FULL32 and data is not None:
            if len(data) < place + 8:
                raise _damage("a zip64 field of its directory is cut short")
            (values[index],) = struct.unpack_from("<Q", data, place)
            place += 8
    return values[0], values[1], values[2]


def _name(raw: bytes, extra: bytes, *, utf8: bool) -> str:
    """The name. Without the mark for UTF-8 it is CP 437, but most programs write UTF-8."""
    path = _extra(extra, 0x7075)
    if path is not None and len(path) > 5 and path[1:5] == struct.pack("<L", zlib.crc32(raw)):  # noqa: PLR2004
        return path[5:].decode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8", "surrogateescape" if utf8 else "strict")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def content(stream: PlainStream, member: Member) -> Iterator[bytes]:
    """The bytes of a member; at their end size and checksum must be right.

    Raises:
        DamageError: they are not what the directory says.
        OSError: they cannot be read or unpacked here.
    """
    if member.encrypted:
        raise OSError(errno.ENOTSUP, "it is encrypted")
    if member.method not in {_STORED, _DEFLATED, _BZIP2}:
        raise OSError(errno.ENOTSUP, f"compression method {member.method} is not known here")
    place = _content_place(stream, member)
    checksum, given = 0, 0
    for data in _unpacked(stream, place, member):
        given += len(data)
        if given > member.size:
            raise _damage("it is longer than the archive's directory says")
        checksum = zlib.crc32(data, checksum)
        yield data
    if given != member.size:
        raise _damage("it is shorter than the archive's directory says")
    if checksum != member.checksum:
        raise _damage("the archive's own checksum of it is wrong")


def _content_place(stream: PlainStream, member: Member) -> int:
    stream.at(member.place)
    data = stream.read(_LOCAL.size)
    if len(data) < _LOCAL.size or not data.startswith(b"PK\3\4"):
        raise _damage("its header within the archive is damaged")
    *_, names, extras = _LOCAL.unpack(data)
    if stream.read(names) != member.raw:
        raise _damage("its header within the archive has another name than the directory")
    return member.place + _LOCAL.size + int(names) + int(extras)


def _unpacked(stream: PlainStream, place: int, member: Member) -> Iterator[bytes]:
    left = member.packed
    inner: Any = None
    if member.method == _DEFLATED:
        inner = zlib.decompressobj(-15)
    elif member.method == _BZIP2:
        inner = bz2.BZ2Decompressor()
    while left and not (inner is not None and inner.eof):
        stream.at(place)
        packed = stream.read(min(_CHUNK, left))
        if not packed:
            raise _damage("the archive is cut short within it")
        place += len(packed)
        left -= len(packed)
        try:
            yield from (packed,) if inner is None else _inflated(inner, packed, member.method)
        except (zlib.error, EOFError, ValueError) as error:
            raise _damage(f"its compressed bytes are damaged ({error})") from error
        except OSError as error:
            if error.errno is None:  # what bz2 raises for bytes that make no sense
                raise _damage(f"its compressed bytes are damaged ({error})") from error
            raise


def _inflated(inner: Any, packed: bytes, method: int) -> Iterator[bytes]:
    """What `packed` gives, at most `_CHUNK` bytes at a time."""
    data = inner.decompress(packed, _CHUNK)
    while data:
        yield data
        if inner.eof:
            return
        if method == _DEFLATED:
            data = inner.decompress(inner.unconsumed_tail, _CHUNK)
        else:
            data = b"" if inner.needs_input else inner.decompress(b"", _CHUNK)


def _damage(detail: str) -> DamageError:
    return DamageError(errno.EIO, detail)

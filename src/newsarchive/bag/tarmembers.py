"""The members of a tar archive: ustar, GNU and pax headers (POSIX.1-2017, pax)."""

import errno
import re
from collections.abc import Iterator, Mapping

from newsarchive.bag.members import LimitError, Limits, Member
from newsarchive.bag.reading import DamageError
from newsarchive.bag.streams import Stream
from newsarchive.bag.tree import NodeKind

_BLOCK = 512
_KINDS = {
    b"0": NodeKind.FILE,
    b"\0": NodeKind.FILE,
    b"7": NodeKind.FILE,
    b"1": NodeKind.FILE,  # a hard link: another name of a file that came before
    b"2": NodeKind.LINK,
    b"3": NodeKind.DEVICE,
    b"4": NodeKind.DEVICE,
    b"5": NodeKind.FOLDER,
    b"6": NodeKind.FIFO,
}
_WITHOUT_CONTENT = frozenset({b"1", b"2", b"3", b"4", b"5", b"6"})
_EXTENDED = frozenset({b"x", b"X", b"g", b"L", b"K"})
_RECORD = re.compile(rb"([0-9]{1,10}) ")


def is_header(block: bytes) -> bool:
    """Whether 512 bytes are a tar header: their checksum says so."""
    return len(block) == _BLOCK and any(block) and _checksum_holds(block)


def members(stream: Stream, limits: Limits) -> Iterator[Member]:
    """Every member, in order.

    Raises:
        DamageError: the archive is broken or cut short from here on.
        LimitError: there is more than `limits` allow.
        OSError: it cannot be read.
    """
    place, total = 0, 0
    extended: dict[str, bytes] = {}
    common: dict[str, bytes] = {}
    while block := _header(stream, place):
        kind, size = block[156:157], _number(block[124:136])
        place += _BLOCK
        if kind in _EXTENDED:
            data = _extension(stream, place, size, limits)
            if kind in {b"L", b"K"}:
                extended["path" if kind == b"L" else "linkpath"] = data.rstrip(b"\0")
            else:
                (common if kind == b"g" else extended).update(_records(data))
            place += _padded(size)
            total += size
        else:
            member = _member(block, kind, size, place, {**common, **extended})
            extended = {}
            # What a volume label or an unknown kind carries is passed over like a file.
            content = 0 if kind in _WITHOUT_CONTENT else member.size
            total += content
            if total > limits.octets:
                raise LimitError(errno.EFBIG, "its members are larger than can be meant")
            if kind != b"V":
                yield member
            # Only now, so that the content can be read before it is passed over.
            if content:
                _see_the_end(stream, place, content)
            place += _padded(content)


def _header(stream: Stream, place: int) -> bytes:
    """The header at `place`; b"" at the end mark."""
    stream.at(place)
    block = stream.read(_BLOCK)
    if len(block) < _BLOCK:
        raise DamageError(errno.EIO, "the archive is cut short: its end mark is missing")
    if not any(block):
        return b""
    if not _checksum_holds(block):
        raise DamageError(errno.EIO, f"the header at byte {place:,} is damaged")
    return block


def _extension(stream: Stream, place: int, size: int, limits: Limits) -> bytes:
    """What the header before `place` says of the next one."""
    if size > limits.header:
        raise LimitError(errno.EFBIG, f"the header at byte {place:,} is {size:,} bytes long")
    data = stream.read(size)
    if len(data) < size:
        raise DamageError(errno.EIO, "the archive is cut short within a header")
    return data


def _member(
    block: bytes, kind: bytes, size: int, place: int, extended: Mapping[str, bytes]
) -> Member:
    name = _text(block[:100])
    if block[257:262] == b"ustar" and block[345] and block[257:265] != b"ustar  \0":
        name = _text(block[345:500]) + b"/" + name
    name = extended.get("path", name)
    if "size" in extended:
        size = _decimal(extended["size"])
    what = _KINDS.get(kind, NodeKind.UNKNOWN)
    if what is NodeKind.FILE and name.endswith(b"/") and kind != b"1":
        what = NodeKind.FOLDER  # as tar wrote folders before it had a mark for them
    if any(key.startswith("GNU.sparse") for key in extended):
        what = NodeKind.UNKNOWN  # its bytes are not what the file holds
    link = None
    if kind == b"1":
        target = extended.get("linkpath", _text(block[157:257]))
        link = target.decode("utf-8", "surrogateescape")
    return Member(
        name.decode("utf-8", "surrogateescape"),
        what,
        size,
        place,
        link,
    )


def _see_the_end(stream: Stream, place: int, size: int) -> None:
    stream.at(place + size - 1)
    if not stream.read(1):
        raise DamageError(errno.EIO, "the archive is cut short within a file")


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _number(field: bytes) -> int:
    """An octal number, or a binary one as GNU writes it where octal is too short."""
    if field[0] & 0x80:
        if field[0] != 0x80:  # noqa: PLR2004  the sign, or a number beyond all bounds
            raise DamageError(errno.EIO, "a header holds a size that cannot be")
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not re.fullmatch(rb"[0-7]*", digits):
        raise DamageError(errno.EIO, "a header holds a size that is no number")
    return int(digits or b"0", 8)


def _decimal(value: bytes) -> int:
    if not re.fullmatch(rb"[0-9]{1,19}", value):
        raise DamageError(errno.EIO, "an extended header holds a size that is no number")
    return int(value)


def _checksum_holds(block: bytes) -> bool:
    field = block[148:156].strip(b" \0")
    if not re.fullmatch(rb"[0-7]{1,8}", field):
        return False
    rest = block[:148] + b" " * 8 + block[156:]
    # Some old programs summed signed characters.
    signed = sum(byte - 256 if byte > 127 else byte for byte in rest)  # noqa: PLR2004
    return int(field, 8) in {sum(rest), signed}


def _records(data: bytes) -> dict[str, bytes]:
    """The records of a pax header, `length key=value` and LF each; the last of a key counts."""
    found: dict[str, bytes] = {}
    place = 0
    while place < len(data):
        length = _RECORD.match(data, place)
        end = place + int(length[1]) if length else 0
        record = data[length.end() : end - 1] if length else b""
        key, equals, value = record.partition(b"=")
        if (
            not length
            or end > len(data)
            or end <= length.end()
            or not equals
            or data[end - 1 : end] != b"\n"
        ):
            raise DamageError(errno.EIO, "an extended header is damaged")
        found[key.decode("utf-8", "replace")] = value
        place = end
    return found

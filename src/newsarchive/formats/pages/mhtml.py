"""Pages in one file as browsers save them, MHTML: the page, and the files that came with it.

A message in parts, of which the first is the page and each other one has the address that the page
gives it (RFC 2557). What the browser writes of the saving stands in the headers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from newsarchive.formats.pages.addresses import is_address
from newsarchive.formats.pages.moments import read
from newsarchive.formats.pages.saved import Saved

_MOST_PARTS = 5_000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is in such a file: the page's bytes, its charset, and the places of the other files.

    `places` are by the addresses of the files; a place is the number of a part.
    """

    page: bytes
    charset: str
    saved: Saved
    places: Mapping[str, str]


def read_bundle(data: bytes) -> Bundle | None:
    """What is in such a file; None where there is no page in it."""
    message = _message(data)
    if message is None:
        return None
    parts = list(_parts(message))
    start = _id(str(message.get_param("start") or ""))
    pages = [n for n, p in enumerate(parts) if p.get_content_type() in _PAGES]
    if not pages:
        return None
    main = next((n for n in pages if start and _id(str(_identifier(parts[n]))) == start), pages[0])
    places: dict[str, str] = {}
    for number, part in enumerate(parts):
        if number == main:
            continue
        place = f"part:{number}"
        if location := str(part.get("Content-Location") or "").strip():
            places.setdefault("".join(location.split()), place)
        if name := _id(_identifier(part)):
            places.setdefault(f"cid:{name}", place)
    return Bundle(
        _bytes(parts[main]),
        str(parts[main].get_content_charset() or ""),
        _saved(message, parts[main]),
        places,
    )


def part_at(data: bytes, places: tuple[str, ...]) -> dict[str, bytes]:
    """The files at these places."""
    message = _message(data)
    parts = list(_parts(message)) if message is not None else []
    found = {}
    for place in places:
        number = place.removeprefix("part:")
        if number != place and number.isdecimal() and int(number) < len(parts):
            found[place] = _bytes(parts[int(number)])
    return found


def _message(data: bytes) -> Message | None:
    try:
        return BytesParser(policy=compat32).parsebytes(data.lstrip(b"\r\n"))
    except (ValueError, RecursionError, LookupError):
        return None


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are files, in their order."""
    try:
        for number, part in enumerate(message.walk()):
            if number > _MOST_PARTS:
                return
            if not part.is_multipart():
                yield part
    except RecursionError:
        return


def _bytes(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return found if isinstance(found, bytes) else b""


def _identifier(part: Message) -> str:
    """The identifier of a part, as its header has it."""
    return str(part.get("Content-ID") or "")


def _id(text: str) -> str:
    return text.strip().removeprefix("<").removesuffix(">")


def _saved(message: Message, page: Message) -> Saved:
    address = ""
    for header, part in (
        ("Snapshot-Content-Location", message),
        ("Content-Location", page),
        ("Content-Location", message),
    ):
        found = _header(part, header)
        if is_address(found):
            address = found
            break
    printed = _header(message, "Date")
    return Saved(address, read(printed) if printed else None, printed, "mhtml:header")


def _header(part: Message, name: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(str(part.get(name) or "")))).split())
    except (ValueError, LookupError):
        return ""

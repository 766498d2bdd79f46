"""Sources: bytes to `Article`. This file holds the only registries of formats."""

from dataclasses import dataclass

from newsarchive.errors import RefusedError
from newsarchive.formats.base import (
    AS_IS,
    NOT_STORED,
    Beside,
    Carrier,
    Choosing,
    Contents,
    Counting,
    Item,
    Made,
    Material,
    NoListError,
    Part,
    Reader,
    Referring,
    Refers,
    Row,
    Slice,
    Stray,
    Told,
    ToldImage,
    Unpacker,
    is_sole,
)
from newsarchive.formats.documents.mail import MailReader
from newsarchive.formats.documents.mbox import MboxUnpacker
from newsarchive.formats.documents.ocr import AltoReader, HocrReader
from newsarchive.formats.documents.odt import OdtReader
from newsarchive.formats.documents.pdf import PdfReader
from newsarchive.formats.documents.rtf import RtfReader
from newsarchive.formats.documents.word import WordReader
from newsarchive.formats.feeds.entry import EntryReader
from newsarchive.formats.feeds.json_feed import JsonFeedUnpacker, JsonItemReader
from newsarchive.formats.feeds.wordpress import WordPressUnpacker
from newsarchive.formats.feeds.xml import FeedUnpacker
from newsarchive.formats.kinds import recognise
from newsarchive.formats.manifests.unpacker import ManifestUnpacker
from newsarchive.formats.packed import PackedUnpacker
from newsarchive.formats.pages.reader import BundleReader, PageReader
from newsarchive.formats.text.reader import TextReader
from newsarchive.formats.warc.unpacker import WarcUnpacker
from newsarchive.formats.warc.wacz import WaczUnpacker
from newsarchive.formats.wires.json_readers import DigitalWiresReader, NinjsReader
from newsarchive.formats.wires.lists import WireListUnpacker
from newsarchive.formats.wires.messages import MessageUnpacker
from newsarchive.formats.wires.readers import NewsML1Reader, NewsMLReader, NitfReader, brief_of
from newsarchive.formats.wires.scanning import Brief

__all__ = [
    "HEAD_BYTES",
    "READERS",
    "UNPACKERS",
    "Beside",
    "Brief",
    "Carrier",
    "Choosing",
    "Contents",
    "Counting",
    "Item",
    "Made",
    "Material",
    "NoListError",
    "Part",
    "Reader",
    "Referring",
    "Refers",
    "Row",
    "Seen",
    "Slice",
    "Stray",
    "Told",
    "ToldImage",
    "Unpacker",
    "brief_of",
    "choose",
    "choose_unpacker",
    "is_item",
    "is_sole",
    "refusal",
    "seen",
]

HEAD_BYTES = 64 * 1024


def refusal(head: bytes, name: str) -> RefusedError | None:
    """Why a document with this beginning and name is no article; None where a reader takes it."""
    try:
        choose(head, name)
    except RefusedError as error:
        return error.with_traceback(None)  # in whose frames the head would stay in memory
    return None


def is_item(head: bytes, name: str) -> bool:
    """Whether a document with this beginning is an article, or several, by what it says of itself.

    A JSON file beside a text is its sidecar, unless it is such an item.
    """
    plain = TextReader.media_type
    if any(r.accepts(head, name) for r in READERS if r.media_type != plain):
        return True
    return WireListUnpacker().accepts(head, name)


READERS: tuple[Reader, ...] = (
    PdfReader(),
    WordReader(),
    OdtReader(),
    RtfReader(),
    AltoReader(),
    HocrReader(),
    BundleReader(),
    MailReader(),
    NewsMLReader(),
    NewsML1Reader(),
    NitfReader(),
    NinjsReader(),
    DigitalWiresReader(),
    EntryReader(),
    JsonItemReader(),
    PageReader(),
    TextReader(),
)
_LISTS: tuple[Unpacker, ...] = (ManifestUnpacker(),)


def _refusal_inside(head: bytes, name: str) -> RefusedError | None:
    """As `refusal`, of what lies in a zip or tar."""
    unpacker = choose_unpacker(head, name)
    if unpacker is None or unpacker in (*_LISTS, *_SEVERAL):
        return refusal(head, name)
    return RefusedError(
        f"{name} is a file of several articles ({unpacker.kind(head)}), and not opened in another",
        hint=f"{NOT_STORED} Unpack it, and take it in by itself.",
    )


_SEVERAL: tuple[Unpacker, ...] = (
    MessageUnpacker(),
    WireListUnpacker(),
    MboxUnpacker(),
    FeedUnpacker(),
    WordPressUnpacker(),
    JsonFeedUnpacker(),
)
UNPACKERS: tuple[Unpacker, ...] = (
    *_LISTS,
    *_SEVERAL,
    WaczUnpacker(),
    PackedUnpacker(_refusal_inside, is_item, HEAD_BYTES, _LISTS, _SEVERAL),
    WarcUnpacker(),
)


def choose(head: bytes, name: str) -> Reader:
    """The reader for a document that begins with `head`, its first 64 KiB, named `name`.

    Raises:
        RefusedError: no reader takes it; the message says what it is.
    """
    if any(unpacker.accepts(head, name) for unpacker in _LISTS):
        raise _sheet(name)
    for reader in READERS:
        if reader.accepts(head, name):
            return reader
    raise _unread(head, name)


def _sheet(name: str) -> RefusedError:
    return RefusedError(
        f"{name} is a sheet, and not one article",
        hint=AS_IS,
    )


def _unread(head: bytes, name: str) -> RefusedError:
    """Why a document is refused that no reader takes."""
    read = ", ".join(
        [
            *(r.label for r in READERS if r.label),
            *(u.label for u in UNPACKERS),
        ]
    )
    hint = f"{NOT_STORED} Formats read: {read}."
    if not head:
        return RefusedError(f"{name} is empty", hint=hint)
    what = recognise(head) or "of a format"
    return RefusedError(f"{name} is {what}, which this version does not read yet", hint=hint)


def choose_unpacker(head: bytes, name: str) -> Unpacker | None:
    """The unpacker for a container that begins with `head`; None where it is none that is known.

    A document that is a zip, such as one of Word's, is no container.
    """
    if head.startswith(b"PK") and any(r.accepts(head, name) for r in READERS):
        return None
    return next((u for u in UNPACKERS if u.accepts(head, name)), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """What `choose_unpacker`, `refusal` and `is_item` say of a document."""

    unpacker: Unpacker | None
    refusal: RefusedError | None
    is_item: bool


def seen(head: bytes, name: str) -> Seen:
    """All three at once: each reader and unpacker looks at the document once, not thrice."""
    is_listed = next((u for u in _LISTS if u.accepts(head, name)), None)
    taking = (r for r in READERS if r.accepts(head, name))
    reader = next(taking, None)
    plain = TextReader.media_type
    is_item = reader is not None and (
        reader.media_type != plain or any(r.media_type != plain for r in taking)
    )
    unpacker = is_listed
    if head.startswith(b"PK") and reader is not None:
        unpacker = None
    elif unpacker is None:
        unpacker = next((u for u in UNPACKERS[len(_LISTS) :] if u.accepts(head, name)), None)
    refusal = _sheet(name) if is_listed else None if reader else _unread(head, name)
    return Seen(unpacker, refusal, is_item or WireListUnpacker().accepts(head, name))

"""What a document is by its first bytes, so that a refusal can name it."""

import json
import re
import zlib

from newsarchive.formats.text.encodings import switching
from newsarchive.formats.text.lines import mark

_GZIP, _FILEDESC = b"\x1f\x8b", b"filedesc://"
_ARC = "a web archive of the old kind (ARC)"
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a zip file, or a document in one (Word, OpenDocument, EPUB)"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (_GZIP, "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
    (b"Rar!\x1a\x07", "a RAR file"),
    (b"BZh91AY&SY", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF87a", "an image (GIF)"),
    (b"GIF89a", "an image (GIF)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"OggS", "a recording (Ogg)"),
    (b"WARC/", "a web archive (WARC)"),
    (_FILEDESC, _ARC),
    (b"SQLite format 3\x00", "a SQLite database"),
)
_MHTML = re.compile(r"(?is)(?:From: <Saved by |MIME-Version:|Content-Type: multipart/related)")
_BUNDLE = re.compile(rb"(?i)^content-type:\s*multipart/related", re.MULTILINE)
_OF_BROWSERS = re.compile(
    rb"(?im)^(?:snapshot-content-location:|from:\s*\"?<?saved by "
    rb"|content-location:\s*(?:https?|file):)"
)
_HTML = re.compile(
    r"(?is)(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|script|style|div|p|h[1-6]|article)\b[^<]*>)"
)
_XML = re.compile(r"(?s)<(?:\?xml\b|!DOCTYPE\b|!--|[A-Za-z_][\w.:-]*(?:\s[^<>]*)?/?>)")
_JSON = re.compile(r"""(?s)(?:\[\s*)*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*\Z)""")
_CONTROLS_PER_HUNDRED = 5  # wires carry a few (STX, ETX); binary data has them everywhere
# Control characters but for blank space and the end of a DOS file.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b\x7f-\x84\x86-\x9f]")


def recognise(head: bytes) -> str:
    """What a document that begins with `head` is, for people; "" where it may be plain text.

    `head` may end anywhere, in the middle of a character too.
    """
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return _ARC if magic == _GZIP and _begins_in(head) == _FILEDESC else what
    skip, encoding = mark(head)
    if not skip:
        encoding = switching(head) or encoding
    text = head[skip:].decode(encoding, "replace")
    return _marked_up(text.lstrip().lstrip("\ufeff")) or _binary(text)


def _begins_in(head: bytes) -> bytes:
    """The first bytes in a gzip file, as many as tell that it is an ARC file."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(_FILEDESC))
    except zlib.error:
        return b""


def is_web_bundle(head: bytes) -> bool:
    """Whether a document begins as a page that a browser saved with its files in one (MHTML)."""
    headers = _MHTML.match(head[:400].decode("ascii", "replace").lstrip()) is not None
    return headers and bool(_BUNDLE.search(head[:8192]) and _OF_BROWSERS.search(head))


def _marked_up(text: str) -> str:
    if _MHTML.match(text):
        return "a saved web page (MHTML) or an e-mail"
    if _HTML.match(text):
        return "a web page"
    if _XML.match(text) and ("</" in text or text.startswith(("<?", "<!"))):
        return "an XML or HTML document"
    if _JSON.match(text) or _is_json(text):
        return "a JSON document"
    return ""


def _is_json(text: str) -> bool:
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _binary(text: str) -> str:
    if "\x00" in text:
        return "binary data"
    controls = len(_CONTROL.findall(text))
    return "binary data" if controls * 100 > len(text) * _CONTROLS_PER_HUNDRED else ""

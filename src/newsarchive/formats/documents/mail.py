"""Mail as programs save it (.eml): its headers and its text, by RFC 5322 and RFC 2045.

The text that is read has the headers that people see and the plain text of the message: what they
mean is known by the rules for mails that people paste into a text.
"""

import re
from dataclasses import replace
from email.errors import MessageError
from typing import TYPE_CHECKING, BinaryIO, cast

from newsarchive.errors import RefusedError
from newsarchive.formats.base import NOT_STORED
from newsarchive.formats.documents.extracted import article_of, whole, without_text
from newsarchive.model.article import AltId, Article
from newsarchive.model.capture import Capture

if TYPE_CHECKING:
    from email.message import EmailMessage

_SHOWN = ("From", "Date", "Subject")
_HEADER = re.compile(rb"[!-9;-~]{1,78}:[ \t]?")
_MULTIPART = re.compile(rb"(?i)content-type:\s*multipart/")
_LINES = re.compile(rb"\r\n|\n")
# Headers that programs write and nobody who pastes a mail copies.
_OF_PROGRAMS = frozenset(
    (
        *(b"received", b"return-path", b"delivered-to", b"x-received"),
        *(b"dkim-signature", b"content-transfer-encoding", b"authentication-results", b"arc-seal"),
    )
)
_OF_PEOPLE = frozenset({b"from", b"date", b"subject"})
_SAVED_PAGE = re.compile(rb"(?im)^(?:From: <Saved by |Snapshot-Content-Location:)")
_LEAST = 2
# What the library raises for what is no message, or for headers that are none.
_BROKEN = (
    *(MessageError, ValueError, LookupError, TypeError, AttributeError),
    *(RecursionError, AssertionError),
)
_DEEPEST = 20
_MOST_PARTS = 1000
_MOST_ATTACHMENTS = 50


class MailReader:
    """Reads one saved message."""

    name = "mail/1"
    label = "mail (.eml)"
    media_type = "message/rfc822"
    max_bytes = 100 << 20

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether it begins with headers that a mail server wrote; a saved page is none.

        What people copied out of a mail program is a text, unless it is called a message.
        """
        return is_message(head, saved=not name.lower().endswith(".eml"))

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in a message.

        Raises:
            RefusedError: it holds no text at all, or cannot be taken apart.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        message = parsed(data, capture.name)
        article = article_of(self.name, capture, _text(message, capture.name))
        attached = [name for part in _parts(message) if (name := part.get_filename())]
        if not article.body.text:
            names = ", ".join(attached[:3])
            article = without_text(
                article,
                f"{capture.name} has no text of its own"
                + (f", and what is attached ({names}) is not read" if names else ""),
            )
        return replace(article, source_id=_identifier(message), alt_ids=_alternatives(message))


def is_message(head: bytes, *, saved: bool = True) -> bool:
    """Whether bytes begin as a message does; `saved`: with what only programs write."""
    if not _HEADER.match(head) or _SAVED_PAGE.search(head):
        return False
    names, programs = set(), not saved
    for line in _LINES.split(head):
        if not line:
            break
        match = _HEADER.match(line)
        if match:
            names.add(line.partition(b":")[0].lower())
            if _MULTIPART.match(line):
                programs = True
        elif not line[:1].isspace():
            return False
    return (programs or bool(names & _OF_PROGRAMS)) and len(names & _OF_PEOPLE) >= _LEAST


def parsed(data: bytes, name: str) -> "EmailMessage":
    """The message in `data`.

    Raises:
        RefusedError: it cannot be taken apart.
    """
    from email import policy  # noqa: PLC0415  # slow to import
    from email.parser import BytesParser  # noqa: PLC0415

    try:
        return BytesParser(policy=policy.default).parsebytes(data)
    except _BROKEN as error:
        raise RefusedError(f"{name} is no message that can be read", hint=NOT_STORED) from error


def subject_of(head: bytes) -> str:
    """The subject in the headers of a message that begins with `head`; "" where there is none."""
    from email import policy  # noqa: PLC0415
    from email.parser import BytesHeaderParser  # noqa: PLC0415

    try:
        return _header(BytesHeaderParser(policy=policy.default).parsebytes(head), "Subject")
    except _BROKEN:
        return ""


def _header(message: "EmailMessage", name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except _BROKEN:
        return ""  # the library fails on some headers that are none


def _text(message: "EmailMessage", name: str) -> str:
    headers = [f"{h}: {value}" for h in _SHOWN if (value := _header(message, h))]
    body = _body(message, name)
    return "\n".join(headers) + f"\n\n{body}" if body.strip() else ""


def _body(message: "EmailMessage", name: str) -> str:
    """The text of a message: as plain text where it has one, else out of its HTML."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in texts and part.get_content_disposition() != "attachment":
            texts[kind].append(_decoded(part))
    if plain := [text for text in texts["text/plain"] if text.strip()]:
        return "\n\n".join(plain)
    from newsarchive.formats.markup import MarkupError, blocks_of_html  # noqa: PLC0415  # lxml

    try:
        return "\n\n".join(
            block.text for text in texts["text/html"] for block in blocks_of_html(text)
        )
    except MarkupError as error:
        raise RefusedError(
            f"the text of {name} cannot be read: {error}", hint=NOT_STORED
        ) from error


def _parts(message: "EmailMessage") -> "list[EmailMessage]":
    """The parts of a message that are no containers, in order; those of enclosed messages, too."""
    found: list[EmailMessage] = []
    waiting: list[tuple[EmailMessage, int]] = [(message, 0)]
    while waiting and len(found) < _MOST_PARTS:
        part, depth = waiting.pop(0)
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and depth < _DEEPEST:
            inside = [cast("EmailMessage", p) for p in inner if not isinstance(p, str)]
            waiting[:0] = [(p, depth + 1) for p in inside]
        else:
            found.append(part)
    return found


def _decoded(part: "EmailMessage") -> str:
    """The text of a part in the encoding that it declares, else in the one that fits."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    declared = part.get_content_charset() or ""
    for encoding in (declared, "utf-8", "cp1252"):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def _identifier(message: "EmailMessage") -> str | None:
    """The message's own id as a URI (RFC 2392), None where it has none that can be one."""
    value = _header(message, "Message-ID").strip("<> ")
    return f"mid:{value}" if re.fullmatch(r"[!-~]+@[!-~]+", value) else None


def _alternatives(message: "EmailMessage") -> tuple[AltId, ...]:
    value = _header(message, "In-Reply-To").strip("<> ")
    return (AltId(f"mid:{value}", "in-reply-to"),) if re.fullmatch(r"[!-~]+@[!-~]+", value) else ()

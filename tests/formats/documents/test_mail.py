"""Saved messages and mailboxes."""

from io import BytesIO

import pytest

from newsarchive.formats import HEAD_BYTES, Item, choose, choose_unpacker
from newsarchive.formats.documents.mail import is_message
from newsarchive.model.article import Article
from support.records import capture

HEADERS = (
    "Received: by mail.example.org; Thu, 13 Apr 2017 10:02:11 +0200\n"
    "Message-ID: <1@example.org>\nFrom: Ann Lund <lund@example.org>\n"
    "Date: Thu, 13 Apr 2017 10:02:03 +0200\nSubject: {}\nMIME-Version: 1.0\n"
)
TEXT = "The bridge over the river at Köln opened on Thursday, the city said."


def read(message: bytes) -> Article:
    reader = choose(message[:HEAD_BYTES], "a.eml")
    assert reader.name == "mail/1"
    return reader.read(capture("a.eml", message), BytesIO(message))


def message(body: str, headers: str = "", subject: str = "Bridge", charset: str = "utf-8") -> bytes:
    return (HEADERS.format(subject) + headers + "\n" + body).encode(charset)


PARTS = (
    "Content-Type: multipart/alternative; boundary=x\n",
    (
        "--x\nContent-Type: text/plain; charset=utf-8\n\n{}\n"
        "--x\nContent-Type: text/html; charset=utf-8\n\n<p>Something else</p>\n--x--\n"
    ),
)
BODIES = {
    "plain": message(TEXT, "Content-Type: text/plain; charset=utf-8\n"),
    "in an older encoding": message(
        TEXT, "Content-Type: text/plain; charset=iso-8859-1\n", charset="latin-1"
    ),
    "quoted-printable": message(
        TEXT.replace("ö", "=C3=B6").replace(" opened", " =\nopened"),
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
    ),
    "with an encoding that is none": message(TEXT, "Content-Type: text/plain; charset=x-nothing\n"),
    "the plain one of two": message(PARTS[1].format(TEXT), PARTS[0]),
    "HTML alone": message(f"<p>{TEXT}</p>", "Content-Type: text/html; charset=utf-8\n"),
    "with something attached": message(
        f"--x\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n"
        "--x\nContent-Type: text/plain; name=n.txt\n"
        "Content-Disposition: attachment; filename=n.txt\n\nNotes\n--x--\n",
        "Content-Type: multipart/mixed; boundary=x\n",
    ),
}


@pytest.mark.parametrize("data", BODIES.values(), ids=BODIES)
def test_the_text_is_what_people_are_shown(data: bytes) -> None:
    article = read(data)

    assert [b.text for b in article.body.blocks] == [TEXT]
    assert [h.value for h in article.headlines] == ["Bridge"]
    assert str(article.provenance.date_issued.value) == "2017-04-13T10:02:03+02:00"
    assert not article.provenance.date_published.known


def test_its_own_id_is_the_source_id() -> None:
    assert read(message(TEXT)).source_id == "mid:1@example.org"


SUBJECTS = {
    "Fwd: The bridge opens": "The bridge opens",
    "=?utf-8?Q?Br=C3=BCcke_er=C3=B6ffnet?=": "Brücke eröffnet",
    "=?iso-8859-1?Q?Br=FCcke?= an der Donau": "Brücke an der Donau",
    "=?utf-8?B?0JzQvtGB0YIg0L7RgtC60YDRi9GC?=": "Мост открыт",
}


@pytest.mark.parametrize(("printed", "expected"), SUBJECTS.items())
def test_a_subject_is_decoded(printed: str, expected: str) -> None:
    text = f"{expected} on Thursday, and the first tram crossed it at noon, the city said."

    assert [h.value for h in read(message(text, subject=printed)).headlines] == [expected]


NONE = {
    "an article with labels": b"Source: The Courier\nDate: 4 May 2017\n\nText",
    "what was copied out of a mail": b"From: a@example.org\nSubject: x\nDate: 4 May\n\nText",
    "a saved page": b"From: <Saved by Blink>\nSubject: x\nDate: y\nMIME-Version: 1.0\n\n",
    "a text": b"The bridge opened.\n",
    "nothing": b"",
}


@pytest.mark.parametrize("head", NONE.values(), ids=NONE)
def test_what_no_program_saved_is_no_message(head: bytes) -> None:
    assert not is_message(head)


def mailbox(*messages: bytes) -> bytes:
    return b"".join(b"From a@example.org Thu Apr 13 10:02:11 2017\n" + m + b"\n" for m in messages)


def items(data: bytes) -> list[tuple[Item, bytes]]:
    unpacker = choose_unpacker(data[:HEAD_BYTES], "box.mbox")
    assert unpacker is not None
    assert unpacker.kind(data) == "mbox"
    contents = unpacker.open(BytesIO(data), "box.mbox")
    found = [one for one in contents.items() if isinstance(one, Item)]
    return [(one, b"".join(contents.pieces(one.main))) for one in found]  # type: ignore[arg-type]


def test_a_mailbox_is_its_messages_bit_for_bit() -> None:
    messages = [message(f"{TEXT}\n\nNumber {n}\n", subject=f"No. {n}") for n in range(3)]

    found = items(mailbox(*messages))

    assert [data for _, data in found] == messages
    assert [(one.position, one.label) for one, _ in found] == [
        (1, "No. 0"),
        (2, "No. 1"),
        (3, "No. 2"),
    ]


def test_from_in_a_text_begins_no_message() -> None:
    text = "He wrote:\n\nFrom here the road goes on.\n\n>From a@b Thu Apr 13 10:02:11 2017\n"

    assert len(items(mailbox(message(text), message(TEXT)))) == 2


def test_line_ends_of_both_kinds_are_known() -> None:
    assert (
        len(items(mailbox(message(f"{TEXT}\n"), message(f"{TEXT}\n")).replace(b"\n", b"\r\n"))) == 2
    )

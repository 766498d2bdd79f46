"""Documents that hold a text become bags that keep what was read out of them."""

import hashlib
from pathlib import Path

import pytest

from newsarchive.model.outcome import ItemStatus
from support.archives import Place, bags
from support.papers import docx, lines, paragraph, pdf

TEXT = ("Bridge opens at Tolm", "The bridge opened on Thursday, the town said.", "Source: The Post")
MAIL = (
    "Received: by mail.example.org; Thu, 13 Apr 2017 10:02:11 +0200\nMessage-ID: <{n}@x.example>\n"
    "From: Ann Lund <lund@example.org>\nDate: Thu, 13 Apr 2017 10:02:03 +0200\n"
    "Subject: Ferry number {n} sails\n\nThe ferry number {n} sailed on Monday, the town said.\n"
)


def put(place: Place, name: str, data: bytes) -> Path:
    path = place.sources / name
    path.write_bytes(data)
    return path


DOCUMENTS = {
    "story.docx": docx("".join(map(paragraph, TEXT))),
    "story.pdf": pdf(lines(*((72, 700 - 40 * n, text) for n, text in enumerate(TEXT)))),
    "story.eml": MAIL.format(n=7).encode(),
}


@pytest.mark.parametrize(("name", "data"), DOCUMENTS.items(), ids=DOCUMENTS)
def test_the_bag_has_the_document_and_the_text_in_which_spans_count(
    place: Place, name: str, data: bytes
) -> None:
    with place.open() as archive:
        (item,) = archive.ingest(put(place, name, data)).items
        assert item.status is ItemStatus.STORED, item.message
        assert item.bag is not None
        record = archive.show(item.bag).record
        assert archive.audit().exit_code == 0

    (folder,) = bags(place.root)
    assert (folder / f"data/original/{name}").read_bytes() == data
    assert record is not None
    source = (folder / record["body"]["source"]["path"]).read_bytes()
    assert hashlib.sha256(source).hexdigest() == record["body"]["source"]["sha256"]
    start, end = record["lead"]["span"]
    assert record["lead"]["raw"] in source[start:end].decode()


def test_a_scan_is_kept_and_says_so(place: Place) -> None:
    with place.open() as archive:
        (item,) = archive.ingest(put(place, "scan.pdf", pdf("q Q"))).items

    assert item.status is ItemStatus.STORED
    assert "TX-05" in {f.code.value for f in item.findings}


def test_a_mailbox_is_one_delivery_and_as_many_articles_as_messages(place: Place) -> None:
    messages = (MAIL.format(n=n) for n in range(3))
    box = "".join(f"From a@x.example Thu Apr 13 10:02:11 2017\n{m}\n" for m in messages)
    with place.open() as archive:
        done = archive.ingest(put(place, "box.mbox", box.encode()))
        titles = {bag.record.title for bag in archive.bags(kind="article")}

    assert [item.status for item in done.items] == [ItemStatus.STORED] * 3
    assert titles == {f"Ferry number {n} sails" for n in range(3)}
    assert len(bags(place.root)) == 4

"""A record becomes a value that says everything that the article said."""

from dataclasses import fields
from typing import Any

import pytest

from newsarchive.metadata import read_record, record_of
from newsarchive.metadata.drafting import RECEIVED_BASIS
from newsarchive.model.article import Article, Provenance, no_date, not_stated
from newsarchive.model.record import Record
from newsarchive.model.statement import Status
from support.records import full_article, full_document, full_placement, small_record

# What of an article stands in its record under another name, or not at all.
ELSEWHERE = {"reader", "originals", "body", "media", "language", "source_id", "canonical_url"}
ELSEWHERE |= {"extracted"}
SAME = sorted({f.name for f in fields(Article)} - ELSEWHERE)
OLDER = ("subjects", "places", "keywords", "relations", "findings", "rights", "media", "language")


@pytest.fixture
def record() -> Record:
    return record_of(full_document())


@pytest.mark.parametrize("name", SAME)
def test_what_the_article_said_is_read_back(record: Record, name: str) -> None:
    read, given = getattr(record, name), getattr(full_article(), name)

    if name in {"relations", "findings"}:  # the bag adds some of its own
        read = read[: len(given)]
    assert read == given


def test_text_files_and_media_are_where_they_were_placed(record: Record) -> None:
    article, placement = full_article(), full_placement()

    assert (record.text.path, record.text.paragraphs) == (placement.text, article.body.paragraphs)
    assert record.text.source == placement.source
    assert record.text.segments == article.body.segments
    assert [(o.path, o.media_type, o.pronom) for o in record.originals] == [
        (p.path, p.media_type, p.pronom) for p in placement.originals
    ]
    assert [o.name for o in record.originals] == [c.name for c in article.originals]
    assert [m.path for m in record.media] == [p and p.path for p in placement.media]
    assert [m.present for m in record.media] == [True, False]
    for read, given in zip(record.media, article.media, strict=True):
        assert (read.kind, read.caption, read.url, read.width) == (
            given.kind,
            given.caption,
            given.url,
            given.width,
        )


def test_the_language_is_read_with_who_recognised_it(record: Record) -> None:
    language = full_article().language

    assert record.language.declared == language.declared
    assert record.language.detected is not None
    assert record.language.detected.tag == "en"
    assert record.language.detected.confidence == pytest.approx(0.99987, abs=0.001)


def test_the_shorter_ways_say_the_same(record: Record) -> None:
    provenance = full_article().provenance

    for name in (field.name for field in fields(Provenance)):
        assert getattr(record, name) == getattr(provenance, name)
    assert record.headline == "Rain over the harbour"
    assert record.date == provenance.date_published.value
    assert record.missing == ()
    assert record.received.basis == RECEIVED_BASIS


@pytest.mark.parametrize("name", OLDER)
def test_what_a_record_does_not_have_is_not_stated(name: str) -> None:
    document: dict[str, Any] = full_document()
    del document[name]

    record = record_of(document)

    unsaid = getattr(record, name)
    if name == "rights":
        assert unsaid.usage_terms == not_stated()
    elif name == "language":
        assert (unsaid.declared, unsaid.detected) == (not_stated(), None)
    else:
        assert unsaid == ()


def test_provenance_that_a_record_does_not_have_is_not_stated() -> None:
    document: dict[str, Any] = full_document()
    document["provenance"] = {}

    record = record_of(document)

    assert record.sources == record.agencies == (not_stated(),)
    assert record.date_published == no_date()
    assert record.date is None
    assert record.missing == ("source", "date", "agency")


def test_the_smallest_record_is_read() -> None:
    record = record_of(read_record(small_record()).document)

    assert record.headline is None
    assert record.lead.status is Status.UNKNOWN
    assert record.document == read_record(small_record()).document

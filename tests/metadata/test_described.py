"""A record of which no text is given: what describes stays, what is a piece of the article goes."""

import json

import pytest

from newsarchive.metadata import described, problems
from newsarchive.metadata.described import UNTITLED
from newsarchive.metadata.schemas import RECORD_SCHEMA
from support.records import full_document, small_record

PIECES = ("Rain fell.", "Nobody knows", "“Wet”")


def test_it_fits_the_schema_of_records() -> None:
    for document in (full_document(), json.loads(small_record())):
        assert list(problems(described(document), RECORD_SCHEMA)) == []


def test_no_piece_of_the_article_is_left() -> None:
    document = full_document()
    for medium in document["media"]:
        medium["caption"] = {"status": "stated", "value": "Nobody knows", "basis": "x"}
        medium["altText"] = {"status": "stated", "value": "Nobody knows", "basis": "x"}
        medium["title"] = {"status": "stated", "value": "Nobody knows", "basis": "x"}
        medium["embedded"] = [{"standard": "xmp", "name": "d", "value": "Nobody knows"}]
    document["edNote"] = {"status": "stated", "value": "Nobody knows", "basis": "x"}
    document["corrections"] = [{"text": "Nobody knows", "basis": "x"}]
    document["somethingNew"] = "Nobody knows"

    left = json.dumps(described(document), ensure_ascii=False)

    assert [piece for piece in PIECES if piece in left] == []


@pytest.mark.parametrize(
    "name", ["headlines", "provenance", "people", "rights", "subjects", "originals", "language"]
)
def test_what_describes_it_stays(name: str) -> None:
    document = full_document()

    assert described(document)[name] == document[name]


def test_a_title_made_of_the_text_is_none() -> None:
    assert described(full_document())["displayTitle"] == "Rain over the harbour"
    assert described(json.loads(small_record()))["displayTitle"] == UNTITLED


def test_twice_is_as_once() -> None:
    once = described(full_document())

    assert described(once) == once


def test_the_record_itself_stays_as_it_was() -> None:
    document = full_document()

    described(document)

    assert document == full_document()

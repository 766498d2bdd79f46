"""An article becomes a record, and the record tells what the archive asks of it."""

import json
import re
from dataclasses import fields, replace
from typing import Any

import pytest

from newsarchive import canonical
from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import InvalidRecordError
from newsarchive.metadata import (
    Placed,
    Placement,
    problems,
    read_record,
    record_of,
    schema_bytes,
    write_record,
)
from newsarchive.metadata.record import render
from newsarchive.model.article import (
    AltId,
    Article,
    Block,
    BlockKind,
    Body,
    Completeness,
    Contributor,
    Correction,
    DeliveredIn,
    Embedded,
    Encoding,
    Fetched,
    Headline,
    Medium,
    MediumKind,
    Printed,
    Provenance,
    Rendition,
    Rights,
    Term,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement, Status
from support.records import (
    BAG,
    capture,
    full_article,
    full_document,
    full_record,
    small_article,
    small_record,
)

SCHEMA: dict[str, Any] = canonical.loads(schema_bytes("article-1.2"))
PLACEMENT = Placement((Placed("data/original/rain.txt"),), text="data/article.txt")


def written(article: Article, placement: Placement = PLACEMENT) -> bytes:
    return write_record(article, identifier="urn:x:1", bag=BAG, placement=placement)


def document_of(article: Article, placement: Placement = PLACEMENT) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(written(article, placement))
    return document


@pytest.mark.parametrize("kind", list(MediumKind))
def test_a_medium_of_every_kind_fits_the_schema(kind: MediumKind) -> None:
    article = replace(small_article(), media=(Medium(kind), Medium(kind, capture("m.bin"))))
    placement = replace(PLACEMENT, media=(None, Placed("data/media/002-m.bin")))

    media = document_of(article, placement)["media"]

    assert [m["status"] for m in media] == ["missing", "present"]
    assert [m["id"] for m in media] == ["001", "002"]


def test_an_article_without_text_fits_the_schema() -> None:
    article = replace(small_article(), body=Body())

    body = document_of(article, replace(PLACEMENT, text=None))["body"]

    assert (body["path"], body["textSha256"], body["paragraphs"]) == (None, None, 0)


def test_what_later_writers_will_add_fits_the_schema() -> None:
    document = full_document()
    document["relations"] = [
        {"rel": "amends", "identifier": BAG, "seal": "sha512:" + "ab" * 64},
        {"rel": "follows", "identifier": BAG, "seal": "sha512:" + "cd" * 64, "reason": "x"},
    ]
    document["delivery"] = {
        "identifier": "m1",
        "kind": "message",
        "position": 2,
        "sha512": "0" * 128,
    }
    document["media"][0] |= {"pronom": "fmt/43", "duration": 0}
    document["media"][0]["embedded"] = [{"standard": "iptc-iim", "name": "2:120", "value": ""}]

    assert problems(document, "article-1.2") == ()


def test_the_same_article_gives_the_same_bytes() -> None:
    assert full_record() == full_record()


def test_a_record_is_text_with_a_final_line_feed_and_no_other_white_space_at_line_ends() -> None:
    lines = full_record().decode().split("\n")

    assert lines[-1] == ""
    assert lines == [line.rstrip() for line in lines]


def test_spans_stand_on_one_line() -> None:
    assert b'"span": [12, 33]\n' in full_record()


def test_letters_of_all_scripts_are_written_as_they_are() -> None:
    article = replace(small_article(), headlines=(Headline("Überflutung 洪水", "main", "x"),))

    assert "Überflutung 洪水".encode() in written(article)


def test_text_that_looks_like_a_span_stays_as_it_is() -> None:
    title = "[\n  1,\n  2\n]"
    article = replace(small_article(), headlines=(Headline(title, "main", "x"),))

    assert document_of(article)["headlines"][0]["value"] == title


def in_schema_order(document: Any, schema: dict[str, Any]) -> bool:
    """Whether every object has its members in the order in which the schema lists them."""
    while "properties" not in schema and "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if isinstance(document, list):
        return all(in_schema_order(item, schema.get("items") or {}) for item in document)
    if not isinstance(document, dict):
        return True
    order = [name for name in schema["properties"] if name in document]
    return list(document) == order and all(
        in_schema_order(document[name], schema["properties"][name]) for name in order
    )


def test_members_stand_in_the_order_of_the_schema() -> None:
    assert in_schema_order(full_document(), SCHEMA)


def test_rendering_what_was_read_gives_the_same_bytes() -> None:
    assert render(read_record(full_record()).document) == full_record()


def test_the_digest_of_the_text_is_that_of_the_text_file() -> None:
    article = full_article()

    digest = digest_of(article.body.text.encode(), Algorithm.SHA256).hex
    assert full_document()["body"]["textSha256"] == digest


def test_only_blocks_that_are_more_than_a_paragraph_are_listed() -> None:
    assert full_document()["body"]["blocks"] == [
        {"position": 1, "kind": "paragraph", "lead": True},
        {"position": 2, "kind": "heading"},
        {"position": 4, "kind": "quote"},
    ]


def test_when_the_bytes_came_in_is_derived_from_our_own_clock() -> None:
    assert full_document()["provenance"]["received"] == {
        "status": "derived",
        "value": "2026-11-22T10:00:00Z",
        "basis": "clock of the ingesting program",
    }


def test_relations_and_findings_of_packing_follow_those_of_the_article() -> None:
    document = full_document()

    assert [r["rel"] for r in document["relations"]] == ["replaces", "corrects"]
    assert [f["code"] for f in document["findings"]] == ["PV-05", "MD-01"]


def test_the_name_as_received_stays_beside_the_safe_path() -> None:
    medium = full_document()["media"][0]

    assert (medium["name"], medium["path"]) == ("Rain 1.JPG", "data/media/001-rain-1.jpg")


@pytest.mark.parametrize(
    ("text", "words"),
    [("a\0b", r"\$\.displayTitle: holds U\+0000"), ("a\ud800b", "lone surrogate")],
    ids=["U+0000", "lone surrogate"],
)
def test_an_article_that_no_record_can_hold_is_refused_and_named(text: str, words: str) -> None:
    article = replace(small_article(), headlines=(Headline(text, "main", "x"),))

    with pytest.raises(InvalidRecordError, match=f"the record of rain.txt: .*{words}"):
        written(article)


def test_an_original_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        written(small_article(), Placement(()))


@pytest.mark.parametrize("placed", [None, Placed("data/media/001-x.jpg")], ids=["no", "a"])
def test_a_medium_is_placed_just_if_it_is_there(placed: Placed | None) -> None:
    medium = Medium(MediumKind.IMAGE, None if placed else capture("x.jpg"))
    article = replace(small_article(), media=(medium,))

    with pytest.raises(ValueError, match="medium 1 is to be placed just if its bytes are there"):
        written(article, replace(PLACEMENT, media=(placed,)))


def test_a_full_record_reads_back() -> None:
    record = read_record(full_record())

    assert record.identifier == "https://example.org/rain"
    assert record.bag == BAG
    assert record.display_title == "Rain over the harbour"
    assert (record.date_kind, record.date) == ("published", Edtf.parse("2017-04-13"))
    assert record.sources == ("A",)
    assert record.agencies == ("agencies",)  # mentioned without a name
    assert record.language == "en"
    assert record.provenance_complete


def test_a_small_record_says_what_is_missing() -> None:
    record = read_record(small_record())

    assert record.display_title == "It rained."
    assert (record.date, record.date_kind, record.language) == (None, None, None)
    assert (record.sources, record.agencies) == ((), ())
    assert record.missing == ("source", "date", "agency")
    assert not record.provenance_complete


def test_the_date_of_issue_stands_in_for_that_of_publication() -> None:
    issued = Statement.stated(Edtf.parse("2017-04"), basis="wire:versionCreated")
    article = replace(small_article(), provenance=Provenance(date_issued=issued))

    record = read_record(written(article))

    assert (record.date_kind, record.date) == ("issued", Edtf.parse("2017-04"))


def test_an_agency_asserted_to_be_none_is_not_missing() -> None:
    none = Statement[str].none(basis="text:staff")
    article = replace(small_article(), provenance=Provenance(agencies=(none,)))

    assert read_record(written(article)).missing == ("source", "date")


# Versions of the schema


def early(document: dict[str, Any]) -> dict[str, Any]:
    """A record as article-1 had it."""
    return {**document, "schemaVersion": "1"}


def test_a_record_is_read_by_the_schema_that_it_names() -> None:
    document = early(document_of(small_article(), PLACEMENT))

    assert read_record(render(document)).document["schemaVersion"] == "1"
    with pytest.raises(InvalidRecordError, match="slugline"):
        read_record(render({**document, "slugline": {"status": "none", "by": "x"}}))


def test_a_record_that_is_written_names_the_newest_schema() -> None:
    assert document_of(small_article(), PLACEMENT)["schemaVersion"] == "1.2"


def test_what_nobody_says_is_not_in_a_record() -> None:
    later = set(canonical.loads(schema_bytes("article-1.2"))["properties"])
    first = set(canonical.loads(schema_bytes("article-1"))["properties"])

    assert not set(document_of(small_article(), PLACEMENT)) & (later - first)


STATED = Statement.stated("x", raw="x", basis="field:x")
DAY = Statement.stated(Edtf.parse("2017-04-13"), raw="13 April 2017", basis="field:x")
LATER: dict[str, tuple[str, object]] = {
    "form": ("form", "live-blog"),
    "completeness": ("completeness", Completeness.SUMMARY),
    "alt_ids": ("altIds", (AltId("1", "guid"),)),
    "printed": ("printed", Printed(STATED, STATED, STATED, STATED)),
    "fetched": (
        "capture",
        Fetched("https://x/", "urn:1", "2026-11-22T10:00:00Z", 200, "text/html", "sha1:A", None, 7),
    ),
    "encoding": ("encoding", Encoding("shift_jis", Status.DERIVED, "rule", 0.873, ("euc-jp",))),
    "embargoed": ("embargoed", True),
    "slugline": ("slugline", STATED),
    "genre": ("genre", STATED),
    "urgency": ("urgency", STATED),
    "ed_note": ("edNote", STATED),
    "corrections": ("corrections", (Correction("It was Tuesday.", "text:label", "2017"),)),
    "people": (
        "people",
        (Contributor("A", "author", "by", None, "urn:a", "c:1", "Staff Writer", "The Post"),),
    ),
    "subjects": ("subjects", (Term("floods", "f", "urn:x", "medtop:1", "medtop", "about"),)),
    "provenance": ("provenance", Provenance(date_created=DAY)),
    "rights": ("rights", Rights(licence=STATED)),
    "delivery": ("delivery", DeliveredIn("urn:a", "zip", 1, "0" * 128, "a.txt", "1" * 128, 9)),
    "body": (
        "body",
        Body((Block(BlockKind.HEADING, "x", level=2), Block(BlockKind.POST, "y", time="9.15"))),
    ),
    "media": (
        "media",
        (
            Medium(
                MediumKind.IMAGE,
                title=STATED,
                copyright_holder=STATED,
                usage_terms=STATED,
                taken=DAY,
                place=STATED,
                digital_source_type=STATED,
                embedded=(Embedded("xmp", "dc:rights", "x"),),
                renditions=(Rendition("large", "https://x/1.jpg", "image/jpeg", 9, 8),),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_each_field_of_an_article_is_written_and_fits_the_schema(name: str) -> None:
    place, value = LATER[name]
    media = (None,) if name == "media" else ()
    before = document_of(small_article(), PLACEMENT)

    article = replace(small_article(), **{name: value})  # type: ignore[arg-type]
    placement = replace(PLACEMENT, media=media)
    document = document_of(article, placement)

    assert document[place] != before.get(place)
    assert problems(document, "article-1.2") == ()


@pytest.mark.parametrize("name", sorted(set(LATER) - {"body", "media"}))
def test_each_field_of_a_record_is_read_back(name: str) -> None:
    article = replace(small_article(), **{name: LATER[name][1]})  # type: ignore[arg-type]

    assert getattr(record_of(document_of(article, PLACEMENT)), name) == LATER[name][1]


def test_each_field_of_a_medium_is_read_back() -> None:
    media: Any = LATER["media"][1]
    given = media[0]
    placement = replace(PLACEMENT, media=(None,))

    (read,) = record_of(document_of(replace(small_article(), media=(given,)), placement)).media

    for name in {f.name for f in fields(Medium)} - {"capture", "inside"}:
        assert getattr(read, name) == getattr(given, name)


def test_no_field_of_an_article_is_forgotten() -> None:
    small, full = small_article(), full_article()
    told = {f.name for f in fields(Article) if getattr(full, f.name) != getattr(small, f.name)}

    left = {f.name for f in fields(Article)} - told - set(LATER)
    assert left <= {
        "canonical_url",
        "digital_source_type",
        "pub_status",
        "reader",
        "source_id",
        "type",
    }


def test_a_record_is_written_as_json_is_but_for_its_spans() -> None:
    document = full_document()

    plain = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    joined = re.sub(r"\[\s+([0-9]+),\s+([0-9]+)\s+\]", r"[\1, \2]", plain)
    assert render(document).decode() == joined

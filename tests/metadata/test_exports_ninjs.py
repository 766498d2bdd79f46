"""A record as ninjs 3.1."""

from typing import Any

import pytest
from hypothesis import given

from newsarchive.metadata.exports import to_ninjs
from newsarchive.metadata.statements import to_json
from support.exports import ABSENT, disputed, every, record, small, stated
from support.ninjs import faults
from support.records import BAG
from support.statements import statements, words

TEXT = "Rain fell.\n\nNobody knows.\n"


ODD = record(
    identifier="tag 7, no URI",
    version=stated("2"),
    digitalSourceType=stated("digitalsourcetype:trainedAlgorithmicMedia"),
    embargoedUntil=stated("2017-04-13T10:00:00+02:00"),
    provenance__dateIssued=stated("2017-04-13T10:00:00.5Z"),
    provenance__url=stated("https://example.org/ü"),
    subjects=[{"name": "rain", "uri": "https://example.org/rain", "basis": "x"}],
)
RECORDS: dict[str, dict[str, Any]] = {
    "full": record(),
    "small": small(),
    "odd": ODD,
    "everything stated": every(stated("x")),
    "everything disputed": every(disputed("x", "y")),
    **{f"everything {name}": every(statement) for name, statement in ABSENT.items()},
}


@pytest.mark.samples
@pytest.mark.parametrize("document", RECORDS.values(), ids=RECORDS)
def test_it_is_valid_by_the_schema_of_iptc(document: dict[str, Any]) -> None:
    assert faults(to_ninjs(document, TEXT).document) == []


@pytest.mark.samples
@given(statements(words))
def test_it_is_valid_whatever_is_said(statement: Any) -> None:
    assert faults(to_ninjs(every(to_json(statement)), TEXT).document) == []


@pytest.mark.samples
def test_the_check_checks_formats() -> None:
    assert faults({"uri": "no uri"})
    assert faults({"uri": BAG, "versionCreated": "yesterday"})


def test_the_article_id_is_the_uri_and_the_bag_another_id() -> None:
    item = to_ninjs(record()).document

    assert item["uri"] == "https://example.org/rain"
    assert item["altIds"] == [{"role": "bag", "value": BAG}]


def test_an_article_id_that_is_no_uri_is_another_id() -> None:
    item = to_ninjs(ODD).document

    assert item["uri"] == BAG
    assert item["altIds"] == [{"role": "article", "value": "tag 7, no URI"}]


def test_the_text_is_a_body() -> None:
    (body,) = to_ninjs(record(), TEXT).document["bodies"]

    assert (body["contentType"], body["charCount"], body["value"]) == ("text/plain", 26, TEXT)


def test_without_the_text_there_is_no_body() -> None:
    assert "bodies" not in to_ninjs(record()).document


def test_sources_agencies_and_publisher_are_told_apart() -> None:
    document = record(provenance__agencies=[stated("AP"), stated("dpa")])

    assert to_ninjs(document).document["infoSources"] == [
        {"name": "A", "role": "source"},
        {"name": "AP", "role": "agency"},
        {"name": "dpa", "role": "agency"},
        {"name": "A Press", "role": "publisher"},
    ]


def test_a_code_of_a_vocabulary_is_a_literal_and_a_link_a_uri() -> None:
    assert to_ninjs(record()).document["subjects"] == [
        {"name": "weather", "literal": "medtop:17000000"},
        {"name": "rain", "rel": "keyword"},
    ]
    assert to_ninjs(ODD).document["subjects"][0]["uri"] == "https://example.org/rain"


def test_a_picture_is_associated_with_its_facts() -> None:
    picture = to_ninjs(record()).document["associations"][0]

    assert (picture["type"], picture["title"]) == ("picture", "Rain 1.JPG")
    assert picture["descriptions"][0]["value"] == "Rain"
    assert picture["renditions"] == [
        {
            "name": "original",
            "contentType": "image/jpeg",
            "width": 640,
            "height": 480,
            "sizeInBytes": 4,
        }
    ]


def test_an_address_that_is_no_uri_is_left_out() -> None:
    document = record()
    document["media"][1]["url"] = "https://example.org/ü.mp4"

    made = to_ninjs(document)

    assert "renditions" not in made.document["associations"][1]
    assert "media[1].url: https://example.org/ü.mp4 is not a URI" in made.left_out


@pytest.mark.parametrize("value", ["usable", "stat:usable"])
def test_a_publishing_status_of_iptc_is_kept(value: str) -> None:
    assert to_ninjs(record(pubStatus=stated(value))).document["pubStatus"] == "usable"


def test_any_other_publishing_status_is_left_out_and_said() -> None:
    made = to_ninjs(record(pubStatus=stated("live")))

    assert "pubStatus" not in made.document
    assert "pubStatus: live is none of canceled, usable, withheld" in made.left_out


def test_an_embargo_that_does_not_fit_is_said_loudly() -> None:
    made = to_ninjs(record(embargoedUntil=stated("2017-04")))

    assert "embargoedUntil" not in made.document
    assert any("THERE IS AN EMBARGO" in line for line in made.left_out)


def test_no_embargo_is_nothing_to_say() -> None:
    assert not any("embargo" in line for line in to_ninjs(record()).left_out)


def test_a_dateline_that_is_a_place_says_where() -> None:
    assert to_ninjs(record(provenance__dateline=stated("BERGEN"))).document["located"] == "BERGEN"


def test_a_dateline_with_more_in_it_is_left_out() -> None:
    made = to_ninjs(record(provenance__dateline=stated("BERGEN, 13 April (AP)")))

    assert "located" not in made.document


def test_what_ninjs_cannot_say_is_said_to_be_left_out() -> None:
    places = {line.partition(":")[0] for line in to_ninjs(record()).left_out}

    assert {"provenance.datePublished", "provenance.captured", "relations[0]", "findings"} <= places

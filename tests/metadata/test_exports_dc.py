"""A record as Dublin Core, as data and as oai_dc."""

import pytest
from lxml import etree

from newsarchive.metadata.exports import oai_dc, to_dublin_core
from support.exports import record, small, stated
from support.records import BAG

DC = "{http://purl.org/dc/elements/1.1/}"
FIFTEEN = {
    *("title", "creator", "subject", "description", "publisher", "contributor", "date", "type"),
    *("format", "identifier", "source", "language", "relation", "coverage", "rights"),
}


def test_the_elements_are_those_of_dublin_core() -> None:
    assert set(to_dublin_core(record()).document) <= FIFTEEN


def test_every_element_is_a_list_of_what_is_known() -> None:
    made = to_dublin_core(record(provenance__datePublished=stated("2017-04-13"))).document

    assert made["title"] == ["Rain over the harbour"]
    assert made["creator"] == ["Ann Lee"]
    assert made["subject"] == ["weather", "rain"]
    assert made["date"] == ["2017-04-13"]
    assert made["identifier"] == ["https://example.org/rain", BAG]
    assert made["format"] == ["text/plain"]
    assert made["rights"] == ["© A"]


def test_without_known_authors_the_byline_is_the_creator() -> None:
    made = to_dublin_core(record(people=[], by=stated("By our staff"))).document

    assert made["creator"] == ["By our staff"]


def test_agencies_contribute() -> None:
    made = to_dublin_core(record(provenance__agencies=[stated("AP"), stated("AP")])).document

    assert made["contributor"] == ["AP"]


def test_an_address_that_is_the_article_id_stands_once() -> None:
    made = to_dublin_core(record(provenance__url=stated("https://example.org/rain"))).document

    assert made["identifier"] == ["https://example.org/rain", BAG]


@pytest.mark.parametrize("document", [record(), small()], ids=["full", "small"])
def test_oai_dc_holds_the_same_values_in_the_same_order(document: dict[str, object]) -> None:
    root = etree.fromstring(oai_dc(document).xml)

    given = to_dublin_core(document).document
    expected = [(DC + name, value) for name, values in given.items() for value in values]
    assert [(element.tag, element.text) for element in root] == expected


def test_oai_dc_names_its_schema() -> None:
    root = etree.fromstring(oai_dc(record()).xml)

    assert root.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    assert root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation") == (
        "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
    )


def test_a_character_that_xml_cannot_hold_is_replaced_and_said() -> None:
    made = oai_dc(record(lead=stated("Rain\x01 fell\x02")))

    assert "Rain\ufffd fell\ufffd" in made.xml.decode()
    assert "dc:description: U+FFFD stands for what XML cannot hold, 2x" in made.left_out


def test_the_same_record_gives_the_same_bytes() -> None:
    assert oai_dc(record()) == oai_dc(record())

"""Real items of NewsML-G2, read by us and by an independent reading that came with them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from newsarchive import formats
from newsarchive.errors import RefusedError
from newsarchive.metadata.record import encode
from newsarchive.model.article import Article, Body
from support.samples import samples
from support.wires import read_wire, record_of

pytestmark = pytest.mark.samples

NO_ARTICLES = {"conceptItem", "knowledgeItem", "planningItem", "catalogItem"}
FRAGMENTS = ("LISTING_8_", "LISTING_28_")


def expected() -> Iterator[dict[str, Any]]:
    """What the independent reading found in the items that are articles; of a message, its text."""
    rows = samples("newsml-g2", "expected.jsonl").read_text("utf-8").splitlines()
    documents = [json.loads(row) for row in rows]
    for row in documents:
        others = [d for d in documents if d["file"] == row["file"] and d["kind"] == "newsItem"]
        if row["kind"] == "newsItem" or not others:
            yield row


def read(path: Path) -> Article:
    return read_wire(path.read_bytes(), path.name)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_headline_guid_version_language_and_text_are_those_of_an_independent_reading() -> None:
    for row in expected():
        article = read(samples(row["file"]))
        main = [h.value for h in article.headlines if h.role == "main"]
        paragraphs = [plain(b.text) for b in article.body.blocks]

        assert article.source_id == row["guid"], row["file"]
        assert article.version.value == row["version"], row["file"]
        declared = (row["language"] or [row["xml_lang"]])[0]
        assert article.language.declared.value == declared, row["file"]
        assert main[:1] == [plain(h) for h in row["headlines"][:1]] or not row["headlines"]
        assert paragraphs == [plain(p) for p in row["paragraphs"] or ()], row["file"]


def test_dates_status_and_embargo_are_those_of_an_independent_reading() -> None:
    for row in expected():
        article = read(samples(row["file"]))

        issued = article.provenance.date_issued
        assert (issued.raw or issued.value.text if issued.value else None) == row["versionCreated"]
        status = article.pub_status
        assert (status.raw or status.value) == row["pubStatus"], row["file"]
        until = article.embargoed_until.value
        assert (until.text if until else None) == row["embargoed"], row["file"]


def every_file() -> list[Path]:
    folder = samples("newsml-g2")
    return sorted([*folder.rglob("*.xml"), *samples("dpa-digitalwires").glob("*.xml")])


def test_each_real_file_is_read_or_refused_as_what_it_is() -> None:
    for path in every_file():
        root = etree.parse(path).getroot()
        name = etree.QName(root).localname
        if path.name.startswith(FRAGMENTS):
            assert formats.refusal(path.read_bytes(), path.name) is not None
        elif name in NO_ARTICLES:
            with pytest.raises(RefusedError, match=r"a NewsML-G2 \w+ item"):
                read(path)
        else:
            assert encode(record_of(read(path))), path.name


def test_the_text_of_each_digital_wire_is_its_main_section() -> None:
    for path in sorted(samples("dpa-digitalwires").glob("*.xml")):
        article = read(path)
        page = "{http://www.w3.org/1999/xhtml}"
        main = next((e for e in etree.parse(path).iter(f"{page}section") if _is_main(e)), None)
        wanted = "" if main is None else "".join(main.itertext())

        # The marks of lists are ours.
        text = "".join(
            b.text if b.kind.value != "list" else _unmarked(b.text) for b in article.body.blocks
        )
        assert "".join(text.split()) == "".join(wanted.split()), path.name


def _is_main(section: Any) -> bool:
    return "main" in section.get("class", "").split()


def _unmarked(text: str) -> str:
    return "".join(line.lstrip().removeprefix("- ") for line in text.split("\n"))


SAME = ("source_id", "version", "lead", "by", "pub_status", "urgency", "slugline", "embargoed")


def test_digital_wires_say_the_same_as_json_and_as_newsml() -> None:
    """But for what dpa's own conversion changes or leaves out; docs/formats.md names it."""
    for path in sorted(samples("dpa-digitalwires").glob("*.xml")):
        xml, json_ = read(path), read(path.with_suffix(".json"))

        for name in SAME:
            first, second = getattr(xml, name), getattr(json_, name)
            assert getattr(first, "value", first) == getattr(second, "value", second), path.name
        assert xml.language.declared.value == json_.language.declared.value
        assert [h.value for h in xml.headlines] == [h.value for h in json_.headlines]
        assert xml.provenance.date_issued.value == json_.provenance.date_issued.value
        assert [s.value for s in xml.provenance.sources] == [
            s.value for s in json_.provenance.sources
        ]
        assert {p.name for p in xml.people} == {p.name for p in json_.people}
        # dpa's JSON has dateline and teaser in fields of their own, its NewsML in the text, too; a
        # box of links it has in JSON only.
        links = json.loads(path.with_suffix(".json").read_bytes())["linkbox_html"]
        blocks = json_.body.blocks[: -1 if links else None]
        assert xml.body.text.endswith(Body(blocks).text), path.name

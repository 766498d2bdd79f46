"""What holds of every export: nothing unknown is in it, and what is left out is said."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from newsarchive.metadata.exports import Export, to_dublin_core, to_json_ld, to_ninjs
from support.exports import ABSENT, disputed, every, record, small, stated, supplied, texts

Exporter = Callable[[dict[str, Any]], Export]

EXPORTERS = {"ninjs": to_ninjs, "json-ld": to_json_ld, "dublin-core": to_dublin_core}
exporters = pytest.mark.parametrize("export", EXPORTERS.values(), ids=EXPORTERS)


def said(export: Export, place: str) -> list[str]:
    return [line for line in export.left_out if line.startswith(place)]


@exporters
@pytest.mark.parametrize("statement", ABSENT.values(), ids=ABSENT)
def test_what_has_no_value_is_nowhere(export: Exporter, statement: dict[str, Any]) -> None:
    words = set(texts(every(statement))) & {"UNKNOWN-REASON", "NONE-BY", "UNNAMED", "BASIS"}

    found = list(texts(export(every(statement)).document))

    assert words
    assert not [text for text in found if any(word in text for word in words)]
    assert not {"unknown", "none", "null", "None"} & set(found)


@exporters
def test_a_record_of_which_nothing_is_known_gives_only_what_it_is(export: Exporter) -> None:
    document = small()

    found = set(texts(export(document).document))

    own = {document["identifier"], document["bag"], document["displayTitle"]}
    fixed = {"text", "Text", "ninjs", "3.1", "article", "bag", "NewsArticle", "https://schema.org"}
    assert {t for t in found - own - fixed if "ninjs-schema" not in t} == set()


@exporters
def test_a_mention_without_a_name_is_said_to_be_left_out(export: Exporter) -> None:
    assert said(export(record()), "provenance.agencies[0]") == [
        "provenance.agencies[0]: is mentioned without a name: agencies"
    ]


@exporters
def test_of_a_disputed_fact_the_value_stands_and_the_other_is_said(export: Exporter) -> None:
    made = export(record(language__declared=disputed("en", "de")))

    assert "en" in texts(made.document)
    assert "de" not in texts(made.document)
    assert "language.declared: is disputed; en stands, also found: de" in made.left_out


@exporters
def test_a_resolved_fact_is_not_disputed(export: Exporter) -> None:
    assert said(export(record()), "language.declared") == []


@exporters
def test_a_supplied_fact_is_exported_without_who_supplied_it(export: Exporter) -> None:
    made = export(record(provenance__publisher=supplied("Harbour Press")))

    assert "Harbour Press" in "\n".join(texts(made.document))
    assert "SUPPLIED-BY" not in texts(made.document)


@exporters
def test_the_record_is_not_changed(export: Exporter) -> None:
    document = record()
    before = copy.deepcopy(document)

    export(document)

    assert document == before


@exporters
def test_the_same_record_gives_the_same_export(export: Exporter) -> None:
    assert export(record()) == export(record())


@exporters
def test_no_member_is_empty(export: Exporter) -> None:
    for document in (record(), small(), every(stated("x"))):
        assert "" not in texts(export(document).document)
        assert [] not in export(document).document.values()


PLAIN = ["2017", "2017-04", "2017-04-13", "2017-04-13T10:00:00Z", "2017-04-13T10:00:00"]
OTHER = ["2017-04-13?", "2017~", "201X", "2017-04-XX", "../2018", "2001-21", "2017-04-13T10:00Z"]


@pytest.mark.parametrize("date", PLAIN)
@pytest.mark.parametrize(
    ("export", "member"), [(to_json_ld, "datePublished"), (to_dublin_core, "date")]
)
def test_a_plain_date_is_exported(export: Exporter, member: str, date: str) -> None:
    made = export(record(provenance__datePublished=stated(date)))

    assert made.document[member] in (date, [date])


@pytest.mark.parametrize("date", OTHER)
@pytest.mark.parametrize(
    ("export", "member"), [(to_json_ld, "datePublished"), (to_dublin_core, "date")]
)
def test_any_other_date_is_left_out_and_said(export: Exporter, member: str, date: str) -> None:
    made = export(record(provenance__datePublished=stated(date)))

    assert member not in made.document
    assert f"provenance.datePublished: {date} is not a plain ISO date" in made.left_out

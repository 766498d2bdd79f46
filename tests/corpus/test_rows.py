"""A row of a corpus: every column, nothing filled in, and how each fact is known."""

import copy
import dataclasses
from datetime import date
from typing import Any

import pytest

from newsarchive.corpus import COLUMNS, ArticleInCorpus, ColumnType, Row, row_of
from newsarchive.corpus.columns import FACTS
from newsarchive.corpus.rows import precision
from newsarchive.metadata import record_of
from newsarchive.model.dates import Edtf
from support.entries import ACCESSION
from support.exports import NONE, UNKNOWN, UNNAMED, disputed, every, record, small, stated, supplied


def row(document: dict[str, Any], text: str | None = "Rain fell.\n") -> Row:
    return row_of(ArticleInCorpus(ACCESSION, None, "", record_of(document), text))


def test_a_row_has_every_column_in_order() -> None:
    assert list(row(record())) == [column.name for column in COLUMNS]
    assert list(row(small(), None)) == [column.name for column in COLUMNS]


def test_no_two_columns_have_one_name() -> None:
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


def test_every_column_says_what_it_means_and_where_it_comes_from() -> None:
    assert [c.name for c in COLUMNS if not (c.meaning and c.rule)] == []


TYPES = {
    ColumnType.TEXT: str,
    ColumnType.TEXTS: list,
    ColumnType.FLAG: bool,
    ColumnType.FLAGS: list,
    ColumnType.NUMBER: int,
    ColumnType.DECIMAL: float,
    ColumnType.DATE: date,
    ColumnType.TIME: date,
}


@pytest.mark.parametrize("document", [record(), small()], ids=["full", "small"])
def test_a_value_is_of_the_type_of_its_column(document: dict[str, Any]) -> None:
    found = row(document)

    for column in COLUMNS:
        value = found[column.name]
        assert value is None or isinstance(value, TYPES[column.type]), column.name


@pytest.mark.parametrize(
    ("statement", "status", "basis"),
    [
        (UNKNOWN, "unknown", "UNKNOWN-REASON"),
        (NONE, "none", "by NONE-BY, 2026-11-22T10:00:00Z"),
        (UNNAMED, "stated", "BASIS"),
    ],
    ids=["unknown", "none", "unnamed"],
)
def test_what_has_no_value_is_null_and_says_why(
    statement: dict[str, Any], status: str, basis: str
) -> None:
    found = row(every(statement))

    for fact in FACTS:
        wanted: tuple[Any, ...] = (None, status, basis, False)
        if fact.many:
            wanted = tuple([value] for value in wanted)
        names = (fact.name, *(f"{fact.name}_{how}" for how in ("status", "basis", "disputed")))
        assert tuple(found[name] for name in names) == wanted
    assert found["date"] is None
    assert found["date_status"] == status


def test_of_a_disputed_fact_the_other_value_stands_apart() -> None:
    found = row(record(provenance__publisher=disputed("Harbour Press", "Tolm Post")))

    assert found["publisher"] == "Harbour Press"
    assert found["publisher_disputed"] is True
    assert "publisher: Tolm Post (supplied, by SUPPLIED-BY, 2026-11-22T10:00:00Z)" in (
        found["candidates"] or []  # type: ignore[operator]
    )


def test_what_was_decided_is_not_disputed_and_the_other_value_is_still_said() -> None:
    found = row(record())

    assert found["language"] == "en"
    assert found["language_disputed"] is False
    assert "language: en-GB (derived, http:content-language)" in (
        found["candidates"] or []  # type: ignore[operator]
    )


def test_what_was_supplied_says_by_whom() -> None:
    found = row(record(provenance__url=supplied("https://example.org/1")))

    assert found["url_status"] == "supplied"
    assert found["url_basis"] == "by SUPPLIED-BY, 2026-11-22T10:00:00Z"


def test_the_lists_of_a_fact_with_several_values_are_of_one_length() -> None:
    found = row(record(provenance__agencies=[stated("AFP"), UNNAMED]))

    assert found["agencies"] == ["AFP", None]
    assert found["agencies_status"] == ["stated", "stated"]
    assert found["agencies_disputed"] == [False, False]


DATES: dict[str, tuple[str, str | None, str | None, str | None]] = {
    "2017-04-13": ("day", "2017-04-13", "2017-04-13", None),
    "2017-04-13T10:00:00Z": ("time", "2017-04-13", "2017-04-13", None),
    "2017-04-13?": ("day", "2017-04-13", "2017-04-13", "uncertain"),
    "2017-04-XX": ("month", "2017-04-01", "2017-04-30", None),
    "2017-04~": ("month", "2017-04-01", "2017-04-30", "approximate"),
    "2017%": ("year", "2017-01-01", "2017-12-31", "uncertain and approximate"),
    "2017-XX-XX": ("year", "2017-01-01", "2017-12-31", None),
    "2017-21": ("season", "2017-01-01", "2017-12-31", None),
    "201X": ("decade", "2010-01-01", "2019-12-31", None),
    "20XX?": ("century", "2000-01-01", "2099-12-31", "uncertain"),
    "../2018": ("interval", None, "2018-12-31", None),
    "2017-05/2017-06": ("interval", "2017-05-01", "2017-06-30", None),
    "-0044-03-15": ("day", None, None, None),
    "Y17000": ("year", None, None, None),
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_as_exact_as_it_is_known(text: str) -> None:
    exact, earliest, latest, qualifier = DATES[text]

    found = row(record(provenance__datePublished=stated(text)))

    assert found["date"] == found["date_published"] == text
    assert found["date_kind"] == "published"
    assert found["date_precision"] == precision(Edtf.parse(text)) == exact
    assert [str(found[n]) for n in ("date_earliest", "date_latest")] == [str(earliest), str(latest)]
    assert found["date_qualifier"] == qualifier


def test_where_no_day_of_publication_is_known_that_of_issue_stands_and_says_so() -> None:
    document = record(provenance__datePublished=UNKNOWN, provenance__dateIssued=stated("2018"))

    found = row(document)

    assert (found["date"], found["date_kind"], found["date_status"]) == ("2018", "issued", "stated")
    assert found["date_published"] is None


def test_the_record_of_an_amendment_is_named_with_its_seal() -> None:
    newer = dataclasses.replace(ACCESSION, name="newer", bag="12" * 32)

    found = row_of(ArticleInCorpus(ACCESSION, newer, "Rain", record_of(small()), None))

    assert (found["amendment"], found["amendment_seal"]) == ("newer", str(newer.seal))
    assert (found["bag"], found["collection"]) == (ACCESSION.name, "Rain")


def test_the_record_is_not_changed() -> None:
    document = record()
    before = copy.deepcopy(document)

    row(document)

    assert document == before

"""Describe: by hand, by a sheet, and what settles a dispute."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from newsarchive.errors import ProblemsError, RefusedError
from newsarchive.model.asked import Choice, Description
from newsarchive.model.outcome import IngestReport
from newsarchive.model.supplied import Value
from newsarchive.workflows.describe.sheets import gap_sheet, read_sheet
from support.archives import Place, bags, snapshot


@pytest.fixture
def bag(place: Place) -> str:
    with place.open() as archive:
        (item,) = archive.ingest([place.source()], lambda _: None).items
    assert item.bag is not None
    return item.bag


def describe(place: Place, *descriptions: Description, by: str = "librarian") -> IngestReport:
    with place.open() as archive:
        return archive.describe(descriptions, lambda _: None, by)


def said(bag: str, **fields: str) -> Description:
    values = tuple(Value.parse(n, [t], basis="option") for n, t in fields.items())
    return Description(bag, bag, values)


def look(place: Place, bag: str) -> dict[str, Any]:
    with place.open() as archive:
        view = archive.show(bag)
        assert view.record is not None
        return dict(view.record)


def sheet(place: Place, text: str, name: str = "gaps.csv") -> Path:
    path = place.sources / name
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def test_an_amendment_leaves_the_bag_as_it_was(place: Place, bag: str) -> None:
    before = snapshot(bags(place.root)[0])

    (item,) = describe(place, said(bag, date="2017-04-13?")).items

    assert item.amends == bag
    assert snapshot(next(b for b in bags(place.root) if b.name == bag)) == before


def test_amendments_build_upon_each_other(place: Place, bag: str) -> None:
    describe(place, said(bag, date="2017"))
    describe(place, said(bag, publisher="The Press"))

    provenance = look(place, bag)["provenance"]
    assert provenance["datePublished"]["value"] == "2017"
    assert provenance["publisher"]["value"] == "The Press"


def test_an_amendment_names_the_seals_of_what_it_amends_and_follows(place: Place, bag: str) -> None:
    first = describe(place, said(bag, date="2017")).items[0]
    describe(place, said(bag, publisher="The Press"))

    relations = {r["rel"]: r["seal"] for r in look(place, bag)["relations"]}
    with place.open() as archive:
        base = archive.show(bag).accession
    assert relations == {"amends": str(base.seal), "follows": first.seal}


def test_an_amendment_can_be_named_instead_of_its_bag(place: Place, bag: str) -> None:
    amendment = describe(place, said(bag, date="2017")).items[0].bag

    item = describe(place, said(amendment or "", publisher="The Press")).items[0]

    assert item.amends == bag


def test_a_correction_can_be_taken_back_and_all_of_it_is_kept(place: Place, bag: str) -> None:
    for year in ("2017", "2018", "2017"):
        (item,) = describe(place, said(bag, date=year)).items
        assert item.status.value == "stored"

    date = look(place, bag)["provenance"]["datePublished"]
    assert (date["value"], [c["value"] for c in date["candidates"]]) == ("2017", ["2018"])


def test_taking_in_once_more_takes_back_no_correction(place: Place) -> None:
    source = place.source("dated.txt")
    with place.open() as archive:
        (item,) = archive.ingest([source], lambda _: None, publisher="The Press").items
    assert item.bag is not None
    describe(place, said(item.bag, publisher="The Other"))

    with place.open() as archive:
        archive.ingest([source], lambda _: None, publisher="The Press")

    assert look(place, item.bag)["provenance"]["publisher"]["value"] == "The Other"


def headline(place: Place, bag: str) -> tuple[str, list[str], set[str]]:
    """What a record is called, its main headlines, and the others."""
    record = look(place, bag)
    main = [h["value"] for h in record["headlines"] if h["role"] == "main"]
    return record["displayTitle"], main, {h["value"] for h in record["headlines"]} - {*main}


def test_a_headline_that_was_misread_is_corrected_and_stays_as_an_alternative(
    place: Place,
) -> None:
    text = "Sport of the town\n\nThe town won by three goals on Sunday, its first of the year.\n"
    with place.open() as archive:
        (item,) = archive.ingest([place.source("sport.txt", text)], lambda _: None).items
    bag = item.bag or ""
    read = look(place, bag)["displayTitle"]

    describe(place, said(bag, headline="The town wins"))
    after = headline(place, bag)
    describe(place, said(bag, headline=read))

    assert read == "Sport of the town"
    assert after == ("The town wins", ["The town wins"], {read})
    assert headline(place, bag) == (read, [read], {"The town wins"})


def test_a_headline_is_not_taken_away(place: Place, bag: str) -> None:
    (item,) = describe(place, said(bag, headline="none")).items

    assert item.status.value == "refused"
    assert "supply what it is" in (item.message or "")


def test_what_the_record_holds_already_is_present(place: Place, bag: str) -> None:
    describe(place, said(bag, date="2017"))

    assert describe(place, said(bag, date="2017")).items[0].status.value == "present"


def test_a_dispute_is_settled_and_the_stated_candidate_stays(place: Place, bag: str) -> None:
    describe(place, said(bag, source="Reuters"))
    decision = Choice("source", "Reuters", "the masthead says so")

    describe(place, Description(bag, bag, (), (decision,)))

    (source,) = look(place, bag)["provenance"]["sources"]
    assert source["value"] == "Reuters"
    assert source["candidates"][0]["value"] == "Harbour Gazette"
    assert source["resolution"]["reason"] == "the masthead says so"


def test_what_is_not_disputed_cannot_be_settled(place: Place, bag: str) -> None:
    decision = Choice("publisher", "x", "y")

    (item,) = describe(place, Description(bag, bag, (), (decision,))).items

    assert item.status.value == "refused"
    assert "nothing is disputed" in (item.message or "")


def test_one_that_names_no_bag_keeps_all_from_being_entered(place: Place, bag: str) -> None:
    before = snapshot(place.root / "bags")

    with pytest.raises(RefusedError, match="no bag 'nothing'"):
        describe(place, said(bag, date="2017"), said("nothing", date="2018"))

    assert snapshot(place.root / "bags") == before


def test_an_audit_finds_bag_and_amendment_intact(place: Place, bag: str) -> None:
    describe(place, said(bag, date="2017"))

    with place.open() as archive:
        assert archive.audit(lambda _: None).exit_code == 0


def test_the_sheet_of_gaps_lists_what_lacks_and_comes_back_filled_in(
    place: Place, bag: str
) -> None:
    with place.open() as archive:
        rows = list(csv.DictReader(io.StringIO("\n".join(gap_sheet(archive.gaps())))))
    assert [(r["bag"], r["source"], r["date-published"]) for r in rows] == [(bag, "-", "")]
    assert rows[0]["file"].endswith(".txt")
    assert rows[0]["begins"]

    filled = sheet(place, f"bag,title,source,agency,date-published,note\n{bag},x,-,-,2017,seen\n")
    report = describe(place, *read_sheet(filled))

    date = look(place, bag)["provenance"]["datePublished"]
    assert report.items[0].input == "gaps.csv#2"
    assert (date["value"], date["basis"], date["note"]) == ("2017", "sheet:gaps.csv#2", "seen")
    with place.open() as archive:
        assert list(archive.gaps()) == []


@pytest.mark.parametrize(
    "text",
    [
        "bag;Date Published\nrain;2017\n",
        "Bag\tDATE-PUBLISHED\nrain\t2017\n",
        "bag,datePublished,,\nrain,2017,,\n,,,\n,,,\n",
        'bag,date-published,title\r\n\r\nrain,2017,"two\nlines"\r\n',
    ],
    ids=["semicolons", "tabs", "empty columns and rows", "CRLF and a line break in a cell"],
)
def test_what_spreadsheets_do_to_a_sheet_is_forgiven(place: Place, text: str) -> None:
    (description,) = read_sheet(sheet(place, text))

    assert (description.bag, description.values[0].values) == ("rain", ("2017",))


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "bag,date-published\nrain,yesterday\nsnow,2017-13\n",
            (
                "line 2, column B: date-published: 'yesterday' is not a date",
                "line 3, column B: date-published: '2017-13'",
            ),
        ),
        (
            "bag,date\nrain,03/04/2017\n",
            (("line 2, column B: date-published: '03/04/2017' can be 2017-03-04 or 2017-04-03"),),
        ),
        (
            "bag,date-publisht\nrain,2017\n",
            ("line 1, column B: 'date-publisht' is no field .* did you mean date-published",),
        ),
        (
            "name,source\nrain,2017\n",
            ("line 1, there is no column bag", "line 1, column A: 'name'"),
        ),
        ("bag,source,source\nrain,a,b\n", ("line 1, the column source stands twice",)),
        (
            "bag,date,Published\nrain,2017,2018\n",
            ("line 1, the column date-published stands twice",),
        ),
        ("bag,source\n,a\n", ("line 2: no bag is named",)),
        ("bag,source\nrain,a,b\n", ("line 2: there are more cells than headings",)),
        ("bag,source\nrain,#N/A\n", ("line 2, column B: source: #N/A is an error",)),
    ],
)
def test_what_cannot_be_understood_is_named_by_its_row_and_column(
    place: Place, text: str, problems: tuple[str, ...]
) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_sheet(sheet(place, text))

    assert len(caught.value.problems) == len(problems)
    for said, wanted in zip(caught.value.problems, problems, strict=True):
        assert re.match(wanted.replace("(", r"\("), said), said


def test_many_mistakes_are_told_one_a_line_and_counted_from_the_twentieth_on(place: Place) -> None:
    text = "bag,date\n" + "".join(f"rain-{n},never\n" for n in range(25))

    with pytest.raises(ProblemsError, match=r"gaps\.csv has 25 mistakes") as caught:
        read_sheet(sheet(place, text))

    assert len(caught.value.details) == 21
    assert caught.value.details[19].startswith("line 21, column B")
    assert caught.value.details[20] == "and 5 more"


@pytest.mark.parametrize(
    ("text", "words"),
    [('bag,source\nrain,"a\n', "line 2"), ("", "is empty"), (",,\n\n", "is empty")],
)
def test_a_sheet_that_breaks_off_or_holds_nothing_is_refused(
    place: Place, text: str, words: str
) -> None:
    with pytest.raises(RefusedError, match=words):
        read_sheet(sheet(place, text))


def test_what_is_given_beside_a_sheet_holds_where_a_row_says_nothing_else(place: Place) -> None:
    given = Value.parse("source", ["Tolm Post"], basis="option")
    text = "bag,source,date\nrain,,2017\nsnow,Other,2018\nhail,-,2019\nwind,,\n,,\n"

    said = {
        d.bag: {v.field.name: v.values[0] for v in d.values}
        for d in read_sheet(sheet(place, text), [given])
    }

    assert said == {
        "rain": {"source": "Tolm Post", "date-published": "2017"},
        "snow": {"source": "Other", "date-published": "2018"},
        "hail": {"date-published": "2019"},
        "wind": {"source": "Tolm Post"},
    }


def test_a_cell_that_was_kept_from_being_a_formula_comes_back_as_it_was(place: Place) -> None:
    (description,) = read_sheet(sheet(place, "bag,source,byline\n'-rain,'=Post,'Ndrangheta\n"))

    assert description.bag == "-rain"
    assert [v.values for v in description.values] == [("=Post",), ("'Ndrangheta",)]


def test_a_sheet_that_is_not_utf8_says_how_to_save_it(place: Place) -> None:
    path = place.sources / "old.csv"
    path.write_bytes("bag,source\nrain,Kölner\n".encode("latin-1"))

    with pytest.raises(RefusedError, match="not UTF-8") as caught:
        read_sheet(path)

    assert "CSV UTF-8" in caught.value.hint


def test_a_cell_of_the_sheet_is_no_formula() -> None:
    from newsarchive.workflows.describe.run import Gap  # noqa: PLC0415

    rows = list(gap_sheet([Gap("rain", '=HYPERLINK("x")', ("source",))]))

    assert "'=HYPERLINK" in rows[1]


def test_a_lead_that_was_misread_names_an_article_without_a_headline(
    place: Place,
) -> None:
    source = place.source("note.txt", "Seen on the quay by all who were there on that day.\n")
    with place.open() as archive:
        (item,) = archive.ingest(source).items
        archive.describe(item.bag or "", lead="Rain fell on the harbour for nine days.")
        view = archive.show(item.bag or "")

    assert view.record is not None
    assert view.record["displayTitle"] == "Rain fell on the harbour for nine days."
    assert view.record["lead"]["value"] == "Rain fell on the harbour for nine days."

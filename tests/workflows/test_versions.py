"""Versions of one article: in whatever order they come, the same one counts, and all are kept."""

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.archive import Archive
from newsarchive.bags import Bag
from newsarchive.errors import NotFoundError, PolicyError, RefusedError
from newsarchive.model.access import Reader
from newsarchive.model.corpus import Wanted
from newsarchive.model.decision import Access, Reason
from newsarchive.model.finding import Code
from newsarchive.model.outcome import ItemOutcome, ItemStatus
from newsarchive.model.resultset import Change
from newsarchive.workflows.access import Asking
from support.archives import Place, make_place
from support.life import dump

ANYONE = Asking(Reader.ANYONE, "test")
RAIN = "urn:x:rain"
MORNING, NOON, EVENING = (f"2026-11-22T{hour}:00:00Z" for hour in ("08", "12", "20"))


@dataclass(frozen=True)
class Sent:
    """A version as it is handed over: what its text says, and what is supplied with it."""

    words: str
    said: Mapping[str, str]
    article: str = RAIN

    @property
    def text(self) -> str:
        return (
            f"Rain on the harbour: {self.words}\n\nThe ferry did not run on Monday.\n\n"
            f"Boats {self.words} stayed at the quay.\n\nSource: Harbour Gazette\n"
        )


def sent(words: str, time: str = "", number: str = "", status: str = "", **more: str) -> Sent:
    said = {"date_issued": time, "version": number, "pub_status": status} | more
    return Sent(words, {name: value for name, value in said.items() if value})


FIRST, SECOND, THIRD = (
    sent("first", MORNING, "1"),
    sent("second", NOON, "2"),
    sent("third", EVENING, "3"),
)


def take_in(place: Place, *versions: Sent) -> list[ItemOutcome]:
    """Hand them over one after the other, an hour between two."""
    outcomes: list[ItemOutcome] = []
    for version in versions:
        place.clock.move(hours=1)
        source = place.source(f"{version.words.replace(' ', '-')}.txt", version.text)
        with place.open() as archive:
            said: dict[str, Any] = dict(version.said)
            report = archive.ingest(source, identifier=version.article, **said)
        outcomes += report.items
    assert [o.message for o in outcomes if o.status is not ItemStatus.STORED] == []
    return outcomes


def bag(outcome: ItemOutcome) -> str:
    assert outcome.bag_id is not None
    return outcome.bag_id


def order(place: Place) -> list[str]:
    """What the texts of the article's versions say of the boats, in their order."""
    with place.open() as archive:
        versions = archive.history(RAIN).versions
        names = [v.placed.version.accession.bag for v in versions]
        return [words_of(archive.bag(name)) for name in names]


def words_of(one: Bag) -> str:
    match = re.search("Boats (.*) stayed", one.text or "")
    assert match is not None
    return match[1]


def found(place: Place, query: str = "", **wanted: Any) -> list[str]:
    with place.open() as archive:
        return [hit.card.bag_id for hit in archive.search(query, **wanted).hits]


def relations(place: Place, outcome: ItemOutcome) -> list[tuple[str, str]]:
    with place.open() as archive:
        document = archive.bag(bag(outcome)).record.document
    return [(r["rel"], r["seal"]) for r in document["relations"]]


def levels(place: Place) -> set[Access]:
    """The access levels of all bags of articles."""
    with place.open() as archive:
        return {archive.access(one).level for one in archive.bags(kind="article")}


ORDERS = list(itertools.permutations((FIRST, SECOND, THIRD)))


@pytest.mark.parametrize("come", ORDERS, ids=lambda o: "-".join(v.words for v in o))
def test_in_whatever_order_they_come_the_archive_ends_the_same(
    place: Place, come: tuple[Sent, ...]
) -> None:
    by_words = {v.words: bag(o) for v, o in zip(come, take_in(place, *come), strict=True)}

    assert order(place) == ["first", "second", "third"]
    assert found(place) == [by_words["third"]]
    assert found(place, "boats", sort="oldest") == [by_words["third"]]
    with place.open() as archive:
        assert archive.show(RAIN).accession.bag == by_words["third"]
        assert [b.id for b in archive.bag(by_words["first"]).versions] == [
            by_words[v.words] for v in (FIRST, SECOND, THIRD)
        ]
        assert [b.id for b in archive.choose(Wanted())] == [by_words["third"]]
        assert "Boats third stayed" in archive.words_of(RAIN).text
        notes = archive.cite(by_words["second"]).citation.notes
        assert "Version 2 of the 3 that the archive holds." in notes


@pytest.mark.parametrize("come", ORDERS, ids=lambda o: "-".join(v.words for v in o))
def test_no_bag_says_that_it_replaces_a_later_one(place: Place, come: tuple[Sent, ...]) -> None:
    outcomes = take_in(place, *come)
    rank = {o.seal: v.said["version"] for v, o in zip(come, outcomes, strict=True)}

    for version, outcome in zip(come, outcomes, strict=True):
        for rel, seal in relations(place, outcome):
            assert rel in {"replaces", "replaced-by"}
            assert (rank[seal] < version.said["version"]) == (rel == "replaces")


def test_a_late_one_says_between_which_it_lies(place: Place) -> None:
    third, first, second = take_in(place, THIRD, FIRST, SECOND)

    assert relations(place, third) == []
    assert relations(place, first) == [("replaced-by", third.seal)]
    assert relations(place, second) == [("replaces", first.seal), ("replaced-by", third.seal)]
    with place.open() as archive:
        told = archive.history(RAIN).versions
    assert [v.placed.late for v in told] == [True, True, False]
    assert [v.placed.current for v in told] == [False, False, True]


KINDS = st.lists(
    st.tuples(
        st.sampled_from(("", MORNING, NOON, EVENING)),
        st.sampled_from(("1", "2", "3", "4")),
        st.sampled_from(("", "usable", "canceled", "withheld")),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda v: v[1],
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), KINDS)
def test_order_and_access_are_the_same_whatever_came_first(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, kinds: list[tuple[str, ...]]
) -> None:
    versions = [sent(f"number {n}", *kind) for n, kind in enumerate(kinds)]
    ends = []
    for come in (versions, data.draw(st.permutations(versions))):
        place = make_place(tmp_path_factory.mktemp("archive"))
        take_in(place, *come)
        with place.open() as archive:
            opened = {b.text: archive.access(b).level for b in archive.bags(kind="article")}
        ends.append((order(place), opened, len(found(place))))
        before = dump(place)
        with place.open() as archive:
            archive.rebuild()
        assert dump(place) == before

    assert ends[0] == ends[1]


def test_the_catalog_that_is_made_anew_and_the_index_give_the_same_answers(place: Place) -> None:
    take_in(place, THIRD, FIRST, SECOND, sent("other", EVENING, "3"))
    before = dump(place), order(place), found(place, "boats"), found(place, versions=True)

    with place.open() as archive:
        archive.rebuild()

    assert (dump(place), order(place), found(place, "boats"), found(place, versions=True)) == before


def test_an_index_that_was_there_before_the_next_version_came_knows_of_it(place: Place) -> None:
    (second,) = take_in(place, SECOND)
    assert found(place, "boats") == [bag(second)]

    (first,) = take_in(place, FIRST)
    assert found(place, "boats") == [bag(second)]

    (third,) = take_in(place, THIRD)
    assert found(place, "boats") == [bag(third)]
    assert set(found(place, "boats", versions=True)) == {bag(first), bag(second), bag(third)}


def test_words_of_an_earlier_version_are_counted_and_found_where_all_are_asked(
    place: Place,
) -> None:
    first, third = take_in(place, FIRST, THIRD)

    with place.open() as archive:
        now, every = archive.search("first"), archive.search("first", versions=True)

    assert (now.total, now.earlier, now.hits) == (0, 1, ())
    assert (every.total, every.earlier) == (1, 0)
    (hit,) = every.hits
    assert (hit.card.bag_id, hit.current, hit.superseded_by) == (bag(first), False, third.bag)


def test_a_number_is_believed_where_the_times_are_equal_or_not_stated(place: Place) -> None:
    take_in(place, sent("ten", "", "10"), sent("nine", "", "9"), sent("late", NOON, "11"))

    assert order(place) == ["nine", "ten", "late"]


def test_where_nothing_is_said_the_last_that_came_is_the_current_one(place: Place) -> None:
    one, two = take_in(place, sent("one"), sent("two"))

    assert found(place) == [bag(two)]
    assert relations(place, two) == [("replaces", one.seal)]


def test_what_is_known_later_puts_them_in_order(place: Place) -> None:
    one, two = take_in(place, sent("one"), sent("two"))

    with place.open() as archive:
        archive.describe(bag(one), date_issued=EVENING)
        archive.describe(bag(two), date_issued=MORNING)

    assert found(place) == [bag(one)]
    assert order(place) == ["two", "one"]


# The same claimed version


@pytest.mark.parametrize("turned", [False, True])
def test_the_same_claimed_version_is_an_alternate_with_a_finding(
    place: Place, turned: bool
) -> None:
    pair = (SECOND, sent("second otherwise", NOON, "2"))
    one, two, third = take_in(place, *(reversed(pair) if turned else pair), THIRD)

    assert relations(place, two) == [("alternate", one.seal)]
    assert [f.code for f in two.findings if f.code is Code.PV_06] == [Code.PV_06]
    assert [f for f in third.findings if f.code is Code.PV_06] == []
    with place.open() as archive:
        told = archive.history(RAIN).versions
    alternates = [v.placed.alternates for v in told]
    assert alternates == [(bag(two),), (bag(one),), ()]
    assert found(place) == [bag(third)]


def test_an_alternate_that_comes_after_later_versions_is_one(place: Place) -> None:
    second, third, other = take_in(place, SECOND, THIRD, sent("second otherwise", NOON, "2"))

    assert relations(place, other) == [("alternate", second.seal)]
    assert found(place) == [bag(third)]


# Kills


def given_to_anyone(archive: Archive, reference: str) -> bool:
    try:
        archive.show(reference, ANYONE)
    except PolicyError as error:
        return "its source says that it is" not in error.message
    return True


@pytest.mark.parametrize("word", ["canceled", "withheld"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_kill_closes_every_version_and_nothing_is_destroyed(
    place: Place, word: str, turned: bool
) -> None:
    kill = sent("killed", EVENING, "2", word)
    come = (kill, FIRST) if turned else (FIRST, kill)
    outcomes = take_in(place, *come)

    assert levels(place) == {Access.CLOSED}
    with place.open() as archive:
        for outcome in outcomes:
            assert not given_to_anyone(archive, bag(outcome))
            assert archive.show(bag(outcome)).access.why == f"its source says that it is {word}"
        hidden = archive.search("boats", asking=ANYONE)
        assert archive.audit().exit_code == 0
        assert archive.count() == 2
    assert (hidden.hits, hidden.withheld) == ((), 1)
    assert hidden.withheld_why == (f"its source says that it is {word}",)


def test_a_later_usable_opens_it_again(place: Place) -> None:
    first, kill, back = take_in(
        place,
        FIRST,
        sent("killed", NOON, "2", "canceled"),
        sent("back", EVENING, "3", "usable"),
    )

    with place.open() as archive:
        assert given_to_anyone(archive, bag(back))
        assert given_to_anyone(archive, bag(first))
        assert not given_to_anyone(archive, bag(kill))  # of itself it says so


def test_a_kill_that_comes_after_the_version_by_which_it_was_opened_closes_nothing(
    place: Place,
) -> None:
    take_in(place, FIRST, sent("back", EVENING, "3", "usable"))

    (kill,) = take_in(place, sent("killed", NOON, "2", "canceled"))

    with place.open() as archive:
        assert [b.id for b in archive.bags() if not given_to_anyone(archive, b.id)] == [bag(kill)]


def test_a_kill_that_a_person_supplies_for_the_current_version_closes_all(place: Place) -> None:
    take_in(place, FIRST, SECOND)

    with place.open() as archive:
        archive.describe(archive.bag(RAIN), pub_status="canceled")

    assert levels(place) == {Access.CLOSED}


def test_who_decides_after_the_kill_knows_of_it(place: Place) -> None:
    (first,) = take_in(place, FIRST)
    with place.open() as archive:
        archive.decide(bag(first), access="open", reason=Reason.CURATION)
    take_in(place, sent("killed", EVENING, "2", "canceled"))
    assert levels(place) == {Access.CLOSED}

    with place.open() as archive:
        archive.decide(bag(first), access="registered", reason=Reason.CURATION)
        assert archive.access(bag(first)).level is Access.REGISTERED
        assert archive.search("boats", versions=True).withheld == 0


@pytest.mark.parametrize("versions", [1, 2])
def test_a_decision_before_a_kill_that_is_supplied_does_not_outlast_it(
    place: Place, versions: int
) -> None:
    last = bag(take_in(place, *(FIRST, SECOND)[:versions])[-1])
    with place.open() as archive:
        archive.decide(last, access="open", reason=Reason.CURATION)
        archive.describe(last, pub_status="canceled")
        assert archive.access(last).level is Access.CLOSED

        archive.describe(last, dateline="Ostley")
        archive.decide(last, access="open", reason=Reason.CURATION)
        archive.describe(last, byline="A. Reporter")
        assert archive.access(last).level is Access.OPEN
        assert archive.search("boats", asking=ANYONE).withheld == 0


def test_a_status_in_an_early_ledger_that_does_not_say_it_is_read_from_the_record(
    place: Place,
) -> None:
    take_in(place, FIRST, sent("killed", EVENING, "2", "canceled"))
    with place.open() as archive:
        catalog = archive.holdings.catalog
        with catalog.writing():
            catalog._file.db.execute(  # noqa: SLF001
                "UPDATE bag SET accession = json_remove(accession, '$.pub_status')"
            )
        told = {archive.access(b).why for b in archive.bags(kind="article")}

    assert told == {"its source says that it is canceled"}


def test_sidecars_bring_versions_and_kills(place: Place) -> None:
    for name, version in (("a", FIRST), ("b", sent("killed", EVENING, "2", "canceled"))):
        place.source(f"{name}.txt", version.text)
        said = {
            "identifier": RAIN,
            "version": version.said["version"],
            "dateIssued": version.said["date_issued"],
        }
        if status := version.said.get("pub_status"):
            said["pubStatus"] = status
        place.source(f"{name}.json", json.dumps(said))
    with place.open() as archive:
        report = archive.ingest(place.sources)

    assert report.count(ItemStatus.STORED) == 2
    assert levels(place) == {Access.CLOSED}


# The same text under another id


def paper(number: int) -> Sent:
    return Sent("everywhere", {"source": f"Paper {number}"}, f"urn:x:paper:{number}")


def wire(place: Place, count: int) -> list[ItemOutcome]:
    """One text in many papers, each with a line of its own about where it is from."""
    paths = []
    for number in range(count):
        text = paper(0).text.replace("Harbour Gazette", f"Paper {number}")
        blanks = text.replace("did not run", f"did not{' ' * (number % 3 + 1)}RUN")
        paths.append(place.source(f"papers/{number:02d}.txt", blanks))
        side = {"identifier": f"urn:x:paper:{number}"}
        place.source(f"papers/{number:02d}.json", json.dumps(side))
    with place.open() as archive:
        report = archive.ingest(place.sources / "papers")
    assert report.exit_code == 0
    return list(report.items)


def test_one_text_in_thirty_papers_is_thirty_bags_that_know_of_each_other(place: Place) -> None:
    items = wire(place, 30)

    assert [item.status for item in items] == [ItemStatus.STORED] * 30
    with place.open() as archive:
        for item in (items[0], items[-1]):
            view = archive.show(bag(item))
            assert view.same_text_count == 29
            assert len(view.same_text) == 5
            assert item.bag_id not in {other.bag for other in view.same_text}
        assert archive.search("ferry").total == 30
    (note,) = [f for f in items[-1].findings if f.code is Code.PV_08]
    assert note.detail.startswith("the same text is here as ")
    assert note.found == "29"
    before = dump(place)
    with place.open() as archive:
        archive.rebuild()
    assert dump(place) == before


def test_versions_of_one_article_with_the_same_text_are_not_said(place: Place) -> None:
    same = [Sent("same", {"version": n}, RAIN) for n in ("1", "2")]
    place.source("a.txt", same[0].text)
    place.source("b.txt", same[1].text + "\n")
    with place.open() as archive:
        items = [
            archive.ingest(place.sources / name, identifier=RAIN, version=version).items[0]
            for name, version in (("a.txt", "1"), ("b.txt", "2"))
        ]
        assert [archive.show(bag(item)).same_text_count for item in items] == [0, 0]

    assert [f for item in items for f in item.findings if f.code is Code.PV_08] == []


def test_a_text_that_is_withdrawn_is_counted_and_not_named(place: Place) -> None:
    one, two = wire(place, 2)
    with place.open() as archive:
        archive.withdraw(bag(one), "privacy", "letter 1")
        view = archive.show(bag(two))

    assert (view.same_text, view.same_text_count) == ((), 1)


def test_of_a_destroyed_bag_nobody_knows_the_text_any_more(place: Place) -> None:
    one, two = wire(place, 2)
    with place.open() as archive:
        archive.withdraw(bag(one), "privacy", "letter 1", destroy=True)
        view = archive.show(bag(two))
        digest = view.accession.text
        archive.withdraw(bag(two), "privacy", "letter 1", destroy=True)

    assert view.same_text_count == 0
    assert digest
    for path in place.root.rglob("*"):
        if path.is_file():
            assert digest.encode() not in path.read_bytes(), path


def test_the_ledger_has_no_digest_of_a_text(place: Place) -> None:
    take_in(place, FIRST)
    with place.open() as archive:
        (one,) = archive.bags()
        digest = one.accession.text or ""

    assert digest.startswith("1:")
    assert digest.partition(":")[2] not in (place.root / "ledger/entries.jsonl").read_text()
    assert digest in (place.root / f"ledger/names/{one.id[:2]}/{one.id}.json").read_text()


# What is meant by a name


def test_what_fits_versions_of_one_article_means_the_current_one_for_who_reads(
    place: Place,
) -> None:
    second, first = take_in(place, SECOND, FIRST)

    with place.open() as archive:
        assert archive.show("rain-on-the-harbour").accession.bag == bag(second)
        assert archive.show(bag(first)).superseded_by is not None
        assert not archive.show(bag(first)).current
        assert archive.show(RAIN).current
        assert archive.bag(RAIN).current
        assert not archive.bag(bag(first)).current


def test_who_decides_or_destroys_has_to_name_a_bag(place: Place) -> None:
    take_in(place, SECOND, FIRST)

    with place.open() as archive:
        for reference in (RAIN, "rain-on-the-harbour"):
            with pytest.raises(NotFoundError, match="more than one"):
                archive.decide(reference, access="closed", reason=Reason.CURATION)
            with pytest.raises(NotFoundError, match="more than one"):
                archive.withdraw(reference, "privacy", "letter 1")


def test_of_an_article_with_one_version_its_id_is_a_name(place: Place) -> None:
    (first,) = take_in(place, FIRST)

    with place.open() as archive:
        archive.decide(RAIN, access="closed", reason=Reason.CURATION)
        assert archive.show(RAIN).accession.bag == bag(first)


def test_when_the_current_version_is_destroyed_the_one_before_it_is(place: Place) -> None:
    first, second = take_in(place, FIRST, SECOND)
    assert found(place) == [bag(second)]

    with place.open() as archive:
        archive.withdraw(bag(second), "privacy", "letter 1", destroy=True)

    assert found(place) == [bag(first)]
    before = dump(place)
    with place.open() as archive:
        archive.rebuild()
    assert dump(place) == before


# Corpora and result sets


def test_a_corpus_has_of_each_article_the_version_that_was_current_when_it_began(
    place: Place, tmp_path: Path
) -> None:
    take_in(place, FIRST, SECOND)
    with place.open() as archive:
        chosen = archive.choose(Wanted())
        take_in(place, THIRD)
        assert [words_of(one) for one in chosen] == ["second"]
        assert archive.export_corpus(tmp_path / "now").articles == 1
        assert archive.export_corpus(tmp_path / "all", versions=True).articles == 3


def test_an_early_result_set_is_compared_with_all_versions(place: Place, tmp_path: Path) -> None:
    take_in(place, FIRST, SECOND)
    early, now = tmp_path / "early.jsonl", tmp_path / "now.jsonl"
    with place.open() as archive:
        archive.save_set(early, Wanted(versions=True))
        archive.save_set(now)
        heading, *rest = early.read_text().splitlines(keepends=True)
        document = json.loads(heading) | {"v": 1, "asked_for": {}}
        early.write_text(json.dumps(document) + "\n" + "".join(rest))

        then = archive.compare_set(early)
        current = archive.compare_set(now)

        take_in(place, THIRD)
        later = archive.compare_set(now)

    assert (later.same, dict(later.changed)) == (0, {Change.SUPERSEDED: 1, Change.NEW: 1})
    assert (then.same, dict(then.changed)) == (2, {})
    assert (current.same, dict(current.changed)) == (1, {})


# Differences


def test_one_version_is_compared_with_the_one_before_it(place: Place) -> None:
    third, first, second = take_in(place, THIRD, FIRST, SECOND)

    with place.open() as archive:
        of_article, of_bag = archive.diff(RAIN), archive.diff(bag(second))

    assert (of_article.first.bag, of_article.second.bag) == (bag(second), bag(third))
    assert (of_bag.first.bag, of_bag.second.bag) == (bag(first), bag(second))
    assert of_bag.words is not None
    assert (of_bag.words.taken_out, of_bag.words.put_in) == (1, 1)
    assert [c.name for c in of_bag.fields] == ["version", "headlines", "provenance.dateIssued"]


def test_there_has_to_be_a_version_before_it(place: Place) -> None:
    (first,) = take_in(place, FIRST)

    with place.open() as archive, pytest.raises(RefusedError, match="the only version"):
        archive.diff(bag(first))


def test_what_is_closed_is_not_compared_and_of_what_is_described_no_words(place: Place) -> None:
    first, second = take_in(place, FIRST, SECOND)
    with place.open() as archive:
        archive.decide(bag(first), access="metadata-only", reason=Reason.RIGHTS_HOLDER)
        told = archive.diff(RAIN, asking=ANYONE)
        archive.decide(bag(second), access="closed", reason=Reason.RIGHTS_HOLDER)
        with pytest.raises(PolicyError):
            archive.diff(RAIN, asking=ANYONE)

    assert told.words is None
    assert [c.name for c in told.fields] == ["version", "headlines", "provenance.dateIssued"]

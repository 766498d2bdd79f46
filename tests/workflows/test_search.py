"""Searching an archive: what is found, how it is told, and what happens to the index."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tantivy

from newsarchive.archive import Archive
from newsarchive.errors import NoSpaceError, NotFoundError, UsageError
from newsarchive.holdings import searched
from newsarchive.model.access import Reader
from newsarchive.model.entries import Use
from newsarchive.model.found import Facet, Found
from newsarchive.model.layout import SEARCH
from newsarchive.search.index import SearchIndex
from newsarchive.workflows.access import Asking
from support.archives import HandClock, Place, bags, make_place, snapshot
from support.life import flip

CORPUS = {
    "bridge": "The bridge\n\nPublished: 4 March 2016\n\n"
    "The bridge opened on a cold day in Köln.\n\n"
    "Source: The Courier, AFP\n",
    "ferry": "The ferry\n\nPublished: 5 May 2017\n\nThe ferry sailed on a warm day.\n\n"
    "Source: The Courier\n",
    "wire": "A wire\n\nPublished: 6 May 2017\n\n"
    "The storm took a wire and the roof off the old market.\n\n"
    "Source: The Post, AFP\n",
    "again": "Roof gone\n\nPublished: 7 May 2017\n\n"
    "The STORM took a wire and the roof off the old  market!\n\nSource: The Gazette, AFP\n",
    "rain": "The rain\n\nThe rain fell on every one of the days.\n",
}


COMET = "News of a comet\n\nA comet was seen.\n"


def fill(place: Place, *names: str) -> None:
    with place.open() as archive:
        archive.ingest([place.source(f"{n}.txt", CORPUS[n]) for n in names], lambda _: None)


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    return make_place(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One archive for all that only ask; who decides something takes `full`."""
    place = make_place(tmp_path_factory.mktemp("full"))
    fill(place, *CORPUS)
    with place.open() as archive:
        archive.search()
    before = snapshot(place.root / "ledger")
    yield place
    assert snapshot(place.root / "ledger") == before, "a test wrote to what all of them share"


@pytest.fixture
def full(made: Place, tmp_path: Path) -> Place:
    shutil.copytree(made.root, tmp_path / "archive", symlinks=True)
    (tmp_path / "sources").mkdir()
    return Place(tmp_path / "archive", tmp_path / "sources", HandClock(made.clock.moment))


def ask(place: Place, query: str = "", **wanted: Any) -> Found:
    with place.open() as archive:
        return archive.search(query, **wanted)


def titles(found: Found) -> set[str]:
    return {hit.card.title for hit in found.hits}


WANTED: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "everything": (
        "",
        {"each": True},
        {"The bridge", "The ferry", "A wire", "Roof gone", "The rain"},
    ),
    "a word": ("day", {}, {"The bridge", "The ferry"}),
    "a word of a headline": ("ferry", {}, {"The ferry"}),
    "an accent less": ("koln", {}, {"The bridge"}),
    "a word and a source": ("day", {"source": "the courier"}, {"The bridge", "The ferry"}),
    "one of two sources": (
        "",
        {"source": ["The Post", "The Gazette"], "each": True},
        {"A wire", "Roof gone"},
    ),
    "no source": ("", {"source": ""}, {"The rain"}),
    "an agency": ("cold", {"agency": "afp"}, {"The bridge"}),
    "a year": ("", {"year": 2016}, {"The bridge"}),
    "from a day": ("", {"begin": "2017-05-06", "each": True}, {"A wire", "Roof gone"}),
    "to the end of a month": ("", {"end": "2017-04"}, {"The bridge"}),
    "a range": ("", {"begin": "2017-05-01", "end": "2017-05-05"}, {"The ferry"}),
    "undated": ("", {"undated": True}, {"The rain"}),
    "incomplete": ("", {"complete": False}, {"The ferry", "The rain"}),
    "with media": ("", {"media": True}, set()),
    "undisputed": ("fell", {"disputed": False}, {"The rain"}),
    "a date that is stated": ("day", {"date_status": "stated"}, {"The bridge", "The ferry"}),
    "a date that is unknown": ("", {"date_status": "unknown"}, {"The rain"}),
    "never checked": ("warm", {"verdict": "never"}, {"The ferry"}),
    "damaged": ("", {"verdict": "damaged"}, set()),
}


@pytest.mark.parametrize(("query", "wanted", "expected"), WANTED.values(), ids=WANTED)
def test_those_are_found_for_which_all_that_is_said_holds(
    made: Place, query: str, wanted: dict[str, Any], expected: set[str]
) -> None:
    found = ask(made, query, **wanted)

    assert titles(found) == expected
    assert found.total == len(expected)


def test_a_range_counts_those_without_a_date_that_fit_else(made: Place) -> None:
    assert ask(made, "", begin="2017").undated == 1
    assert ask(made, "cold", begin="2017").undated == 0
    assert ask(made, "", year=2017).undated == 1


def test_a_date_that_may_lie_in_a_range_is_found_when_asked_for(full: Place) -> None:
    with full.open() as archive:
        archive.describe("the-rain", date="2017", note="a guess")

    inside = ask(full, "fell", begin="2017-06", end="2017-07")
    possible = ask(full, "fell", begin="2017-06", end="2017-07", possible=True)

    assert (inside.total, possible.total) == (0, 1)
    assert possible.hits[0].card.date_kind == "supplied"


def test_facets_count_what_was_found_and_what_is_unknown(made: Place) -> None:
    facets = ask(made).facets

    assert {c.value: c.count for c in facets[Facet.SOURCE]} == {
        "AFP": 3,
        "The Courier": 2,
        "The Gazette": 1,
        "The Post": 1,
        None: 1,
    }
    assert {c.value: c.count for c in facets[Facet.YEAR]} == {"2017": 3, "2016": 1, None: 1}
    assert {c.value: c.count for c in facets[Facet.VERDICT]} == {None: 5}
    assert set(facets) == set(Facet)


def test_one_text_in_two_papers_is_told_once(made: Place) -> None:
    grouped, each = ask(made, "storm"), ask(made, "storm", each=True)

    assert [hit.duplicates for hit in grouped.hits] == [1]
    assert [hit.duplicates for hit in each.hits] == [0, 0]
    assert grouped.total == each.total == 2


def test_those_with_the_same_text_are_counted_beyond_the_page(made: Place) -> None:
    page = ask(made, "the OR it", sort="newest", limit=1)

    assert [(hit.card.title, hit.duplicates) for hit in page.hits] == [("Roof gone", 1)]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("each", [False, True], ids=["grouped", "each"])
def test_pages_have_everything_once(made: Place, sort: str, *, each: bool) -> None:
    whole = [h.card.bag for h in ask(made, "the OR it", sort=sort, each=each).hits]
    paged: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = ask(made, "the OR it", sort=sort, each=each, limit=1, offset=offset)
        paged += [hit.card.bag for hit in page.hits]
        offset = page.next

    assert paged == whole
    assert len(whole) == (5 if each else 4)


def test_by_date_those_without_one_come_last(made: Place) -> None:
    newest = [h.card.title for h in ask(made, sort="newest", each=True).hits]
    oldest = [h.card.title for h in ask(made, sort="oldest", each=True).hits]

    assert newest == ["Roof gone", "A wire", "The ferry", "The bridge", "The rain"]
    assert oldest == ["The bridge", "The ferry", "A wire", "Roof gone", "The rain"]


def test_a_snippet_is_the_text_as_it_is_printed(made: Place) -> None:
    assert ask(made, "koln").hits[0].snippet == "The bridge opened on a cold day in Köln."


def test_what_may_not_be_shown_is_left_out_and_counted(full: Place) -> None:
    with full.open() as archive:
        named = {bag.record.title: bag for bag in archive.bags(kind="article")}
        archive.decide(named["A wire"], access="closed", reason="privacy")
        archive.decide(named["The ferry"], access="metadata-only", reason="privacy")
        found = archive.search(each=True, asking=Asking(Reader.ANYONE, "search"))
        staff = archive.search(each=True)

    assert "A wire" not in titles(found)
    assert found.withheld == 1
    assert [h.snippet is None for h in found.hits if h.card.title == "The ferry"] == [True]
    assert (staff.withheld, "A wire" in titles(staff)) == (0, True)


def test_a_withdrawn_article_is_in_no_answer(full: Place) -> None:
    with full.open() as archive:
        named = {bag.record.title: bag for bag in archive.bags(kind="article")}
        before = archive.search("ferry").total
        archive.withdraw(named["The ferry"], "privacy", "letter 7")
        found = archive.search("ferry")

        archive.lift_withdrawal(named["The ferry"].name, "error", "letter 8")
        after = archive.search("ferry")

    assert before - found.total == 1
    assert "The ferry" not in titles(found)
    assert "The ferry" in titles(after)


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param({"begin": "soon"}, id="no date"),
        pytest.param({"begin": "../2017"}, id="a date without beginning"),
        pytest.param({"begin": "2018", "end": "2017"}, id="an end before the beginning"),
        pytest.param({"verdict": "fine"}, id="no verdict"),
        pytest.param({"date_status": "guessed"}, id="no status"),
        pytest.param({"sort": "best"}, id="no order"),
        pytest.param({"offset": -1}, id="less than nothing"),
        pytest.param({"undated": True, "begin": "2017"}, id="undated in a range"),
    ],
)
def test_what_cannot_be_asked_is_refused(made: Place, wanted: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        ask(made, **wanted)


# What changes


def test_what_came_in_is_found_at_once(full: Place) -> None:
    with full.open() as archive:
        archive.ingest(full.source("new.txt", COMET), lambda _: None)

        assert archive.search("comet").total == 1


def test_what_was_supplied_later_is_found(full: Place) -> None:
    with full.open() as archive:
        archive.describe("the-rain", source="The Almanac", note="seen in the paper")

        assert titles(archive.search(source="The Almanac")) == {"The rain"}
        assert archive.search(source="").total == 0
        assert archive.search().total == 5


def test_a_collection_is_found_once_it_is_decided(full: Place) -> None:
    with full.open() as archive:
        archive.decide("the-rain", collection="weather", reason="curation")

        assert titles(archive.search(collection="weather")) == {"The rain"}
        assert archive.search(collection="").total == 4


def test_a_verdict_is_that_of_the_last_audit(full: Place) -> None:
    [text] = full.root.glob("bags/2017/05/05/*/data/article.txt")
    flip(text)
    with full.open() as archive:
        archive.audit(lambda _: None)

        assert titles(archive.search(verdict="damaged")) == {"The ferry"}
        assert archive.search(verdict="intact").total == 4
        counts = {c.value: c.count for c in archive.search().facets[Facet.VERDICT]}

    assert counts == {"intact": 4, "damaged": 1}


def test_without_the_disk_of_the_bags_the_answer_is_what_was_indexed(full: Place) -> None:
    with full.open() as archive:
        archive.ingest(full.source("new.txt", COMET), lambda _: None)
    (full.root / "bags").rename(full.root / "away")
    (full.root / "bags").mkdir()

    found = ask(full, "comet OR storm", each=True)

    assert (found.total, found.unread, found.behind, found.exit_code) == (2, 0, 1, 3)
    assert "attached" in found.why
    assert [hit.snippet for hit in found.hits] == [None, None]


@pytest.mark.parametrize(
    "record",
    ["{", "[]", '{"body": []}', '{"body": {"path": "../../../archive.toml"}}', "\0"],
    ids=["half", "a list", "no body", "a way out", "no text"],
)
def test_a_record_that_is_none_is_no_mistake(empty: Place, record: str) -> None:
    fill(empty, "ferry", "rain")
    [path] = empty.root.glob("bags/2017/*/*/*/data/metadata/article.json")
    path.write_text(record, encoding="utf-8")

    found = ask(empty)

    assert (found.total, found.unread) == (2, 1)


def test_a_record_that_cannot_be_read_is_found_by_its_name_and_read_when_it_can(
    empty: Place,
) -> None:
    fill(empty, "ferry")
    [record] = empty.root.glob("bags/2017/*/*/*/data/metadata/article.json")
    aside = record.with_name("aside")
    record.rename(aside)

    without = ask(empty)
    aside.rename(record)
    again = ask(empty, "sailed")

    assert (without.total, without.unread) == (1, 1)
    assert (again.total, again.unread) == (1, 0)


# The index


def answers(place: Place) -> list[object]:
    return [ask(place, query, each=True) for query in ("", "day", "storm", "NOT it", "r*")]


def test_an_index_that_is_gone_is_made_again_with_the_same_answers(full: Place) -> None:
    before = answers(full)

    shutil.rmtree(full.root / SEARCH)

    assert answers(full) == before


def test_rebuild_makes_it_again_with_the_same_answers(full: Place) -> None:
    with full.open() as archive:
        archive.describe("the-rain", date="2017", note="a guess")
    before = answers(full)

    with full.open() as archive:
        made = archive.rebuild()

    assert made.indexed == 5
    assert answers(full) == before


def test_rebuild_makes_none_where_there_was_none(empty: Place) -> None:
    fill(empty, "rain")

    with empty.open() as archive:
        assert archive.rebuild().indexed is None

    assert not (empty.root / SEARCH).exists()


def put(path: Path, data: bytes) -> None:
    """Put another file there; the old one may still be mapped into memory by this process."""
    path.unlink()
    path.write_bytes(data)


def spoil_all(folder: Path) -> None:
    for path in folder.iterdir():
        put(path, b"spoilt")


def spoil_meta(folder: Path) -> None:
    put(folder / "meta.json", b"{}")


def cut_short(folder: Path) -> None:
    for path in folder.glob("*.term"):
        put(path, path.read_bytes()[:10])


def lose_one(folder: Path) -> None:
    next(folder.glob("*.store")).unlink()


@pytest.mark.parametrize("harm", [spoil_all, spoil_meta, cut_short, lose_one])
def test_a_damaged_index_is_made_again_and_that_is_said_once(full: Place, harm: Any) -> None:
    before = answers(full)

    harm(full.root / SEARCH)
    with full.open() as archive:
        archive.search("day")
        archive.search("day")
        said = archive.notices

    assert len(said) == 1
    assert "search index was damaged" in said[0]
    assert answers(full) == before


def test_an_index_of_another_version_is_made_again(
    full: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(full)

    from newsarchive.search import index  # noqa: PLC0415

    monkeypatch.setattr(index, "_VERSION", 1)
    with full.open() as archive:
        archive.search("day")
        said = archive.notices

    assert ["another version" in one for one in said] == [True]
    assert answers(full) == before


def test_an_index_with_other_fields_is_of_another_version_and_not_damaged(full: Place) -> None:
    before = answers(full)
    shutil.rmtree(full.root / SEARCH)
    (full.root / SEARCH).mkdir()
    early = tantivy.SchemaBuilder()
    early.add_text_field("words")
    tantivy.Index(early.build(), path=str(full.root / SEARCH))

    with full.open() as archive:
        archive.search("day")
        (said,) = archive.notices

    assert "another version" in said
    assert answers(full) == before


def test_an_index_of_another_archive_is_not_believed(full: Place, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    other = make_place(tmp_path / "else")
    fill(other, "rain")
    shutil.copytree(full.root / SEARCH, other.root / SEARCH)

    assert titles(ask(other)) == {"The rain"}


def test_what_lies_in_its_folder_and_is_not_ours_stays(full: Place) -> None:
    mine = full.root / SEARCH / "notes.txt"
    mine.write_text("mine")

    spoil_meta(full.root / SEARCH)
    ask(full)

    assert mine.read_text() == "mine"


def test_a_link_in_its_place_is_not_followed(full: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(full.root / SEARCH)
    (full.root / SEARCH).symlink_to(elsewhere)

    found = ask(full, "storm")

    assert found.total == 2
    assert list(elsewhere.iterdir()) == []


def test_reading_only_changes_nothing(full: Place) -> None:
    before = snapshot(full.root)

    with Archive.open(full.root, full.clock, read_only=True) as archive:
        found = archive.search("storm")

    assert found.total == 2
    assert snapshot(full.root) == before


def test_reading_only_without_an_index_it_is_made_in_memory(empty: Place) -> None:
    fill(empty, "rain")
    before = snapshot(empty.root)

    with Archive.open(empty.root, empty.clock, read_only=True) as archive:
        assert archive.search("fell").total == 1
        assert archive.search("fell").total == 1

    assert snapshot(empty.root) == before


def test_reading_only_says_how_far_the_index_reaches(full: Place) -> None:
    with full.open() as archive:
        archive.ingest(full.source("new.txt", COMET), lambda _: None)

    with Archive.open(full.root, full.clock, read_only=True) as archive:
        behind = archive.search("comet")
        ask(full)
        caught_up = archive.search("comet")

    assert (behind.total, behind.behind, behind.exit_code) == (0, 1, 0)
    assert "read only" in behind.why
    assert (caught_up.total, caught_up.behind) == (1, 0)


def test_who_cannot_get_the_lock_answers_from_what_is_there(
    full: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "_WAIT_SECONDS", 0.01)
    with full.open() as archive:
        archive.ingest(full.source("new.txt", COMET), lambda _: None)

        with searched._lock(archive.holdings).held(1):  # noqa: SLF001
            found = archive.search("comet OR storm", each=True)

    assert (found.total, found.behind, found.exit_code) == (2, 1, 0)
    assert "locked" in found.why


@contextlib.contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise NoSpaceError("there is no room for the search index")

    with monkeypatch.context() as patched:
        on_disk = SearchIndex.put
        patched.setattr(
            SearchIndex, "put", lambda self, a: refuse() if self.folder else on_disk(self, a)
        )
        yield


def test_on_a_full_disk_the_answer_is_from_memory(
    full: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full.open() as archive:
        archive.ingest(full.source("new.txt", COMET), lambda _: None)

    with full_disk(monkeypatch):
        found = ask(full, "comet")

    assert (found.total, found.behind, found.exit_code) == (1, 0, 0)


def test_on_a_full_disk_a_large_archive_says_that_the_newest_is_left_out(
    full: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched, "_MOST_IN_MEMORY", 0)
    with full.open() as archive:
        archive.ingest(full.source("new.txt", COMET), lambda _: None)

    with full_disk(monkeypatch):
        found = ask(full, "comet OR storm", each=True)

    assert (found.total, found.behind, found.exit_code) == (2, 1, 3)
    assert titles(ask(full, "comet")) == {"News of a comet"}


KILLED = """
import os, signal, sys
from pathlib import Path
from newsarchive.archive import Archive
from newsarchive.search.index import SearchIndex
at, seen = int(sys.argv[2]), 0
def count(wrapped):
    def call(*given, **named):
        global seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return wrapped(*given, **named)
    return call
for name in ("put", "settle", "_keep", "_let_others_read", "refresh", "_place"):
    setattr(SearchIndex, name, count(getattr(SearchIndex, name)))
with Archive.open(Path(sys.argv[1])) as archive:
    archive.search("storm")
"""


@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 9, 10, 11, 12])
def test_killed_anywhere_the_next_search_has_the_same_answers(full: Place, at: int) -> None:
    before = answers(full)
    shutil.rmtree(full.root / SEARCH)

    done = subprocess.run(
        [sys.executable, "-c", KILLED, full.root, str(at)], capture_output=True, check=False
    )

    assert done.returncode in {0, -signal.SIGKILL}
    assert answers(full) == before


def test_an_ingest_does_not_wait_for_the_index_nor_fail_for_it(full: Place) -> None:
    shutil.rmtree(full.root / SEARCH)
    (full.root / SEARCH).write_text("no folder")

    with full.open() as archive:
        with archive.holdings.writing():
            pass
        report = archive.ingest(full.source("new.txt", "News\n\nA comet.\n"), lambda _: None)
        found = archive.search("comet")

    assert report.exit_code == 0
    assert found.total == 1
    assert (full.root / SEARCH).read_text() == "no folder"


@pytest.mark.skipif(os.geteuid() != 0, reason="another account is needed")
def test_another_account_can_read_the_index(full: Place) -> None:
    ask(full)

    modes = {p.name: p.stat().st_mode & 0o444 for p in (full.root / SEARCH).iterdir()}

    assert set(modes.values()) == {0o444}


# A bag by its title


def test_a_bag_is_named_by_words_of_its_title(made: Place) -> None:
    with made.open() as archive:
        assert archive.bag("roof GONE").path.parent.name == "07"


def test_words_of_several_titles_are_answered_with_the_candidates(made: Place) -> None:
    with made.open() as archive, pytest.raises(NotFoundError) as raised:
        archive.bag("The")

    assert "more than one bag" in raised.value.message


def test_candidates_by_title_are_listed(full: Place) -> None:
    with full.open() as archive:
        text = "The rain again\n\nThe rain came once more on that day.\n"
        archive.ingest(full.source("more.txt", text), lambda _: None)

        with pytest.raises(NotFoundError) as raised:
            archive.bag("rain")

    assert len(raised.value.details) == 2


def test_words_of_no_title_name_no_bag(made: Place) -> None:
    with made.open() as archive, pytest.raises(NotFoundError, match="there is no bag"):
        archive.bag("volcano erupts")


def test_a_table_counts_articles(made: Place) -> None:
    with made.open() as archive:
        rows = dict(archive.tabulate("year", "source"))

    assert rows == {
        ("2016", "AFP"): 1,
        ("2016", "The Courier"): 1,
        ("2017", "AFP"): 2,
        ("2017", "The Courier"): 1,
        ("2017", "The Gazette"): 1,
        ("2017", "The Post"): 1,
        (None, None): 1,
    }


@pytest.mark.parametrize(
    "columns",
    [(), ("colour",), ("year", "year"), ("verdict",)],
    ids=["none", "no", "twice", "verdict"],
)
def test_a_table_of_what_there_is_not_is_refused(made: Place, columns: tuple[str, ...]) -> None:
    with made.open() as archive, pytest.raises(UsageError):
        archive.tabulate(*columns)


def test_the_bags_stay_as_they_are(full: Place) -> None:
    before = snapshot(full.root / "bags")
    shutil.rmtree(full.root / SEARCH)

    ask(full, "storm")

    assert snapshot(full.root / "bags") == before
    assert len(bags(full.root)) == 5


def test_what_staff_are_shown_that_is_closed_is_entered(full: Place) -> None:
    settings = full.root / "archive.toml"
    text = settings.read_text("utf-8").replace("record = []", 'record = ["staff"]')
    settings.write_text(text, encoding="utf-8")
    with full.open() as archive:
        named = {bag.record.title: bag for bag in archive.bags(kind="article")}
        archive.decide(named["The ferry"], access="closed", reason="privacy")
        archive.search(each=True, asking=Asking(Reader.STAFF, "search", "clerk"))

        uses = list(archive.holdings.catalog.entries.of(Use))
    assert [(use.bag, use.door) for use in uses] == [(named["The ferry"].id, "search")]

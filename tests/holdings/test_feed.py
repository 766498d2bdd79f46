"""The second feed of the catalog: outside of every lock, with a mark of its own."""

from dataclasses import dataclass, field

import pytest

from newsarchive.holdings.feed import Fed, catch_up_feed
from newsarchive.model.asked import Description
from newsarchive.model.supplied import Value
from support.archives import Place, bags, make_place, snapshot
from support.life import take_in


@dataclass
class Titles:
    """A feed that keeps titles and texts. Implements `Feed`; what is not settled is lost."""

    kept: dict[str, Fed] = field(default_factory=dict)
    waiting: dict[str, Fed] = field(default_factory=dict)
    at: int = -1
    dies_at: int = 10**9

    def mark(self) -> int:
        return self.at

    def take(self, article: Fed) -> None:
        self.waiting[article.accession.bag] = article

    def settle(self, mark: int) -> None:
        if mark >= self.dies_at:
            self.waiting.clear()
            raise KeyboardInterrupt
        self.kept |= self.waiting
        self.waiting.clear()
        self.at = mark


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return make_place(tmp_path_factory.mktemp("place"))


def feed(place: Place, titles: Titles) -> int:
    with place.open() as archive:
        return catch_up_feed(archive.holdings, titles)


def test_it_is_given_each_article_once_and_then_what_is_new(place: Place) -> None:
    titles = Titles()
    take_in(place, "a.txt", "b.txt")

    first = feed(place, titles)
    again = feed(place, titles)
    take_in(place, "c.txt")
    later = feed(place, titles)

    assert (first, again, later) == (2, 0, 1)
    assert len(titles.kept) == 3


def test_it_is_given_record_and_text(place: Place) -> None:
    titles = Titles()
    take_in(place, "a.txt")

    feed(place, titles)

    (fed,) = titles.kept.values()
    (bag,) = bags(place.root)
    assert fed.text == (bag / "data/article.txt").read_bytes()
    assert fed.record is not None
    assert fed.record["displayTitle"].startswith("Rain fell")


def test_an_amendment_gives_the_article_again_with_its_current_record(place: Place) -> None:
    titles = Titles()
    take_in(place, "a.txt")
    feed(place, titles)
    (bag,) = bags(place.root)

    with place.open() as archive:
        value = Value.parse("date-published", ["2017-04"], basis="option")
        archive.describe([Description(bag.name, bag.name, (value,))])

    assert feed(place, titles) == 1
    (fed,) = titles.kept.values()
    assert fed.record is not None
    assert fed.record["provenance"]["datePublished"]["value"] == "2017-04"


def test_what_was_not_settled_is_given_again(place: Place) -> None:
    titles = Titles(dies_at=0)
    take_in(place, "a.txt")

    with pytest.raises(KeyboardInterrupt):
        feed(place, titles)
    titles.dies_at = 10**9

    assert feed(place, titles) == 1
    assert len(titles.kept) == 1


def test_a_bag_that_cannot_be_read_ends_nothing(place: Place) -> None:
    titles = Titles()
    take_in(place, "a.txt", "b.txt")
    (bags(place.root)[0] / "data/metadata/article.json").unlink()

    assert feed(place, titles) == 2
    assert sorted(bool(fed.problem) for fed in titles.kept.values()) == [False, True]


def test_it_waits_for_no_writer_and_changes_nothing(place: Place) -> None:
    titles = Titles()
    take_in(place, "a.txt")
    before = snapshot(place.root / "bags")

    with place.open() as writer, writer.holdings.writing():
        assert feed(place, titles) == 1

    assert snapshot(place.root / "bags") == before


def test_made_anew_it_says_the_same(place: Place) -> None:
    titles, anew = Titles(), Titles()
    take_in(place, "a.txt")
    feed(place, titles)
    take_in(place, "b.txt")
    feed(place, titles)

    feed(place, anew)

    assert anew.kept == titles.kept

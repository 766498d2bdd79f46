"""What came in since the index of words was made is found, and the archive is only read for it."""

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import newsarchive
from newsarchive.errors import StoreError
from newsarchive.holdings import searched
from newsarchive.model.layout import SEARCH
from newsarchive.search.index import Mark, SearchIndex
from newsarchive.search.query import parse
from newsarchive.search.tantivy_queries import Chosen
from newsarchive.web import following
from support.archives import snapshot
from support.portal import Made

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.fixture
def take(copy: Made, tmp_path: Path) -> Callable[[str], str]:
    """Takes in an article in which a word stands, and gives the id of its bag."""

    def taken(word: str) -> str:
        source = tmp_path / f"{word}.txt"
        source.write_text(f"{word}\n\nOf this the word is {word}.\n", "utf-8")
        with newsarchive.open(copy.root) as archive:
            return archive.ingest(source).items[0].bag_id or ""

    return taken


def test_one_article_after_the_other_is_found_and_nothing_is_written(
    copy: Made, of_copy: "TestClient", take: Callable[[str], str]
) -> None:
    for word in ("comet", "meteor", "eclipse"):
        bag = take(word)
        before = snapshot(copy.root)

        found = of_copy.get(f"/search.json?q={word}").json()

        assert [hit["bag_id"] for hit in found["hits"]] == [bag]
        assert snapshot(copy.root) == before
    assert of_copy.get("/search.json?q=word").json()["total"] == 3


def test_an_index_that_others_brought_up_to_date_is_used(
    copy: Made, of_copy: "TestClient", take: Callable[[str], str]
) -> None:
    take("comet")
    assert of_copy.get("/search.json?q=comet").json()["total"] == 1
    take("meteor")
    with newsarchive.open(copy.root) as archive:
        archive.search("meteor")
    take("eclipse")

    assert of_copy.get("/search.json?q=word").json()["total"] == 3


def test_counts_and_lists_follow_too(copy: Made, of_copy: "TestClient", tmp_path: Path) -> None:
    source = tmp_path / "comet.txt"
    source.write_text("Comet\n\nA comet was seen.\n", "utf-8")
    with newsarchive.open(copy.root) as archive:
        archive.ingest(source, source="The Comet Hour")

    assert "The Comet Hour" in of_copy.get("/browse/source").text
    assert "The Comet Hour" in of_copy.get("/").text


def test_where_there_is_no_index_one_is_made_beside_the_archive(
    copy: Made, of_copy: "TestClient", take: Callable[[str], str]
) -> None:
    shutil.rmtree(copy.root / SEARCH)
    before = snapshot(copy.root)

    assert of_copy.get("/search.json?q=harbour").json()["total"] > 0
    assert snapshot(copy.root) == before
    take("comet")
    assert of_copy.get("/search.json?q=comet").json()["total"] == 1


def test_what_cannot_be_found_yet_is_said(
    of_copy: "TestClient",
    take: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: object) -> int:
        raise StoreError("there is no room for the search index")

    monkeypatch.setattr(following, "follow", refuse)
    take("comet")

    answer = of_copy.get("/search.json?q=comet")
    page = of_copy.get("/search?q=comet").text

    assert (answer.json()["total"], answer.json()["behind"]) == (0, 1)
    assert "1 change" in page
    assert "is not found by searches yet" in page
    assert capfd.readouterr().err.count("no room") == 1


def held_back(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """No index is filled before this is set."""
    may_go_on = threading.Event()
    whole = searched._fill  # noqa: SLF001

    def slow(*args: object, **options: object) -> int:
        may_go_on.wait()
        return whole(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(searched, "_fill", slow)
    return may_go_on


def test_nobody_waits_for_many(
    of_copy: "TestClient", take: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_FEW", 0)
    may_go_on = held_back(monkeypatch)
    take("comet")
    meanwhile = of_copy.get("/search.json?q=comet").json()
    monkeypatch.setattr(following, "_FEW", 200)

    may_go_on.set()
    after = of_copy.get("/search.json?q=comet").json()

    assert (meanwhile["total"], meanwhile["behind"]) == (0, 1)
    assert (after["total"], after["behind"]) == (1, 0)


def test_until_the_first_index_is_there_searches_ask_for_patience(
    copy: Made, of_copy: "TestClient", monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(copy.root / SEARCH)
    monkeypatch.setattr(following, "_WAIT_SECONDS", 0.0)
    may_go_on = held_back(monkeypatch)
    try:
        answer = of_copy.get("/search")

        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        assert of_copy.get(f"/article/{copy.bags['rain']}").status_code == 200
    finally:
        may_go_on.set()


def test_readers_are_answered_while_it_follows(
    of_copy: "TestClient", take: Callable[[str], str]
) -> None:
    addresses = ["/search?q=harbour&all=1", "/", "/search.json?q=ferry"] * 4
    with ThreadPoolExecutor(6) as pool:
        for word in ("comet", "meteor", "eclipse"):
            take(word)
            answers = list(pool.map(of_copy.get, addresses))

            assert {answer.status_code for answer in answers} == {200}


def test_an_index_apart_leaves_the_one_that_it_was_made_like(copy: Made) -> None:
    everything = Chosen(parse(""))
    first = SearchIndex(copy.root / SEARCH, read_only=True)
    count = first.count(everything)

    second = SearchIndex(first.folder, like=first)
    with second.filling(anew=True):
        second.settle(Mark("another", 1, {}))
    third = SearchIndex(second.folder, like=second)
    second.close()
    first.refresh()
    third.refresh()

    assert count > 0
    assert first.count(everything) == count
    assert third.count(everything) == 0
    assert third.position() == Mark("another", 1, {})
    third.close()
    first.close()

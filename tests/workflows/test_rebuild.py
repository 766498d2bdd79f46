"""The catalog is made anew from ledger and audits as it was kept; or the old one stays."""

import sqlite3

import pytest

from newsarchive.errors import StoreError
from newsarchive.model.decision import DecisionKind, Reason
from newsarchive.model.status import Rebuilt
from support.archives import Place, article
from support.life import audit, dump, flip, open_findings, take_in, unmount

TEXT = "data/article.txt"


@pytest.fixture
def lived(place: Place) -> Place:
    """An archive to which everything happened that can."""
    one, two, _ = take_in(place, "a", "b", "c")
    audit(place)
    flip(place.root / one.path / TEXT)
    (place.root / two.path).rename(place.sources / "away")
    (place.root / "bags/undated/ab/stray").mkdir(parents=True)
    audit(place)
    with place.open() as archive:
        archive.ingest([place.source("elsewhere/c", article("c"))], lambda _: None)
        archive.acknowledge(open_findings(place)[0].id, "known")
        archive.decide(one.bag, [(DecisionKind.COLLECTION, "Rain")], Reason.CURATION)
    away = unmount(place)
    audit(place)
    (place.root / "bags").rmdir()
    away.rename(place.root / "bags")
    return place


def rebuild(place: Place) -> Rebuilt:
    with place.open() as archive:
        return archive.rebuild()


def leftovers(place: Place) -> list[str]:
    return sorted(p.name for p in place.root.iterdir() if "catalog" in p.name)


def test_the_new_catalog_is_the_one_that_was_kept(lived: Place) -> None:
    before = dump(lived)

    made = rebuild(lived)

    assert made.same
    assert dump(lived) == before
    assert leftovers(lived) == ["catalog.sqlite"]


def test_it_counts(lived: Place) -> None:
    made = rebuild(lived)

    assert (made.bags, made.audits, made.checks, made.lost_reports) == (3, 3, 9, ())


def test_a_catalog_that_says_something_else_is_said_to(lived: Place) -> None:
    with sqlite3.connect(lived.root / "catalog.sqlite") as db:
        db.execute("UPDATE standing SET verdict = 'intact'")
    db.close()

    assert not rebuild(lived).same
    assert rebuild(lived).same


def test_a_report_that_is_gone_is_named(lived: Place) -> None:
    run = min(p.name for p in (lived.root / "audits").iterdir())
    (lived.root / "audits" / run / "part-1.jsonl").unlink()

    assert rebuild(lived).lost_reports == (run,)


@pytest.mark.parametrize("step", ["fsync_file", "os.rename", "catch_up"])
def test_when_it_fails_the_old_catalog_stays(
    lived: Place, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = dump(lived)

    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch, lived.open() as archive:
        patch.setattr(f"newsarchive.workflows.rebuild.{step}", refuse)
        with pytest.raises(StoreError):
            archive.rebuild()

    assert dump(lived) == before
    assert leftovers(lived) == ["catalog.sqlite"]


def test_who_has_the_archive_open_goes_on_with_the_new_catalog(lived: Place) -> None:
    with lived.open() as other:
        rebuild(lived)
        report = other.ingest([lived.source("d")], lambda _: None)

    assert report.exit_code == 0
    assert rebuild(lived).same
    assert rebuild(lived).bags == 4


def test_a_half_made_catalog_of_a_killed_run_is_no_hindrance(lived: Place) -> None:
    (lived.root / ".catalog.sqlite.new").write_bytes(b"half")

    assert rebuild(lived).same

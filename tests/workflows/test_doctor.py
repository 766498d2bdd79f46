"""Doctor: what is wrong is found and said, what is well raises nothing, and nothing is changed."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.model.health import Diagnosis, Examination, Health
from support.archives import Place, snapshot
from support.life import take_in
from support.mounts import read_only
from support.project import ROOT


def examine(place: Place) -> Diagnosis:
    return Archive.examine(place.root, place.clock, named=True)


def problems(place: Place) -> dict[str, Examination]:
    return {e.what: e for e in examine(place).examinations if e.health is Health.PROBLEM}


def test_a_sound_archive_has_no_problems(place: Place) -> None:
    take_in(place, "a")

    assert problems(place) == {}
    assert examine(place).exit_code == 0


def test_it_changes_nothing(place: Place) -> None:
    take_in(place, "a")
    (place.root / "catalog.sqlite").unlink()
    before = snapshot(place.root)

    examine(place)

    assert snapshot(place.root) == before


def test_without_an_archive_the_machine_is_checked(tmp_path: Path, place: Place) -> None:
    found = Archive.examine(tmp_path / "nowhere", place.clock, named=False)

    assert found.exit_code == 0
    assert {"Python", "SQLite", "clock"} <= {e.what for e in found.examinations}


def test_an_archive_that_was_named_and_is_not_there_is_a_problem(
    tmp_path: Path, place: Place
) -> None:
    assert Archive.examine(tmp_path / "nowhere", place.clock, named=True).exit_code == 3


def _no_marker(place: Place) -> None:
    (place.root / "bags/.store.json").unlink()


def _no_folder(place: Place) -> None:
    (place.root / "audits").rmdir()


def _changed_ledger(place: Place) -> None:
    ledger = place.root / "ledger/entries.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"layout":1', b'"layout":7'))


def _torn_journal(place: Place) -> None:
    (place.root / "staging/journal.json").write_bytes(b"{")


def _wrong_settings(place: Place) -> None:
    (place.root / "archive.toml").write_text("[archive]\n")


def _clock_before_the_ledger(place: Place) -> None:
    place.clock.move(days=-1)


def _clock_of_1970(place: Place) -> None:
    place.clock.move(days=-20_000)


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (_no_marker, "store"),
        (_no_folder, "audits/"),
        (_changed_ledger, "ledger"),
        (_torn_journal, "journal"),
        (_wrong_settings, "archive.toml"),
        (_clock_before_the_ledger, "clock and ledger"),
        (_clock_of_1970, "clock"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    place: Place, harm: Callable[[Place], None], what: str
) -> None:
    take_in(place, "a")
    harm(place)

    found = problems(place)

    assert what in found
    assert found[what].advice
    assert examine(place).exit_code == 3


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100], ids=["gone", "empty", "bad"])
def test_a_catalog_that_is_not_up_to_date_needs_nothing(
    place: Place, content: bytes | None
) -> None:
    take_in(place, "a")
    catalog = place.root / "catalog.sqlite"
    catalog.unlink() if content is None else catalog.write_bytes(content)

    (found,) = [e for e in examine(place).examinations if e.what == "catalog"]

    assert found.health is Health.NOTE
    assert "rebuild" in found.advice


@pytest.mark.root
def test_a_disk_that_cannot_be_written_is_a_problem(place: Place) -> None:
    with read_only(place.root):
        found = problems(place)

    assert "bags/" in found
    assert "not written" in found["bags/"].found


def test_only_those_extras_are_named_that_something_here_uses(place: Place) -> None:
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        used |= set(re.findall(r"^\s*(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE))

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    named = {
        e.what.removeprefix("extra ")
        for e in examine(place).examinations
        if e.what.startswith("extra ")
    }

    def modules(extra: str) -> set[str]:
        return {re.split("[>=]", wanted)[0].replace("-", "_") for wanted in extras[extra]}

    assert named == {e for e in extras if e not in {"all", "test", "lint"} and modules(e) & used}

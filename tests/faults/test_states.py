"""The check of allowed states finds what it is there to find."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.archives import Place, bags, make_place
from support.states import Before, breaches, breaches_after_healing
from support.victims import Run


def lose_bag(root: Path) -> None:
    shutil.rmtree(bags(root)[0])


def half_bag(root: Path) -> None:
    (bags(root)[0] / "data/article.txt").unlink()


def foreign_file(root: Path) -> None:
    (bags(root)[0] / "data/stray").touch()


def unknown_bag(root: Path) -> None:
    shutil.copytree(bags(root)[0], bags(root)[0].with_name("other-0123456789ab"))


def shorter_ledger(root: Path) -> None:
    path = root / "ledger/entries.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def changed_ledger(root: Path) -> None:
    path = root / "ledger/entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b"newsarchive", b"newsArchive"))


def sealed_anew(root: Path) -> None:
    folder = bags(root)[0]
    lines = (folder / "tagmanifest-sha512.txt").read_text().splitlines(keepends=True)
    (folder / "tagmanifest-sha512.txt").write_text("".join(reversed(lines)))


HARM = [lose_bag, half_bag, foreign_file, unknown_bag, shorter_ledger, changed_ledger, sealed_anew]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = make_place(tmp_path)
    with place.open() as archive:
        archive.ingest([place.source("a.txt"), place.source("b.txt")], lambda _: None)
    return place


def test_an_archive_that_was_left_alone_is_allowed(place: Place) -> None:
    assert breaches(place.root, Before.of(place.root)) == []


@pytest.mark.parametrize("harm", HARM, ids=lambda f: f.__name__)
def test_harm_is_found(place: Place, harm: Callable[[Path], None]) -> None:
    before = Before.of(place.root)

    harm(place.root)

    assert breaches(place.root, before) != []


STORED = {"input": "x.txt", "status": "stored", "bag_id": "0" * 64}
LIES = {
    "a traceback": Run(3, "", "Traceback (most recent call last):"),
    "an exit status of no table": Run(70, "", ""),
    "a hang": Run(None, "", ""),
    "success without the input": Run(0, "", ""),
    "stored and not there": Run(3, json.dumps(STORED) + "\n", ""),
    "an audit that is not on record": Run(0, '{"summary": {"run": "2026"}}\n', ""),
}


@pytest.mark.parametrize("run", LIES.values(), ids=list(LIES))
def test_a_lie_is_found(place: Place, run: Run) -> None:
    assert breaches(place.root, Before.of(place.root), [run], [place.source("new.txt")]) != []


def test_what_is_left_in_staging_is_found_after_healing(place: Place) -> None:
    (place.root / "staging/0123").mkdir()

    assert breaches_after_healing(place.root, Before.of(place.root), Run(0, "", "")) != []

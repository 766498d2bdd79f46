"""A name of which nothing can be made is an outcome of its own; the others go on."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from newsarchive.model.outcome import ItemOutcome, ItemStatus
from newsarchive.workflows.ingest import below
from support.archives import Place, article, bags


@pytest.fixture
def folder(place: Place) -> Path:
    for name in ("a", "z"):
        (place.sources / f"{name}.txt").write_text(article(name), encoding="utf-8")
    return place.sources


def ingest(place: Place, *named: Path) -> list[ItemOutcome]:
    outcomes: list[ItemOutcome] = []
    with place.open() as archive:
        archive.ingest(named, outcomes.append)
    return outcomes


def stored(outcomes: list[ItemOutcome]) -> int:
    return sum(o.status is ItemStatus.STORED for o in outcomes)


NAMES = {
    "300 characters": "x" * 300 + ".png",
    "5,000 characters": "x" * 5000 + ".png",
    "5,000 folders": "x/" * 5000 + "x.png",
    "U+0000": "a\\u0000.png",
    "a line feed": "a\\n.png",
    "nothing": "",
    "a dot": ".",
    "the folder": "a.txt/..",
    "absolute": "/etc/passwd",
    "in a file": "a.txt/b.png",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_sidecar_that_names_what_cannot_be_refuses_its_own_article_only(
    place: Place, folder: Path, name: str
) -> None:
    (folder / "b.txt").write_text(article("b"), encoding="utf-8")
    (folder / "b.json").write_text(f'{{"images": ["{name}"]}}', encoding="utf-8")

    outcomes = ingest(place, folder)

    assert stored(outcomes) == 2
    [refused] = [o for o in outcomes if o.status is ItemStatus.REFUSED]
    assert refused.message
    assert "\n" not in refused.message
    assert len(refused.message) < 1000


@pytest.mark.parametrize("depth", [150, 1500])
def test_a_folder_that_is_too_deep_is_refused_in_a_line(
    place: Place, folder: Path, depth: int
) -> None:
    inner = os.open(folder, os.O_RDONLY)
    for _ in range(depth):  # deeper than a path can say
        outer = inner
        os.mkdir("d", dir_fd=outer)
        inner = os.open("d", os.O_RDONLY, dir_fd=outer)
        os.close(outer)
    with os.fdopen(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=inner), "w") as file:
        file.write(article("deep"))
    os.close(inner)

    try:
        outcomes = ingest(place, folder)
    finally:  # nothing that calls itself can remove it
        subprocess.run(["rm", "-rf", folder / "d"], check=True)  # noqa: S607

    assert stored(outcomes) == 2
    [refused] = [o for o in outcomes if o.status is ItemStatus.REFUSED]
    assert "folders deep" in (refused.message or "")
    assert len(refused.message or "") < 1000


@pytest.mark.parametrize("ending", [".txt", ".text", ""])
@pytest.mark.parametrize("alone", [True, False])
def test_a_file_with_the_longest_name_there_can_be_is_stored(
    place: Place, folder: Path, ending: str, alone: bool
) -> None:
    name = "n" * (255 - len(ending)) + ending
    (folder / name).write_text(article("long"), encoding="utf-8")

    outcomes = ingest(place, folder / name if alone else folder)

    assert stored(outcomes) == (1 if alone else 3)
    records = [json.loads((b / "data/metadata/article.json").read_text()) for b in bags(place.root)]
    assert name in [o["name"] for r in records for o in r["originals"]]


def test_a_name_of_bytes_that_are_no_text_is_stored_or_told(place: Place, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_text(article("cafe"), encoding="utf-8")

    assert stored(ingest(place, folder)) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_an_outcome_of_its_own(place: Place, folder: Path) -> None:
    (folder / "b").mkdir(mode=0)
    (folder / "c.txt").write_text(article("c"), encoding="utf-8")
    (folder / "c.txt").chmod(0)

    outcomes = ingest(place, folder)

    assert stored(outcomes) == 2
    assert len(outcomes) == 4


def test_a_file_that_vanishes_is_an_outcome_of_its_own(
    place: Place, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    real = below.open_source

    def gone(source: below.Named, name: str) -> int:
        if os.fspath(source).endswith("a.txt"):
            (folder / "a.txt").unlink(missing_ok=True)
        return real(source, name)

    monkeypatch.setattr(below, "open_source", gone)

    with place.open() as archive:
        report = archive.ingest(folder, workers=1)

    assert [o.status for o in report.items] == [ItemStatus.REFUSED, ItemStatus.STORED]

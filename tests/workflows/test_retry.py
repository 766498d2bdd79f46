"""`--retry`: just what an earlier run could not take in, by the report that was kept of it."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsarchive.cli import keep
from newsarchive.errors import SourceError, UsageError
from newsarchive.formats import Part
from newsarchive.formats.packed import PackedContents
from newsarchive.model.outcome import IngestReport, ItemStatus
from newsarchive.workflows.ingest.lists import Listed
from newsarchive.workflows.ingest.retry import read_report
from support.archives import Place, article, bags
from support.cli import Cli

FORMS = (".json", ".csv")


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ingest(place: Place, *sources: Path | Listed, report: Path | None = None) -> IngestReport:
    with place.open() as archive:
        done = archive.ingest(sources, workers=1)
    if report:
        keep.ingest(report, done)
    return done


def again(place: Place, report: Path) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(workers=1, retry=report)


def said(report: IngestReport) -> dict[str, str]:
    return {item.called.rpartition("/")[2]: item.status.value for item in report.items}


def test_what_was_refused_or_failed_is_done_again_and_nothing_else(
    place: Place, tmp_path: Path, form: str
) -> None:
    good, bad, gone = place.source("a.txt"), place.source("b.txt", ""), place.sources / "c.txt"
    ingest(place, good, bad, gone, report=tmp_path / f"run{form}")
    bad.write_text(article("b"), encoding="utf-8")

    report = again(place, tmp_path / f"run{form}")

    assert said(report) == {"b.txt": "stored", "c.txt": "refused"}


def test_in_a_folder_its_files_are_grouped_as_before(
    place: Place, tmp_path: Path, form: str
) -> None:
    place.source("in/1/story.txt")
    place.source("in/1/metadata.json", '{"sorce": "Gazette"}')
    place.source("in/2.txt")
    first = ingest(place, place.sources / "in", report=tmp_path / f"run{form}")
    place.source("in/1/metadata.json", '{"source": "Gazette"}')
    place.source("in/3.txt")

    report = again(place, tmp_path / f"run{form}")

    assert first.count(ItemStatus.REFUSED) == 1
    assert said(report) == {"story.txt": "stored"}
    [bag] = [b for b in bags(place.root) if (b / "data/supplied").exists()]
    assert (bag / "data/supplied/metadata.json").exists()


def test_a_folder_that_was_refused_is_looked_into_again(
    place: Place, tmp_path: Path, form: str
) -> None:
    place.source("in/a.txt")
    place.source("in/2/metadata.json", "{}")
    ingest(place, place.sources / "in", report=tmp_path / f"run{form}")
    place.source("in/2/story.txt")

    assert said(again(place, tmp_path / f"run{form}")) == {"story.txt": "stored"}


def test_what_is_not_in_its_folder_any_more_is_said(
    place: Place, tmp_path: Path, form: str
) -> None:
    place.source("in/a.txt")
    bad = place.source("in/b.txt", "")
    ingest(place, place.sources / "in", report=tmp_path / f"run{form}")
    bad.unlink()

    [item] = again(place, tmp_path / f"run{form}").items

    assert item.status is ItemStatus.REFUSED
    assert "any more" in str(item.message)


def batch(place: Place, texts: dict[str, str]) -> Path:
    path = place.sources / "batch.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in texts.items():
            packed.writestr(name, text)
    return path


TEXTS = {f"{n}.txt": article(f"topic {n}") for n in range(4)}


def fail_once(monkeypatch: pytest.MonkeyPatch, name: str) -> Callable[[], None]:
    """Let a member be judged, and not be read, until the returned function is called."""
    real = PackedContents.pieces
    seen: list[str] = []

    def pieces(self: PackedContents, part: Part) -> Iterator[bytes]:
        seen.append(part.name)
        if part.name == name and seen.count(name) > 1:
            raise SourceError(f"cannot read {name}")
        return real(self, part)

    monkeypatch.setattr(PackedContents, "pieces", pieces)
    return lambda: monkeypatch.setattr(PackedContents, "pieces", real)


def test_of_a_container_only_the_items_that_are_left_are_done_again(
    place: Place, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mend = fail_once(monkeypatch, "2.txt")
    first = ingest(place, batch(place, TEXTS), report=tmp_path / f"run{form}")
    mend()

    report = again(place, tmp_path / f"run{form}")

    assert first.count(ItemStatus.FAILED) == 1
    assert [(i.item.position if i.item else 0, i.status.value) for i in report.items] == [
        (3, "stored")
    ]


def test_of_another_container_of_that_name_all_items_are_done(
    place: Place, tmp_path: Path, form: str
) -> None:
    ingest(place, batch(place, {**TEXTS, "4.txt": ""}), report=tmp_path / f"run{form}")
    batch(place, {"new.txt": article("new"), **TEXTS, "4.txt": article("4")})

    report = again(place, tmp_path / f"run{form}")

    assert report.count(ItemStatus.STORED) == 2
    assert report.count(ItemStatus.PRESENT) == 4


@pytest.mark.parametrize("named", ["folder", "list"])
@pytest.mark.parametrize("finished", [False, True], ids=["still there", "finished"])
def test_what_was_left_as_unfinished_is_done_again_under_the_name_that_it_has_now(
    place: Place, tmp_path: Path, form: str, named: str, finished: bool
) -> None:
    place.source("in/a.txt")
    part = place.source("in/b.txt.part")
    source = Listed(part) if named == "list" else place.sources / "in"
    ingest(place, source, report=tmp_path / f"run{form}")
    if finished:
        part.rename(part.with_suffix(""))

    report = again(place, tmp_path / f"run{form}")

    assert said(report) == ({"b.txt": "stored"} if finished else {"b.txt.part": "waiting"})
    assert report.exit_code == 0


def test_a_report_of_a_run_that_went_well_leaves_nothing_to_do(
    place: Place, tmp_path: Path, form: str
) -> None:
    ingest(place, place.source(), report=tmp_path / f"run{form}")

    report = again(place, tmp_path / f"run{form}")

    assert report.items == ()
    assert report.exit_code == 0


def test_a_name_that_a_spreadsheet_would_compute_comes_back(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.sources)
    Path("=a.txt").touch()
    ingest(place, Path("=a.txt"), report=tmp_path / "run.csv")
    Path("=a.txt").write_text(article("a"), encoding="utf-8")

    assert said(again(place, tmp_path / "run.csv")) == {"=a.txt": "stored"}


def test_a_report_says_what_would_mend_it(place: Place, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"run{form}"
    done = ingest(place, place.sources / "no.txt", report=path)

    assert str(done.items[0].hint) in path.read_text()


NO_REPORTS = {
    "a text": ("run.txt", "Ingest of 2026", "a report for people"),
    "another ending": ("run.html", "<html>", "ends in .json or .csv"),
    "no JSON": ("run.json", "{", "is no report of an ingest"),
    "another JSON": ("run.json", '{"runs": []}', "is no report of an ingest"),
    "an item of nothing": ("run.json", '{"items": [{}]}', "is no report of an ingest"),
    "a number": ("run.json", "3", "is no report of an ingest"),
    "nested": ("run.json", "[" * 100_000, "is no report of an ingest"),
    "another table": ("run.csv", "a,b\n1,2\n", "is no report of an ingest"),
    "another status": (
        "run.csv",
        "input,status,folder,position,delivery\na,nice,,,\n",
        "is no report of an ingest",
    ),
    "a short row": ("run.csv", "input,status,folder,position,delivery\na\n", "is no report"),
    "no text": ("run.csv", "\udcff", "is not UTF-8"),
}


@pytest.mark.parametrize(("name", "data", "words"), NO_REPORTS.values(), ids=NO_REPORTS.keys())
def test_what_is_no_report_is_one_line(tmp_path: Path, name: str, data: str, words: str) -> None:
    (tmp_path / name).write_bytes(data.encode("utf-8", "surrogateescape"))

    with pytest.raises(UsageError, match=words):
        read_report(tmp_path / name)


def test_a_report_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the report"):
        read_report(tmp_path / "run.json")


def test_the_command_says_how_much_is_left(cli: Cli, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(article("a"), encoding="utf-8")
    assert cli("ingest", "-a", archive, "a.txt", "b.txt", "--report", "run.csv").code == 1
    (tmp_path / "b.txt").write_text(article("b"), encoding="utf-8")

    done = cli("ingest", "-a", archive, "--retry", "run.csv", "--report", "next.json")

    assert done.code == 0
    assert "run.csv: 1 article to do again; 1 was taken in." in done.stderr
    assert json.loads((tmp_path / "next.json").read_text())["summary"]["stored"] == 1

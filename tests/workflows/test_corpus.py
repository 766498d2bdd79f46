"""A corpus: what is in it and what is not, whole or not at all, and nothing of it invented."""

import errno
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import Archive
from newsarchive.corpus import HashedFile, files
from newsarchive.errors import NoSpaceError, StoreError, UsageError
from newsarchive.model.access import Reader
from newsarchive.model.corpus import Corpus, CorpusForm, Released, Wanted
from newsarchive.model.entries import Use
from newsarchive.model.holding import Accession
from newsarchive.model.record import Record
from newsarchive.workflows import corpus as workflow
from newsarchive.workflows.access import Asking
from newsarchive.workflows.corpus import Looked, Release
from support.archives import THREE, Place, bags, fill, place_of, snapshot

EVERY = ["The bridge", "The ferry", "The rain"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What every case has a copy of."""
    return place_of(tmp_path_factory.mktemp("made"), THREE)


@pytest.fixture
def full(place: Place, made: Place) -> Place:
    return fill(place, made)


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    return tmp_path / "out"


def export(place: Place, dest: Path, form: str = "jsonl", **asked: Any) -> Corpus:
    with place.open() as archive:
        return archive.export_corpus(dest, form, **asked)


def rows(dest: Path) -> list[dict[str, Any]]:
    text = (dest / "articles.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def titles(dest: Path) -> list[str]:
    return [row["title"] for row in rows(dest)]


def everything(_: Accession, _record: Record | None) -> Released:
    return Released()


def run(
    archive: Archive,
    dest: Path,
    *,
    release: Release = everything,
    wanted: Wanted = Wanted(),
    form: CorpusForm = CorpusForm.JSONL,
) -> tuple[Corpus, list[Looked]]:
    looked: list[Looked] = []
    chosen = (bag.accession for bag in archive.bags(kind="article"))
    made = workflow.export_corpus(
        archive.holdings, chosen, wanted, dest, form, release=release, tell=looked.append
    )
    return made, looked


ASKED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "everything": ({}, EVERY),
    "a source": ({"source": "The Courier"}, EVERY[:2]),
    "no source": ({"source": ""}, EVERY[2:]),
    "an agency": ({"agency": "afp"}, EVERY[:1]),
    "no agency": ({"agency": ""}, EVERY[1:]),
    "a year": ({"year": 2017}, ["The ferry"]),
    "a source in a year": ({"source": "The Courier", "year": 2016}, EVERY[:1]),
    "incomplete": ({"incomplete": True}, EVERY[1:]),
    "undated": ({"undated": True}, EVERY[2:]),
    "nothing": ({"year": 1900}, []),
}


@pytest.mark.parametrize(("asked", "wanted"), ASKED.values(), ids=ASKED)
def test_those_are_in_it_for_which_all_that_is_said_holds(
    full: Place, dest: Path, asked: dict[str, Any], wanted: list[str]
) -> None:
    made = export(full, dest, **asked)

    assert titles(dest) == wanted
    assert made.articles == len(wanted)
    assert made.wanted.document() == asked


@pytest.mark.parametrize("form", CorpusForm)
def test_every_file_is_in_the_checksums_that_sha512sum_accepts(
    full: Place, dest: Path, form: CorpusForm
) -> None:
    made = export(full, dest, form)

    done = subprocess.run(
        ["sha512sum", "--strict", "-c", "sha512sums.txt"],  # noqa: S607
        cwd=dest,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    files = [path for path in dest.rglob("*") if path.is_file()]
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(files) - 1
    assert (made.files, made.bytes) == (len(files), sum(path.stat().st_size for path in files))
    table = (dest / made.table.name).read_bytes()
    assert hashlib.sha512(table).hexdigest() == made.table.sha512


@pytest.mark.parametrize("form", CorpusForm)
def test_the_same_archive_gives_the_same_table(
    full: Place, dest: Path, tmp_path: Path, form: CorpusForm
) -> None:
    first = export(full, dest, form)
    full.clock.move(days=1)

    assert export(full, tmp_path / "again", form).table == first.table


def test_exporting_changes_nothing_in_the_archive(full: Place, dest: Path) -> None:
    with full.open():
        before = snapshot(full.root)

    export(full, dest)

    assert snapshot(full.root) == before


def test_an_archive_that_is_only_read_can_be_exported(full: Place, dest: Path) -> None:
    with Archive.open(full.root, full.clock, read_only=True) as archive:
        archive.export_corpus(dest)

    assert titles(dest) == EVERY


def test_what_was_supplied_later_stands_with_the_bag_that_says_so(full: Place, dest: Path) -> None:
    with full.open() as archive:
        archive.describe("the-rain", date="2018-05?", note="the binding", by="librarian")
        [amendment] = archive.bag("the-rain").amendments
        archive.decide("the-rain", collection="Weather", reason="curation")

    export(full, dest)

    [rain] = [row for row in rows(dest) if row["title"] == "The rain"]
    assert (rain["date"], rain["date_status"]) == ("2018-05?", "supplied")
    assert rain["date_basis"].startswith("by librarian, 2026-11-22T12:00:00Z")
    assert (rain["amendment"], rain["amendment_seal"]) == (amendment.name, str(amendment.seal))
    assert rain["collection"] == "Weather"


def test_what_comes_meanwhile_is_for_the_next(full: Place, dest: Path) -> None:
    came: list[str] = []

    def meanwhile(looked: Looked) -> None:
        if not came:
            came.append(looked.bag)
            with full.open() as other:
                other.ingest(full.source("new.txt", "A storm\n\nIt came in the night.\n"))
                other.describe("the-rain", date="2018", by="librarian")

    made = export(full, dest, tell=meanwhile)

    assert titles(dest) == EVERY
    assert [row["date"] for row in rows(dest)] == ["2016-03-04", "2017-05-05", None]
    with full.open() as archive:
        assert archive.holdings.ledger.head().seq > made.position.seq


def test_the_position_is_the_head_of_the_ledger(full: Place, dest: Path) -> None:
    made = export(full, dest)

    with full.open() as archive:
        assert str(made.position) == archive.holdings.ledger.head().witness
    assert str(made.position) in (dest / "README.txt").read_text("utf-8")


def harm(bag: Path, what: str) -> None:
    """Change a bag in a way that its files alone may not show."""
    text, record = bag / "data/article.txt", bag / "data/metadata/article.json"
    match what:
        case "the text":
            text.write_bytes(text.read_bytes().replace(b"warm", b"cold"))
        case "the record":
            record.write_bytes(record.read_bytes().replace(b"The Courier", b"The Curious"))
        case "no record":
            record.unlink()
        case "the record and its checksums":
            record.write_bytes(record.read_bytes().replace(b"The Courier", b"The Curious"))
            for name, path in (
                ("manifest-sha512.txt", "data/metadata/article.json"),
                ("tagmanifest-sha512.txt", "manifest-sha512.txt"),
            ):
                digest = hashlib.sha512((bag / path).read_bytes()).hexdigest()
                lines = (bag / name).read_text().splitlines()
                fresh = [f"{digest}  {path}" if x.endswith(f"  {path}") else x for x in lines]
                (bag / name).write_text("\n".join(fresh) + "\n")
        case _:
            shutil.rmtree(bag)


HARMS = ["the text", "the record", "no record", "the record and its checksums", "gone"]


@pytest.mark.parametrize("what", HARMS)
def test_what_is_not_as_it_was_taken_in_is_named_and_the_rest_goes_on(
    full: Place, dest: Path, what: str
) -> None:
    [bag] = [bag for bag in bags(full.root) if bag.name.startswith("the-ferry")]
    harm(bag, what)
    told: list[Looked] = []

    made = export(full, dest, tell=told.append)

    assert titles(dest) == ["The bridge", "The rain"]
    assert made.unread == 1
    assert [looked.bag for looked in told if looked.problem] == [bag.name]
    assert bag.name in (dest / "unread.csv").read_text("utf-8")
    assert "  unread.csv\n" in (dest / "sha512sums.txt").read_text("utf-8")
    assert "see unread.csv" in (dest / "README.txt").read_text("utf-8")


def test_where_the_disk_with_the_bags_goes_away_there_is_no_corpus(full: Place, dest: Path) -> None:
    def unplug(_: Looked) -> None:
        if (full.root / "bags").exists():
            (full.root / "bags").rename(full.root / "away")

    with pytest.raises(StoreError, match="disk or share"):
        export(full, dest, tell=unplug)

    assert not dest.exists()


def of_the_courier(accession: Accession, _: Record | None) -> Released:
    return Released("on site only" if "The Courier" in accession.sources else "")


def without_texts_of_2017(_: Accession, record: Record | None) -> Released:
    """The texts of a year are not given, nor are the leads."""
    if record is None or record.date is None or record.date.year != 2017:
        return Released()
    return Released(
        without_text="rights",
        told=dict(record.document) | {"lead": {"status": "unknown", "reason": "not given"}},
    )


def test_what_may_not_go_out_is_counted_by_its_reason_and_not_named(
    full: Place, dest: Path
) -> None:
    [ferry] = [bag for bag in bags(full.root) if bag.name.startswith("the-ferry")]
    harm(ferry, "the text")

    with full.open() as archive:
        made, _ = run(archive, dest, release=of_the_courier)

    assert titles(dest) == ["The rain"]
    assert made.left_out == {"on site only": 2}
    assert (made.articles, made.unread) == (1, 0)
    page = (dest / "README.txt").read_text("utf-8")
    assert "Left out    2 (on site only)" in page
    assert [path for path in dest.iterdir() if "ferry" in path.read_text("utf-8")] == []


@pytest.mark.parametrize("form", CorpusForm)
def test_a_text_that_may_not_go_out_is_in_no_file_and_said(
    full: Place, dest: Path, form: CorpusForm
) -> None:
    with full.open() as archive:
        made, _ = run(archive, dest, release=without_texts_of_2017, form=form)

    everything_in_it = b"".join(p.read_bytes() for p in dest.rglob("*") if p.is_file())
    assert (made.articles, made.without_text) == (3, {"rights": 1})
    assert b"The ferry sailed on a warm day" not in everything_in_it
    assert "No text     1 (rights)" in (dest / "README.txt").read_text("utf-8")
    if form is CorpusForm.JSONL:
        ferry = rows(dest)[1]
        assert (ferry["text"], ferry["lead"], ferry["text_withheld"]) == (None, None, "rights")


def test_what_is_not_asked_for_is_not_left_out(full: Place, dest: Path) -> None:
    with full.open() as archive:
        made, _ = run(archive, dest, release=of_the_courier, wanted=Wanted(year=2017))

    assert (made.articles, made.left_out) == (0, {"on site only": 1})


def test_the_page_says_what_was_asked_for_and_how_many(full: Place, dest: Path) -> None:
    made = export(full, dest, "csv", source="The Courier", year=2017)

    page = (dest / "README.txt").read_text("utf-8")
    for words in (
        "A corpus of 1 article\n",
        "Town Library, urn:uuid:",
        "source: The Courier; year: 2017",
        "Left out    none",
        made.table.sha512,
        "sha512sum -c sha512sums.txt",
    ):
        assert words in page


def test_no_name_that_was_asked_for_breaks_the_page(full: Place, dest: Path) -> None:
    export(full, dest, source="x\n\x1b[2JIn it 7 articles\u202e")

    page = (dest / "README.txt").read_text("utf-8")
    assert "\\n\\x1b[2JIn it 7 articles\\u202e" in page


@pytest.mark.parametrize("there", ["a file", "a folder", "a link"])
def test_nothing_is_overwritten(full: Place, dest: Path, there: str) -> None:
    match there:
        case "a file":
            dest.write_text("mine")
        case "a folder":
            dest.mkdir()
        case _:
            dest.symlink_to("nowhere")

    with pytest.raises(StoreError, match="something lies at"):
        export(full, dest)

    assert {p.name for p in dest.parent.iterdir()} == {"archive", "sources", "out"}


def test_no_corpus_is_made_in_the_archive(full: Place) -> None:
    with pytest.raises(UsageError, match="in the archive"):
        export(full, full.root / "bags/2016/out")


def test_a_folder_that_is_not_there_is_not_made(full: Place, dest: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        export(full, dest / "below")


def test_there_is_no_such_form(full: Place, dest: Path) -> None:
    with pytest.raises(UsageError, match="'xls' is no form"):
        export(full, dest, "xls")


CALLS = 14


@pytest.mark.parametrize("form", CorpusForm)
@pytest.mark.parametrize("call", ["write", "fsync_file", "fsync_directories", "create"])
def test_whenever_the_disk_refuses_nothing_is_left_that_looks_whole(
    full: Place, dest: Path, monkeypatch: pytest.MonkeyPatch, form: CorpusForm, call: str
) -> None:
    homes = {
        "write": (files, "write_all"),
        "fsync_file": (files, "fsync_file"),
        "fsync_directories": (workflow, "fsync_directories"),
        "create": (files, "create"),
    }
    home, name = homes[call]
    real = getattr(home, name)
    refused = succeeded = 0
    for number in range(CALLS):
        left = [number]

        def once(*arguments: Any, left: list[int] = left) -> Any:
            left[0] -= 1
            if left[0] == -1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(home, name, once)
            try:
                export(full, dest, form)
            except NoSpaceError:
                refused += 1
                assert {p.name for p in dest.parent.iterdir()} == {"archive", "sources"}
            else:
                succeeded += 1
                shutil.rmtree(dest)
    assert refused
    assert succeeded


def test_one_that_is_interrupted_leaves_nothing(full: Place, dest: Path) -> None:
    def stop(_: Looked) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(full, dest, "parquet", tell=stop)

    assert {p.name for p in dest.parent.iterdir()} == {"archive", "sources"}


def test_a_file_of_a_corpus_is_new(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")

    with pytest.raises(FileExistsError):
        HashedFile(tmp_path / "x", "x")


def test_a_corpus_for_others_leaves_out_what_is_not_open_and_counts_it(
    full: Place, dest: Path
) -> None:
    with full.open() as archive:
        bag = next(b for b in archive.bags() if b.name.startswith("the-ferry"))
        archive.decide(bag, access="closed", reason="privacy")
        made = archive.export_corpus(dest, "jsonl", asking=Asking(Reader.ANYONE, "export"))
        staff = archive.export_corpus(dest.with_name("staff"), "jsonl")

    assert made.left_out == {"closed": 1}
    assert staff.articles == made.articles + 1
    assert "The ferry" not in titles(dest)


def test_of_what_is_not_open_the_description_goes_out_without_the_text(
    full: Place, dest: Path
) -> None:
    with full.open() as archive:
        bag = next(b for b in archive.bags() if b.name.startswith("the-ferry"))
        archive.decide(bag, access="metadata-only", reason="privacy")
        made = archive.export_corpus(dest, "jsonl", asking=Asking(Reader.ANYONE, "export"))

    assert made.without_text == {"metadata-only": 1}
    [row] = [row for row in rows(dest) if row["title"] == "The ferry"]
    assert (row["text"], row["lead"], row["text_withheld"]) == (None, None, "metadata-only")


def test_what_staff_take_out_that_is_closed_is_entered(full: Place, dest: Path) -> None:
    settings = full.root / "archive.toml"
    text = settings.read_text("utf-8").replace("record = []", 'record = ["staff"]')
    settings.write_text(text, encoding="utf-8")
    with full.open() as archive:
        bag = next(b for b in archive.bags() if b.name.startswith("the-ferry"))
        archive.decide(bag, access="closed", reason="privacy")
        made = archive.export_corpus(dest, "jsonl", asking=Asking(Reader.STAFF, "export", "clerk"))

        uses = list(archive.holdings.catalog.entries.of(Use))
    assert made.articles == 3
    assert [(use.bag, use.door, use.by) for use in uses] == [(bag.id, "export", "clerk")]

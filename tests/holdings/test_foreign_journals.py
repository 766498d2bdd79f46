"""A journal that is not ours is set aside, and nothing that it names is moved or removed.

A real journal, of an ingest that was killed before its bag had its place, is changed in one
thing at a time.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsarchive.errors import StoreError
from newsarchive.holdings import commit, journal, staging
from newsarchive.store import DirectoryStore
from newsarchive.workflows.ingest import run
from support.archives import Place, bags, fill, make_place, snapshot
from support.cli import Cli

Document = dict[str, Any]


class KilledError(BaseException):
    """Stands for SIGKILL."""


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One article, to be copied."""
    place = make_place(tmp_path_factory.mktemp("one"))
    with place.open() as archive:
        archive.ingest([place.source("a.txt")], lambda _: None, collection="Harbour")
    return place


@pytest.fixture
def place(tmp_path: Path, one: Place) -> Place:
    """An archive with one bag, and one that was about to be moved to its place."""
    place = fill(make_place(tmp_path), one)
    victim = place.root.parent / "victim"
    shutil.copytree(bags(place.root)[0], victim)
    return place


@pytest.fixture
def written(place: Place, monkeypatch: pytest.MonkeyPatch) -> Document:
    """The journal that the killed ingest left."""

    def die(*_: object, **__: object) -> None:
        raise KilledError

    def commit_and_die(*arguments: Any) -> None:
        with monkeypatch.context() as inner:
            inner.setattr(DirectoryStore, "publish", die)
            commit.commit(*arguments)

    with monkeypatch.context() as patch, place.open() as archive:
        patch.setattr(run, "commit", commit_and_die)
        patch.setattr(staging, "_needed", lambda *_: True)
        patch.setattr(staging.Staging, "drop", lambda *_: None)
        with pytest.raises(KilledError):
            archive.ingest([place.source("b.txt")], lambda _: None, collection="Harbour")
    document: Document = json.loads(path_of(place).read_bytes())
    return document


def path_of(place: Place) -> Path:
    return place.root / "staging" / journal.NAME


def write_on(place: Place) -> tuple[str, ...]:
    """What whoever writes next is told."""
    with place.open() as archive, archive.holdings.writing():
        return archive.notices


def test_an_unchanged_one_is_finished(place: Place, written: Document) -> None:
    assert len(written["moves"]) == 1

    notices = write_on(place)

    assert notices == ()
    assert not path_of(place).exists()
    assert len(bags(place.root)) == 2


def put(*way: str | int, value: Any) -> Callable[[Document], None]:
    """Put `value` where `way` leads."""

    def change(document: Document) -> None:
        inner: Any = document
        for part in way[:-1]:
            inner = inner[part]
        inner[way[-1]] = value

    return change


def drop(*way: str | int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        inner: Any = document
        for part in way[:-1]:
            inner = inner[part]
        del inner[way[-1]]

    return change


def of_move(name: str, value: Any) -> Callable[[Document], None]:
    return put("moves", 0, name, value=value)


def of_accession(name: str, value: Any) -> Callable[[Document], None]:
    return put("moves", 0, "accession", name, value=value)


def to_place(path: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        of_move("path", path)(document)
        of_accession("path", path)(document)

    return change


def twice(document: Document) -> None:
    document["moves"] *= 2


def deep(document: Document) -> None:
    inner: Any = []
    for _ in range(60):
        inner = [inner]
    document["moves"] = inner


SHAPES: dict[str, Callable[[Document], None]] = {
    "another version": put("v", value=1),
    "a version that is a text": put("v", value="2"),
    "a version that is true": put("v", value=True),
    "no version": drop("v"),
    "something more": put("note", value=""),
    "no time": drop("time"),
    "an impossible day": put("time", value="2026-02-30T12:00:00Z"),
    "an impossible hour": put("time", value="2026-02-03T25:00:00Z"),
    "a time without a zone": put("time", value="2026-02-03T12:00:00"),
    "a time that is a number": put("time", value=1_700_000_000),
    "a time that is a list": put("time", value=["2026-02-03T12:00:00Z"]),
    "no mark": drop("mark"),
    "a mark that is a text": put("mark", value="17:9f86"),
    "a number that is a text": put("mark", "seq", value="1"),
    "a number before the first": put("mark", "seq", value=-2),
    "a number that is true": put("mark", "seq", value=True),
    "a number that is a fraction": put("mark", "seq", value=1.5),
    "a huge number": put("mark", "seq", value=10**40),
    "a size below nothing": put("mark", "size", value=-1),
    "a huge size": put("mark", "size", value=10**40),
    "a size that is none": put("mark", "size", value=None),
    "a short digest": put("mark", "line_sha256", value="ab"),
    "a digest in capitals": put("mark", "line_sha256", value="AB" * 32),
    "a digest that is a number": put("mark", "line_sha256", value=17),
    "an impossible day in the mark": put("mark", "time", value="2026-13-01T12:00:00Z"),
    "something more in the mark": put("mark", "note", value=""),
    "moves that are a text": put("moves", value="staging"),
    "moves that are none": put("moves", value=None),
    "a move that is a text": put("moves", 0, value="staging"),
    "a move without a place": drop("moves", 0, "path"),
    "a move with something more": of_move("mode", 0o777),
    "nested": deep,
    "the same move twice": twice,
}
STAGED: dict[str, Callable[[Document], None]] = {
    "out of the archive": of_move("staged", "../victim"),
    "out through staging": of_move("staged", "staging/../../victim"),
    "out through a run's folder": of_move("staged", "staging/0123456789abcdef/../../../victim"),
    "absolute": of_move("staged", "/etc"),
    "absolute by two strokes": of_move("staged", "//etc"),
    "empty": of_move("staged", ""),
    "a dot": of_move("staged", "."),
    "staging itself": of_move("staged", "staging"),
    "a person's folder": of_move("staged", "staging/texts/bag-1-0001"),
    "the folder of a run": of_move("staged", "staging/0123456789abcdef"),
    "a spooled file": of_move("staged", "staging/0123456789abcdef/spool-1-0001"),
    "below a bag": of_move("staged", "staging/0123456789abcdef/bag-1-0001/data"),
    "an empty part": of_move("staged", "staging//0123456789abcdef/bag-1-0001"),
    "a line end": of_move("staged", "staging/0123456789abcdef/bag-1-0001\n"),
    "a null": of_move("staged", "staging/0123456789abcdef/bag-1-0001\0"),
    "a bag of the store": of_move("staged", "bags/undated/00/rain"),
    "a number": of_move("staged", 17),
    "a list": of_move("staged", ["staging"]),
    "nothing that is there": of_move("staged", "staging/0123456789abcdef/bag-1-0001"),
}
PLACES: dict[str, Callable[[Document], None]] = {
    "out of the archive": to_place("../victim"),
    "out through bags": to_place("bags/../../victim"),
    "no place for bags": to_place("bags/rain"),
    "the ledger": to_place("ledger/entries.jsonl"),
    "absolute": to_place("/etc/rain"),
    "empty": to_place(""),
    "a number": to_place(17),
    "not that of the accession": of_move("path", "bags/undated/00/rain-over"),
    "not the name of the accession": of_accession("name", "another"),
}
SAID: dict[str, Callable[[Document], None]] = {
    "an accession that is a text": of_move("accession", "rain"),
    "an accession that is none": of_move("accession", None),
    "an accession without a seal": drop("moves", 0, "accession", "seal"),
    "another seal": of_accession("seal", "sha512:" + "0" * 128),
    "a seal that is none": of_accession("seal", "sha512:0"),
    "a seal that is a number": of_accession("seal", 17),
    "a bag that is no id": of_accession("bag", "../victim"),
    "a bag that is a number": of_accession("bag", 17),
    "an unknown kind": of_accession("kind", "film"),
    "a frame of its own": of_accession("prev", "0" * 64),
    "a number that JSON cannot say": of_accession("bytes", 10**40),
    "a decision that is a text": of_move("decision", "collection"),
    "a decision that is empty": of_move("decision", {}),
    "a decision of an unknown kind": put("moves", 0, "decision", "kind", value="burn"),
    "a decision about another bag": put("moves", 0, "decision", "bag", value="0" * 64),
}
TABLES = {"shape": SHAPES, "staged": STAGED, "place": PLACES, "said": SAID}
FORGERIES = {f"{table}: {name}": f for table, rows in TABLES.items() for name, f in rows.items()}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=list(FORGERIES))
def test_one_that_was_changed_is_set_aside_and_nothing_that_it_names_is_touched(
    place: Place, written: Document, forge: Callable[[Document], None]
) -> None:
    forge(written)
    path_of(place).write_text(json.dumps(written))
    forged = path_of(place).read_bytes()
    ledger = (place.root / "ledger/entries.jsonl").read_bytes()
    before = [snapshot(f) for f in (place.root.parent / "victim", place.root / "bags")]

    notices = write_on(place)

    kept = place.root / "quarantine/journal-1.json"
    assert kept.read_bytes() == forged
    assert not path_of(place).exists()
    assert [str(kept) in notice and "\n" not in notice for notice in notices] == [True]
    assert [snapshot(f) for f in (place.root.parent / "victim", place.root / "bags")] == before
    assert list((place.root / "staging").glob("*/bag-*"))
    assert (place.root / "ledger/entries.jsonl").read_bytes() == ledger


TEXTS = {
    "nothing": b"",
    "half": b'{"v":2,"moves":[',
    "no JSON": b"journal",
    "no UTF-8": b"\xff\xfe{}",
    "a list": b"[]",
    "a number": b"17",
    "a name twice": b'{"v":2,"v":2}',
    "deep": b"[" * 100_000,
    "long numbers": b'{"v":' + b"9" * 5000 + b"}",
    "large": b" " * (33 << 20),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_text_that_is_none_is_set_aside(place: Place, text: bytes) -> None:
    path_of(place).write_bytes(text)

    notices = write_on(place)

    assert (place.root / "quarantine/journal-1.json").read_bytes() == text
    assert len(notices) == 1


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("a person's own")


@pytest.mark.parametrize("make", [a_pipe, a_link, a_folder])
def test_what_is_no_file_is_set_aside(place: Place, make: Callable[[Path], None]) -> None:
    make(path_of(place))
    mode = path_of(place).lstat().st_mode

    notices = write_on(place)

    assert (place.root / "quarantine/journal-1.json").lstat().st_mode == mode
    assert len(notices) == 1


def test_a_bag_behind_a_link_is_not_moved(place: Place, written: Document) -> None:
    staged = place.root / written["moves"][0]["staged"]
    away = place.root.parent / "away"
    staged.parent.rename(away)
    staged.parent.symlink_to(away)
    before = snapshot(away)

    notices = write_on(place)

    assert len(notices) == 1
    assert snapshot(away) == before


@pytest.mark.parametrize("where", ["staged", "path"])
def test_a_bag_with_another_seal_is_not_moved(place: Place, written: Document, where: str) -> None:
    move = written["moves"][0]
    bag = place.root / move[where]
    if where == "path":
        shutil.copytree(place.root / move["staged"], bag)
    manifest = bag / "tagmanifest-sha512.txt"
    manifest.write_bytes(manifest.read_bytes() + b"\n")

    notices = write_on(place)

    assert len(notices) == 1
    assert manifest.exists()
    assert (place.root / move["staged"]).is_dir()


def test_setting_aside_overwrites_nothing(place: Place) -> None:
    for number, text in enumerate((b"{", b"["), 1):
        path_of(place).write_bytes(text)
        write_on(place)
        assert (place.root / f"quarantine/journal-{number}.json").read_bytes() == text

    assert (place.root / "quarantine/journal-1.json").read_bytes() == b"{"


def test_one_that_the_disk_does_not_give_stays_where_it_is(
    place: Place, written: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert written

    def refuse(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(journal, "read_small", refuse)

    with pytest.raises(StoreError, match="cannot read the journal"):
        write_on(place)

    assert path_of(place).exists()


@pytest.mark.parametrize("command", ["ingest", "audit"])
def test_a_command_says_where_it_is_and_goes_on(place: Place, cli: Cli, command: str) -> None:
    path_of(place).write_text('{"v":2}')
    sources = [place.source("c.txt")] if command == "ingest" else []

    done = cli(command, "-a", place.root, "--quiet", *sources)

    assert done.code == 0
    assert "quarantine/journal-1.json" in done.stderr
    assert done.stderr.count("no journal of this archive") == 1

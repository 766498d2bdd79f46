"""Where a file of ours should be lies something else: nothing hangs, and a line says so."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from support.archives import Place, bags, fill, make_place
from support.victims import Run, Victims

KILLED = "audits/2026-01-01T000000Z-abcdef"
EXITS = {0, 1, 3}


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    os.mknod(path, stat.S_IFSOCK | 0o644)


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_a_file(path: Path) -> None:
    path.symlink_to(path.parents[path.parts[::-1].index("archive")] / "theirs")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("a person's own")


KINDS = [a_pipe, a_socket, a_link_to_a_device, a_link_to_a_file, a_link_to_itself, a_folder]
FILES = {
    "journal": "staging/journal.json",
    "draft of a journal": "staging/.journal.json.new",
    "settings": "archive.toml",
    "marker": "bags/.store.json",
    "ledger": "ledger/entries.jsonl",
    "catalog": "catalog.sqlite",
    "journal of the catalog": "catalog.sqlite-journal",
    "draft of a catalog": ".catalog.sqlite.new",
    "write lock": "staging/write.lock",
    "audit lock": "staging/audit.lock",
    "plan": "RUN/plan.json",
    "report": "RUN/report.json",
    "part": "RUN/part-1.jsonl",
    "plan of a killed run": f"{KILLED}/plan.json",
    "report of a killed run": f"{KILLED}/report.json",
    "part of a killed run": f"{KILLED}/part-1.jsonl",
    "schema": "schemas/article-1.1.schema.json",
    "record": "BAG/data/metadata/article.json",
    "declaration": "BAG/bagit.txt",
    "tag manifest": "BAG/tagmanifest-sha512.txt",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two articles that were audited, to be copied."""
    place = make_place(tmp_path_factory.mktemp("made"))
    with place.open() as archive:
        archive.ingest([place.source("a.txt"), place.source("b.txt")], lambda _: None)
        archive.audit(lambda _: None)
    return place


@pytest.fixture
def place(tmp_path: Path, made: Place) -> Place:
    (tmp_path / "theirs").write_text("a person's own")
    return fill(make_place(tmp_path), made)


def put(place: Place, name: str, make: Callable[[Path], None]) -> Path:
    """Put something in the place of the file that is called so."""
    (run,) = (place.root / "audits").iterdir()
    path = name.replace("RUN", f"audits/{run.name}")
    at = place.root / path.replace("BAG", str(bags(place.root)[0].relative_to(place.root)))
    at.parent.mkdir(exist_ok=True)
    at.unlink(missing_ok=True)
    make(at)
    return at


def every_command(victims: Victims, place: Place) -> dict[str, Run]:
    bag = bags(place.root)[-1].name
    commands: dict[str, list[str | Path]] = {
        "status": [],
        "show": [bag],
        "history": [bag],
        "export": [bag],
        "doctor": [],
        "audits": [],
        "ingest": [place.source("new.txt")],
        "decide": [bag, "--access", "onsite", "--reason", "curation"],
        "audit": [],
        "rebuild": [],
    }
    return {name: victims.run(name, "-a", place.root, *rest) for name, rest in commands.items()}


# Each file as two kinds, and each kind in the place of many files; the rest in the long loop.
PAIRS = [
    pytest.param(
        path,
        make,
        id=f"{name}-{make.__name__}",
        marks=[] if (place - kind) % 3 == 0 else pytest.mark.heavy,
    )
    for place, (name, path) in enumerate(FILES.items())
    for kind, make in enumerate(KINDS)
]


@pytest.mark.parametrize(("name", "make"), PAIRS)
def test_no_command_hangs_or_breaks_where_a_file_of_ours_is_none(
    victims: Victims, place: Place, name: str, make: Callable[[Path], None]
) -> None:
    put(place, name, make)

    runs = every_command(victims, place)

    assert {name: run.code for name, run in runs.items() if run.code not in EXITS} == {}
    assert [run.stderr for run in runs.values() if "Traceback" in run.stderr] == []
    refused = [r.stderr for r in runs.values() if r.stderr.startswith("newsarchive: cannot")]
    assert [text for text in refused if text.count("\n") != 1] == []
    assert (place.root.parent / "theirs").read_text() == "a person's own"


NEEDED = ["settings", "ledger", "catalog", "marker", "write lock"]


@pytest.mark.parametrize("make", KINDS[:4], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", NEEDED)
def test_what_is_needed_and_no_file_is_named_in_one_line(
    victims: Victims, place: Place, name: str, make: Callable[[Path], None]
) -> None:
    if name == "settings" and make is a_link_to_a_file:
        pytest.skip("settings may be a link to a file that is kept elsewhere")
    at = put(place, FILES[name], make)

    done = victims.run("ingest", "-a", place.root, place.source("new.txt"))

    assert done.code == 3
    assert done.stderr.count("\n") == 1
    assert at.name in done.stderr
    assert {"a_pipe": "a pipe", "a_socket": "a socket", "a_folder": "a folder"}.get(
        make.__name__, "a symbolic link" if name != "settings" else "a device"
    ) in done.stderr


def test_settings_may_be_a_link_to_a_file(victims: Victims, place: Place) -> None:
    (place.root / "archive.toml").rename(place.root.parent / "kept.toml")
    (place.root / "archive.toml").symlink_to("../kept.toml")

    assert victims.run("status", "-a", place.root).code == 0


LARGE = ["journal", "settings", "marker", "ledger", "plan", "report", "part of a killed run"]


@pytest.mark.parametrize("name", LARGE)
def test_a_file_without_an_end_is_not_read_to_it(victims: Victims, place: Place, name: str) -> None:
    def a_terabyte(path: Path) -> None:
        path.touch()
        os.truncate(path, 1 << 40)

    put(place, FILES[name], a_terabyte)

    runs = [victims.run(c, "-a", place.root) for c in ("status", "audit", "doctor", "rebuild")]
    runs.append(victims.run("ingest", "-a", place.root, place.source("new.txt")))

    assert {run.code for run in runs} <= EXITS
    assert [run.stderr for run in runs if "Traceback" in run.stderr] == []

"""Standard streams that are closed, full, or a pipe that ends early: the outcome stands."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from newsarchive.cli.output import safe
from support.archives import article
from support.cli import COMMAND, Cli, clean_environment
from support.forks import Forks
from support.patience import PATIENCE_SECONDS

STATES = ("closed", "full", "a pipe that ends")
STREAMS = ("stdin", "stdout", "stderr")

# Each command, its exit status when all is well, and whether it is run for what it prints.
COMMANDS: dict[str, tuple[list[str], bool]] = {
    "ingest": (["ingest", "new.txt"], False),
    "ingest --json": (["ingest", "--json", "new.txt"], True),
    "ingest --quiet": (["ingest", "--quiet", "new.txt"], False),
    "audit": (["audit"], False),
    "audit --json": (["audit", "--json"], True),
    "audit --quiet": (["audit", "--quiet"], False),
    "audit --plan": (["audit", "--plan"], True),
    "status": (["status"], True),
    "status --json": (["status", "--json"], True),
    "show": (["show", "rain"], True),
    "history": (["history", "rain"], True),
    "history --premis": (["history", "rain", "--premis"], True),
    "export": (["export", "rain"], True),
    "describe": (["describe", "rain", "--date-published", "2017"], False),
    "describe --gaps": (["describe", "--gaps"], True),
    "decide": (["decide", "rain", "--access", "onsite", "--reason", "curation"], False),
    "audits": (["audits"], True),
    "rebuild": (["rebuild"], False),
    "validate": (["validate", "archive/bags/undated"], True),
    "bag": (["bag", "folder", "made"], False),
    "init": (["init", "-a", "other"], False),
    "doctor": (["doctor"], True),
    "--help": (["--help"], True),
    "ingest --help": (["ingest", "--help"], True),
    "--version": (["--version"], True),
    "a wrong word": (["ingset"], False),
    "no such bag": (["show", "none"], False),
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with one article, and what else the commands are given."""
    folder = tmp_path_factory.mktemp("ground")
    (folder / "rain.txt").write_text(article("rain"), encoding="utf-8")
    (folder / "new.txt").write_text(article("new"), encoding="utf-8")
    (folder / "folder").mkdir()
    (folder / "folder/x.txt").write_text("x", encoding="utf-8")
    for words in (["init"], ["ingest", "rain.txt"]):
        run(folder, words)
    return folder


@pytest.fixture
def place(ground: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    subprocess.run(["/bin/cp", "-a", ground, copy], check=True)
    return copy


def run(folder: Path, words: list[str], close: str = "") -> subprocess.CompletedProcess[bytes]:
    """Start the command; `close` names a standard stream that it is not to have."""
    command: list[str | Path] = [COMMAND, *words]
    if close:
        number = STREAMS.index(close)
        sign = "<" if close == "stdin" else ">"
        command = ["/bin/sh", "-c", f'exec "$@" {number}{sign}&-', "sh", *command]
    return subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(folder),
        check=False,
        timeout=PATIENCE_SECONDS,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def run_with(
    forks: Forks, folder: Path, words: list[str], stream: str, given: int
) -> tuple[int, bytes]:
    """Run the command with `given` for one of its streams: its exit status and what it said."""
    with Path(os.devnull).open("rb") as nothing, TemporaryFile() as out, TemporaryFile() as err:
        streams = [file.fileno() for file in (nothing, out, err)]
        streams[STREAMS.index(stream)] = given
        code = forks.run(words, folder, clean_environment(folder), streams)
        err.seek(0)
        return code, err.read()


@contextmanager
def spoiled(state: str, stream: str) -> Iterator[int]:
    """What to give for a stream in this state."""
    if state == "full":
        with Path("/dev/full").open("r+b" if stream == "stdin" else "wb", 0) as full:
            yield full.fileno()
        return
    reading, writing = os.pipe()
    os.close(writing if stream == "stdin" else reading)
    end = reading if stream == "stdin" else writing
    try:
        yield end
    finally:
        os.close(end)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[int, bytes]]:
    """How each command ends when nothing is wrong with its streams."""
    return {}


def usual(
    ground: Path, folder: Path, name: str, known: dict[str, tuple[int, bytes]]
) -> tuple[int, bytes]:
    if name not in known:
        copy = folder / "usual"
        subprocess.run(["/bin/cp", "-a", ground, copy], check=True)
        done = run(copy, COMMANDS[name][0])
        known[name] = done.returncode, done.stdout
    return known[name]


# All of them take three minutes; these are run each time.
SAMPLED = {
    *("ingest", "ingest --json", "audit", "audit --quiet", "status", "show", "history --premis"),
    *("export", "describe --gaps", "--help"),
}
CASES = [
    pytest.param(
        name,
        stream,
        state,
        id=f"{name}: {stream} is {state}",
        marks=()
        if name in SAMPLED and (stream != "stdin" or name == "ingest")
        else pytest.mark.heavy,
    )
    for name in COMMANDS
    for stream in STREAMS
    for state in STATES
]


@pytest.mark.parametrize(("name", "stream", "state"), CASES)
def test_the_outcome_stands_and_nothing_is_traced(
    forks: Forks,
    ground: Path,
    place: Path,
    tmp_path: Path,
    outcomes: dict[str, tuple[int, bytes]],
    name: str,
    stream: str,
    state: str,
) -> None:
    words, is_question = COMMANDS[name]
    code, answer = usual(ground, tmp_path, name, outcomes)
    is_lost = is_question and stream == "stdout" and bool(answer)

    if state == "closed":  # which is seen to when a process starts
        started = run(place, words, stream)
        ended, said = started.returncode, started.stderr
    else:
        with spoiled(state, stream) as given:
            ended, said = run_with(forks, place, words, stream, given)

    assert b"Traceback" not in said
    assert b"Exception ignored" not in said
    assert ended == (code or 3 if is_lost else code)


def test_all_three_may_be_closed(place: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", COMMAND, "ingest", "--quiet", "new.txt"],
        cwd=place,
        env=clean_environment(place),
        check=False,
        timeout=PATIENCE_SECONDS,
    )

    assert done.returncode == 0
    assert run(place, ["audit", "--quiet"]).returncode == 0


def test_nothing_that_is_said_ends_in_a_file_of_the_archive(place: Path) -> None:
    with_gap: list[str | Path] = ["/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh", COMMAND]
    for words in (["ingest", "new.txt", "none.txt"], ["audit"], ["status"], ["describe", "x"]):
        subprocess.run(
            [*with_gap, *words],
            cwd=place,
            env=clean_environment(place),
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    said = (b"stored", b"is not there", b"bags are intact", b"no such")
    for path in (place / "archive").rglob("*"):
        if path.is_file() and path.name != "catalog.sqlite" and "audits" not in path.parts:
            text = path.read_bytes()
            assert not [words for words in said if words in text and path.suffix != ".txt"]


def test_a_reader_who_leaves_is_no_failure_of_what_was_done(place: Path) -> None:
    for number in range(40):
        (place / f"{number}.txt").write_text(article(f"topic {number}"), encoding="utf-8")
    names = [f"{number}.txt" for number in range(40)]

    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -n 1 >/dev/null', "sh", COMMAND, "ingest", *names],
        cwd=place,
        env=clean_environment(place),
        check=False,
        timeout=PATIENCE_SECONDS,
        stderr=subprocess.PIPE,
    )

    assert b"Traceback" not in done.stderr
    assert run(place, ["audit", "--quiet"]).returncode == 0
    ledger = (place / "archive/ledger/entries.jsonl").read_bytes()
    assert ledger.count(b'"type":"accession"') == 41


# What reaches a terminal

UNSAFE = {
    "escape": "\x1b[2J",
    "bell": "\x07",
    "delete": "\x7f",
    "C1": "\x9b31m",
    "next line": "\x85",
    "override": "\u202e",
    "isolate": "\u2066",
    "mark": "\u200f",
    "Arabic mark": "\u061c",
    "line separator": "\u2028",
}
SHOWN = ("مرفأ", "שלום", "می‌خواهم", "क्षत्रिय", "東京　新聞", "Überschrift", "naïve\u00a0—")


HALVES = {  # all of a half at once: what one command prints is looked through for each
    "controls": "".join(UNSAFE[name] for name in list(UNSAFE)[:5]),
    "direction and lines": "".join(UNSAFE[name] for name in list(UNSAFE)[5:]),
}


@pytest.mark.parametrize("character", HALVES.values(), ids=HALVES)
def test_no_control_character_of_a_source_reaches_anybody(
    cli: Cli, tmp_path: Path, character: str
) -> None:
    title = f"Rain{character}storm over the quay"
    text = f"{title}\n\nBy Ann{character}Other\n\nIt rained.\n\nSource: The{character}Gazette\n"
    name = f"st{character}ory.txt"
    (tmp_path / name).write_text(text, encoding="utf-8")
    sheet = f"bag,source,sou{character}rce\nrain{character},x{character}\n"
    (tmp_path / "wrong.csv").write_text(sheet, encoding="utf-8")
    cli("init")
    said = [
        cli("ingest", name),
        cli("ingest", "--as-is", name, f"none{character}"),
        cli("show", "rain"),
        cli("history", "rain"),
        cli("status"),
        cli("status", "--json"),
        cli("show", "--json", "rain"),
        cli("list"),
        cli("list", "--csv"),
        cli("list", "--json"),
        cli("describe", "--gaps"),
        cli("doctor"),
        cli("audit"),
        cli("audits"),
        cli("audit", "--plan"),
        cli("describe", "rain", "--publisher", f"Th{character}e", "--note", character),
        cli("describe", "rain", "--resolve", f"source=n{character}o", "--reason", "x"),
        cli("describe", "wrong.csv"),
        cli("decide", "rain", "--collection", f"a{character}b", "--reason", "curation"),
        cli("acknowledge", f"f{character}", "--reason", f"r{character}"),
        cli("adopt", f"no{character}ne"),
        cli("export", f"no{character}ne"),
        cli("help", f"no{character}ne"),
        cli("history", "rain"),
        cli("show", f"no{character}ne"),
        cli("ingest", f"--no{character}ne"),
        cli("validate", f"no{character}ne"),
        cli("audit", "--bag", f"no{character}ne"),
        cli("audit", "-a", f"no{character}ne"),
        cli(f"no{character}ne"),
    ]

    for done in said:
        both = done.stdout + done.stderr
        assert [ascii(c) for c in character if not c.isprintable() and c in both] == []


OBEYED = (
    *(c for c in map(chr, (*range(0x20), *range(0x7F, 0xA0))) if c not in "\t\n"),
    *map(chr, (0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070))),
    *("\ufeff", "\ufff9", "\ufffa", "\ufffb", "\U000e0001", "\ud800"),
)


@pytest.mark.parametrize("character", OBEYED, ids=ascii)
def test_each_character_that_a_terminal_may_obey_is_shown_as_its_escape(character: str) -> None:
    shown = safe(f"a{character}b")

    assert character not in shown
    assert shown.startswith("a\\u")
    assert shown.isprintable()


def test_json_says_the_same_by_escapes(cli: Cli, tmp_path: Path) -> None:
    name = "st\u202eory\x85.txt"
    (tmp_path / name).write_text(article("x"), encoding="utf-8")
    cli("init")

    done = cli("ingest", "--json", name)

    assert done.lines[0]["input"] == name


@pytest.mark.parametrize("word", SHOWN)
def test_letters_of_every_script_stay_as_they_are(cli: Cli, tmp_path: Path, word: str) -> None:
    (tmp_path / f"{word}.txt").write_text(article(word), encoding="utf-8")
    cli("init")

    done = cli("ingest", f"{word}.txt")

    assert word in done.stdout


def test_what_is_exported_is_exported_as_it_is(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "A rain\u200estorm comes\n\nThe rain\u200estorm came at noon.\n", encoding="utf-8"
    )
    cli("init")
    cli("ingest", "a.txt")

    assert "rain\u200estorm" in cli("export", "a-rain").stdout

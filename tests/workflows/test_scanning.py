"""The scanner of the institution: what it finds is refused, and what it cannot tell is not stored.

A stand-in does what its command says: it finds, fails, hangs, or says nothing.
"""

import json
import os
import zipfile
from pathlib import Path

import pytest

from newsarchive.config import load
from newsarchive.errors import ConfigError
from newsarchive.metadata.premis.read import read_premis
from newsarchive.model.event import Event, EventType, Outcome
from newsarchive.model.outcome import IngestReport, ItemStatus
from support.archives import Place, article, bags

JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(40)

STAND_IN = """\
#!/bin/sh
# Finds the word EICAR, as real scanners do; what else it does depends on its first argument.
echo "$@" >> "$(dirname "$0")/asked"
case "$1" in
  hang) sleep 600 & sleep 600 ;;
  fail) echo "cannot reach the daemon" >&2; exit 2 ;;
  long) yes x | tr -d '\\n' | head -c 300000; exit 1 ;;
  odd) printf '\\n\\033[2J bell\\a %s \\n more\\n' "$2"; exit 1 ;;
  die) kill -9 $$ ;;
  mute) exit 1 ;;
  children) sleep 600 & exit 0 ;;
esac
if grep -aq EICAR "$2"; then echo "$2: Test-Signature FOUND"; exit 1; fi
echo "$2: OK"
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    path = tmp_path / "stand-in"
    path.write_text(STAND_IN)
    path.chmod(0o755)
    return path


def scan_with(place: Place, command: str, timeout: str = "600s") -> None:
    settings = place.root / "archive.toml"
    lines = f"[ingest]\nscan = {json.dumps(command)}\nscan-timeout = {json.dumps(timeout)}"
    settings.write_text(settings.read_text().replace("[ingest]", lines))


def ingest(place: Place, *sources: Path, workers: int = 1) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, workers=workers)


def checks(bag: Path) -> list[Event]:
    document = read_premis((bag / "data/metadata/premis.xml").read_bytes())
    return [event for event in document.events if event.type is EventType.VIRUS_CHECK]


def said(report: IngestReport) -> dict[str, str]:
    return {Path(item.called).name: item.status.value for item in report.items}


def test_what_is_clean_is_stored_and_the_check_is_on_record(place: Place, stand_in: Path) -> None:
    scan_with(place, f"{stand_in} look {{file}}")

    report = ingest(place, place.source())

    assert report.exit_code == 0
    [event] = checks(bags(place.root)[0])
    assert event.outcome is Outcome.SUCCESS
    assert event.type.uri == "http://id.loc.gov/vocabulary/preservation/eventType/vir"
    assert event.detail == f"{stand_in} look {{file}}: nothing found"
    assert [link.agent.name for link in event.agents] == ["stand-in"]
    assert [link.path for link in event.objects] == ["data/original/rain.txt"]


def test_without_a_scanner_no_check_is_on_record(place: Place) -> None:
    ingest(place, place.source())

    assert checks(bags(place.root)[0]) == []


def test_what_is_found_is_refused_by_the_words_of_the_scanner_and_the_others_go_on(
    place: Place, stand_in: Path
) -> None:
    scan_with(place, f"{stand_in} look {{file}}")
    bad = place.source("bad.txt", f"{article('bad')}\nEICAR\n")

    report = ingest(place, place.source("a.txt"), bad, place.source("b.txt"))

    assert said(report) == {"a.txt": "stored", "bad.txt": "refused", "b.txt": "stored"}
    message = report.items[1].message
    assert message == "bad.txt: stand-in found something: bad.txt: Test-Signature FOUND"
    assert report.exit_code == 1
    assert len(bags(place.root)) == 2


def test_a_picture_or_a_sidecar_in_which_something_is_found_refuses_its_article(
    place: Place, stand_in: Path
) -> None:
    scan_with(place, f"{stand_in} look {{file}}")
    place.source("in/1/story.txt")
    (place.sources / "in/1/x.jpg").write_bytes(JPG + b"EICAR")
    place.source("in/2.txt")
    place.source("in/2.json", '{"note": "EICAR"}')

    report = ingest(place, place.sources / "in")

    assert said(report) == {"story.txt": "refused", "2.txt": "refused"}
    assert bags(place.root) == []


def test_a_container_in_which_something_is_found_is_refused_whole(
    place: Place, stand_in: Path
) -> None:
    scan_with(place, f"{stand_in} look {{file}}")
    path = place.sources / "batch.zip"
    with zipfile.ZipFile(path, "w") as packed:  # stored as they are, so that the word is seen
        packed.writestr("a.txt", article("a"))
        packed.writestr("b.txt", "EICAR is the word")

    report = ingest(place, path)

    assert [item.status for item in report.items] == [ItemStatus.REFUSED]
    assert bags(place.root) == []
    assert [p for p in (place.root / "staging").iterdir() if p.is_dir()] == []


def test_a_delivery_has_its_check_on_record(place: Place, stand_in: Path) -> None:
    scan_with(place, f"{stand_in} look {{file}}")
    path = place.sources / "batch.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in "ab":
            packed.writestr(f"{name}.txt", article(name))

    ingest(place, path)

    assert [len(checks(bag)) for bag in bags(place.root)] == [1, 1, 1]


UNTOLD = {
    "it fails": ("fail", "it ended with status 2: cannot reach the daemon"),
    "it dies": ("die", "signal 9 ended it"),
}


@pytest.mark.parametrize(("how", "words"), UNTOLD.values(), ids=UNTOLD.keys())
def test_what_could_not_be_scanned_has_failed_and_nothing_is_stored(
    place: Place, stand_in: Path, how: str, words: str
) -> None:
    scan_with(place, f"{stand_in} {how} {{file}}")

    report = ingest(place, place.source())

    [item] = report.items
    assert item.status is ItemStatus.FAILED
    assert item.message == f"rain.txt could not be scanned by stand-in: {words}"
    assert report.exit_code == 3
    assert bags(place.root) == []


def test_a_scanner_that_is_not_there_stores_nothing(place: Place) -> None:
    scan_with(place, "/no/such/scanner {file}")

    report = ingest(place, place.source())

    assert "it cannot be run: no such file or directory" in str(report.items[0].message)
    assert report.exit_code == 3


def test_a_scanner_that_hangs_is_ended_with_all_that_it_started(
    place: Place, stand_in: Path
) -> None:
    scan_with(place, f"{stand_in} hang {{file}}", timeout="1s")

    report = ingest(place, place.source())

    assert "it took more than 1 s" in str(report.items[0].message)
    assert report.exit_code == 3
    assert os.fspath(stand_in) not in running()


def running() -> str:
    """The commands of all processes."""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue
    return "\n".join(lines)


def test_children_that_a_scanner_leaves_do_not_hold_anything_up(
    place: Place, stand_in: Path
) -> None:
    scan_with(place, f"{stand_in} children {{file}}")

    assert ingest(place, place.source()).exit_code == 0


WORDS = {
    "without end": ("long", f"{'x' * 200}..."),
    "that move a cursor": ("odd", "?[2J bell? rain.txt"),
    "not one": ("mute", "it does not say what"),
}


@pytest.mark.parametrize(("how", "words"), WORDS.values(), ids=WORDS.keys())
def test_what_a_scanner_says_is_one_line(
    place: Place, stand_in: Path, how: str, words: str
) -> None:
    scan_with(place, f"{stand_in} {how} {{file}}")

    [item] = ingest(place, place.source()).items

    assert item.message == f"rain.txt: stand-in found something: {words}"


def test_no_shell_is_between(place: Place, stand_in: Path, tmp_path: Path) -> None:
    scan_with(place, f"{stand_in} '; touch made' {{file}} $(touch made)")

    ingest(place, place.source())

    assert not list(tmp_path.rglob("made"))


def test_many_processes_ask_it_too(place: Place, stand_in: Path) -> None:
    scan_with(place, f"{stand_in} look {{file}}")
    sources = [place.source(f"{n:02}.txt") for n in range(30)]
    bad = place.source("bad.txt", f"{article('bad')}\nEICAR\n")

    report = ingest(place, *sources, bad, workers=2)

    assert report.count(ItemStatus.STORED) == 30
    assert report.count(ItemStatus.REFUSED) == 1


SETTINGS = {
    "a number": ("scan = 3", "ingest.scan must be one line of text"),
    "no file": ('scan = "clamdscan"', "must say where the file comes"),
    "the file is the program": ('scan = "{file}"', "must say where the file comes"),
    "a quote": ('scan = "clamdscan \'{file}"', "ingest.scan is no command"),
    "no time": ('scan-timeout = "soon"', "ingest.scan-timeout must be a time"),
    "too long": ("scan-timeout = 1000000", "ingest.scan-timeout must be a time"),
    "never": ("scan-timeout = 0", "ingest.scan-timeout must be a time"),
    "true": ("settle = true", "ingest.settle must be a time"),
    "negative": ("settle = -1", "ingest.settle must be a time"),
    "another": ("scanner = 3", "ingest.scanner is not known"),
}


@pytest.mark.parametrize(("line", "words"), SETTINGS.values(), ids=SETTINGS.keys())
def test_a_mistake_in_the_settings_is_named(place: Place, line: str, words: str) -> None:
    settings = place.root / "archive.toml"
    settings.write_text(settings.read_text().replace("[ingest]", f"[ingest]\n{line}"))

    with pytest.raises(ConfigError, match=words):
        load(settings)

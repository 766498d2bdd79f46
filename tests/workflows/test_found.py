"""Faults found by the matrix in modules that are being worked on elsewhere."""

import os

import pytest

from newsarchive.bag import Tree
from newsarchive.model.finding import Kind, Verdict
from newsarchive.model.outcome import BagVerdict
from support.archives import Place, bags
from support.cli import Cli
from support.faulty import Through, with_store
from support.harms import TAGS


def test_a_store_that_cannot_be_listed_to_its_end_is_inability_and_no_damage(place: Place) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
        report = with_store(archive, {}, unlistable=True).audit()

    assert report.exit_code == 3


class Shouting(Through):
    """The first reading of the tag manifest has one letter of a digest in upper case."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self.said = False

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        data = super().take(path, most, fresh=fresh)
        if path != TAGS or self.said or data is None:
            return data
        self.said = True
        at = next(n for n, byte in enumerate(data) if byte in b"abcdef")
        return data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]


def test_a_tag_manifest_that_was_read_wrong_without_any_trace_is_no_damage(place: Place) -> None:
    told: list[BagVerdict] = []
    with place.open() as archive:
        (item,) = archive.ingest([place.source()], lambda _: None).items
        with_store(archive, {item.path or "": Shouting}).audit(told.append)

    assert [(v.verdict, [f.kind for f in v.findings]) for v in told] == [
        (Verdict.UNVERIFIED, [Kind.UNSTABLE])
    ]


@pytest.mark.parametrize("where", ["bags", "bag"])
def test_a_name_with_a_line_ending_in_it_stays_in_its_line(
    cli: Cli, place: Place, where: str
) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
    folder = place.root / "bags" if where == "bags" else bags(place.root)[0] / "data"
    (folder / "x\nAll 1 bags are intact.\x1b[8m").touch()

    done = cli("audit", "-a", place.root)

    assert not any(line.startswith("All") for line in done.stdout.splitlines())


@pytest.mark.parametrize("ending", ["txt", "json", "csv", "html"])
def test_a_report_can_be_kept_of_a_file_whose_name_is_no_utf_8(
    cli: Cli, place: Place, ending: str
) -> None:
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
    with open(os.fsencode(bags(place.root)[0]) + b"/data/\xff", "wb"):
        pass

    done = cli("audit", "-a", place.root, "--report", place.sources / f"report.{ending}")

    assert (done.code, done.stderr) == (1, "")

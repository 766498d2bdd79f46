"""What systems leave in folders: passed over when it is taken in, and no alarm where it lies."""

from pathlib import Path

import pytest

from newsarchive.model.finding import Kind, Verdict
from newsarchive.model.litter import is_litter
from newsarchive.model.outcome import ItemStatus
from support.archives import Place, article, bags
from support.life import audit, status, take_in

LITTER = (
    ".DS_Store",
    "._story.txt",
    "Thumbs.db",
    "desktop.ini",
    ".nfs0000000012",
    ".fuse_hidden0001",
    ".Trash-1000",
    "lost+found",
    "~$report.docx",
    ".~lock.report.odt#",
)
MEANT = ("report.docx", "story.txt", "$100.txt", "~story", "lost.txt", "a~$b.txt", "Thumbs")


@pytest.mark.parametrize("name", LITTER)
def test_what_a_system_leaves_is_litter(name: str) -> None:
    assert is_litter(name)


@pytest.mark.parametrize("name", MEANT)
def test_what_people_name_is_none(name: str) -> None:
    assert not is_litter(name)


@pytest.mark.parametrize("name", LITTER)
def test_it_is_not_taken_in(place: Place, name: str) -> None:
    (place.sources / "a.txt").write_text(article("a"), encoding="utf-8")
    (place.sources / name).write_text(article("litter"), encoding="utf-8")

    with place.open() as archive:
        report = archive.ingest(place.sources)

    assert [o.status for o in report.items] == [ItemStatus.STORED]


@pytest.mark.parametrize("where", ["bags", "bags/undated", "the bag", "data"])
@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$report.docx"])
def test_where_it_lies_among_bags_it_is_a_warning_and_the_audit_exits_with_0(
    place: Place, where: str, name: str
) -> None:
    take_in(place, "a.txt")
    [bag] = bags(place.root)
    folder: Path = {"the bag": bag, "data": bag / "data"}.get(where, place.root / where)
    (folder / name).write_bytes(b"\0")

    with place.open() as archive:
        report = archive.audit(lambda _: None)

    assert report.exit_code == 0
    assert report.found.counts[Verdict.INTACT] == 1
    assert Kind.LITTER in [f.finding.kind for f in status(place).open]


def test_what_is_no_litter_is_still_an_alarm(place: Place) -> None:
    take_in(place, "a.txt")
    (bags(place.root)[0] / "data/notes.txt").write_bytes(b"x")

    audit(place)

    assert status(place).exit_code == 1

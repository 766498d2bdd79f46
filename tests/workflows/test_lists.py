"""What is named besides files: lists, standard input, and patterns that no shell has filled in."""

import io
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from newsarchive.errors import UsageError
from newsarchive.model.outcome import IngestReport, ItemStatus
from newsarchive.workflows.ingest.lists import Listed, Named, named
from newsarchive.workflows.ingest.requested import Unusable
from support.archives import Place, article
from support.cli import Cli


def nothing() -> BinaryIO:
    return io.BytesIO()


def paths(found: list[Named]) -> list[str]:
    return [str(one.path) for one in found if isinstance(one, Listed)]


def ingest(
    place: Place, *sources: str | Path, stdin: bytes = b"", nul: bool = False
) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(list(named(sources, lambda: io.BytesIO(stdin), nul=nul)), workers=1)


LISTS = {
    "lines": (b"a.txt\nb.txt\n", False),
    "no line end at last": (b"a.txt\nb.txt", False),
    "of Windows": (b"\xef\xbb\xbfa.txt\r\nb.txt\r\n", False),
    "empty lines": (b"\na.txt\n\n\nb.txt\n\n", False),
    "NULs": (b"a.txt\0b.txt\0", True),
    "NULs, none at last": (b"a.txt\0b.txt", True),
}


@pytest.mark.parametrize(("data", "nul"), LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("source", ["-", "@-", "@list"])
def test_a_list_names_a_path_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, data: bytes, nul: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_bytes(data)

    found = list(named([source], lambda: io.BytesIO(data), nul=nul))

    assert paths(found) == ["a.txt", "b.txt"]


def test_a_path_in_a_list_is_taken_as_it_stands() -> None:
    lines = [b" leading.txt", b"# no comment.txt", b"*.txt", b"@other", b"-", b"caf\xe9.txt"]

    found = list(named(["-"], lambda: io.BytesIO(b"\n".join(lines))))

    assert [os.fsencode(path) for path in paths(found)] == lines


def test_with_nul_a_path_may_have_a_line_break() -> None:
    found = list(named(["-"], lambda: io.BytesIO(b"two\nlines.txt\0"), nul=True))

    assert paths(found) == ["two\nlines.txt"]


BAD = {
    "UTF-16": ("a.txt\n".encode("utf-16"), "is UTF-16; a list of paths is UTF-8"),
    "NUL in a line": (b"a\0b\n", "holds a NUL"),
    "a whole file": (b"x" * 70_000, "is no path"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_no_list_is_one_line(data: bytes, words: str) -> None:
    [one] = named(["-"], lambda: io.BytesIO(data))

    assert isinstance(one, Unusable)
    assert words in one.error.message


def test_a_list_that_is_not_there_is_one_refusal_and_the_others_go_on(place: Place) -> None:
    report = ingest(place, "@no-such-list", place.source())

    assert [item.status for item in report.items] == [ItemStatus.REFUSED, ItemStatus.STORED]
    assert report.items[0].message == "the list no-such-list is not there"
    assert report.exit_code == 1


def test_a_missing_file_of_a_list_is_one_refusal_and_the_others_go_on(place: Place) -> None:
    there = [place.source("a.txt"), place.source("b.txt")]
    lines = "\n".join([str(there[0]), str(place.sources / "gone.txt"), str(there[1])])

    report = ingest(place, "-", stdin=lines.encode())

    assert [item.status.value for item in report.items] == ["stored", "refused", "stored"]
    assert "gone.txt is not there" in str(report.items[1].message)


def test_a_folder_in_a_list_is_a_folder(place: Place) -> None:
    place.source("in/a.txt")
    place.source("in/b.txt")

    report = ingest(place, "-", stdin=str(place.sources / "in").encode())

    assert report.count(ItemStatus.STORED) == 2


def test_an_empty_list_is_nothing_to_do(place: Place) -> None:
    report = ingest(place, "-")

    assert report.items == ()
    assert report.exit_code == 0


def test_standard_input_is_read_once() -> None:
    with pytest.raises(UsageError, match="named twice"):
        list(named(["-", "@-"], nothing))


def test_a_pattern_is_filled_in_in_the_order_of_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "c.md", ".hidden.txt"):
        (tmp_path / name).touch()

    assert list(named(["*.txt"], nothing)) == [Path("a.txt"), Path("b.txt")]


def test_a_file_that_is_called_like_a_pattern_or_a_list_is_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a*.txt", "ab.txt", "@x"):
        (tmp_path / name).touch()

    assert list(named(["a*.txt", "@x"], nothing)) == [Path("a*.txt"), Path("@x")]


def test_a_pattern_that_nothing_matches_is_one_line(place: Place) -> None:
    report = ingest(place, str(place.sources / "*.txt"))

    [item] = report.items
    assert item.status is ItemStatus.REFUSED
    assert "is not there, and nothing matches it" in str(item.message)


def test_the_command_reads_lists_and_counts_what_is_in_them(
    cli: Cli, archive: Path, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(article(name), encoding="utf-8")

    done = cli("ingest", "-a", archive, "--json", "-0", "-", stdin="a.txt\0b.txt\0")

    assert done.code == 0, done.stderr
    assert [line["input"] for line in done.lines[:-1]] == ["a.txt", "b.txt"]
    assert done.summary["stored"] == 2


def test_the_command_wants_something_to_take_in(cli: Cli, archive: Path) -> None:
    done = cli("ingest", "-a", archive)

    assert done.code == 2
    assert "name what is to be taken in" in done.stderr


def test_what_is_said_of_one_article_is_not_said_of_a_list_of_two(cli: Cli, archive: Path) -> None:
    done = cli("ingest", "-a", archive, "--headline", "Rain", "-", stdin="a.txt\nb.txt\n")

    assert done.code == 2
    assert "2 sources are named" in done.stderr

"""However long a line of the ledger is, no more of it is held than a limit, and nothing hangs."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsarchive import durable
from newsarchive.durable import MOST_LINE
from newsarchive.errors import LedgerError, StoreError
from newsarchive.ledger import Head, Ledger, NewEntry
from newsarchive.ledger import log as log_module
from newsarchive.ledger.entries import chain

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BLOCK = 64 * 1024
FRAME = len(chain(Head(), [NewEntry("note", {"text": ""})], NOW)[0][0])


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "entries.jsonl")
    made.create([NewEntry("init", {"text": "a"})], NOW)
    return made


@pytest.fixture
def quarantine(tmp_path: Path) -> Path:
    folder = tmp_path / "quarantine"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "size", [1, 100, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, MOST_LINE, MOST_LINE + 1, 200 << 20]
)
def test_a_torn_end_of_any_length_is_kept_byte_by_byte_and_cut_off(
    ledger: Ledger, quarantine: Path, size: int
) -> None:
    whole = ledger.path.read_bytes()
    head = ledger.head()
    os.truncate(ledger.path, len(whole) + size)  # zeros, none of which is on disk

    seen = (ledger.head(), [entry.type for entry, _ in ledger.entries()])
    cut = ledger.cut_torn_tail(quarantine)

    (kept,) = quarantine.iterdir()
    assert seen == (head, ["init"])
    assert (cut, kept.stat().st_size) == (size, size)
    assert not kept.read_bytes().strip(b"\0")
    assert ledger.path.read_bytes() == whole


def test_a_torn_end_is_kept_beside_another_of_the_same_name(
    ledger: Ledger, quarantine: Path
) -> None:
    whole = ledger.path.read_bytes()
    for text in (b"half", b"torn"):
        ledger.path.write_bytes(whole + text)
        ledger.cut_torn_tail(quarantine)

    assert {path.read_bytes() for path in quarantine.iterdir()} == {b"half", b"torn"}


def test_what_is_more_than_a_crash_can_leave_is_damage(
    ledger: Ledger, quarantine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "_MOST_TORN", 1 << 20)
    os.truncate(ledger.path, 3 << 20)

    for ask in (ledger.head, lambda: ledger.cut_torn_tail(quarantine)):
        with pytest.raises(LedgerError, match="damaged at its end"):
            ask()


@pytest.mark.parametrize("size", [FRAME, BLOCK, BLOCK + 1, 2 * BLOCK, MOST_LINE - 1, MOST_LINE])
def test_a_line_up_to_the_limit_is_read_as_any_other(ledger: Ledger, size: int) -> None:
    head = ledger.append([NewEntry("note", {"text": "x" * (size - FRAME)})], NOW)
    last = ledger.append([NewEntry("note", {"text": "y"})], NOW)

    assert ledger.holds(head)
    assert ledger.head() == last
    assert [len(entry.fields["text"]) for entry, _ in ledger.entries()] == [1, size - FRAME, 1]
    ledger.verify()


def too_long(ledger: Ledger, *, at_the_end: bool) -> None:
    """Put a whole line that is too long into the ledger: the second."""
    texts = ["x" * (MOST_LINE + 100), *([] if at_the_end else ["y"])]
    lines, _ = chain(ledger.head(), [NewEntry("note", {"text": text}) for text in texts], NOW)
    with ledger.path.open("ab") as file:
        file.write(b"".join(lines))


@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_whole_line_beyond_the_limit_is_damage_with_its_number(
    ledger: Ledger, *, at_the_end: bool
) -> None:
    too_long(ledger, at_the_end=at_the_end)

    for ask in (lambda: list(ledger.entries()), ledger.verify):
        with pytest.raises(LedgerError, match="line 2 is longer than 16 MiB"):
            ask()


def test_a_last_line_beyond_the_limit_is_no_end(ledger: Ledger) -> None:
    too_long(ledger, at_the_end=True)

    with pytest.raises(LedgerError, match="the last line is longer than 16 MiB"):
        ledger.head()


def test_an_entry_that_could_not_be_read_again_is_not_made(ledger: Ledger) -> None:
    before = ledger.path.read_bytes()

    with pytest.raises(StoreError, match="more than 16 MiB"):
        ledger.append([NewEntry("note", {"text": "x" * MOST_LINE})], NOW)

    assert ledger.path.read_bytes() == before


# lines_of


TEXTS = {
    "nothing": (b"", []),
    "one": (b"a\n", [b"a\n"]),
    "a torn end": (b"a\nb", [b"a\n"]),
    "only a torn end": (b"abcdefghij", []),
    "just the limit": (b"abcdefg\nb\n", [b"abcdefg\n", b"b\n"]),
    "one more": (b"abcdefgh\nb\n", [b"abcdefgh", b"\n", b"b\n"]),
    "three pieces": (b"abcdefghijklmnopqrst\nb\n", [b"abcdefgh", b"ijklmnop", b"qrst\n", b"b\n"]),
    "a torn end that is long": (b"a\nabcdefghijklmnopqrst", [b"a\n"]),
    "empty lines": (b"\n\n", [b"\n", b"\n"]),
}


@pytest.mark.parametrize(("text", "lines"), TEXTS.values(), ids=list(TEXTS))
def test_lines_come_whole_or_in_pieces_and_a_torn_end_does_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes, lines: list[bytes]
) -> None:
    monkeypatch.setattr(durable, "MOST_LINE", 8)
    (tmp_path / "lines").write_bytes(text)

    with durable.reading(tmp_path / "lines") as file:
        assert list(durable.lines_of(file)) == lines


def test_a_text_without_lines_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "_MOST_WITHOUT_LINE", 1 << 20)
    (tmp_path / "lines").touch()
    os.truncate(tmp_path / "lines", 64 << 20)

    with durable.reading(tmp_path / "lines") as file, pytest.raises(durable.TooLargeError):
        list(durable.lines_of(file))

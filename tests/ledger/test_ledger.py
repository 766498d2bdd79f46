"""The ledger: a chain that shows any change, and an end that heals."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import LedgerError, StoreError
from newsarchive.ledger import Head, Ledger, NewEntry
from newsarchive.ledger.entries import chain, parse_witness, read_chain
from support.archives import NOON

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "entries.jsonl")
    made.create([NewEntry("init", {"archive": "urn:x"})], NOON)
    return made


def note(number: int) -> NewEntry:
    return NewEntry("note", {"number": number})


def numbers(ledger: Ledger) -> list[int]:
    return [entry.fields["number"] for entry, _ in ledger.entries() if entry.type == "note"]


def test_what_was_appended_is_read_back_in_order(ledger: Ledger) -> None:
    ledger.append([note(1), note(2)], NOON)
    ledger.append([note(3)], NOON)

    assert numbers(ledger) == [1, 2, 3]


@given(st.lists(st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=6))
def test_any_fields_survive_the_chain(fields: list[dict[str, str]]) -> None:
    drafts = [NewEntry("note", {"own": f}) for f in fields]

    lines, head = chain(Head(), drafts, NOON)
    read = list(read_chain(Head(), lines))

    assert [entry.fields["own"] for entry, _ in read] == fields
    assert head.size == sum(map(len, lines))
    assert not read or read[-1][1] == head


def test_reading_can_begin_where_it_ended(ledger: Ledger) -> None:
    ledger.append([note(1)], NOON)
    head = ledger.head()
    ledger.append([note(2)], NOON)

    assert [entry.fields["number"] for entry, _ in ledger.entries(head)] == [2]


def test_the_head_is_that_of_the_whole_chain(ledger: Ledger) -> None:
    ledger.append([NewEntry("note", {"number": n, "long": "x" * 70_000}) for n in range(3)], NOON)

    assert ledger.head() == [head for _, head in ledger.entries()][-1]


def test_every_changed_byte_breaks_the_chain(ledger: Ledger) -> None:
    ledger.append([note(1), note(2)], NOON)
    ledger.append([note(3)], NOON)
    good = ledger.path.read_bytes()
    last_line = good.rstrip(b"\n").rindex(b"\n") + 1

    for position in range(last_line):
        ledger.path.write_bytes(
            good[:position] + bytes([good[position] ^ 1]) + good[position + 1 :]
        )
        with pytest.raises(LedgerError):
            list(ledger.entries())


@pytest.mark.parametrize("change", ["remove", "swap", "repeat"])
def test_lines_out_of_place_break_the_chain(ledger: Ledger, change: str) -> None:
    ledger.append([note(1), note(2), note(3)], NOON)
    a, b, c, d = ledger.path.read_bytes().splitlines(keepends=True)
    changed = {"remove": a + c + d, "swap": a + c + b + d, "repeat": a + b + b + c + d}[change]

    ledger.path.write_bytes(changed)

    with pytest.raises(LedgerError, match="line"):
        list(ledger.entries())


def test_a_torn_last_line_is_no_entry(ledger: Ledger) -> None:
    ledger.append([note(1)], NOON)
    with ledger.path.open("ab") as file:
        file.write(b'{"half":')

    assert numbers(ledger) == [1]
    assert ledger.head().seq == 1


def test_a_torn_tail_is_cut_and_kept(ledger: Ledger, tmp_path: Path) -> None:
    quarantine = tmp_path / "quarantine"
    quarantine.mkdir()
    whole = ledger.path.read_bytes()
    with ledger.path.open("ab") as file:
        file.write(b'{"half":')

    ledger.cut_torn_tail(quarantine)

    assert ledger.path.read_bytes() == whole
    assert [kept.read_bytes() for kept in quarantine.iterdir()] == [b'{"half":']


def test_a_clock_that_went_back_is_marked_and_changes_no_order(ledger: Ledger) -> None:
    ledger.append([note(1)], NOON + timedelta(days=1))
    ledger.append([note(2)], NOON)
    ledger.append([note(3)], NOON + timedelta(days=2))

    entries = [entry for entry, _ in ledger.entries()]

    assert [e.clock_back for e in entries] == [False, False, True, False]
    assert [e.seq for e in entries] == [0, 1, 2, 3]


def test_a_line_is_canonical_json(ledger: Ledger) -> None:
    line = ledger.path.read_bytes()

    document = json.loads(line)

    assert (
        line
        == json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        + b"\n"
    )


def test_an_append_that_cannot_be_synced_leaves_no_trace(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ledger.path.read_bytes()

    def refuse(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(StoreError):
        ledger.append([note(1)], NOON)

    assert ledger.path.read_bytes() == before


def test_a_ledger_is_never_made_over_another(ledger: Ledger) -> None:
    with pytest.raises(StoreError):
        ledger.create([NewEntry("init", {})], NOON)


def test_a_shorter_ledger_than_was_read_is_noticed(ledger: Ledger) -> None:
    ledger.append([note(1)], NOON)
    mark = ledger.head()
    ledger.path.write_bytes(ledger.path.read_bytes().splitlines(keepends=True)[0])

    assert not ledger.holds(mark)


def entries_of(ledger: Ledger) -> list[object]:
    return [entry.fields["number"] for entry, _ in ledger.entries() if entry.type == "note"]


@pytest.mark.parametrize("before", ["nothing", "a part", "all", "half a line"])
def test_a_group_is_entered_once_however_far_it_came_before(
    ledger: Ledger, tmp_path: Path, before: str
) -> None:
    mark = ledger.head()
    group = [note(1), note(2)]
    lines, _ = chain(mark, group, NOON)
    there = {
        "nothing": b"",
        "a part": lines[0],
        "all": b"".join(lines),
        "half a line": lines[0][:9],
    }
    with ledger.path.open("ab") as file:
        file.write(there[before])

    ledger.append_at(mark, group, NOON, tmp_path)
    ledger.append_at(mark, group, NOON, tmp_path)

    assert entries_of(ledger) == [1, 2]


def test_a_group_comes_last_where_the_ledger_went_on_without_it(
    ledger: Ledger, tmp_path: Path
) -> None:
    mark = ledger.head()
    ledger.append([note(7), note(2)], NOON)

    ledger.append_at(mark, [note(1), note(2)], NOON, tmp_path)

    assert entries_of(ledger) == [7, 2, 1]


def test_a_group_of_a_longer_ledger_comes_last(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append([note(1)], NOON)
    mark = ledger.head()
    ledger.path.write_bytes(ledger.path.read_bytes().splitlines(keepends=True)[0])

    ledger.append_at(mark, [note(2)], NOON, tmp_path)

    assert entries_of(ledger) == [2]


def test_a_chain_that_holds_is_verified(ledger: Ledger) -> None:
    ledger.append([note(n) for n in range(50)], NOON)

    ledger.verify()


@pytest.mark.parametrize("line", [0, 1, 25, 49])
def test_a_changed_line_is_found_without_reading_what_it_says(ledger: Ledger, line: int) -> None:
    ledger.append([note(n) for n in range(50)], NOON)
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'"seq":', b'"seq" :')
    ledger.path.write_bytes(b"".join(lines))

    with pytest.raises(LedgerError):
        ledger.verify()


def test_a_field_that_looks_like_the_chain_deceives_nobody(ledger: Ledger) -> None:
    ledger.append([NewEntry("note", {"number": 1, "own": {"prev": "0" * 64}})], NOON)

    ledger.verify()


@pytest.mark.parametrize(
    "text", ["", "17", "17:", "x:" + "0" * 64, "1:" + "g" * 64, "-1:" + "0" * 64]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="17:9f86d081"):
        parse_witness(text)


def test_a_head_that_was_kept_reads_back(ledger: Ledger) -> None:
    head = ledger.head()

    assert parse_witness(head.witness.upper()) == (head.seq, head.line_sha256)

"""A result set keeps which articles there were, and says later what has changed."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsarchive import canonical
from newsarchive.archive import Archive
from newsarchive.corpus import HashedFile
from newsarchive.errors import NoSpaceError, RefusedError, SourceError, StoreError, UsageError
from newsarchive.model.corpus import Wanted
from newsarchive.model.institution import Institution
from newsarchive.model.resultset import Change, Changed, Compared, Saved
from support.archives import THREE, Place, bags, fill, place_of, snapshot

NEW = "The tram\n\nPublished: 6 June 2017\n\nThe tram ran on a grey day.\n\nSource: The Courier\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What every case has a copy of."""
    return place_of(tmp_path_factory.mktemp("made"), THREE)


@pytest.fixture
def full(place: Place, made: Place) -> Place:
    return fill(place, made)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "set.jsonl"


def save(place: Place, path: Path, **asked: Any) -> Saved:
    with place.open() as archive:
        return archive.save_set(path, Wanted(**asked))


def compare(place: Place, path: Path) -> tuple[Compared, list[tuple[Change, str]]]:
    changed: list[Changed] = []
    with place.open() as archive:
        compared = archive.compare_set(path, changed.append)
    return compared, [(one.change, one.name[:8]) for one in changed]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_it_holds_the_question_the_position_and_every_seal(full: Place, path: Path) -> None:
    made = save(full, path, source="The Courier")

    first, *articles, last = lines(path)
    with full.open() as archive:
        head = archive.holdings.ledger.head()
        known = [archive.bag(one["bag"]) for one in articles]
    assert first["asked_for"] == {"source": "The Courier"}
    assert first["archive"] == made.about.archive
    assert first["ledger"] == head.document()
    assert [one["seal"] for one in articles] == [str(bag.seal) for bag in known]
    assert [one["path"] for one in articles] == [bag.accession.path for bag in known]
    assert last == {"articles": 2}


def test_each_line_is_canonical_and_its_digest_is_told(full: Place, path: Path) -> None:
    made = save(full, path)

    data = path.read_bytes()
    assert made.sha512 == hashlib.sha512(data).hexdigest()
    assert data == b"".join(canonical.dumps(line) + b"\n" for line in lines(path))


def test_saving_and_comparing_change_nothing_in_the_archive(full: Place, path: Path) -> None:
    with full.open():
        before = snapshot(full.root)

    save(full, path, year=2017)
    compare(full, path)

    assert snapshot(full.root) == before


def test_nothing_has_changed_at_first(full: Place, path: Path) -> None:
    save(full, path)

    compared, changed = compare(full, path)

    assert (compared.articles, compared.same, changed, compared.known) == (3, 3, [], True)


def amend(place: Place) -> None:
    with place.open() as archive:
        archive.describe("the-ferry", agency="none", by="librarian")


def redate(place: Place) -> None:
    with place.open() as archive:
        archive.describe("the-rain", date="2018", by="librarian")


def add(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(place.source("tram.txt", NEW))


def lose(place: Place) -> None:
    """The ledger is put back from a copy that was older than the last bag."""
    ledger = place.root / "ledger/entries.jsonl"
    *kept, _ = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(kept))
    for name in ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm"):
        (place.root / name).unlink(missing_ok=True)


def harm(place: Place) -> None:
    [ferry] = [bag for bag in bags(place.root) if bag.name.startswith("the-ferry")]
    (ferry / "data/metadata/article.json").write_text("{")


CHANGES: dict[str, tuple[dict[str, Any], Callable[[Place], None], list[tuple[Change, str]]]] = {
    "amended": ({}, amend, [(Change.AMENDED, "the-ferr")]),
    "fits no longer": ({"undated": True}, redate, [(Change.NO_LONGER, "the-rain")]),
    "new": ({"year": 2017}, add, [(Change.NEW, "the-tram")]),
    "new for some": ({"year": 2016}, add, []),
    "gone": ({}, lose, [(Change.GONE, "the-rain")]),
    "not read": ({"year": 2017}, harm, [(Change.UNREAD, "the-ferr")]),
}


@pytest.mark.parametrize(("asked", "change", "wanted"), CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_named(
    full: Place,
    path: Path,
    asked: dict[str, Any],
    change: Callable[[Place], None],
    wanted: list[tuple[Change, str]],
) -> None:
    saved = save(full, path, **asked)
    change(full)

    compared, changed = compare(full, path)

    assert changed == wanted
    assert sum(compared.changed.values()) == len(wanted)
    assert compared.same == saved.articles - sum(c is not Change.NEW for c, _ in wanted)
    assert compared.known is (change is not lose)


def test_another_seal_is_told(full: Place, path: Path) -> None:
    save(full, path)
    first, one, *rest = path.read_bytes().splitlines(keepends=True)
    other = json.loads(one) | {"seal": "sha512:" + "0" * 128}
    path.write_bytes(b"".join((first, canonical.dumps(other) + b"\n", *rest)))

    _, changed = compare(full, path)

    assert changed == [(Change.ANOTHER, "the-brid")]


def test_a_position_that_the_ledger_never_had_is_told(full: Place, path: Path) -> None:
    save(full, path)
    first, *rest = lines(path)
    first["ledger"]["line_sha256"] = "0" * 64
    path.write_bytes(b"".join(canonical.dumps(line) + b"\n" for line in (first, *rest)))

    compared, _ = compare(full, path)

    assert not compared.known


def headed(data: bytes, **members: Any) -> bytes:
    """The result set with other members in its first line; None takes one away."""
    first, _, rest = data.partition(b"\n")
    heading = {name: m for name, m in (json.loads(first) | members).items() if m is not None}
    return canonical.dumps(heading) + b"\n" + rest


def ordered(data: bytes, *numbers: int) -> bytes:
    """These of its lines, in this order."""
    found = data.splitlines(keepends=True)
    return b"".join(found[number] for number in numbers)


EDITS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda data: ordered(data, 0, 1, 2, 3),
    "cut off in a line": lambda data: data[:-20],
    "a line is missing": lambda data: ordered(data, 0, 2, 3, 4),
    "another order": lambda data: ordered(data, 0, 2, 1, 3, 4),
    "behind its end": lambda data: ordered(data, 0, 1, 2, 3, 4, 1),
    "no JSON": lambda _: b"date,title\n2017,Rain\n",
    "no object": lambda data: ordered(data, 0) + b"[]\n",
    "no article": lambda data: ordered(data, 0) + b'{"title":"Rain"}\n',
    "another path": lambda data: data.replace(b'"bags/', b'"../bags/'),
    "another kind": lambda data: headed(data, kind="shopping list"),
    "a later version": lambda data: headed(data, v=3),
    "no position": lambda data: headed(data, ledger=None),
    "another question": lambda data: headed(data, asked_for={"colour": "red"}),
    "a question that is none": lambda data: headed(data, asked_for={"source": ["The Courier"]}),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_no_whole_result_set_is_refused(
    full: Place, path: Path, edit: Callable[[bytes], bytes]
) -> None:
    save(full, path)
    path.write_bytes(edit(path.read_bytes()))

    with pytest.raises(RefusedError, match=r"no whole result set|asks for what list cannot"):
        compare(full, path)


def test_one_of_another_archive_is_refused(full: Place, path: Path, tmp_path: Path) -> None:
    save(full, path)
    Archive.create(tmp_path / "other", Institution(name="Other"), full.clock)

    with (
        Archive.open(tmp_path / "other", full.clock) as other,
        pytest.raises(RefusedError, match="result set of the archive"),
    ):
        other.compare_set(path)


def test_a_file_that_is_not_there_is_said(full: Place, path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        compare(full, path)


def test_nothing_is_overwritten(full: Place, path: Path) -> None:
    path.write_text("mine")

    with pytest.raises(StoreError, match="lies at"):
        save(full, path)

    assert path.read_text() == "mine"


def test_none_is_saved_in_the_archive(full: Place) -> None:
    with pytest.raises(UsageError, match="in the archive"):
        save(full, full.root / "bags/set.jsonl")


def test_a_full_disk_leaves_nothing(
    full: Place, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(HashedFile, "finish", refuse)
        with pytest.raises(NoSpaceError):
            save(full, path)

    assert {one.name for one in path.parent.iterdir()} == {"archive", "sources"}


def test_what_cannot_be_read_is_named_and_the_rest_is_saved(full: Place, path: Path) -> None:
    harm(full)
    told: list[str] = []

    with full.open() as archive:
        made = archive.save_set(path, Wanted(year=2016), lambda bag, _: told.append(bag))

    assert (made.articles, made.unread) == (1, 1)
    assert [name[:9] for name in told] == ["the-ferry"]

"""What every store promises. A new store is done when it is in STORES and all of this passes."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, Tree, check
from newsarchive.bag.tree import NodeKind
from newsarchive.errors import StoreError
from newsarchive.model.asked import IngestOptions
from newsarchive.model.finding import Verdict
from newsarchive.model.outcome import ItemStatus
from newsarchive.store import DirectoryStore, MemoryStore, Store
from newsarchive.workflows.audit.run import audit
from newsarchive.workflows.ingest.requested import Request
from newsarchive.workflows.ingest.run import ingest
from support.archives import make_place
from support.bags import PAYLOAD, make_bag

HERE = "bags/2017/04/13/rain-over-the-harbour-0123456789ab"
LOCKS = ["audit.lock", "write.lock"]
THERE = "bags/undated/0f/snow-0f3456789abc"


@dataclass(frozen=True)
class Place:
    """A store, a folder to stage bags in, and how to take the store's disk away."""

    store: Store
    staging: Path
    detach: Callable[[], object]

    def staged(self, name: str = "staged") -> Path:
        return make_bag(self.staging / name)


def in_memory(folder: Path) -> Place:
    store = MemoryStore()
    return Place(store, folder, lambda: setattr(store, "attached", False))


def in_a_directory(folder: Path) -> Place:
    root = folder / "archive"
    root.mkdir()
    store = DirectoryStore(root, archive_id="urn:example:archive")
    store.create("urn:example:store")
    return Place(store, folder, lambda: (root / "bags").rename(folder / "unplugged"))


STORES = {"directory": in_a_directory, "memory": in_memory}


@pytest.fixture(params=STORES.values(), ids=list(STORES))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    made: Place = request.param(tmp_path)
    return made


def content(tree: Tree) -> dict[str, bytes]:
    return {n.path: _read(tree, n.path) for n in tree.nodes() if n.kind is NodeKind.FILE}


def _read(tree: Tree, path: str) -> bytes:
    def chunks() -> Iterator[bytes]:
        with tree.open(path) as file:
            while chunk := file.read(7):
                yield chunk

    return b"".join(chunks())


def test_a_published_bag_reads_byte_for_byte_as_it_was_staged(place: Place) -> None:
    staged = place.staged()
    before = content(DirectoryTree(staged))

    place.store.publish(staged, HERE)

    assert content(place.store.tree(HERE)) == before
    assert {p: d for p, d in before.items() if p in PAYLOAD} == PAYLOAD


def test_a_published_bag_is_seen_as_the_staged_one_was(place: Place) -> None:
    staged = place.staged()
    before = check(DirectoryTree(staged))

    place.store.publish(staged, HERE)

    assert check(place.store.tree(HERE)) == before


def test_publishing_moves_the_staged_bag_or_leaves_it_as_it_is(place: Place) -> None:
    staged = place.staged()
    before = content(DirectoryTree(staged))

    place.store.publish(staged, HERE)

    assert not staged.exists() or content(DirectoryTree(staged)) == before


def test_a_store_holds_a_bag_from_its_publication_on(place: Place) -> None:
    before = place.store.holds(HERE)
    place.store.publish(place.staged(), HERE)

    assert (before, place.store.holds(HERE)) == (False, True)


def test_a_bag_that_is_not_there_is_not_there_to_be_read(place: Place) -> None:
    assert place.store.tree(HERE).presence().there is False


def test_nothing_takes_the_place_of_a_bag_that_is_there(place: Place) -> None:
    place.store.publish(place.staged(), HERE)
    before = content(place.store.tree(HERE))
    other = make_bag(place.staging / "other", {"data/x": b"another"})

    with pytest.raises(StoreError, match="already"):
        place.store.publish(other, HERE)

    assert content(place.store.tree(HERE)) == before
    assert other.is_dir()


@pytest.mark.parametrize(
    "path",
    [
        "../outside-0123456789ab",
        "bags/../../outside",
        "/tmp/outside",  # noqa: S108
        "bags",
        "",
        "bags/2017/04/13/..",
        "bags/2017/04/13/a/b",
        "ledger/entries.jsonl",
        "bags/2017/04/13/new\nline",
    ],
)
def test_no_bag_is_published_where_none_belongs(place: Place, path: str) -> None:
    staged = place.staged()

    with pytest.raises(StoreError, match="no bag is ever stored"):
        place.store.publish(staged, path)

    assert staged.is_dir()


def test_a_staged_bag_that_is_not_there_cannot_be_published(place: Place) -> None:
    with pytest.raises(StoreError):
        place.store.publish(place.staging / "nothing", HERE)

    assert not place.store.holds(HERE)


def test_a_bag_that_is_retracted_is_staged_as_it_was(place: Place) -> None:
    staged = place.staged()
    before = content(DirectoryTree(staged))
    place.store.publish(staged, HERE)

    place.store.retract(HERE, staged)

    assert content(DirectoryTree(staged)) == before
    assert not place.store.holds(HERE)
    assert list(place.store.walk()) == []


def test_a_bag_that_was_retracted_can_be_published_again(place: Place) -> None:
    staged = place.staged()
    before = content(DirectoryTree(staged))
    place.store.publish(staged, HERE)
    place.store.retract(HERE, staged)

    place.store.publish(staged, THERE)

    assert content(place.store.tree(THERE)) == before
    assert not place.store.holds(HERE)


def test_retracting_one_bag_leaves_the_others(place: Place) -> None:
    kept, other = place.staged("a"), place.staged("b")
    place.store.publish(kept, HERE)
    place.store.publish(other, THERE)
    before = content(place.store.tree(HERE))

    place.store.retract(THERE, other)

    assert content(place.store.tree(HERE)) == before


def test_what_is_not_there_cannot_be_retracted(place: Place) -> None:
    with pytest.raises(StoreError):
        place.store.retract(HERE, place.staging / "x")


def test_a_bag_that_is_destroyed_is_not_there_and_the_others_are(place: Place) -> None:
    place.store.publish(place.staged("a"), HERE)
    place.store.publish(place.staged("b"), THERE)

    place.store.destroy(HERE)
    place.store.destroy(HERE)

    assert not place.store.holds(HERE)
    assert list(place.store.walk()) == [THERE]
    assert content(place.store.tree(THERE))


@pytest.mark.parametrize("path", ["bags", "bags/2017", "../staged", "archive.toml", ""])
def test_nothing_but_a_bag_is_ever_destroyed(place: Place, path: str) -> None:
    place.store.publish(place.staged(), HERE)

    with pytest.raises(StoreError):
        place.store.destroy(path)

    assert place.store.holds(HERE)


def test_nothing_is_destroyed_behind_a_link(tmp_path: Path) -> None:
    place, other = in_a_directory(tmp_path), tmp_path / "other"
    place.store.publish(place.staged(), HERE)
    year = tmp_path / "archive/bags/2017"
    year.rename(other)
    year.symlink_to(other)

    with pytest.raises(StoreError, match="symbolic link"):
        place.store.destroy(HERE)

    assert (other / HERE.removeprefix("bags/2017/") / "bagit.txt").exists()


def test_nothing_is_destroyed_without_its_disk(place: Place) -> None:
    place.store.publish(place.staged(), HERE)
    place.detach()

    with pytest.raises(StoreError):
        place.store.destroy(HERE)


def test_published_bags_can_be_settled(place: Place) -> None:
    place.store.publish(place.staged("a"), HERE)
    place.store.publish(place.staged("b"), THERE)

    place.store.settle([HERE, THERE])

    assert place.store.holds(HERE)


def test_walking_names_every_bag_and_nothing_else(place: Place) -> None:
    place.store.publish(place.staged("a"), HERE)
    place.store.publish(place.staged("b"), THERE)

    assert sorted(map(str, place.store.walk())) == [HERE, THERE]


def test_a_store_with_its_disk_is_no_trouble(place: Place) -> None:
    assert place.store.trouble() == ""


def test_a_store_without_its_disk_is_trouble_and_says_so_in_a_sentence(place: Place) -> None:
    place.detach()

    assert " " in place.store.trouble()


def test_a_store_without_its_disk_is_not_an_empty_one(place: Place) -> None:
    place.store.publish(place.staged(), HERE)
    place.detach()

    with pytest.raises(StoreError):
        list(place.store.walk())


def test_the_folders_of_a_bag_are_named_too_and_the_bag_itself_first(place: Place) -> None:
    place.store.publish(place.staged(), HERE)
    nodes = list(place.store.tree(HERE).nodes())

    assert nodes[0].path == ""
    assert {n.path for n in nodes if n.kind is NodeKind.FOLDER} == {
        "",
        "data",
        "data/media",
        "data/metadata",
        "data/original",
    }


@pytest.mark.parametrize("path", ["data/none.txt", "data", "../staged/bagit.txt"])
def test_what_is_no_file_of_the_bag_cannot_be_opened(place: Place, path: str) -> None:
    place.store.publish(place.staged(), HERE)

    with pytest.raises(OSError, match=r"."):
        place.store.tree(HERE).open(path)


def test_a_pickled_copy_reads_the_same_bags(place: Place) -> None:
    place.store.publish(place.staged(), HERE)

    copy = pickle.loads(pickle.dumps(place.store))  # noqa: S301  # our own bytes

    assert content(copy.tree(HERE)) == content(place.store.tree(HERE))


@pytest.mark.parametrize("kind", STORES)
def test_an_archive_takes_in_and_audits_on_it(tmp_path: Path, kind: str) -> None:
    archive_place = make_place(tmp_path)
    with archive_place.open() as archive:
        store = MemoryStore() if kind == "memory" else archive.holdings.store
        holdings = replace(archive.holdings, store=store)
        sources = [Request(archive_place.source(name)) for name in ("a.txt", "b.txt")]
        taken = ingest(holdings, sources, IngestOptions(by="archivist"))
        report = audit(holdings)

    assert [i.status for i in taken.items] == [ItemStatus.STORED] * 2
    assert sorted(p.name for p in (archive_place.root / "staging").iterdir()) == LOCKS
    assert (report.exit_code, report.found.counts) == (0, {Verdict.INTACT: 2})

"""What every `Tree` promises, held for each of them: a folder, a zip, tars, memory, at a pace."""

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, Tree
from newsarchive.bag.pacing import Pace, PacedTree
from newsarchive.bag.parcel import Parcel
from newsarchive.bag.serialized import SerializedTree
from newsarchive.bag.tree import NodeKind
from newsarchive.bag.verified import VerifiedTree
from newsarchive.digests import digest_of
from newsarchive.store.memory import MemoryStore

FILES = {
    "bagit.txt": b"BagIt-Version: 1.0\n",
    "data/a.txt": b"It rained.\n" * 9000,
    "data/empty": b"",
    "data/sub/b.txt": b"It stopped.\n",
    "data/\u96e8.txt": b"x",
}
FOLDERS = {"", "data", "data/sub"}


def folder(place: Path) -> Path:
    for path, data in FILES.items():
        target = place / "bag" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return place / "bag"


def in_folder(place: Path) -> Tree:
    return DirectoryTree(folder(place))


def past_the_cache(place: Path) -> Tree:
    return DirectoryTree(folder(place), direct=True)


def at_a_pace(place: Path) -> Tree:
    return PacedTree(DirectoryTree(folder(place)), Pace(1 << 30))


def verified(place: Path) -> Tree:
    expected = {path: (digest_of(data),) for path, data in FILES.items()}
    return VerifiedTree(DirectoryTree(folder(place)), expected)


def in_a_parcel(place: Path) -> Tree:
    above = {path: data for path, data in FILES.items() if "/" not in path}
    return Parcel([("data", DirectoryTree(folder(place) / "data"))], above)


def in_memory(place: Path) -> Tree:
    store = MemoryStore()
    store.publish(folder(place), "bags/undated/ab/bag")
    return store.tree("bags/undated/ab/bag")


def in_zip(place: Path) -> Tree:
    with zipfile.ZipFile(place / "bag.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in FILES.items():
            packed.writestr(f"bag/{path}", data)
    return SerializedTree(place / "bag.zip")


def in_tar(mode: str, ending: str) -> Callable[[Path], Tree]:
    def make(place: Path) -> Tree:
        with tarfile.open(place / f"bag.{ending}", mode) as packed:  # type: ignore[call-overload]
            for path, data in FILES.items():
                member = tarfile.TarInfo(f"bag/{path}")
                member.size = len(data)
                packed.addfile(member, io.BytesIO(data))
        return SerializedTree(place / f"bag.{ending}")

    return make


TREES: dict[str, Callable[[Path], Tree]] = {
    "folder": in_folder,
    "direct": past_the_cache,
    "paced": at_a_pace,
    "verified": verified,
    "parcel": in_a_parcel,
    "memory": in_memory,
    "zip": in_zip,
    "tar": in_tar("w", "tar"),
    "tar.gz": in_tar("w:gz", "tar.gz"),
    "tar.xz": in_tar("w:xz", "tar.xz"),
}


@pytest.fixture(params=list(TREES))
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tree]:
    made = TREES[request.param](tmp_path)
    yield made
    made.close()


def test_it_is_there(tree: Tree) -> None:
    assert tree.presence().there is True


def test_nodes_name_everything_once_and_the_bag_first(tree: Tree) -> None:
    assert tree.presence().there
    nodes = list(tree.nodes())

    assert nodes[0].path == ""
    assert len(nodes) == len({node.path for node in nodes})
    assert {n.path for n in nodes if n.kind is NodeKind.FILE} == set(FILES)
    assert {n.path for n in nodes if n.kind is NodeKind.FOLDER} <= FOLDERS
    assert [n.problem for n in nodes if n.problem] == []


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_read_to_its_end_in_pieces(tree: Tree, path: str) -> None:
    assert tree.presence().there
    list(tree.nodes())
    read = b""
    with tree.open(path) as file:
        while piece := file.read(1000):
            read += piece
        assert file.read(1000) == b""

    assert read == FILES[path]


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("closed", [False, True], ids=["while listing", "closed before"])
def test_to_take_is_to_open_and_read(tree: Tree, path: str, closed: bool) -> None:
    assert tree.presence().there
    list(tree.nodes())
    if closed:
        tree.close()
    size = len(FILES[path])

    assert tree.take(path, size) == FILES[path]
    assert tree.take(path, size, fresh=True) == FILES[path]
    assert tree.take(path, size + 1) == FILES[path]
    if size:
        assert tree.take(path, size - 1) is None


def test_the_state_of_a_file_nobody_writes_to_stays(tree: Tree) -> None:
    assert tree.presence().there
    list(tree.nodes())
    with tree.open("data/a.txt") as file:
        before = file.state()
        file.read(10)
        after = file.state()

    assert before == after
    assert before.size == len(FILES["data/a.txt"])


@pytest.mark.parametrize("path", ["gone.txt", "data/gone.txt", "gone/gone.txt", "bagit.txt/x"])
def test_what_is_not_there_cannot_be_opened(tree: Tree, path: str) -> None:
    assert tree.presence().there
    list(tree.nodes())
    for way in (lambda: tree.open(path), lambda: tree.take(path, 100)):
        with pytest.raises(OSError):  # noqa: PT011  # of which kind, the place decides
            way()


def test_a_folder_is_no_file(tree: Tree) -> None:
    assert tree.presence().there
    list(tree.nodes())
    try:
        taken = tree.take("data", 1 << 20)
    except OSError:
        taken = None
    assert taken is None


def test_it_can_be_used_again_after_it_was_closed(tree: Tree) -> None:
    assert tree.presence().there
    first = {node.path for node in tree.nodes()}
    tree.close()

    assert {node.path for node in tree.nodes()} == first
    assert tree.take("bagit.txt", 100) == FILES["bagit.txt"]


def test_nothing_is_wrong_with_its_container(tree: Tree) -> None:
    assert tree.presence().there
    list(tree.nodes())

    assert [f for f in tree.findings() if f.level == "error"] == []


ABSENT: dict[str, Callable[[Path], Tree]] = {
    "folder": lambda place: DirectoryTree(place / "gone"),
    "paced": lambda place: PacedTree(DirectoryTree(place / "gone"), Pace()),
    "memory": lambda _: MemoryStore().tree("bags/undated/ab/gone"),
}


@pytest.mark.parametrize("make", ABSENT.values(), ids=ABSENT)
def test_a_bag_that_is_not_there_is_said_not_to_be(
    tmp_path: Path, make: Callable[[Path], Tree]
) -> None:
    assert make(tmp_path).presence().there is False

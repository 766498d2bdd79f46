"""A tree names everything in a bag, follows nothing, and opens nothing outside."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, check
from newsarchive.bag.tree import NodeKind
from support import bags
from support.nodes import make_socket


def test_every_kind_of_node_is_named_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    os.mkfifo(tmp_path / "fifo")
    make_socket(tmp_path / "socket")

    kinds = {node.path: node.kind for node in DirectoryTree(tmp_path).nodes()}

    assert kinds == {
        "": NodeKind.FOLDER,
        "file": NodeKind.FILE,
        "folder": NodeKind.FOLDER,
        "link": NodeKind.LINK,
        "fifo": NodeKind.FIFO,
        "socket": NodeKind.SOCKET,
    }


def test_names_that_are_no_utf8_come_and_go_unchanged(tmp_path: Path) -> None:
    name = b"\xfc\n\xe2\x80\xa8 name"
    fd = os.open(os.fsencode(tmp_path) + b"/" + name, os.O_CREAT | os.O_WRONLY)
    os.write(fd, b"x")
    os.close(fd)
    tree = DirectoryTree(tmp_path)

    [path] = [node.path for node in tree.nodes() if node.kind is NodeKind.FILE]

    assert path == "\udcfc\n\u2028 name"
    with tree.open(path) as file:
        assert file.read(10) == b"x"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_names_do_not_depend_on_the_locale(tmp_path: Path, locale: str) -> None:
    (tmp_path / "雨.txt").write_bytes(b"x")
    script = (
        "import sys; from pathlib import Path; from newsarchive.bag import DirectoryTree;"
        "t = DirectoryTree(Path(sys.argv[1]));"
        "p = [n.path for n in t.nodes() if n.path][0];"
        "print(ascii(p), t.open(p).read(9))"
    )
    environment = {"LC_ALL": locale, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "'\\u96e8.txt' b'x'\n"


def test_a_tree_deeper_than_any_path_may_be_long_is_walked(tmp_path: Path) -> None:
    name = "d" * 50
    fd = os.open(tmp_path, os.O_RDONLY)
    for _ in range(200):
        os.mkdir(name, dir_fd=fd)
        deeper = os.open(name, os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = deeper
    leaf = os.open("leaf", os.O_CREAT | os.O_WRONLY, dir_fd=fd)
    os.write(leaf, b"deep")
    os.close(leaf)
    os.close(fd)
    tree = DirectoryTree(tmp_path)

    nodes = list(tree.nodes())

    assert len(nodes) == 202
    [path] = [node.path for node in nodes if node.kind is NodeKind.FILE]
    with tree.open(path) as file:
        assert file.read(10) == b"deep"


@pytest.mark.parametrize("path", ["link", "folder/link", "out/file", "folder", "fifo"])
def test_what_is_no_regular_file_inside_cannot_be_opened(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"outside")
    (root / "link").symlink_to("../file")
    (root / "folder/link").symlink_to(tmp_path / "file")
    (root / "out").symlink_to(tmp_path)
    os.mkfifo(root / "fifo")

    with pytest.raises(OSError, match=r"symbolic link|regular file|Not a directory"):
        DirectoryTree(root).open(path)


@contextmanager
def _opened() -> Iterator[list[tuple[object, int]]]:
    """Every path that is opened inside the block, with its flags."""
    seen: list[tuple[object, int]] = []
    on = True

    def hook(event: str, args: tuple[object, ...]) -> None:
        if on and event == "open":
            seen.append((args[0], int(str(args[2]))))

    sys.addaudithook(hook)  # cannot be removed again, only be told to stop
    try:
        yield seen
    finally:
        on = False


def test_a_hostile_bag_makes_nothing_outside_be_opened(bag: Path) -> None:
    digest = "0" * 128
    with (bag / "manifest-sha512.txt").open("a") as manifest:
        for path in ("/etc/passwd", "data/../../x", "../x", "~/x", "data/out/passwd", "data/dev"):
            manifest.write(f"{digest}  {path}\n")
    (bag / "data/out").symlink_to("/etc")
    (bag / "data/dev").symlink_to("/dev/zero")
    os.mkfifo(bag / "data/fifo")
    (bag / "fetch.txt").symlink_to("/etc/passwd")

    with _opened() as opened:
        seen = check(DirectoryTree(bag))

    outside = [
        (path, flags)
        for path, flags in opened
        if path != os.fsencode(bag) and (b"/" in os.fsencode(str(path)) or ".." in str(path))
    ]
    assert outside == []
    assert all(flags & os.O_NOFOLLOW for _, flags in opened)
    assert {("RS-02", "data/out"), ("RS-02", "data/fifo"), ("RS-02", "fetch.txt")} <= bags.codes(
        seen.findings
    )

"""Whether what is left of a file may be its beginning: cut short, or replaced by something else.

Nobody has the bytes that are gone. But an article lies in its bag more than once: as received, as
text, and in the record; and other files show by their first bytes what they are.
"""

import re

from newsarchive.bag import Tree
from newsarchive.packaging.places import ORIGINALS, RECORD, TEXT

_MOST = 1 << 20
_COMPARED = 60  # characters of the first line
_MAGIC = {
    "jpg": b"\xff\xd8",
    "jpeg": b"\xff\xd8",
    "png": b"\x89PNG",
    "gif": b"GIF8",
    "webp": b"RIFF",
    "json": b"{",
    "xml": b"<?xml",
}
# How each begins, however little is left of it.
_TAG_FILES = (
    (re.compile(r"bagit\.txt"), re.compile(rb"BagIt-Version|[BagItVersio-]{1,12}\Z")),
    (re.compile(r"bag-info\.txt"), re.compile(rb"[A-Za-z0-9-]+(?::|\Z)")),
    (re.compile(r"(?:tag)?manifest-[a-z0-9]+\.txt"), re.compile(rb"[0-9a-fA-F]+(?: |\Z)")),
)
_SPACE = re.compile(r"\s+")


def may_be_beginning(tree: Tree, path: str) -> bool:
    """Whether the file at `path` may be the beginning of what it was; True where nobody can tell.

    Raises:
        OSError: it cannot be read.
    """
    with tree.open(path) as file:
        head = file.read(_MOST)
    if not head:
        return True
    for name, beginning in _TAG_FILES:
        if name.fullmatch(path):
            return beginning.match(head) is not None
    magic = _MAGIC.get(path.rpartition(".")[2].lower())
    if magic is not None:
        return magic.startswith(head[: len(magic)])
    if path == TEXT:
        return _is_in(head, b"\n".join(_read(tree, p) for p in _originals(tree)))
    if path.startswith(ORIGINALS):
        return _is_in(head, _read(tree, TEXT) + b"\n" + _read(tree, RECORD))
    return True


def _originals(tree: Tree) -> list[str]:
    return [node.path for node in tree.nodes() if node.path.startswith(ORIGINALS)]


def _read(tree: Tree, path: str) -> bytes:
    try:
        return tree.take(path, _MOST) or b""
    except OSError:
        return b""


def _is_in(head: bytes, others: bytes) -> bool:
    """Whether the first line of `head` stands in what else there is of the article."""
    try:
        text, other = _plain(head[:1000], cut=True), _plain(others)
    except UnicodeDecodeError:
        return True
    line = next((line for line in text.split("\n") if line.strip()), "")
    wanted = _SPACE.sub("", line)[:_COMPARED]
    return not other or wanted in _SPACE.sub("", other.replace('\\"', '"'))


def _plain(data: bytes, *, cut: bool = False) -> str:
    """Text, perhaps cut in the middle of a character."""
    return data.decode("utf-8-sig", "ignore" if cut else "strict")

"""What lies in a bag, as its tree names it, and what may lie there unseen."""

from newsarchive.bag import names
from newsarchive.bag.faults import Gathered
from newsarchive.bag.tree import Node, NodeKind, Tree
from newsarchive.model.finding import Code, Kind


class Present:
    """Every name in a bag.

    `files` are in the order of the tree, which is the cheapest to read, and parted into `payload`
    and `tags`; `other` are folders and whatever else is no regular file; `blind` are the folders
    that could not be listed to their end.
    """

    def __init__(self, tree: Tree, found: Gathered) -> None:
        """List the bag in `tree`; what is wrong with that is `found`."""
        self.files: dict[str, None] = {}
        self.payload: list[str] = []
        self.tags: list[str] = []
        self.other: dict[str, NodeKind] = {}
        self.blind: set[str] = set()
        self._found = found
        self._normalised: dict[str, list[str]] | None = None
        self._look_around(tree)

    def _look_around(self, tree: Tree) -> None:
        found: list[str] = []
        for node in tree.nodes():
            if node.kind is NodeKind.FILE:
                found.append(node.path)
            else:
                self._note_node(node)
        self.files = dict.fromkeys(found)
        for path in found:
            (self.payload if path.startswith("data/") else self.tags).append(path)
        if "data" not in self.other and not self.hidden("data"):
            kind = Kind.MALFORMED if "data" in self.files else Kind.MISSING
            self._found.add(Code.RB_11, kind, "data", "there is no folder data/")
        elif self.other.get("data", NodeKind.FOLDER) not in {NodeKind.FOLDER, NodeKind.UNKNOWN}:
            self._found.add(Code.RB_11, Kind.MALFORMED, "data", "data/ is no folder")

    def _note_node(self, node: Node) -> None:
        self.other[node.path] = node.kind
        if node.problem:
            what = "cannot be read"
            if node.kind is NodeKind.FOLDER:
                self.blind.add(node.path)
                what = "folder cannot be listed"
            self._found.add(Code.IO_01, Kind.UNREADABLE, node.path, f"{what}: {node.problem}")
        elif node.kind is not NodeKind.FOLDER:
            self._found.add(
                Code.RS_02,
                Kind.UNSAFE,
                node.path,
                f"a {node.kind} lies here; a bag holds files and folders only",
            )

    @property
    def whole(self) -> bool:
        """Whether everything could be looked at."""
        return not self.blind and not any(k is NodeKind.UNKNOWN for k in self.other.values())

    def hidden(self, path: str) -> bool:
        """Whether `path` may be there unseen: a folder above it could not be listed."""
        if not self.blind:
            return False
        above = path
        while above:
            above = above.rpartition("/")[0]
            if above in self.blind:
                return True
        return False

    def seen(self, path: str) -> bool:
        """Whether anything lies at `path`, or may."""
        return path in self.files or path in self.other or self.hidden(path)

    def normalised_as(self, path: str) -> list[str]:
        """The files whose names differ from `path` in Unicode normalisation only."""
        if self._normalised is None:
            self._normalised = {}
            for name in self.files:
                if not name.isascii():
                    self._normalised.setdefault(names.normal(name), []).append(name)
        return self._normalised.get(names.normal(path), [])

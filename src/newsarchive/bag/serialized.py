"""A bag in one file: tar (plain, gzip, bzip2, xz) or zip, read without unpacking.

Nothing is unpacked to disk, ever: the archive is listed once and its members are read as the bytes
of a stream, by the same checker that reads folders. RFC 8493 says nothing of serialization; the
rules are those of section 4 of its last draft that did (draft-kunze-bagit-14), and our own.
"""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive.bag import names, paths
from newsarchive.bag.members import LimitError, Limits, Member
from newsarchive.bag.packed import PackedFile, straight
from newsarchive.bag.reading import DamageError
from newsarchive.bag.streams import MAGIC
from newsarchive.bag.tree import Node, NodeKind, OpenFile, Presence, State, take
from newsarchive.errors import why
from newsarchive.model.finding import Code, Finding, Kind, Level

_TYPES = {
    "tar": "application/x-tar",
    "zip": "application/zip",
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
}
_ENDINGS = re.compile(r"\.(?:tar(?:\.(?:gz|bz2|xz))?|tgz|tbz2?|txz|zip)\Z", re.IGNORECASE)
_KEPT_FILE, _KEPT_TOTAL = 1 << 20, 1 << 25  # bytes of tag files that a compressed tar keeps at hand


class SerializedTree:
    """The bag in the file at `path`. Implements `Tree`; `limits` say what is too much to read."""

    def __init__(self, path: Path, *, limits: Limits | None = None) -> None:
        self._path = path
        self._limits = limits or Limits()
        self._fd = -1
        self._form = ""
        self._packed: PackedFile | None = None
        self._root = ""
        self._index: dict[str, Member] | None = None  # path in the archive -> file
        self._nodes: list[Node] = []
        self._findings: list[Finding] = []
        self._kept: dict[int, bytes] = {}
        self._kept_bytes = 0

    @property
    def media_type(self) -> str | None:
        """The media type of the file; None until it was looked at, and for one that is none."""
        return _TYPES.get(self._form)

    def presence(self) -> Presence:
        """Whether an archive that can be read is there."""
        try:
            self._open()
        except FileNotFoundError:
            return Presence(there=False)
        except DamageError as error:
            return Presence(there=False, detail=why(error))
        except OSError as error:
            return Presence(there=None, detail=why(error))
        return Presence(there=True)

    def nodes(self) -> Iterator[Node]:
        """Every name in the bag, files in the order in which they lie in the archive."""
        if self._index is None:
            self._list()
        yield from self._nodes

    def open(self, path: str, *, fresh: bool = False) -> OpenFile:  # noqa: ARG002  no cache to pass
        """Open a member. One that lies before what was read last costs a new beginning."""
        self._open()
        member = (self._index or {}).get(f"{self._root}/{path}" if self._root else path)
        if member is None or self._packed is None:
            raise FileNotFoundError(errno.ENOENT, "no such member")
        data = self._kept.get(member.place)
        if data is not None:
            return _MemberFile(self, member.size, iter((data,)))
        return _MemberFile(self, member.size, self._content(member))

    def take(self, path: str, most: int, *, fresh: bool = False) -> bytes | None:
        """The whole of a small member."""
        return take(self, path, most, fresh=fresh)

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the archive as such."""
        return tuple(self._findings)

    def close(self) -> None:
        """Close the file; what is known of its members stays known."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._packed = -1, None

    def state(self) -> State:
        """The state of the archive: whoever writes to it may have changed any member."""
        status = os.fstat(self._fd)
        return State(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    # --- Looking into the file -----------------------------------------------------------------

    def _open(self) -> None:
        if self._fd >= 0:
            return
        # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
        fd = os.open(os.fsencode(self._path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            self._packed = PackedFile(fd, self._limits)
        except OSError:
            os.close(fd)
            raise
        self._fd, self._form = fd, self._packed.form

    def _members(self) -> Iterator[Member]:
        self._open()
        assert self._packed is not None  # noqa: S101  for the type checker: `_open` saw to it
        return self._packed.members()

    def _content(self, member: Member) -> Iterator[bytes]:
        if self._packed is None:
            raise FileNotFoundError
        yield from self._packed.content(member)

    def _list(self) -> None:
        """Go through the archive once: what is in it, and what is wrong with it."""
        found: list[Member] = []
        problem = ""
        try:
            for member in self._members():
                found.append(member)
                self._keep(member)
                if len(found) > self._limits.members:
                    problem = f"it has more than {self._limits.members:,} members"
                    break
        except LimitError as error:
            problem = why(error)
        except DamageError as error:
            self._add(Code.SZ_05, Kind.CHANGED, "", f"the archive is not whole: {why(error)}")
        except OSError as error:
            problem = why(error)
        if problem:
            detail = f"the archive cannot be read to its end: {problem}"
            self._add(Code.SZ_06, Kind.UNVERIFIABLE, "", detail)
        self._arrange(found, problem)

    def _keep(self, member: Member) -> None:
        """Keep small tag files of a compressed tar: they are read first, wherever they lie."""
        if (
            self._form in MAGIC
            and member.kind is NodeKind.FILE
            and member.size <= _KEPT_FILE
            and "/data/" not in f"/{member.name}"
            and self._kept_bytes + member.size <= _KEPT_TOTAL
        ):
            self._kept[member.place] = b"".join(self._content(member))
            self._kept_bytes += member.size

    def _arrange(self, found: list[Member], problem: str) -> None:
        files: dict[str, Member] = {}
        folders: dict[str, None] = {}
        others: dict[str, NodeKind] = {}
        for member in found:
            path = self._path_of(member)
            if not path:
                continue
            folders.update(dict.fromkeys(paths.above(path)))
            if member.kind is NodeKind.FOLDER:
                folders[path] = None
                continue
            if path in files or path in others:
                detail = "two members have this name: unpacked, one would replace the other"
                self._add(Code.SZ_04, Kind.UNSAFE, path, detail)
                continue
            aim = member
            if member.link is not None:  # a hard link, to a file that came before
                aim = files.get(straight(member.link), member._replace(kind=NodeKind.LINK))
            if aim.kind is NodeKind.FILE:
                files[path] = aim
            else:
                others[path] = aim.kind
        self._judge_paths(files, folders, others)
        self._index = files
        self._root = self._choose_root({*files, *others, *folders}, files)
        self._make_nodes(files, folders, others, problem)

    def _judge_paths(
        self, files: dict[str, Member], folders: dict[str, None], others: dict[str, NodeKind]
    ) -> None:
        for path in [path for path in (*files, *others) if path in folders]:
            detail = "a member of this name is a file, and others lie in it as in a folder"
            self._add(Code.SZ_04, Kind.UNSAFE, path, detail)
        for twins in (*names.case_twins(files), *names.normal_twins(files)):
            detail = (
                f"{' and '.join(map(repr, twins[:5]))} differ in case or normalisation only:"
                " unpacked elsewhere, one would replace the other"
            )
            self._add(Code.SZ_04, Kind.UNSAFE, twins[0], detail)
        if self._form == "zip":
            self._see_overlaps(files)

    def _path_of(self, member: Member) -> str:
        """The path of a member in its one spelling; "" with a finding where it leads elsewhere."""
        name = member.name
        why = ""
        if "\0" in name:
            why = "holds a NUL"
        elif name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:[/\\]", name):
            why = "begins at the root of the disk"
        elif ".." in re.split(r"[/\\]", name):
            why = "leads out of the folder in which it is unpacked"
        if why:
            self._add(Code.SZ_03, Kind.UNSAFE, "", f"the name of the member {name[:200]!r} {why}")
            return ""
        return straight(name)

    def _see_overlaps(self, files: dict[str, Member]) -> None:
        """A zip whose members share bytes is made to unpack to more than it should."""
        end = 0
        for path, member in sorted(files.items(), key=lambda item: item[1].place):
            if member.place < end:
                detail = "it lies over another member of the archive"
                self._add(Code.SZ_05, Kind.UNSAFE, path, detail)
            end = max(end, member.place + 30 + len(member.raw) + member.packed)

    def _choose_root(self, listed: Iterable[str], files: dict[str, Member]) -> str:
        tops = sorted({path.partition("/")[0] for path in listed})
        if "bagit.txt" in files:
            detail = "the bag lies at the top of the archive, not in a folder of its own"
            self._add(Code.SZ_01, Kind.MALFORMED, "", detail)
            return ""
        bags = [top for top in tops if f"{top}/bagit.txt" in files]
        if len(tops) != 1 and not any(f.code in {Code.SZ_05, Code.SZ_06} for f in self._findings):
            detail = (
                f"at its top lie {', '.join(tops[:5])}{' and more' if len(tops) > 5 else ''};"  # noqa: PLR2004  as many as shown
                " there must be the bag's folder and nothing else"
                if tops
                else "it is empty"
            )
            self._add(Code.SZ_01, Kind.MALFORMED, "", detail)
        root = (bags or tops or [""])[0]
        ending = _ENDINGS.search(self._path.name)
        if root and (ending is None or self._path.name[: ending.start()] != root):
            detail = f"the bag's folder is {root!r}, and the file is {self._path.name!r}"
            self._add(Code.SZ_02, Kind.MALFORMED, "", detail, level=Level.WARNING)
        return root

    def _make_nodes(
        self,
        files: dict[str, Member],
        folders: dict[str, None],
        others: dict[str, NodeKind],
        problem: str,
    ) -> None:
        above = f"{self._root}/" if self._root else ""
        cut = len(above)
        self._nodes = [Node("", NodeKind.FOLDER, problem)]
        self._nodes += [Node(p[cut:], NodeKind.FOLDER) for p in folders if p.startswith(above)]
        self._nodes += [Node(p[cut:], kind) for p, kind in others.items() if p.startswith(above)]
        self._nodes += [
            Node(p[cut:], NodeKind.FILE)
            for p, _ in sorted(files.items(), key=lambda item: item[1].place)
            if p.startswith(above)
        ]
        if self._root in files:  # a file where the folder of the bag should be
            self._nodes = [Node("", NodeKind.FOLDER, problem)]

    def _add(
        self, code: Code, kind: Kind, path: str, detail: str, *, level: Level = Level.ERROR
    ) -> None:
        self._findings.append(Finding(code, kind, level, path, detail))


class _MemberFile:
    """A member being read. Implements `OpenFile`."""

    def __init__(self, tree: SerializedTree, size: int, content: Iterator[bytes]) -> None:
        self._tree = tree
        self._size = size
        self._content = content
        self._held = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def read(self, size: int) -> bytes:
        """The next bytes."""
        parts = [self._held]
        length = len(self._held)
        while length < size:
            part = next(self._content, b"")
            if not part:
                break
            parts.append(part)
            length += len(part)
        data = b"".join(parts)
        self._held = data[size:]
        return data[:size]

    def state(self) -> State:
        """That of the archive, with the size of the member."""
        return self._tree.state()._replace(size=self._size)

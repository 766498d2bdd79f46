"""A zip or tar of articles, with their sidecars and images: read as a folder of them would be."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from newsarchive.bag.members import LimitError, Limits, Member
from newsarchive.bag.packed import PackedFile, form_by, straight
from newsarchive.bag.reading import DamageError
from newsarchive.bag.tree import NodeKind
from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import (
    NOT_STORED,
    Beside,
    Item,
    Made,
    NoListError,
    Part,
    Stray,
    Unpacker,
)
from newsarchive.formats.beginnings import Beginning, beginning_of
from newsarchive.formats.grouped import (
    Group,
    NotGrouped,
    PassedOver,
    is_passed_over,
)
from newsarchive.formats.grouping import groups
from newsarchive.formats.listed import Listed
from newsarchive.formats.packed_folder import Inside, PackedFolder, inside_of, place_of

Refuse = Callable[[bytes, str], RefusedError | None]
"""Why a file with this beginning and name is no article; None where a reader takes it."""

IsItem = Callable[[bytes, str], bool]
"""Whether a file with this beginning is an article by what it says of itself."""

# What a zip that is a document of another kind has in it, and what that is.
_DOCUMENTS = (
    ("[Content_Types].xml", "a Microsoft Office document"),
    ("mimetype", "an OpenDocument or EPUB document"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("datapackage.json", "a web archive (WACZ) or a data package"),
)
_LIMITS = Limits(rewinds=1000)


@dataclass(frozen=True, slots=True)
class _Openers:
    """What opens members: lists, which say which others are articles, and what holds several."""

    lists: Sequence[Unpacker] = ()
    several: Sequence[Unpacker] = ()


class PackedUnpacker:
    """Opens zip files and tar files (plain, gzip, bzip2, xz)."""

    name = "packed/1"
    label = "zip and tar files of them"
    names_others = False

    def __init__(
        self,
        refuse: Refuse,
        is_item: IsItem,
        head_bytes: int,
        lists: Sequence[Unpacker] = (),
        several: Sequence[Unpacker] = (),
    ) -> None:
        """`refuse` says of a member, by its first `head_bytes`, why it is no article.

        `lists` open members that say which others are articles, `several` those that hold several
        themselves.
        """
        self._refuse = refuse
        self._is_item = is_item
        self._head_bytes = head_bytes
        self._lists = lists
        self._several = several

    def kind(self, head: bytes) -> str:
        """`zip` or `tar`, compressed or not."""
        return "zip" if form_by(head[:512]) == "zip" else "tar"

    def accepts(self, head: bytes, name: str) -> bool:
        """Whether it begins as such a file, and, compressed, is called a tar."""
        form = form_by(head[:512])
        if form in {"zip", "tar"}:
            return head[:512].strip(b"\0") != b""
        return bool(form) and _says_tar(name)

    def open(self, file: BinaryIO, name: str) -> "PackedContents":
        """The container in `file`.

        Raises:
            RefusedError, SourceError: it is none, or cannot be read.
        """
        try:
            packed = PackedFile(file.fileno(), _LIMITS)
        except OSError as error:
            raise SourceError(f"cannot read {name}: {why(error)}") from error
        openers = _Openers(self._lists, self._several)
        return PackedContents(file, packed, name, self._judge, self._head_bytes, openers)

    def _judge(self, head: bytes, name: str) -> Beginning:
        refusal, is_item = self._refuse(head, name), self._is_item(head, name)
        return beginning_of(head, name, refusal, is_item=is_item)


class PackedContents:
    """A zip or tar that is open."""

    def __init__(
        self,
        file: BinaryIO,
        packed: PackedFile,
        name: str,
        judge: Callable[[bytes, str], Beginning],
        head_bytes: int,
        openers: _Openers = _Openers(),
    ) -> None:
        self._file = file
        self._packed = packed
        self._name = name
        self._judge_head = judge
        self._head_bytes = head_bytes
        self._trouble: SourceError | None = None
        self.passed: tuple[str, ...] = ()
        self._heads: dict[str, Beginning] = {}
        self._openers = openers
        self._lists: dict[str, Unpacker] = {}  # the members that are lists
        self._several: dict[str, Unpacker] = {}  # those that hold several articles

    def close(self) -> None:
        """Close its file."""
        self._file.close()

    @property
    def name(self) -> str:
        """What the container is called."""
        return self._name

    def judged(self, name: str) -> Beginning:
        """What the member called so is."""
        return self._heads[name]

    def beside(self) -> Iterator[Beside]:
        """Nothing: all that belongs to its articles is in it."""
        return iter(())

    def items(self) -> Iterator[Item | Stray]:
        """The articles, in the order in which their texts lie in the container.

        Raises:
            RefusedError: it is a document of another kind, or holds no article.
            SourceError: it is damaged; what is whole was given before.
        """
        members = self._members
        for name, what in _DOCUMENTS:
            if name in members:
                raise RefusedError(
                    f"{self._name} is {what}, which this version does not read yet",
                    hint=NOT_STORED,
                )
        position = 0
        left = {name for name in members if name.startswith(self._payload)}
        for name in [name for name in self._lists if name in left]:
            for found_in in self._listed(name, position + 1, left):
                position = found_in.position
                yield found_in
        for name in [name for name in self._several if name in left]:
            for found_in in self._opened(name, position + 1, left):
                position = found_in.position
                yield found_in
        yield from self._grouped({n: m for n, m in members.items() if n in left}, position + 1)
        if self._trouble is not None:
            raise self._trouble

    def _listed(self, name: str, first: int, left: set[str]) -> Iterator[Item | Stray]:
        """The articles of a list among the members; what it names, or may name, is not `left`."""
        part = self.part(name)
        assert part is not None  # noqa: S101  # it is a member
        listed = Listed(part, self._name, self._lists[name], self.part, self._members)
        left.discard(name)
        try:
            yield from listed.items(self.pieces(part), first)
            waiting = {n for n in listed.named if n in left}
            left -= waiting
            self.passed += tuple(f"{n} (named in {name})" for n in sorted(waiting))
        except NoListError as error:
            left.add(name)
            self._heads[name] = Beginning(error.with_traceback(None))
        except RefusedError as error:
            above = name.rpartition("/")[0]
            waiting = {n for n in left if not above or n.startswith(f"{above}/")}
            waiting -= set(self._lists)
            left -= waiting
            self.passed += tuple(f"{n} (until {name} is right)" for n in sorted(waiting))
            yield Stray(first, name, error)

    def _opened(self, name: str, first: int, left: set[str]) -> Iterator[Item | Stray]:
        """The articles in a member that holds several; one that holds one is `left` to its reader.

        What is damaged in it is the last of them.
        """
        part = self.part(name)
        assert part is not None  # noqa: S101  # it is a member
        inner = Listed(part, self._name, self._several[name], self.part, self._members)
        position = first - 1
        try:
            for found in inner.items(self.pieces(part), first):
                position = found.position
                yield found
        except (RefusedError, SourceError) as error:
            yield Stray(position + 1, name, RefusedError(error.message, hint=error.hint))
        if not inner.sole:
            left.discard(name)
        self.passed += inner.passed

    def _grouped(self, members: Mapping[str, Member], first: int) -> Iterator[Item | Stray]:
        """The articles that no list names, as files in folders are grouped."""
        if (self._lists or self._several) and not members:
            return
        grouped = list(groups(self._articles(members)))
        self.passed += tuple(one.entry.path for one in grouped if isinstance(one, PassedOver))
        found = [one for one in grouped if isinstance(one, Group | NotGrouped)]
        found.sort(key=lambda one: place_of(one, members))
        for position, one in enumerate(found, first):
            if isinstance(one, NotGrouped):
                yield Stray(position, one.entry.path, one.error)
                continue
            yield Item(
                position,
                one.text.path,
                one.text.part,
                one.sidecar.part if one.sidecar else None,
                tuple(e.part for e in one.images),
                tuple(e.part for e in one.others),
                one.basis if one.text.path.count("/") else "",
                companions=tuple(e.part for e in one.companions),
                given=one.given.part if one.given else None,
                doubt=one.doubt,
                pages=tuple(e.part for e in one.pages),
            )

    @property
    def is_bag(self) -> bool:
        """Whether it is a bag (BagIt), in a folder of its own or not."""
        return self._bag is not None

    @cached_property
    def _bag(self) -> str | None:
        """The folder of the bag that it is, None if it is none."""
        members = self._members
        tops = {name.partition("/")[0] for name in members}
        folders = ("", f"{next(iter(tops))}/") if len(tops) == 1 else ("",)
        return next((folder for folder in folders if f"{folder}bagit.txt" in members), None)

    @property
    def _payload(self) -> str:
        """How the names of those members begin that can be articles: of a bag, its payload."""
        return "" if self._bag is None else f"{self._bag}data/"

    def _articles(self, members: Mapping[str, Member]) -> "PackedFolder":
        """The folder in which articles lie: all of it, or the payload of a bag."""
        inside: Inside | None = inside_of(members)
        path = self._payload.rstrip("/")
        if not path:
            return PackedFolder(self, "", inside)
        for name in path.split("/"):
            inside = (inside or {}).get(name)
        return PackedFolder(self, path, inside or {})

    def part(self, name: str) -> Part | None:
        """The member called so."""
        member = self._members.get(straight(name))
        return None if member is None else Part(straight(name), member.size, member)

    def pieces(self, part: Part) -> Iterator[bytes]:
        """The bytes of a member."""
        member = part.place
        if isinstance(member, Made):
            yield member.data
            return
        assert isinstance(member, Member)  # noqa: S101  # `part` and `items` give no other
        if member.encrypted:
            raise SourceError(
                f"{part.name} in {self._name} is encrypted",
                hint="Unpack it with its password and take in the folder.",
            )
        try:
            yield from self._packed.content(member)
        except OSError as error:
            raise SourceError(f"cannot read {part.name} in {self._name}: {why(error)}") from error

    @cached_property
    def _members(self) -> dict[str, Member]:
        """The members that are regular files, by name. What is damaged is remembered."""
        found: dict[str, Member] = {}
        try:
            for member in self._packed.members():
                self._add(found, member)
        except LimitError as error:
            raise RefusedError(f"{self._name} is not unpacked: {why(error)}") from error
        except DamageError as error:
            self._trouble = SourceError(
                f"{self._name} is damaged: {why(error)}; what is in it behind that is not known",
                hint="What could be read was taken in. Get the file anew and take it in again.",
            )
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        return found

    def _add(self, found: dict[str, Member], member: Member) -> None:
        name = straight(member.name)
        # Names that lead out of the folder are no members of it: nothing is unpacked to disk, and
        # a sidecar cannot name them.
        if member.kind is not NodeKind.FILE or member.link is not None or not name:
            return
        if ".." in name.split("/") or "\0" in name or member.name.startswith("/"):
            return
        if name in found:
            raise RefusedError(f"{self._name} holds two files called {name}")
        found[name] = member
        # Now, in the order of the archive: of a compressed one, going back is slow.
        self._heads[name] = self._judge(name, member)

    def _judge(self, name: str, member: Member) -> Beginning:
        head = bytearray()
        try:
            for piece in self.pieces(Part(name, member.size, member)):
                head += piece
                if len(head) >= self._head_bytes:
                    break
        except SourceError as error:
            return Beginning(RefusedError(error.message, hint=error.hint))
        begin, last = bytes(head[: self._head_bytes]), name.rpartition("/")[2]
        if not is_passed_over(last):
            for openers, found in (
                (self._openers.lists, self._lists),
                (self._openers.several, self._several),
            ):
                if opener := next((u for u in openers if u.accepts(begin, last)), None):
                    found[name] = opener
                    break
        return self._judge_head(begin, last)


def _says_tar(name: str) -> bool:
    return re.search(r"\.(?:tar\.[a-z0-9]+|tgz|tbz2?|txz)\Z", name, re.IGNORECASE) is not None

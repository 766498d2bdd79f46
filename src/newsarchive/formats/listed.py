"""A file of several articles in a zip or tar: a wire's message, or a sheet that names members."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import (
    Beside,
    Contents,
    Item,
    Made,
    Material,
    Part,
    Stray,
    Told,
    ToldImage,
    Unpacker,
    is_sole,
)
from newsarchive.formats.beside import clipped, parts_of, similar

_MOST_NAMES = 2000

Find = Callable[[str], Part | None]


class Listed:
    """The file `part` of a container that is called `shown`, opened by `unpacker`.

    `find` gives the members by their names, of which `names` are all.
    """

    def __init__(
        self, part: Part, shown: str, unpacker: Unpacker, find: Find, names: Mapping[str, object]
    ) -> None:
        self._part = part
        self._shown = shown
        self._unpacker = unpacker
        self._find = find
        self._names = names
        self._above = part.name.rpartition("/")[0]
        self.named: set[str] = set()
        """The members that it names, once its items were asked for."""
        self.passed: tuple[str, ...] = ()
        """What it holds that nobody means, once its items were asked for."""
        self.sole = False
        """Whether it holds one article and is a document itself, once its items were asked for."""

    def items(self, pieces: Iterator[bytes], first: int) -> Iterator[Item | Stray]:
        """Its articles, their positions counted from `first`; `pieces` are its bytes.

        Raises:
            RefusedError: it cannot be understood as a whole.
            SourceError: it cannot be read.
        """
        with tempfile.TemporaryFile() as file:  # it has no name, and is gone with this process
            try:
                for piece in pieces:
                    file.write(piece)
                file.flush()
            except OSError as error:
                raise SourceError(f"cannot unpack {self._part.name}: {why(error)}") from error
            contents = self._unpacker.open(cast(BinaryIO, file), self._part.name)
            self.sole = is_sole(contents)
            if self.sole:
                return
            for named in contents.beside():
                member = self._member(named)
                if member is not None:
                    self.named.add(member.name)
            for number, found in enumerate(contents.items(), first):
                label = f"{self._part.name}: {found.label}"
                if isinstance(found, Stray):
                    yield Stray(number, label, found.error)
                    continue
                try:
                    yield self._item(contents, found, number, label)
                except RefusedError as error:
                    yield Stray(number, label, error)
            self.passed = tuple(f"{self._part.name}: {name}" for name in contents.passed)

    def _item(self, contents: Contents, item: Item, position: int, label: str) -> Item:
        def inner(material: Material) -> Part:
            return self._inner(contents, material)

        return replace(
            item,
            position=position,
            label=label,
            main=inner(item.main),
            sidecar=None if item.sidecar is None else inner(item.sidecar),
            images=tuple(map(inner, item.images)),
            others=tuple(map(inner, item.others)),
            companions=tuple(map(inner, item.companions)),
            pages=tuple(map(inner, item.pages)),
            given=None if item.given is None else inner(item.given),
            told=None if item.told is None else _told(item.told, inner),
        )

    def _inner(self, contents: Contents, material: Material) -> Part:
        """What the list is made of or names, as a part of what it lies in."""
        if isinstance(material, Part):
            # Named as a file beside it would be: so its pictures are found where it lies.
            name = f"{self._above}/{material.name}" if self._above else material.name
            return replace(material, name=name, place=Made(b"".join(contents.pieces(material))))
        member = self._member(material)
        if member is not None:
            return member
        shown = clipped(material.name)
        parts_of(material)  # it says what is wrong with it
        few = self._names if len(self._names) <= _MOST_NAMES else ()
        hint = similar(shown.rpartition("/")[2], (name.rpartition("/")[2] for name in few))
        raise RefusedError(f"{shown} is not beside {self._part.name} in {self._shown}{hint}")

    def _member(self, named: Beside) -> Part | None:
        try:
            inside = "/".join(parts_of(named))
        except RefusedError:
            return None
        return self._find(f"{self._above}/{inside}" if self._above else inside)


def _told(told: Told, inner: Callable[[Material], Part]) -> Told:
    images = tuple(ToldImage(inner(i.file), i.caption, i.credit) for i in told.images)
    return replace(told, images=images)

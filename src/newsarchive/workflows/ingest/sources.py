"""What was named on the command line becomes requests: files, with their sidecars, and folders.

Which files of a folder belong together is a rule of `formats.grouping`.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from newsarchive import formats
from newsarchive.durable import display
from newsarchive.errors import NewsArchiveError, RefusedError, why
from newsarchive.formats.grouping import Group, PassedOver, groups
from newsarchive.formats.images import looks_like_image
from newsarchive.workflows.ingest.below import (
    Below,
    Named,
    lies_there,
    linked,
    mode_of,
    names_in,
    no_file,
    open_source,
)
from newsarchive.workflows.ingest.requested import (
    Details,
    Found,
    Packed,
    Passed,
    Request,
    RequestedImage,
    Unusable,
)
from newsarchive.workflows.ingest.sidecars import read_sidecar

__all__ = ["Details", "RequestedImage", "requests"]

_MAGIC_BYTES = 32  # in which an image says that it is one


def requests(
    sources: Iterable[Path], common: Details, *, whole: bool = False, dereference: bool = False
) -> Iterator[Found]:
    """The requests in `sources`, in order. `common` is said of all, and wins over sidecars.

    `whole`: containers are taken as they are, and not opened. What is named may be a link; links
    below it are followed if `dereference`.
    """
    for source in sources:
        try:
            if source.is_dir():
                found = _folder(Below(source, (), dereference), whole)
            else:
                found = iter([_file(source, whole, dereference)])
            for request in found:
                if isinstance(request, Unusable | Passed):
                    yield request
                else:
                    yield replace(request, details=common.over(request.details))
        except RefusedError as error:
            yield Unusable(display(source), error)
        except (OSError, ValueError) as error:
            reason = why(error) if isinstance(error, OSError) else str(error)
            problem = RefusedError(f"cannot look at {display(source)[:200]}: {reason}")
            yield Unusable(display(source)[:200], problem)


def _file(source: Path, whole: bool, dereference: bool) -> Request | Packed:
    details = Details()
    if source.suffix and source.suffix.lower() != ".json":
        sidecar = Below(source.parent, (f"{source.stem}.json",), dereference)
        if lies_there(sidecar) and not formats.is_item(_head(sidecar), sidecar.name):
            details = read_sidecar(sidecar)
    if not whole:
        unpacker = formats.choose_unpacker(_head(source), source.name)
        if unpacker is not None:
            folder = Below(source.parent, (), dereference)
            return Packed(source, unpacker.name, folder, details)
    return Request(source, details)


def _folder(folder: Below, whole: bool) -> Iterator[Found]:
    for found in groups(_Entry(folder)):
        if isinstance(found, PassedOver):
            yield Passed(found.entry.shown)
        elif isinstance(found, Group):
            try:
                if not whole and found.text.unpacker:
                    yield _packed(found)
                else:
                    yield _request(found)
            except RefusedError as error:
                yield Unusable(display(found.text.path), error)
        elif not found.entry.is_folder and not whole and found.entry.unpacker:
            path = found.entry.path
            yield Packed(path, found.entry.unpacker, path.parent)
        else:
            yield Unusable(found.entry.shown, found.error)


def _packed(found: "Group[_Entry]") -> Packed:
    """A document that a reader would take, and that holds several articles."""
    path = found.text.path
    details = read_sidecar(found.sidecar.path) if found.sidecar is not None else Details()
    return Packed(path, found.text.unpacker, path.parent, details)


def _request(found: "Group[_Entry]") -> Request:
    details = Details(enclosures=tuple(e.path for e in found.others))
    if found.sidecar is not None:
        details = read_sidecar(found.sidecar.path).over(details)
    named = {image.path for image in details.images}
    basis = f"folder:{display(found.basis)}"
    unnamed = (RequestedImage(e.path, basis=basis) for e in found.images if e.path not in named)
    details = replace(details, images=(*details.images, *unnamed))
    companions = tuple(e.path for e in found.companions)
    return Request(found.text.path, details, companions=companions)


@dataclass(frozen=True)
class _Entry:
    """A file or folder on disk. Implements `grouping.Entry`."""

    path: Below

    @property
    def name(self) -> str:
        """Its name."""
        return self.path.name

    @cached_property
    def _mode(self) -> int:
        try:
            return mode_of(self.path)
        except (OSError, ValueError):
            return 0  # it is gone by now, or a link that leads nowhere

    @cached_property
    def foreign(self) -> RefusedError | None:
        """Why it is not looked at: it is a link, or no file at all."""
        if stat.S_ISREG(self._mode) or self.is_folder:
            return None
        if stat.S_ISLNK(self._mode):
            return linked(self.shown, self.name)
        if not self._mode:
            return RefusedError(f"{self.shown} is not there any more, or leads nowhere")
        return RefusedError(f"{self.shown} is {no_file(self.path)}; a file was wanted")

    @property
    def shown(self) -> str:
        """Its path, for people."""
        return display(self.path)

    @cached_property
    def is_folder(self) -> bool:
        """Whether it is one. A link to a folder is one only where links are followed."""
        return stat.S_ISDIR(self._mode)

    @property
    def refusal(self) -> RefusedError | None:
        """Why it is no document that is read."""
        return self._judged.refusal

    @property
    def is_item(self) -> bool:
        """Whether it is an article by what it says of itself."""
        return self._judged.is_item

    @property
    def is_image(self) -> bool:
        """Whether it begins as an image."""
        return self._judged.is_image

    @property
    def brief(self) -> formats.Brief | None:
        """What a wire says of itself, and of other files."""
        return self._judged.brief

    @property
    def unpacker(self) -> str:
        """The name of the unpacker that opens it, "" for none."""
        return self._judged.unpacker

    @cached_property
    def _judged(self) -> "_Judged":
        head, name = _head(self.path), self.path.name  # not kept: of many files they are many bytes
        found = formats.choose_unpacker(head, name)
        refusal = formats.refusal(head, name)
        return _Judged(
            refusal,
            is_item=formats.is_item(head, name),
            is_image=looks_like_image(head[:_MAGIC_BYTES]),
            unpacker=found.name if found else "",
            brief=None if refusal else formats.brief_of(head),
        )

    def entries(self) -> "Iterator[_Entry]":
        """What lies in the folder, the named one also where it is a link."""
        return (_Entry(self.path.of(name)) for name in names_in(self.path))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a file is by its beginning."""

    refusal: RefusedError | None
    is_item: bool
    is_image: bool
    unpacker: str
    brief: formats.Brief | None


def _head(path: Named, size: int = formats.HEAD_BYTES) -> bytes:
    try:
        with os.fdopen(open_source(path, ""), "rb") as file:
            return file.read(size)
    except (OSError, NewsArchiveError):
        return b""  # whoever takes it in says why

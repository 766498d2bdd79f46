"""What was named on the command line becomes requests: files, with their sidecars, and folders.

Which files of a folder belong together is a rule of `formats.grouping`.
"""

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from newsarchive import canonical, formats
from newsarchive.digests import Algorithm, MultiHasher
from newsarchive.durable import display
from newsarchive.errors import NewsArchiveError, RefusedError, SourceError, why
from newsarchive.formats import Part
from newsarchive.formats.grouping import Group, PassedOver, Unfinished, groups
from newsarchive.formats.images import looks_like_image
from newsarchive.model.capture import Capture
from newsarchive.model.outcome import ItemOf
from newsarchive.model.receiving import Receipt
from newsarchive.model.supplied import Value, merge, plain
from newsarchive.workflows.ingest.asking import Asked
from newsarchive.workflows.ingest.below import (
    Below,
    Named,
    is_file,
    lies_there,
    link_on_the_way,
    linked,
    mode_of,
    names_in,
    no_file,
    open_source,
    read_source,
)

_MAGIC_BYTES = 32  # in which an image says that it is one
_MAX_SIDECAR_BYTES = 1 << 20
# Names in a sidecar that are no fields of the record.
_IDENTIFIER, _IMAGES, _COLLECTION, _NOTE = "identifier", "images", "collection", "note"


@dataclass(frozen=True, slots=True)
class Container:
    """A received container of articles. It can be pickled: whoever needs it opens it anew.

    `source` is how people named it, `capture` its bytes where they wait until the run ends, `bag`
    the id of the bag that keeps it, `unpacker` the name of the unpacker that opens it; `receipt`
    says how it came. Of a bag `bag_info` are the elements of its bag-info.txt; `as_folder`: it was
    a folder, and the capture is a tar of it.
    """

    source: str
    capture: Capture
    bag: str
    kind: str
    unpacker: str
    receipt: Receipt = Receipt()
    bag_info: tuple[tuple[str, str], ...] = ()
    as_folder: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a container."""

    container: Container
    part: Part


Received = Named | Piece
"""Where bytes come from: a file, or a part of a container that was received."""


@dataclass(frozen=True, slots=True)
class RequestedImage:
    """An image to go with an article, and what was said of it."""

    path: Received
    caption: str | None = None
    credit: str | None = None
    basis: str = "option"


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of an article that is to be taken in, and what goes with it.

    `enclosures` are sidecars: kept with it, and no originals. `identifier` is the article id.
    """

    values: tuple[Value, ...] = ()
    images: tuple[RequestedImage, ...] = ()
    enclosures: tuple[Received, ...] = ()
    identifier: str | None = None
    collection: str | None = None

    def over(self, other: "Details") -> "Details":
        """These details, and the other ones where these say nothing."""
        return Details(
            merge(other.values, self.values),
            (*other.images, *self.images),
            (*other.enclosures, *self.enclosures),
            self.identifier or other.identifier,
            self.collection or other.collection,
        )


@dataclass(frozen=True, slots=True)
class Request:
    """One article to be taken in; `item` says which of its container it is."""

    source: Received
    details: Details = Details()
    item: ItemOf | None = None
    asked: Asked = Asked()

    @property
    def name(self) -> str:
        """How people named its source."""
        if isinstance(self.source, Piece):
            return self.source.container.source
        return display(self.source)


@dataclass(frozen=True, slots=True)
class Packed:
    """A container that was named, or lies in a named folder. What is said is said of all in it."""

    source: Named
    unpacker: str
    details: Details = Details()
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something that was named, or lies in a named folder or container, and is no request; why."""

    name: str
    error: NewsArchiveError
    item: ItemOf | None = None
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True)
class Passed:
    """Something in a named folder or container that nobody means: it is counted."""

    name: str


Found = Request | Packed | Unusable | Passed
"""What is found in what was named."""


def octets(request: Request | Unusable) -> int:
    """How many bytes are to be read for it, as far as the disk or its container tells."""
    if isinstance(request, Unusable):
        return 0
    total = 0
    for source in (request.source, *(image.path for image in request.details.images)):
        if isinstance(source, Piece):
            total += source.part.size
        else:
            with contextlib.suppress(OSError, ValueError):
                total += os.lstat(source).st_size
    return total


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
        if lies_there(sidecar):
            details = read_sidecar(sidecar)
    if not whole:
        unpacker = formats.choose_unpacker(_head(source), source.name)
        if unpacker is not None:
            return Packed(source, unpacker.name, details)
    return Request(source, details)


def _folder(folder: Below, whole: bool) -> Iterator[Found]:
    for found in groups(_Entry(folder), growing=True):
        if isinstance(found, PassedOver):
            yield Passed(found.entry.shown)
        elif isinstance(found, Group):
            try:
                yield _request(found)
            except RefusedError as error:
                yield Unusable(display(found.text.path), error)
        elif isinstance(found, Unfinished):
            yield Unusable(found.entry.shown, found.error)
        elif not found.entry.is_folder and not whole and found.entry.unpacker:
            yield Packed(found.entry.path, found.entry.unpacker)
        else:
            yield Unusable(found.entry.shown, found.error)


def _request(found: "Group[_Entry]") -> Request:
    details = Details(enclosures=tuple(e.path for e in found.others))
    if found.sidecar is not None:
        details = read_sidecar(found.sidecar.path).over(details)
    named = {image.path for image in details.images}
    basis = f"folder:{display(found.basis)}"
    unnamed = (RequestedImage(e.path, basis=basis) for e in found.images if e.path not in named)
    return Request(found.text.path, replace(details, images=(*details.images, *unnamed)))


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
        return self._judged[0]

    @property
    def is_image(self) -> bool:
        """Whether it begins as an image."""
        return self._judged[1]

    @property
    def unpacker(self) -> str:
        """The name of the unpacker that opens it, "" for none."""
        return self._judged[2]

    @property
    def is_container(self) -> bool:
        """Whether an unpacker opens it."""
        return bool(self.unpacker)

    @cached_property
    def _judged(self) -> tuple[RefusedError | None, bool, str]:
        head = _head(self.path)  # not kept: those of many files are many bytes
        found = formats.choose_unpacker(head, self.path.name)
        refusal = formats.refusal(head, self.path.name)
        return refusal, looks_like_image(head[:_MAGIC_BYTES]), found.name if found else ""

    def entries(self) -> "Iterator[_Entry]":
        """What lies in the folder, the named one also where it is a link."""
        return (_Entry(self.path.of(name)) for name in names_in(self.path))


def _head(path: Named, size: int = formats.HEAD_BYTES) -> bytes:
    try:
        with os.fdopen(open_source(path, ""), "rb") as file:
            return file.read(size)
    except (OSError, NewsArchiveError):
        return b""  # whoever takes it in says why


# Containers


_MOST_OPEN = 4
_open: dict[str, formats.Contents] = {}  # by where they wait: those of this process that are open


def open_container(container: Container) -> formats.Contents:
    """The contents of a received container; those of the last few stay open.

    Raises:
        RefusedError, SourceError: it is none, or cannot be read.
    """
    spool = container.capture.spool
    if spool not in _open:
        while len(_open) >= _MOST_OPEN:
            _open.pop(next(iter(_open))).close()
        wanted = next(u for u in formats.UNPACKERS if u.name == container.unpacker)
        try:
            file = open(spool, "rb")  # noqa: SIM115  # as long as the contents are used
        except OSError as error:
            raise SourceError(f"cannot read {container.source}: {why(error)}") from error
        try:
            _open[spool] = wanted.open(file, container.source)
        except BaseException:
            file.close()
            raise
    return _open[spool]


def close_container(container: Container) -> None:
    """Let go of the contents of a container, in this process."""
    if (contents := _open.pop(container.capture.spool, None)) is not None:
        contents.close()


def items(
    container: Container, common: Details, asked: Asked = Asked()
) -> Iterator[Request | Unusable | Passed]:
    """The requests in a received container, in its order. What is damaged is the last of them.

    Raises:
        RefusedError: it is not of this kind after all, or holds no article.
    """
    contents = open_container(container)
    try:
        for found in contents.items():
            item = ItemOf(found.position, found.label)
            if isinstance(found, formats.Stray):
                yield Unusable(container.source, found.error, item, asked)
                continue
            try:
                details = _details(container, contents, found)
                yield Request(Piece(container, found.main), common.over(details), item, asked)
            except (RefusedError, SourceError) as error:
                yield Unusable(container.source, error, item, asked)
    except SourceError as error:
        yield Unusable(container.source, error, asked=asked)
    yield from (Passed(f"{container.source}: {name}") for name in contents.passed)


def digests_in(container: Container) -> Iterator[tuple[str, str]]:
    """The files of the articles in a received container, and the SHA-512 of each in hex.

    As far as it can be read: what is damaged, whoever takes it in says.

    Raises:
        RefusedError: it is not of this kind after all, or holds no article.
    """
    contents = open_container(container)
    with contextlib.suppress(SourceError):
        for found in contents.items():
            if isinstance(found, formats.Stray):
                continue
            for part in (found.main, *found.images, *found.others):
                hasher = MultiHasher([Algorithm.SHA512])
                for piece in contents.pieces(part):
                    hasher.update(piece)
                yield part.name, hasher.digests()[0].hex


def _details(container: Container, contents: formats.Contents, item: formats.Item) -> Details:
    details = Details(enclosures=tuple(Piece(container, part) for part in item.others))
    if item.sidecar is not None:
        details = _packed_sidecar(container, contents, item.sidecar).over(details)
    named = {image.path.part.name for image in details.images if isinstance(image.path, Piece)}
    unnamed = (
        RequestedImage(Piece(container, part), basis=f"folder:{item.basis}")
        for part in item.images
        if part.name not in named
    )
    return replace(details, images=(*details.images, *unnamed))


def _packed_sidecar(container: Container, contents: formats.Contents, part: Part) -> Details:
    """What a sidecar in a container says; the images that it names lie in the container, too."""
    if part.size > _MAX_SIDECAR_BYTES:
        raise RefusedError(f"{part.name} is too large for a sidecar")
    data = b"".join(contents.pieces(part))
    above = part.name.rpartition("/")[0]

    def find(name: str) -> Piece | None:
        found = contents.part(f"{above}/{name}" if above else name)
        return None if found is None else Piece(container, found)

    reader = _SidecarReader(part.name, _sidecar_document(part.name, data), find)
    return reader.read(Piece(container, part))


# Sidecars


def read_sidecar(sidecar: Below) -> Details:
    """What a sidecar says; it is enclosed itself. All of its mistakes are named at once.

    Raises:
        RefusedError: it is no JSON object, or says what cannot be supplied.
    """
    name = display(sidecar)
    try:
        data = read_source(sidecar, name, _MAX_SIDECAR_BYTES, "a sidecar")
    except SourceError as error:
        raise RefusedError(error.message) from error

    def find(image: str) -> Below | None:
        path = sidecar.parent.of(image)
        if link := link_on_the_way(path):
            raise linked(display(path), link)
        return path if is_file(path) else None

    return _SidecarReader(name, _sidecar_document(name, data), find).read(sidecar)


def _sidecar_document(name: str, data: bytes) -> Mapping[str, Any]:
    try:
        document = canonical.loads(data)
    except ValueError as error:
        raise RefusedError(f"{name} is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise RefusedError(f"{name} is no sidecar: it holds no object of fields and values")
    return document


class _SidecarReader:
    """Reads one sidecar and collects what is wrong with it. `find` gives the images it names."""

    def __init__(
        self, name: str, document: Mapping[str, Any], find: Callable[[str], Received | None]
    ) -> None:
        self.name = name
        self.find = find
        self.basis = f"sidecar:{name.rpartition('/')[2]}"
        self.document = {key: value for key, value in document.items() if value is not None}
        self.problems: list[str] = []

    def read(self, itself: Received) -> Details:
        note = self._text(_NOTE)
        values = tuple(self._values(note))
        images = tuple(self._images())
        identifier, collection = self._text(_IDENTIFIER), self._text(_COLLECTION)
        if self.problems:
            raise RefusedError(f"{self.name}: {'; '.join(self.problems)}")
        return Details(values, images, (itself,), identifier, collection)

    def _values(self, note: str | None) -> Iterator[Value]:
        for key, given in self.document.items():
            if plain(key) in {_IDENTIFIER, _IMAGES, "image", _COLLECTION, _NOTE}:
                continue
            own = given if isinstance(given, dict) else {"value": given}
            texts = own.get("value")
            texts = [texts] if isinstance(texts, str) else texts
            if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
                self.problems.append(f"{key} must be a text, or a list of texts")
                continue
            try:
                yield Value.parse(key, texts, basis=self.basis, note=own.get("note") or note)
            except ValueError as error:
                self.problems.append(str(error))

    def _text(self, wanted: str) -> str | None:
        for key, given in self.document.items():
            if plain(key) == wanted:
                if isinstance(given, str) and given.strip():
                    return given.strip()
                self.problems.append(f"{key} must be a text")
        return None

    def _images(self) -> Iterator[RequestedImage]:
        for key, given in self.document.items():
            if plain(key) not in {_IMAGES, "image"}:
                continue
            for image in given if isinstance(given, list) else [given]:
                yield from self._image(key, {"file": image} if isinstance(image, str) else image)

    def _image(self, key: str, image: object) -> Iterator[RequestedImage]:
        if not isinstance(image, dict) or not isinstance(image.get("file"), str):
            self.problems.append(f"{key}: each image is a file name, or an object with file")
            return
        if strangers := sorted(set(image) - {"file", "caption", "credit"}):
            self.problems.append(f"{key}: {strangers[0]!r} is not one of file, caption, credit")
        name = image["file"]
        if Path(name).is_absolute() or ".." in Path(name).parts:
            inside = self.name.rpartition("/")[2]
            self.problems.append(f"{key}: {_clipped(name)} lies outside the folder of {inside}")
            return
        try:
            path = self.find(name)
        except RefusedError as error:
            self.problems.append(f"{key}: {error.message}")
            return
        if path is None:
            self.problems.append(f"{key}: {_clipped(name)} is not there")
            return
        yield RequestedImage(path, image.get("caption"), image.get("credit"), self.basis)


_LONGEST_SHOWN = 200


def _clipped(name: str) -> str:
    shown = name if name.isprintable() else ascii(name)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."

"""Received containers: opened, and their items become requests."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from newsarchive import formats
from newsarchive.digests import Algorithm, MultiHasher
from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats import Beside, Material, Part
from newsarchive.model.outcome import ItemOf
from newsarchive.workflows.ingest.asking import Asked
from newsarchive.workflows.ingest.beside import Neighbours
from newsarchive.workflows.ingest.requested import (
    Container,
    Details,
    Passed,
    Piece,
    Received,
    Request,
    RequestedImage,
    Unusable,
)
from newsarchive.workflows.ingest.sidecars import packed_sidecar

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
            contents = wanted.open(file, container.source)
            if isinstance(contents, formats.Choosing):
                contents.choose(container.pages)
            _open[spool] = contents
            hear_of_earlier(container)
        except BaseException:
            file.close()
            raise
    return _open[spool]


def hear_of_earlier(container: Container) -> None:
    """Let the contents of a received container know what earlier deliveries have for it.

    Raises:
        SourceError: that cannot be read.
    """
    contents = _open[container.capture.spool]
    if container.earlier and isinstance(contents, formats.Referring):
        try:
            file = open(container.earlier, "rb")  # noqa: SIM115  # as long as the contents are used
        except OSError as error:
            raise SourceError(f"cannot read {container.earlier}: {why(error)}") from error
        contents.with_earlier(file)


def close_container(container: Container) -> None:
    """Let go of the contents of a container, in this process."""
    if (contents := _open.pop(container.capture.spool, None)) is not None:
        contents.close()


def items(
    container: Container, common: Details, asked: Asked = Asked()
) -> Iterator[Request | Unusable | Passed]:
    """The requests in a received container, in its order. What is damaged is the last of them.

    `asked` is how the container came to be taken in.

    Raises:
        RefusedError: it is not of this kind after all, or holds no article.
    """
    contents = open_container(container)
    gather = _Gather(container, contents)
    try:
        for found in contents.items():
            item = ItemOf(found.position, found.label)
            if isinstance(found, formats.Stray):
                is_record = bool(found.record)
                yield Unusable(
                    container.source, found.error, item, asked, container, is_record=is_record
                )
                continue
            try:
                details = common.over(gather.details(found))
                companions = tuple(map(gather.received, found.companions))
                yield Request(
                    gather.received(found.main),
                    details,
                    item,
                    container,
                    companions,
                    found.row,
                    found.fetched,
                    found.charset,
                    asked,
                    None if found.given is None else gather.received(found.given),
                    found.doubt,
                    tuple(map(gather.received, found.pages)),
                )
            except (RefusedError, SourceError) as error:
                yield Unusable(container.source, error, item, asked, container)
    except SourceError as error:
        yield Unusable(container.source, error, asked=asked, container=container)
    except RefusedError:
        yield from _passed(container.source, contents)
        raise
    yield from _passed(container.source, contents)


def _passed(source: str, contents: formats.Contents) -> Iterator[Passed]:
    """What nobody means in a container that was gone through."""
    if not isinstance(contents, formats.Counting):
        yield from (Passed(f"{source}: {name}") for name in contents.passed)
        return
    for one in contents.accounted():
        yield Passed(f"{source}: {one.name}", source, one.key, one.why, one.broken)


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
            given = () if found.given is None else (found.given,)
            given = (*given, *found.pages)
            for part in (found.main, *given, *found.companions, *found.images, *found.others):
                if isinstance(part, Beside):
                    continue  # it is not kept with the container
                hasher = MultiHasher([Algorithm.SHA512])
                for piece in contents.pieces(part):
                    hasher.update(piece)
                yield part.name, hasher.digests()[0].hex


class _Gather:
    """Gathers what belongs to the items of a container, in it and beside it."""

    def __init__(self, container: Container, contents: formats.Contents) -> None:
        self._container = container
        self._contents = contents
        name = container.source.rpartition("/")[2]
        self._neighbours = Neighbours(container.folder, name)

    def received(self, material: Material) -> Received:
        """Where the bytes come from.

        Raises:
            RefusedError: the file is not beside the container.
        """
        if isinstance(material, Part):
            return Piece(self._container, material)
        return self._neighbours.find(material)

    def details(self, item: formats.Item) -> Details:
        """What is said of an item, and what goes with it.

        Raises:
            RefusedError, SourceError: its sidecar cannot be read, or a file is not there.
        """
        details = Details(enclosures=tuple(map(self.received, item.others)))
        if item.sidecar is not None:
            sidecar = packed_sidecar(self._container, self._contents, item.sidecar)
            details = sidecar.over(details)
        if item.told is not None:
            details = self._told(item.told).over(details)
        named = {image.path for image in details.images}
        basis = f"folder:{item.basis}"
        unnamed = (
            RequestedImage(path, basis=basis)
            for path in map(self.received, item.images)
            if path not in named
        )
        return replace(details, images=(*details.images, *unnamed))

    def _told(self, told: formats.Told) -> Details:
        images = tuple(
            RequestedImage(self.received(i.file), i.caption, i.credit, told.basis)
            for i in told.images
        )
        return Details(told.values, images, identifier=told.identifier, collection=told.collection)

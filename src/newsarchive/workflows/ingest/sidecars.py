"""Sidecars: a JSON file beside a text, on disk or in a container, that says what is known of it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsarchive import canonical, formats
from newsarchive.durable import display
from newsarchive.errors import RefusedError, SourceError
from newsarchive.formats import Part
from newsarchive.formats.beside import clipped
from newsarchive.model.supplied import Value, plain
from newsarchive.workflows.ingest.below import (
    Below,
    is_file,
    link_on_the_way,
    linked,
    read_source,
)
from newsarchive.workflows.ingest.requested import (
    Container,
    Details,
    Piece,
    Received,
    RequestedImage,
)

_MAX_SIDECAR_BYTES = 1 << 20
# Names in a sidecar that are no fields of the record.
_IDENTIFIER, _IMAGES, _COLLECTION, _NOTE = "identifier", "images", "collection", "note"


def packed_sidecar(container: Container, contents: formats.Contents, part: Part) -> Details:
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
            self.problems.append(f"{key}: {clipped(name)} lies outside the folder of {inside}")
            return
        try:
            path = self.find(name)
        except RefusedError as error:
            self.problems.append(f"{key}: {error.message}")
            return
        if path is None:
            self.problems.append(f"{key}: {clipped(name)} is not there")
            return
        yield RequestedImage(path, image.get("caption"), image.get("credit"), self.basis)

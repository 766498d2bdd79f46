"""What was named on the command line becomes requests: files, with their sidecars, and folders.

A text file `story.txt` may have a sidecar `story.json` beside it. A folder with one text, its
images and perhaps a `metadata.json` is one article; any other folder is as many articles as it
holds texts, and its folders likewise.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsarchive import canonical, formats
from newsarchive.durable import display
from newsarchive.errors import RefusedError
from newsarchive.formats.images import looks_like_image
from newsarchive.model.supplied import Value, merge, plain

METADATA = "metadata.json"
_MAGIC_BYTES = 32  # in which an image says that it is one
_MAX_SIDECAR_BYTES = 1 << 20
_OTHERS_LITTER = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
# Names in a sidecar that are no fields of the record.
_IDENTIFIER, _IMAGES, _COLLECTION, _NOTE = "identifier", "images", "collection", "note"


@dataclass(frozen=True, slots=True)
class RequestedImage:
    """An image to go with an article, and what was said of it."""

    path: Path
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
    enclosures: tuple[Path, ...] = ()
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
    """One article to be taken in."""

    source: Path
    details: Details = Details()


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something that was named, or lies in a named folder, and is no request; and why."""

    name: str
    error: RefusedError


def octets(request: Request | Unusable) -> int:
    """How many bytes are to be read for it, as far as the disk tells."""
    if isinstance(request, Unusable):
        return 0
    total = 0
    for path in (request.source, *(image.path for image in request.details.images)):
        with contextlib.suppress(OSError):
            total += os.stat(path).st_size
    return total


def requests(sources: Iterable[Path], common: Details) -> Iterator[Request | Unusable]:
    """The requests in `sources`, in order. `common` is said of all, and wins over sidecars."""
    for source in sources:
        try:
            found = _folder(source) if source.is_dir() else iter([_file(source)])
            for request in found:
                if isinstance(request, Request):
                    yield Request(request.source, common.over(request.details))
                else:
                    yield request
        except RefusedError as error:
            yield Unusable(display(source), error)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield Unusable(
                display(source), RefusedError(f"cannot look at {display(source)}: {reason}")
            )


def _file(source: Path) -> Request:
    sidecar = source.with_suffix(".json")
    if sidecar != source and source.suffix and sidecar.is_file():
        return Request(source, read_sidecar(sidecar))
    return Request(source)


def _folder(folder: Path) -> Iterator[Request | Unusable]:
    entries = _entries(folder)
    # A link to a folder may lead back up: it is not followed, and said to be no article.
    folders = {p for p in entries if p.is_dir() and not p.is_symlink()}
    files = [p for p in entries if p not in folders]
    metadata = folder / METADATA
    texts = [p for p in files if p != metadata and _is_article(p)]
    known = set(texts)
    images = [p for p in files if p not in known and looks_like_image(_head(p, _MAGIC_BYTES))]
    if metadata in files or (len(texts) == 1 and images and not folders):
        yield _article_folder(folder, texts, images, files)
        return
    sidecars = {p.with_suffix(".json") for p in texts}
    if not texts and not folders:
        raise RefusedError(f"{display(folder)} holds no article that newsarchive reads")
    for path in entries:
        if path in folders:
            yield from _guarded(path)
        elif path in known:
            try:
                yield _file(path)
            except RefusedError as error:
                yield Unusable(display(path), error)
        elif path not in sidecars:
            yield Unusable(display(path), _no_article(path))


def _guarded(folder: Path) -> Iterator[Request | Unusable]:
    try:
        yield from _folder(folder)
    except RefusedError as error:
        yield Unusable(display(folder), error)


def _entries(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if not _litter(p.name))


def _litter(name: str) -> bool:
    """What systems leave in folders and nobody means: hidden files and the like."""
    return name.startswith(".") or name in _OTHERS_LITTER


def _article_folder(
    folder: Path, texts: list[Path], images: list[Path], files: list[Path]
) -> Request:
    if len(texts) != 1:
        raise RefusedError(
            f"{display(folder)} has a {METADATA} and {len(texts)} texts; an article folder has one"
        )
    metadata = folder / METADATA
    others = [p for p in files if p not in texts and p not in images and p != metadata]
    details = Details(enclosures=tuple(others))
    if metadata in files:
        details = read_sidecar(metadata).over(details)
    named = {image.path for image in details.images}
    basis = f"folder:{display(folder.name)}"
    unnamed = (RequestedImage(p, basis=basis) for p in images if p not in named)
    return Request(texts[0], replace(details, images=(*details.images, *unnamed)))


def _is_article(path: Path) -> bool:
    try:
        formats.choose(_head(path), path.name)
    except RefusedError:
        return False
    return path.suffix.lower() != ".json"


def _head(path: Path, size: int = formats.HEAD_BYTES) -> bytes:
    if not path.is_file():
        return b""  # opening a FIFO would wait for ever
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _no_article(path: Path) -> RefusedError:
    try:
        formats.choose(_head(path), path.name)
    except RefusedError as error:
        return error
    return RefusedError(f"{display(path)} belongs to no article here")


def read_sidecar(sidecar: Path) -> Details:
    """What a sidecar says; it is enclosed itself. All of its mistakes are named at once.

    Raises:
        RefusedError: it is no JSON object, or says what cannot be supplied.
    """
    name = display(sidecar)
    try:
        if sidecar.stat().st_size > _MAX_SIDECAR_BYTES:
            raise RefusedError(f"{name} is too large for a sidecar")
        document = canonical.loads(sidecar.read_bytes())
    except OSError as error:
        raise RefusedError(f"cannot read {name}: {(error.strerror or '').lower()}") from error
    except ValueError as error:
        raise RefusedError(f"{name} is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise RefusedError(f"{name} is no sidecar: it holds no object of fields and values")
    return _SidecarReader(sidecar, document).read()


class _SidecarReader:
    """Reads one sidecar and collects what is wrong with it."""

    def __init__(self, path: Path, document: Mapping[str, Any]) -> None:
        self.path = path
        self.basis = f"sidecar:{display(path.name)}"
        self.document = {key: value for key, value in document.items() if value is not None}
        self.problems: list[str] = []

    def read(self) -> Details:
        note = self._text(_NOTE)
        values = tuple(self._values(note))
        images = tuple(self._images())
        identifier, collection = self._text(_IDENTIFIER), self._text(_COLLECTION)
        if self.problems:
            raise RefusedError(f"{display(self.path)}: {'; '.join(self.problems)}")
        return Details(values, images, (self.path,), identifier, collection)

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
            self.problems.append(f"{key}: {name} lies outside the folder of {self.path.name}")
            return
        path = self.path.parent / name
        if not path.is_file():
            self.problems.append(f"{key}: {name} is not there")
        yield RequestedImage(path, image.get("caption"), image.get("credit"), self.basis)

"""Files of bags, and whole bags: held against manifests and seal before a byte is sent."""

import shutil
import tempfile
import threading
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from newsarchive.archive import Archive
from newsarchive.errors import StoreError
from newsarchive.model.holding import Accession
from newsarchive.reports.article.text import picture_type
from newsarchive.web import answers
from newsarchive.web.addresses import named, version_named
from newsarchive.web.shelf import Shelf
from newsarchive.workflows.access import Asking
from newsarchive.workflows.get.single import open_to

PACKED = {"zip": "application/zip", "tar": "application/x-tar"}
"""The forms in which a bag is given whole, by the ending of the address."""

_MOST_AT_ONCE = 4  # packing reads and writes a whole bag
_MOST_SENT = 32  # what is packed lies on disk until its reader has it
_MOST_FILES = 64  # and so does a copy of a file, since no byte goes out before all were compared
_WAIT_SECONDS = 10.0
_HEAD = 64  # bytes by which a picture is known
_packing = threading.BoundedSemaphore(_MOST_AT_ONCE)
_sending = threading.BoundedSemaphore(_MOST_SENT)
_giving = threading.BoundedSemaphore(_MOST_FILES)


class BusyError(StoreError):
    """Too many want the same at once: whoever asks again in a while gets it."""


def file(request: Request, shelf: Shelf) -> Response:
    """One file of a bag, by its path in a manifest of it and no other."""
    archive = shelf.archive()
    bag = named(archive.holdings, request.path_params["ref"])
    path = request.path_params["path"]
    etag = f'"{bag.seal.hex}"'
    if same := _same(request, shelf, bag, etag):
        return same
    if not _giving.acquire(blocking=False):
        raise BusyError("many files are being sent just now")
    try:
        return _given(archive, bag, path, etag, shelf.asking)
    except BaseException:
        _giving.release()
        raise


def _given(archive: Archive, bag: Accession, path: str, etag: str, asking: Asking) -> Response:
    """The file, compared and copied; who has got it lets go of its place among those sent."""
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-"))
    try:
        place = folder / "file"
        with open(place, "xb") as out:
            archive.get_file(bag.bag, path or "/", out.write, asking)
        with open(place, "rb") as given:
            kind = picture_type(given.read(_HEAD))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    name = path.rpartition("/")[2]
    headers = {
        **answers.SANDBOX,
        "etag": etag,
        "content-disposition": answers.disposition(name, inline=bool(kind)),
    }
    return answers.Temporary(place, _giving.release, headers, kind or "application/octet-stream")


def packed(request: Request, shelf: Shelf, reference: str, form: str) -> Response:
    """A bag with its amendments, as a zip or a tar that can be checked at home."""
    archive = shelf.archive()
    base = version_named(archive.holdings, reference)
    amendments = archive.holdings.catalog.amendments(str(base.seal))
    newest = (base, *amendments)[-1]
    etag = f'"{newest.seal.hex}.{form}"'
    if same := _same(request, shelf, base, etag):
        return same
    if not _sending.acquire(blocking=False):
        raise BusyError("many bags are being sent just now")
    folder = Path(tempfile.mkdtemp(prefix="newsarchive-"))
    try:
        place = folder / f"{base.name}.{form}"
        _pack(archive, base, place, shelf.asking)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        _sending.release()
        raise
    headers = {
        "etag": etag,
        "content-disposition": answers.disposition(place.name, inline=False),
    }
    return answers.Temporary(place, _sending.release, headers, PACKED[form])


def _pack(archive: Archive, bag: Accession, place: Path, asking: Asking) -> None:
    if not _packing.acquire(timeout=_WAIT_SECONDS):
        raise BusyError("many bags are being packed just now")
    try:
        archive.get(bag.bag, place, asking=asking)
    finally:
        _packing.release()


def _same(request: Request, shelf: Shelf, bag: Accession, etag: str) -> Response | None:
    """That what the reader has still holds, for who may have it."""
    if "if-none-match" not in request.headers:
        return None
    open_to(shelf.archive().holdings, bag.bag, shelf.asking)
    return answers.unchanged(request, etag)

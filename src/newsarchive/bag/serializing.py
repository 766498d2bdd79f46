"""A bag written into one file, tar or zip, whose bytes follow from the bag alone."""

import stat
import tarfile
import zipfile
from typing import BinaryIO, Literal

from newsarchive.bag.copying import content_of, pieces
from newsarchive.bag.tree import Tree
from newsarchive.errors import SourceError

_BLOCK = 512
_MODE_FILE, _MODE_FOLDER = 0o644, 0o755
_EPOCH = 0
_EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def serialize(tree: Tree, name: str, out: BinaryIO, form: Literal["tar", "zip"]) -> None:
    """Write the bag in `tree` to `out` as an archive whose one top folder is `name`.

    The bytes follow from the bag alone (RC-07): members are ordered by path, with fixed times,
    owners and modes, and are not compressed, since compressors differ from release to release. On
    any failure what was written to `out` is worthless.

    Raises:
        SourceError: something in the bag cannot be read, changed meanwhile, or is no file.
        OSError: `out` cannot be written.
    """
    files, folders = content_of(tree)
    try:
        if form == "tar":
            _write_tar(tree, name, out, folders, files)
        else:
            _write_zip(tree, name, out, folders, files)
    finally:
        tree.close()


def _write_tar(tree: Tree, name: str, out: BinaryIO, folders: list[str], files: list[str]) -> None:
    written = 0

    def put(data: bytes) -> None:
        nonlocal written
        out.write(data)
        written += len(data)

    for folder in folders:
        put(_tar_header(f"{name}/{folder}".rstrip("/"), tarfile.DIRTYPE, 0, _MODE_FOLDER))
    for path in files:
        for size, data in pieces(tree, path):
            if not data:
                put(_tar_header(f"{name}/{path}", tarfile.REGTYPE, size, _MODE_FILE))
            else:
                put(data)
        put(bytes(-written % _BLOCK))
    put(bytes(2 * _BLOCK))
    put(bytes(-written % tarfile.RECORDSIZE))


def _tar_header(path: str, kind: bytes, size: int, mode: int) -> bytes:
    header = tarfile.TarInfo(path)
    header.type, header.size, header.mode, header.mtime = kind, size, mode, _EPOCH
    return header.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


def _write_zip(tree: Tree, name: str, out: BinaryIO, folders: list[str], files: list[str]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for folder in folders:
            path = f"{name}/{folder}".rstrip("/") + "/"
            header = _zip_header(path, stat.S_IFDIR | _MODE_FOLDER)
            header.external_attr |= 0x10
            archive.writestr(header, b"")
        for path in files:
            header = _zip_header(f"{name}/{path}", stat.S_IFREG | _MODE_FILE)
            content = pieces(tree, path)
            header.file_size, _ = next(content)
            with archive.open(header, "w") as member:
                for _, data in content:
                    member.write(data)


def _zip_header(path: str, mode: int) -> zipfile.ZipInfo:
    try:
        path.encode()
    except UnicodeEncodeError as error:
        raise SourceError(
            f"cannot serialize {path!r}: a zip has no way to say a name that is not Unicode",
            hint="Make a tar of this bag.",
        ) from error
    header = zipfile.ZipInfo(path, _EPOCH_OF_ZIP)
    header.create_system = 3
    header.external_attr = mode << 16
    return header

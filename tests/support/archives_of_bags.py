"""Archives for tests: tar and zip files made member by member, good and hostile."""

import io
import stat
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

Member = tuple[str, bytes | tarfile.TarInfo]


def members_of(root: Path, top: str | None = None) -> dict[str, bytes]:
    """The files of a bag folder by their names in an archive."""
    name = root.name if top is None else top
    return {
        f"{name}/{path.relative_to(root).as_posix()}".lstrip("/"): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def tar(members: Iterable[Member], mode: str = "w", **options: int) -> bytes:
    """A tar of files, in order; a TarInfo goes in as it is, without content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **options) as archive:  # type: ignore[call-overload]
        for name, content in members:
            if isinstance(content, tarfile.TarInfo):
                archive.addfile(content)
                continue
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue()


def special(name: str, kind: bytes, link: str = "") -> Member:
    """A member that is no file."""
    header = tarfile.TarInfo(name)
    header.type, header.linkname = kind, link
    return name, header


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def zip_link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A symbolic link as zip stores it."""
    header = zipfile.ZipInfo(name)
    header.create_system, header.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return header, target.encode()


def forms(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same members in every form that is read."""
    items = list(members.items())
    return {
        "bag.tar": tar(items),
        "bag.tar.gz": tar(items, "w:gz"),
        "bag.tar.bz2": tar(items, "w:bz2"),
        "bag.tar.xz": tar(items, "w:xz"),
        "bag.zip": zipped(items),
    }

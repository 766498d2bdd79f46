"""From the address of a store to the store: the one place that knows which kinds there are."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsarchive.errors import UsageError
from newsarchive.store.base import Store
from newsarchive.store.directory import DirectoryStore

# Kinds of address that a version may come to know, and the extra that has what they need.
_EXTRAS = {"s3": "s3"}


def open_store(address: Path | str, *, archive_id: str) -> Store:
    """The store of the archive at `address`: a folder, an absolute path or a `file:` URL.

    Nothing is looked at: whether it is there, and belongs to this archive, the store itself says.

    Raises:
        UsageError: it is no address, or one of a kind that this program has no store for.
    """
    folder = address if isinstance(address, Path) else _folder(address)
    return DirectoryStore(folder, archive_id=archive_id)


def _folder(address: str) -> Path:
    if address.startswith("/"):
        return Path(address)
    how = "Name an absolute folder, such as /srv/copy, or a file: URL."
    try:
        url = urlsplit(address)
    except ValueError as error:
        raise UsageError(f"{address!r} is no address of a store: {error}", hint=how) from error
    if url.scheme in _EXTRAS:
        extra = _EXTRAS[url.scheme]
        raise UsageError(
            f"{address!r} is no store that this version of newsarchive can open: it has none for"
            f" {url.scheme}: addresses",
            hint=f"A version that has one needs the extra {extra!r}:"
            f" pip install 'newsarchive[{extra}]'. Until then: {how[0].lower()}{how[1:]}",
        )
    if url.scheme != "file":
        what = f"there is no store for {url.scheme}: addresses" if url.scheme else "it is relative"
        raise UsageError(f"{address!r} is no address of a store: {what}", hint=how)
    path = unquote(url.path)
    if url.netloc not in {"", "localhost"} or not path.startswith("/") or "\0" in path:
        raise UsageError(f"{address!r} names no folder of this machine", hint=how)
    return Path(path)

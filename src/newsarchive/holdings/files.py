"""One file of a bag, read whole, wherever the store keeps it."""

from newsarchive.errors import StoreError, why
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession

_CHUNK = 1 << 20
_MAX_BYTES = 64 << 20


def read_file(holdings: OpenArchive, accession: Accession, path: str) -> bytes | None:
    """The bytes of the file at `path` in the bag; None if there is none.

    Raises:
        StoreError: it cannot be read, or is larger than any of its kind.
    """
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    data = bytearray()
    try:
        with holdings.store.tree(accession.path).open(path) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                if len(data) > _MAX_BYTES:
                    raise StoreError(f"{accession.name}/{path} is larger than any of its kind")
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = why(error)
        raise StoreError(
            f"cannot read {accession.name}/{path}: {reason}", hint="Run newsarchive audit."
        ) from error
    return bytes(data)

"""One file of a bag, read whole, wherever the store keeps it."""

from newsarchive.bag import Tree
from newsarchive.errors import StoreError, why
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession

_MAX_BYTES = 64 << 20


def read_file(holdings: OpenArchive, accession: Accession, path: str) -> bytes | None:
    """The bytes of the file at `path` in the bag; None if there is none.

    Raises:
        StoreError: it cannot be read, or is larger than any of its kind.
    """
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    return read_from(holdings.store.tree(accession.path), path, accession.name)


def is_inside(path: object) -> bool:
    """Whether `path`, which others wrote, can name a file of a bag and leads nowhere else."""
    return (
        isinstance(path, str) and "\0" not in path and {"", ".", ".."}.isdisjoint(path.split("/"))
    )


def read_from(tree: Tree, path: str, what: str) -> bytes | None:
    """The bytes of the file at `path` in a tree; None if there is none. `what` names the tree.

    Raises:
        StoreError: it cannot be read, changed meanwhile, or is larger than any of its kind.
    """
    try:
        data = tree.take(path, _MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = why(error) or "it changed while it was read"
        raise StoreError(
            f"cannot read {what}/{path}: {reason}", hint="Run newsarchive audit."
        ) from error
    if data is None:
        raise StoreError(f"{what}/{path} is larger than any of its kind")
    return data

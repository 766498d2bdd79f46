"""Files of a bag as they were taken in: read with what vouches for them, up to the seal.

The seal of the ledger covers the tag manifest, this the manifest, and this each file. So a file
that goes out of the archive is known to be the one that came in, whatever the last audit was.
"""

from newsarchive.bag import Tree
from newsarchive.digests import Algorithm, digest_of
from newsarchive.errors import StoreError
from newsarchive.holdings.files import read_from
from newsarchive.model.holding import Accession

_MANIFEST = f"manifest-{Algorithm.SHA512}.txt"
_TAG_MANIFEST = f"tagmanifest-{Algorithm.SHA512}.txt"


class SealedFiles:
    """The files of the bag in `tree`, by its accession.

    Raises, from making it and from `read`:
        StoreError: a file cannot be read, or is not what was taken in.
    """

    def __init__(self, tree: Tree, accession: Accession) -> None:
        self._tree = tree
        self._name = accession.name
        tags = self._whole(_TAG_MANIFEST)
        if digest_of(tags, accession.seal.algorithm) != accession.seal:
            raise self._changed(_TAG_MANIFEST)
        self._manifest = self._whole(_MANIFEST)
        self._must_stand_in(tags, _MANIFEST, self._manifest)

    def read(self, path: str) -> bytes:
        """The bytes of the payload file at `path`, `data/article.txt`."""
        data = self._whole(path)
        self._must_stand_in(self._manifest, path, data)
        return data

    def _whole(self, path: str) -> bytes:
        data = read_from(self._tree, path, self._name)
        if data is None:
            raise StoreError(f"{self._name}/{path} is not there", hint="Run newsarchive audit.")
        return data

    def _must_stand_in(self, manifest: bytes, path: str, data: bytes) -> None:
        line = f"\n{digest_of(data).hex}  {path}\n".encode()
        if line not in b"\n" + manifest:
            raise self._changed(path)

    def _changed(self, path: str) -> StoreError:
        return StoreError(
            f"{self._name}/{path} is not what was taken in", hint="Run newsarchive audit."
        )

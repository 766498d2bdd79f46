"""A file that is new and is hashed while it is written, and what is put on disk in the end."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

from newsarchive.durable import create, fsync_file, write_all
from newsarchive.model.corpus import CorpusFile

_HELD = 1 << 18


class HashedFile(io.RawIOBase):
    """The new file at `path`; its name for others is `name`. It is on disk once it is finished.

    Raises, from every method:
        OSError: something lies there, or the disk refused. Then it is no file of a corpus.
    """

    def __init__(self, path: Path, name: str) -> None:
        super().__init__()
        self._fd = create(path)
        self._path = path
        self._name = name
        self._size = 0
        self._hash = hashlib.sha512()
        self._held = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Take all of `data`."""
        with memoryview(data) as view:
            self._hash.update(view)
            self._held += view
            taken = view.nbytes
        self._size += taken
        if len(self._held) >= _HELD:
            self.flush()
        return taken

    def tell(self) -> int:
        """How many bytes it has."""
        return self._size

    def flush(self) -> None:
        """Give the system what is held back."""
        if not self.closed and self._held:
            held, self._held = self._held, bytearray()
            write_all(self._fd, memoryview(held))

    def finish(self) -> CorpusFile:
        """Put it on disk, and close it.

        Raises:
            OSError: the disk refused.
        """
        whole = self.whole()
        self.close()
        fsync_file(self._path)
        return whole

    def whole(self) -> CorpusFile:
        """What it is once nothing more is written; putting it on disk is left to the caller.

        Raises:
            OSError: the disk refused.
        """
        self.flush()
        return CorpusFile(self._name, self._size, self._hash.hexdigest())

    def close(self) -> None:
        """Let go of it, as it is: what was not finished is thrown away with its folder."""
        if not self.closed:
            os.close(self._fd)
            self._held = bytearray()
        super().close()

"""The index of a WACZ held against its WARC files: each record has to lie where the index says.

It is of lines of CDXJ below indexes/ (WACZ 1.1.1, section 5.2), compressed or not: a key, a time,
and a JSON document with address, file and offset.
"""

import gzip
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from newsarchive import canonical
from newsarchive.durable import lines_of
from newsarchive.errors import SourceError

_FOLDER = "indexes/"
_ENDINGS = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
_MOST = 1 << 30  # bytes of an index, unpacked
Starts = Mapping[str, Mapping[int, str]]
"""Of each WARC file where its records begin, and of what address each is."""


def misplaced(archive: zipfile.ZipFile, name: str, starts: Starts) -> Iterator[SourceError]:
    """Each index of `archive`, which is called `name`, that leads elsewhere than to records.

    Raises:
        OSError, zipfile.BadZipFile, zlib.error, EOFError: it cannot be read.
    """
    by_name = {path.rpartition("/")[2]: found for path, found in starts.items()}
    for info in archive.infolist():
        if info.filename.startswith(_FOLDER) and info.filename.endswith(_ENDINGS):
            wrong, first = _wrong(archive, info, by_name)
            if wrong:
                yield SourceError(
                    f"{info.filename} in {name} says of {wrong:,} records that they lie where they"
                    f" do not; the first is {first}",
                    hint="What lies in its WARC files was taken in; the index was not needed.",
                )


def _wrong(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, starts: Mapping[str, Mapping[int, str]]
) -> tuple[int, str]:
    count, first, octets = 0, "", 0
    with archive.open(info) as packed:
        is_packed = info.filename.endswith(".gz")
        with gzip.open(packed) if is_packed else packed as file:
            for line in lines_of(file):  # type: ignore[arg-type]
                octets += len(line)
                if octets > _MOST:
                    break
                if (url := _misses(line, starts)) is not None:
                    count, first = count + 1, first or url
    return count, first


def _misses(line: bytes, starts: Mapping[str, Mapping[int, str]]) -> str | None:
    """The address in a line that leads to no record of it; None where it leads to one."""
    brace = line.find(b"{")
    try:
        said: Any = canonical.loads(line[brace:] if brace >= 0 else b"")
        url, offset = str(said["url"]), int(said["offset"])
        records = starts[str(said["filename"]).rpartition("/")[2]]
    except (ValueError, KeyError, TypeError):
        return None  # another kind of line, or of a file that is not here
    shown = url if url.isprintable() else ascii(url)
    return None if records.get(offset) in {url, ""} else shown[:200]

"""The files of an audit on record, and whether they are what the ledger says they are."""

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.digests import Algorithm, MultiHasher
from newsarchive.durable import read_small, reading

PLAN, PART, REPORT = "plan.json", "part-1.jsonl", "report.json"

RUN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z-[0-9a-f]{6}")

MOST_PLAN = 1 << 16
MOST_REPORT = 64 << 20
"""How large plan.json and report.json may be, in bytes."""

_OURS = re.compile(r"plan\.json|report\.json|part-[0-9]+\.jsonl")
_CHUNK = 1 << 20


def digest(path: Path, most: int | None = None) -> str | None:
    """The SHA-512 of a file, `sha512:...`; None if it cannot be read, or is none.

    Of a file of more than `most` bytes it is that of its beginning: another than it should have.
    """
    hasher = MultiHasher([Algorithm.SHA512])
    try:
        with reading(path) as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
                if most is not None and hasher.size > most:
                    break
    except OSError:
        return None
    return str(hasher.digests()[0])


def is_ours(name: str) -> bool:
    """Whether a file in the folder of a run has the name of one that an audit writes."""
    return _OURS.fullmatch(name) is not None


def run_names(audits: Path) -> list[str]:
    """The names of all runs that have a folder, oldest first; nothing if that cannot be read."""
    try:
        with os.scandir(audits) as found:
            return sorted(
                entry.name
                for entry in found
                if RUN.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []


def remove_run(folder: Path) -> None:
    """Remove the files of a run that nobody needs any more, and its folder with the last.

    What is not ours stays, and so does what cannot be removed.
    """
    with contextlib.suppress(OSError):
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            for name in filter(_OURS.fullmatch, os.listdir(fd)):
                with contextlib.suppress(OSError):
                    os.unlink(name, dir_fd=fd)
        finally:
            os.close(fd)
        folder.rmdir()


def planned_after(folder: Path) -> Mapping[str, Any] | None:
    """Where the ledger ended when the run began, by its plan; None where that does not say."""
    try:
        document = canonical.loads(read_small(folder / PLAN, MOST_PLAN))
        mark = document["ledger"]
    except (OSError, KeyError, TypeError, ValueError):
        return None
    return mark if isinstance(mark, dict) else None


def listed_parts(folder: Path) -> tuple[str, ...]:
    """The digests of a run's lists, by its report; nothing if that cannot be read."""
    try:
        return tuple(canonical.loads(read_small(folder / REPORT, MOST_REPORT))["parts"])
    except (OSError, KeyError, TypeError, ValueError):
        return ()


def believable(folder: Path, report: str) -> tuple[Path, ...]:
    """The lists of a run that are what the ledger, by the digest of its `report`, recorded."""
    if digest(folder / REPORT, MOST_REPORT) != report:
        return ()
    parts = [(folder / f"part-{n}.jsonl", d) for n, d in enumerate(listed_parts(folder), 1)]
    return tuple(path for path, wanted in parts if digest(path) == wanted)

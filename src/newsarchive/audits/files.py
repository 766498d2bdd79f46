"""The files of an audit on record, and whether they are what the ledger says they are."""

import json
from pathlib import Path

from newsarchive.digests import Algorithm, MultiHasher

PLAN, PART, REPORT = "plan.json", "part-1.jsonl", "report.json"

_CHUNK = 1 << 20


def digest(path: Path) -> str | None:
    """The SHA-512 of a file, `sha512:...`; None if it cannot be read."""
    hasher = MultiHasher([Algorithm.SHA512])
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
    except OSError:
        return None
    return str(hasher.digests()[0])


def listed_parts(folder: Path) -> tuple[str, ...]:
    """The digests of a run's lists, by its report; nothing if that cannot be read."""
    try:
        return tuple(json.loads((folder / REPORT).read_bytes())["parts"])
    except (OSError, KeyError, TypeError, ValueError):
        return ()


def believable(folder: Path, report: str) -> tuple[Path, ...]:
    """The lists of a run that are what the ledger, by the digest of its `report`, recorded."""
    if digest(folder / REPORT) != report:
        return ()
    parts = [(folder / f"part-{n}.jsonl", d) for n, d in enumerate(listed_parts(folder), 1)]
    return tuple(path for path, wanted in parts if digest(path) == wanted)

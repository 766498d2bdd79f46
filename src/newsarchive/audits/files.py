"""The files of an audit on record, and whether they are what the ledger says they are."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsarchive.digests import Algorithm, MultiHasher

PLAN, PART, REPORT = "plan.json", "part-1.jsonl", "report.json"

RUN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z-[0-9a-f]{6}")

_CHUNK = 1 << 20
_MOST_PLAN = 1 << 16


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


def run_names(audits: Path) -> list[str]:
    """The names of all runs that have a folder, oldest first; nothing if that cannot be read."""
    try:
        return sorted(name for name in os.listdir(audits) if RUN.fullmatch(name))
    except OSError:
        return []


def planned_after(folder: Path) -> Mapping[str, Any] | None:
    """Where the ledger ended when the run began, by its plan; None where that does not say."""
    try:
        with (folder / PLAN).open("rb") as file:
            document = json.loads(file.read(_MOST_PLAN))
        mark = document["ledger"]
    except (OSError, KeyError, TypeError, ValueError):
        return None
    return mark if isinstance(mark, dict) else None


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

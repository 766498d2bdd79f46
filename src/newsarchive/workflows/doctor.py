"""Examining the machine and an archive's folders. Nothing is written, and no bag is read."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from newsarchive.catalog import Catalog, engine
from newsarchive.errors import NewsArchiveError, why
from newsarchive.holdings.journal import read_journal
from newsarchive.holdings.opened import see_catalog_is_a_file
from newsarchive.ledger import Ledger
from newsarchive.model.clock import Clock, timestamp
from newsarchive.model.health import Examination, Health
from newsarchive.model.layout import CATALOG, FOLDERS
from newsarchive.model.policy import Telling
from newsarchive.store import Store
from newsarchive.workflows.create import LOCKS

_LIBRARIES = ("bagit", "click", "jsonschema", "lxml", "Pillow", "rfc8785", "tantivy")
# What each extra is for that something here uses; a package of it shows whether it is there.
_EXTRAS = (
    ("html", "trafilatura", "reading saved web pages"),
    ("language", "py3langid", "recognising the language of a text"),
    ("sheets", "openpyxl", "reading workbooks of Excel (.xlsx)"),
    ("warc", "brotli", "reading pages of web archives that are compressed by br or zstd"),
    ("documents", "pypdfium2", "reading PDF and RTF documents"),
    ("formats", "pygfried", "recognising formats by all that PRONOM knows"),
    ("corpus", "pyarrow", "exporting articles as Parquet"),
    ("web", "starlette", "the portal (newsarchive serve)"),
)
_FIRST_YEAR = 2025
_LAST_YEAR = 2100
_LEAST_FREE = 200_000_000
_LITTLE_FREE = 5_000_000_000


def machine(clock: Clock) -> Iterator[Examination]:
    """The program, its libraries and extras, SQLite and the clock."""
    yield Examination("Python", Health.OK, platform.python_version())
    for name in ("newsarchive", *_LIBRARIES):
        yield _library(name)
    for extra, package, purpose in _EXTRAS:
        version = _version(package)
        if version:
            yield Examination(f"extra {extra}", Health.OK, f"{package} {version}: {purpose}")
        else:
            found = f"not installed (pip install 'newsarchive[{extra}]'): {purpose}"
            yield Examination(f"extra {extra}", Health.NOTE, found)
    yield Examination("SQLite", Health.OK, engine())
    yield _clock(clock.now())


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _library(name: str) -> Examination:
    if version := _version(name):
        return Examination(name, Health.OK, version)
    return Examination(name, Health.PROBLEM, "not installed", "install newsarchive again")


def _clock(now: datetime) -> Examination:
    if _FIRST_YEAR <= now.year < _LAST_YEAR:
        return Examination("clock", Health.OK, timestamp(now))
    return Examination(
        "clock",
        Health.PROBLEM,
        f"{timestamp(now)} cannot be right",
        "set the clock before anything is taken in or audited",
    )


def folders(root: Path) -> Iterator[Examination]:
    """Free space, and whether each folder of the archive can be read and written."""
    yield _space(root)
    for name in (".", *FOLDERS):
        path = root / name
        shown = "the archive's folder" if name == "." else f"{name}/"
        if name != "." and path.is_symlink():
            advice = "put a folder of the archive's own there, or mount the other disk there"
            yield Examination(shown, Health.PROBLEM, "a symbolic link", advice)
        elif not path.is_dir():
            advice = "is its disk attached? If the folder was removed, make it again"
            yield Examination(shown, Health.PROBLEM, "not there", advice)
        elif not os.access(path, os.R_OK | os.X_OK):
            advice = "run as the account that owns the archive, or have it give you the right"
            yield Examination(shown, Health.PROBLEM, "cannot be read", advice)
        elif not os.access(path, os.W_OK):
            advice = "for ingest, use the account that owns the archive; audits can do without"
            yield Examination(shown, Health.PROBLEM, "can be read, and not written", advice)
        else:
            yield Examination(shown, Health.OK, "can be read and written")
    for lock in LOCKS:
        path = root / "staging" / lock
        if path.exists() and not os.access(path, os.R_OK | os.W_OK):
            advice = f"give the account that uses the archive the right to write {path}"
            yield Examination(f"staging/{lock}", Health.PROBLEM, "cannot be locked", advice)


def _space(root: Path) -> Examination:
    try:
        status = os.statvfs(root)
    except OSError as error:
        reason = why(error)
        return Examination("free space", Health.PROBLEM, reason, "is its disk attached?")
    free, files = status.f_bavail * status.f_frsize, status.f_favail
    found = f"{free / 1e9:,.1f} GB"
    if status.f_files and not files:
        advice = "remove files elsewhere on this disk, or use one made with more inodes"
        return Examination("free space", Health.PROBLEM, "no room for one more file", advice)
    if free < _LEAST_FREE:
        return Examination("free space", Health.PROBLEM, found, "make room before taking more in")
    if free < _LITTLE_FREE:
        return Examination("free space", Health.NOTE, found, "make room soon")
    return Examination("free space", Health.OK, found)


def contents(root: Path, store: Store, ledger: Ledger, clock: Clock) -> Iterator[Examination]:
    """The store's marker, the ledger's chain, the journal and the catalog."""
    if trouble := store.trouble():
        advice = "attach the disk or share with the bags; do not make the marker by hand"
        yield Examination("store", Health.PROBLEM, trouble, advice)
    else:
        yield Examination("store", Health.OK, "its marker is there, and is this archive's")
    yield from _ledger(ledger, clock.now())
    yield _journal(root)
    yield _catalog(root / CATALOG, ledger)


def witness(telling: Telling) -> Examination:
    """Whether anybody outside is told of the ledger's head, so that an older copy shows."""
    if telling.ping or telling.hook:
        return Examination(
            "outside witness", Health.OK, "pings and messages carry the ledger's head"
        )
    return Examination(
        "outside witness",
        Health.NOTE,
        "nobody outside keeps the ledger's head: an older copy of the whole archive in its place"
        " would not be noticed",
        "set ping or hook in archive.toml, or keep what audit --json calls ledger_head",
    )


def _ledger(ledger: Ledger, now: datetime) -> Iterator[Examination]:
    count, last = 0, ""
    try:
        for entry, _ in ledger.entries():
            count, last = count + 1, entry.time
    except NewsArchiveError as error:
        advice = "restore ledger/entries.jsonl from a copy; nothing is done until it is whole"
        yield Examination("ledger", Health.PROBLEM, error.message, advice)
        return
    yield Examination("ledger", Health.OK, f"{count:,} entries, and the chain holds")
    if last > timestamp(now.astimezone(UTC)):
        yield Examination(
            "clock and ledger",
            Health.PROBLEM,
            f"the clock says {timestamp(now)}, and the last entry is of {last}",
            "set the clock; or the clock was ahead when that entry was made, and it passes",
        )


def _journal(root: Path) -> Examination:
    try:
        journal = read_journal(root)
    except NewsArchiveError as error:
        return Examination("journal", Health.PROBLEM, error.message, error.hint)
    if journal is None:
        return Examination("journal", Health.OK, "nothing is unfinished")
    return Examination(
        "journal",
        Health.NOTE,
        f"{len(journal.moves):,} bags are on their way",
        "the next ingest or audit finishes it, if no other is at it now",
    )


def _catalog(path: Path, ledger: Ledger) -> Examination:
    advice = "the next command makes it; or newsarchive rebuild"
    try:
        see_catalog_is_a_file(path.parent)
        if not path.exists() or not path.stat().st_size:
            return Examination("catalog", Health.NOTE, "not there", advice)
        catalog = Catalog(path)
        try:
            mark = catalog.memory.mark()
        finally:
            catalog.close()
        current = mark.get("line_sha256") == ledger.head().line_sha256
    except OSError as error:
        return Examination("catalog", Health.NOTE, str(error), advice)
    except NewsArchiveError as error:
        return Examination("catalog", Health.NOTE, error.message, advice)
    if current:
        return Examination("catalog", Health.OK, "up to date with the ledger")
    return Examination("catalog", Health.NOTE, "behind the ledger", advice)

"""The one door to sqlite3: a catalog's file, its transactions, and which tables it has."""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import quote

from newsarchive.errors import StoreError

_VERSION = "13"
_BUSY_SECONDS = 60.0
# Of SQLite's machine, between two looks at the time: some 10 ms. Each look waits until no other
# thread computes in Python, 5 ms and more where many readers ask at once.
_STEPS = 1_000_000
_MEMORY = ":memory:"


class CatalogDamagedError(StoreError):
    """The catalog file is no catalog, or not one to be believed. It can be made again."""


class CatalogOutdatedError(CatalogDamagedError):
    """It is of another version of this program."""


class CatalogEditedError(CatalogDamagedError):
    """Something other than this program wrote to it."""


@dataclass(slots=True)
class _Own:
    db: sqlite3.Connection


class Connection:
    """An open catalog file. Only one that is only read is shared between threads.

    Raises, from every method:
        CatalogDamagedError: the file is not what it should be.
        StoreError: it cannot be read or written.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open the file at `path`, made if it is not there; None for one in memory.

        `read_only`: what is there is read as it is, by many threads at once, and nothing is made.
        """
        self.path = path
        self._read_only = read_only
        self._of_thread = threading.local()
        self._open()

    @property
    def db(self) -> sqlite3.Connection:
        """The connection; of a catalog that is only read, each thread has its own."""
        if self._read_only and not hasattr(self._of_thread, "db"):
            self._connect()
        return cast("sqlite3.Connection", (self._of_thread if self._read_only else self._own).db)

    def _connect(self) -> None:
        place: Path | str = self.path or _MEMORY
        if self._read_only and self.path is not None:
            place = f"file:{quote(str(self.path.absolute()))}?mode=ro"
        db = sqlite3.connect(
            place,
            isolation_level=None,
            timeout=_BUSY_SECONDS,
            cached_statements=64,
            uri=self._read_only and self.path is not None,
        )
        if self._read_only:
            self._of_thread.db = db
        else:
            self._own = _Own(db)

    def _open(self) -> None:
        with self.guard():
            self._connect()
        self._inode = self._inode_now()
        try:
            with self.guard():
                # A rollback journal: WAL cannot be opened on a full or read-only disk. EXTRA syncs
                # the folder too, so that an old journal cannot come back after a power cut.
                self.db.execute("PRAGMA synchronous = EXTRA")
                self._prepare()
        except BaseException:
            self.db.close()
            raise

    def _inode_now(self) -> int:
        with contextlib.suppress(OSError):
            return os.stat(self.path).st_ino if self.path else 0
        return 0

    def stay(self) -> None:
        """Open the file anew if a new catalog was put in its place (rebuild)."""
        if self._inode != self._inode_now():
            self.db.close()
            self._open()

    def _prepare(self) -> None:
        if not self.tables() and not self._read_only:
            with self.writing():
                if not self.tables():
                    self._create()
        version = self.get("meta", "version")
        if version != _VERSION:
            raise CatalogOutdatedError(f"the catalog is of version {version}, not {_VERSION}")
        self._see_untouched()

    def _see_untouched(self) -> None:
        """Nobody else may have written to it, or taken away what would show that.

        Raises:
            CatalogEditedError: somebody did.
        """
        open_now, edited = self.db.execute("SELECT open, edited FROM guard").fetchone() or (1, 1)
        rows = self.db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        if open_now or edited or {row[0] for row in rows} != set(self._triggers()):
            raise CatalogEditedError("something other than newsarchive wrote to it")

    def _triggers(self) -> dict[str, str]:
        """What notices a write to a table that is not one of this program's, by name."""
        return {
            f"{table}_{change}": f"CREATE TRIGGER {table}_{change} AFTER {change} ON {table}"  # noqa: S608
            " WHEN (SELECT open FROM guard) = 0 BEGIN UPDATE guard SET edited = 1; END"
            for table in self.tables()
            if table not in {"guard", "memory"}
            for change in ("insert", "update", "delete")
        }

    def _create(self) -> None:
        from importlib import resources  # noqa: PLC0415  # only a new catalog needs it

        script = resources.files("newsarchive.catalog").joinpath("schema.sql").read_text("utf-8")
        for statement in script.split(";\n"):
            if statement.strip():
                self.db.execute(statement)
        for statement in self._triggers().values():
            self.db.execute(statement)
        self.db.execute("INSERT INTO guard VALUES (1, 1, 0)")
        self.put("meta", "version", _VERSION)

    def close(self) -> None:
        """Close it."""
        self.db.close()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process read or write the file inside the `with` block; waits for them."""
        with self.guard():
            self.db.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")

    def compact(self) -> None:
        """Write the file anew without what was deleted, which SQLite leaves in it until then.

        Raises:
            StoreError: the disk refused; the file is as it was.
        """
        with self.guard():
            self.db.execute("VACUUM")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: everything in the `with` block, or nothing."""
        self.stay()
        with self.guard():
            self.db.execute("BEGIN IMMEDIATE")
            try:
                if self.tables():
                    self._see_untouched()
                    self.db.execute("UPDATE guard SET open = 1")
                yield
                self.db.execute("UPDATE guard SET open = 0")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    @contextlib.contextmanager
    def within(self, gone_by: Callable[[], bool]) -> Iterator[None]:
        """Break off what this thread asks inside the `with` block once `gone_by` says so.

        A statement that is broken off raises StoreError.
        """
        db = self.db
        db.set_progress_handler(gone_by, _STEPS)
        try:
            yield
        finally:
            db.set_progress_handler(None, _STEPS)

    @contextlib.contextmanager
    def guard(self) -> Iterator[None]:
        """What sqlite3 raises inside the `with` block comes out as the errors above."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "no such" in str(error):
                raise CatalogDamagedError(f"the catalog {self.path} is none: {error}") from error
            raise StoreError(f"cannot use the catalog {self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise CatalogDamagedError(f"the catalog {self.path} is damaged: {error}") from error

    def tables(self) -> dict[str, int]:
        """The names of its tables, in the order of `schema.sql`, and how many columns they have."""
        rows = self.db.execute(
            "SELECT t.name, (SELECT count(*) FROM pragma_table_info(t.name))"
            " FROM sqlite_schema AS t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'"
            " ORDER BY t.rowid"
        )
        return dict(rows.fetchall())

    def get(self, table: str, key: str) -> str | None:
        """The value of a key in `meta` or `memory`; None if there is none."""
        query = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608  # our own names
        row = self.db.execute(query, (key,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, table: str, key: str, value: str) -> None:
        """Give a key in `meta` or `memory` this value."""
        self.db.execute(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", (key, value))  # noqa: S608

    def add(self, table: str, row: Sequence[object]) -> bool:
        """Add a row; False, and nothing is added, if one with its key is there."""
        places = ", ".join("?" * len(row))
        try:
            self.db.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608
        except sqlite3.IntegrityError:
            return False
        return True


def engine() -> str:
    """The version of SQLite."""
    return sqlite3.sqlite_version

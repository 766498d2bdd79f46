"""What the articles of a corpus are written as: JSON Lines, CSV, Parquet, texts, Dublin Core.

Each is written as a stream: no more than a group of rows is held, however many there are. The table
is one file, since every program that reads it takes it piece by piece.
"""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from newsarchive.corpus.columns import COLUMNS, TEXT, Column, ColumnType, Described
from newsarchive.corpus.files import HashedFile
from newsarchive.corpus.rows import ArticleInCorpus, Row, Value, row_of
from newsarchive.durable import fsync_files
from newsarchive.metadata.exports import oai_dc
from newsarchive.model.clock import timestamp
from newsarchive.model.corpus import CorpusFile, CorpusForm
from newsarchive.reports.safe import cell

BOM = b"\xef\xbb\xbf"
BETWEEN = "; "
"""What stands between the items of a list in a cell; one within an item has a backslash before."""

FILE = Column(
    "file", ColumnType.TEXT, "the file of the article in this folder; null if it has none", "bag"
)
_AT_ONCE = 512  # files that are put on disk together
_THREADS = 8

Sums = Callable[[CorpusFile], object]
"""Told of each file that is whole and on disk."""


class CorpusWriter(Protocol):
    """Writes articles in one form.

    Raises, from every method:
        OSError: the disk refused.
    """

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the table."""
        ...

    def add(self, article: ArticleInCorpus) -> None:
        """Take the next article."""
        ...

    def finish(self) -> CorpusFile:
        """Put every file on disk, their names left to the caller; gives the table."""
        ...

    def close(self) -> None:
        """Let go of everything, be it finished or not."""
        ...


def writer_for(
    form: CorpusForm, folder: Path, described: Described, sums: Sums, *, bom: bool = False
) -> CorpusWriter:
    """What writes such a corpus into the empty `folder`; `bom` begins a CSV file with a BOM.

    `sums` is told of every file but the table.

    Raises:
        UsageError: this form needs a package that is not installed.
        OSError: the disk refused.
    """
    match form:
        case CorpusForm.JSONL:
            return _Lines(folder)
        case CorpusForm.CSV:
            return _Table(folder / "articles.csv", COLUMNS, bom=bom)
        case CorpusForm.PARQUET:
            from newsarchive.corpus.parquet import ParquetTable  # noqa: PLC0415  # an extra

            return ParquetTable(folder, described)
        case CorpusForm.TEXTS:
            return _Folder(folder, "texts", ".txt", _text, sums, bom=bom)
        case CorpusForm.DC:
            return _Folder(folder, "records", ".xml", _dublin_core, sums, bom=bom)


class _Lines:
    """JSON Lines: an object for each article, every column in it."""

    columns = COLUMNS

    def __init__(self, folder: Path) -> None:
        self._file = HashedFile(folder / "articles.jsonl", "articles.jsonl")

    def add(self, article: ArticleInCorpus) -> None:
        self._file.write(f"{_line(row_of(article))}\n".encode())

    def finish(self) -> CorpusFile:
        return self._file.finish()

    def close(self) -> None:
        self._file.close()


class _Table:
    """CSV as RFC 4180 has it, in UTF-8: no cell is taken for a formula by a spreadsheet."""

    def __init__(self, path: Path, columns: Sequence[Column], *, bom: bool) -> None:
        self.columns = columns
        self._file = HashedFile(path, path.name)
        self._writer = csv.writer(_Utf8(self._file), lineterminator="\r\n")
        if bom:
            self._file.write(BOM)
        self._writer.writerow([column.name for column in columns])

    def add(self, article: ArticleInCorpus) -> None:
        self.put(row_of(article))

    def put(self, row: Row) -> None:
        """The next row."""
        self._writer.writerow([_cell(row[column.name]) for column in self.columns])

    def finish(self) -> CorpusFile:
        return self._file.finish()

    def close(self) -> None:
        self._file.close()


class _Utf8:
    """A file of bytes for a writer of text."""

    def __init__(self, file: HashedFile) -> None:
        self._file = file

    def write(self, text: str) -> None:
        self._file.write(text.encode())


class _Folder:
    """A file for each article, named by its bag, where the archive has the bag; and a table."""

    def __init__(
        self,
        folder: Path,
        name: str,
        ending: str,
        content: Callable[[ArticleInCorpus], bytes | None],
        sums: Sums,
        *,
        bom: bool,
    ) -> None:
        self.columns = (FILE, *(column for column in COLUMNS if column != TEXT))
        self._root = folder
        self._name = name
        self._ending = ending
        self._content = content
        self._sums = sums
        self._table = _Table(folder / "index.csv", self.columns, bom=bom)
        self._made: set[str] = set()
        self._written: list[CorpusFile] = []

    def add(self, article: ArticleInCorpus) -> None:
        content = self._content(article)
        name = None
        if content is not None:
            place = article.accession.path.removeprefix("bags/")
            name = f"{self._name}/{place}{self._ending}"
            self._write(name, content)
        self._table.put({FILE.name: name} | row_of(article))

    def _write(self, name: str, content: bytes) -> None:
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            (self._root / parent).mkdir(parents=True, exist_ok=True)
            self._made = {parent}
        with HashedFile(self._root / name, name) as file:
            file.write(content)
            self._written.append(file.whole())
        if len(self._written) >= _AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        fsync_files([str(self._root / file.name) for file in self._written], threads=_THREADS)
        for file in self._written:
            self._sums(file)
        self._written = []

    def finish(self) -> CorpusFile:
        self._settle()
        return self._table.finish()

    def close(self) -> None:
        self._table.close()


def _text(article: ArticleInCorpus) -> bytes | None:
    return None if article.text is None else article.text.encode()


def _dublin_core(article: ArticleInCorpus) -> bytes:
    xml = oai_dc(article.record.document).xml
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + xml.rstrip(b"\n") + b"\n"


def _told(value: object) -> str:
    """A day or a time as JSON and CSV say it."""
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no value of a row")


_line = json.JSONEncoder(ensure_ascii=False, default=_told).encode


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _FLAGS[value]
        case list():
            return cell(BETWEEN.join(_item(item) for item in value))
        case date():
            return _told(value)
        case _:
            return cell(value)


def _item(item: str | bool | None) -> str:
    match item:
        case None:
            return ""
        case bool():
            return _FLAGS[item]
        case str():
            return item.replace("\\", "\\\\").replace(";", "\\;")


_FLAGS: Mapping[bool, str] = {True: "true", False: "false"}

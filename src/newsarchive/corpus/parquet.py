"""A corpus as Parquet, by pyarrow: the only module that knows it. It is the extra `corpus`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsarchive.corpus.columns import COLUMNS, Column, ColumnType, Described
from newsarchive.corpus.files import HashedFile
from newsarchive.corpus.rows import ArticleInCorpus, row_of
from newsarchive.errors import UsageError
from newsarchive.model.corpus import CorpusFile

# What rows are chosen by: of these each group has the least and the largest value. Of all columns
# they would be the larger part of a file's footer, which is held in memory by who writes it.
_ASKED_FOR = ("date", "date_earliest", "date_latest", "taken_in", "collection", "language")
_ALL_DIFFERENT = frozenset({"bag", "bag_id", "seal", "path", "title", "headline", "lead", "text"})
_MOST_ROWS = 1_000
_MOST_CHARACTERS = 4_000_000  # of texts in a group of rows: what is held at once


class ParquetTable:
    """`articles.parquet`: rows in groups, each column with its meaning, compressed by zstd."""

    columns = COLUMNS

    def __init__(self, folder: Path, described: Described) -> None:
        self._pa = _pyarrow()
        from pyarrow import parquet  # noqa: PLC0415  # an extra

        self._schema = _schema(self._pa, described)
        self._file = HashedFile(folder / "articles.parquet", "articles.parquet")
        self._writer: Any = parquet.ParquetWriter(
            self._pa.PythonFile(self._file, mode="w"),
            self._schema,
            compression="zstd",
            use_dictionary=[c.name for c in COLUMNS if c.name not in _ALL_DIFFERENT],
            write_statistics=list(_ASKED_FOR),
        )
        self._held: dict[str, list[Any]] = {column.name: [] for column in COLUMNS}
        self._rows = self._characters = 0

    def add(self, article: ArticleInCorpus) -> None:
        """Take the next article."""
        for name, value in row_of(article).items():
            self._held[name].append(value)
        self._rows += 1
        self._characters += len(article.text or "")
        if self._rows >= _MOST_ROWS or self._characters >= _MOST_CHARACTERS:
            self._write()

    def _write(self) -> None:
        batch = self._pa.RecordBatch.from_pydict(self._held, schema=self._schema)
        self._writer.write_batch(batch, row_group_size=self._rows)
        self._held = {column.name: [] for column in COLUMNS}
        self._rows = self._characters = 0

    def finish(self) -> CorpusFile:
        """Put everything on disk; gives the table."""
        if self._rows:
            self._write()
        self._writer.close()
        return self._file.finish()

    def close(self) -> None:
        """Let go of everything, be it finished or not."""
        self._file.close()


def _pyarrow() -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra, and slow to import
    except ImportError as error:
        raise UsageError(
            "writing Parquet needs pyarrow, which is not installed",
            hint="Install it with: pip install 'newsarchive[corpus]', or choose jsonl or csv.",
        ) from error
    return pa


def _schema(pa: Any, described: Described) -> Any:
    types: Mapping[ColumnType, Any] = {
        ColumnType.TEXT: pa.string(),
        ColumnType.TEXTS: pa.list_(pa.string()),
        ColumnType.FLAG: pa.bool_(),
        ColumnType.FLAGS: pa.list_(pa.bool_()),
        ColumnType.NUMBER: pa.int64(),
        ColumnType.DECIMAL: pa.float64(),
        ColumnType.DATE: pa.date32(),
        ColumnType.TIME: pa.timestamp("us", tz="UTC"),
    }

    def field(column: Column) -> Any:
        said = {"description": column.meaning, "rule": column.rule}
        return pa.field(column.name, types[column.type], metadata=said)

    said = {"newsarchive.archive": described.archive, "newsarchive.position": described.position}
    return pa.schema([field(column) for column in COLUMNS], metadata=said)

"""A corpus on disk: its columns and what fills them, its forms, the papers beside them."""

from newsarchive.corpus.columns import COLUMNS, Column, ColumnType, Described
from newsarchive.corpus.files import HashedFile
from newsarchive.corpus.forms import (
    CorpusWriter,
    writer_for,
)
from newsarchive.corpus.papers import readme, schema
from newsarchive.corpus.rows import ArticleInCorpus, Row, Value, row_of

__all__ = [
    "COLUMNS",
    "ArticleInCorpus",
    "Column",
    "ColumnType",
    "CorpusWriter",
    "Described",
    "HashedFile",
    "Row",
    "Value",
    "readme",
    "row_of",
    "schema",
    "writer_for",
]

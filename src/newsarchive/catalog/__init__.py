"""A rebuildable index over the archive: what is held, and how each bag stands."""

from newsarchive.catalog.catalog import MOST_FOUND, Catalog
from newsarchive.catalog.connection import (
    CatalogDamagedError,
    CatalogEditedError,
    CatalogOutdatedError,
    engine,
)
from newsarchive.catalog.rows import Row, row_of

__all__ = [
    "MOST_FOUND",
    "Catalog",
    "CatalogDamagedError",
    "CatalogEditedError",
    "CatalogOutdatedError",
    "Row",
    "engine",
    "row_of",
]

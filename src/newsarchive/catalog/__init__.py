"""A rebuildable index over the archive: what is held, and how each bag stands."""

from newsarchive.catalog.catalog import MOST_FOUND, Catalog, Row, row_of
from newsarchive.catalog.connection import (
    CatalogDamagedError,
    CatalogEditedError,
    CatalogOutdatedError,
    engine,
)

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

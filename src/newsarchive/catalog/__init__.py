"""A rebuildable index over the archive: what is held, and how each bag stands."""

from newsarchive.catalog.catalog import Catalog, Row, row_of
from newsarchive.catalog.connection import (
    CatalogDamagedError,
    CatalogEditedError,
    CatalogOutdatedError,
    engine,
)

__all__ = [
    "Catalog",
    "CatalogDamagedError",
    "CatalogEditedError",
    "CatalogOutdatedError",
    "Row",
    "engine",
    "row_of",
]

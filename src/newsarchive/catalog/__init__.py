"""A rebuildable index over the archive: what is held, and how each bag stands."""

from newsarchive.catalog.catalog import (
    Catalog,
    CatalogDamagedError,
    CatalogEditedError,
    CatalogOutdatedError,
    engine,
    row_of,
)

__all__ = [
    "Catalog",
    "CatalogDamagedError",
    "CatalogEditedError",
    "CatalogOutdatedError",
    "engine",
    "row_of",
]

"""A rebuildable index over the archive: what is held, and how each bag stands."""

from newsarchive.catalog.catalog import Catalog, CatalogDamagedError, engine

__all__ = ["Catalog", "CatalogDamagedError", "engine"]

"""A rebuildable index over the archive: what is held, and how each bag stands."""

from newsarchive.catalog.catalog import Catalog
from newsarchive.catalog.connection import CatalogDamagedError, engine

__all__ = ["Catalog", "CatalogDamagedError", "engine"]

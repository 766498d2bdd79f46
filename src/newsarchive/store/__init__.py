"""Where bags live: the contract of a store, and its implementations."""

from newsarchive.store.base import Store, Stray
from newsarchive.store.directory import DirectoryStore

__all__ = ["DirectoryStore", "Store", "Stray"]

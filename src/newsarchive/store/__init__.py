"""Where bags live: the contract of a store, and its implementations."""

from newsarchive.store.address import open_store
from newsarchive.store.base import Store, Stray
from newsarchive.store.directory import DirectoryStore
from newsarchive.store.memory import MemoryStore

__all__ = ["DirectoryStore", "MemoryStore", "Store", "Stray", "open_store"]

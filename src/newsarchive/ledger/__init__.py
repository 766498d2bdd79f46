"""Append-only memory: what happened to each bag, in a chain that shows any change."""

from newsarchive.ledger.entries import Entry, Head, NewEntry
from newsarchive.ledger.kinds import written
from newsarchive.ledger.log import Ledger

__all__ = ["Entry", "Head", "Ledger", "NewEntry", "written"]

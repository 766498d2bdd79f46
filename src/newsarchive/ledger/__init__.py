"""Append-only memory: what happened to each bag, in a chain that shows any change."""

from newsarchive.ledger.entries import Draft, Entry, Head
from newsarchive.ledger.log import Ledger

__all__ = ["Draft", "Entry", "Head", "Ledger"]

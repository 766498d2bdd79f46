"""The open archive, and the one way to write to it.

opened: its parts, its locks.  find, files, amend: reading.  follow: the catalog hears the ledger.
staging, sealing, journal, commit: a bag is written, read back, moved into its place and entered.
"""

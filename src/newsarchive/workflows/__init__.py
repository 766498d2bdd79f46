"""The verbs, one per file, and what they share: holdings, journal, staging, commit."""

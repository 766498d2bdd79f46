"""Plain text to Article (being written)."""

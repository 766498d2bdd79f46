"""Words to search: how they are folded, what is asked for, and the index (tantivy)."""

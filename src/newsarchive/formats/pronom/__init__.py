"""Which format in the registry PRONOM a file has, by its content."""

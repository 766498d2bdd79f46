"""Taking in: what was named becomes requests, each is received, read, decided upon and stored."""

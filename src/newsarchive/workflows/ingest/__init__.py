"""Taking in: what was named becomes requests, each is received, read, decided upon and stored.

run: the conductor, and the only one that commits.  sources: what was named becomes requests.
spool: bytes are received.  prepare, worker: one article, in this process or another.
deliveries: containers of several articles.
"""

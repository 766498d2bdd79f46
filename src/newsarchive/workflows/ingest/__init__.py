"""Taking in: what was named becomes requests, each is received, read, decided upon and stored.

run: the conductor, and the only one that commits.  lists, retry: what can be named.  found,
sources, asking, files: what was named becomes requests.  growing: what is left for later.
below: files of people's own, opened safely.
spool: bytes are received.  checksums, scan, bags: what is asked of them before they are read.
prepare, worker: one article, in this process or another.  deliveries: containers of several.
moving: what is in the archive leaves a drop folder.
"""

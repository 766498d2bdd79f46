"""The verbs: what is done with an archive, each in a module or folder of its name.

`archive.Archive` has them as methods, and imports each when it is called. What they share, the
open archive and the way to write to it, is in holdings/.

create, rebuild, doctor: an archive as a whole.  ingest/, adopt: bags that come in.
audit/, verify, validate: whether bags are what they should be.
describe/, decisions/: what people say of them.  crawled/: what came in web archives, opened anew.
show, history, status, export: what is known.  bagging/: a bag of any folder, without an archive.
"""

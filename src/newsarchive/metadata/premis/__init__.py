"""PREMIS 3.0: what a bag holds, what was done to it, by whom, and under which rights, as XML.

A bag's own data/metadata/premis.xml tells what was finished before the bag was sealed. What came
later is in the ledger; `history_premis` joins both into one document. Pure: values in, bytes out.

Text that XML 1.0 cannot hold (control characters, lone surrogates) is not refused, since it is
evidence: U+FFFD stands in its place, and a note in the same object, event, agent or rights
statement says which character stood where.

`read` and `history` are not named here: they load lxml, and writing does not need it.
"""

from newsarchive.metadata.premis.package import Actors, package_of
from newsarchive.metadata.premis.values import (
    FileRole,
    PremisDocument,
    PremisFile,
    PremisPackage,
    PremisRights,
    RightsBasis,
)
from newsarchive.metadata.premis.write import write_premis

__all__ = [
    "Actors",
    "FileRole",
    "PremisDocument",
    "PremisFile",
    "PremisPackage",
    "PremisRights",
    "RightsBasis",
    "package_of",
    "write_premis",
]

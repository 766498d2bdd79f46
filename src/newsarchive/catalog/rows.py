"""A row of the table of bags, as an accession says it, and an accession out of one."""

import json

from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn

Row = tuple[str | int | None, ...]
"""A row of the table of bags."""

COLUMNS = (
    "id, kind, urn, name, path, seal, article, seq, accessioned, files, bytes, complete, amends,"
    " delivery, dated, accession"
)


def row_of(accession: Accession) -> Row:
    """What is on record of a bag as its accession says it: all but what was decided later."""
    return (
        accession.bag,
        accession.kind.value,
        bag_urn(accession.bag),
        accession.name,
        accession.path,
        str(accession.seal),
        accession.article,
        accession.seq,
        accession.time,
        accession.files,
        accession.bytes,
        accession.complete,
        accession.amends,
        accession.delivery,
        accession.dated,
        json.dumps(accession.fields(), sort_keys=True),
    )


def accession_in(row: tuple[str, int, str]) -> Accession:
    """The accession in the columns `accession, seq, accessioned`."""
    return Accession.read(json.loads(row[0]), row[1], row[2])

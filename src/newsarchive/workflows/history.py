"""Everything that happened to one bag, joined from accession, audits and the ledger.

And what versions of its article there are, in what order.
"""

from collections.abc import Iterator

from newsarchive.errors import NotFoundError
from newsarchive.holdings.family import status_of, versions_of
from newsarchive.holdings.files import read_file
from newsarchive.holdings.find import base_of, dark, find_article, must_be_shown
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata.premis.history import history_premis as join
from newsarchive.model.entries import Sighting
from newsarchive.model.history import (
    Amended,
    Happening,
    History,
    TakenIn,
    VersionTold,
)
from newsarchive.model.holding import Accession
from newsarchive.packaging.history import checks, events, happenings_in
from newsarchive.packaging.places import PREMIS


def history(holdings: OpenArchive, reference: str) -> History:
    """Everything that happened to one bag, in the order of the ledger.

    Where `reference` names an article of several versions, it is the history of each.

    Raises:
        NotFoundError: there is no such bag.
        WithdrawnError: it is withdrawn.
    """
    accession, of_all = find_article(holdings, reference)
    must_be_shown(holdings, accession)
    versions = tuple(_versions(holdings, base_of(holdings, accession)))
    told = {v.placed.version.bag for v in versions if not v.dark}
    each = holdings.catalog.versions.beside(accession) if of_all else ()
    return History(
        accession,
        _happenings(holdings, accession),
        versions,
        tuple(History(one, _happenings(holdings, one)) for one in each if one.bag in told),
    )


def _happenings(holdings: OpenArchive, accession: Accession) -> tuple[Happening, ...]:
    catalog = holdings.catalog
    told = tuple(catalog.entries.all(bag=accession.bag))
    happenings: list[Happening] = [TakenIn(accession)]
    happenings += checks(accession, catalog.runs.checks(accession.bag), told)
    happenings += map(Amended, holdings.catalog.amendments(str(accession.seal)))
    for entry in told:
        happenings += happenings_in(entry)
    return tuple(sorted(happenings, key=lambda h: h.seq))


def _versions(holdings: OpenArchive, base: Accession) -> Iterator[VersionTold]:
    closed = dark(holdings)
    for placed in versions_of(holdings, base.article):
        bag = placed.version.bag
        yield VersionTold(
            placed,
            status_of(holdings, placed.version),
            sum(1 for _ in holdings.catalog.entries.of(Sighting, bag=bag)),
            bag in closed,
        )


def history_premis(holdings: OpenArchive, reference: str) -> bytes:
    """The bag's own PREMIS document, joined with what happened to the bag since.

    Sightings, decisions and acknowledgements are no events in the terms of PREMIS, and are left
    out: `history` itself has them.

    Raises:
        NotFoundError: there is no such bag, or it has no premis.xml.
        StoreError: it cannot be read.
        InvalidRecordError: its premis.xml is none.
    """
    told = history(holdings, reference)
    own = read_file(holdings, told.accession, PREMIS)
    if own is None:
        raise NotFoundError(
            f"the bag {told.accession.name} has no {PREMIS}",
            hint="newsarchive history without --premis shows what happened to it.",
        )
    later = events(told, holdings.archive_id, holdings.institution.name, holdings.agent)
    return join(own, later, f"{told.accession.path}/{PREMIS}")

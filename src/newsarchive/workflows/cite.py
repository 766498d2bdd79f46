"""Citing an article as this archive holds it: which bag, which version, by which record."""

from dataclasses import dataclass

from newsarchive.errors import RefusedError, StoreError
from newsarchive.holdings.decided import (
    current,
    made,
)
from newsarchive.holdings.opened import OpenArchive
from newsarchive.metadata import record_of
from newsarchive.metadata.citations import FORMS
from newsarchive.metadata.citing import Citation, Held
from newsarchive.metadata.citing import cite as citation_of
from newsarchive.model.decision import DecisionKind
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.identity import bag_urn
from newsarchive.model.outcome import BagView
from newsarchive.workflows.access import Asking
from newsarchive.workflows.show import show


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of one bag in some form."""

    bag: str
    form: str
    media_type: str
    text: str
    citation: Citation


def cite(
    holdings: OpenArchive, reference: str, form: str = "text", asking: Asking | None = None
) -> Cited:
    """The citation of an article, in the form of this name: one of `metadata.citations.FORMS`.

    Raises:
        NotFoundError: there is no such bag.
        PolicyError: not even its description may be given.
        RefusedError: it is a delivery, which nobody cites.
        StoreError: its record cannot be read.
    """
    return cite_shown(holdings, show(holdings, reference, asking), form)


def cite_shown(holdings: OpenArchive, view: BagView, form: str = "text") -> Cited:
    """The same of an article that was shown already.

    Raises:
        RefusedError: it is a delivery, which nobody cites.
        StoreError: its record cannot be read.
    """
    name = view.accession.name
    if view.accession.kind is BagKind.DELIVERY:
        raise RefusedError(
            f"{name} is a delivery, and has nothing to cite",
            hint=f"newsarchive show {name} names its articles.",
        )
    if view.record is None:
        raise StoreError(
            f"the record of {name} cannot be read: {view.problem}",
            hint="Run newsarchive audit: it says what is wrong with the bag.",
        )
    citation = citation_of(record_of(view.record), held(holdings, view.accession))
    media_type, make = FORMS[form]
    return Cited(name, form, media_type, make(citation), citation)


def held(holdings: OpenArchive, base: Accession) -> Held:
    """How the archive holds an article."""
    amendments = holdings.catalog.amendments(str(base.seal))
    versions = holdings.catalog.versions.beside(base)
    identifier = current(made(holdings, base.bag)).get(DecisionKind.IDENTIFIER)
    return Held(
        institution=holdings.institution.name,
        archive=holdings.archive_id,
        bag=base.bag,
        name=base.name,
        urn=bag_urn(base.bag),
        seal=str(base.seal),
        version=1 + [v.bag for v in versions].index(base.bag),
        versions=len(versions),
        amendments=tuple((a.name, str(a.seal)) for a in amendments),
        identifier=identifier.value if identifier else "",
    )

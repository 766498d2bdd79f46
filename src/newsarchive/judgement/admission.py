"""Whether an article that comes in is new, known, known with new facts, or a new version. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsarchive.judgement.versions import order_of
from newsarchive.model.article import Relation
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn
from newsarchive.model.version import Stated, Version
from newsarchive.model.withdrawal import Withdrawn


class Admission(StrEnum):
    """What to do with it."""

    STORE = "store"
    PRESENT = "present"
    AMEND = "amend"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What to do, and with which bag of the archive it has to do.

    `base` is the bag that holds it already (PRESENT) or that is to be amended (AMEND); `relations`
    and `findings` go into a new bag (STORE); `withdrawn` is why it is not taken in (WITHDRAWN).
    """

    admission: Admission
    base: Accession | None = None
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()
    withdrawn: Withdrawn | None = None


def admit(
    *,
    known: Accession | None,
    twins: Sequence[Accession],
    family: Sequence[Version],
    media: Sequence[str],
    held: Collection[str],
    version: str | None,
    versioned: str = "",
    article_id: str,
    new_values: bool,
    withdrawn: Withdrawn | None = None,
) -> Admitted:
    """Decide, in this order (docs/architecture.md, "How an article gets in").

    `known` is the bag with the same bag id; `twins` are the bags of the same originals, in the
    order they came, and `family` the versions of the same article; `version` and `versioned` are
    what the article says of its own; `media` are SHA-512 digests in hex, `held` those that came
    with the twins or later; `new_values` tells whether something was supplied that the current
    record of the last twin does not hold; `withdrawn` is how a bag was destroyed that held one of
    these files. A picture that was forgotten is such news, too: the same originals never become a
    second bag for it.
    """
    if known is not None:
        return Admitted(Admission.PRESENT, known)
    if withdrawn is not None:
        return Admitted(Admission.WITHDRAWN, withdrawn=withdrawn)
    if twins:
        twin = twins[-1]
        other = () if twin.article == article_id else (_other_identifier(twin),)
        news = new_values or bool(set(media) - set(held))
        admission = Admission.AMEND if news else Admission.PRESENT
        return Admitted(admission, twin, findings=other)
    if not family:
        return Admitted(Admission.STORE)
    claimed = [v for v in family if version and v.number == version]
    if claimed:
        last = max(claimed, key=lambda v: v.seq)
        return Admitted(
            Admission.STORE,
            relations=(_to("alternate", last),),
            findings=(_same_version(last, version),),
        )
    return Admitted(Admission.STORE, relations=_beside(family, version, versioned))


def _beside(family: Sequence[Version], version: str | None, versioned: str) -> tuple[Relation, ...]:
    """How a version stands to its neighbours, of those that are here when it comes.

    One that comes late says so: it never replaces a later one.
    """
    comes = Stated(versioned, version or "", max(v.seq for v in family) + 1)
    order = order_of([*(v.stated for v in family), comes])
    place = order.index(len(family))
    before = (_to("replaces", family[n]) for n in order[max(place - 1, 0) : place])
    behind = (_to("replaced-by", family[n]) for n in order[place + 1 : place + 2])
    return (*before, *behind)


def _to(rel: str, other: Version) -> Relation:
    return Relation(rel, bag_urn(other.bag), seal=other.accession.seal)


def _same_version(other: Version, version: str | None) -> Finding:
    return Finding(
        Code.PV_06,
        Kind.PROVENANCE,
        Level.WARNING,
        "",
        f"the source claims version {version} for this and for {other.accession.name}, and they"
        " differ",
        found=other.accession.seal,
    )


def _other_identifier(twin: Accession) -> Finding:
    return Finding(
        Code.PV_07,
        Kind.PROVENANCE,
        Level.WARNING,
        "",
        f"the same document is here already as article {twin.article}",
        found=twin.article,
    )

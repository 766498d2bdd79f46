"""Whether an article that comes in is new, known, known with new facts, or a new version. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsarchive.model.article import Relation
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn


class Admission(StrEnum):
    """What to do with it."""

    STORE = "store"
    PRESENT = "present"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class Admitted:
    """What to do, and with which bag of the archive it has to do.

    `base` is the bag that holds it already (PRESENT) or that is to be amended (AMEND); `relations`
    and `findings` go into a new bag (STORE).
    """

    admission: Admission
    base: Accession | None = None
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()


def admit(
    *,
    known: Accession | None,
    twins: Sequence[Accession],
    family: Sequence[Accession],
    media: Sequence[str],
    held: Collection[str],
    version: str | None,
    article_id: str,
    new_values: bool,
) -> Admitted:
    """Decide, in this order (ARCHITECTURE section 5, Identity).

    `known` is the bag with the same bag id; `twins` are the bags of the same originals and `family`
    those of the same article, in the order they came; `media` are SHA-512 digests in hex, `held`
    those that came with the twins or later; `new_values` tells whether something was supplied
    that the current record of the last twin does not hold. A picture that was forgotten is such
    news, too: the same originals never become a second bag for it.
    """
    if known is not None:
        return Admitted(Admission.PRESENT, known)
    if twins:
        twin = twins[-1]
        other = () if twin.article == article_id else (_other_identifier(twin),)
        news = new_values or bool(set(media) - set(held))
        admission = Admission.AMEND if news else Admission.PRESENT
        return Admitted(admission, twin, findings=other)
    relatives = sorted(family, key=lambda a: a.seq)
    if not relatives:
        return Admitted(Admission.STORE)
    last = relatives[-1]
    same_version = version is not None and last.version == version
    rel = "alternate" if same_version else "replaces"
    relation = Relation(rel, bag_urn(last.bag), seal=str(last.seal))
    return Admitted(
        Admission.STORE,
        relations=(relation,),
        findings=(_same_version(last, version),) if same_version else (),
    )


def _same_version(other: Accession, version: str | None) -> Finding:
    return Finding(
        Code.PV_06,
        Kind.PROVENANCE,
        Level.WARNING,
        "",
        f"the source claims version {version} for this and for {other.name}, and they differ",
        found=str(other.seal),
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

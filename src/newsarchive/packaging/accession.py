"""What the ledger will say of a bag that is ready to be written. Pure: its seal is known before."""

from collections.abc import Sequence

from newsarchive.bag.plan import BagPlan
from newsarchive.metadata import Record
from newsarchive.model.finding import Code, Finding, Kind, Level, finding_document
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.supplied import Supplied
from newsarchive.packaging.article import Identity


def accession_of(
    plan: BagPlan,
    identity: Identity,
    record: Record,
    supplied: Supplied,
    *,
    origin: str,
    amends: tuple[str, str | None] | None = None,
    delivery: str | None = None,
) -> Accession:
    """The accession of an article's bag, or of an amendment.

    `origin` is where it came from; `amends` are the seals of the bag that it amends and of the
    amendment that it follows; `delivery` is the id of the bag that keeps what it came in.
    """
    files = tuple(plan.files())
    return Accession(
        bag=identity.bag_id,
        name=identity.name,
        path=identity.path,
        seal=plan.seal(),
        article=identity.article_id,
        version=record.document["version"].get("value"),
        originals=identity.originals,
        media=identity.media,
        supplied=supplied.identity(),
        origin=origin,
        files=len(files),
        bytes=sum(file.size for file in files),
        complete=record.provenance_complete,
        amends=amends[0] if amends else None,
        follows=amends[1] if amends else None,
        findings=tuple(
            finding_document(f, identity.bag_id)
            for f in findings_of(record)
            if f.level is not Level.NOTE
        ),
        sources=_sources(record),
        kind=BagKind.AMENDMENT if amends else BagKind.ARTICLE,
        delivery=delivery,
    )


def findings_of(record: Record) -> tuple[Finding, ...]:
    """The findings that the record itself holds."""
    return tuple(
        Finding(Code(f["code"]), Kind(f["kind"]), Level(f["level"]), f["path"], f["detail"])
        for f in record.document["findings"]
    )


def _sources(record: Record) -> tuple[str, ...]:
    """The names of the sources that the record knows; what is disputed stands as it is shown."""
    names: Sequence[str | None] = [s.get("value") for s in record.document["provenance"]["sources"]]
    return tuple(dict.fromkeys(name for name in names if name))

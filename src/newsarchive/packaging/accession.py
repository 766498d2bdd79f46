"""What the ledger will say of a bag that is ready to be written. Pure: its seal is known before."""

import builtins
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsarchive.bag.plan import BagPlan
from newsarchive.digests import Digest
from newsarchive.judgement.embargo import stated_embargo
from newsarchive.judgement.versions import status_word
from newsarchive.metadata import ReadRecord, view
from newsarchive.metadata.statements import date_from_json, text_from_json
from newsarchive.model.article import no_date
from newsarchive.model.finding import Code, Finding, Kind, Level, finding_document
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.identity import bag_urn
from newsarchive.model.supplied import Supplied
from newsarchive.packaging.article import Identity


def accession_of(
    plan: BagPlan,
    identity: Identity,
    record: ReadRecord,
    supplied: Supplied,
    *,
    origin: str,
    amends: tuple[str, str | None] | None = None,
    delivery: str | None = None,
    text: str | None = None,
) -> Accession:
    """The accession of an article's bag, or of an amendment.

    `origin` is where it came from; `amends` are the seals of the bag that it amends and of the
    amendment that it follows; `delivery` is the id of the bag that keeps what it came in; `text` is
    the digest of the article's folded text, which an amendment has none of.
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
        dated=_dated(record),
        versioned=version_time(record),
        pub_status=status_word(text_from_json(record.document["pubStatus"])),
        embargoed_until=_embargoed_until(record.document),
        text=text,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A bag of ours as it lies in the store, read whole and intact.

    `info` are the elements of bag-info.txt, `manifest` the bytes of manifest-sha512.txt.
    """

    path: str
    kind: BagKind
    seal: Digest
    files: int
    bytes: int
    info: Mapping[str, str]
    manifest: "builtins.bytes"


def accession_again(
    found: Found,
    document: Mapping[str, Any],
    delivery: str | None = None,
    text: str | None = None,
) -> Accession:
    """What the ledger is to say of a bag that it does not know any more; `document`: its record.

    `delivery` and `text` are as for `accession_of`. Where it came from the bag does not say, nor
    every supplied value: those are left out.

    Raises:
        ValueError: the bag does not say enough, or contradicts itself; says what.
    """
    name = found.path.rpartition("/")[2]
    digests = {path: digest for digest, path in _listed(found.manifest)}
    number = found.info.get("Accession-Number")
    is_delivery = found.kind is BagKind.DELIVERY
    originals = [document["path"]] if is_delivery else _originals(found, document)
    media = () if is_delivery else document["media"]
    accession = Accession(
        bag=_bag_id(found, document, name),
        name=name,
        path=found.path,
        seal=found.seal,
        article="" if is_delivery else document["identifier"],
        version=None if is_delivery else document["version"].get("value"),
        originals=tuple(digests[path] for path in originals),
        media=tuple((digests[m["path"]], int(m["id"])) for m in media if m.get("path") in digests),
        supplied={"accession-number": number} if number else {},
        origin="",
        files=found.files,
        bytes=found.bytes,
        complete=is_delivery or found.info.get("Provenance-Complete") == "yes",
        amends=found.info.get("Amends"),
        follows=_follows(document),
        kind=found.kind,
        delivery=delivery,
    )
    if is_delivery:
        return accession
    record = view(document)
    return replace(
        accession,
        sources=_sources(record),
        dated=_dated(record),
        versioned=version_time(record),
        pub_status=status_word(text_from_json(document["pubStatus"])),
        embargoed_until=_embargoed_until(document),
        text=text,
        findings=tuple(
            finding_document(f, accession.bag)
            for f in findings_of(record)
            if f.level is not Level.NOTE
        ),
    )


def _originals(found: Found, document: Mapping[str, Any]) -> list[str]:
    if found.kind is BagKind.AMENDMENT:
        return []  # they lie in the bag that it amends
    return [original["path"] for original in document["originals"]]


def _listed(manifest: bytes) -> list[tuple[str, str]]:
    lines = manifest.decode("utf-8", "surrogateescape").split("\n")
    parted = (line.split(None, 1) for line in lines if line.strip())
    return [(parts[0], parts[1]) for parts in parted]


def _follows(document: Mapping[str, Any]) -> str | None:
    relations = document.get("relations", ())
    return next((r["seal"] for r in relations if r["rel"] == "follows"), None)


def _bag_id(found: Found, document: Mapping[str, Any], name: str) -> str:
    bag = found.info.get("Bag-Identifier", "")
    if not re.fullmatch(r"[0-9a-f]{64}", bag):
        raise ValueError("its bag-info.txt has no Bag-Identifier; early versions wrote none")
    if bag_urn(bag) != document["bag"] or not name.endswith(f"-{bag[:12]}"):
        raise ValueError(f"its Bag-Identifier {bag} fits neither its record nor its name")
    return bag


def findings_of(record: ReadRecord) -> tuple[Finding, ...]:
    """The findings that the record itself holds."""
    return tuple(
        Finding(Code(f["code"]), Kind(f["kind"]), Level(f["level"]), f["path"], f["detail"])
        for f in record.document["findings"]
    )


def _sources(record: ReadRecord) -> tuple[str, ...]:
    """The names of the sources that the record knows; what is disputed stands as it is shown."""
    names: Sequence[str | None] = [s.get("value") for s in record.document["provenance"]["sources"]]
    return tuple(dict.fromkeys(name for name in names if name))


def _dated(record: ReadRecord) -> str:
    """The article's date as EDTF; without a time of day, whose zone the folders do not know."""
    return record.date.text.partition("T")[0] if record.date else ""


def _embargoed_until(document: Mapping[str, Any]) -> str | None:
    """When the embargo ends that a record states: "" where nobody knows, None where none is."""
    said = document.get("embargoedUntil")
    until = date_from_json(said) if said else no_date()
    return stated_embargo(until, embargoed=document.get("embargoed", False))


_OF_VERSIONS = ("dateIssued", "dateModified", "datePublished")


def version_time(record: ReadRecord) -> str:
    """When this version was issued, else changed, else published, as the record has it."""
    provenance = record.document["provenance"]
    values = (provenance[name].get("value") for name in _OF_VERSIONS)
    return next((str(value) for value in values if value), "")

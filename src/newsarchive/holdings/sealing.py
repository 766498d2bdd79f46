"""Staging a bag: written, read back, and compared, before anybody may call it stored."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsarchive.bag import DirectoryTree, examine
from newsarchive.bag.crosscheck import crosscheck
from newsarchive.bag.plan import BagPlan
from newsarchive.bag.profile import judge_profile
from newsarchive.bag.writer import write
from newsarchive.digests import Digest
from newsarchive.errors import StoreError
from newsarchive.holdings.commit import Staged
from newsarchive.judgement.fixity import judge
from newsarchive.metadata import Record
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict, finding_document
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.supplied import Supplied
from newsarchive.packaging import Identity
from newsarchive.packaging.profile import our_profile


def stage(
    folder: Path,
    plan: BagPlan,
    identity: Identity,
    record: Record,
    supplied: Supplied,
    *,
    what: str,
    origin: str,
    amends: tuple[str, str | None] | None = None,
    decision: Mapping[str, Any] | None = None,
    sync: bool = True,
) -> Staged:
    """Write the bag into `folder`, read it back, and make its accession.

    Without `sync` it is not on disk yet: whoever commits it sees to that.
    `what` names it in messages; `origin` is where it came from; `amends` are the seals of the bag
    that it amends and of the amendment that it follows.

    Raises:
        StoreError: it could not be written, or did not read back as written.
    """
    seal = write(plan, folder, sync=sync)
    _read_back(folder, seal, plan, what)
    files = tuple(plan.files())
    accession = Accession(
        bag=identity.bag_id,
        name=identity.name,
        path=identity.path,
        seal=seal,
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
    )
    return Staged(folder, accession, findings_of(record), decision)


def findings_of(record: Record) -> tuple[Finding, ...]:
    """The findings that the record itself holds."""
    return tuple(
        Finding(Code(f["code"]), Kind(f["kind"]), Level(f["level"]), f["path"], f["detail"])
        for f in record.document["findings"]
    )


def _sources(record: Record) -> tuple[str, ...]:
    """The names of the sources that the record knows; what is disputed stands as it is shown."""
    names = (s.get("value") for s in record.document["provenance"]["sources"])
    return tuple(dict.fromkeys(name for name in names if name))


def _read_back(folder: Path, seal: Digest, plan: BagPlan, what: str) -> None:
    seen = examine(DirectoryTree(folder))
    judgement = judge(seen.observation, seal, lambda _: None)
    found = (*judgement.findings, *judge_profile(our_profile(), seen.facts))
    objections = [f"{f.path}: {f.detail}" for f in found if f.level is not Level.NOTE]
    if judgement.verdict is not Verdict.INTACT or objections:
        raise StoreError(
            f"the bag of {what} did not read back as written: {'; '.join(objections)}",
            hint="Nothing was stored for it. Is the disk sound? Try again.",
        )
    # Every file was just read from disk and has the digests of the plan: the seal vouches for it.
    if second := crosscheck(folder, plan.listed()):
        raise StoreError(f"the bag of {what}: bagit objects: {second[0]}")

"""Sealing a bag: written, read back, and compared, before anybody may call it stored."""

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
from newsarchive.model.finding import Finding, Level, Verdict
from newsarchive.model.holding import Accession, BagKind
from newsarchive.packaging.profile import profile_for


def stage(
    folder: Path,
    plan: BagPlan,
    accession: Accession,
    *,
    what: str,
    findings: tuple[Finding, ...] = (),
    decision: Mapping[str, Any] | None = None,
    sync: bool = True,
) -> Staged:
    """Write the bag into `folder` and read it back.

    Without `sync` it is not on disk yet: whoever commits it sees to that. `what` names it in
    messages; `findings` are those of its record.

    Raises:
        StoreError: it could not be written, or did not read back as written.
    """
    seal = write(plan, folder, sync=sync)
    _read_back(folder, seal, plan, accession.kind, what)
    return Staged(folder, accession, findings, decision)


def _read_back(folder: Path, seal: Digest, plan: BagPlan, kind: BagKind, what: str) -> None:
    seen = examine(DirectoryTree(folder))
    judgement = judge(seen.observation, seal, lambda _: None)
    found = (*judgement.findings, *judge_profile(profile_for(kind), seen.facts))
    objections = [f"{f.path}: {f.detail}" for f in found if f.level is not Level.NOTE]
    if judgement.verdict is not Verdict.INTACT or objections:
        raise StoreError(
            f"the bag of {what} did not read back as written: {'; '.join(objections)}",
            hint="Nothing was stored for it. Is the disk sound? Try again.",
        )
    # Every file was just read from disk and has the digests of the plan: the seal vouches for it.
    if second := crosscheck(folder, plan.listed()):
        raise StoreError(f"the bag of {what}: bagit objects: {second[0]}")

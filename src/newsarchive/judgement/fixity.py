"""From what a checker saw, and what the ledger remembers, to the verdict on one bag. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from newsarchive.digests import Digest
from newsarchive.judgement.trust import demote_consequences
from newsarchive.model.finding import NOT_SEEN, WEIGHTS, Code, Finding, Kind, Level, Verdict
from newsarchive.model.litter import is_litter
from newsarchive.model.observation import TAG_MANIFEST, Observation

_FITS = "all else in the bag fits it, so files and manifests were changed together, or it alone was"

Owner = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one bag and the findings behind it, worst first."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def judge(seen: Observation, seal: Digest, owner: Owner) -> Judgement:
    """The verdict on a bag whose seal at accession was `seal`.

    `owner` tells the name of the bag of the archive that has a seal, None for none, so that a bag
    found in another's place can be named. A change decides over what could not be seen: a bag with
    one damaged and one unreadable file is damaged. Where seal and digests hold, every byte is what
    was taken in, and a rule that the bag breaks was broken then: a warning now, and no damage.
    """
    if seen.present is None:
        return Judgement(Verdict.UNVERIFIED, seen.findings or (_unreachable(),))
    if not seen.present:
        return Judgement(Verdict.MISSING, (_missing(),))
    seal_findings = _seal_findings(seen, seal, owner)
    distrusted = frozenset(f.path for f in seal_findings if f.path)
    findings = demote_consequences((_of_ours(f) for f in seen.findings), distrusted=distrusted)
    if not seal_findings:
        findings = tuple(_as_taken_in(f) for f in findings)
    findings = tuple(sorted((*seal_findings, *findings), key=lambda f: (WEIGHTS[f.level], f.path)))
    return Judgement(_verdict(findings), findings)


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    kinds = {f.kind for f in findings if f.level is Level.ERROR}
    if kinds - NOT_SEEN:
        return Verdict.DAMAGED
    return Verdict.UNVERIFIED if kinds else Verdict.INTACT


def _seal_findings(seen: Observation, seal: Digest, owner_of: Owner) -> tuple[Finding, ...]:
    if seen.seal == seal:
        return ()
    if seen.seal is None:
        if any(f.level is Level.ERROR and _explains_no_seal(f) for f in seen.findings):
            return ()
        return (
            Finding(
                Code.FX_01,
                Kind.MISSING,
                Level.ERROR,
                TAG_MANIFEST,
                "the tag manifest is not there, so the seal cannot be compared",
                expected=str(seal),
            ),
        )
    owner = owner_of(str(seen.seal))
    if owner is not None:
        return (
            Finding(
                Code.FX_02,
                Kind.EXCHANGED,
                Level.ERROR,
                "",
                f"another bag lies here: {owner}",
                expected=str(seal),
                found=str(seen.seal),
            ),
        )
    rewritten = all(f.level is not Level.ERROR for f in seen.findings)
    return (
        Finding(
            Code.FX_01,
            Kind.SEAL_MISMATCH,
            Level.ERROR,
            TAG_MANIFEST,
            "the seal is not the one recorded at accession" + (f": {_FITS}" if rewritten else ""),
            expected=str(seal),
            found=str(seen.seal),
        ),
    )


def _explains_no_seal(finding: Finding) -> bool:
    """Whether it says why there is no seal: what cannot be listed is not called missing.

    A folder of that name is no tag manifest: that one is gone.
    """
    is_of_it = finding.path == TAG_MANIFEST and finding.code is not Code.RB_02
    return is_of_it or (not finding.path and finding.kind is Kind.UNREADABLE)


def _of_ours(finding: Finding) -> Finding:
    """RFC 8493 lets tag files be in no tag manifest; every bag of ours lists all of them."""
    if finding.kind is not Kind.UNTRACKED:
        return finding
    if any(map(is_litter, finding.path.split("/"))):  # a system left it: nothing is harmed
        return replace(finding, kind=Kind.LITTER, level=Level.WARNING)
    return replace(finding, level=Level.ERROR) if finding.level is Level.WARNING else finding


def _as_taken_in(finding: Finding) -> Finding:
    if finding.kind is Kind.MALFORMED and finding.level is Level.ERROR:
        return replace(finding, level=Level.WARNING)
    return finding


def _unreachable() -> Finding:
    return Finding(
        Code.AR_01, Kind.UNREACHABLE, Level.ERROR, "", "the place of the bag cannot be reached"
    )


def _missing() -> Finding:
    return Finding(
        Code.RX_09, Kind.MISSING, Level.ERROR, "", "there is no bag where the ledger says it lies"
    )

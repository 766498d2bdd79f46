"""Whose word counts: seal, then tag manifest, then manifest, then file.

A manifest that was itself changed reports mismatches of files that are perfectly well. Such a
report is a consequence of the first damage and no damage of its own: it becomes a note.
"""

from collections.abc import Iterable
from dataclasses import replace

from newsarchive.model.finding import Code, Finding, Kind, Level

_BREAKS_A_LIST = frozenset(
    {
        Kind.CHANGED,
        Kind.TRUNCATED,
        Kind.MISSING,
        Kind.MOVED,
        Kind.UNREADABLE,
        Kind.UNSTABLE,
    }
)
_SAYS_HOW_TO_READ = ("manifest-", "tagmanifest-", "bagit.txt")
_LISTS = (*_SAYS_HOW_TO_READ, "bag-info.txt")  # it says how much payload there is
_WITHIN = frozenset({Kind.MALFORMED, Kind.UNVERIFIABLE})


def demote_consequences(
    findings: Iterable[Finding], *, distrusted: frozenset[str] = frozenset()
) -> tuple[Finding, ...]:
    """`findings`, those that a failed list reported as notes.

    `distrusted` are lists that failed already (the tag manifest, when the seal does not match).
    Tag manifests are judged before the manifests they vouch for.
    """
    given = tuple(findings)
    failed = set(distrusted)
    failed |= {
        f.path
        for f in given
        if f.path.startswith(_LISTS)
        and f.level is Level.ERROR
        and f.kind in _BREAKS_A_LIST
        and f.by not in distrusted
        and f.by != f.path
    }
    return tuple(_demoted(f) if _is_consequence(f, failed) else f for f in given)


def _is_consequence(finding: Finding, failed: set[str]) -> bool:
    if finding.by in failed:
        return True
    # What is wrong inside a failed list follows from its failure, which is a finding already.
    inside = finding.path in failed and finding.path.startswith(_SAYS_HOW_TO_READ)
    return inside and (finding.kind in _WITHIN or finding.code is Code.RS_01)


def _demoted(finding: Finding) -> Finding:
    reason = f"{finding.by} itself failed" if finding.by else "a consequence of its change"
    return replace(finding, level=Level.NOTE, detail=f"{finding.detail} ({reason})")

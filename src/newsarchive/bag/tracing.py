"""What became of files that are not what they were: cut short, or there under another name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from newsarchive.bag.reading import Reading
from newsarchive.bag.tree import NodeKind, Tree
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import Observation

_MOST_TRACED = 1000  # files that are hashed only to see whether a missing one became them


def trace(
    tree: Tree,
    seen: Observation,
    sizes: Mapping[str, int],
    whole: int | None = None,
    may_be_beginning: Callable[[Tree, str], bool] = lambda _tree, _path: True,
) -> Observation:
    """`seen`, with findings that say more, where more can be said.

    `sizes` are the bytes that files had, by path, as far as they are known, `whole` those of the
    bag. A changed file that is shorter than it was is `truncated`, unless `may_be_beginning` knows
    that something else lies there. A missing file whose bytes lie in one that no manifest lists was
    `moved`; the other finding is a consequence then.
    """
    try:
        findings = _moved(tree, seen.findings)
        known = {**_by_difference(tree, seen, findings, whole), **sizes}
        cut = {
            path
            for path, has in seen.sizes.items()
            if has < known.get(path, 0) and _asked(may_be_beginning, tree, path)
        }
    finally:
        tree.close()
    return replace(seen, findings=tuple(_sized(f, seen.sizes, known, cut) for f in findings))


def _asked(may_be_beginning: Callable[[Tree, str], bool], tree: Tree, path: str) -> bool:
    try:
        return may_be_beginning(tree, path)
    except OSError:
        return True


def _moved(tree: Tree, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    missing = {
        (f.expected, f.path): f for f in findings if f.kind is Kind.MISSING and f.expected and f.by
    }
    stray = dict.fromkeys(f.path for f in findings if f.kind is Kind.UNTRACKED)
    if not missing or not stray:
        return findings
    algorithms = dict.fromkeys(Digest.parse(expected).algorithm for expected, _ in missing)
    now_at: dict[str, list[str]] = {}
    for path in list(stray)[:_MOST_TRACED]:
        for digest in _digests(tree, path, algorithms):
            now_at.setdefault(str(digest), []).append(path)
    found = []
    explained: dict[str, str] = {}
    for finding in findings:
        places = now_at.get(finding.expected, []) if finding.kind is Kind.MISSING else []
        if not places:
            found.append(finding)
            continue
        place = places.pop(0)  # what lies there once did not become two files
        explained[place] = finding.path
        detail = f"it is not there, and its bytes lie at {place} now"
        found.append(replace(finding, kind=Kind.MOVED, detail=detail, found=place))
    return tuple(_explained(f, explained) for f in found)


def _digests(tree: Tree, path: str, algorithms: Iterable[Algorithm]) -> tuple[Digest, ...]:
    reading = Reading(tree, path, list(algorithms)).through()
    if reading.problem is not None:
        return ()
    return tuple(Digest(a, text) for a, text in reading.hexes.items())


def _explained(finding: Finding, explained: Mapping[str, str]) -> Finding:
    if finding.kind is not Kind.UNTRACKED or finding.path not in explained:
        return finding
    detail = f"{finding.detail}; its bytes are those of {explained[finding.path]}"
    return replace(finding, level=Level.NOTE, detail=detail)


def _by_difference(
    tree: Tree, seen: Observation, findings: tuple[Finding, ...], whole: int | None
) -> Mapping[str, int]:
    """What one wrong file had, if it is the only thing that is wrong: the bag's bytes tell."""
    # Without its tag manifest the bag lacks bytes that nobody has counted as missing yet.
    if whole is None or seen.seal is None or len(seen.sizes) != 1:
        return {}
    ((path, size),) = seen.sizes.items()
    others = [f for f in findings if f.level is Level.ERROR and f.path != path]
    total: int | None = seen.bytes
    if others:
        # What a list reports that is wrong itself may be well, and was not read. Where the payload
        # is not what bag-info.txt says of it, it is not.
        if any(f.by != path for f in others) or any(f.code is Code.RI_07 for f in findings):
            return {}
        total = _octets(tree)
    if total is None or whole < total - size:
        return {}
    return {path: whole - (total - size)}


def _octets(tree: Tree) -> int | None:
    """The bytes of all files that lie there; None if nobody can tell."""
    total = 0
    try:
        for node in list(tree.nodes()):
            if node.kind is NodeKind.FILE:
                with tree.open(node.path) as file:
                    total += file.state().size
    except OSError:
        return None
    return total


def _sized(
    finding: Finding, sizes: Mapping[str, int], known: Mapping[str, int], cut: Collection[str]
) -> Finding:
    had, has = known.get(finding.path), sizes.get(finding.path)
    if finding.kind is not Kind.CHANGED or had is None or has is None or had == has:
        return finding
    plain = finding.detail.removesuffix(f"; it has {has:,} bytes")
    if plain == finding.detail:
        return finding
    if finding.path in cut:
        detail = f"{plain}; it has {has:,} of its {had:,} bytes"
        return replace(finding, kind=Kind.TRUNCATED, detail=detail)
    return replace(finding, detail=f"{plain}; it has {has:,} bytes and had {had:,}")

"""What an archive may look like after anything happened to it, and what must hold at every moment.

Checked with nothing of the program's own, so that both cannot be wrong in the same way:

1. The ledger is a chain of whole lines, with at most one torn line behind them, and begins with all
   that it held before.
2. Every accession has its bag, in its place, whole, with the seal that the ledger has.
3. Every bag in the store is whole, and has an accession or stands in the open journal.
4. What was reported as stored or present has an accession. Exit status 0 means that all inputs do,
   and, of an audit, that it stands in the ledger with its report.
5. The command said what happened in words: no traceback, and an exit status from its table.

Once the same command has run again undisturbed, besides:

6. It succeeded, every input is there exactly once, and nothing unfinished lies in staging.
7. Of a bag that was to be destroyed nothing is left: no folder, and no line of its text.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.victims import Run

EXITS = frozenset({0, 1, 3})


@dataclass(frozen=True, slots=True)
class Before:
    """The archive as it was: the bytes of its ledger, and bags that were damaged on purpose."""

    ledger: bytes = b""
    damaged: frozenset[str] = frozenset()

    @classmethod
    def of(cls, root: Path, damaged: Sequence[str] = ()) -> "Before":
        """What is there now."""
        path = root / "ledger/entries.jsonl"
        return cls(path.read_bytes() if path.exists() else b"", frozenset(damaged))


def breaches(
    root: Path, before: Before, runs: Sequence[Run] = (), inputs: Sequence[Path] = ()
) -> list[str]:
    """Every way in which the archive at `root`, and what `runs` said, break the rules 1 to 5."""
    if not (root / "archive.toml").exists():
        return [] if not before.ledger else ["the archive is gone"]
    ledger = (root / "ledger/entries.jsonl").read_bytes()
    found = list(_chain(ledger, before.ledger))
    entries = _entries(ledger, root)
    gone = _withdrawn(entries)
    accessions = [e for e in entries if e["type"] == "accession" and e["bag"] not in gone]
    left = {e["path"] for e in entries if e["type"] == "accession" and e["bag"] in gone}
    known = {a["path"] for a in accessions}
    for accession in accessions:
        if accession["path"] not in before.damaged:
            found += [f"{accession['path']}: {f}" for f in _bag(root, accession)]
    for path in _bags(root):
        if path in left:
            continue  # what is being destroyed may be half there, until somebody has finished it
        if path not in known:
            if path not in _in_journal(root):
                found.append(f"{path}: neither accession nor journal knows it")
            found += [f"{path}: {f}" for f in _whole(root / path)]
    for run in runs:
        found += _said(root, run, entries, inputs)
    return found


def breaches_after_healing(
    root: Path, before: Before, run: Run, inputs: Sequence[Path] = ()
) -> list[str]:
    """Every way in which the healed archive breaks the rules 1 to 6. `run` was undisturbed."""
    found = breaches(root, before, [run], inputs)
    if run.code != (1 if before.damaged and not inputs else 0):
        found.append(f"running it again gave {run.code}: {run.stdout}{run.stderr}")
    entries = _entries((root / "ledger/entries.jsonl").read_bytes(), root)
    bags = [e["bag"] for e in entries if e["type"] == "accession"]
    found += [
        f"bag {bag[:12]} has {bags.count(bag)} accessions" for bag in bags if bags.count(bag) > 1
    ]
    found += _remains(root, entries)
    found += [
        f"staging/{left.name} is left"
        for left in (root / "staging").iterdir()
        if left.suffix != ".lock"
    ]
    return found


def _withdrawn(entries: Sequence[dict[str, Any]]) -> set[str]:
    """The bags of which the ledger says that they are to be destroyed, by one person."""
    steps = [e for e in entries if e["type"] == "withdrawal" and e["act"] == "destroy"]
    return {bag for step in steps for bag in (step["bag"], *step["also"])}


def _remains(root: Path, entries: Sequence[dict[str, Any]]) -> Iterator[str]:
    gone = _withdrawn(entries)
    for entry in entries:
        if entry["type"] == "accession" and entry["bag"] in gone:
            if (root / entry["path"]).exists():
                yield f"{entry['path']} is withdrawn, and lies there"
            if entry["bag"] not in {e["bag"] for e in entries if e.get("act") == "destroyed"}:
                yield f"nobody entered that {entry['bag'][:12]} is gone"
    for path in root.rglob("*") if gone else ():
        if path.is_file() and b"Boats stayed at the quay" in path.read_bytes():
            yield f"{path.relative_to(root)} has the text of a bag that is withdrawn"


def _chain(ledger: bytes, before: bytes) -> Iterator[str]:
    if not ledger.startswith(before[: before.rfind(b"\n") + 1]):
        yield "the ledger lost or changed what it held before"
    digest = "0" * 64
    for number, line in enumerate(ledger.split(b"\n")[:-1]):
        entry = json.loads(line)
        if entry["seq"] != number or entry["prev"] != digest:
            yield f"line {number + 1} of the ledger breaks the chain"
        digest = hashlib.sha256(line + b"\n").hexdigest()


def _entries(ledger: bytes, root: Path) -> list[dict[str, Any]]:
    return [_told(json.loads(line), root) for line in ledger.split(b"\n")[:-1]]


def _told(entry: dict[str, Any], root: Path) -> dict[str, Any]:
    """An entry with what stands beside the ledger, by the digest that it has of that."""
    if "names" not in entry:
        return entry
    beside = root / "ledger/names" / entry["bag"][:2] / f"{entry['bag']}.json"
    if f"sha512:{_sha512(beside)}" != entry["names"]:
        return {**entry, "path": f"{entry['place']}/nobody-knows-{entry['bag'][:12]}"}
    said = json.loads(beside.read_bytes())
    return {**entry, **said, "path": f"{entry['place']}/{said['name']}"}


def _bag(root: Path, accession: dict[str, Any]) -> Iterator[str]:
    folder = root / accession["path"]
    if not folder.is_dir():
        yield "has an accession and is not there"
        return
    seal = _sha512(folder / "tagmanifest-sha512.txt")
    if f"sha512:{seal}" != accession["seal"]:
        yield "does not have the seal of its accession"
    yield from _whole(folder)


def _whole(folder: Path) -> Iterator[str]:
    """What the manifests of a bag of ours say that is not so."""
    listed = {"tagmanifest-sha512.txt"}
    for name in ("tagmanifest-sha512.txt", "manifest-sha512.txt"):
        if not (folder / name).is_file():
            yield f"has no {name}"
            return
        for line in (folder / name).read_text("utf-8").split("\n")[:-1]:
            digest, path = line.split("  ", 1)
            listed.add(path)
            if _sha512(folder / path) != digest:
                yield f"{path} is not what {name} says"
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    yield from (f"{path} is not listed" for path in there - listed)


def _sha512(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest() if path.is_file() else "nothing there"


def _bags(root: Path) -> list[str]:
    """Every folder in the store that has files in it: a bag, or part of one."""
    folders = {p.parent for p in (root / "bags").rglob("*") if p.is_file()} - {root / "bags"}
    tops = {f for f in folders if not any(above in folders for above in f.parents)}
    inside = {_without_data(f) for f in tops}
    return sorted(f.relative_to(root).as_posix() for f in inside)


def _without_data(folder: Path) -> Path:
    parts = folder.parts
    return Path(*parts[: parts.index("data")]) if "data" in parts else folder


def _in_journal(root: Path) -> set[str]:
    journal = root / "staging/journal.json"
    if not journal.exists():
        return set()
    return {move["path"] for move in json.loads(journal.read_bytes())["moves"]}


def _said(
    root: Path, run: Run, entries: Sequence[dict[str, Any]], inputs: Sequence[Path]
) -> Iterator[str]:
    if "Traceback" in run.stdout + run.stderr:
        yield f"a traceback: {run.stderr[-2000:]}"
    if run.code is None:
        yield "it hung"
    if not run.killed and run.code not in EXITS:
        yield f"exit status {run.code} is not in the table: {run.stderr}"
    accessions = {e["bag"] for e in entries if e["type"] == "accession"}
    for line in run.said:
        if line.get("status") in {"stored", "present"} and line["bag_id"] not in accessions:
            yield f"{line['input']} was reported {line['status']} and has no accession"
    if run.code == 0:
        originals = {o for e in entries if e["type"] == "accession" for o in e["originals"]}
        yield from (
            f"{path.name} is not there, and the exit status was 0"
            for path in inputs
            if _sha512(path) not in originals
        )
        yield from _audited(root, run, entries)


def _audited(root: Path, run: Run, entries: Sequence[dict[str, Any]]) -> Iterator[str]:
    for line in run.said:
        name = line.get("summary", {}).get("run")
        if name is None:
            continue
        entered = [e for e in entries if e["type"] == "audit" and e["run"] == name]
        report = root / "audits" / name / "report.json"
        if [e["report"] for e in entered] != [f"sha512:{_sha512(report)}"]:
            yield f"the audit {name} succeeded and is not on record"

"""Taking destroyed bags out of the files of audits: that they were checked stays, and no name.

A line about such a bag keeps its id, its verdict and its time. What names it elsewhere gets a
placeholder, and what lay at a place with its name is not told any more. Doing it again changes
nothing, so that whoever was killed in between can go on.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsarchive import canonical
from newsarchive.audits.files import MOST_REPORT, PLAN, REPORT, digest, listed_parts
from newsarchive.digests import Algorithm, MultiHasher, digest_of
from newsarchive.durable import create, fsync_directory, lines_of, read_small, reading, write_all
from newsarchive.model.layout import BAGS
from newsarchive.model.withdrawal import placeholder


@dataclass(frozen=True, slots=True)
class Gone:
    """The bags that are to be taken out: their names by their ids."""

    names: Mapping[str, str]

    def is_in(self, data: bytes) -> bool:
        """Whether some text names one of them."""
        return any(i.encode() in data or n.encode() in data for i, n in self.names.items())

    def line(self, line: bytes) -> bytes:
        """A line of JSON, its LF included, without them; one that is no JSON, without names."""
        if not self.is_in(line):
            return line
        try:
            return canonical.dumps(self.document(canonical.loads(line))) + b"\n"
        except ValueError:
            for bag, name in self.names.items():
                line = line.replace(name.encode(), placeholder(bag).encode())
            return line

    def document(self, given: Any) -> Any:
        """A document without them."""
        match given:
            case dict() if given.get("bag_id") in self.names:
                name = placeholder(given["bag_id"])
                nothing = {"bag": name, "path": f"{BAGS}/{name}", "findings": []}
                return given | {key: nothing[key] for key in nothing.keys() & given.keys()}
            case dict():
                place = given.get("about") == "place" and self._names(str(given.get("path")))
                other = {key: self.document(value) for key, value in given.items()}
                return other | {"findings": []} if place else other
            case list():
                return [self.document(value) for value in given]
            case str():
                for bag, name in self.names.items():
                    given = given.replace(name, placeholder(bag))
                return given
            case _:
                return given

    def _names(self, text: str) -> bool:
        return any(name in text for name in self.names.values())


def report_without(folder: Path, report: str, gone: Gone) -> str | None:
    """The digest that the report of a run will have without those bags.

    None where nothing changes, or where the report is not the one with the digest `report`: of such
    a one nobody can say what it should be.
    """
    if digest(folder / REPORT, MOST_REPORT) != report:
        return None
    parts = []
    for number, listed in enumerate(listed_parts(folder), 1):
        part = folder / f"part-{number}.jsonl"
        parts.append(_digest_of(part, gone) if digest(part) == listed else listed)
    try:
        old = read_small(folder / REPORT, MOST_REPORT)
        new = _report(old, parts, gone)
    except (OSError, ValueError):
        return None
    return None if new == old else str(digest_of(new))


def take_out(folder: Path, report: str | None, gone: Gone) -> None:
    """Take those bags out of all files of a run.

    `report` is the digest that its report is to have, None where the ledger says nothing of it:
    then what was not believed before will not be believed afterwards.

    Raises:
        OSError: the disk refused.
    """
    for path in _lists(folder):
        if _digest_of(path, gone) != digest(path):
            _rewrite(path, gone)
    path = folder / REPORT
    try:
        old = read_small(path, MOST_REPORT)
    except FileNotFoundError:
        return
    if str(digest_of(old)) == report:
        return
    try:
        listed = listed_parts(folder)
        there = [digest(folder / f"part-{n}.jsonl") for n, _ in enumerate(listed, 1)]
        whole = _report(old, [a or b for a, b in zip(there, listed, strict=True)], gone)
        kept = _report(old, listed, gone)
    except ValueError:
        kept = whole = gone.line(old)
    new = whole if str(digest_of(whole)) == report else kept
    if new != old:
        _replace(path, iter([new]))


def _lists(folder: Path) -> list[Path]:
    """The plan and the lists of verdicts of a run."""
    with os.scandir(folder) as found:
        names = sorted(e.name for e in found if e.is_file(follow_symlinks=False))
    return [folder / n for n in names if n == PLAN or n.startswith("part-")]


def _report(old: bytes, parts: Any, gone: Gone) -> bytes:
    document = canonical.loads(old)
    if not isinstance(document, dict):
        raise ValueError("it is no report")  # as everything else that is none
    return canonical.dumps({**gone.document(document), "parts": list(parts)}) + b"\n"


def _cleaned(path: Path, gone: Gone) -> Iterator[bytes]:
    with reading(path) as file:
        end = 0
        for line in lines_of(file):
            end += len(line)
            yield gone.line(line)
        file.seek(end)
        yield gone.line(file.read(MOST_REPORT))  # a line that was torn off


def _digest_of(path: Path, gone: Gone) -> str:
    """The digest that a file will have."""
    hasher = MultiHasher([Algorithm.SHA512])
    for line in _cleaned(path, gone):
        hasher.update(line)
    return str(hasher.digests()[0])


def _rewrite(path: Path, gone: Gone) -> None:
    _replace(path, _cleaned(path, gone))


def _replace(path: Path, lines: Iterator[bytes]) -> None:
    """Give a file of a run new content, all or nothing, piece by piece."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    fd = create(draft)
    try:
        for line in lines:
            write_all(fd, line)
        os.fsync(fd)
    finally:
        os.close(fd)
    os.rename(draft, path)
    fsync_directory(path.parent)

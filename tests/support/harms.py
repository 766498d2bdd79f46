"""Harm done to a bag of ours, file by file, and what an audit must then call an error of it.

What is to be found is computed here from the bytes before and after, with nothing of the program.
"""

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha512
from pathlib import Path

from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.verdict import BagVerdict

TAGS = "tagmanifest-sha512.txt"
MANIFEST = "manifest-sha512.txt"
INFO = "bag-info.txt"
DECLARATION = "bagit.txt"


@dataclass(frozen=True, slots=True, order=True)
class Sought:
    """An error that an audit must find, as far as it is compared."""

    path: str
    code: Code
    kind: Kind
    expected: str = ""
    found: str = ""

    @classmethod
    def of(cls, finding: Finding) -> "Sought":
        """What was found, in the same words."""
        return cls(finding.path, finding.code, finding.kind, finding.expected, finding.found)


def errors(verdict: BagVerdict) -> list[Sought]:
    """All errors of a bag, in order."""
    return sorted(Sought.of(f) for f in verdict.findings if f.level is Level.ERROR)


Harm = Callable[[Path, str], tuple[Sought, ...]]


def digest(data: bytes) -> str:
    """As findings show it."""
    return f"sha512:{sha512(data).hexdigest()}"


def altered(bag: Path, file: str, data: bytes, kind: Kind = Kind.CHANGED) -> tuple[Sought, ...]:
    """Put other bytes into a file."""
    before = (bag / file).read_bytes()
    assert data != before
    (bag / file).write_bytes(data)
    if file == TAGS:
        return (Sought(file, Code.FX_01, Kind.SEAL_MISMATCH, digest(before), digest(data)),)
    return (Sought(file, Code.RX_10, kind, digest(before), digest(data)),)


def flip(bag: Path, file: str, offset: int | None = None, bit: int = 4) -> tuple[Sought, ...]:
    """Flip one bit, in the middle if nobody says where."""
    data = bytearray((bag / file).read_bytes())
    data[len(data) // 2 if offset is None else offset] ^= 1 << bit
    return altered(bag, file, bytes(data))


def zero(bag: Path, file: str) -> tuple[Sought, ...]:
    """Fill the second half with zeros, as a file system may after a crash."""
    data = (bag / file).read_bytes()
    half = len(data) // 2
    return altered(bag, file, data[:half] + bytes(len(data) - half))


def cut(bag: Path, file: str, length: int = -1) -> tuple[Sought, ...]:
    """Leave only the beginning, all but the last byte if nobody says how much."""
    return altered(bag, file, (bag / file).read_bytes()[:length], Kind.TRUNCATED)


def halve(bag: Path, file: str) -> tuple[Sought, ...]:
    """Cut it in the middle."""
    return cut(bag, file, (bag / file).stat().st_size // 2)


def empty(bag: Path, file: str) -> tuple[Sought, ...]:
    """Leave nothing of it."""
    return cut(bag, file, 0)


def lengthen(bag: Path, file: str) -> tuple[Sought, ...]:
    """Add a line ending, as an editor does."""
    return altered(bag, file, (bag / file).read_bytes() + b"\n")


def delete(bag: Path, file: str) -> tuple[Sought, ...]:
    """Remove it."""
    data = (bag / file).read_bytes()
    (bag / file).unlink()
    return _gone(file, data)


def rename(bag: Path, file: str) -> tuple[Sought, ...]:
    """Give it another name in its folder."""
    return _move(bag, file, str(Path(file).with_name("zz-other.bin")))


def move(bag: Path, file: str) -> tuple[Sought, ...]:
    """Put it into another folder of the bag."""
    return _move(bag, file, f"data/elsewhere/{Path(file).name}")


def copy(bag: Path, file: str) -> tuple[Sought, ...]:
    """Lay a copy beside it."""
    path = str(Path(file).with_name("zz-copy.bin"))
    (bag / path).write_bytes((bag / file).read_bytes())
    return (_stray(path),)


def make_folder(bag: Path, file: str) -> tuple[Sought, ...]:
    """Put a folder in its place."""
    data = (bag / file).read_bytes()
    (bag / file).unlink()
    (bag / file).mkdir()
    if file == TAGS:
        return _gone(file, data)
    return (Sought(file, Code.RM_13, Kind.MISSING, digest(data)), *_no_manifest(file))


def link_copy(bag: Path, file: str) -> tuple[Sought, ...]:
    """Put a link in its place, to a good copy that lies elsewhere."""
    store = next(above for above in bag.parents if above.name == "bags")
    target = store.parents[1] / f"{bag.name}-{Path(file).name}"
    target.write_bytes((bag / file).read_bytes())
    return _special(bag, file, lambda path: path.symlink_to(target))


def make_fifo(bag: Path, file: str) -> tuple[Sought, ...]:
    """Put a FIFO in its place, which nobody writes to."""
    return _special(bag, file, os.mkfifo)


def _special(bag: Path, file: str, make: Callable[[Path], object]) -> tuple[Sought, ...]:
    (bag / file).unlink()
    make(bag / file)
    return (Sought(file, Code.RS_02, Kind.UNSAFE), *_no_manifest(file))


def _move(bag: Path, file: str, target: str) -> tuple[Sought, ...]:
    data = (bag / file).read_bytes()
    before = _oxum(bag)
    (bag / target).parent.mkdir(exist_ok=True)
    (bag / file).rename(bag / target)
    if file == TAGS:
        # No list has its digest, so nobody can know what it became.
        stray = (_stray(target),) if target.startswith("data/") else ()
        return (*_gone(file, data), *stray)
    if file == MANIFEST and target.startswith("data/"):
        # Where nothing lists the payload, only its size shows that there is more of it now.
        more_payload = Sought(INFO, Code.RI_07, Kind.CHANGED, before, _oxum(bag))
        return (*_gone(file, data), more_payload)
    main, *more = _gone(file, data)
    return (Sought(main.path, main.code, Kind.MOVED, main.expected, target), *more)


def _oxum(bag: Path) -> str:
    """The bytes and the number of its payload files, as bag-info.txt has them."""
    sizes = [p.stat().st_size for p in (bag / "data").rglob("*") if p.is_file()]
    return f"{sum(sizes)}.{len(sizes)}"


def _gone(file: str, data: bytes) -> tuple[Sought, ...]:
    code = {MANIFEST: Code.RX_09, "": Code.FX_01}.get(vouches(file), Code.RT_07)
    undeclared = file == DECLARATION
    declared = (Sought(file, Code.RB_03, Kind.MISSING),) if undeclared else ()
    return (Sought(file, code, Kind.MISSING, digest(data)), *_no_manifest(file), *declared)


def _no_manifest(file: str) -> tuple[Sought, ...]:
    return (Sought("", Code.RM_01, Kind.MISSING),) if file == MANIFEST else ()


def _stray(path: str) -> Sought:
    code = Code.RM_02 if path.startswith("data/") else Code.RT_04
    return Sought(path, code, Kind.UNTRACKED)


HARMS: Mapping[str, Harm] = {
    "one bit flipped": flip,
    "half of it zeros": zero,
    "its last byte cut off": cut,
    "cut in the middle": halve,
    "emptied": empty,
    "made longer": lengthen,
    "deleted": delete,
    "renamed": rename,
    "moved to another folder": move,
    "copied beside it": copy,
    "a folder in its place": make_folder,
    "a link to a copy in its place": link_copy,
    "a FIFO in its place": make_fifo,
}

SORTS: Mapping[str, str] = {
    "text": "data/article.txt",
    "original": "data/original/*",
    "image": "data/media/*",
    "record": "data/metadata/article.json",
    "premis": "data/metadata/premis.xml",
    "explanation": "data/README.txt",
    "manifest": MANIFEST,
    "tag manifest": TAGS,
    "bag-info": INFO,
    "declaration": DECLARATION,
}


def file_of(bag: Path, sort: str) -> str | None:
    """A file of this sort in the bag; None if it has none."""
    found = sorted(bag.glob(SORTS[sort]))
    return found[0].relative_to(bag).as_posix() if found else None


def vouches(file: str) -> str:
    """The list that has the digest of a file, "" for none."""
    if file == TAGS:
        return ""
    return MANIFEST if file.startswith("data/") else TAGS


def harm_some(bag: Path, chance: random.Random) -> tuple[Sought, ...]:
    """Do one to three harms to as many files, so that no harm hides another; what is to be found.

    No list is harmed together with what it vouches for: then there is nobody who could tell.
    """
    every = sorted(p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file())
    chosen: list[str] = []
    for file in chance.sample(every, len(every)):
        lists = {vouches(f) for f in chosen}
        if file not in lists and vouches(file) not in chosen:
            chosen.append(file)
        if len(chosen) == 3:
            break
    count = chance.choice([1, 1, 1, 2, 3])
    sought: list[Sought] = []
    for file in chosen[:count]:
        sought += chance.choice(_BY_CHANCE)(bag, file, chance)
    return tuple(sought)


def _anywhere(bag: Path, file: str, chance: random.Random) -> tuple[Sought, ...]:
    offset = chance.randrange((bag / file).stat().st_size)
    return flip(bag, file, offset, chance.randrange(8))


def _cut_anywhere(bag: Path, file: str, chance: random.Random) -> tuple[Sought, ...]:
    return cut(bag, file, chance.randrange((bag / file).stat().st_size))


def _longer(bag: Path, file: str, chance: random.Random) -> tuple[Sought, ...]:
    return altered(bag, file, (bag / file).read_bytes() + chance.randbytes(chance.randrange(1, 99)))


def _garbled(bag: Path, file: str, chance: random.Random) -> tuple[Sought, ...]:
    data = (bag / file).read_bytes()
    begin = chance.randrange(len(data))
    noise = chance.randbytes(chance.randrange(1, len(data) - begin + 1))
    while noise == data[begin : begin + len(noise)]:
        noise = chance.randbytes(len(noise))
    return altered(bag, file, data[:begin] + noise + data[begin + len(noise) :])


def _plain(harm: Harm) -> Callable[[Path, str, random.Random], tuple[Sought, ...]]:
    return lambda bag, file, _: harm(bag, file)


def _lone(harm: Harm) -> Callable[[Path, str, random.Random], tuple[Sought, ...]]:
    """A harm that leaves a file of a fixed name: a second time in one bag it is a flipped bit."""

    def once(bag: Path, file: str, chance: random.Random) -> tuple[Sought, ...]:
        taken = any(bag.rglob("zz-*")) or (bag / "data/elsewhere").exists()
        # In the payload it is known again only by the manifest, which may be harmed as well.
        hides = harm is move and not file.startswith("data/")
        return _anywhere(bag, file, chance) if taken or hides else harm(bag, file)

    return once


_BY_CHANCE = (
    _anywhere,
    _anywhere,
    _anywhere,
    _cut_anywhere,
    _cut_anywhere,
    _longer,
    _garbled,
    *(_plain(h) for h in (zero, delete, make_folder, link_copy, make_fifo)),
    *(_lone(h) for h in (rename, move, copy)),
)

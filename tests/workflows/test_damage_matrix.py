"""Every kind of harm to every sort of file and bag: what an audit says of it, and of nothing else.

The harms are done to many bags at once, and the archive is audited once for all of them.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from newsarchive.archive import Archive
from newsarchive.bag import Tree, comparing, reading
from newsarchive.judgement import workers as rule
from newsarchive.model.auditing import AuditOptions, AuditReport, Reach, Scope
from newsarchive.model.finding import Code, Kind, Level, Verdict
from newsarchive.model.verdict import BagVerdict
from newsarchive.workflows.audit import run as workflow
from support import conformance
from support.archives import Place
from support.bags import FailingTree
from support.faulty import Breaks, Deadly, NoMemory, OutOfReach, Wrap, with_store
from support.harms import (
    DECLARATION,
    HARMS,
    INFO,
    MANIFEST,
    SORTS,
    TAGS,
    Sought,
    digest,
    errors,
    file_of,
)
from support.mixed import Mixed, mixed
from support.project import ROOT

UNSEEN = {Kind.UNREADABLE, Kind.UNREACHABLE, Kind.UNSTABLE, Kind.UNVERIFIABLE}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an audit said of one bag that was harmed, and what it must have said."""

    sought: list[Sought]
    found: BagVerdict
    exit: int


@dataclass(slots=True)
class Harmed:
    """A bag that a cell was given."""

    path: str
    sought: tuple[Sought, ...]
    wrap: Wrap | None = None


# --- Harm on the disk, and a disk that fails: each crossed with every sort of file


def unreadable(bag: Path, file: str) -> tuple[Wrap, tuple[Sought, ...]]:
    wrap = _failing(bag, unreadable=file)
    return wrap, (Sought(file, Code.IO_01, Kind.UNREADABLE),)


def unstable(bag: Path, file: str) -> tuple[Wrap, tuple[Sought, ...]]:
    data = (bag / file).read_bytes()
    wrong = bytes([data[0] ^ 1]) + data[1:]
    sought = Sought(file, Code.IO_02, Kind.UNSTABLE, digest(data), digest(wrong))
    return _failing(bag, unsteady=file), (sought,)


def written_to(bag: Path, file: str) -> tuple[Wrap, tuple[Sought, ...]]:
    return _failing(bag, written=file), (Sought(file, Code.IO_03, Kind.UNSTABLE),)


def _failing(bag: Path, **what: str) -> Wrap:
    """Behind the wrap is a new tree each time: it may be read wrong once in each audit."""

    def wrap(_: Tree) -> Tree:
        return FailingTree(bag, **{how: frozenset([file]) for how, file in what.items()})

    return wrap


FAILURES = {
    "gives an I/O error": unreadable,
    "read wrong at first": unstable,
    "written to while it is read": written_to,
}

# --- Harm to a bag as a whole


def unlisted_root(bag: Path) -> tuple[Wrap, tuple[Sought, ...]]:
    return _failing(bag, unlistable=""), (Sought("", Code.IO_01, Kind.UNREADABLE),)


def unlisted_folder(bag: Path) -> tuple[Wrap, tuple[Sought, ...]]:
    folder = "data/metadata"
    return _failing(bag, unlistable=folder), (Sought(folder, Code.IO_01, Kind.UNREADABLE),)


def out_of_reach(_: Path) -> tuple[Wrap, tuple[Sought, ...]]:
    return OutOfReach, (Sought("", Code.IO_01, Kind.UNREACHABLE),)


def broken_off(_: Path) -> tuple[Wrap, tuple[Sought, ...]]:
    return Breaks, (Sought("", Code.IO_04, Kind.UNREADABLE),)


def no_memory(_: Path) -> tuple[Wrap, tuple[Sought, ...]]:
    return NoMemory, (Sought("", Code.IO_04, Kind.UNREADABLE),)


def gone(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    shutil.rmtree(bag)
    return None, (Sought("", Code.RX_09, Kind.MISSING),)


def emptied(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    seal = digest((bag / TAGS).read_bytes())
    shutil.rmtree(bag)
    bag.mkdir()
    return None, (
        Sought("", Code.RM_01, Kind.MISSING),
        Sought(DECLARATION, Code.RB_03, Kind.MISSING),
        Sought("data", Code.RB_11, Kind.MISSING),
        Sought(TAGS, Code.FX_01, Kind.MISSING, seal),
    )


def rewritten(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    """What somebody does who knows how bags work: the text, then every list that names it."""
    seal = digest((bag / TAGS).read_bytes())
    text = bag / "data/article.txt"
    _replace(bag, text, text.read_bytes().replace(b"four metres", b"nine metres"), MANIFEST)
    new = digest((bag / TAGS).read_bytes())
    return None, (Sought(TAGS, Code.FX_01, Kind.SEAL_MISMATCH, seal, new),)


def rewritten_info(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    """The lists fit each other, and bag-info.txt tells another number of files."""
    seal = digest((bag / TAGS).read_bytes())
    info = (bag / INFO).read_bytes()
    number = re.search(rb"Payload-Oxum: (\d+)\.(\d+)", info)
    assert number is not None
    octets, files = int(number[1]), int(number[2])
    other = info.replace(number[0], b"Payload-Oxum: %d.%d" % (octets, files + 1))
    _replace(bag, bag / INFO, other, TAGS)
    new = digest((bag / TAGS).read_bytes())
    return None, (
        Sought(TAGS, Code.FX_01, Kind.SEAL_MISMATCH, seal, new),
        Sought(INFO, Code.RI_07, Kind.CHANGED, f"{octets}.{files + 1}", f"{octets}.{files}"),
    )


def declared_otherwise(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    """The lists fit each other, and bagit.txt lacks its second line."""
    seal = digest((bag / TAGS).read_bytes())
    first = (bag / DECLARATION).read_bytes().splitlines(keepends=True)[0]
    _replace(bag, bag / DECLARATION, first, TAGS)
    return None, (
        Sought(TAGS, Code.FX_01, Kind.SEAL_MISMATCH, seal, digest((bag / TAGS).read_bytes())),
        Sought(DECLARATION, Code.RB_04, Kind.MALFORMED),
        Sought(DECLARATION, Code.RB_07, Kind.MALFORMED),
    )


def to_be_fetched(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    """A file that fetch.txt says how to get, and that is not there."""
    text = bag / "data/article.txt"
    data = text.read_bytes()
    text.unlink()
    fetch = b"https://example.org/text - data/article.txt\n"
    (bag / "fetch.txt").write_bytes(fetch)
    seal = digest((bag / TAGS).read_bytes())
    with (bag / TAGS).open("ab") as tags:
        tags.write(digest(fetch).partition(":")[2].encode() + b"  fetch.txt\n")
    return None, (
        Sought(TAGS, Code.FX_01, Kind.SEAL_MISMATCH, seal, digest((bag / TAGS).read_bytes())),
        Sought("data/article.txt", Code.RF_08, Kind.NOT_FETCHED, digest(data)),
    )


def unknown_algorithm(bag: Path) -> tuple[None, tuple[Sought, ...]]:
    name = "manifest-sha3512.txt"
    lines = (bag / MANIFEST).read_text("utf-8").splitlines(keepends=True)
    (bag / name).write_text("".join(lines), encoding="utf-8")
    return None, (
        Sought(name, Code.RX_08, Kind.UNVERIFIABLE),
        Sought(name, Code.RT_02, Kind.UNTRACKED),
    )


def _replace(bag: Path, file: Path, data: bytes, in_list: str) -> None:
    """Write a file, and its new digest into the lists above it."""
    before = digest(file.read_bytes()).partition(":")[2]
    file.write_bytes(data)
    after = digest(data).partition(":")[2]
    above = (bag / in_list).read_bytes().replace(before.encode(), after.encode())
    if in_list == TAGS:
        (bag / TAGS).write_bytes(above)
    else:
        _replace(bag, bag / in_list, above, TAGS)


WHOLE: Mapping[str, Callable[[Path], tuple[Wrap | None, tuple[Sought, ...]]]] = {
    "cannot be listed": unlisted_root,
    "a folder in it cannot be listed": unlisted_folder,
    "cannot be reached": out_of_reach,
    "breaks the check": broken_off,
    "takes too much memory": no_memory,
    "gone": gone,
    "emptied": emptied,
    "rewritten with its lists": rewritten,
    "its bag-info rewritten with its list": rewritten_info,
    "its declaration rewritten with its list": declared_otherwise,
    "with a file to be fetched": to_be_fetched,
    "with a list by an algorithm that is not known": unknown_algorithm,
}

CELLS = [
    *(f"{sort} {harm}" for sort, harm in product(SORTS, (*HARMS, *FAILURES))),
    *(f"a bag {harm}" for harm in WHOLE),
]


def harm_bag(cell: str, bag: Path) -> Harmed | None:
    """Do the harm of a cell to a bag; None if the bag has no such file."""
    path = bag.relative_to(next(p for p in bag.parents if p.name == "bags").parent).as_posix()
    if cell.startswith("a bag "):
        wrap, sought = WHOLE[cell.removeprefix("a bag ")](bag)
        return Harmed(path, sought, wrap)
    sort = next(s for s in sorted(SORTS, key=len, reverse=True) if cell.startswith(s))
    harm = cell.removeprefix(f"{sort} ")
    file = file_of(bag, sort)
    if file is None:
        return None
    if harm in HARMS:
        return Harmed(path, HARMS[harm](bag, file))
    wrap, sought = FAILURES[harm](bag, file)
    return Harmed(path, sought, wrap)


@pytest.fixture(scope="module", params=["one by one", "by threads"])
def matrix(
    request: pytest.FixtureRequest, mixture: Mixed, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Seen]:
    """What was seen of every cell; "" has the errors of bags that nobody harmed."""
    seen: dict[str, Seen] = {}
    waiting = list(CELLS)
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "by threads":  # as if all bags, and all files in them, were large
            patched.setattr(rule, "_LARGE_BAG", 0)
            patched.setattr(rule, "_MANY_BAGS", 0)
            patched.setattr(workflow, "cores", lambda: 3)
            patched.setattr(comparing, "SMALL", 0)
            patched.setattr(reading, "SMALL", 0)
        while waiting:
            place = mixture.copy(tmp_path_factory.mktemp("matrix"))
            harmed, waiting = _harm(place, mixture.paths, waiting)
            with place.open() as archive:
                seen.update(_audit(archive, harmed))
    return seen


def _harm(
    place: Place, paths: tuple[str, ...], cells: list[str]
) -> tuple[dict[str, Harmed], list[str]]:
    """Do the harm of as many cells as there are bags for them; also those that must wait."""
    # Amendments lack most sorts of files, and are looked at with the bag that they amend.
    free = [p for p in paths if (place.root / p / "data/article.txt").exists()]
    done: dict[str, Harmed] = {}
    left = []
    for cell in cells:
        for path in free:
            harmed = harm_bag(cell, place.root / path)
            if harmed is not None:
                done[cell] = harmed
                free.remove(path)
                break
        else:
            left.append(cell)
    return done, left


def _audit(archive: Archive, harmed: Mapping[str, Harmed]) -> Iterator[tuple[str, Seen]]:
    wraps = {h.path: h.wrap for h in harmed.values() if h.wrap is not None}
    failing = with_store(archive, wraps)
    told: dict[str, BagVerdict] = {}
    failing.audit(lambda v: told.__setitem__(v.path, v))
    for cell, one in harmed.items():
        verdict = told.pop(one.path)
        alone = AuditOptions(Scope(Reach.BAG, verdict.bag), record=False)
        code = with_store(archive, wraps).audit(options=alone).exit_code
        yield cell, Seen(sorted(one.sought), verdict, code)
    for path, verdict in told.items():
        yield path, Seen([], verdict, 0)


@pytest.mark.parametrize("cell", CELLS)
def test_harm_is_named_with_what_was_expected_and_found_and_nothing_else_is(
    matrix: Mapping[str, Seen], cell: str
) -> None:
    seen = matrix[cell]

    assert errors(seen.found) == seen.sought


@pytest.mark.parametrize("cell", CELLS)
def test_harm_decides_the_verdict_and_a_disk_that_fails_does_not(
    matrix: Mapping[str, Seen], cell: str
) -> None:
    seen = matrix[cell]

    if {s.kind for s in seen.sought} <= UNSEEN:
        expected = Verdict.UNVERIFIED
    else:
        expected = Verdict.MISSING if cell == "a bag gone" else Verdict.DAMAGED
    assert seen.found.verdict is expected


@pytest.mark.parametrize("cell", CELLS)
def test_harm_alarms_and_what_could_not_be_seen_is_not_finished(
    matrix: Mapping[str, Seen], cell: str
) -> None:
    seen = matrix[cell]

    assert seen.exit == (3 if {s.kind for s in seen.sought} <= UNSEEN else 1)


def test_of_bags_that_nobody_harmed_nothing_is_said(matrix: Mapping[str, Seen]) -> None:
    others = [seen.found for cell, seen in matrix.items() if cell not in CELLS]

    assert others
    assert [v for v in others if v.findings or v.verdict is not Verdict.INTACT] == []


# --- Harm to the archive around its bags

Told = Callable[[BagVerdict], None]


@dataclass(frozen=True, slots=True)
class Around:
    """What must be said after a harm to the archive: of what, and how the audit must end.

    `sought` has for each path its verdict and what is found, errors and warnings; of every other
    path nothing is said. `during` is done after the first bag.
    """

    sought: Mapping[str, tuple[Verdict, tuple[Sought, ...]]]
    exit: int
    during: Callable[[], object] = lambda: None
    wraps: Mapping[str, Wrap] = field(default_factory=dict)
    unlistable: bool = False
    workers: int = 1


Harming = Callable[[Place, tuple[str, ...]], Around]


def _everywhere(paths: tuple[str, ...]) -> Around:
    sought = (Verdict.UNVERIFIED, (Sought("", Code.AR_01, Kind.UNREACHABLE),))
    return Around(dict.fromkeys(paths, sought), 3)


def no_marker(place: Place, paths: tuple[str, ...]) -> Around:
    (place.root / "bags/.store.json").unlink()
    return _everywhere(paths)


def other_marker(place: Place, paths: tuple[str, ...]) -> Around:
    marker = '{"archive":"urn:another","store":"urn:x","v":1}\n'
    (place.root / "bags/.store.json").write_text(marker)
    return _everywhere(paths)


def no_store(place: Place, paths: tuple[str, ...]) -> Around:
    (place.root / "bags").rename(place.sources / "unplugged")
    return _everywhere(paths)


def store_goes_away(place: Place, paths: tuple[str, ...]) -> Around:
    def during() -> None:
        if (place.root / "bags").exists():
            (place.root / "bags").rename(place.sources / "unplugged")

    rest = _everywhere(paths[1:])
    return Around(rest.sought, 3, during)


def _stray(path: str) -> Around:
    return Around(
        {path: (Verdict.UNVERIFIED, (Sought("", Code.AR_04, Kind.UNTRACKED),))},
        1,
    )


def stray_file(place: Place, _: tuple[str, ...]) -> Around:
    (place.root / "bags/notes.txt").write_text("?")
    return _stray("bags/notes.txt")


def stray_file_on_the_way(place: Place, paths: tuple[str, ...]) -> Around:
    path = f"{paths[0].rpartition('/')[0]}/notes.db"
    (place.root / path).write_text("?")
    return _stray(path)


def stray_folder(place: Place, _: tuple[str, ...]) -> Around:
    (place.root / "bags/New Folder/2017").mkdir(parents=True)
    return _stray("bags/New Folder")


def stray_link(place: Place, paths: tuple[str, ...]) -> Around:
    path = f"{paths[0].rpartition('/')[0]}/link"
    (place.root / path).symlink_to(place.root / paths[0])
    return _stray(path)


def stray_names(place: Place, _: tuple[str, ...]) -> Around:
    """Names of which no report can be made as they are: no UTF-8, and what a terminal obeys."""
    names = {b"\xff\xfe": "\\xff\\xfe", b"a\nb": "a\nb", b"\x1b[2J": "\x1b[2J"}
    sought: dict[str, tuple[Verdict, tuple[Sought, ...]]] = {}
    for raw, name in names.items():
        with open(os.fsencode(place.root) + b"/bags/" + raw, "wb"):
            sought |= _stray(f"bags/{name}").sought
    return Around(sought, 1)


def unknown(place: Place, paths: tuple[str, ...]) -> Around:
    path = f"{paths[0].rpartition('/')[0]}/stranger-0123456789ab"
    shutil.copytree(place.root / paths[0], place.root / path)
    return Around({path: (Verdict.UNVERIFIED, (Sought("", Code.AR_02, Kind.UNKNOWN_BAG),))}, 1)


def moved(place: Place, paths: tuple[str, ...]) -> Around:
    new = f"bags/1999/12/31/{paths[0].rpartition('/')[2]}"
    (place.root / new).parent.mkdir(parents=True)
    (place.root / paths[0]).rename(place.root / new)
    here = Sought("", Code.FX_03, Kind.MOVED, paths[0], new)
    return Around({paths[0]: (Verdict.MISSING, (here,))}, 1)


def exchanged(place: Place, paths: tuple[str, ...]) -> Around:
    one, two = (place.root / path for path in paths[:2])
    seals = [digest((bag / TAGS).read_bytes()) for bag in (one, two)]
    one.rename(place.sources / "one")
    two.rename(one)
    (place.sources / "one").rename(two)
    here = Sought("", Code.FX_02, Kind.EXCHANGED, seals[0], seals[1])
    there = Sought("", Code.FX_02, Kind.EXCHANGED, seals[1], seals[0])
    return Around(
        {paths[0]: (Verdict.DAMAGED, (here,)), paths[1]: (Verdict.DAMAGED, (there,))},
        1,
    )


def _something_else(place: Place, path: str, make: Callable[[Path, Path], object]) -> Around:
    away = place.sources / "away"
    (place.root / path).rename(away)
    make(place.root / path, away)
    missing = Sought("", Code.RX_09, Kind.MISSING)
    return Around({path: (Verdict.MISSING, (missing,)), f"{path} ": _stray(path).sought[path]}, 1)


def a_file_for_a_bag(place: Place, paths: tuple[str, ...]) -> Around:
    return _something_else(place, paths[0], lambda here, _: here.write_text("?"))


def a_link_for_a_bag(place: Place, paths: tuple[str, ...]) -> Around:
    return _something_else(place, paths[0], lambda here, away: here.symlink_to(away))


def _report(place: Place) -> Path:
    (folder,) = (place.root / "audits").iterdir()
    return folder


def _suspicion(folder: Path, sought: Sought, code: int) -> Around:
    return Around({f"audits/{folder.name}": (Verdict.UNVERIFIED, (sought,))}, code)


def report_changed(place: Place, _: tuple[str, ...]) -> Around:
    file = _report(place) / "report.json"
    before = file.read_bytes()
    file.write_bytes(before.replace(b'"damaged":0', b'"damaged":9'))
    both = digest(before), digest(file.read_bytes())
    return _suspicion(file.parent, Sought(file.name, Code.AR_05, Kind.CHANGED, *both), 1)


def report_list_changed(place: Place, _: tuple[str, ...]) -> Around:
    file = _report(place) / "part-1.jsonl"
    before = file.read_bytes()
    file.write_bytes(before.replace(b'"intact"', b'"damaged"', 1))
    both = digest(before), digest(file.read_bytes())
    return _suspicion(file.parent, Sought(file.name, Code.AR_05, Kind.CHANGED, *both), 1)


def report_gone(place: Place, _: tuple[str, ...]) -> Around:
    file = _report(place) / "report.json"
    before = digest(file.read_bytes())
    shutil.rmtree(file.parent)
    return _suspicion(file.parent, Sought(file.name, Code.AR_05, Kind.MISSING, before), 1)


def report_list_gone(place: Place, _: tuple[str, ...]) -> Around:
    file = _report(place) / "part-1.jsonl"
    before = digest(file.read_bytes())
    file.unlink()
    return _suspicion(file.parent, Sought(file.name, Code.AR_05, Kind.MISSING, before), 1)


def reader_killed(_: Place, paths: tuple[str, ...]) -> Around:
    sought = Sought("", Code.IO_01, Kind.UNREADABLE)
    return Around(
        {paths[1]: (Verdict.UNVERIFIED, (sought,))}, 3, wraps={paths[1]: Deadly}, workers=2
    )


AROUND: Mapping[str, Harming] = {
    "the store's marker is gone": no_marker,
    "the store is another archive's": other_marker,
    "the store is gone": no_store,
    "the store goes away meanwhile": store_goes_away,
    "a stray file": stray_file,
    "a stray file on the way to bags": stray_file_on_the_way,
    "a stray folder": stray_folder,
    "a stray link": stray_link,
    "strays with odd names": stray_names,
    "a bag that nobody knows": unknown,
    "a bag in another folder": moved,
    "two bags exchanged": exchanged,
    "a file in the place of a bag": a_file_for_a_bag,
    "a link in the place of a bag": a_link_for_a_bag,
    "a report changed": report_changed,
    "a list of a report changed": report_list_changed,
    "a report gone": report_gone,
    "a list of a report gone": report_list_gone,
    "the process that reads a bag is killed": reader_killed,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What had to be said, and what was."""

    around: Around
    told: list[BagVerdict]
    report: AuditReport


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    """A small archive that was audited once."""
    made = mixed(tmp_path_factory.mktemp("few"), articles=2)
    with made.place.open() as archive:
        archive.audit()
    return made


@pytest.fixture(scope="module")
def heard(few: Mixed, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Heard]:
    @cache
    def hear(cell: str) -> Heard:
        place = few.copy(tmp_path_factory.mktemp("around"))
        around = AROUND[cell](place, few.paths)
        told: list[BagVerdict] = []

        def tell(verdict: BagVerdict) -> None:
            told.append(verdict)
            around.during()

        with place.open() as archive:
            failing = with_store(archive, around.wraps, unlistable=around.unlistable)
            report = failing.audit(tell, workers=around.workers)
        return Heard(around, told, report)

    return hear


@pytest.mark.parametrize("cell", AROUND)
def test_harm_around_the_bags_is_named_once_and_nothing_else_is(
    heard: Callable[[str], Heard], cell: str
) -> None:
    one = heard(cell)

    sought = [(path.strip(), *rest) for path, rest in one.around.sought.items()]
    found = [
        (v.path, v.verdict, tuple(Sought.of(f) for f in v.findings if f.level is not Level.NOTE))
        for v in one.told
        if v.findings or v.verdict is not Verdict.INTACT
    ]
    assert sorted(found) == sorted(sought)


@pytest.mark.parametrize("cell", AROUND)
def test_harm_around_the_bags_decides_how_the_audit_ends(
    heard: Callable[[str], Heard], cell: str
) -> None:
    one = heard(cell)

    assert one.report.exit_code == one.around.exit


@pytest.mark.parametrize("cell", AROUND)
def test_every_bag_is_told_of_once_whatever_lies_around_it(
    heard: Callable[[str], Heard], few: Mixed, cell: str
) -> None:
    one = heard(cell)

    assert sorted(v.path for v in one.told if v.bag_id) == sorted(few.paths)


# --- Whether that is all

LOOKS = [
    *(f"bag/{name}.py" for name in ("check", "present", "chain", "comparing", "completeness")),
    *("bag/listing.py", "bag/reading.py", "bag/tracing.py", "judgement/fixity.py"),
    *(f"workflows/audit/{name}.py" for name in ("surroundings", "worker", "earlier")),
]
# How a bag is to be written. Ours are written so; another hand is found by digests and seal first.
WRITING = {
    *("RB-01", "RF-01", "RF-10", "RM-03", "RM-04", "RM-12", "RT-03", "RT-06", "RX-02", "RX-07"),
    *("RB-02", "RN-01", "RN-02", "RN-03", "RN-04", "RN-05"),
}
OF_OTHERS = {Code.SZ_05}  # of bags in one file, which no store holds
# Of an article when it is taken in; and what systems leave, which is no harm (test_litter).
NOT_OF_AUDITS = {Kind.PROVENANCE, Kind.TEXT, Kind.LITTER}


def _named() -> set[Code]:
    """The codes in all that looks at bags and says what it found."""
    text = "\n".join((ROOT / "src/newsarchive" / name).read_text("utf-8") for name in LOOKS)
    return {Code[name] for name in re.findall(r"\bCode\.([A-Z][A-Z_0-9]+)\b", text)}


@pytest.fixture(scope="module")
def covered(matrix: Mapping[str, Seen], heard: Callable[[str], Heard]) -> list[Sought]:
    """Everything that the matrix asks for."""
    around = (found for cell in AROUND for _, found in heard(cell).around.sought.values())
    return [s for group in (*(seen.sought for seen in matrix.values()), *around) for s in group]


def test_every_code_that_an_audit_can_give_is_in_the_matrix(covered: list[Sought]) -> None:
    assert _named() - {s.code for s in covered} == {Code(c) for c in WRITING} | OF_OTHERS


def test_every_rule_of_writing_is_in_the_table_of_requirements() -> None:
    assert {row.id for row in conformance.ROWS} >= WRITING


def test_every_kind_that_an_audit_can_give_is_in_the_matrix(covered: list[Sought]) -> None:
    assert set(Kind) - {s.kind for s in covered} == NOT_OF_AUDITS

"""Every kind of damage to every kind of file is found, and the file is named.

A list cannot report its own damage: what happens to tagmanifest-sha512.txt shows in what it says of
other files, or in the seal, the digest of it that an archive records outside of the bag.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.bag import DirectoryTree, check
from newsarchive.digests import Algorithm
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import Code, Kind, Level, Validity
from newsarchive.model.observation import Observation
from support import bags

FILES: Mapping[str, str] = {
    "payload-text": bags.TEXT,
    "payload-original": bags.ORIGINAL,
    "payload-image": bags.IMAGE,
    "metadata": bags.RECORD,
    "manifest": "manifest-sha512.txt",
    "tagmanifest": "tagmanifest-sha512.txt",
    "bag-info": "bag-info.txt",
    "declaration": "bagit.txt",
}


def _edit(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def _replace_by(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


def _link_to_a_copy(path: Path) -> None:
    outside = next(folder for folder in path.parents if folder.name == "bag").parent
    shutil.copy(path, outside / "copy")
    path.unlink()
    path.symlink_to(outside / "copy")


DAMAGE: Mapping[str, Callable[[Path], object]] = {
    "flip-the-first-bit": lambda path: bags.flip(path, 0, 0),
    "flip-a-bit-in-the-middle": lambda path: bags.flip(path, path.stat().st_size // 2, 0),
    "flip-the-last-bit": lambda path: bags.flip(path, -1, 0),
    "truncate": _edit(lambda data: data[:-1]),
    "halve": _edit(lambda data: data[: len(data) // 2]),
    "extend": _edit(lambda data: data + b"x"),
    "extend-by-a-blank-line": _edit(lambda data: data + b"\n"),
    "empty": _edit(lambda _: b""),
    "zero": _edit(lambda data: bytes(len(data))),
    "double": _edit(lambda data: data + data),
    "crlf": _edit(lambda data: data.replace(b"\n", b"\r\n") + b"\r\n"),
    "delete": Path.unlink,
    "rename": lambda path: path.rename(path.with_name(f"{path.name}.bak")),
    "replace-by-a-folder": _replace_by(Path.mkdir),
    "replace-by-a-link-to-a-copy": _link_to_a_copy,
    "replace-by-a-link-to-nothing": _replace_by(lambda path: path.symlink_to("nowhere")),
    "replace-by-a-fifo": _replace_by(os.mkfifo),
}


def _named(seen: Observation, path: str) -> bool:
    """Whether an error is about `path`, or was reported by it."""
    return any(path in {f.path, f.by} for f in bags.errors(seen.findings))


@pytest.mark.parametrize("file", FILES.values(), ids=FILES.keys())
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_found_and_the_file_named(
    bag: Path, damage: Callable[[Path], object], file: str
) -> None:
    seal = check(DirectoryTree(bag)).seal

    damage(bag / file)

    seen = check(DirectoryTree(bag))
    if file == "tagmanifest-sha512.txt":
        assert seen.seal != seal
    else:
        assert _named(seen, file)


@pytest.mark.parametrize(
    "file", [f for f in FILES.values() if f != "tagmanifest-sha512.txt"], ids=str
)
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_bag_is_not_valid(bag: Path, damage: Callable[[Path], object], file: str) -> None:
    damage(bag / file)

    assert validity(check(DirectoryTree(bag))) in {Validity.INVALID, Validity.INCOMPLETE}


def test_an_undamaged_bag_has_no_findings_at_all(bag: Path) -> None:
    seen = check(DirectoryTree(bag))

    assert (seen.findings, validity(seen)) == ((), Validity.VALID)


def test_every_file_and_byte_of_an_undamaged_bag_is_read(bag: Path) -> None:
    sizes = [path.stat().st_size for path in bag.rglob("*") if path.is_file()]

    seen = check(DirectoryTree(bag))

    assert (seen.files, seen.bytes) == (len(sizes), sum(sizes))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_single_flipped_bit_is_found(bag: Path, data: st.DataObject) -> None:
    seal = check(DirectoryTree(bag)).seal
    path = data.draw(st.sampled_from(sorted(p for p in bag.rglob("*") if p.is_file())))
    offset = data.draw(st.integers(0, path.stat().st_size - 1))
    bit = data.draw(st.integers(0, 7))

    bags.flip(path, offset, bit)
    try:
        seen = check(DirectoryTree(bag))
    finally:
        bags.flip(path, offset, bit)

    assert bags.errors(seen.findings) or seen.seal != seal


@pytest.mark.parametrize(
    "stray",
    ["data/stray", "data/original/stray.txt", "data/new folder/stray", "data/.DS_Store"],
)
def test_a_stray_payload_file_is_untracked(bag: Path, stray: str) -> None:
    (bag / stray).parent.mkdir(exist_ok=True)
    (bag / stray).write_bytes(b"?")

    [finding] = bags.errors(check(DirectoryTree(bag)).findings)

    assert (finding.code, finding.kind, finding.path) == (Code.RM_02, Kind.UNTRACKED, stray)


@pytest.mark.parametrize("stray", ["stray.txt", "notes/stray.txt", "Thumbs.db"])
def test_a_stray_tag_file_is_a_warning(bag: Path, stray: str) -> None:
    (bag / stray).parent.mkdir(exist_ok=True)
    (bag / stray).write_bytes(b"?")

    [finding] = check(DirectoryTree(bag)).findings

    assert (finding.code, finding.kind, finding.path, finding.level) == (
        Code.RT_04,
        Kind.UNTRACKED,
        stray,
        Level.WARNING,
    )


def test_one_damage_does_not_hide_another(bag: Path) -> None:
    bags.flip(bag / bags.TEXT)
    bags.flip(bag / "bag-info.txt", -2)
    (bag / bags.IMAGE).unlink()
    (bag / "data/stray").write_bytes(b"?")
    (bag / "data/link").symlink_to("/etc/passwd")

    found = {(f.code, f.path) for f in bags.errors(check(DirectoryTree(bag)).findings)}

    assert found >= {
        (Code.RX_10, bags.TEXT),
        (Code.RX_10, "bag-info.txt"),
        (Code.RX_09, bags.IMAGE),
        (Code.RM_02, "data/stray"),
        (Code.RS_02, "data/link"),
    }


def test_damage_to_all_files_at_once_names_every_one(bag: Path) -> None:
    for file in FILES.values():
        bags.flip(bag / file, 5)

    seen = check(DirectoryTree(bag))

    assert {f for f in FILES.values() if not _named(seen, f)} <= {"tagmanifest-sha512.txt"}


def test_a_changed_file_is_told_with_both_digests_and_its_list(bag: Path) -> None:
    before = check(DirectoryTree(bag))
    bags.flip(bag / bags.TEXT)

    [finding] = check(DirectoryTree(bag)).findings

    assert before.findings == ()
    assert finding.kind is Kind.CHANGED
    assert finding.expected.startswith("sha512:")
    assert finding.found.startswith("sha512:")
    assert finding.expected != finding.found
    assert finding.by == "manifest-sha512.txt"


def test_each_manifest_reports_for_itself(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "b", algorithms=(Algorithm.SHA512, Algorithm.MD5))
    bags.flip(bag / bags.TEXT)

    seen = check(DirectoryTree(bag))

    assert [(f.by, f.found.partition(":")[0]) for f in bags.errors(seen.findings)] == [
        ("manifest-md5.txt", "md5"),
        ("manifest-sha512.txt", "sha512"),
    ]


def test_a_damaged_manifest_is_not_the_one_that_vouches_for_a_missing_file(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "b", algorithms=(Algorithm.SHA512, Algorithm.SHA256))
    bags.flip(bag / "manifest-sha512.txt", 3)
    (bag / bags.TEXT).unlink()

    seen = check(DirectoryTree(bag))

    [missing] = [f for f in seen.findings if f.kind is Kind.MISSING]
    assert missing.by == "manifest-sha256.txt"


def test_a_wrong_payload_oxum_beside_known_damage_is_a_note(bag: Path) -> None:
    (bag / bags.IMAGE).unlink()

    levels = {f.code: f.level for f in check(DirectoryTree(bag)).findings}

    assert levels == {Code.RX_09: Level.ERROR, Code.RI_07: Level.NOTE}


def test_checking_writes_nothing(bag: Path) -> None:
    bags.flip(bag / bags.TEXT)
    (bag / bags.IMAGE).unlink()
    (bag / "data/link").symlink_to("/etc/passwd")
    before = bags.snapshot(bag)

    check(DirectoryTree(bag))

    assert bags.snapshot(bag) == before

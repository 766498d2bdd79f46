"""What cannot be looked at is neither good nor damaged; and the rules that join several files."""

import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, check
from newsarchive.bag.serialized import SerializedTree
from newsarchive.digests import Algorithm, digest_of
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import Code, Kind, Level, Validity
from support import bags
from support.conformance import Bag
from support.nodes import make_socket


def _manifest_of(bag: Path, *extra: str) -> bytes:
    lines = [f"{digest_of((bag / p).read_bytes()).hex}  {p}\n" for p in bags.PAYLOAD]
    return ("".join(lines) + "".join(extra)).encode()


def _reseal(bag: Path) -> None:
    """Make the tag manifest true again after a tag file was changed on purpose."""
    names = sorted(
        str(p.relative_to(bag))
        for p in bag.rglob("*")
        if p.is_file() and p.relative_to(bag).parts[0] != "data"
    )
    lines = [
        f"{digest_of((bag / n).read_bytes()).hex}  {n}\n"
        for n in names
        if not n.startswith("tagmanifest-")
    ]
    (bag / "tagmanifest-sha512.txt").write_text("".join(lines))


# --- Not knowing -------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [bags.TEXT, "manifest-sha512.txt", "bag-info.txt", "bagit.txt"])
def test_an_unreadable_file_is_neither_missing_nor_damaged(bag: Path, file: str) -> None:
    seen = check(bags.FailingTree(bag, unreadable=frozenset({file})))

    assert [(f.code, f.kind, f.path) for f in seen.findings] == [
        (Code.IO_01, Kind.UNREADABLE, file)
    ]
    assert validity(seen) is Validity.UNVERIFIED


def test_an_unreadable_tag_manifest_leaves_the_seal_unknown(bag: Path) -> None:
    seen = check(bags.FailingTree(bag, unreadable=frozenset({"tagmanifest-sha512.txt"})))

    assert (seen.seal, validity(seen)) == (None, Validity.UNVERIFIED)


@pytest.mark.parametrize("folder", ["", "data", "data/media"])
def test_files_in_a_folder_that_cannot_be_listed_are_not_missing(bag: Path, folder: str) -> None:
    seen = check(bags.FailingTree(bag, unlistable=frozenset({folder})))

    assert [(f.code, f.kind, f.path) for f in seen.findings] == [
        (Code.IO_01, Kind.UNREADABLE, folder)
    ]
    assert validity(seen) is Validity.UNVERIFIED


@pytest.mark.parametrize(
    "file", [bags.TEXT, bags.IMAGE, "manifest-sha512.txt", "bag-info.txt", "bagit.txt"]
)
def test_a_mismatch_that_a_second_reading_does_not_confirm_is_no_damage(
    bag: Path, file: str
) -> None:
    seen = check(bags.FailingTree(bag, unsteady=frozenset({file})))

    assert [(f.code, f.kind, f.path) for f in seen.findings] == [(Code.IO_02, Kind.UNSTABLE, file)]
    assert validity(seen) is Validity.UNVERIFIED


@pytest.mark.parametrize("file", [bags.TEXT, "manifest-sha512.txt", "tagmanifest-sha512.txt"])
def test_a_file_that_changes_while_it_is_read_is_never_called_good(bag: Path, file: str) -> None:
    seen = check(bags.FailingTree(bag, written=frozenset({file})))

    assert [(f.code, f.kind, f.path) for f in seen.findings] == [(Code.IO_03, Kind.UNSTABLE, file)]
    assert validity(seen) is Validity.UNVERIFIED


def test_damage_is_found_beside_what_cannot_be_read(bag: Path) -> None:
    bags.flip(bag / bags.TEXT)

    seen = check(bags.FailingTree(bag, unreadable=frozenset({bags.IMAGE})))

    assert {(f.code, f.path) for f in seen.findings} == {
        (Code.RX_10, bags.TEXT),
        (Code.IO_01, bags.IMAGE),
    }
    assert validity(seen) is Validity.INVALID


def test_no_folder_at_all_is_absence(tmp_path: Path) -> None:
    seen = check(DirectoryTree(tmp_path / "nowhere"))

    assert (seen.present, seen.findings) == (False, ())


def test_a_folder_that_cannot_be_reached_is_not_absence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    seen = check(DirectoryTree(tmp_path / "file/bag"))

    assert seen.present is None
    assert [f.kind for f in seen.findings] == [Kind.UNREACHABLE]


@pytest.mark.parametrize("make", [Path.touch, lambda p: p.symlink_to("/")], ids=["file", "link"])
def test_something_else_in_the_place_of_a_bag_is_told(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "bag")

    seen = check(DirectoryTree(tmp_path / "bag"))

    assert (seen.present, [f.code for f in seen.findings]) == (False, [Code.RB_01])


def test_an_algorithm_that_we_cannot_compute_leaves_the_bag_unverified(bag: Path) -> None:
    lines = [f"{'0' * 40}  {path}\n" for path in bags.PAYLOAD]
    (bag / "manifest-tiger192.txt").write_text("".join(lines))
    _reseal(bag)

    seen = check(DirectoryTree(bag))

    assert [(f.code, f.kind) for f in bags.errors(seen.findings)] == [
        (Code.RX_08, Kind.UNVERIFIABLE)
    ]
    assert validity(seen) is Validity.UNVERIFIED


def test_what_an_unknown_algorithm_lists_must_be_there_all_the_same(bag: Path) -> None:
    lines = [f"{'0' * 40}  {path}\n" for path in (*bags.PAYLOAD, "data/gone")]
    (bag / "manifest-tiger192.txt").write_text("".join(lines))
    _reseal(bag)

    assert ("RX-09", "data/gone") in bags.codes(check(DirectoryTree(bag)).findings)


def test_a_version_that_we_do_not_know_is_not_called_valid(bag: Path) -> None:
    declaration = (bag / "bagit.txt").read_bytes()
    (bag / "bagit.txt").write_bytes(declaration.replace(b"1.0", b"1.1"))
    _reseal(bag)

    seen = check(DirectoryTree(bag))

    assert (seen.version, validity(seen)) == ("1.1", Validity.UNVERIFIED)


# --- Rules that join files ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [("bagit.txt", "RB-03"), ("manifest-sha512.txt", "RM-01"), ("data", "RB-11")],
)
def test_a_required_element_that_is_not_there_is_told(tmp_path: Path, name: str, code: str) -> None:
    bag = bags.make_bag(tmp_path / "bag", {})
    (bag / "data").rmdir() if name == "data" else (bag / name).unlink()

    seen = check(DirectoryTree(bag))

    assert code in {f.code for f in bags.errors(seen.findings)}
    assert validity(seen) is Validity.INVALID


def test_every_manifest_lists_every_payload_file(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag", algorithms=(Algorithm.SHA512, Algorithm.SHA256))
    manifest = bag / "manifest-sha256.txt"
    manifest.write_bytes(b"".join(manifest.read_bytes().splitlines(keepends=True)[1:]))
    _reseal(bag)

    [finding] = check(DirectoryTree(bag)).findings

    assert (finding.code, finding.kind, finding.by) == (
        Code.RM_02,
        Kind.UNTRACKED,
        "manifest-sha256.txt",
    )


@pytest.mark.parametrize("spelling", [bags.TEXT, "data/./article.txt", "data//article.txt"])
def test_a_file_listed_twice_in_any_spelling_is_an_error(bag: Path, spelling: str) -> None:
    again = f"{digest_of((bag / bags.TEXT).read_bytes()).hex}  {spelling}\n"
    (bag / "manifest-sha512.txt").write_bytes(_manifest_of(bag, again))
    _reseal(bag)

    assert [f.code for f in bags.errors(check(DirectoryTree(bag)).findings)] == [Code.RM_03]


def test_in_version_097_a_file_listed_twice_is_a_warning(bag: Path) -> None:
    again = f"{digest_of((bag / bags.TEXT).read_bytes()).hex}  {bags.TEXT}\n"
    (bag / "manifest-sha512.txt").write_bytes(_manifest_of(bag, again))
    (bag / "bagit.txt").write_bytes((bag / "bagit.txt").read_bytes().replace(b"1.0", b"0.97"))
    _reseal(bag)

    seen = check(DirectoryTree(bag))

    assert [(f.code, f.level) for f in seen.findings] == [(Code.RM_03, Level.WARNING)]
    assert validity(seen) is Validity.VALID


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("manifest-sha512.txt", None),
        ("tagmanifest-sha512.txt", "RT-03"),
        (bags.TEXT, "RT-05"),
        ("notes/gone.txt", "RT-07"),
        ("../outside", "RS-01"),
    ],
)
def test_what_a_tag_manifest_may_list(bag: Path, line: str, code: str | None) -> None:
    manifest = bag / "tagmanifest-sha512.txt"
    kept = b"".join(
        entry
        for entry in manifest.read_bytes().splitlines(keepends=True)
        if not entry.endswith(line.encode() + b"\n")
    )
    target = bag / line
    data = target.read_bytes() if target.is_file() else b""
    manifest.write_bytes(kept + f"{digest_of(data).hex}  {line}\n".encode())

    found = {f.code.value for f in bags.errors(check(DirectoryTree(bag)).findings)}

    assert found - {"RX-10"} == ({code} if code else set())


def test_a_tag_manifest_lists_every_payload_manifest(bag: Path) -> None:
    lines = (bag / "tagmanifest-sha512.txt").read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if b"manifest-sha512.txt" not in line]
    (bag / "tagmanifest-sha512.txt").write_bytes(b"".join(kept))

    [finding] = check(DirectoryTree(bag)).findings

    assert (finding.code, finding.path) == (Code.RT_02, "manifest-sha512.txt")


@pytest.mark.parametrize("name", ["manifest-SHA512.txt", "manifest-sha-1.txt", "Manifest-md5.txt"])
def test_what_looks_like_a_manifest_and_is_none_is_told(bag: Path, name: str) -> None:
    (bag / name).write_bytes(b"")
    _reseal(bag)

    assert ("RM-04", name) in bags.codes(check(DirectoryTree(bag)).findings)


def test_a_payload_oxum_that_is_wrong_by_itself_is_an_error(bag: Path) -> None:
    info = bag / "bag-info.txt"
    info.write_bytes(info.read_bytes().replace(b"Payload-Oxum: ", b"Payload-Oxum: 1"))
    _reseal(bag)

    [finding] = check(DirectoryTree(bag)).findings

    assert (finding.code, finding.level) == (Code.RI_07, Level.ERROR)


def test_a_file_to_be_fetched_makes_the_bag_incomplete_and_not_damaged(bag: Path) -> None:
    (bag / bags.IMAGE).unlink()
    (bag / "fetch.txt").write_text(f"https://example.org/1.jpg 768 {bags.IMAGE}\n")
    _reseal(bag)

    seen = check(DirectoryTree(bag))

    assert [(f.code, f.kind) for f in bags.errors(seen.findings)] == [
        (Code.RF_08, Kind.NOT_FETCHED)
    ]
    assert validity(seen) is Validity.INCOMPLETE


def test_a_file_in_fetch_is_in_every_manifest(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/2.jpg - data/2.jpg\n")
    _reseal(bag)

    assert [f.code for f in bags.errors(check(DirectoryTree(bag)).findings)] == [Code.RF_01]


def test_a_bag_that_lacks_a_file_which_nothing_says_how_to_fetch_is_invalid(bag: Path) -> None:
    (bag / bags.IMAGE).unlink()

    assert validity(check(DirectoryTree(bag))) is Validity.INVALID


def test_names_of_another_normalisation_are_tolerated_with_a_warning(tmp_path: Path) -> None:
    composed = unicodedata.normalize("NFC", "data/Übersicht.txt")
    decomposed = unicodedata.normalize("NFD", composed)
    bag = bags.make_bag(tmp_path / "bag", {decomposed: b"x"})
    (bag / decomposed).rename(bag / composed)

    seen = check(DirectoryTree(bag))

    assert [(f.code, f.level) for f in seen.findings] == [(Code.RN_03, Level.WARNING)]


def test_a_name_that_was_written_without_encoding_is_taken_as_it_stands(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag", {"data/100%25.txt": b"x"})
    manifest = bag / "manifest-sha512.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"%2525", b"%25"))
    _reseal(bag)

    assert bags.codes(check(DirectoryTree(bag)).findings) == {("RM-12", "manifest-sha512.txt")}


# --- Bounds ------------------------------------------------------------------------------------


def test_of_very_many_findings_of_one_rule_the_rest_is_counted(tmp_path: Path) -> None:
    digest = digest_of(b"x").hex
    lines = "".join(f"{digest}  data/{n}\n" for n in range(12_000)).encode()
    root = Bag(payload={}, tags={"manifest-sha512.txt": lines}).write(tmp_path)

    missing = [f for f in check(DirectoryTree(root)).findings if f.code is Code.RX_09]

    assert len(missing) == 10_001
    assert missing[-1].detail == "2,000 more such findings"


def test_a_list_that_is_broken_beyond_use_is_not_read_to_its_end(tmp_path: Path) -> None:
    root = Bag(manifest=lambda data: b"\n" * 150_000 + data).write(tmp_path)

    seen = check(DirectoryTree(root))

    assert validity(seen) is Validity.INVALID
    assert "99,000 more such lines" in {f.detail for f in seen.findings}
    # What it lists further down was not seen, so nobody can say that a file is in no manifest.
    assert Code.RM_02 not in {f.code for f in seen.findings}


def test_a_bag_info_beyond_all_measure_is_not_judged(tmp_path: Path) -> None:
    root = Bag(info=b"A: b\n" * 1_000_000).write(tmp_path)

    assert validity(check(DirectoryTree(root))) is Validity.UNVERIFIED


# --- Tag files that are no files ------------------------------------------------------------------

TAG_FILES = [
    *("bagit.txt", "bag-info.txt", "fetch.txt", "manifest-sha512.txt", "manifest-md5.txt"),
    *("tagmanifest-sha512.txt", "tagmanifest-md5.txt"),
]


def _folder(path: Path) -> None:
    path.mkdir()


def _folder_with_a_file(path: Path) -> None:
    path.mkdir()
    (path / "x.txt").write_bytes(b"x")


THINGS: dict[str, Callable[[Path], None]] = {
    "folder": _folder,
    "folder with a file": _folder_with_a_file,
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to a folder": lambda path: path.symlink_to("data"),
    "link to an endless file": lambda path: path.symlink_to("/dev/zero"),
    "FIFO": os.mkfifo,
    "socket": make_socket,
}


@pytest.mark.parametrize("listed", [True, False], ids=["in the tag manifest", "in none"])
@pytest.mark.parametrize("make", THINGS.values(), ids=THINGS)
@pytest.mark.parametrize("name", TAG_FILES)
def test_a_tag_file_that_is_no_regular_file_makes_a_bag_invalid(
    bag: Path, name: str, make: Callable[[Path], None], listed: bool
) -> None:
    (bag / name).unlink(missing_ok=True)
    if not listed:
        _reseal(bag)
        if name.startswith("tagmanifest-sha512"):
            (bag / name).unlink()
    make(bag / name)

    seen = check(DirectoryTree(bag))

    assert validity(seen) is Validity.INVALID
    assert [f for f in seen.findings if f.path == name and f.level is Level.ERROR]


@pytest.mark.parametrize("form", ["tar", "zip"])
@pytest.mark.parametrize("name", TAG_FILES)
def test_the_same_in_one_file(bag: Path, tmp_path: Path, name: str, form: str) -> None:
    (bag / name).unlink(missing_ok=True)
    _reseal(bag)
    (bag / name).unlink(missing_ok=True)
    (bag / name).mkdir()
    path = Path(shutil.make_archive(str(tmp_path / "out" / bag.name), form, bag.parent, bag.name))

    seen = check(SerializedTree(path))

    assert validity(seen) is Validity.INVALID
    assert [f for f in seen.findings if f.path == name and f.level is Level.ERROR]


def test_a_folder_of_tag_files_may_have_any_name_that_is_not_reserved(bag: Path) -> None:
    for name in ("tagmanifest-x", "bagit", "manifest-sha512.txt.d", "notes"):
        (bag / name).mkdir()

    assert validity(check(DirectoryTree(bag))) is Validity.VALID

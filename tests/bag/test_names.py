"""Names of every kind that POSIX allows are judged right, at any depth."""

import os
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.bag import DirectoryTree, check, names, tagfiles
from newsarchive.bag.plan import BagPlan, Inline
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import Validity
from support import bags
from support.conformance import Bag

_NAMES = {
    "spaces at both ends": " a ",
    "only spaces": "   ",
    "a tab": "\ta\t",
    "a line feed": "a\nb",
    "a carriage return": "a\rb",
    "U+2028": "a\u2028b",
    "U+0085": "a\x85b",
    "a form feed": "a\x0cb",
    "literal %0A": "a%0Ab",
    "literal %250A": "a%250Ab",
    "percent signs": "100%%",
    "a backslash": "a\\b",
    "an asterisk": "*a",
    "a hash": "#a",
    "a tilde": "~a",
    "a quote": "'a\"",
    "a leading dot": ".a",
    "three dots": "...",
    "a dash": "-rf",
    "a control character": "\x01\x7f",
    "a bell and an escape": "\a\x1b[31m",
    "NFC": "\u00e9",
    "NFD": "e\u0301",
    "right to left": "\u202eabc",
    "a byte order mark": "\ufeffa",
    "beyond the BMP": "\U0001f4f0",
    "255 bytes": "x" * 255,
    "255 bytes of three each": "\u6f22" * 85,
    "no UTF-8": b"\xff\xfe".decode("utf-8", "surrogateescape"),
    "Latin-1": b"caf\xe9".decode("utf-8", "surrogateescape"),
    "like a manifest": "manifest-sha512.txt",
    "like a digest": "0" * 128,
}


@pytest.mark.parametrize("name", _NAMES.values(), ids=_NAMES.keys())
def test_a_name_of_any_kind_is_judged_right(tmp_path: Path, name: str) -> None:
    root = Bag(payload={f"data/{name}": b"x", f"data/d/{name[:40]}/{name[:20]}": b"y"}).write(
        tmp_path
    )

    seen = check(DirectoryTree(root))

    # A name that is no UTF-8 cannot stand in a UTF-8 manifest, but its file is found all the same.
    decodable = not any("\udc80" <= c <= "\udcff" for c in name)
    assert validity(seen) is (Validity.VALID if decodable else Validity.INVALID), seen.findings
    assert {f.code.value for f in bags.errors(seen.findings)} <= {"RX-03"}


@pytest.mark.parametrize("name", _NAMES.values(), ids=_NAMES.keys())
def test_damage_to_a_file_of_any_name_is_found(tmp_path: Path, name: str) -> None:
    path = f"data/{name}"
    root = Bag(payload={path: b"x", "data/other": b"y"}).write(tmp_path)
    with open(os.fsencode(root) + b"/" + os.fsencode(path), "wb") as file:
        file.write(b"z")

    found = {f.path for f in check(DirectoryTree(root)).findings if f.code == "RX-10"}

    assert found == {path}


def test_files_at_two_hundred_levels_are_checked(tmp_path: Path) -> None:
    path = "data/" + "/".join(["d"] * 200) + "/f"
    root = Bag(payload={path: b"x"}).write(tmp_path)

    assert validity(check(DirectoryTree(root))) is Validity.VALID


def test_a_file_below_path_max_is_checked(tmp_path: Path) -> None:
    part = "d" * 200
    path = "data/" + "/".join([part] * 30) + "/f"
    root = Bag(payload={path: b"x"}, after=lambda _: None)
    # Made from within, since no path that long can be opened.
    short = Bag(payload={"data/f": b"x"}).write(tmp_path)
    fd = os.open(short / "data", os.O_RDONLY)
    for _ in range(30):
        os.mkdir(part, dir_fd=fd)
        below = os.open(part, os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = below
    os.rename(short / "data/f", "f", dst_dir_fd=fd)
    os.close(fd)
    manifest = (short / "manifest-sha512.txt").read_text().replace("data/f", path)
    (short / "manifest-sha512.txt").write_text(manifest)
    (short / "tagmanifest-sha512.txt").unlink()

    seen = check(DirectoryTree(short))

    assert root.payload.keys() == {path}
    assert (validity(seen), seen.findings) == (Validity.VALID, ())


def test_more_levels_than_are_looked_into_are_not_called_good(tmp_path: Path) -> None:
    root = Bag().write(tmp_path)
    fd = os.open(root / "data", os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("d", dir_fd=fd)
        below = os.open("d", os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = below
    os.close(fd)

    try:
        seen = check(DirectoryTree(root))
    finally:
        # Python's own way to remove a folder knows no such depth.
        subprocess.run(["/bin/rm", "-rf", root / "data"], check=True)

    assert validity(seen) is Validity.UNVERIFIED


def test_twins_by_normalisation_are_not_planned() -> None:
    twins = (Inline("data/\u00e9", b""), Inline("data/e\u0301", b""))

    with pytest.raises(ValueError, match="normalisation"):
        BagPlan(twins, ())


def test_a_manifest_is_written_sorted_with_two_spaces_and_lf() -> None:
    data = tagfiles.render_manifest([("bb", "data/z"), ("aa", "data/e\u0301")])

    assert data == "aa  data/e\u0301\nbb  data/z\n".encode()


_NAME = st.text(st.sampled_from("aAe\u00e9\u0301\u00c9\u1e9e\u00df s/"), min_size=1, max_size=4)


@given(st.sets(_NAME, max_size=8))
def test_every_pair_of_twins_is_in_a_group_and_no_other(given_names: set[str]) -> None:
    groups = [*names.case_twins(given_names), *names.normal_twins(given_names)]

    paired = {frozenset((a, b)) for group in groups for a in group for b in group if a != b}
    for a in given_names:
        for b in given_names - {a}:
            same = names.caseless(a) == names.caseless(b)
            assert (frozenset((a, b)) in paired) == same
            assert not same or unicodedata.normalize("NFC", a).casefold() is not None

"""Bags in one file: judged as the folder would be, hostile archives refused, nothing unpacked."""

import io
import os
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, check
from newsarchive.bag.members import Limits
from newsarchive.bag.serialized import SerializedTree
from newsarchive.bag.serializing import serialize
from newsarchive.errors import SourceError
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import Validity
from newsarchive.model.observation import Observation
from support import archives_of_bags as archives
from support import bags
from support.conformance import ROWS, Bag, Case

FORMS = ("bag.tar", "bag.tar.gz", "bag.tar.bz2", "bag.tar.xz", "bag.zip")


@pytest.fixture
def members(bag: Path) -> dict[str, bytes]:
    return archives.members_of(bag)


def _look(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> Observation:
    path = folder / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    before = bags.snapshot(folder)

    seen = check(SerializedTree(path, limits=limits))

    assert bags.snapshot(folder) == before
    return seen


def _codes(seen: Observation) -> set[str]:
    return {f.code.value for f in bags.errors(seen.findings)}


@pytest.mark.parametrize("form", FORMS)
def test_a_good_bag_is_valid_in_every_form(
    tmp_path: Path, members: dict[str, bytes], form: str
) -> None:
    seen = _look(tmp_path, form, archives.forms(members)[form])

    assert (validity(seen), seen.findings, seen.files) == (Validity.VALID, (), len(members))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("last", ["payload", "tag files"])
def test_the_order_of_members_does_not_matter(
    tmp_path: Path, members: dict[str, bytes], form: str, last: str
) -> None:
    ordered = sorted(members, key=lambda name: ("/data/" in name) == (last == "payload"))

    seen = _look(tmp_path, form, archives.forms({name: members[name] for name in ordered})[form])

    assert validity(seen) is Validity.VALID


_PLAIN = [
    pytest.param(case, id=f"{row.id} {case.what}")
    for row in ROWS
    for case in row.breaks
    if row.id not in {"RS-02", "RB-01", "RB-11", "RN-01", "RN-02", "RN-04", "RT-01"}
]


@pytest.mark.parametrize("form", ["bag.tar", "bag.tar.gz", "bag.zip"])
@pytest.mark.parametrize("case", _PLAIN)
def test_a_serialized_bag_is_judged_as_its_folder(tmp_path: Path, case: Case, form: str) -> None:
    root = case.bag.write(tmp_path)
    folder = check(DirectoryTree(root))

    seen = _look(tmp_path, form, archives.forms(archives.members_of(root))[form])

    assert (seen.findings, validity(seen)) == (folder.findings, validity(folder))


@pytest.mark.parametrize("form", FORMS)
def test_every_damaged_file_is_named(tmp_path: Path, members: dict[str, bytes], form: str) -> None:
    broken = {n: d + b"x" if n.startswith("bag/data/") else d for n, d in members.items()}

    seen = _look(tmp_path, form, archives.forms(broken)[form])

    named = {f.path for f in seen.findings if f.code == "RX-10"}
    assert named == {n.removeprefix("bag/") for n in members if n.startswith("bag/data/")}


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_cut_anywhere_is_not_valid(
    tmp_path: Path, members: dict[str, bytes], form: str
) -> None:
    data = archives.forms(members)[form]
    end = len(data) - (10240 if form == "bag.tar" else 1)

    for length in {*range(1, end, max(1, end // 40)), end}:
        assert validity(_look(tmp_path, form, data[:length])) is Validity.INVALID, length


@pytest.mark.parametrize("form", ["bag.tar", "bag.tar.gz", "bag.zip"])
def test_a_flipped_bit_is_found_and_breaks_nothing(
    tmp_path: Path, members: dict[str, bytes], form: str
) -> None:
    data = archives.forms(members)[form]

    for offset in range(0, len(data), max(1, len(data) // 60)):
        broken = bytearray(data)
        broken[offset] ^= 4
        _look(tmp_path, form, bytes(broken))


_HOSTILE = {
    "absolute": ("/etc/x", "SZ-03"),
    "a way out": ("bag/../../x", "SZ-03"),
    "a way out and back": ("../bag/data/x", "SZ-03"),
    "a drive": ("C:\\x", "SZ-03"),
    "a backslash way out": ("bag\\..\\..\\x", "SZ-03"),
    "another top": ("other/x", "SZ-01"),
    "a file at the top": ("x", "SZ-01"),
    "the same name": ("bag/data/article.txt", "SZ-04"),
    "the same name, roundabout": ("./bag//data/./article.txt", "SZ-04"),
    "the same name in another case": ("bag/data/ARTICLE.txt", "SZ-04"),
    "a file as folder": ("bag/data/article.txt/x", "SZ-04"),
}


@pytest.mark.parametrize("form", ["tar", "zip"])
@pytest.mark.parametrize(("name", "code"), _HOSTILE.values(), ids=_HOSTILE.keys())
def test_a_hostile_member_is_told(
    tmp_path: Path, members: dict[str, bytes], name: str, code: str, form: str
) -> None:
    items = [*members.items(), (name, b"x")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile's, of names that are there twice
        data = archives.tar(items) if form == "tar" else archives.zipped(items)

    seen = _look(tmp_path, f"bag.{form}", data)

    assert code in _codes(seen)
    assert validity(seen) is Validity.INVALID


def test_names_that_differ_in_normalisation_only_are_told(tmp_path: Path) -> None:
    root = Bag(payload={"data/\u00e9": b"x", "data/e\u0301": b"y"}).write(tmp_path)

    seen = _look(tmp_path, "bag.zip", archives.zipped(archives.members_of(root).items()))

    assert "SZ-04" in _codes(seen)


@pytest.mark.parametrize("target", ["/etc/passwd", "../../x", "article.txt"])
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE], ids=["symbolic", "hard"])
def test_links_are_never_followed(
    tmp_path: Path, members: dict[str, bytes], kind: bytes, target: str
) -> None:
    link = archives.special("bag/data/link", kind, target)

    seen = _look(tmp_path, "bag.tar", archives.tar([*members.items(), link]))

    assert ("RS-02", "data/link") in bags.codes(seen.findings)


def test_a_hard_link_to_a_file_of_the_bag_is_that_file(tmp_path: Path) -> None:
    root = Bag(payload={"data/a": b"x", "data/b": b"x"}).write(tmp_path)
    files = archives.members_of(root)
    files.pop("bag/data/b")
    link = archives.special("bag/data/b", tarfile.LNKTYPE, "bag/data/a")

    seen = _look(tmp_path, "bag.tar", archives.tar([*files.items(), link]))

    assert (validity(seen), seen.findings) == (Validity.VALID, ())


@pytest.mark.parametrize("kind", [tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
def test_what_is_no_file_is_told(tmp_path: Path, members: dict[str, bytes], kind: bytes) -> None:
    odd = archives.special("bag/data/odd", kind)

    seen = _look(tmp_path, "bag.tar", archives.tar([*members.items(), odd]))

    assert ("RS-02", "data/odd") in bags.codes(seen.findings)


def test_a_link_in_a_zip_is_told(tmp_path: Path, members: dict[str, bytes]) -> None:
    out = io.BytesIO(archives.zipped(members.items()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(*archives.zip_link("bag/data/link", "/etc/passwd"))

    seen = _look(tmp_path, "bag.zip", out.getvalue())

    assert ("RS-02", "data/link") in bags.codes(seen.findings)


def test_a_bag_at_the_top_is_told_and_judged_all_the_same(tmp_path: Path, bag: Path) -> None:
    bags.flip(bag / bags.TEXT)

    seen = _look(tmp_path, "bag.tar", archives.tar(archives.members_of(bag, "").items()))

    assert _codes(seen) == {"SZ-01", "RX-10"}


@pytest.mark.parametrize(
    "limits", [Limits(members=3), Limits(octets=5000), Limits(ratio=1, ratio_from=10)]
)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_too_much_is_not_read_and_not_judged(
    tmp_path: Path, form: str, limits: Limits
) -> None:
    if form == "bag.tar" and limits.ratio == 1:
        return  # what is not compressed cannot be a bomb
    root = Bag(payload={f"data/{n}": bytes(40_000) for n in range(4)}).write(tmp_path)

    seen = _look(tmp_path, form, archives.forms(archives.members_of(root))[form], limits)

    assert "SZ-06" in _codes(seen)
    assert validity(seen) is Validity.UNVERIFIED


def test_a_bomb_is_given_up_early(tmp_path: Path) -> None:
    packer = zlib.compressobj(1, wbits=31)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(17)) + packer.flush()

    seen = _look(tmp_path, "bag.tar.gz", packed)

    assert validity(seen) is not Validity.VALID


def test_a_member_that_says_less_than_it_holds_is_found(tmp_path: Path, bag: Path) -> None:
    data = archives.zipped(archives.members_of(bag).items())
    size = len((bag / bags.IMAGE).read_bytes()).to_bytes(4, "little")

    seen = _look(tmp_path, "bag.zip", data.replace(size, b"\x10\0\0\0"))

    assert "SZ-05" in _codes(seen)


@pytest.mark.parametrize("dialect", [0, 1, 2], ids=["ustar", "gnu", "pax"])
def test_every_dialect_of_tar_is_read(tmp_path: Path, dialect: int) -> None:
    root = Bag(payload={"data/" + "d" * 60 + "/" + "n" * 90: b"x"}).write(tmp_path)

    seen = _look(
        tmp_path, "bag.tar", archives.tar(archives.members_of(root).items(), format=dialect)
    )

    assert (validity(seen), seen.findings) == (Validity.VALID, ())


def test_a_name_that_is_not_the_folders_is_a_warning(
    tmp_path: Path, members: dict[str, bytes]
) -> None:
    seen = _look(tmp_path, "other.tar", archives.forms(members)["bag.tar"])

    assert {f.code.value for f in seen.findings} == {"SZ-02"}
    assert validity(seen) is Validity.VALID


def test_a_file_that_is_no_archive_is_no_bag(tmp_path: Path) -> None:
    seen = _look(tmp_path, "story.txt", b"Once upon a time.\n" * 100)

    assert (seen.present, validity(seen)) == (False, Validity.INVALID)


# --- Writing -----------------------------------------------------------------------------------


def _written(bag: Path, form: str) -> bytes:
    out = io.BytesIO()
    serialize(DirectoryTree(bag), bag.name, out, form)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_the_same_bag_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    for place in ("1", "2"):
        (tmp_path / place).mkdir()
        bags.make_bag(tmp_path / place / "bag")
    one, two = tmp_path / "1/bag", tmp_path / "2/bag"
    os.utime(two / bags.TEXT, (1, 1))
    (two / bags.TEXT).chmod(0o600)

    assert _written(one, form) == _written(two, form)


@pytest.mark.parametrize("form", ["tar", "zip"])
@pytest.mark.parametrize(
    "case",
    [c for r in ROWS if r.id in {"RM-11", "RM-14", "RM-09"} for c in r.keeps],
    ids=lambda c: c.what,
)
def test_what_is_written_is_judged_as_the_folder(tmp_path: Path, case: Case, form: str) -> None:
    root = case.bag.write(tmp_path)

    seen = _look(tmp_path, f"bag.{form}", _written(root, form))

    assert (seen.findings, validity(seen)) == (check(DirectoryTree(root)).findings, Validity.VALID)


@pytest.mark.parametrize("form", ["tar", "zip"])
def test_other_programs_read_what_is_written(bag: Path, form: str) -> None:
    data = io.BytesIO(_written(bag, form))

    if form == "tar":
        with tarfile.open(fileobj=data) as tar:
            names = {m.name for m in tar if m.isfile()}
    else:
        with zipfile.ZipFile(data) as archive:
            names = {n for n in archive.namelist() if not n.endswith("/")}
            assert archive.testzip() is None

    assert names == set(archives.members_of(bag))


def test_a_bag_with_a_link_is_not_serialized(bag: Path) -> None:
    (bag / "data/link").symlink_to("/etc/passwd")

    with pytest.raises(SourceError, match="link"):
        _written(bag, "tar")

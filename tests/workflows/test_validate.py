"""Validating bags: the command, its outcomes and exit statuses, and what it never does."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from newsarchive.workflows import validate as workflow
from newsarchive.workflows.validate import ValidationOptions, read_rules, validate, validate_bag
from support import archives, bags
from support.archives_of_bags import forms, members_of
from support.cli import Cli
from support.conformance import ROWS, listing


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return bags.make_bag(tmp_path / "bag")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A bag as the archive makes it."""
    (tmp_path / "place").mkdir()
    place = archives.make_place(tmp_path / "place")
    with place.open() as archive:
        archive.ingest([place.source()], lambda _: None)
    [made] = archives.bags(place.root)
    return made


@pytest.mark.parametrize(
    ("damage", "verdict", "code"),
    [
        (lambda _: None, "valid", 0),
        (lambda bag: bags.flip(bag / bags.TEXT), "invalid", 1),
        (lambda bag: (bag / bags.TEXT).unlink(), "invalid", 1),
        (lambda bag: bag.rename(bag.with_name("away")), "unverified", 3),
        (
            lambda bag: (bag / "bagit.txt").write_bytes(
                (bag / "bagit.txt").read_bytes().replace(b"1.0", b"1.1")
            ),
            "invalid",  # the tag manifest vouches for the old bytes
            1,
        ),
    ],
    ids=["good", "changed", "missing", "not there", "another version"],
)
def test_the_exit_status_is_the_verdict(
    cli: Cli, bag: Path, damage: Callable[[Path], object], verdict: str, code: int
) -> None:
    damage(bag)

    result = cli("validate", bag, "--json")

    assert (result.lines[0]["verdict"], result.code, result.summary["exit"]) == (
        verdict,
        code,
        code,
    )
    assert result.stderr == ""


def test_each_bag_has_a_line_in_the_order_of_the_names(cli: Cli, bag: Path) -> None:
    names = [str(bag), "nowhere", "./bag", "bag/"]

    result = cli("validate", *names, "--json", "--workers", "2")

    assert [line["bag"] for line in result.lines[:-1]] == names
    assert result.summary["bags"] == len(names)


def test_many_bags_are_shared_out_and_come_in_order(tmp_path: Path) -> None:
    names = [str(bags.make_bag(tmp_path / f"b{n:03}")) for n in range(40)]
    bags.flip(tmp_path / "b007" / bags.TEXT)

    alone = list(validate(names, ValidationOptions(), workers=1))
    shared = list(validate(names, ValidationOptions(), workers=2))

    assert alone == shared
    assert [o.bag for o in alone] == names


@pytest.mark.parametrize("end", ["\n", "\0"], ids=["lines", "NUL"])
def test_names_come_from_standard_input(cli: Cli, bag: Path, end: str) -> None:
    result = cli("validate", "-", "--json", stdin=f"{bag}{end}nowhere{end}")

    assert [line["verdict"] for line in result.lines[:-1]] == ["valid", "unverified"]


def test_no_name_at_all_is_wrong_usage(cli: Cli) -> None:
    assert cli("validate", "-").code == 2
    assert cli("validate").code == 2


def test_the_text_says_the_verdict_first_and_the_worst_bag_next(cli: Cli, tmp_path: Path) -> None:
    for n in range(3):
        bags.make_bag(tmp_path / f"b{n}")
    bags.flip(tmp_path / "b1" / bags.TEXT)

    first, second, *_ = cli("validate", "b0", "b1", "b2", "gone").stdout.split("\n")

    assert first.startswith("2 of 4 bags are valid; 1 is invalid, 1 could not be read. Read ")
    assert second.startswith("b1  invalid  RX-10 data/article.txt: expected ")
    assert second.endswith("(RFC 8493 section 3)")


def test_quiet_says_nothing_when_all_is_well(cli: Cli, bag: Path) -> None:
    result = cli("validate", "--quiet", bag)

    assert (result.code, result.stdout, result.stderr) == (0, "", "")


def test_a_screen_is_enough_for_any_number_of_bags(cli: Cli, tmp_path: Path) -> None:
    for n in range(30):
        root = bags.make_bag(tmp_path / f"b{n}")
        for path in bags.PAYLOAD:
            bags.flip(root / path)

    result = cli("validate", *(f"b{n}" for n in range(30)))

    assert result.stdout.count("\n") < 60
    assert "and 18 bags more; --json lists all of them." in result.stdout


def test_names_that_would_move_the_cursor_are_shown_as_they_are_written(
    cli: Cli, bag: Path
) -> None:
    (bag / "data/\x1b[2Jx\ny").touch()

    shown = cli("validate", bag).stdout

    assert "\x1b" not in shown
    assert "data/\\x1b[2Jx\\ny" in shown


@pytest.mark.parametrize("form", ["bag.tar", "bag.tar.gz", "bag.zip"])
def test_archives_are_validated(cli: Cli, bag: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / form).write_bytes(forms(members_of(bag))[form])

    assert cli("validate", form).code == 0


def test_a_link_on_the_command_line_is_followed(cli: Cli, bag: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(bag)

    assert cli("validate", "link").code == 0


def test_a_name_that_is_no_utf8_is_a_name(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "bag")
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    bag.rename(odd)

    outcome = validate_bag(odd, ValidationOptions())

    assert outcome.verdict == "valid"


def test_nothing_is_written(cli: Cli, bag: Path, tmp_path: Path) -> None:
    bags.flip(bag / bags.TEXT)
    (bag / "data/link").symlink_to("/etc/passwd")
    before = bags.snapshot(tmp_path)

    cli("validate", bag, "--direct")

    assert bags.snapshot(tmp_path) == before


def test_whatever_breaks_the_check_is_a_finding(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(workflow, "examine", fail)

    outcome = validate_bag(str(bag), ValidationOptions())

    assert (outcome.verdict, outcome.findings[0].code) == ("unverified", "IO-04")


# --- Profiles and content ----------------------------------------------------------------------


def test_a_bag_of_ours_fits_our_profile(ours: Path) -> None:
    outcome = validate_bag(str(ours), read_rules([]))

    assert (outcome.verdict, outcome.findings) == ("valid", ())


def _reseal(bag: Path, path: str, data: bytes) -> None:
    """Change a payload file, and make the lists agree: what remains wrong is the content."""
    (bag / path).write_bytes(data)
    (bag / "bag-info.txt").write_bytes(
        b"".join(
            line
            for line in (bag / "bag-info.txt").read_bytes().splitlines(keepends=True)
            if not line.startswith(b"Payload-Oxum")
        )
    )
    payload = {
        p.relative_to(bag).as_posix(): p.read_bytes()
        for p in (bag / "data").rglob("*")
        if p.is_file()
    }
    (bag / "manifest-sha512.txt").write_bytes(listing(payload, "sha512"))
    tags = {n: (bag / n).read_bytes() for n in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt")}
    (bag / "tagmanifest-sha512.txt").write_bytes(listing(tags, "sha512"))


def test_a_record_that_does_not_fit_its_schema_is_told(ours: Path) -> None:
    _reseal(ours, "data/metadata/article.json", b'{"schemaVersion": "1"}')

    found = {f.code.value for f in validate_bag(str(ours), read_rules([])).findings}
    without = {
        f.code.value for f in validate_bag(str(ours), read_rules([], content=False)).findings
    }

    assert found == {"MD-04", "BP-03"}  # Payload-Oxum was taken out, and our profile asks for it
    assert without == {"BP-03"}


def test_a_file_that_our_profile_does_not_know_is_told(ours: Path) -> None:
    (ours / "data/extra").touch()

    found = {(f.code.value, f.path) for f in validate_bag(str(ours), read_rules([])).findings}

    assert ("BP-10", "data/extra") in found


_PROFILE = {
    "BagIt-Profile-Info": {
        "Source-Organization": "L",
        "External-Description": "x",
        "Version": "1",
        "BagIt-Profile-Identifier": "urn:x:1",
        "BagIt-Profile-Version": "1.4.0",
    },
    "Accept-BagIt-Version": ["1.0"],
}


def test_a_profile_in_a_file_is_for_every_bag(cli: Cli, bag: Path, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps(_PROFILE))

    result = cli("validate", bag, "--profile", "p.json", "--json")

    assert [f["code"] for f in result.lines[0]["findings"]] == ["BP-01"]
    assert result.lines[0]["findings"][0]["clause"] == "BagIt Profiles 1.4.0"


def test_a_profile_in_a_folder_is_for_the_bag_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/p.json").write_text(json.dumps({**_PROFILE, "Manifests-Required": ["md5"]}))
    plain = bags.make_bag(tmp_path / "plain")
    named = bags.make_bag(tmp_path / "named", info=(("BagIt-Profile-Identifier", "urn:x:1"),))

    rules = read_rules([tmp_path / "cache"])

    assert validate_bag(str(plain), rules).findings == ()
    assert [f.code for f in validate_bag(str(named), rules).findings] == ["BP-04"]


def test_a_profile_that_is_not_known_is_a_note(tmp_path: Path) -> None:
    named = bags.make_bag(tmp_path / "bag", info=(("BagIt-Profile-Identifier", "urn:y"),))

    outcome = validate_bag(str(named), read_rules([]))

    assert (outcome.verdict, [f.code for f in outcome.findings]) == ("valid", ["BP-12"])


def test_a_file_that_is_no_profile_is_wrong_usage(cli: Cli, bag: Path, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("{}")

    result = cli("validate", bag, "--profile", "p.json")

    assert result.code == 2
    assert "BagIt-Profile-Info is missing" in result.stderr


# --- Mutations ---------------------------------------------------------------------------------


def _mutate(root: Path, seed: int) -> None:
    """One random change to one random file."""
    chance = random.Random(seed)  # noqa: S311  the same each time
    files = sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink())
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data) + 1)
    bits = bytes(chance.choice(b"\r\n\t %\0\\*/.:~0aA\xff\xe2\x80\xa8") for _ in range(3))
    kind = chance.randrange(6)
    if kind == 0 and data:
        data[place % len(data)] ^= 1 << chance.randrange(8)
    elif kind == 1:
        data[place:place] = bits
    elif kind == 2:
        del data[place : place + chance.randrange(200)]
    elif kind == 3:
        data[place:place] = data[: chance.randrange(300)]
    elif kind == 4:
        data = bytearray(
            data.decode("latin-1").encode(chance.choice(["utf-16", "utf-32", "utf-7"]))
        )
    else:
        data = bytearray(chance.randbytes(chance.randrange(300)))
    path.write_bytes(data)


def _survives(folder: Path, seeds: range) -> None:
    cases = [case for row in ROWS for case in (*row.breaks, *row.keeps)]
    for seed in seeds:
        if seed % 50 == 0:
            root = cases[(seed // 50) % len(cases)].bag.write(folder / str(seed))
        if root.is_dir():
            _mutate(root, seed)

        outcome = validate_bag(str(root), ValidationOptions())

        assert "IO-04" not in {f.code.value for f in outcome.findings}, (seed, outcome)


def test_no_mutated_bag_breaks_the_check(tmp_path: Path) -> None:
    _survives(tmp_path, range(2000))


@pytest.mark.heavy
def test_none_of_a_hundred_thousand_mutated_bags_breaks_the_check(tmp_path: Path) -> None:
    _survives(tmp_path, range(2000, 102_000))


@pytest.mark.parametrize("workers", [1, 4])
def test_a_single_bag_with_large_files_is_judged_the_same_by_any_number_of_workers(
    cli: Cli, tmp_path: Path, workers: int
) -> None:
    tapes = {f"data/tape-{n}.wav": bytes([n]) * 400_000 for n in range(6)}
    bag = bags.make_bag(tmp_path / "tapes", tapes)
    good = cli("validate", bag, "--workers", str(workers), "--json")
    bags.flip(bag / "data/tape-3.wav", -1)
    bad = cli("validate", bag, "--workers", str(workers), "--json")

    assert (good.code, bad.code) == (0, 1)
    assert [(f["code"], f["path"]) for f in bad.lines[0]["findings"]] == [
        ("RX-10", "data/tape-3.wav")
    ]
    assert good.lines[0]["bytes"] == bad.lines[0]["bytes"]


def test_the_bytes_of_a_single_bag_are_told_as_they_are_read(tmp_path: Path) -> None:
    bag = bags.make_bag(tmp_path / "tapes", {f"data/{n}.wav": bytes(3 << 20) for n in range(2)})
    told: list[int] = []

    [outcome] = validate([str(bag)], ValidationOptions(), workers=2, reads=told.append)

    assert sum(told) == outcome.bytes
    assert max(told) <= 1 << 20

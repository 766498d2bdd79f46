"""The second opinion agrees with ours, and leaves no trace."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsarchive.bag.crosscheck import crosscheck
from newsarchive.bag.writer import write
from newsarchive.digests import Algorithm
from support import bags


@pytest.mark.parametrize("algorithms", [(Algorithm.SHA512,), tuple(Algorithm)], ids=["one", "all"])
def test_bagit_calls_our_bags_valid(tmp_path: Path, algorithms: tuple[Algorithm, ...]) -> None:
    bag = bags.make_bag(tmp_path / "bag", algorithms=algorithms)

    assert crosscheck(bag) == ()


def test_bagit_objects_to_damage_by_name(bag: Path) -> None:
    bags.flip(bag / bags.TEXT)

    [objection] = crosscheck(bag)

    assert bags.TEXT in objection


def test_bagit_reads_from_our_manifests_what_the_plan_says(tmp_path: Path) -> None:
    plan = bags.plan()
    write(plan, tmp_path / "bag", sync=False)

    assert crosscheck(tmp_path / "bag", plan.listed()) == ()


@pytest.mark.parametrize("name", ["manifest-sha512.txt", "tagmanifest-sha512.txt"])
@pytest.mark.parametrize("offset", [0, 64, 127])
def test_a_digest_that_bagit_reads_otherwise_is_an_objection(
    tmp_path: Path, name: str, offset: int
) -> None:
    plan = bags.plan()
    write(plan, tmp_path / "bag", sync=False)
    bags.flip(tmp_path / "bag" / name, offset)

    [objection] = crosscheck(tmp_path / "bag", plan.listed())

    assert "other digests" in objection


def test_a_file_that_bagit_does_not_read_in_the_manifests_is_an_objection(tmp_path: Path) -> None:
    plan = bags.plan()
    write(plan, tmp_path / "bag", sync=False)
    listed = {**plan.listed(), "tag.txt": {"sha512": "0" * 128}}

    [objection] = crosscheck(tmp_path / "bag", listed)

    assert objection.startswith("tag.txt ")


@pytest.mark.parametrize("path", [bags.TEXT, "data/stray", "data/media/stray"])
def test_without_hashing_bagit_still_judges_what_is_there(tmp_path: Path, path: str) -> None:
    plan = bags.plan()
    bag = tmp_path / "bag"
    write(plan, bag, sync=False)
    (bag / path).unlink() if (bag / path).exists() else (bag / path).write_bytes(b"?")

    assert len(crosscheck(bag, plan.listed())) == 1


@pytest.mark.parametrize("name", ["bagit.txt", "data", "."])
def test_whatever_stops_bagit_is_an_objection(tmp_path: Path, name: str) -> None:
    bag = bags.make_bag(tmp_path / "bag", {})
    path = bag / name
    path.unlink() if path.is_file() else path.rename(tmp_path / "away")

    assert len(crosscheck(bag)) == 1


def test_the_second_opinion_writes_nothing_and_stays_where_it_is(
    bag: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    bags.flip(bag / bags.TEXT)
    before, here = bags.snapshot(bag), Path.cwd()

    with caplog.at_level(logging.DEBUG):
        crosscheck(bag)

    assert (bags.snapshot(bag), Path.cwd()) == (before, here)
    assert (capfd.readouterr(), caplog.records) == (("", ""), [])


def test_importing_the_package_does_not_import_bagit() -> None:
    script = "import sys, newsarchive.bag; print('bagit' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ
    )

    assert done.stdout == "False\n"


_BDBAG = """\
import sys
from bdbag import bdbag_api
bdbag_api.validate_bag(sys.argv[1])
"""


@pytest.mark.parametrize("algorithms", [(Algorithm.SHA512,), tuple(Algorithm)], ids=["one", "all"])
def test_bdbag_calls_our_bags_valid(tmp_path: Path, algorithms: tuple[Algorithm, ...]) -> None:
    bag = bags.make_bag(tmp_path / "bag", algorithms=algorithms)

    # In a process of its own: it writes a configuration into the home of whoever imports it.
    done = subprocess.run(
        [sys.executable, "-c", _BDBAG, bag],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )

    assert done.returncode == 0, done.stderr

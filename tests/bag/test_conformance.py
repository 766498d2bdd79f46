"""Every requirement has bags that break it and bags that keep it, or a test of its own."""

from pathlib import Path

import pytest

from newsarchive.bag import DirectoryTree, check
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import Code, Kind, Level
from newsarchive.model.observation import Observation
from support import bags, conformance, conformance_page
from support.conformance import ROWS, Case, Row
from support.project import ROOT

_BREAKS = [pytest.param(r, c, id=f"{r.id} {c.what}") for r in ROWS for c in r.breaks]
_KEEPS = [pytest.param(r, c, id=f"{r.id} {c.what}") for r in ROWS for c in r.keeps]


def _look(case: Case, folder: Path) -> Observation:
    root = case.bag.write(folder)
    before = bags.snapshot(folder)

    seen = check(DirectoryTree(root))

    assert bags.snapshot(folder) == before
    return seen


@pytest.mark.parametrize(("row", "case"), _BREAKS)
def test_a_bag_that_breaks_a_requirement(row: Row, case: Case, tmp_path: Path) -> None:
    seen = _look(case, tmp_path)

    assert (case.code or row.id) in {f.code.value for f in seen.findings}, seen.findings
    assert validity(seen).value == case.verdict, seen.findings


@pytest.mark.parametrize(("row", "case"), _KEEPS)
def test_a_bag_that_keeps_a_requirement(row: Row, case: Case, tmp_path: Path) -> None:
    seen = _look(case, tmp_path)

    assert validity(seen).value == case.verdict, seen.findings
    assert row.id not in {f.code.value for f in seen.findings if f.kind is not Kind.NOT_FETCHED}


def test_every_code_of_the_rfc_has_its_row() -> None:
    about_bags = {
        c.value for c in Code if c[:2] in {"RB", "RM", "RT", "RI", "RF", "RX", "RS", "RN"}
    }

    assert about_bags <= {row.id for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_has_bags_or_a_test(row: Row) -> None:
    assert (row.breaks and row.keeps) or row.test


@pytest.mark.parametrize("row", [r for r in ROWS if r.test], ids=lambda row: row.id)
def test_the_test_that_a_row_names_is_there(row: Row) -> None:
    path, _, name = row.test.partition(":")
    name = name.lstrip(":")

    text = (ROOT / path).read_text(encoding="utf-8")

    assert not name.startswith("test_") or f"def {name}(" in text


def test_a_verdict_needs_an_error(tmp_path: Path) -> None:
    for case in (c for row in ROWS for c in row.breaks if c.verdict == conformance.V):
        seen = _look(case, tmp_path / str(id(case)))

        assert {f.level for f in seen.findings} <= {Level.WARNING, Level.NOTE}, case


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs/conformance.md").read_text(encoding="utf-8")

    assert page == conformance_page.page()

"""The ledger put back from an older copy: what audits wrote since then is evidence, and stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newsarchive.model.auditing import AuditReport
from newsarchive.model.chronicle import Check
from newsarchive.model.finding import Code, Verdict
from newsarchive.model.run import Run
from support.archives import Place, bags
from support.life import audit, flip, open_findings, take_in


@dataclass(frozen=True)
class Forgotten:
    """A run that the ledger forgot: its folder, and what the ledger had of it."""

    folder: Path
    fields: Mapping[str, Any]


@pytest.fixture
def forgotten(place: Place) -> Forgotten:
    """Three bags, one of them damaged, and the run that found it."""
    take_in(place, "a.txt", "b.txt", "c.txt")
    flip(bags(place.root)[1] / "data/article.txt")
    ledger = place.root / "ledger/entries.jsonl"
    before = ledger.read_bytes()
    place.clock.move(hours=1)
    run = audit(place)
    fields = entered(place)[run].fields()
    ledger.write_bytes(before)
    place.clock.move(hours=1)
    return Forgotten(place.root / "audits" / run, fields)


def audit_again(place: Place) -> AuditReport:
    with place.open() as archive:
        return archive.audit(lambda _: None)


def entered(place: Place) -> dict[str, Run]:
    with place.open() as archive:
        return {run.run: run for run in archive.audits()}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_whole_report_is_entered_as_it_is(place: Place, forgotten: Forgotten) -> None:
    before = contents(forgotten.folder)

    report = audit_again(place)

    assert contents(forgotten.folder) == before
    again = entered(place)[forgotten.folder.name].fields()
    assert again == forgotten.fields
    assert (again["state"], again["exit"]) == ("complete", 1)
    assert report.found.counts == {Verdict.INTACT: 2, Verdict.DAMAGED: 1}
    found = [f.code for b in report.found.problems for f in b.findings]
    assert found == [Code.RX_10, Code.AR_03]  # and the ledger is shorter than it was


def test_what_it_found_is_known_to_have_been_found_by_it(
    place: Place, forgotten: Forgotten
) -> None:
    audit_again(place)

    with place.open() as archive:
        damaged = archive.audits()[-1].run
        [finding] = open_findings(place)
        checks = [h.run for h in archive.history(finding.bag).happenings if isinstance(h, Check)]
    assert checks == [forgotten.folder.name, damaged]


@pytest.mark.parametrize("harm", ["torn", "changed", "of another run", "of another list"])
def test_a_report_that_is_none_is_kept_as_evidence(
    place: Place, forgotten: Forgotten, harm: str
) -> None:
    folder = forgotten.folder
    path = folder / "report.json"
    whole = path.read_bytes()
    path.write_bytes(
        {
            "torn": whole[:-40],
            "changed": whole.replace(b'"damaged":1', b'"damaged":"no"'),
            "of another run": whole.replace(folder.name.encode(), b"2020-01-01T000000Z-000000"),
            "of another list": whole,
        }[harm]
    )
    if harm == "of another list":
        with (folder / "part-1.jsonl").open("ab") as part:
            part.write(b'{"v":1}\n')
    wrong = path.read_bytes()

    audit_again(place)

    kept = place.root / "quarantine" / f"{folder.name}-report.json"
    assert kept.read_bytes() == wrong
    run = entered(place)[folder.name].fields()
    assert (run["state"], run["stopped"], run["damaged"]) == ("interrupted", "killed", 1)


def test_a_line_that_is_damaged_takes_no_other_with_it(place: Place, forgotten: Forgotten) -> None:
    folder = forgotten.folder
    part = folder / "part-1.jsonl"
    first, second, third = part.read_bytes().splitlines(keepends=True)
    part.write_bytes(first + second.replace(b"{", b"\0", 1) + third)
    damaged = part.read_bytes()

    audit_again(place)

    assert part.read_bytes() == damaged
    run = entered(place)[folder.name].fields()
    assert (run["state"], run["bags"]) == ("interrupted", 2)

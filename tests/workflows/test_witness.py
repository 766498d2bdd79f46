"""The ledger is the witness: the catalog is believed as far as it says what the ledger says."""

import shutil
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from newsarchive.archive import Archive
from newsarchive.digests import digest_of
from newsarchive.ledger import Entry, Head, NewEntry
from newsarchive.ledger.entries import chain, read_chain
from newsarchive.ledger.names import Names
from newsarchive.model.auditing import AuditOptions, AuditReport
from newsarchive.model.finding import Code, Verdict
from newsarchive.model.layout import CATALOG, LEDGER
from support.archives import Place, bags, fill, make_place
from support.life import audit as audited
from support.life import flip, status, take_in


def edit(place: Place, *statements: str) -> None:
    """Write to the catalog as anybody with a program for SQLite would."""
    db = sqlite3.connect(place.root / CATALOG)
    with db:
        for statement in statements:
            db.execute(statement)
    db.close()


def rot(place: Place, *statements: str) -> None:
    """Change the catalog without a trace: as a failing disk does, or who knows the traces."""
    db = sqlite3.connect(place.root / CATALOG)
    with db:
        db.execute("UPDATE guard SET open = 1")
        for statement in statements:
            db.execute(statement)
        db.execute("UPDATE guard SET open = 0, edited = 0")
    db.close()


def audit(place: Place, options: AuditOptions | None = None) -> AuditReport:
    with place.open() as archive:
        return archive.audit(lambda _: None, options)


def codes(report: AuditReport, path: str) -> list[Code]:
    return [f.code for b in report.found.problems if b.path == path for f in b.findings]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Three articles that were audited, to be copied."""
    place = make_place(tmp_path_factory.mktemp("made"))
    take_in(place, "a.txt", "b.txt", "c.txt")
    audited(place)
    return place


@pytest.fixture
def held(place: Place, made: Place) -> Place:
    return fill(place, made)


CHANGES = {
    "seal": "UPDATE bag SET seal = 'sha512:' || substr(seal, 9) || '0'",
    "digit of a seal": "UPDATE bag SET accession = replace(accession, 'sha512:', 'sha512:')"
    " , seal = 'sha512:' || '0' || substr(seal, 9) WHERE seq = 2",
    "path": "UPDATE bag SET path = 'bags/1999/01/01/' || name WHERE seq = 1",
    "id": "UPDATE bag SET id = '" + "0" * 64 + "' WHERE seq = 1",
    "accession": "UPDATE bag SET accession = json_set(accession, '$.bytes', 1) WHERE seq = 3",
    "row gone": "DELETE FROM bag WHERE seq = 2",
    "all rows gone": "DELETE FROM bag",
    "row more": "INSERT INTO bag SELECT '"
    + "1" * 64
    + "', kind, 'urn:x', 'x', 'bags/x', seal, article, 0, accessioned, files, bytes, complete,"
    " amends, delivery, dated, accession, collection, text, position, superseded"
    " FROM bag WHERE seq = 1",
}


@pytest.mark.parametrize("change", [edit, rot])
@pytest.mark.parametrize("what", CHANGES)
def test_an_audit_goes_by_the_ledger_and_says_where_the_catalog_differs(
    held: Place, change: Callable[..., None], what: str
) -> None:
    change(held, CHANGES[what])

    report = audit(held)

    assert (report.found.counts[Verdict.INTACT], report.found.bags) == (3, 3)
    assert codes(report, CATALOG) == [Code.AR_07]
    assert report.exit_code == 0  # no bag is harmed, and the index is right again
    assert codes(audit(held), CATALOG) == []


@pytest.mark.parametrize("change", [edit, rot])
def test_a_bag_rewritten_with_its_seal_in_the_catalog_is_damaged(
    held: Place, change: Callable[..., None]
) -> None:
    bag = bags(held.root)[0]
    flip(bag / "tagmanifest-sha512.txt")
    seal = digest_of((bag / "tagmanifest-sha512.txt").read_bytes())
    change(held, f"UPDATE bag SET seal = '{seal}' WHERE name = '{bag.name}'")  # noqa: S608

    report = audit(held)

    assert report.found.counts[Verdict.DAMAGED] == 1
    assert report.exit_code == 1


@pytest.mark.parametrize("change", [edit, rot])
@pytest.mark.parametrize("order", [None, AuditOptions(record=False)], ids=["recorded", "not"])
def test_a_bag_that_was_deleted_with_its_row_is_missing(
    held: Place, change: Callable[..., None], order: AuditOptions | None
) -> None:
    bag = bags(held.root)[0]
    shutil.rmtree(bag)
    change(held, f"DELETE FROM bag WHERE name = '{bag.name}'")  # noqa: S608

    report = audit(held, order)

    assert report.found.counts[Verdict.MISSING] == 1
    assert report.exit_code == 1


def test_where_the_catalog_cannot_be_made_anew_the_audit_goes_by_the_ledger_all_the_same(
    held: Place,
) -> None:
    rot(held, CHANGES["digit of a seal"])

    with Archive.open(held.root, held.clock, read_only=True) as archive:
        report = archive.audit(lambda _: None, AuditOptions(record=False))

    assert report.found.counts[Verdict.INTACT] == 3
    assert codes(report, CATALOG) == [Code.AR_07]


FORGOTTEN = {
    "finding": "DELETE FROM finding",
    "standing": "DELETE FROM standing",
    "verdict": "UPDATE standing SET verdict = 'intact', findings = '[]'",
    "checks": "DELETE FROM checked",
    "run": "DELETE FROM run",
    "mark": "UPDATE meta SET value = value || ' ' WHERE key = 'mark'",
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_damage_that_the_catalog_was_made_to_forget_is_known_again(held: Place, what: str) -> None:
    flip(bags(held.root)[0] / "data/article.txt")
    assert audit(held).exit_code == 1
    before = status(held)
    edit(held, FORGOTTEN[what])

    after = status(held)

    assert [f for f in after.open if f.origin != "catalog"] == list(before.open)
    assert [f.finding.code for f in after.open if f.origin == "catalog"] == [Code.AR_07]
    assert after.coverage == before.coverage


@pytest.mark.parametrize(
    "hide",
    [
        "DROP TRIGGER finding_delete",
        "UPDATE guard SET edited = 1",
        "DELETE FROM guard",
    ],
)
def test_who_takes_away_what_would_show_an_edit_is_noticed(held: Place, hide: str) -> None:
    edit(held, hide)

    assert [f.finding.code for f in status(held).open if f.origin == "catalog"] == [Code.AR_07]


def test_an_edit_is_an_open_matter_until_an_audit_has_told_it(held: Place) -> None:
    edit(held, FORGOTTEN["standing"])

    open_twice = [status(held).open[0].finding.code for _ in range(2)]
    told = codes(audit(held), CATALOG)

    assert open_twice == [Code.AR_07] * 2
    assert told == [Code.AR_07]
    assert [f for f in status(held).open if f.origin == "catalog"] == []


def test_a_catalog_that_only_newsarchive_wrote_to_is_believed(held: Place) -> None:
    take_in(held, "d.txt")
    audited(held)

    assert [f for f in status(held).open if f.origin == "catalog"] == []
    assert codes(audit(held), CATALOG) == []


def test_a_writer_does_not_build_on_an_edited_catalog(held: Place) -> None:
    edit(held, CHANGES["row gone"])

    outcome = take_in(held, "a.txt", "b.txt", "c.txt")

    assert len(bags(held.root)) == 3, outcome
    assert audit(held).found.counts[Verdict.INTACT] == 3


# Ledgers whose chain holds


def forge(place: Place, change: Callable[[list[NewEntry]], list[NewEntry]]) -> None:
    """Write the ledger anew, as somebody who knows how the chain is made."""
    path = place.root / LEDGER
    lines = path.read_bytes().splitlines(keepends=True)
    read = [e for e, _ in read_chain(Head(), lines)]
    entries = [NewEntry(e.type, e.fields) for e in read]
    names = Names(path)
    told = {e.fields["bag"]: names.told(e, _nobody).entry for e in read if "names" in e.fields}
    kept = change(list(entries))
    changed = [e if e in entries else _as_once(e, list(told.values())) for e in kept]
    forged, _ = chain(Head(), changed, place.clock.now())
    path.write_bytes(b"".join(forged))
    (place.root / CATALOG).unlink()  # else it remembers another ledger


def _nobody(_: str) -> bool:
    return False


def _as_once(entry: NewEntry, told: list[Entry]) -> NewEntry:
    """An accession with a part beside the ledger, as an early one, which has all of it itself."""
    if "names" not in entry.fields:
        return entry
    first = told[0].fields
    left_out = {"names", "place", "salt"}
    fields = {**first, **entry.fields}
    return NewEntry(entry.type, {k: v for k, v in fields.items() if k not in left_out})


def with_more(kind: str, /, **fields: Any) -> Callable[[list[NewEntry]], list[NewEntry]]:
    return lambda entries: [*entries, NewEntry(kind, fields)]


def again(kind: str, /, **changes: Any) -> Callable[[list[NewEntry]], list[NewEntry]]:
    """The first entry of a type once more, with other fields."""

    def change(entries: list[NewEntry]) -> list[NewEntry]:
        first = next(e for e in entries if e.type == kind)
        return [*entries, NewEntry(kind, {**first.fields, **changes})]

    return change


OTHER = {"bag": "9" * 64, "name": "x-999", "path": "bags/undated/99/x-999"}
DECISION = {
    "bag": "9" * 64,
    "kind": "access",
    "value": "open",
    "reason": "curation",
    "note": "",
    "by": "x",
}
KNOWN = {"finding": "0" * 16, "bag": "9" * 64, "reason": "x", "until": None, "by": "x"}
FORGED: dict[str, Callable[[list[NewEntry]], list[NewEntry]]] = {
    "an accession twice": again("accession", complete=True),
    "a bag at the place of another": again("accession", bag="9" * 64),
    "an audit twice": again("audit"),
    "founded twice": again("init"),
    "another type": with_more("pilgrimage", to="Mecca"),
    "no fields": with_more("accession"),
    "an empty path": again("accession", **{**OTHER, "path": ""}),
    "a path that is a number": again("accession", **{**OTHER, "path": 17}),
    "an absolute path": again("accession", **{**OTHER, "path": "/etc"}),
    "a path that leads out": again("accession", **{**OTHER, "path": "bags/../../x-999"}),
    "a seal that is none": again("accession", **{**OTHER, "seal": "md5:0"}),
    "a kind of bag that is none": again("accession", **{**OTHER, "kind": "?"}),
    "a decision of no kind": with_more("decision", **{**DECISION, "kind": "x"}),
    "a decision that is a number": with_more("decision", **{**DECISION, "value": 3}),
    "an impossible day": with_more("acknowledgement", **{**KNOWN, "until": "2026-02-31"}),
    "a day that is a number": with_more("acknowledgement", **{**KNOWN, "until": 20260231}),
    "damage that is a text": with_more("damage", run="r", bag="9" * 64, verdict="bad", findings=[]),
    "numbers that are texts": lambda entries: [
        *entries[:-1],
        NewEntry("audit", {**entries[-1].fields, "bags": "three"}),
    ],
    "a prune of nothing": with_more("prune", runs=3, reports=[], before="", by=""),
    "a loss of a text": with_more("loss", source="x", entry="3", line_sha256="", moment=""),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_ledger_that_says_what_cannot_be_is_followed_and_its_line_named(
    held: Place, name: str
) -> None:
    forge(held, FORGED[name])
    last = len((held.root / LEDGER).read_bytes().splitlines())

    report = audit(held)
    found = [f for b in report.found.problems if b.path == LEDGER for f in b.findings]
    [finding] = [f for f in found if f.code is Code.AR_06]

    assert finding.detail.startswith(f"line {last}: ")
    assert report.exit_code == 3
    assert report.found.counts[Verdict.INTACT] == 3
    assert finding.code in [f.finding.code for f in status(held).open]
    with held.open() as archive:
        assert archive.rebuild().same


WHOLE: dict[str, Callable[[list[NewEntry]], list[NewEntry]]] = {
    "of another archive": lambda es: [
        NewEntry("init", {**es[0].fields, "archive": "urn:uuid:another"}),
        *es[1:],
    ],
    "without its beginning": lambda es: es[1:],
    "with a beginning that is none": lambda es: [NewEntry("init", {}), *es[1:]],
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_ledger_of_another_archive_or_without_its_beginning_is_said_to_be_one(
    held: Place, name: str
) -> None:
    forge(held, WHOLE[name])

    report = audit(held)

    assert codes(report, LEDGER).count(Code.AR_06) == 1
    found = [f for b in report.found.problems if b.path == LEDGER for f in b.findings]
    [first] = [f for f in found if f.code is Code.AR_06]
    assert first.detail.startswith("line 1: ")
    assert report.exit_code == 3


def test_a_ledger_that_is_empty_is_said_to_be_so(held: Place) -> None:
    (held.root / LEDGER).write_bytes(b"")
    (held.root / CATALOG).unlink()

    report = audit(held)

    assert Code.AR_06 in codes(report, LEDGER)
    assert report.exit_code in {1, 3}  # its bags are unknown now


def test_what_the_ledger_says_that_cannot_be_is_quiet_once_acknowledged(held: Place) -> None:
    forge(held, FORGED["another type"])
    audit(held)
    with held.open() as archive:
        [known] = [f for f in archive.status().open if f.finding.code is Code.AR_06]
        archive.acknowledge(known.id, "written by hand")

    assert audit(held).exit_code == 0


def test_of_a_million_wrong_entries_the_first_thousand_are_told(held: Place) -> None:
    forge(held, lambda es: [*es, *(NewEntry("pilgrimage", {"n": n}) for n in range(1500))])

    report = audit(held)

    assert codes(report, LEDGER) == [Code.AR_06] * 1000

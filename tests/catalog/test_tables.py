"""Every table of the catalog is counted, compared and cleared, whichever there are."""

from dataclasses import replace

import pytest

from newsarchive.catalog import Catalog
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.decision import Reason
from newsarchive.model.entries import Loss, Sighting
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession, Standing
from newsarchive.model.run import Run
from newsarchive.model.withdrawal import Act, Withdrawal

BAG = "ab" * 32
NOON = "2026-11-22T12:00:00Z"
ACCESSION = Accession(
    bag=BAG,
    name="rain-abababababab",
    path="bags/2017/04/13/rain-abababababab",
    seal=Digest(Algorithm.SHA512, "cd" * 64),
    article="urn:x:1",
    version=None,
    originals=("ef" * 64, "ef" * 64),
    media=(),
    supplied={},
    origin="/in/rain.txt",
    files=9,
    bytes=4711,
    complete=True,
    sources=("Tolm Post",),
    seq=1,
    time=NOON,
)
KEPT = {"meta", "memory", "guard"}  # what is in them has keys of its own


@pytest.fixture
def full() -> Catalog:
    """A catalog with something in each of its tables."""
    catalog = Catalog(None)
    catalog.add_accession(ACCESSION)
    other = "ba" * 32
    catalog.add_accession(
        replace(
            ACCESSION,
            bag=other,
            name="snow-babababababa",
            path="bags/2017/04/13/snow-babababababa",
            seq=0,
        )
    )
    catalog.tombstones.bury(
        Withdrawal(
            other,
            f"sha512:{'cd' * 64}",
            Act.DESTROY,
            Reason.PRIVACY,
            "letter 114",
            "archivist",
            refused=("01" * 64,),
        )
    )
    catalog.items.add(1, BAG, NOON)
    catalog.entries.add(Sighting(BAG, "/in/again.txt", 2, NOON))
    catalog.add_run(Run("run-3", seq=3, time=NOON))
    changed = Finding(Code.RX_10, Kind.CHANGED, Level.ERROR, "data/a", "changed")
    catalog.set_standings([Standing(BAG, Verdict.DAMAGED, NOON, "run-3", (changed,))])
    loss = Loss("the catalog", 17, "ab" * 32, NOON, 4, NOON)
    catalog.findings.add_loss(loss)
    catalog.findings.add_fault(5, ("its path is not one",), NOON)
    catalog.memory.set_pending([loss])
    catalog.memory.set_mark({"seq": 4})
    return catalog


def test_every_table_is_counted(full: Catalog) -> None:
    assert [table for table, rows in full.rows().items() if not rows] == []


def test_every_table_is_compared_but_what_follows_from_no_ledger(full: Catalog) -> None:
    assert {line.partition(" ")[0] for line in full.dump()} == set(full.rows()) - {
        "memory",
        "guard",
    }


def test_every_table_is_cleared_but_what_follows_from_no_ledger(full: Catalog) -> None:
    full.clear()

    assert {table for table, rows in full.rows().items() if rows} == KEPT
    assert full.memory.mark() == {}
    assert [loss.source for loss in full.memory.pending()] == ["the catalog"]


def test_a_cleared_catalog_is_a_new_one(full: Catalog) -> None:
    full.clear()

    assert list(full.dump()) == list(Catalog(None).dump())

"""Every type of ledger entry reads back as the value that it was written from."""

from datetime import UTC, date, datetime

import pytest

from newsarchive.digests import Algorithm, Digest
from newsarchive.ledger.entries import Entry, Head, chain, key_of, read_chain
from newsarchive.ledger.kinds import TYPES, Known, read, written
from newsarchive.model.attention import Acknowledgement
from newsarchive.model.auditing import Reach, RunState, Scope
from newsarchive.model.decision import Decision, DecisionKind, Reason
from newsarchive.model.entries import Adoption, Damage, Founding, Loss, Prune, Sighting
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.run import Run

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIME = "2026-11-22T12:00:00Z"
BAG, SEAL = "ab" * 32, Digest(Algorithm.SHA512, "cd" * 64)
LOST = Finding(Code.RX_09, Kind.MISSING, Level.ERROR, "data/article.txt", "it is gone")

ACCESSION = Accession(
    bag=BAG,
    name="rain-abababababab",
    path="bags/2017/04/13/rain-abababababab",
    seal=SEAL,
    article="urn:x:1",
    version="2",
    originals=("ef" * 64,),
    media=(("01" * 64, 1),),
    supplied={"sources": ["Tolm Post"]},
    origin="/in/rain.txt",
    files=9,
    bytes=4711,
    complete=True,
    sources=("Tolm Post",),
    dated="2017-04-13?",
    seq=0,
    time=TIME,
)
VALUES: dict[str, Known] = {
    "init": Founding("urn:uuid:1", 1, "newsarchive 0.1.0", 0, TIME),
    "accession": ACCESSION,
    "sighting": Sighting(BAG, "/in/b.txt", 0, TIME),
    "audit": Run(
        "2026-11-22T120000Z-00ffee",
        "sha512:" + "0" * 128,
        "direct",
        bags=3,
        counts={v: 2 if v is Verdict.INTACT else 1 for v in Verdict},
        scope=Scope(Reach.COLLECTION, "floods"),
        state=RunState.INTERRUPTED,
        stopped="SIGTERM",
        planned=7,
        of_bags=9,
        began=TIME,
        ended=TIME,
        told=("store",),
        exit=3,
        store="copy",
        seq=0,
        time=TIME,
    ),
    "damage": Damage("run", BAG, Verdict.DAMAGED, (LOST,), 0, TIME, "copy"),
    "decision": Decision(
        BAG, DecisionKind.ACCESS, "onsite", Reason.PRIVACY, "archivist", "", 0, TIME
    ),
    "acknowledgement": Acknowledgement(
        "0123456789abcdef", BAG, "known", date(2027, 1, 31), "archivist", 0, TIME
    ),
    "loss": Loss("the catalog", 17, "ab" * 32, TIME, 0, TIME),
    "adoption": Adoption(BAG, "restored from tape", "archivist", 0, TIME),
    "prune": Prune(("run",), ("sha512:1",), TIME, "archivist", 0, TIME),
}


def test_every_type_has_a_value_here() -> None:
    assert set(VALUES) == set(TYPES)


@pytest.mark.parametrize("name", VALUES)
def test_what_is_written_reads_back(name: str) -> None:
    lines, _ = chain(Head(), [written(VALUES[name])], NOON)
    [(entry, _)] = read_chain(Head(), lines)

    assert entry.type == name
    assert read(entry) == VALUES[name]


@pytest.mark.parametrize("name", VALUES)
def test_an_entry_that_lacks_a_field_says_which(name: str) -> None:
    fields = written(VALUES[name]).fields
    first = next(n for n in fields if n not in {"kind", "read"})

    with pytest.raises(ValueError, match=first):
        read(Entry(0, TIME, name, {n: v for n, v in fields.items() if n != first}))


def test_a_type_of_a_newer_program_is_no_fault() -> None:
    assert read(Entry(0, TIME, "pilgrimage", {"to": "Mecca"})) is None


@pytest.mark.parametrize(
    ("amends", "kind"), [(None, BagKind.ARTICLE), (str(SEAL), BagKind.AMENDMENT)]
)
def test_early_accessions_that_name_no_kind_are_what_they_were(
    amends: str | None, kind: BagKind
) -> None:
    fields = {**ACCESSION.fields(), "amends": amends}
    del fields["kind"]

    assert Accession.read(fields, 0, TIME).kind is kind


@pytest.mark.parametrize(
    ("folder", "dated"),
    [
        ("2017/04/13", "2017-04-13"),
        ("2017/04/XX", "2017-04"),
        ("2017/XX/XX", "2017"),
        ("undated/ab", ""),
        ("deliveries/ab", ""),
    ],
)
def test_early_accessions_have_the_date_of_their_folder(folder: str, dated: str) -> None:
    fields = {**ACCESSION.fields(), "path": f"bags/{folder}/rain-abababababab"}
    del fields["dated"]

    assert Accession.read(fields, 0, TIME).dated == dated


def test_early_audits_looked_at_all_and_came_to_their_end() -> None:
    run = Run.read({"run": "r", "report": "sha512:1", "intact": 4}, 3, TIME)

    assert (run.scope, run.state, run.bags) == (Scope(Reach.ALL), RunState.COMPLETE, 4)
    assert run.told == ("store", "reports")
    assert run.store == "main"


def test_early_damage_was_in_the_main_store() -> None:
    fields = Damage("run", BAG, Verdict.DAMAGED, (LOST,)).fields()
    del fields["store"]

    assert Damage.read(fields, 3, TIME).store == "main"


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("accession", {"bag": "a", "seal": "1"}, {"bag": "a", "seal": "2"}),
        ("audit", {"run": "r", "exit": 0}, {"run": "r", "exit": 1}),
        ("decision", {"bag": "a", "value": "x"}, {"value": "x", "bag": "a"}),
    ],
)
def test_what_is_never_entered_twice_has_one_key(
    kind: str, one: dict[str, object], other: dict[str, object]
) -> None:
    assert key_of(kind, one) == key_of(kind, other)


def test_other_entries_are_told_apart_by_every_word() -> None:
    assert key_of("decision", {"bag": "a"}) != key_of("decision", {"bag": "b"})
    assert key_of("accession", {"bag": "a"}) != key_of("audit", {"run": "a"})

"""Every type of ledger entry reads back as the value that it was written from."""

import pytest

from newsarchive.ledger.entries import Head, chain, key_of, read_chain
from newsarchive.ledger.kinds import TYPES, Understood, understand, written
from newsarchive.model.auditing import Reach, RunState, Scope
from newsarchive.model.entries import Damage
from newsarchive.model.finding import Verdict
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.run import Run
from support.entries import ACCESSION, BAG, LOST, NOON, SEAL, TIME, VALUES


def test_every_type_has_a_value_here() -> None:
    assert set(VALUES) == set(TYPES)


@pytest.mark.parametrize("name", VALUES)
def test_what_is_written_reads_back(name: str) -> None:
    lines, _ = chain(Head(), [written(VALUES[name])], NOON)
    [(entry, _)] = read_chain(Head(), lines)

    assert entry.type == name
    assert understand(entry) == Understood(VALUES[name])


@pytest.mark.parametrize(
    ("amends", "kind"), [(None, BagKind.ARTICLE), (str(SEAL), BagKind.AMENDMENT)]
)
def test_early_accessions_that_name_no_kind_are_what_they_were(
    amends: str | None, kind: BagKind
) -> None:
    fields = {**ACCESSION.fields(), "amends": amends}
    del fields["kind"]

    assert Accession.read(fields, 0, TIME).kind is kind


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

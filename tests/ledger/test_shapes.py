"""Whatever stands in a ledger is understood, or is a fault that names the field; nothing raises."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.ledger.entries import Entry
from newsarchive.ledger.kinds import TYPES, understand, written
from newsarchive.ledger.shapes import SHAPES
from newsarchive.model.holding import Accession
from newsarchive.model.run import Run
from support.entries import ACCESSION, TIME, VALUES

ANYTHING: list[Any] = [None, True, -1, 0, 2**60, 1.5, "", "x", "\x1b[2J", [], [1], {}, {"a": 1}]


def entry(kind: str, /, **changes: Any) -> Entry:
    return Entry(7, TIME, kind, {**written(VALUES[kind]).fields, **changes})


def test_every_type_has_its_shapes() -> None:
    assert set(SHAPES) == set(TYPES)
    for name, value in VALUES.items():
        assert set(SHAPES[name]) == set(written(value).fields)


@pytest.mark.parametrize(("name", "field"), [(n, f) for n in SHAPES for f in SHAPES[n]])
def test_a_field_that_is_anything_is_right_or_a_fault_that_names_it(name: str, field: str) -> None:
    for value in ANYTHING:
        understood = understand(entry(name, **{field: value}))

        assert understood.faults == () or any(
            f"its {field}" in f or f"its {name}:" in f for f in understood.faults
        )
        if understood.said is None:
            assert understood.faults


@pytest.mark.parametrize(
    ("name", "field"), [(n, f) for n in SHAPES for f, s in SHAPES[n].items() if not s.optional]
)
def test_a_field_that_is_not_there_is_a_fault_that_names_it(name: str, field: str) -> None:
    whole = entry(name)
    fields = {n: v for n, v in whole.fields.items() if n != field}

    assert understand(Entry(7, TIME, name, fields)).faults == (f"it has no {field}",)


PATHS: list[Any] = [
    "",
    ".",
    "/etc/passwd",
    "../victim",
    "bags",
    "bags/2017/04/13/../../../../victim",
    "bags/2017/04/13/rain-abababababab/",
    "bags//2017/04/13/rain-abababababab",
    "bags/2017/04/13/other-name",
    "audits/2017/04/13/rain-abababababab",
    "bags/2017/04/13/rain-abababababab\n",
    17,
    None,
    ["bags"],
]


@pytest.mark.parametrize("path", PATHS, ids=repr)
def test_a_bag_with_a_path_that_is_no_place_for_it_is_none(path: Any) -> None:
    understood = understand(entry("accession", path=path))

    assert understood.said is None
    assert len(understood.faults) == 1
    assert "path" in understood.faults[0]


def test_a_bag_with_a_wrong_number_is_one_all_the_same() -> None:
    understood = understand(entry("accession", files="9", bytes=-1))

    assert isinstance(understood.said, Accession)
    assert (understood.said.bag, understood.said.files) == (ACCESSION.bag, 0)
    assert [f.partition(" is ")[0] for f in understood.faults] == ["its files", "its bytes"]


@pytest.mark.parametrize(
    "time", ["", "yesterday", "2026-02-30T10:00:00Z", "2026-11-22T25:00:00Z", "2026-11-22"]
)
def test_what_an_entry_of_an_impossible_day_says_is_due_at_once(time: str) -> None:
    understood = understand(Entry(7, time, "accession", written(ACCESSION).fields))

    assert isinstance(understood.said, Accession)
    assert understood.said.time.startswith("1970")
    assert len(understood.faults) == 1


@pytest.mark.parametrize("kind", ["", "pilgrimage", "Accession", "x" * 5000, "\x1b[2J"])
def test_an_entry_of_an_unknown_type_is_a_fault_and_says_nothing(kind: str) -> None:
    understood = understand(Entry(7, TIME, kind, {"to": "Mecca"}))

    assert understood.said is None
    assert len(understood.faults) == 1
    assert understood.faults[0].isprintable()
    assert len(understood.faults[0]) < 200


def test_an_audit_with_wrong_numbers_is_still_one_that_was() -> None:
    understood = understand(entry("audit", bags="3", report=17))

    assert isinstance(understood.said, Run)
    assert (understood.said.run, understood.said.bags) == ("2026-11-22T120000Z-00ffee", 0)
    assert len(understood.faults) == 2


@pytest.mark.parametrize("run", ["", "..", "../x", "a/b", "x" * 65, 3, None, "run\n", ".hidden"])
def test_an_audit_whose_name_is_no_name_is_none(run: Any) -> None:
    assert understand(entry("audit", run=run)).said is None


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(SHAPES)), st.data())
def test_nothing_that_json_can_say_raises(name: str, data: st.DataObject) -> None:
    fields = data.draw(st.dictionaries(st.sampled_from(sorted(SHAPES[name])), json))

    understood = understand(Entry(7, data.draw(st.text()), name, {**fields}))

    assert understood.said is not None or understood.faults
    assert all(fault.isprintable() for fault in understood.faults)

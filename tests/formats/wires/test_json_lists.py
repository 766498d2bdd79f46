"""Many items in one JSON file: each is found where it lies, and a broken one spoils no other."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.errors import SourceError
from newsarchive.formats import Part, Stray
from newsarchive.formats.wires.lists import WireListUnpacker

ONE = {"uri": "urn:one", "versioncreated": "2024-01-01", "body_text": 'A ] and a "quote" and ü.'}
TWO = {"guid": "urn:two", "versioncreated": "2024-01-01", "headline": "[{"}


Found = tuple[int, str, bytes | str]


def reading(tmp_path: Path, text: str) -> Iterator[Found]:
    """The position and label of each item, and its bytes, or why it is none."""
    path = tmp_path / "feed.json"
    path.write_text(text, encoding="utf-8")
    with closing(WireListUnpacker().open(path.open("rb"), path.name)) as contents:
        for one in contents.items():
            if isinstance(one, Stray):
                yield one.position, one.label, one.error.message
            else:
                assert isinstance(one.main, Part)
                yield one.position, one.label, b"".join(contents.pieces(one.main))


def found(tmp_path: Path, text: str) -> list[Found]:
    return list(reading(tmp_path, text))


FORMS = {
    "array": lambda items: json.dumps(items, ensure_ascii=False),
    "indented": lambda items: json.dumps(items, indent=3, ensure_ascii=False),
    "lines": lambda items: "".join(json.dumps(i, ensure_ascii=False) + "\r\n" for i in items),
    "wrapped": lambda items: json.dumps({"_meta": [1, {"ü": 2}], "_items": items, "x": [3]}),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_item_has_its_own_bytes(tmp_path: Path, form: str) -> None:
    items = found(tmp_path, FORMS[form]([ONE, TWO]))

    assert [(n, label) for n, label, _ in items] == [(1, "urn:one"), (2, "urn:two")]
    assert [json.loads(data) for *_, data in items] == [ONE, TWO]


def test_the_bytes_of_an_item_are_those_of_the_file(tmp_path: Path) -> None:
    text = json.dumps([ONE, TWO], indent=1, ensure_ascii=False)

    for *_, data in found(tmp_path, text):
        assert isinstance(data, bytes)
        assert data.decode() in text


@pytest.mark.parametrize("form", ["array", "wrapped", "lines"])
def test_what_is_no_item_is_named_and_spoils_no_other(tmp_path: Path, form: str) -> None:
    items = found(tmp_path, FORMS[form]([ONE, {"a": 1}, 5, None, "x", [], TWO]))

    assert [label for _, label, _ in items] == ["urn:one", "2", "3", "4", "5", "6", "urn:two"]
    message = "item 5 of feed.json is none of ninjs or digital wires"
    assert items[4][2] == message


def test_a_line_that_is_cut_spoils_no_other(tmp_path: Path) -> None:
    lines = [json.dumps(ONE), '{"uri": "urn:cut", "versioncreated": "20', json.dumps(TWO)]

    items = found(tmp_path, "\n".join(lines))

    assert [label for _, label, _ in items] == ["urn:one", "urn:cut", "urn:two"]


CUT = {
    "in an item": (-20, "feed.json is cut off in item 2"),
    "behind an item": (-1, "feed.json is cut off behind item 2, at byte"),
}


@pytest.mark.parametrize(("cut", "says"), CUT.values(), ids=CUT)
def test_an_array_that_is_cut_gives_what_is_whole_and_says_so(
    tmp_path: Path, cut: int, says: str
) -> None:
    items = reading(tmp_path, json.dumps([ONE, TWO])[:cut])

    assert next(items)[1] == "urn:one"
    with pytest.raises(SourceError, match=says):
        list(items)


@pytest.mark.parametrize("between", [" ", ";", ",,", ":"])
def test_what_stands_between_items_and_is_no_comma_is_said(tmp_path: Path, between: str) -> None:
    text = f"[{json.dumps(ONE)}{between}{json.dumps(TWO)}]"

    with pytest.raises(SourceError, match=r"feed\.json is (no JSON behind|cut off in) item"):
        found(tmp_path, text)


def test_brackets_without_end_are_cut_off(tmp_path: Path) -> None:
    text = f"[{json.dumps(ONE)}, {'[' * 100_000}"

    with pytest.raises(SourceError, match="cut off in item 2"):
        found(tmp_path, text)


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(max_size=5), values, max_size=4), max_size=5), st.booleans()
)
def test_items_are_those_that_a_parser_finds(
    tmp_path_factory: pytest.TempPathFactory, items: list[dict[str, object]], ascii_only: bool
) -> None:
    items = [item | {"uri": "urn:x", "versioncreated": "2024"} for item in [{}, *items]]
    text = json.dumps(items, ensure_ascii=ascii_only)

    found_in = found(tmp_path_factory.mktemp("list"), text)

    assert [json.loads(data) for *_, data in found_in] == items

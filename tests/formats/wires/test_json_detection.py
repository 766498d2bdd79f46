"""Which JSON is ninjs, Superdesk's or dpa's, told from its names: nothing else is taken for it."""

import json
from typing import Any

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats import HEAD_BYTES, choose, choose_unpacker, is_item
from newsarchive.formats.wires.outline import WireKind, kind_of, list_in

URI, GUID = {"uri": "urn:x"}, {"guid": "urn:x"}
DATED = {"versioncreated": "2024-01-01T00:00:00Z"}
NINJS: dict[str, Any] = {
    "by the standard of 1.x": {"$standard": {"name": "ninjs", "version": "1.4"}},
    "by the standard of 2.x": {"standard": {"version": "2.1", "name": "ninjs"}},
    "by its date": URI | DATED,
    "by its date in 3.x": URI | {"versionCreated": "2024-01-01T00:00:00Z"},
    "by the names of its texts": URI | {"body_main": "..."},
    "by its lists": URI | {"bodies": [{"value": "..."}]},
    "by two names that others have": URI | {"type": "text", "headline": "Rain"},
    "of before 1.2, without uri": DATED | {"headline": "Rain", "body_text": "It rained."},
    "of Superdesk": GUID | DATED | {"headline": "Rain"},
    "an item of Superdesk": GUID | {"_id": "x", "family_id": "x", "anpa_category": []},
    "whatever comes first": {"body_html": '<p>{"a": [</p>'} | URI,
    "whatever is in it": URI | DATED | {"associations": {"a": {"@context": "x"}}},
}
OTHER: dict[str, Any] = {
    "an empty object": {},
    "a sidecar": {"headline": "Rain", "source": "The Post", "language": "en", "byline": "M. Oake"},
    "a sidecar with images": {"images": [{"file": "a.jpg"}], "date": "2024"},
    "a uri and no more": URI,
    "a uri and one name": URI | {"headline": "Rain"},
    "linked data": URI | DATED | {"@context": "https://schema.org", "headline": "Rain"},
    "a record of our own": URI | DATED | {"schemaVersion": "1.1", "headlines": []},
    "an api with headlines that are objects": URI | {"headline": {"main": "x"}, "byline": {}},
    "a tweet": {"id": 1, "text": "Rain", "user": {"uri": "x", "headline": "y", "type": "text"}},
    "a package": {"name": "x", "version": "1.0", "type": "module"},
    "another format": {"format": "wires@1", "urn": "urn:x"},
    "names in a text": {"text": '"uri": "x", "versioncreated": "y"'},
    "a number for the uri": {"uri": 5, "type": "text", "headline": "x"},
}


@pytest.mark.parametrize("document", NINJS.values(), ids=NINJS)
@pytest.mark.parametrize("indent", [None, 2], ids=["packed", "indented"])
def test_it_is_ninjs(document: Any, indent: int | None) -> None:
    assert kind_of(json.dumps(document, indent=indent).encode()) is WireKind.NINJS


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_of_the_encoding_do_not_hide_it(mark: str) -> None:
    assert kind_of(json.dumps(URI | DATED).encode(mark)) is WireKind.NINJS


def test_it_is_digital_wires() -> None:
    head = json.dumps({"format": "digitalwires@1.0", **URI, **DATED}).encode()

    assert kind_of(head) is WireKind.DIGITALWIRES


@pytest.mark.parametrize("document", OTHER.values(), ids=OTHER)
def test_it_is_neither(document: Any) -> None:
    head = json.dumps(document).encode()

    assert kind_of(head) is None
    assert not is_item(head, "story.json")


@pytest.mark.parametrize("document", OTHER.values(), ids=OTHER)
def test_json_that_is_neither_is_refused_with_what_is_read(document: Any) -> None:
    with pytest.raises(RefusedError) as refused:
        choose(json.dumps(document).encode(), "story.json")

    assert str(refused.value) == (
        "story.json is a JSON document, which this version does not read yet"
    )
    assert "ninjs" in refused.value.hint
    assert "digital wires" in refused.value.hint


def test_it_is_recognised_where_the_beginning_is_cut_off() -> None:
    whole = json.dumps({"uri": "urn:x", "versioncreated": "2024", "body_html": "é" * HEAD_BYTES})

    assert kind_of(whole.encode()[:HEAD_BYTES]) is WireKind.NINJS


ITEM = URI | DATED
LISTS = {
    "an array": json.dumps([ITEM, ITEM]),
    "an array, indented": json.dumps([ITEM], indent=2),
    "lines": f"{json.dumps(ITEM)}\n{json.dumps(ITEM)}\n",
    "lines of Windows": f"{json.dumps(ITEM)}\r\n{json.dumps(ITEM)}\r\n",
    "lines with blank ones": f"\n{json.dumps(ITEM)}\n\n\n{json.dumps(ITEM)}",
    "an answer of Superdesk": json.dumps({"_links": {}, "_items": [ITEM]}),
    "an answer of dpa": json.dumps({"next": "ü", "entries": [{"format": "digitalwires@1"}]}),
    "an answer of the BBC": json.dumps({"total": 1, "item": [ITEM]}),
    "an answer of TT": json.dumps({"hits": [ITEM], "total": 1}),
}
NO_LISTS = {
    "one item": json.dumps(ITEM),
    "one item and a line": json.dumps(ITEM) + "\n",
    "an array of others": json.dumps([{"a": 1}]),
    "an array of texts": json.dumps(["uri", "versioncreated"]),
    "an empty array": "[]",
    "lines of others": '{"text": "a"}\n{"text": "b"}\n',
    "no JSON": "Rain fell.",
    "nothing": "",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_lists_are_containers(text: str) -> None:
    for name in ("any.txt", "any.jsonl"):
        unpacker = choose_unpacker(text.encode(), name)
        assert unpacker is not None
        assert unpacker.name == "wire-list/1"


def test_one_item_in_a_line_is_no_sheet() -> None:
    assert choose_unpacker(f"{json.dumps(ITEM)}\n".encode(), "any.jsonl") is None


@pytest.mark.parametrize("text", NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list_is_no_container(text: str) -> None:
    assert list_in(text.encode()) is None
    found = choose_unpacker(text.encode(), "any.jsonl")
    assert found is None or found.name != "wire-list/1"

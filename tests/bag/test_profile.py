"""BagIt Profiles: every key is read and judged, and what is no profile is said in full."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.bag import BagFacts
from newsarchive.bag.profile import ProfileError, judge_profile, parse_profile
from newsarchive.model.finding import Kind

NAME = "https://profiles.example/a-1.json"
GOOD: dict[str, Any] = {
    "BagIt-Profile-Info": {
        "Source-Organization": "Library",
        "External-Description": "x",
        "Version": "1",
        "BagIt-Profile-Identifier": NAME,
        "BagIt-Profile-Version": "1.4.0",
    },
    "Accept-BagIt-Version": ["1.0", "0.97"],
}
FACTS = BagFacts(
    version="1.0",
    info=(("BagIt-Profile-Identifier", NAME), ("Contact-Name", "A"), ("contact-name", "B")),
    manifests=("sha512",),
    tag_manifests=("sha512",),
    tag_files=("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "notes/a.xml"),
    payload=("data/a.txt", "data/b/c.txt"),
    payload_octets=4,
)


def _judge(more: dict[str, Any], facts: BagFacts = FACTS) -> list[tuple[str, str]]:
    profile = parse_profile(json.dumps({**GOOD, **more}).encode())
    return [(f.code.value, f.path) for f in judge_profile(profile, facts)]


def _info(label: str, **rule: object) -> dict[str, Any]:
    return {"Bag-Info": {label: rule}}


def test_a_profile_that_asks_for_nothing_is_kept() -> None:
    assert _judge({}) == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (_info("Contact-Email", required=True), [("BP-03", "bag-info.txt")]),
        (_info("CONTACT-NAME", required=True), []),
        (_info("Contact-Name", repeatable=False), [("BP-03", "bag-info.txt")]),
        (_info("Contact-Name", values=["A"]), [("BP-03", "bag-info.txt")]),
        (_info("Contact-Name", values=["A", "B"]), []),
        (_info("Contact-Name", values=[]), []),
        (_info("Contact-Email", recommended=True), [("BP-03", "bag-info.txt")]),
        ({"Manifests-Required": ["md5"]}, [("BP-04", "manifest-md5.txt")]),
        ({"Manifests-Required": ["SHA-512"]}, []),
        ({"Manifests-Allowed": ["md5"]}, [("BP-04", "manifest-sha512.txt")]),
        ({"Tag-Manifests-Required": ["md5"]}, [("BP-04", "tagmanifest-md5.txt")]),
        ({"Tag-Manifests-Allowed": []}, [("BP-04", "tagmanifest-sha512.txt")]),
        ({"Fetch.txt-Required": True}, [("BP-05", "fetch.txt")]),
        ({"Data-Empty": True}, [("BP-06", "data")]),
        (
            {"Serialization": "required", "Accept-Serialization": ["application/zip"]},
            [("BP-07", "")],
        ),
        ({"Accept-BagIt-Version": ["0.97"]}, [("BP-08", "bagit.txt")]),
        ({"Tag-Files-Required": ["a"]}, [("BP-09", "a")]),
        ({"Tag-Files-Required": ["notes/a.xml", "bag-info.txt"]}, []),
        ({"Tag-Files-Allowed": ["*.txt"]}, [("BP-09", "notes/a.xml")]),
        ({"Tag-Files-Allowed": ["notes/*"]}, []),
        ({"Tag-Files-Allowed": ["*"]}, []),
        ({"Tag-Files-Allowed": []}, [("BP-09", "notes/a.xml")]),
        ({"Payload-Files-Required": ["data/z"]}, [("BP-10", "data/z")]),
        ({"Payload-Files-Allowed": ["data/b/*"]}, [("BP-10", "data/a.txt")]),
    ],
    ids=str,
)
def test_every_key_is_judged(more: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert _judge(more) == found


@pytest.mark.parametrize(
    ("more", "facts", "found"),
    [
        ({}, {"info": ()}, [("BP-01", "bag-info.txt")]),
        ({"Allow-Fetch.txt": False}, {"tag_files": ("fetch.txt",)}, [("BP-05", "fetch.txt")]),
        ({"Data-Empty": True}, {"payload": ()}, []),
        ({"Data-Empty": True}, {"payload": ("data/x",), "payload_octets": 0}, []),
        ({"Data-Empty": True}, {"payload": ("data/x",), "payload_octets": 1}, [("BP-06", "data")]),
        ({"Serialization": "forbidden"}, {"serialization": "application/zip"}, [("BP-07", "")]),
        (
            {"Serialization": "optional", "Accept-Serialization": ["application/tar"]},
            {"serialization": "application/zip"},
            [("BP-07", "")],
        ),
        (
            {"Serialization": "optional", "Accept-Serialization": ["application/tar"]},
            {"serialization": "application/x-tar"},
            [],
        ),
    ],
    ids=str,
)
def test_other_bags_are_judged_as_they_are(
    more: dict[str, Any], facts: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert _judge(more, replace(FACTS, **facts)) == found


def test_serialization_and_version_come_first_and_hide_nothing() -> None:
    more = {
        "Serialization": "required",
        "Accept-Serialization": ["application/zip"],
        "Accept-BagIt-Version": ["0.97"],
        "Manifests-Required": ["md5"],
    }

    assert [code for code, _ in _judge(more)] == ["BP-07", "BP-08", "BP-04"]


def test_what_may_be_there_unseen_is_not_called_missing() -> None:
    profile = parse_profile(json.dumps({**GOOD, "Tag-Files-Required": ["a"]}).encode())

    [finding] = judge_profile(profile, replace(FACTS, whole=False))

    assert finding.kind is Kind.UNVERIFIABLE


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ({}, "BagIt-Profile-Info is missing"),
        ({**GOOD, "BagIt-Profile-Info": {}}, "must have Version"),
        ({**GOOD, "Accept-BagIt-Version": []}, "at least one version"),
        ({**GOOD, "Allow-Fetch.txt": "maybe"}, "true or false"),
        ({**GOOD, "Allow-Fetch.txt": False, "Fetch.txt-Required": True}, "Fetch.txt-Required"),
        ({**GOOD, "Serialization": "sometimes"}, "forbidden, required or optional"),
        ({**GOOD, "Serialization": "required"}, "at least one media type"),
        ({**GOOD, "Manifests-Required": [1]}, "list of texts"),
        ({**GOOD, "Manifests-Required": ["md5"], "Manifests-Allowed": []}, "does not include"),
        ({**GOOD, "Tag-Files-Required": ["a"], "Tag-Files-Allowed": ["b*"]}, "does not include"),
        ({**GOOD, "Bag-Info": {"A": {"required": 1}}}, "Bag-Info, A"),
        ({**GOOD, "Bag-Info": []}, "Bag-Info must be an object"),
    ],
    ids=str,
)
def test_what_is_no_profile_is_said(document: object, said: str) -> None:
    data = document if isinstance(document, str) else json.dumps(document)

    with pytest.raises(ProfileError, match=said):
        parse_profile(data.encode())


def test_a_profile_without_its_version_is_of_version_110() -> None:
    info = {k: v for k, v in GOOD["BagIt-Profile-Info"].items() if k != "BagIt-Profile-Version"}

    assert (
        parse_profile(json.dumps({**GOOD, "BagIt-Profile-Info": info}).encode()).version == "1.1.0"
    )


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    [*GOOD, "Bag-Info", "Serialization", "Accept-Serialization", "Tag-Files-Allowed", "Data-Empty"]
)


@given(st.dictionaries(_KEYS, _JSON, max_size=4))
def test_no_document_makes_the_reader_fail(document: dict[str, Any]) -> None:
    try:
        profile = parse_profile(json.dumps({**GOOD, **document}).encode())
    except ProfileError:
        return

    assert isinstance(judge_profile(profile, FACTS), tuple)

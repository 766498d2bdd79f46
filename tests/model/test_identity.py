"""Ids that never change, names that are safe everywhere, and where a bag lies."""

import re
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.digests import Algorithm, digest_of
from newsarchive.model.dates import Edtf
from newsarchive.model.identity import (
    article_id,
    bag_id,
    bag_name,
    bag_urn,
    safe_names,
    slug,
)
from newsarchive.model.layout import bag_path, dated_by, is_bag_place, month_of

MAIN = digest_of(b"news", Algorithm.SHA256)
TEXT, IMAGE = digest_of(b"news"), digest_of(b"jpeg")
SAME: dict[str, Any] = {
    "stated_version": None,
    "originals": [TEXT],
    "media": [(IMAGE, 1)],
    "supplied": {},
}
FULL = SAME | {"stated_version": "2", "supplied": {"source": "Ä", "agencies": ["B", "C"]}}


@pytest.mark.parametrize(
    ("article", "parts", "golden"),
    [
        ("urn:x:1", SAME, "6cd2d993cee9349ded5371621cacb4b91f16486fcba3936b53bc517f21a86e48"),
        (
            "https://example.org/ä",
            FULL,
            "3fe97bcbbe8e9ce702d8b551d15034428825fca6048f47fa748d93af076d8627",
        ),
    ],
    ids=["plain", "full"],
)
def test_a_bag_id_never_changes(article: str, parts: dict[str, Any], golden: str) -> None:
    # Bags in archives carry these. If this fails, the change is wrong, not the test.
    assert bag_id(article, **parts) == golden


@pytest.mark.parametrize(
    "change",
    [
        {"stated_version": "1"},
        {"originals": [IMAGE]},
        {"originals": [TEXT, TEXT]},
        {"media": []},
        {"media": [(IMAGE, 2)]},
        {"supplied": {"source": "A"}},
    ],
    ids=["version", "original", "another original", "medium", "position", "supplied"],
)
def test_whatever_was_received_or_supplied_enters_the_bag_id(change: dict[str, Any]) -> None:
    assert bag_id("urn:x:1", **(SAME | change)) != bag_id("urn:x:1", **SAME)


def test_the_article_enters_the_bag_id() -> None:
    assert bag_id("urn:x:1", **SAME) != bag_id("urn:x:2", **SAME)


def test_the_order_in_which_fields_were_supplied_does_not_matter() -> None:
    one = bag_id("urn:x:1", **(SAME | {"supplied": {"a": "1", "b": "2"}}))
    other = bag_id("urn:x:1", **(SAME | {"supplied": {"b": "2", "a": "1"}}))

    assert one == other


def test_a_bag_urn_never_changes() -> None:
    assert bag_urn("ff" * 32) == "urn:uuid:ffffffff-ffff-8fff-bfff-ffffffffffff"
    assert bag_urn("00" * 32) == "urn:uuid:00000000-0000-8000-8000-000000000000"


@given(st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_a_bag_urn_is_a_uuid_of_version_8(bag: str) -> None:
    identifier = uuid.UUID(bag_urn(bag))

    assert (identifier.version, identifier.variant) == (8, uuid.RFC_4122)


@pytest.mark.parametrize(
    ("given_ids", "wanted"),
    [
        ({"supplied": "s", "source_id": "i", "canonical_url": "u"}, "s"),
        ({"source_id": "i", "canonical_url": "u"}, "i"),
        ({"canonical_url": "u"}, "u"),
        ({}, f"urn:newsarchive:sha256:{MAIN.hex}"),
        ({"supplied": "", "source_id": "i"}, "i"),
    ],
)
def test_the_article_id_is_the_best_that_is_known(given_ids: dict[str, str], wanted: str) -> None:
    assert article_id(**given_ids, main=MAIN) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rain over the harbour", "rain-over-the-harbour"),
        ("Überflutung: «50 %» mehr!", "uberflutung-50-mehr"),
        ("STRASSE Straße", "strasse-strasse"),
        ("\ufb01ne \u00bd", "fine-1-2"),
        ("洪水が続く", ""),
        ("", ""),
        ("--- ... ---", ""),
        ("a" * 50, "a" * 40),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
        ("x " + "b" * 40, "x"),
        ("I\u0307stanbul", "istanbul"),
        ("Rain\u2014again", "rain-again"),
        ("Don\u2019t panic, it's rain", "dont-panic-its-rain"),
        ("København, Łódź, Þór, Œuvre", "kobenhavn-lodz-thor-oeuvre"),
    ],
)
def test_a_slug_is_made_of_the_words_of_a_title(text: str, wanted: str) -> None:
    assert slug(text) == wanted


@given(st.text(max_size=120))
def test_a_slug_is_safe_and_short(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 40


@given(st.text(max_size=120))
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("title", "wanted"), [("Rain", "rain-0123456789ab"), ("洪水", "article-0123456789ab")]
)
def test_a_bag_name_is_a_slug_and_twelve_of_the_id(title: str, wanted: str) -> None:
    assert bag_name(title, "0123456789abcdef" * 4) == wanted


@pytest.mark.parametrize(
    ("date", "folder"),
    [
        (None, "undated/01"),
        ("2017-04-13", "2017/04/13"),
        ("2017-04-13?", "2017/04/13"),
        ("2017-04-13T23:30:00-05:00", "2017/04/13"),
        ("2017-04", "2017/04/XX"),
        ("2017-04-XX", "2017/04/XX"),
        ("2017", "2017/XX/XX"),
        ("2017-XX-XX", "2017/XX/XX"),
        ("2017-21", "2017/XX/XX"),
        ("201X", "undated/01"),
        ("../2018", "undated/01"),
        ("2017-04-13/2017-04-14", "undated/01"),
        ("Y17000", "undated/01"),
        ("0876", "0876/XX/XX"),
        ("-0044-03-15", "undated/01"),
    ],
)
def test_a_bag_lies_by_its_date_as_far_as_that_is_known(date: str | None, folder: str) -> None:
    when = Edtf.parse(date) if date else None
    path = bag_path(when, "0123", "rain-0123")

    assert path == f"bags/{folder}/rain-0123"
    assert is_bag_place(path)
    assert path.startswith(f"bags/{month_of(date or '').replace('-', '/')}/")
    assert month_of(dated_by(path)) == month_of(date or "")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("rain.txt", "rain.txt"),
        ("Rain 1.JPG", "rain-1.jpg"),
        ("Überflutung.txt", "uberflutung.txt"),
        ("../../etc/passwd", "etc-passwd"),
        ("洪水.jpg", "file.jpg"),
        ("洪水", "file"),
        ("", "file"),
        ("..", "file"),
        (".hidden", "hidden"),
        ("con", "file-con"),
        ("NUL.txt", "file-nul.txt"),
        ("com1.tar.gz", "file-com1.tar.gz"),
        ("console.txt", "console.txt"),
        ("a\nb\\c:d*e.txt", "a-b-c-d-e.txt"),
        ("x" * 300 + ".jpeg", "x" * 95 + ".jpeg"),
        ("trailing. . .", "trailing"),
        ("a..b", "a.b"),
        ("- 1 -.txt", "1.txt"),
    ],
)
def test_a_name_is_made_safe(name: str, wanted: str) -> None:
    assert safe_names([name]) == (wanted,)


def test_names_that_would_be_alike_are_numbered() -> None:
    assert safe_names(["a.txt", "A.TXT", "a-2.txt", "a.txt", "b", "B"]) == (
        "a.txt",
        "a-2.txt",
        "a-2-2.txt",
        "a-3.txt",
        "b",
        "b-2",
    )


names = st.lists(
    st.text(max_size=150) | st.sampled_from(["con", "A.b", "a.B", "a-2.b", "." * 3, "x." * 70]),
    max_size=8,
)


@given(names)
def test_safe_names_are_safe_on_every_system(given_names: list[str]) -> None:
    for name in safe_names(given_names):
        assert re.fullmatch(r"[a-z0-9_][a-z0-9._-]*", name)
        assert not name.endswith((".", "-"))
        assert ".." not in name
        assert len(name) <= 100
        assert not re.match(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", name)


@given(names)
def test_no_two_safe_names_are_alike(given_names: list[str]) -> None:
    safe = safe_names(given_names)

    assert len(safe) == len(given_names) == len(set(safe))


@given(names)
def test_safe_names_stay_as_they_are(given_names: list[str]) -> None:
    safe = safe_names(given_names)

    assert safe_names(safe) == safe

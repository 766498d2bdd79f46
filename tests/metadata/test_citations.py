"""Citations: what is known stands in them, and what is not is said and not filled in."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.metadata import record_of
from newsarchive.metadata.citations import FORMS, bibtex, csl_json, footnote, ris
from newsarchive.metadata.citing import Citation, Held, cite
from support.records import WHEN, full_document, small_record

HELD = Held(
    institution="Town Library",
    archive="urn:uuid:a",
    bag="0" * 64,
    name="rain-0123456789ab",
    urn="urn:uuid:b",
    seal="sha512:" + "0" * 128,
    version=1,
    versions=1,
)
FULL = cite(record_of(full_document()), HELD)
BARE = cite(record_of(json.loads(small_record())), HELD)


def of(**changes: Any) -> Citation:
    return cite(record_of(full_document() | changes), HELD)


def dated(text: str, **more: Any) -> Citation:
    provenance = full_document()["provenance"]
    provenance["datePublished"] = {"status": "stated", "value": text, "basis": "x", **more}
    return of(provenance=provenance)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_bag_its_seal_its_version_and_the_archive(form: str) -> None:
    text = FORMS[form][1](FULL)

    for word in (HELD.name, HELD.urn, HELD.seal, "1 of 1", "Town Library"):
        assert word in text


@pytest.mark.parametrize("form", FORMS)
def test_what_is_unknown_is_said_and_not_filled_in(form: str) -> None:
    text = FORMS[form][1](BARE)

    assert "Date of publication unknown" in text
    assert "Source unknown" in text
    assert not re.search(r"\b20\d\d\b", text)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_disputed_is_said(form: str) -> None:
    text = FORMS[form][1](FULL)

    assert "Date of publication disputed; also found: 2017-04?." in text


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_was_amended_names_the_amendment(form: str) -> None:
    held = replace(HELD, amendments=(("rain-1", "sha512:11"), ("rain-2", "sha512:22")))
    text = FORMS[form][1](cite(record_of(full_document()), held))

    assert "amendment 2, rain-2, seal sha512:22" in text


@pytest.mark.parametrize("form", FORMS)
def test_one_of_several_versions_says_which(form: str) -> None:
    held = replace(HELD, version=2, versions=3)
    text = FORMS[form][1](cite(record_of(full_document()), held))

    assert "2 of 3" in text
    assert "Version 2 of the 3" in text


def test_a_footnote_reads_in_order() -> None:
    note = footnote(FULL)

    assert note.startswith(
        "Ann Lee. “Rain over the harbour.” A, 13 April 2017 (published). Town Library, bag"
    )
    assert footnote(BARE).startswith("[It rained.]. undated. Town Library")


# EDTF, in words, as CSL has it, and as year, month and day of RIS.
DATES: dict[str, tuple[str, dict[str, Any], str]] = {
    "2017-04-13": ("13 April 2017", {"date-parts": [[2017, 4, 13]]}, "2017/04/13/"),
    "2017-04": ("April 2017", {"date-parts": [[2017, 4]]}, "2017/04//"),
    "2017": ("2017", {"date-parts": [[2017]]}, "2017///"),
    "2017-04-XX": ("April 2017", {"date-parts": [[2017, 4]]}, "2017/04//"),
    "2017-04-13?": ("13 April 2017", {"date-parts": [[2017, 4, 13]], "circa": True}, "2017/04/13/"),
    "2017~": ("2017", {"date-parts": [[2017]], "circa": True}, "2017///"),
    "201X": ("201X", {"literal": "201X"}, ""),
    "../2018": ("../2018", {"literal": "../2018"}, ""),
    "2017-04-13T10:00:00Z": ("13 April 2017", {"date-parts": [[2017, 4, 13]]}, "2017/04/13/"),
}


@pytest.mark.parametrize(("edtf", "words", "parts", "slashes"), [(k, *v) for k, v in DATES.items()])
def test_a_date_says_no_more_than_is_known(
    edtf: str, words: str, parts: dict[str, Any], slashes: str
) -> None:
    citation = dated(edtf)
    found = re.search(r"^DA  - (.*)\r$", ris(citation), re.MULTILINE)

    assert f"A, {words} (published)" in footnote(citation)
    assert json.loads(csl_json(citation))[0]["issued"] == parts
    assert (found[1] if found else "") == slashes
    assert f"{edtf}: date of publication, stated" in footnote(citation)


def test_a_date_of_issue_is_called_so() -> None:
    provenance = full_document()["provenance"]
    provenance["datePublished"] = {"status": "unknown", "reason": "not stated"}

    note = footnote(of(provenance=provenance))

    assert "April 2017 (issued)" in note
    assert "2017-04: date of issue, derived." in note


def test_a_date_that_a_person_gave_is_said_to_be_so() -> None:
    provenance = full_document()["provenance"]
    provenance["datePublished"] = {
        "status": "supplied",
        "value": "2017",
        "by": "desk",
        "when": WHEN,
    }

    assert "supplied by a person" in footnote(of(provenance=provenance))


HOSTILE = 'A {b} \\c %d $e #f _g ~h ^i & "j"\nER  - \r\n}, x = {y\x1b[2J\u2028'


def titled(text: str) -> Citation:
    return replace(FULL, title=text, source=text, authors=(text,), notes=(text,))


def test_nothing_in_a_title_ends_a_field_of_bibtex() -> None:
    text = bibtex(titled(HOSTILE))

    depth = 0
    for place, character in enumerate(text):
        if character in "{}" and text[place - 1] != "\\":
            depth += 1 if character == "{" else -1
            assert depth > 0 or place == len(text) - 2
    assert depth == 0
    assert re.sub(r"\\.", "", text).count("%") == 0


def test_nothing_in_a_title_ends_a_record_of_ris() -> None:
    lines = ris(titled(HOSTILE)).split("\r\n")

    assert lines[-2:] == ["ER  - ", ""]
    assert [line for line in lines[:-1] if not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    assert sum(line.startswith("ER") for line in lines) == 1


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text(min_size=1))
def test_no_control_character_is_in_a_citation(form: str, text: str) -> None:
    made = FORMS[form][1](titled(text))

    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]", made)
    made.encode()


@given(text=st.text(min_size=1))
def test_csl_json_is_json_whatever_a_title_holds(text: str) -> None:
    (item,) = json.loads(csl_json(titled(text)))

    assert item["type"] == "article-newspaper"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_that_is_none_of_the_web_is_a_note(url: str) -> None:
    provenance = full_document()["provenance"]
    provenance["url"] = {"status": "stated", "value": url, "basis": "x"}
    citation = of(provenance=provenance)

    assert "URL" not in json.loads(csl_json(citation))[0]
    assert f"Address as recorded: {url}." in citation.notes


def test_a_doi_that_was_decided_stands_in_its_field() -> None:
    held = replace(HELD, identifier="https://doi.org/10.5555/12345678")
    citation = cite(record_of(full_document()), held)

    assert json.loads(csl_json(citation))[0]["DOI"] == "10.5555/12345678"
    assert "DO  - 10.5555/12345678\r\n" in ris(citation)
    assert "doi = {10.5555/12345678}" in bibtex(citation)

"""What may be asked by the protocol, and which error everything else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.oaipmh.requests import FaultError, understood

DC = ("metadataPrefix", "oai_dc")


def asked(verb: str, *pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [("verb", verb), *pairs]


@pytest.mark.parametrize(
    "pairs",
    [
        asked("Identify"),
        asked("ListSets"),
        asked("ListSets", ("resumptionToken", "x")),
        asked("ListMetadataFormats"),
        asked("ListMetadataFormats", ("identifier", "urn:x")),
        asked("GetRecord", ("identifier", "urn:x"), DC),
        asked("ListRecords", DC),
        asked("ListIdentifiers", DC, ("set", "a"), ("from", "2026-01-01"), ("until", "2026-01-01")),
        asked("ListRecords", ("resumptionToken", "x")),
        [DC, ("verb", "ListRecords")],
    ],
)
def test_what_keeps_to_the_protocol_is_understood(pairs: list[tuple[str, str]]) -> None:
    request = understood(pairs)

    assert {"verb": request.verb, **request.arguments} == dict(pairs)


FAULTS = {
    "no verb": ([], "badVerb"),
    "no such verb": (asked("ListEverything"), "badVerb"),
    "a verb in small letters": (asked("identify"), "badVerb"),
    "an empty verb": (asked(""), "badVerb"),
    "a verb twice": (asked("Identify", ("verb", "Identify")), "badVerb"),
    "two verbs": (asked("Identify", ("verb", "ListSets")), "badVerb"),
    "Identify of something": (asked("Identify", ("identifier", "urn:x")), "badArgument"),
    "an unknown argument": (asked("Identify", ("colour", "red")), "badArgument"),
    "an argument twice": (asked("ListRecords", DC, DC), "badArgument"),
    "no prefix": (asked("ListRecords"), "badArgument"),
    "GetRecord of nothing": (asked("GetRecord", DC), "badArgument"),
    "GetRecord without a prefix": (asked("GetRecord", ("identifier", "urn:x")), "badArgument"),
    "GetRecord of a set": (
        asked("GetRecord", DC, ("identifier", "x"), ("set", "a")),
        "badArgument",
    ),
    "ListSets of a set": (asked("ListSets", ("set", "a")), "badArgument"),
    "a token and more": (asked("ListRecords", ("resumptionToken", "x"), DC), "badArgument"),
    "a token for one record": (asked("GetRecord", ("resumptionToken", "x")), "badArgument"),
    "another format": (
        asked("ListRecords", ("metadataPrefix", "marc21")),
        "cannotDisseminateFormat",
    ),
    "an empty format": (asked("ListRecords", ("metadataPrefix", "")), "badArgument"),
    "a format that is none": (asked("ListRecords", ("metadataPrefix", "a b")), "badArgument"),
    "a set that is none": (asked("ListRecords", DC, ("set", "a b")), "badArgument"),
    "an identifier that is none": (asked("GetRecord", DC, ("identifier", "%")), "badArgument"),
    "a month": (asked("ListRecords", DC, ("from", "2026-01")), "badArgument"),
    "no day": (asked("ListRecords", DC, ("from", "yesterday")), "badArgument"),
    "a day that is none": (asked("ListRecords", DC, ("from", "2026-02-30")), "badArgument"),
    "an hour that is none": (
        asked("ListRecords", DC, ("until", "2026-02-01T25:00:00Z")),
        "badArgument",
    ),
    "a zone": (asked("ListRecords", DC, ("from", "2026-02-01T10:00:00+01:00")), "badArgument"),
    "fractions": (asked("ListRecords", DC, ("from", "2026-02-01T10:00:00.5Z")), "badArgument"),
    "a line break": (asked("ListRecords", DC, ("from", "2026-02-01\n")), "badArgument"),
    "other digits": (asked("ListRecords", DC, ("from", "٢٠٢٦-02-01")), "badArgument"),
    "an empty day": (asked("ListRecords", DC, ("from", "")), "badArgument"),
    "mixed": (
        asked("ListRecords", DC, ("from", "2026-01-01"), ("until", "2026-01-02T00:00:00Z")),
        "badArgument",
    ),
    "from after until": (
        asked("ListRecords", DC, ("from", "2026-01-02"), ("until", "2026-01-01")),
        "badArgument",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_everything_else_is_an_error_of_the_protocol(name: str) -> None:
    pairs, code = FAULTS[name]

    with pytest.raises(FaultError) as raised:
        understood(pairs)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("since", "until", "window"),
    [
        ("2026-01-01", "2026-01-02", ("2026-01-01T00:00:00Z", "2026-01-02T23:59:59Z")),
        ("2026-01-01T10:00:00Z", "", ("2026-01-01T10:00:00Z", "")),
        ("", "2026-01-01T10:00:00Z", ("", "2026-01-01T10:00:00Z")),
    ],
)
def test_a_day_is_all_of_its_seconds(since: str, until: str, window: tuple[str, str]) -> None:
    said = [(n, v) for n, v in (("from", since), ("until", until)) if v]

    request = understood(asked("ListRecords", DC, *said))

    assert (request.since, request.until) == window


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["verb", "from", "until", "set", "metadataPrefix", "identifier", "x"]),
            st.sampled_from(["Identify", "ListRecords", "oai_dc", "2026-01-01"]) | st.text(),
        ),
        max_size=5,
    )
)
def test_whatever_is_asked_is_understood_or_an_error(pairs: list[tuple[str, str]]) -> None:
    code = ""
    try:
        request = understood(pairs)
    except FaultError as error:
        code = error.code

    assert code in {"badVerb", "badArgument", "cannotDisseminateFormat"} or (
        len(request.arguments) == len(pairs) - 1
    )

"""One fault at a time in a good record: each is refused, with its place and in plain words."""

import copy
import json
from typing import Any

import pytest

from newsarchive.errors import InvalidRecordError
from newsarchive.metadata import problems, read_record
from newsarchive.metadata.record import render
from support.records import full_document

DELETE = object()
SHA512 = "ab" * 64
UNKNOWN = {"status": "unknown", "reason": "not stated in the source"}
SUPPLIED = {"status": "supplied", "value": "A", "by": "archivist", "when": "2026-11-22T10:00:00Z"}
STATED = {"status": "stated", "value": "A", "basis": "text:x"}
DERIVED = {"status": "derived", "value": "A", "basis": "rule:x"}
NONE = {"status": "none", "basis": "text:x"}

# (place in the record, what is put there, where the fault is reported, what is said of it)
BAD = {
    # the record as a whole
    "no schema version": ("schemaVersion", DELETE, "$.schemaVersion", "is missing"),
    "a newer schema": ("schemaVersion", "2", "$.schemaVersion", "is 2, and this newsarchive knows"),
    "a newer part": ("schemaVersion", "1.3", "$.schemaVersion", "is 1.3, and this newsarchive"),
    "a version that is a number": ("schemaVersion", 1, "$.schemaVersion", "is 1, and should be"),
    "a version that is none": ("schemaVersion", "1.x", "$.schemaVersion", 'is "1.x", and should'),
    "no identifier": ("identifier", DELETE, "$.identifier", "is missing"),
    "an empty identifier": ("identifier", "", "$.identifier", "is empty"),
    "an identifier that is null": (
        "identifier",
        None,
        "$.identifier",
        "should be text, and is null",
    ),
    "a bag that is no URN": ("bag", "rain-0123", "$.bag", "is not the URN of a bag"),
    "a bag URN in capitals": (
        "bag",
        "urn:uuid:01234567-89AB-8DEF-8123-456789ABCDEF",
        "$.bag",
        "is not the URN of a bag",
    ),
    "a bag URN with a line feed": (
        "bag",
        "urn:uuid:01234567-89ab-8def-8123-456789abcdef\n",
        "$.bag",
        "is not the URN of a bag",
    ),
    "an unknown type": ("type", "poem", "$.type", 'is "poem", and should be one of "text"'),
    "a name that is not known": ("colour", "red", "$.colour", "has no place here"),
    "a name with a space": ("display title", "x", '$["display title"]', "has no place here"),
    "no title": ("displayTitle", DELETE, "$.displayTitle", "is missing"),
    "an empty title": ("displayTitle", "", "$.displayTitle", "is empty"),
    "no delivery": ("delivery", DELETE, "$.delivery", "is missing"),
    "a delivery that is text": (
        "delivery",
        "feed",
        "$.delivery",
        "should be a set of named values or null, and is text",
    ),
    "a delivery without identifier": ("delivery", {}, "$.delivery.identifier", "is missing"),
    "a delivery at position 0": (
        "delivery",
        {"identifier": "x", "position": 0},
        "$.delivery.position",
        "is 0, and should be at least 1",
    ),
    # headlines and people
    "headlines that are text": (
        "headlines",
        "Rain",
        "$.headlines",
        "should be a list, and is text",
    ),
    "a headline without role": ("headlines.0.role", DELETE, "$.headlines[0].role", "is missing"),
    "a headline with an empty text": ("headlines.0.value", "", "$.headlines[0].value", "is empty"),
    "a headline without basis": ("headlines.1.basis", DELETE, "$.headlines[1].basis", "is missing"),
    "a role in capitals": ("headlines.0.role", "Main", "$.headlines[0].role", "is not one word"),
    "a role with a line feed": ("headlines.0.role", "main\n", "$.headlines[0].role", "is not one"),
    "a headline with a status": (
        "headlines.0.status",
        "stated",
        "$.headlines[0].status",
        "has no place here",
    ),
    "a span with three numbers": (
        "headlines.0.span",
        [1, 2, 3],
        "$.headlines[0].span",
        "has 3 entries, and should have 2",
    ),
    "a span with one number": ("headlines.0.span", [1], "$.headlines[0].span", "has 1 entries"),
    "a span below zero": (
        "headlines.0.span",
        [-1, 2],
        "$.headlines[0].span[0]",
        "is -1, and should be at least 0",
    ),
    "a span of texts": (
        "headlines.0.span",
        ["1", 2],
        "$.headlines[0].span[0]",
        "should be a whole number, and is text",
    ),
    "a span that is backwards": (
        "headlines.0.span",
        [9, 4],
        "$.headlines[0].span",
        "ends before it begins",
    ),
    "an empty span": ("headlines.0.span", [4, 4], "$.headlines[0].span", "ends before it begins"),
    "a person without name": ("people.0.name", DELETE, "$.people[0].name", "is missing"),
    "a person with an age": ("people.0.age", 40, "$.people[0].age", "has no place here"),
    # statements
    "a fact that is bare text": (
        "lead",
        "Rain.",
        "$.lead",
        "should be a set of named values, and is text",
    ),
    "a fact without status": ("lead", {"value": "A"}, "$.lead.status", "is missing"),
    "a status that is not known": (
        "lead",
        {"status": "guessed", "value": "A"},
        "$.lead.status",
        'is "guessed", and should be one of "stated"',
    ),
    "unknown without reason": ("lead", {"status": "unknown"}, "$.lead.reason", "is missing"),
    "unknown with an empty reason": ("lead", UNKNOWN | {"reason": ""}, "$.lead.reason", "is empty"),
    "unknown with a value": (
        "lead",
        UNKNOWN | {"value": "A"},
        "$.lead.value",
        'has no place where the status is "unknown"',
    ),
    "unknown with a value of null": (
        "lead",
        UNKNOWN | {"value": None},
        "$.lead.value",
        "has no place where",
    ),
    "unknown with raw text": ("lead", UNKNOWN | {"raw": "A"}, "$.lead.raw", "has no place where"),
    "unknown with a span": ("lead", UNKNOWN | {"span": [0, 1]}, "$.lead.span", "has no place"),
    "unknown with a basis": ("lead", UNKNOWN | {"basis": "x"}, "$.lead.basis", "has no place"),
    "stated without value": (
        "lead",
        {"status": "stated", "basis": "text:x"},
        "$.lead.value",
        "is missing",
    ),
    "stated without basis": (
        "lead",
        {"status": "stated", "value": "A"},
        "$.lead.basis",
        "is missing",
    ),
    "stated with an empty value": ("lead", STATED | {"value": ""}, "$.lead.value", "is empty"),
    "stated null although named": (
        "lead",
        STATED | {"value": None},
        "$.lead.value",
        "should be text, and is null",
    ),
    "stated with a number": (
        "lead",
        STATED | {"value": 3},
        "$.lead.value",
        "should be text, and is a whole number",
    ),
    "stated by a person": (
        "lead",
        STATED | {"by": "me"},
        "$.lead.by",
        'where the status is "stated"',
    ),
    "stated with a time": (
        "lead",
        STATED | {"when": "2026-11-22T10:00:00Z"},
        "$.lead.when",
        "has no place where",
    ),
    "stated with a reason": ("lead", STATED | {"reason": "x"}, "$.lead.reason", "has no place"),
    "stated and a score": ("lead", STATED | {"score": 1}, "$.lead.score", "has no place here"),
    "unnamed with a value": (
        "lead",
        STATED | {"named": False, "raw": "agencies"},
        "$.lead.value",
        "should be null, and is text",
    ),
    "unnamed without raw text": (
        "lead",
        STATED | {"named": False, "value": None},
        "$.lead.raw",
        "is missing",
    ),
    "named said to be true": (
        "lead",
        STATED | {"named": True, "value": None, "raw": "x"},
        "$.lead.named",
        "is true, and should be false",
    ),
    "derived without rule": (
        "lead",
        {"status": "derived", "value": "A"},
        "$.lead.basis",
        "is missing",
    ),
    "derived by a person": ("lead", DERIVED | {"by": "me"}, "$.lead.by", "has no place where"),
    "supplied by nobody": (
        "lead",
        {k: v for k, v in SUPPLIED.items() if k != "by"},
        "$.lead.by",
        "is missing",
    ),
    "supplied at no time": (
        "lead",
        {k: v for k, v in SUPPLIED.items() if k != "when"},
        "$.lead.when",
        "is missing",
    ),
    "supplied yesterday": (
        "lead",
        SUPPLIED | {"when": "yesterday"},
        "$.lead.when",
        "is not a time such as 2026-11-22T10:00:00Z",
    ),
    "supplied on a day": (
        "lead",
        SUPPLIED | {"when": "2026-11-22"},
        "$.lead.when",
        "is not a time",
    ),
    "supplied at a time without zone": (
        "lead",
        SUPPLIED | {"when": "2026-11-22T10:00:00"},
        "$.lead.when",
        "is not a time",
    ),
    "supplied at the 25th hour": (
        "lead",
        SUPPLIED | {"when": "2026-11-22T25:00:00Z"},
        "$.lead.when",
        "is not a time",
    ),
    "supplied with a span": (
        "lead",
        SUPPLIED | {"span": [0, 1]},
        "$.lead.span",
        "has no place where",
    ),
    "supplied null": (
        "lead",
        SUPPLIED | {"value": None},
        "$.lead.value",
        "should be text, and is null",
    ),
    "none by nobody and for no reason": (
        "lead",
        {"status": "none"},
        "$.lead",
        "needs `by` and `when` or else `basis`",
    ),
    "none by a person at no time": ("lead", {"status": "none", "by": "me"}, "$.lead", "needs `by`"),
    "none with a value": ("lead", NONE | {"value": "A"}, "$.lead.value", "has no place where"),
    "no candidates in a list of them": (
        "lead",
        STATED | {"candidates": []},
        "$.lead.candidates",
        "has 0 entries, and should have at least 1",
    ),
    "a candidate that is text": (
        "lead",
        STATED | {"candidates": ["B"]},
        "$.lead.candidates[0]",
        "should be a set of named values",
    ),
    "a candidate with a fault": (
        "lead",
        STATED | {"candidates": [{"status": "unknown"}]},
        "$.lead.candidates[0].reason",
        "is missing",
    ),
    "a resolution of nothing": (
        "lead",
        STATED | {"resolution": {"rule": "x"}},
        "$.lead.candidates",
        "is missing",
    ),
    "a resolution by nobody": (
        "lead",
        STATED | {"candidates": [DERIVED], "resolution": {}},
        "$.lead.resolution.rule",
        "is missing",
    ),
    "a resolution by a person without reason": (
        "lead",
        STATED
        | {"candidates": [DERIVED], "resolution": {"by": "me", "when": "2026-11-22T10:00:00Z"}},
        "$.lead.resolution.reason",
        "is missing",
    ),
    "a resolution by rule and person": (
        "language.declared.resolution.rule",
        "x",
        "$.language.declared.resolution.rule",
        "has no place beside what else is given",
    ),
    # provenance
    "no provenance": ("provenance", DELETE, "$.provenance", "is missing"),
    "no sources": ("provenance.sources", DELETE, "$.provenance.sources", "is missing"),
    "sources that are none": (
        "provenance.sources",
        [],
        "$.provenance.sources",
        "has 0 entries, and should have at least 1",
    ),
    "a source without a reason": (
        "provenance.sources.0",
        {"status": "unknown"},
        "$.provenance.sources[0].reason",
        "is missing",
    ),
    "no agencies": ("provenance.agencies", [], "$.provenance.agencies", "has 0 entries"),
    "not received": ("provenance.received", DELETE, "$.provenance.received", "is missing"),
    "published yesterday": (
        "provenance.datePublished.value",
        "yesterday",
        "$.provenance.datePublished.value",
        "'yesterday' is not a date such as 2017-04-13",
    ),
    "published on 30 February": (
        "provenance.datePublished.value",
        "2017-02-30",
        "$.provenance.datePublished.value",
        "there is no day 30 in that month",
    ),
    "published with a line feed": (
        "provenance.datePublished.value",
        "2017-04-13\n",
        "$.provenance.datePublished.value",
        "is not a date",
    ),
    "published in a week": (
        "provenance.datePublished.value",
        "2017-W15-4",
        "$.provenance.datePublished.value",
        "is not a date",
    ),
    "published as a number": (
        "provenance.datePublished.value",
        2017,
        "$.provenance.datePublished.value",
        "should be text, and is a whole number",
    ),
    "published in an interval that is backwards": (
        "provenance.datePublished.value",
        "2018/2017",
        "$.provenance.datePublished.value",
        "the interval ends before it begins",
    ),
    "issued in Arabic digits": (
        "provenance.dateIssued.value",
        "٢٠١٧",
        "$.provenance.dateIssued.value",
        "is not a date",
    ),
    "a candidate date that is none": (
        "provenance.datePublished.candidates.0.value",
        "04/13/2017",
        "$.provenance.datePublished.candidates[0].value",
        "is not a date",
    ),
    # body and language
    "paragraphs below zero": ("body.paragraphs", -1, "$.body.paragraphs", "should be at least 0"),
    "half a paragraph": (
        "body.paragraphs",
        1.5,
        "$.body.paragraphs",
        "should be a whole number, and is a number",
    ),
    "paragraphs that are true": (
        "body.paragraphs",
        True,
        "$.body.paragraphs",
        "should be a whole number, and is true or false",
    ),
    "a text outside the bag": (
        "body.path",
        "/etc/passwd",
        "$.body.path",
        "is not a path in the bag",
    ),
    "a text up the tree": (
        "body.path",
        "data/../../x",
        "$.body.path",
        "is not a path in the bag such as data/original/story.txt",
    ),
    "a text of HTML": ("body.contentType", "text/html", "$.body.contentType", "and should be"),
    "a block that is a poem": ("body.blocks.0.kind", "poem", "$.body.blocks[0].kind", 'is "poem"'),
    "a block at position 0": ("body.blocks.0.position", 0, "$.body.blocks[0].position", "is 0"),
    "a block that is not the lead": (
        "body.blocks.0.lead",
        False,
        "$.body.blocks[0].lead",
        "is false, and should be true",
    ),
    "a segment without span": (
        "body.segments.0.span",
        DELETE,
        "$.body.segments[0].span",
        "is missing",
    ),
    "a digest with a line feed": (
        "body.textSha256",
        "ab" * 32 + "\n",
        "$.body.textSha256",
        "is not a SHA-256 digest of 64 lower-case hexadecimal characters",
    ),
    "a digest in capitals": ("body.textSha256", "AB" * 32, "$.body.textSha256", "is not a SHA-256"),
    "a confidence that is a number": (
        "language.detected.confidence",
        0.9,
        "$.language.detected.confidence",
        "should be text, and is a number",
    ),
    "a confidence above one": (
        "language.detected.confidence",
        "1.100",
        "$.language.detected.confidence",
        "is not a text from 0.000 to 1.000",
    ),
    "a language that is no tag": (
        "language.detected.tag",
        "English, I think",
        "$.language.detected.tag",
        "is not a language tag such as en or pt-BR",
    ),
    "no language detected or not": (
        "language.detected",
        DELETE,
        "$.language.detected",
        "is missing",
    ),
    # media
    "a medium that is a smell": ("media.0.kind", "smell", "$.media[0].kind", 'is "smell"'),
    "a medium that is lost": ("media.0.status", "lost", "$.media[0].status", 'is "lost"'),
    "a medium that is present nowhere": ("media.0.path", DELETE, "$.media[0].path", "is missing"),
    "a medium without digest": ("media.0.sha512", DELETE, "$.media[0].sha512", "is missing"),
    "a medium that is missing and lies somewhere": (
        "media.1.path",
        "data/media/002.mp4",
        "$.media[1].path",
        'has no place where the status is "missing"',
    ),
    "a medium of no width": ("media.0.width", 0, "$.media[0].width", "should be at least 1"),
    "a medium with a null width": (
        "media.0.width",
        None,
        "$.media[0].width",
        "should be a whole number, and is null",
    ),
    "a media type without slash": (
        "media.0.mediaType",
        "jpeg",
        "$.media[0].mediaType",
        "is not a media type such as image/jpeg",
    ),
    "a medium without caption": ("media.0.caption", DELETE, "$.media[0].caption", "is missing"),
    "a caption that is bare text": ("media.0.caption", "Rain", "$.media[0].caption", "and is text"),
    "embedded facts from nowhere": (
        "media.0.embedded",
        [{"name": "Headline", "value": "x"}],
        "$.media[0].embedded[0].standard",
        "is missing",
    ),
    # lists of things
    "a subject without name": ("subjects.0.name", DELETE, "$.subjects[0].name", "is missing"),
    "keywords that are texts": (
        "keywords",
        ["rain"],
        "$.keywords[0]",
        "should be a set of named values, and is text",
    ),
    "rights without terms": ("rights.usageTerms", DELETE, "$.rights.usageTerms", "is missing"),
    "a relation to nothing": (
        "relations.0.identifier",
        DELETE,
        "$.relations[0].identifier",
        "is missing",
    ),
    "a seal without algorithm": (
        "relations.0.seal",
        SHA512,
        "$.relations[0].seal",
        "is not a seal",
    ),
    "a seal with a line feed": (
        "relations.0.seal",
        f"sha512:{SHA512}\n",
        "$.relations[0].seal",
        "is not a seal: sha512: and 128",
    ),
    "no originals": ("originals", [], "$.originals", "has 0 entries, and should have at least 1"),
    "an original without path": ("originals.0.path", DELETE, "$.originals[0].path", "is missing"),
    "an original of unknown size": ("originals.1.size", None, "$.originals[1].size", "and is null"),
    "an original with a short digest": (
        "originals.0.sha512",
        SHA512[:-1],
        "$.originals[0].sha512",
        "is not a SHA-512 digest of 128 lower-case",
    ),
    "an original with a line feed in its digest": (
        "originals.0.sha512",
        SHA512 + "\n",
        "$.originals[0].sha512",
        "is not a SHA-512 digest",
    ),
    "a PRONOM identifier that is none": (
        "originals.0.pronom",
        "txt",
        "$.originals[0].pronom",
        "is not a PRONOM identifier such as fmt/43",
    ),
    "a finding with a code in words": (
        "findings.0.code",
        "disputed",
        "$.findings[0].code",
        "is not a code such as PV-02",
    ),
    "a finding of no weight": ("findings.0.level", "fatal", "$.findings[0].level", 'is "fatal"'),
    "a finding without detail": ("findings.0.detail", "", "$.findings[0].detail", "is empty"),
}
# What a JSON Schema library says, and an archivist does not.
JARGON = ("property", "properties", "schema", "instance", "regex", "does not match", "None", "^")


def edited(place: str, value: object) -> dict[str, Any]:
    document = full_document()
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    owner: Any = document
    for step in way:
        owner = owner[step]
    if value is DELETE:
        del owner[last]
    else:
        owner[last] = copy.deepcopy(value)
    return document


@pytest.mark.parametrize(("place", "value", "path", "words"), BAD.values(), ids=BAD)
def test_a_fault_is_refused_with_its_place_and_in_plain_words(
    place: str, value: object, path: str, words: str
) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        read_record(render(edited(place, value)))

    (problem,) = caught.value.problems
    assert problem.startswith(f"{path}: ")
    assert words in problem
    assert not [word for word in JARGON if word in problem.removeprefix(path)]


def test_all_faults_are_named_at_once_in_the_order_of_their_places() -> None:
    document = full_document()
    document["lead"] = {"status": "unknown"}
    document["media"] = [{}] * 11
    document["people"] = None

    paths = [problem.split(": ")[0] for problem in problems(document, "article-1.2")]

    assert paths[0] == "$.lead.reason"
    assert paths[-1] == "$.people"
    media = [path for path in paths if path.startswith("$.media")]
    assert media[0] == "$.media[0].altText"
    assert media[-1] == "$.media[10].status"


def test_the_error_names_the_file_the_first_fault_and_how_many_more() -> None:
    document = full_document()
    del document["bag"], document["lead"]

    with pytest.raises(InvalidRecordError, match=r"^x\.json: \$\.bag: is missing \(and 1 more\)$"):
        read_record(render(document), "x.json")


def nested(depth: int) -> bytes:
    return b'{"a": ' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b"{", "not JSON", id="cut off"),
        pytest.param(b'{"a": 1} {}', "not JSON", id="two documents"),
        pytest.param(b'{"a": 1, "a": 2}', "'a' stands twice", id="duplicate name"),
        pytest.param(b'{"a": NaN}', "NaN is not JSON", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "-Infinity is not JSON", id="infinity"),
        pytest.param(b'{"a": ["\\ud800"]}', r"$.a[0]: holds U+0000 or a lone", id="lone surrogate"),
        pytest.param(b'{"a": "\\u0000"}', r"$.a: holds U+0000", id="U+0000"),
        pytest.param(b'{"\\u0000": 1}', "holds U+0000", id="U+0000 in a name"),
        pytest.param(nested(80), "nested deeper than 64 levels", id="depth"),
        pytest.param(nested(100_000), "nested deeper than 64 levels", id="great depth"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', "byte order mark", id="byte order mark"),
        pytest.param(b'{"a": "\xff"}', "not UTF-8 at byte 7", id="not UTF-8"),
        pytest.param(b"[]", "$: should be a set of named values, and is a list", id="a list"),
    ],
)
def test_what_readers_would_read_differently_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        read_record(data)

    assert words in str(caught.value)


def test_a_good_record_that_says_a_name_twice_is_refused() -> None:
    data = json.dumps(full_document()).encode()
    twice = data[:-1] + b', "bag": "urn:uuid:01234567-89ab-8def-8123-456789abcdef"}'

    with pytest.raises(InvalidRecordError, match="'bag' stands twice"):
        read_record(twice)

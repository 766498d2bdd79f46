"""The schema of audit reports: valid, closed, described; good reports pass and bad ones do not."""

import copy
from typing import Any

import jsonschema
import pytest

from newsarchive import canonical
from newsarchive.metadata import AUDIT_REPORT_SCHEMA, report_problems, schema_bytes
from newsarchive.metadata.schemas import json_path
from newsarchive.model.finding import Kind, Verdict
from support import audits
from support.schemas import conditional, parts

SCHEMA: dict[str, Any] = canonical.loads(schema_bytes(AUDIT_REPORT_SCHEMA))
PROPERTIES = {
    json_path((*place, name)): described
    for place, node in parts(SCHEMA)
    if place and place[-1] == "properties" and not conditional(place)
    for name, described in node.items()
}
OBJECTS = {
    json_path(place): node
    for place, node in parts(SCHEMA)
    if "properties" in node and not conditional(place)
}
PATTERNS = {
    json_path(place): node for place, node in parts(SCHEMA) if isinstance(node.get("pattern"), str)
}

# The schema itself


def test_the_schema_is_valid_against_its_metaschema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_has_its_name() -> None:
    assert SCHEMA["$id"] == f"urn:newsarchive:schema:{AUDIT_REPORT_SCHEMA}"
    assert SCHEMA["properties"]["schema"]["const"] == AUDIT_REPORT_SCHEMA


@pytest.mark.parametrize("described", PROPERTIES.values(), ids=PROPERTIES)
def test_every_property_is_described(described: dict[str, Any]) -> None:
    assert described["description"].endswith(".")


@pytest.mark.parametrize("node", OBJECTS.values(), ids=OBJECTS)
def test_every_object_is_closed_and_whole(node: dict[str, Any]) -> None:
    assert node["additionalProperties"] is False
    assert node["required"] == list(node["properties"])


@pytest.mark.parametrize("node", PATTERNS.values(), ids=PATTERNS)
def test_every_pattern_is_whole_limited_and_has_words_for_people(node: dict[str, Any]) -> None:
    assert node["pattern"].startswith("^")
    assert node["pattern"].endswith("$")
    assert node["maxLength"] >= 1
    assert node["title"]
    assert not [special for special in ("(?", "\\") if special in node["pattern"]]


def test_every_reference_leads_somewhere_and_every_definition_is_used() -> None:
    references = {node["$ref"] for _, node in parts(SCHEMA) if isinstance(node.get("$ref"), str)}

    assert {f"#/$defs/{name}" for name in SCHEMA["$defs"]} == references


def test_no_number_is_a_fraction() -> None:
    assert not [node for _, node in parts(SCHEMA) if "number" in (node.get("type") or ())]


# Reports

FULL = audits.document(
    [
        audits.problem(),
        audits.problem("lost", Verdict.MISSING, [audits.finding(Kind.MISSING, "")]),
        audits.problem("strange", Verdict.UNVERIFIED, known=False),
    ],
    scope={"reach": "sample", "value": "0.5"},
    state="interrupted",
    stopped="SIGTERM",
    continues="2026-11-21T010004Z-00ffee",
    carried=120,
    budget={"seconds": 7200, "bytes": 500_000_000_000},
    used_up="time",
    sample={"share": "0.5", "chances": [{"damaged": 1, "permille": 5}]},
    trouble="bags is not mounted",
    acknowledged=["0123456789abcdef"],
    problems_left_out=7,
    parts=[audits.sha512("1"), audits.sha512("2")],
)
PROBLEM = FULL["problems"][0]
GOOD = {
    "all intact": audits.document(),
    "everything at once": FULL,
    "no coverage": audits.document(coverage=None),
    "never checked": audits.document(coverage={**FULL["coverage"], "oldest": None}),
    "one bag": audits.document(scope={"reach": "bag", "value": "ab" * 32}),
    "a collection": audits.document(scope={"reach": "collection", "value": "harbour"}),
    "those due": audits.document(scope={"reach": "due", "value": ""}, used_up="bytes"),
    "no list of verdicts": audits.document(parts=[]),
    "a kind of a later program": {
        **audits.document(),
        "problems": [
            {
                **PROBLEM,
                "findings": [{**PROBLEM["findings"][0], "kind": "half-eaten", "code": "ZZ-99"}],
            }
        ],
    },
}


@pytest.mark.parametrize("document", GOOD.values(), ids=GOOD)
def test_a_good_report_has_no_problems(document: dict[str, Any]) -> None:
    assert report_problems(document) == ()
    assert report_problems(canonical.loads(canonical.dumps(document))) == ()


DELETE = object()
SAMPLE = {"share": "5", "chances": []}

# (place in the report, what is put there, where the fault is reported, what is said of it)
BAD: dict[str, tuple[str, object, str, str]] = {
    "another version": ("v", 2, "$.v", "is 2, and should be 1"),
    "another schema": ("schema", "audit-report-2", "$.schema", "and should be"),
    "a name that is not known": ("colour", "red", "$.colour", "has no place here"),
    "a run by another name": ("run", "../etc", "$.run", "is not the name of an audit"),
    "a run with a line feed": ("run", f"{audits.RUN}\n", "$.run", "is not the name of an audit"),
    "a time in a zone": ("began", "2026-11-22T01:00:04+01:00", "$.began", "is not a time such as"),
    "a time with a fraction": ("ended", "2026-11-22T01:00:04.5Z", "$.ended", "is not a time"),
    "a day that is none": ("ended", "2026-02-30T01:00:04Z", "$.ended", "is not a time such as"),
    "a fraction": ("milliseconds", 0.5, "$.milliseconds", "should be a whole number"),
    "a number as text": ("bags", "12", "$.bags", "should be a whole number, and is text"),
    "true for a number": ("intact", True, "$.intact", "should be a whole number"),
    "less than none": ("damaged", -1, "$.damaged", "should be at least 0"),
    "null for a number": ("not_reached", None, "$.not_reached", "and is null"),
    "another reach": ("scope.reach", "some", "$.scope.reach", "should be one of"),
    "all of something": (
        "scope",
        {"reach": "all", "value": "x"},
        "$.scope.value",
        'is "x", and should be ""',
    ),
    "a bag and no name": ("scope", {"reach": "bag", "value": ""}, "$.scope.value", "is empty"),
    "a scope without value": ("scope", {"reach": "all"}, "$.scope.value", "is missing"),
    "another state": ("state", "paused", "$.state", "should be one of"),
    "stopped and complete": ("stopped", "SIGTERM", "$.stopped", "should be null"),
    "interrupted by nothing": ("state", "interrupted", "$.stopped", "should be text, and is null"),
    "read in a third way": ("read", "guessed", "$.read", "should be one of"),
    "continues anything": ("continues", "yesterday", "$.continues", "is not the name of an audit"),
    "carried from nowhere": ("carried", 3, "$.carried", "is 3, and should be 0"),
    "a budget with more": ("budget.pages", 3, "$.budget.pages", "has no place here"),
    "a budget without bytes": ("budget.bytes", DELETE, "$.budget.bytes", "is missing"),
    "no budget": ("budget", None, "$.budget", "should be a set of named values"),
    "patience used up": ("used_up", "patience", "$.used_up", "should be one of"),
    "a sample of all": ("sample", SAMPLE, "$.sample", "should be null"),
    "coverage without its days": (
        "coverage.every_days",
        DELETE,
        "$.coverage.every_days",
        "is missing",
    ),
    "coverage every no day": (
        "coverage.every_days",
        0,
        "$.coverage.every_days",
        "should be at least 1",
    ),
    "more than everything": (
        "coverage.permille",
        1001,
        "$.coverage.permille",
        "is 1001, and should be at most 1000",
    ),
    "an oldest without a time": (
        "coverage.oldest.checked",
        None,
        "$.coverage.oldest.checked",
        "should be text, and is null",
    ),
    "trouble without words": ("trouble", "", "$.trouble", "is empty"),
    "an id that is too short": (
        "acknowledged",
        ["0123"],
        "$.acknowledged[0]",
        "is not the id of a finding",
    ),
    "an id twice": ("acknowledged", ["0123456789abcdef"] * 2, "$.acknowledged", "an entry twice"),
    "no findings at all": ("findings", None, "$.findings", "should be a list, and is null"),
    "a finding of another level": (
        "problems.0.findings.0.level",
        "fatal",
        "$.problems[0].findings[0].level",
        "should be one of",
    ),
    "a code in small letters": (
        "problems.0.findings.0.code",
        "rx-10",
        "$.problems[0].findings[0].code",
        "is not a code such as RX-10",
    ),
    "a kind with a space": (
        "problems.0.findings.0.kind",
        "half eaten",
        "$.problems[0].findings[0].kind",
        "is not a kind such as",
    ),
    "a finding without its clause": (
        "problems.0.findings.0.clause",
        DELETE,
        "$.problems[0].findings[0].clause",
        "is missing",
    ),
    "a problem that is none": (
        "problems.0.verdict",
        "intact",
        "$.problems[0].verdict",
        "should be one of",
    ),
    "a problem and no finding": (
        "problems.0.findings",
        [],
        "$.problems[0].findings",
        "has 0 entries, and should have at least 1",
    ),
    "a bag id in capitals": (
        "problems.0.bag_id",
        "AB" * 32,
        "$.problems[0].bag_id",
        "is not the id of a bag",
    ),
    "a bag without a name": ("problems.0.bag", "", "$.problems[0].bag", "is empty"),
    "a problem that says when": (
        "problems.0.checked",
        audits.ENDED,
        "$.problems[0].checked",
        "has no place here",
    ),
    "a part by a weak digest": ("parts", ["md5:" + "0" * 32], "$.parts[0]", "is not a SHA-512"),
    "a part in capitals": ("parts", ["sha512:" + "A" * 128], "$.parts[0]", "is not a SHA-512"),
    "one part twice": ("parts", [audits.sha512("1")] * 2, "$.parts", "has an entry twice"),
    **{
        f"no {name}": (name, DELETE, f"$.{name}", "is missing")
        for name in SCHEMA["properties"]
        if name not in {"state", "scope", "sample", "stopped"}
    },
}


def edited(document: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    document = copy.deepcopy(document)
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    owner: Any = document
    for step in way:
        owner = owner[step]
    if value is DELETE:
        del owner[last]
    else:
        owner[last] = value
    return document


@pytest.mark.parametrize(("place", "value", "path", "words"), BAD.values(), ids=BAD)
def test_a_fault_is_named_with_its_place_and_in_plain_words(
    place: str, value: object, path: str, words: str
) -> None:
    (problem,) = report_problems(edited(audits.document([audits.problem()]), place, value))

    assert problem.startswith(f"{path}: ")
    assert words in problem


@pytest.mark.parametrize(
    ("place", "value", "path", "words"),
    [
        pytest.param("sample", None, "$.sample", "and is null", id="none"),
        pytest.param("sample.share", "a lot", "$.sample.share", "is not a share", id="a share"),
        pytest.param("sample.share", "101", "$.sample.share", "is not a share", id="more than all"),
        pytest.param(
            "sample.chances.0.damaged", 0, "$.sample.chances[0].damaged", "at least 1", id="none"
        ),
        pytest.param(
            "sample.chances.0.permille",
            1001,
            "$.sample.chances[0].permille",
            "most 1000",
            id="sure",
        ),
    ],
)
def test_a_sample_is_told_whole(place: str, value: object, path: str, words: str) -> None:
    (problem,) = report_problems(edited(FULL, place, value))

    assert problem.startswith(f"{path}: ")
    assert words in problem


@pytest.mark.parametrize("document", [None, [], "x", 1, {}], ids=repr)
def test_what_is_no_report_at_all_has_problems(document: object) -> None:
    assert report_problems(document)

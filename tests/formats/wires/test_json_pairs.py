"""dpa's ten wires, each as its JSON and as the NewsML-G2 that dpa makes of it: they say the same.

Where they differ, the difference is that of the two files, and is explained here; each explanation
is a check. What is not named here has to be equal.
"""

from collections.abc import Callable
from typing import Any

import pytest

from newsarchive.metadata.agencies import canonical_name
from support.samples import samples
from support.wires import read_wire, told

pytestmark = pytest.mark.samples
Check = Callable[[Any, Any], bool]


def texts(blocks: list[str]) -> str:
    """The text of blocks but for lists: a box of links is one."""
    told_texts = (b.partition(": ")[2] for b in blocks if not b.startswith("list"))
    return " ".join(" ".join(told_texts).split())


def same_media(json_: list[dict[str, Any]], xml: list[dict[str, Any]]) -> bool:
    """NewsML links to a picture by its address and title, and says no more of it than that."""
    both = list(zip(json_, xml, strict=True))
    return all(
        j[name] == x[name] for j, x in both for name in x if name in j and name != "renditions"
    ) and all("url" in x for _, x in both)


EXPLAINED: dict[str, tuple[str, Check]] = {
    "alt_ids": ("the number of the entry is in JSON only", lambda j, x: x is None and len(j) == 1),
    "headlines": (
        "NewsML has the kicker by its rank, without its role",
        lambda j, x: [h[1] for h in j] == [h[1] for h in x],
    ),
    "blocks": (
        "NewsML prints teaser and dateline in the text, and has no box of links",
        lambda j, x: texts(x).endswith(texts(j)),
    ),
    "subjects": (
        "persons, and subjects that are not dpa's, are not converted",
        lambda j, x: set(x) < set(j),
    ),
    "places": (
        "where a picture was taken is not converted; a point of interest without its address",
        lambda j, x: all(any(p.startswith(q.partition(" | ")[0]) for p in j) for q in x or ()),
    ),
    "genre": ("the first is converted", lambda j, x: j.split("; ")[0] == x),
    "agencies": (
        "the one agency, by its abbreviation and by its name",
        lambda j, x: [canonical_name(a) for a in j] == [canonical_name(a) for a in x],
    ),
    "usage_terms": ("the conversion prints a Python None", lambda j, x: (j, x) == (None, "None")),
    "media": ("see same_media", same_media),
}


def pairs() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    found = []
    for path in sorted(samples("dpa-digitalwires").glob("*.json")):
        xml = path.with_suffix(".xml")
        json_ = told(read_wire(path.read_bytes(), path.name))
        found.append((path.stem, json_, told(read_wire(xml.read_bytes(), xml.name))))
    return found


def test_they_say_the_same_or_the_difference_is_explained() -> None:
    compared = pairs()

    unexplained = []
    for name, json_, xml in compared:
        for fact in dict.fromkeys([*json_, *xml]):
            j, x = json_.get(fact), xml.get(fact)
            if j != x and not (fact in EXPLAINED and EXPLAINED[fact][1](j, x)):
                unexplained.append((name, fact, j, x))

    assert len(compared) == 10
    assert unexplained == []


def test_nothing_is_explained_that_does_not_differ() -> None:
    differing = {fact for _, j, x in pairs() for fact in j | x if j.get(fact) != x.get(fact)}

    assert differing == set(EXPLAINED)


def test_headline_identifier_version_language_and_dates_are_always_equal() -> None:
    for name, json_, xml in pairs():
        for fact in ("source_id", "version", "language", "issued", "pub_status", "lead", "by"):
            assert json_.get(fact) == xml.get(fact), (name, fact)
        assert json_["headlines"][0] == xml["headlines"][0], name

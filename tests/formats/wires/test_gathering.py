"""Which items of NewsML-G2 make up one article: texts, their pictures, their packages."""

import pytest

from newsarchive.formats.wires.gathering import gather
from newsarchive.formats.wires.scanning import Brief, brief_of
from support.newsml import alone, package, picture, text


def briefs(*items: str) -> list[Brief]:
    found = [brief_of(alone(item)) for item in items]
    return [brief for brief in found if brief is not None]


CASES = {
    "a text": ([text("t")], ["t"]),
    "two texts": ([text("t"), text("u")], ["t", "u"]),
    "a text and a picture": ([text("t"), picture("p")], ["t p"]),
    "a picture before its text": ([picture("p"), text("t")], ["t p"]),
    "a picture alone": ([picture("p")], ["p"]),
    "two pictures alone": ([picture("p"), picture("q")], ["p", "q"]),
    "two texts and a picture of one": (
        [text("t"), text("u", links=("p",)), picture("p")],
        ["t", "u p"],
    ),
    "two texts and a picture of none": ([text("t"), text("u"), picture("p")], ["t", "u", "p"]),
    "a picture of two texts": (
        [text("t", links=("p",)), text("u", links=("p",)), picture("p")],
        ["t p", "u p"],
    ),
    "pictures in the order of the links": (
        [picture("p"), picture("q"), text("t", links=("q", "p")), text("u")],
        ["t q p", "u"],
    ),
    "a package of one text": (
        [package("k", ("t", "p")), text("t"), text("u"), picture("p")],
        ["t p k", "u"],
    ),
    "a package of two texts, group by group": (
        [package("k", ("t", "p"), ("u", "q")), text("t"), text("u"), picture("p"), picture("q")],
        ["t p k", "u q k"],
    ),
    "a package of two texts in one group": (
        [package("k", ("t", "u", "p")), text("t"), text("u"), picture("p")],
        ["t k", "u k", "p"],
    ),
    "a package in a package": (
        [package("k", ("m",)), package("m", ("t", "p")), text("t"), text("u"), picture("p")],
        ["t p k m", "u"],
    ),
    "a package of what is not there": ([package("k", ("x",)), text("t")], ["k", "t"]),
    "packages in each other": ([package("k", ("m",)), package("m", ("k",))], ["k", "m"]),
    "items without a guid": ([text(""), picture("")], [" "]),
}


@pytest.mark.parametrize(("items", "expected"), CASES.values(), ids=CASES)
def test_items_go_together_as_they_say_of_each_other(items: list[str], expected: list[str]) -> None:
    found = briefs(*items)

    articles = [" ".join(found[n].guid for n in (a.main, *a.companions)) for a in gather(found)]

    order = [brief.guid for brief in found]
    assert articles == sorted(expected, key=lambda a: order.index(a.split(" ")[0]))


def test_what_an_item_says_of_itself_is_known_from_its_beginning() -> None:
    item = text("t", links=("p",), words="More rain. " * 5000)

    found = brief_of(alone(item)[:2000])

    assert found is not None
    assert (found.guid, found.kind, found.links) == ("t", "text", ("p",))


@pytest.mark.parametrize("head", [b"", b"Rain fell.", b"<rss><channel/></rss>", b"<a", b"\0\1"])
def test_what_is_no_item_says_nothing(head: bytes) -> None:
    assert brief_of(head) is None

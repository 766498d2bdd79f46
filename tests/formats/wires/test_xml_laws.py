"""What holds of every item of XML: no odd value in any place makes a record that is none."""

import contextlib
import copy
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from newsarchive.errors import RefusedError
from newsarchive.formats.decoded import document
from newsarchive.metadata.record import encode
from support.wires import read_wire, record_of

HERE = Path(__file__).parent / "good"
SEEDS = ("newsml-message-of-one", "newsml-picture", "newsml-nitf-inside", "nitf-latin-1")
ODD = (
    "",
    " \n ",
    "9" * 5000,
    "٣",
    ":",
    "ninat:",
    "ninat:picture",
    "0000-00-00",
    "2024-01-01T25:61:61Z",
    "2024-01-01T00:00:00+99:99",
    "en_",
    "image/jpég; q=1",
    "../../etc/passwd",
    "a\u2028b\u0085c",
    "<p>x</p>",
    "x" * 20_000,
)
_EACH = 2  # odd values that are tried in one place


def places(root: etree._Element) -> Iterator[tuple[int, str | None]]:
    """Each element by its number, for its text (None) and for each of its attributes."""
    for n, element in enumerate(root.iter()):
        if isinstance(element.tag, str):
            for name in (None, *element.attrib):
                yield n, None if name is None else str(name)


def changed(root: etree._Element, place: int, name: str | None, odd: str) -> bytes:
    other = copy.deepcopy(root)
    element = list(other.iter())[place]
    if name is None:
        element.text = odd
    else:
        element.set(name, odd)
    return etree.tostring(other, encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_an_odd_value_anywhere_is_read_or_refused_and_the_record_fits_its_schema(
    seed: str,
) -> None:
    root, _ = document((HERE / f"{seed}.xml").read_bytes())
    odd = itertools.cycle(ODD)
    read = 0

    for place, name in places(root):
        for value in itertools.islice(odd, _EACH):
            with contextlib.suppress(RefusedError):
                article = read_wire(changed(root, place, name, value), "odd.xml")
                assert encode(record_of(article))
                read += 1

    assert read > 50

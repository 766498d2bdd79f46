"""What holds of every item of XML: an odd value in any one place never makes a record that is none."""

import copy
from pathlib import Path

import pytest
from lxml import etree

from newsarchive.errors import RefusedError
from newsarchive.formats.documents import document
from newsarchive.metadata.record import encode
from support.wires import read_wire, record_of

HERE = Path(__file__).parent / "good"
SEEDS = ("newsml-message-of-one", "newsml-picture", "newsml-nitf-inside", "nitf-latin-1")
ODD = {
    "nothing": "",
    "blank": " \n ",
    "a number": "9" * 5000,
    "no number": "٣",
    "a colon": ":",
    "an empty code": "ninat:",
    "another class": "ninat:picture",
    "no date": "0000-00-00",
    "no time": "2024-01-01T25:61:61Z",
    "no zone": "2024-01-01T00:00:00+99:99",
    "no language": "en_",
    "no media type": "image/jpég; q=1",
    "a way out": "../../etc/passwd",
    "a line end of another kind": "a\u2028b\u0085c",
    "markup": "<p>x</p>",
    "very long": "x" * 20_000,
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_value_anywhere_is_read_or_refused_and_the_record_fits_its_schema(
    odd: str, seed: str
) -> None:
    root, _ = document((HERE / f"{seed}.xml").read_bytes())
    places = [n for n, e in enumerate(root.iter()) if isinstance(e.tag, str)]
    for place in places:
        names = [*list(root.iter())[place].attrib, None]
        for name in names:
            changed = copy.deepcopy(root)
            element = list(changed.iter())[place]
            if name is None:
                element.text = odd
            else:
                element.set(name, odd)
            try:
                article = read_wire(etree.tostring(changed, encoding="utf-8"), "odd.xml")
            except RefusedError as error:
                assert "\n" not in error.message
            else:
                assert encode(record_of(article))

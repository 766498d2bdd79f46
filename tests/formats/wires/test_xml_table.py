"""NewsML and NITF, and what is read in them: good/NAME.xml with NAME.says.json beside it.

Adding a case is adding two files. The second says all that is found: what it does not name must be
unknown, so that nothing can be invented unnoticed.
"""

import json
from pathlib import Path

import pytest

from newsarchive.formats import HEAD_BYTES, choose
from newsarchive.metadata.record import encode
from support.wires import every_statement, read_wire, record_of, told

HERE = Path(__file__).parent / "good"
documents = pytest.mark.parametrize(
    "path", sorted(HERE.glob("*.xml")), ids=lambda path: str(path.stem)
)


@documents
def test_what_is_said_is_found_and_nothing_else(path: Path) -> None:
    expected = json.loads(path.with_suffix(".says.json").read_text("utf-8"))

    assert told(read_wire(path.read_bytes(), path.name)) == expected


@documents
def test_the_content_says_which_reader_reads_it(path: Path) -> None:
    reader = choose(path.read_bytes()[:HEAD_BYTES], "any name.txt").name

    assert reader.partition("/")[0] == path.name.partition("-")[0]


@documents
def test_every_fact_says_where_it_stands(path: Path) -> None:
    article = read_wire(path.read_bytes(), path.name)

    of = {statement.basis for _, statement in every_statement(article) if statement.known}
    wires = ("newsml:", "newsml1:", "nitf:", "ttnitf:", "xhtml:", "agencies:")
    assert {b for b in of if not (b and b.startswith(wires))} == set()


@documents
def test_its_record_fits_the_schema(path: Path) -> None:
    assert encode(record_of(read_wire(path.read_bytes(), path.name)))

"""Texts and what is read in them: good/*.txt with *.json beside it, bad/* with *.says beside it.

Adding a case is adding two files. A table entry says all that is found: what it does not name must
be unknown, so that nothing can be invented unnoticed.
"""

import json
from io import BytesIO
from pathlib import Path

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats import HEAD_BYTES, choose
from newsarchive.formats.text.reader import TextReader
from support.texts import capture, facts, read_text

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.txt"))
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.suffix != ".says")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_is_printed_is_found_and_nothing_else(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))

    assert facts(read_text(path.read_bytes(), path.name)) == expected


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_registry_gives_a_text_to_the_text_reader(path: Path) -> None:
    assert isinstance(choose(path.read_bytes()[:HEAD_BYTES], path.name), TextReader)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_what_is_no_text_is_refused_by_name(path: Path) -> None:
    data = path.read_bytes()

    with pytest.raises(RefusedError) as refused:
        choose(data[:HEAD_BYTES], path.name).read(capture(data, path.name), BytesIO(data))

    says = path.with_name(f"{path.name}.says").read_text("utf-8").strip()
    assert refused.value.message == f"{path.name} {says}"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_the_reader_refuses_what_the_registry_would(path: Path) -> None:
    with pytest.raises(RefusedError):
        read_text(path.read_bytes(), path.name)

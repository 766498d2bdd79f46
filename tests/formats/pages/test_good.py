"""Pages as publishers make them, and what is read in them: good/*.html with *.json beside it.

Adding a case is adding two files. `media` has of each an address (a part of it), the caption and
the credit; `holds` and `lacks` are about the text; `published` is an instant, or null for none.
"""

import json
from pathlib import Path

import pytest

from newsarchive.digests import Algorithm
from newsarchive.errors import RefusedError
from newsarchive.formats import HEAD_BYTES, choose
from newsarchive.formats.pages.reader import PageReader
from newsarchive.model.institution import Institution
from newsarchive.packaging import Maker, draft, pack
from support.pages import faults, read_page
from support.texts import RECEIVED

MAKER = Maker(Institution(name="Town Library"), (Algorithm.SHA512,), "newsarchive 0", RECEIVED)
GOOD = sorted((Path(__file__).parent / "good").glob("*.html"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_a_page_says_is_read_and_nothing_else(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))

    if reason := expected.get("refused"):
        with pytest.raises(RefusedError, match=reason):
            read_page(path.read_bytes(), path.name)
    else:
        assert faults(read_page(path.read_bytes(), path.name), expected) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_registry_gives_a_page_to_the_page_reader(path: Path) -> None:
    assert isinstance(choose(path.read_bytes()[:HEAD_BYTES], path.name), PageReader)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_record_of_a_page_fits_its_schema(path: Path) -> None:
    if "refused" in json.loads(path.with_suffix(".json").read_text("utf-8")):
        return
    article = read_page(path.read_bytes(), path.name)

    # Checked against its schema while it is made.
    plan, _ = pack(draft(article), MAKER)

    assert plan.payload

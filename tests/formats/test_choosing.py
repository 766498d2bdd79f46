"""Which reader takes a document, and what is kept of one that none takes."""

from pathlib import Path

import pytest

from newsarchive import formats
from newsarchive.errors import RefusedError

TAKEN_BY_NONE = {
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(60_000),
    "binary data": bytes(range(256)) * 200,
    "a RAR file": b"Rar!\x1a\x07" + b"x" * 60_000,
    "nothing": b"",
}


@pytest.mark.parametrize("head", TAKEN_BY_NONE.values(), ids=TAKEN_BY_NONE)
def test_a_refusal_that_is_kept_keeps_nothing_of_the_document(head: bytes) -> None:
    found = formats.refusal(head, "x.bin")

    assert found is not None
    # Its frames would hold the head, 64 KiB for each file of a folder that is taken in.
    assert (found.__traceback__, found.__context__) == (None, None)


def test_a_text_is_not_refused() -> None:
    assert formats.refusal(b"Rain over the quay\n\nIt rained.\n", "rain.txt") is None


FILES = [path for path in sorted(Path(__file__).parent.rglob("*")) if path.is_file()]


def test_what_is_asked_of_a_document_at_once_is_what_is_asked_one_by_one() -> None:
    for path in FILES:
        head, name = path.read_bytes()[: formats.HEAD_BYTES], path.name
        refusal = formats.refusal(head, name)
        seen = formats.seen(head, name)

        assert seen.unpacker is formats.choose_unpacker(head, name), name
        assert seen.is_item == formats.is_item(head, name), name
        assert (seen.refusal and str(seen.refusal)) == (refusal and str(refusal)), name
    assert {type(formats.seen(path.read_bytes(), path.name).refusal) for path in FILES} == {
        type(None),
        RefusedError,
    }

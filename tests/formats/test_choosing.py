"""Which reader takes a document, and what is kept of one that none takes."""

import pytest

from newsarchive import formats

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

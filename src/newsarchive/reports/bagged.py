"""A bag that was made of a folder, as text and JSON."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.bagged import Bagged
from newsarchive.reports.amounts import number, size


def document(made: Bagged) -> dict[str, Any]:
    """What came of making a bag."""
    return {
        "bag": made.bag,
        "seal": str(made.seal),
        "files": made.files,
        "bytes": made.bytes,
        "warnings": list(made.warnings),
    }


def lines(made: Bagged) -> Iterator[str]:
    """What came of making a bag, for the terminal."""
    yield f"Made the bag {made.bag}: {number(made.files, 'file')}, {size(made.bytes)}."
    yield f"seal  {made.seal}"

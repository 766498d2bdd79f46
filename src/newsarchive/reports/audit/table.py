"""An audit as a table for spreadsheets (CSV): what was found, file by file. Streams."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsarchive.model.subject import MAIN
from newsarchive.reports.safe import cell

_BAG = ("bag", "bag_id", "path", "store", "verdict", "checked", "files", "bytes")
_FINDING = ("id", "code", "kind", "level", "path", "detail", "expected", "found")

COLUMNS = (
    *_BAG,
    *("finding", "code", "kind", "level", "file", "detail", "expected", "found"),
)
"""The first row. `path` is that of the bag in the archive, `file` that of the file in the bag.

`store` is the name of the store that it lies in; what lies in none has none.
"""


def table(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The table, row by row, each with its line feed: one for each finding, or for a bag without.

    `lines` are verdicts as documents, with `checked`, as the lists of verdicts hold them; early
    ones name no store, since there was one. A line break within a cell is in quotes, so a row may
    go over several lines.
    """
    row = _Line()
    writer = csv.writer(row, lineterminator="\r\n")  # it quotes what its line end holds
    writer.writerow(COLUMNS)
    yield row.take()
    for line in lines:
        bag = [cell(line.get(name, MAIN if name == "store" else None)) for name in _BAG]
        findings: Iterable[Mapping[str, Any]] = line.get("findings") or ({},)
        for finding in findings:
            writer.writerow([*bag, *(cell(finding.get(name)) for name in _FINDING)])
            yield row.take()


class _Line:
    """A file of one row, for a writer that knows only files."""

    def __init__(self) -> None:
        self._text = ""

    def write(self, text: str) -> None:
        self._text = text

    def take(self) -> str:
        """The row that was written last, ended as everything here is by a line feed."""
        return self._text.removesuffix("\r\n") + "\n"

"""Makes docs/conformance.md: PYTHONPATH=tests .venv/bin/python -m support.conformance_page."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsarchive.bag.crosscheck import crosscheck
from newsarchive.model.finding import Code, clause
from support.conformance import ROWS, WITHOUT_CODE, Case, Row
from support.project import ROOT

_HEAD = """\
# Conformance

Made from the table in `tests/support/conformance.py`, which is also the test: every bag named here
is written, validated and compared with its verdict (`tests/bag/test_conformance.py`). To make the
page again: `PYTHONPATH=tests .venv/bin/python -m support.conformance_page`.

A finding carries the code of the requirement. *Level* is the RFC's keyword, or "ours" for a
consequence or a rule of this project. A bag of an older version of BagIt is judged by the rules of
its own version; of one whose version is not known only what holds for all versions is an error.

## RFC 8493

| code | clause | level | requirement | breaks it | keeps it |
|---|---|---|---|---|---|
"""
# It would wait for ever for somebody to write into it.
_NEVER_GIVEN_TO_BAGIT = frozenset({"a FIFO"})


def page() -> str:
    """The whole page."""
    tail = (ROOT / "tests/support/conformance_tail.md").read_text(encoding="utf-8")
    return _HEAD + "".join(map(_row, ROWS)) + tail + "".join(_disagreements())


def _row(row: Row) -> str:
    where = _clause(row).removeprefix("RFC 8493 section ")
    breaks = "; ".join(map(_case, row.breaks)) or "-"
    keeps = "; ".join(map(_case, row.keeps))
    if row.test:
        keeps += f"{'; ' if keeps else ''}test: `{row.test}`"
    return f"| {row.id} | {where} | {row.level} | {row.text} | {breaks} | {keeps} |\n"


def _clause(row: Row) -> str:
    if row.id in set(Code):
        return clause(Code(row.id))
    return f"RFC 8493 section {WITHOUT_CODE[row.id]}" if row.id in WITHOUT_CODE else ""


def _disagreements() -> Iterator[str]:
    """The bags of the table that `bagit` calls valid and we do not, or the other way round."""
    seen = set()
    for row in ROWS:
        for case in (*row.breaks, *row.keeps):
            if case.what in _NEVER_GIVEN_TO_BAGIT or id(case.bag) in seen:
                continue
            seen.add(id(case.bag))
            with tempfile.TemporaryDirectory() as folder:
                theirs = "invalid" if crosscheck(case.bag.write(Path(folder))) else "valid"
            if (theirs == "valid") != (case.verdict == "valid"):
                where = _clause(row)
                yield f"| {row.id} | {_what(case)} | {case.verdict} | {theirs} | {where} |\n"


def _case(case: Case) -> str:
    code = f", {case.code}" if case.code else ""
    return f"{_what(case)} ({case.verdict}{code})"


def _what(case: Case) -> str:
    what = case.what.replace("\0", "NUL")
    for sign in "\\*~_":
        what = what.replace(sign, f"\\{sign}")
    return what.replace("<", "&lt;").replace("|", "&#124;")


if __name__ == "__main__":
    (ROOT / "docs/conformance.md").write_text(page(), encoding="utf-8")

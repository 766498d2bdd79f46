"""What lies beside the articles of a corpus: the description of its columns, and a page to read.

Pure. The description has the fields of a Table Schema (Data Package 2.0), each with where its
values come from.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsarchive.corpus.columns import Column, ColumnType
from newsarchive.corpus.forms import BETWEEN
from newsarchive.model.corpus import Corpus, CorpusForm
from newsarchive.reports.amounts import number, size
from newsarchive.reports.safe import visible

SCHEMA, README, SUMS, UNREAD = "schema.json", "README.txt", "sha512sums.txt", "unread.csv"

_TYPES: Mapping[ColumnType, Mapping[str, str]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.TEXTS: {"type": "array"},
    ColumnType.FLAG: {"type": "boolean"},
    ColumnType.FLAGS: {"type": "array"},
    ColumnType.NUMBER: {"type": "integer"},
    ColumnType.DECIMAL: {"type": "number"},
    ColumnType.DATE: {"type": "date"},
    ColumnType.TIME: {"type": "datetime"},
}
_LISTS = frozenset({ColumnType.TEXTS, ColumnType.FLAGS})
_IN_CELLS = frozenset({CorpusForm.CSV, CorpusForm.TEXTS, CorpusForm.DC})


def schema(columns: Sequence[Column], form: CorpusForm) -> bytes:
    """`schema.json`: each column with its type, its meaning, and the rule it comes from."""
    document = {
        "fields": [_field(column, form) for column in columns],
        "primaryKey": ["bag_id"],
        "missingValues": [""],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _field(column: Column, form: CorpusForm) -> dict[str, Any]:
    kind: Mapping[str, str] = _TYPES[column.type]
    if column.type in _LISTS and form in _IN_CELLS:
        items = "string" if column.type is ColumnType.TEXTS else "boolean"
        kind = {"type": "list", "itemType": items, "delimiter": BETWEEN}
    return {"name": column.name, **kind, "description": column.meaning, "rule": column.rule}


_FORMS: Mapping[CorpusForm, str] = {
    CorpusForm.JSONL: "JSON Lines: a JSON object on each line, UTF-8",
    CorpusForm.CSV: "CSV (RFC 4180), UTF-8",
    CorpusForm.PARQUET: "Apache Parquet",
    CorpusForm.TEXTS: "a plain text for each article, and index.csv with more",
    CorpusForm.DC: "Dublin Core (oai_dc XML) for each article, and index.csv with more",
}
_RULES = """\
Of each article there is the version that was its current one, unless every version was asked for.
Nothing is filled in. What nobody knows is empty (null), and its _status says unknown.
_status says how a fact is known, _basis what it rests on. Where _disputed is true, other values
were found and nobody has decided; they stand in the column candidates, and nowhere else.
A date is as exact as it is known: date is EDTF (2017-04, 2017-04-13?), date_earliest and
date_latest are the first and the last day that it can mean. Choose by these two.
Each row was read from files that were checked, at that moment, against the seal that the
archive's ledger has of the bag. The seal stands in the row.
"""
_RULES_OF_CELLS = """\
A cell that a spreadsheet might take for a formula has an apostrophe before it, which is not
part of the value. The items of a list have a semicolon and a blank between them; a semicolon
or backslash within an item has a backslash before it.
"""
_RULES_OF_FORMS: Mapping[CorpusForm, str] = {
    CorpusForm.CSV: "A spreadsheet holds 32,767 characters in a cell and cuts longer texts.\n",
    CorpusForm.DC: """\
Dublin Core cannot say how a fact is known, and holds no date that is not exact: index.csv does.
""",
}


def readme(corpus: Corpus, institution: str, agent: str) -> bytes:
    """`README.txt`, in plain words: what this is, how many, what is not in it, how to check it."""
    return ("\n".join(_page(corpus, institution, agent)) + "\n").encode("utf-8", "backslashreplace")


def _page(corpus: Corpus, institution: str, agent: str) -> Iterator[str]:
    title = f"A corpus of {number(corpus.articles, 'article')}"
    keeper = visible(institution)
    yield from (title, "=" * len(title), "")
    yield f"From        {', '.join(filter(None, (keeper, corpus.archive)))}"
    yield f"As of       ledger entry {corpus.position} ({corpus.position.time or 'no entry yet'})"
    yield f"Made        {corpus.made}, by {agent}"
    yield f"Asked for   {'; '.join(map(visible, corpus.wanted.words())) or 'every article'}"
    yield f"In it       {number(corpus.articles, 'article')}"
    if corpus.without_text:
        yield f"No text     {_counted(corpus.without_text)}"
    yield f"Left out    {_counted(corpus.left_out)}"
    yield f"Not read    {_unread(corpus)}"
    yield f"Form        {_FORMS[corpus.form]}"
    yield from ("", "Files", "-----", "")
    yield f"{corpus.table.name}: {size(corpus.table.bytes)}, SHA-512"
    yield f"  {corpus.table.sha512}"
    yield f"{SCHEMA}: what each column means, and where its values come from"
    yield f"{SUMS}: the checksum of every file here"
    if corpus.unread:
        yield f"{UNREAD}: the articles that could not be read, and why"
    yield from ("", "What to know", "------------", "")
    yield _rules(corpus.form)
    yield from ("", "To check it", "-----------", "")
    yield f"In this folder:  sha512sum -c {SUMS}"
    yield "Of every bag_id and seal its archive can tell whether it still has that bag."
    yield from ("", "To cite it", "----------", "")
    yield (
        f"{f'{keeper}. ' if keeper else ''}Corpus of {number(corpus.articles, 'article')} from the"
        f" archive {corpus.archive}, as of ledger entry {corpus.position}. {corpus.made[:10]}."
        f" {corpus.table.name}, sha512:{corpus.table.sha512}"
    )


def _rules(form: CorpusForm) -> str:
    cells = _RULES_OF_CELLS if form in _IN_CELLS else ""
    return f"{_RULES}{cells}{_RULES_OF_FORMS.get(form, '')}".rstrip("\n")


def _counted(reasons_of: Mapping[str, int]) -> str:
    reasons = (f"{count:,} ({visible(reason)})" for reason, count in reasons_of.items())
    return ", ".join(reasons) or "none"


def _unread(corpus: Corpus) -> str:
    if not corpus.unread:
        return "none"
    return f"{corpus.unread:,}: whether they are asked for cannot be said; see {UNREAD}"

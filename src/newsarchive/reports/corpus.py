"""A corpus that was given out, in a few lines and as JSON. Pure."""

from collections.abc import Iterator
from typing import Any

from newsarchive.model.corpus import Corpus
from newsarchive.reports.amounts import number, size
from newsarchive.reports.safe import visible


def lines(corpus: Corpus) -> Iterator[str]:
    """What is in it, what is not, and from where it is."""
    articles = number(corpus.articles, "article")
    files = number(corpus.files, "file")
    yield f"Exported {articles} to {corpus.place}: {files}, {size(corpus.bytes)}."
    for reason, count in corpus.without_text.items():
        yield f"no text   {count:,} ({visible(reason)})"
    for reason, count in corpus.left_out.items():
        yield f"left out  {count:,} ({visible(reason)})"
    if corpus.unread:
        yield f"not read  {corpus.unread:,}; run newsarchive audit"
    yield f"as of     ledger entry {corpus.position}"
    yield f"table     {corpus.table.name}, sha512:{corpus.table.sha512}"


def document(corpus: Corpus) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "place": corpus.place,
        "format": corpus.form.value,
        "archive": corpus.archive,
        "ledger": {
            "seq": corpus.position.seq,
            "line_sha256": corpus.position.line_sha256,
            "time": corpus.position.time,
        },
        "made": corpus.made,
        "asked_for": corpus.wanted.document(),
        "articles": corpus.articles,
        "without_text": dict(corpus.without_text),
        "left_out": dict(corpus.left_out),
        "unread": corpus.unread,
        "table": {
            "name": corpus.table.name,
            "bytes": corpus.table.bytes,
            "sha512": corpus.table.sha512,
        },
        "files": corpus.files,
        "bytes": corpus.bytes,
    }

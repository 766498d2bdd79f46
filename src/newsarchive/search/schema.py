"""The fields of the index, and an article as a document of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import tantivy

from newsarchive.model.found import Facet
from newsarchive.search.article import Indexed, card_bytes, name_key
from newsarchive.search.folding import fold

INDEXED = tuple(f for f in Facet if f is not Facet.VERDICT)
"""The facets that the index itself knows. Verdicts change with every audit: ask the catalog."""

NONE = "\x1f"
"""Stands for those of which no value is known; no name begins so."""

ARTICLE, MARK, UNREAD = "article", "mark", "unread"
"""The kinds of documents. What could not be read is an article, too."""

SUPERSEDED = "superseded"
"""What the field `version` of an article is that has a later one; the others have none."""

MOST_DAY = 1 << 23
"""No day has this number or a larger one."""

_NUMBER_BITS = 40


def key_of(facet: Facet) -> str:
    """The field by which a facet is filtered: its values folded."""
    return f"{facet.value}-key"


def schema() -> Any:
    """All fields. Who changes them, or what is put in, raises VERSION in `search.index`."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name=WORDS, index_option="position")
    builder.add_text_field("title", tokenizer_name=WORDS, index_option="position")
    builder.add_unsigned_field("earliest", indexed=True, fast=True)
    builder.add_unsigned_field("latest", indexed=True, fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_unsigned_field("oldest", fast=True)
    builder.add_float_field("apart", fast=True)
    builder.add_unsigned_field("same", indexed=True, fast=True)
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic")
    for facet in INDEXED:
        builder.add_text_field(facet.value, tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_text_field(key_of(facet), tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("card", stored=True)
    return builder.build()


WORDS = "words"


def analyzer() -> Any:
    """What takes folded text apart: at its blanks."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def mark_document(data: bytes) -> Any:
    """The document that says how far the index has got."""
    document = tantivy.Document()
    document.add_text("kind", MARK)
    document.add_bytes("card", data)
    return document


def document_of(article: Indexed) -> Any:
    """The document of an article."""
    document = tantivy.Document()
    document.add_text("kind", UNREAD if article.unread else ARTICLE)
    document.add_unsigned("number", article.number)
    document.add_unsigned("same", article.same)
    if article.superseded:
        document.add_text("version", SUPERSEDED)
    for text in article.texts:
        document.add_text("text", text)
    for title in article.titles:
        document.add_text("title", title)
    newest, oldest = _orders(article)
    document.add_unsigned("newest", newest)
    document.add_unsigned("oldest", oldest)
    document.add_float("apart", _apart(article.number))
    if article.earliest and article.latest:
        document.add_unsigned("earliest", article.earliest.toordinal())
        document.add_unsigned("latest", article.latest.toordinal())
    for facet in INDEXED:
        values = article.values.get(facet, ())
        for value in values or (NONE,):
            document.add_text(facet.value, value)
        for key in _keys(facet, values) or (NONE,):
            document.add_text(key_of(facet), key)
    document.add_bytes("card", card_bytes(article.card))
    return document


def _apart(number: int) -> float:
    """A weight, 1 to 1.01, that keeps articles apart that fit equally well.

    There can be a hundred thousand of these, and any order of them has to be the same every time.
    """
    return 1 + 0.01 * (number * _SPREAD % (1 << 32)) / (1 << 32)


_SPREAD = 2_654_435_761  # Knuth's multiplicative hash: neighbours come to lie far from each other


def _keys(facet: Facet, values: Sequence[str]) -> list[str]:
    keys = [name_key(value) for value in values]
    if facet is Facet.LANGUAGE:  # en-GB is English, too
        keys += [fold(value).split()[0] for value in values if fold(value)]
    return list(dict.fromkeys(keys))


def _orders(article: Indexed) -> tuple[int, int]:
    """Two numbers: by the larger first, articles are sorted from the newest and from the oldest.

    None is equal to that of another article. Those without a date are the smallest in both.
    """
    behind = (1 << _NUMBER_BITS) - 1 - article.number
    if article.earliest is None or article.latest is None:
        return behind, behind
    day = article.earliest if article.earliest != date.min else article.latest
    newest, oldest = day.toordinal(), MOST_DAY - day.toordinal()
    return (newest << _NUMBER_BITS) | behind, (oldest << _NUMBER_BITS) | behind

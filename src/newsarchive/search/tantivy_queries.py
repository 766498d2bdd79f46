"""What is asked, as tantivy's queries, and its answers as counts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tantivy import FieldType, Occur, Query

from newsarchive.model.found import Count, Facet, Filters
from newsarchive.search import query as parsed
from newsarchive.search.article import name_key
from newsarchive.search.schema import ARTICLE, MOST_DAY, NONE, SUPERSEDED, UNREAD, key_of

_TITLE_WEIGHT = 2.0
_MOST_TITLES = 32  # words that count for more in a title

Numbers = Sequence[int]
"""Numbers of accessions."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be found: words and filters, and sets of numbers that the catalog knows.

    Of each set in `among` an article has to be a member, and of none in `outside`. `same` asks for
    those of one text, `titled` for words in titles and nowhere else; `exactly` for values of facets
    as they are written; `superseded` for versions to which there is a later one, and no others.
    """

    words: parsed.ParsedQuery
    filters: Filters = field(default_factory=Filters)
    among: tuple[Numbers, ...] = ()
    outside: tuple[Numbers, ...] = ()
    same: int | None = None
    titled: bool = False
    exactly: tuple[tuple[Facet, str | None], ...] = ()
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class QueryMaker:
    """Makes queries for an index of this schema."""

    schema: Any

    def query(self, chosen: Chosen) -> Any:
        """The query that finds what is chosen, and weighs it by its words alone."""
        parts = [(Occur.Must, self._words(chosen))]
        parts += [(Occur.Must, Query.const_score_query(q, 0.0)) for q in self._filters(chosen)]
        parts += [
            (Occur.MustNot, Query.term_set_query(self.schema, "number", list(numbers)))
            for numbers in chosen.outside
            if numbers
        ]
        if not chosen.filters.versions and not chosen.superseded:
            parts.append((Occur.MustNot, self.term("version", SUPERSEDED)))
        return Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]

    def term(self, field: str, value: str | int) -> Any:
        """The query for a value of a field."""
        return Query.term_query(self.schema, field, value)

    def _filters(self, chosen: Chosen) -> Iterator[Any]:
        filters = chosen.filters
        for facet, values in filters.values.items():
            if facet is not Facet.VERDICT and values:
                keys = [name_key(v) if v else NONE for v in values]
                yield Query.term_set_query(self.schema, key_of(facet), keys)
        if filters.ranged:
            yield from self._range(filters)
        if filters.undated:
            yield self.term(key_of(Facet.STATUS), NONE)
        if chosen.same is not None:
            yield self.term("same", chosen.same)
        if chosen.superseded:
            yield self.term("version", SUPERSEDED)
        for facet, value in chosen.exactly:
            yield self.term(facet.value, NONE if value is None else value)
        for numbers in chosen.among:
            if numbers:
                yield Query.term_set_query(self.schema, "number", list(numbers))
            else:
                yield Query.empty_query()

    def _range(self, filters: Filters) -> Iterator[Any]:
        begin, end = filters.begin or date.min, filters.end or date.max
        first, last = ("latest", "earliest") if filters.possible else ("earliest", "latest")
        yield self._between(first, begin.toordinal(), MOST_DAY)
        yield self._between(last, 0, end.toordinal())

    def _between(self, field: str, least: int, most: int) -> Any:
        return Query.range_query(self.schema, field, FieldType.Unsigned, least, most)

    def _words(self, chosen: Chosen) -> Any:
        if chosen.titled:
            return self._node(chosen.words.node, "title")
        found = self._node(chosen.words.node, "text")
        titles = [
            (Occur.Should, Query.boost_query(self._leaf(leaf, "title"), _TITLE_WEIGHT))
            for leaf in chosen.words.leaves[:_MOST_TITLES]
        ]
        return Query.boolean_query([(Occur.Must, found), *titles]) if titles else found

    def _node(self, node: parsed.Node, field: str) -> Any:
        """A tree as tantivy has it; `parsed.parse` made it, so it is not deep."""
        match node:
            case parsed.Words():
                return self._leaf(node, field)
            case parsed.Any():
                parts = [(Occur.Should, self._node(part, field)) for part in node.parts]
                return Query.boolean_query(parts) if parts else Query.empty_query()
            case parsed.All():
                parts = [(Occur.Must, self._node(part, field)) for part in node.parts]
                if not parts:
                    parts = [(Occur.Must, Query.const_score_query(self._articles(), 1.0))]
                parts += [(Occur.MustNot, self._node(part, field)) for part in node.without]
                return Query.boolean_query(parts)

    def _articles(self) -> Any:
        return Query.term_set_query(self.schema, "kind", [ARTICLE, UNREAD])

    def _leaf(self, leaf: parsed.Words, field: str) -> Any:
        words = leaf.words
        if not leaf.begins:
            if len(words) == 1:
                return self.term(field, words[0])
            return Query.phrase_query(self.schema, field, list(words))
        if len(words) == 1:
            return Query.fuzzy_term_query(self.schema, field, words[0], distance=0, prefix=True)
        regexes = [re.escape(word) for word in words]
        regexes[-1] += ".*"
        return Query.regex_phrase_query(self.schema, field, list(enumerate(regexes)))


def counts(buckets: Sequence[Mapping[str, Any]], most: int) -> tuple[Count, ...]:
    """The values of a facet, the commonest first; those without one stand last, however many."""
    found = [Count(value_of(b["key"]), b["doc_count"]) for b in buckets]
    known = [c for c in found if c.value is not None]
    known.sort(key=lambda c: (-c.count, c.value or ""))
    return (*known[:most], *(c for c in found if c.value is None))


def value_of(key: str) -> str | None:
    """A value of a facet as it is told; None for those without one."""
    return None if key == NONE else key


def cells(
    buckets: Sequence[Mapping[str, Any]], before: tuple[str | None, ...] = ()
) -> Iterator[tuple[tuple[str | None, ...], int]]:
    """Values and how many have them together, from buckets in buckets called `by`."""
    for bucket in buckets:
        values = (*before, value_of(bucket["key"]))
        if "by" in bucket:
            yield from cells(bucket["by"]["buckets"], values)
        else:
            yield values, bucket["doc_count"]

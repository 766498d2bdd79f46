"""Searching: catch up with the ledger, ask the index, group what is the same, cut snippets.

The index knows what bags hold, and collections. How bags stand changes with every audit, so the
verdict is asked of the catalog each time: no answer is older than the last audit.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from newsarchive.errors import NewsArchiveError, StoreError, UsageError
from newsarchive.holdings.files import is_inside, read_file
from newsarchive.holdings.find import dark
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.searched import Searched, Teller, search_index, silence
from newsarchive.metadata.described import UNTITLED
from newsarchive.model.access import Gives, Reader
from newsarchive.model.found import Count, Facet, Filters, Found, Hit, Paging, Shown, Sort
from newsarchive.model.holding import Accession
from newsarchive.search.index import Ranked, SearchIndex
from newsarchive.search.query import ParsedQuery, parse
from newsarchive.search.schema import INDEXED
from newsarchive.search.snippet import snippet
from newsarchive.search.tantivy_queries import Chosen
from newsarchive.workflows.access import Asking, Rules, closed_by_source, enter_use
from newsarchive.workflows.access import allowed as access_level

_MOST_FACET = 20
_MOST_COLUMNS = 3
_MOST_UNREAD = 10_000

Allowed = Callable[[Accession], Shown]
"""Says of an article how much of it may be shown to whoever asks."""


def everything(_: Accession) -> Shown:
    """All of every article may be shown."""
    return Shown.ALL


def allowed_to(holdings: OpenArchive, asking: Asking | None) -> Allowed:
    """How much of an article may be shown to who asks; by itself, to who runs the archive."""
    if asking is None or asking.reader is Reader.STAFF:
        return everything
    rules = Rules.of(holdings)

    def shown(accession: Accession) -> Shown:
        return _SHOWN[rules.given(accession, asking.reader)]

    return shown


def enter_shown(holdings: OpenArchive, found: Found, asking: Asking | None) -> None:
    """Enter in the ledger which hits are more than anybody would see, where the settings say so.

    Raises:
        LockedError, StoreError, LedgerError: it could not be entered; nothing may be shown then.
    """
    if asking is None or asking.reader not in holdings.access.recorded:
        return
    bags = (holdings.catalog.accession(hit.card.bag_id) for hit in found.hits)
    enter_use(holdings, [(bag, access_level(holdings, bag)) for bag in bags if bag], asking)


_SHOWN = {
    Gives.ALL: Shown.ALL,
    Gives.METADATA: Shown.NO_TEXT,
    Gives.NOTHING: Shown.NOTHING,
}


def search(
    holdings: OpenArchive,
    query: str,
    filters: Filters = Filters(),
    paging: Paging = Paging(),
    *,
    allowed: Allowed = everything,
    tell: Teller = silence,
    verdicts: bool = True,
) -> Found:
    """Find articles by words and filters: see `search.query` for how words are asked for.

    Without words they come by date, the newest first, else by relevance. Those whose folded text is
    the same are told as one, unless `paging` says each. Of each article the current version is
    searched, and earlier ones are counted apart, unless the filters ask for them. An article that
    may not be shown is left out of the hits and counted. Where verdicts differ, counting them takes
    longest in a large archive; without `verdicts` it is left out.

    Raises:
        StoreError: no index can be read or made.
    """
    searched = search_index(holdings, tell)
    asked = parse(query)
    chosen = choose(holdings, asked, filters)
    index = searched.index
    sort = paging.sort or (Sort.RELEVANCE if asked.leaves else Sort.NEWEST)
    total, page, more = _page(index, chosen, sort, paging)
    hits, withheld = _shown(holdings, index, page, asked, allowed)
    earlier = 0 if filters.versions else index.count(replace(chosen, superseded=True))
    facets = index.facets(chosen, _MOST_FACET)
    if verdicts:
        facets[Facet.VERDICT] = _verdicts(holdings, index, chosen, total)
    undated = 0
    if filters.by_date:
        values: dict[Facet, tuple[str, ...]] = {
            f: v for f, v in filters.values.items() if f is not Facet.YEAR
        }
        dateless = replace(filters, values=values, begin=None, end=None, undated=True)
        undated = index.count(replace(chosen, filters=dateless))
    return Found(
        total=total,
        hits=hits,
        facets=facets,
        undated=undated,
        offset=paging.offset,
        next=paging.offset + len(page) if more and page else None,
        withheld=len(withheld),
        withheld_why=tuple(dict.fromkeys(filter(None, withheld))),
        earlier=earlier,
        behind=searched.behind,
        why=searched.why,
        failed=searched.failed,
        unread=index.unread()[0],
        notes=asked.notes,
    )


def numbers_of(
    holdings: OpenArchive, filters: Filters, tell: Teller = silence, query: str = ""
) -> frozenset[int]:
    """The numbers of the accessions of all articles that fit, and have the words of `query`.

    And of those whose records could not be read when they were indexed: whoever reads them, says
    so. Where the index is not caught up, a notice of the archive says that. Versions that have a
    later one are among them just if the filters ask for them.

    Raises:
        StoreError: no index can be read or made.
    """
    searched = search_index(holdings, tell)
    _note(holdings, searched)
    found = searched.index.numbers(choose(holdings, parse(query), filters))
    if query.strip():
        return frozenset(found)
    return frozenset((*found, *searched.index.unread(_MOST_UNREAD)[1]))


def _note(holdings: OpenArchive, searched: Searched) -> None:
    said = f"the newest is left out: {searched.why}"
    if searched.behind and said not in holdings.notices:
        holdings.notices.append(said)


def columns(names: Iterable[str]) -> tuple[Facet, ...]:
    """The columns of a table by their names.

    Raises:
        UsageError: there is no such column, or none at all.
    """
    known = {facet.value: facet for facet in INDEXED}
    found = []
    for name in names:
        if name not in known:
            raise UsageError(f"{name!r} is no column of a table: {', '.join(known)}")
        found.append(known[name])
    if not found or len(found) > _MOST_COLUMNS or len(set(found)) < len(found):
        raise UsageError(f"a table has one to {_MOST_COLUMNS} different columns")
    return tuple(found)


def tabulate(
    holdings: OpenArchive, by: Sequence[Facet], tell: Teller = silence
) -> tuple[tuple[tuple[str | None, ...], int], ...]:
    """How many articles there are of each combination of values, in the order of the values.

    An article with two sources counts for each of them. None stands for what is not known.

    Raises:
        StoreError: no index can be read or made, or there is one that is not caught up.
    """
    searched = search_index(holdings, tell)
    if searched.failed:
        raise StoreError(searched.why)
    _note(holdings, searched)
    rows = searched.index.table(choose(holdings, parse(""), Filters()), by)
    return tuple(sorted(rows, key=lambda row: [(v is None, v or "") for v in row[0]]))


def choose(holdings: OpenArchive, asked: ParsedQuery, filters: Filters) -> Chosen:
    """What is asked of the index, with what only the catalog knows."""
    among, outside = [], [_withdrawn(holdings)]
    if wanted := filters.values.get(Facet.VERDICT):
        most, others = _standings(holdings)
        if most in wanted:
            outside += [others[v] for v in others if v not in wanted]
        else:
            among = [tuple(sorted(n for v in wanted for n in others.get(v, ())))]
    return Chosen(asked, filters, tuple(among), tuple(outside))


def _withdrawn(holdings: OpenArchive) -> tuple[int, ...]:
    """The numbers of the bags that are shown to nobody."""
    known = (holdings.catalog.accession(bag) for bag in dark(holdings))
    return tuple(sorted(accession.seq for accession in known if accession is not None))


def _standings(holdings: OpenArchive) -> tuple[str, Mapping[str, tuple[int, ...]]]:
    """What the catalog says of verdicts; asked again when the ledger has gone on."""
    mark = holdings.catalog.memory.mark()
    kept = holdings.kept.parts.get("verdicts")
    if kept is None or kept[0] != mark:
        kept = (mark, *holdings.catalog.figures.verdicts())
        holdings.kept.parts["verdicts"] = kept
    return kept[1], kept[2]


def _verdicts(
    holdings: OpenArchive, index: SearchIndex, chosen: Chosen, total: int
) -> tuple[Count, ...]:
    most, others = _standings(holdings)
    counts = {
        verdict: index.count(replace(chosen, among=(*chosen.among, numbers)))
        for verdict, numbers in others.items()
    }
    counts[most] = total - sum(counts.values())
    found = [Count(verdict or None, count) for verdict, count in counts.items() if count]
    return tuple(sorted(found, key=lambda c: (c.value is None, -c.count, c.value or "")))


_Group = tuple[Ranked, int]  # the best of those with the same text, and how many others there are


def _page(
    index: SearchIndex, chosen: Chosen, sort: Sort, paging: Paging
) -> tuple[int, tuple[_Group, ...], bool]:
    """How many articles there are, those of the page, and whether another page follows."""
    end = paging.offset + paging.limit
    reach = end + 1 if paging.each else 2 * (end + 1)
    while True:
        total, ranked = index.ranked(chosen, sort, reach)
        groups: dict[int, list[Ranked]] = {}
        for hit in ranked:
            groups.setdefault(hit.number if paging.each else hit.same, []).append(hit)
        if len(groups) > end or len(ranked) >= total:
            break
        reach *= 4
    complete = len(ranked) >= total
    page = tuple(
        (hits[0], len(hits) - 1 if complete or paging.each else _others(index, chosen, hits[0]))
        for hits in list(groups.values())[paging.offset : end]
    )
    return total, page, len(groups) > end


def _others(index: SearchIndex, chosen: Chosen, hit: Ranked) -> int:
    """How many others of what was asked for have the text of this one."""
    return index.count(replace(chosen, same=hit.same)) - 1


def _shown(
    holdings: OpenArchive,
    index: SearchIndex,
    page: Iterable[_Group],
    asked: ParsedQuery,
    allowed: Allowed,
) -> tuple[tuple[Hit, ...], list[str]]:
    """The hits of a page as far as they may be shown.

    And of each of the others, why its source closes it, "" where it does not.
    """
    groups = list(page)
    cards = index.cards([hit for hit, _ in groups])
    accessions = holdings.catalog.by_number.accessions([hit.number for hit, _ in groups])
    known = {accession.seq: accession for accession in accessions}
    hits: list[Hit] = []
    withheld: list[str] = []
    for (hit, others), card in zip(groups, cards, strict=True):
        accession = known.get(hit.number)
        shown = Shown.NOTHING if accession is None else allowed(accession)
        closed = "" if accession is None else closed_by_source(holdings, accession)
        if accession is None or shown is Shown.NOTHING:
            withheld.append(closed)
            continue
        found = _in_its_place(holdings, Hit(card, None, others, shown), accession, allowed)
        if shown is Shown.NO_TEXT:  # a title that is no headline is the first words of the text
            hits.append(replace(found, card=replace(card, title=card.headline or UNTITLED)))
            continue
        piece = _piece(holdings, accession, card.text, asked) if card.text else None
        hits.append(replace(found, snippet=piece, closed=closed))
    return tuple(hits), withheld


def _in_its_place(holdings: OpenArchive, hit: Hit, accession: Accession, allowed: Allowed) -> Hit:
    """A hit that says whether it is the current version of its article, else which is."""
    if not holdings.catalog.versions.is_superseded(accession.bag):
        return hit
    current = holdings.catalog.versions.current(accession)
    told = current.bag not in dark(holdings) and allowed(current) is not Shown.NOTHING
    return replace(hit, current=False, superseded_by=current.name if told else "")


def _piece(
    holdings: OpenArchive, accession: Accession, path: str, asked: ParsedQuery
) -> str | None:
    """A piece of the text as it is printed, around what was asked for; None if it is not there."""
    if not is_inside(path):
        return None  # nobody knows who wrote to the index
    try:
        data = read_file(holdings, accession, path)
    except NewsArchiveError:
        return None
    return None if data is None else snippet(data.decode("utf-8", "replace"), asked.leaves)

"""Which bag somebody means."""

import re
from collections.abc import Sequence
from pathlib import Path

from newsarchive.catalog import MOST_FOUND
from newsarchive.errors import NotFoundError, StoreError, WithdrawnError
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.withdrawal import withdrawn
from newsarchive.model.holding import Accession
from newsarchive.model.withdrawal import Withdrawal, Withdrawn, WithdrawnCounts

_MOST_CANDIDATES = 10
_MOST_REFERENCE = 1000  # characters


def find(holdings: OpenArchive, reference: str, *, current: bool = False) -> Accession:
    """The bag that `reference` names: a name, an id, a URN, a path, or how one of them begins.

    Words of its title do, too, where they fit one article only, and the id of an article of which
    one version is here. With `current`, what fits several versions of one article and nothing else
    means the current one; whoever decides or destroys has to name a bag.

    Raises:
        NotFoundError: there is none, or more than one.
        WithdrawnError: it was destroyed. One that is dark is found: see `must_be_shown`.
    """
    return _found(holdings, reference, current=current)[0]


def find_article(holdings: OpenArchive, reference: str) -> tuple[Accession, bool]:
    """The bag that `reference` names, and whether it is one of several that it could be.

    That is so where it names an article of several versions; then the bag is the current one.

    Raises:
        NotFoundError, WithdrawnError: as `find`.
    """
    return _found(holdings, reference, current=True)


def _found(holdings: OpenArchive, reference: str, *, current: bool) -> tuple[Accession, bool]:
    wanted = _as_known(holdings.root, reference)
    found = holdings.catalog.find(wanted)
    if not found:
        found = holdings.catalog.versions.in_order(reference)
    if not found and (titled := _with_title(holdings, reference)):
        found = titled
    if not found:
        must_not_be_destroyed(holdings, wanted)
        bags, _ = holdings.catalog.count()
        raise NotFoundError(
            f"there is no bag {reference!r} in {holdings.root} (it holds {bags:,})",
            hint="Name a bag by its name, its id, its path, or the beginning of one of these.",
        )
    if len({base_of(holdings, a).bag for a in found}) == 1:
        return (base_of(holdings, found[0]) if len(found) > 1 else found[0]), False
    versions = _versions(holdings, found) if current else ()
    if not versions:
        raise _several(holdings, reference, found)
    return versions[-1], True


def _versions(holdings: OpenArchive, found: Sequence[Accession]) -> tuple[Accession, ...]:
    """The versions of the one article that all of these are of, in order; none if of several."""
    articles = {accession.article for accession in found}
    if len(articles) > 1 or len(found) >= MOST_FOUND:
        return ()
    return holdings.catalog.versions.in_order(articles.pop())


def _several(holdings: OpenArchive, reference: str, found: Sequence[Accession]) -> NotFoundError:
    """What is said where several bags are meant: the candidates, each on a line."""
    bases = {(base := base_of(holdings, accession)).bag: base for accession in found}
    names = ", ".join(a.name for a in list(bases.values())[:2])
    error = NotFoundError(
        f"{reference!r} could be more than one bag: {names}, ...", hint="Write more of its name."
    )
    error.details = tuple(a.name for a in list(bases.values())[:_MOST_CANDIDATES])
    if len(bases) > _MOST_CANDIDATES:
        error.details += ("and others",)
    return error


def _with_title(holdings: OpenArchive, reference: str) -> tuple[Accession, ...]:
    """The articles in whose title all these words stand, some more than are told."""
    if len(reference) > _MOST_REFERENCE or "/" in reference:
        return ()
    from newsarchive.holdings.searched import search_index  # noqa: PLC0415  # only words need it
    from newsarchive.model.found import Sort  # noqa: PLC0415
    from newsarchive.search.query import words_of  # noqa: PLC0415
    from newsarchive.search.tantivy_queries import Chosen  # noqa: PLC0415

    try:
        words = words_of(reference)
        if not words.leaves:
            return ()
        index = search_index(holdings).index
        chosen = Chosen(words, titled=True)
        _, ranked = index.ranked(chosen, Sort.NEWEST, _MOST_CANDIDATES + 1)
    except StoreError:
        return ()
    closed = dark(holdings)
    found = holdings.catalog.by_number.accessions([hit.number for hit in ranked])
    return tuple(accession for accession in found if accession.bag not in closed)


def _as_known(root: Path, reference: str) -> str:
    """A reference as the catalog knows it: paths relative to the archive."""
    text = reference.rstrip("/")
    path = Path(text)
    if "/" in text and not re.match(r"bags/", text):
        try:
            return path.resolve().relative_to(root.resolve()).as_posix()
        except (OSError, ValueError):
            return text
    return text


def base_of(holdings: OpenArchive, accession: Accession) -> Accession:
    """The bag itself, or for an amendment the bag that it amends."""
    if accession.amends is None:
        return accession
    return holdings.catalog.with_seal(accession.amends) or accession


def withdrawal_of(holdings: OpenArchive, bag: str) -> Withdrawn | None:
    """How far the bag with this id is withdrawn, as the bag that was named; None if it is not."""
    return withdrawn(holdings.catalog.entries.of(Withdrawal, bag=bag))


def must_be_shown(holdings: OpenArchive, accession: Accession) -> None:
    """Asked before anything of a bag is shown; of an amendment, about the bag that it amends.

    Raises:
        WithdrawnError: it is withdrawn, and so shown to nobody.
    """
    base = base_of(holdings, accession)
    if (stands := withdrawal_of(holdings, base.bag)) is not None:
        raise _withdrawn(base.bag, stands)


def withdrawals(holdings: OpenArchive) -> tuple[Withdrawn, ...]:
    """Every bag that is withdrawn now, in the order of the ledger."""
    steps: dict[str, list[Withdrawal]] = {}
    for step in holdings.catalog.entries.of(Withdrawal):
        steps.setdefault(step.bag, []).append(step)
    return tuple(stands for of in steps.values() if (stands := withdrawn(of)) is not None)


def dark(holdings: OpenArchive) -> frozenset[str]:
    """The ids of all bags that are withdrawn and still there, their amendments among them."""
    found: set[str] = set()
    for stands in withdrawals(holdings):
        if (base := holdings.catalog.accession(stands.bag)) is not None:
            found |= {a.bag for a in (base, *holdings.catalog.amendments(str(base.seal)))}
    return frozenset(found)


def count_withdrawn(holdings: OpenArchive) -> WithdrawnCounts:
    """How many bags are withdrawn."""
    return WithdrawnCounts(len(dark(holdings)), holdings.catalog.tombstones.count())


def must_not_be_destroyed(holdings: OpenArchive, reference: str) -> None:
    """See that no bag with this id, URN or seal was destroyed.

    Raises:
        WithdrawnError: one was.
    """
    tomb = holdings.catalog.tombstones.find(reference)
    stands = withdrawal_of(holdings, tomb.withdrawn) if tomb else None
    if tomb is not None and stands is not None:
        raise _withdrawn(tomb.bag, stands)


def _withdrawn(bag: str, stands: Withdrawn) -> WithdrawnError:
    return WithdrawnError(f"the bag {bag[:12]} is not shown: {stands.said}")

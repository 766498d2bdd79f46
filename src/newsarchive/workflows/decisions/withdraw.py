"""Withdrawing: a bag is closed for everybody, or destroyed with every copy of it below the archive.

The ledger is written first. What a destruction removes is decided here and done by
`holdings.destroy`, which the next writer goes on with if this one is killed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsarchive.errors import RefusedError, StoreError, UsageError, WithdrawnError, why
from newsarchive.holdings.copies import Copy, copies, traces_of
from newsarchive.holdings.decided import staff
from newsarchive.holdings.destroy import (
    finish,
    held_elsewhere,
    remove_returned,
    reports_without,
)
from newsarchive.holdings.find import base_of, find, withdrawal_of
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.withdrawal import is_another
from newsarchive.ledger import written
from newsarchive.model.decision import Reason
from newsarchive.model.entries import SEEN, Sighting
from newsarchive.model.history import Told
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.withdrawal import Act, Withdrawal, Withdrawn
from newsarchive.workflows.audit.record import close_unfinished

_AGAIN = (
    "That it is to be destroyed is in the ledger, and the next command that writes to the archive"
    " goes on with it; so does this one."
)
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Removal:
    """What the destruction of a bag takes with it, and what it leaves.

    `bags` go as a whole, the one that was named first; `copies` lie elsewhere below the archive;
    `reports` are the audits out of whose reports the bags are taken, `refused` the SHA-512 of what
    is not taken in again. `remains` says in sentences what is left that tells of them. `delivery`
    is the bag that they came in, with others, if there is one; whether it goes is decided apart.
    """

    bags: tuple[Accession, ...]
    copies: tuple[Copy, ...]
    reports: tuple[tuple[str, str], ...]
    refused: tuple[str, ...]
    remains: tuple[str, ...]
    delivery: Accession | None = None


def removal(holdings: OpenArchive, reference: str, *, with_delivery: bool = False) -> Removal:
    """What the destruction of a bag would take with it. Nothing is written.

    Raises:
        NotFoundError: there is no such bag.
        WithdrawnError: it is destroyed already.
        StoreError: the store cannot be read.
    """
    base = base_of(holdings, find(holdings, reference))
    return _removal(holdings, base, with_delivery=with_delivery, running=True)


def _removal(
    holdings: OpenArchive, base: Accession, *, with_delivery: bool, running: bool
) -> Removal:
    if trouble := holdings.store.trouble():
        raise StoreError(trouble, hint="Nothing was withdrawn.")
    catalog = holdings.catalog
    delivery = catalog.accession(base.delivery) if base.delivery else None
    gone = (base, *catalog.amendments(str(base.seal)))
    gone += (delivery,) if delivery and with_delivery else ()
    ids = frozenset(a.bag for a in gone)
    kept = held_elsewhere(holdings, gone, ids)
    digests = {d for a in gone for d in (*a.originals, *(sha512 for sha512, _ in a.media))}
    try:
        found = tuple(copies(holdings, traces_of(holdings, gone, kept), running=running))
    except OSError as error:
        raise StoreError(f"cannot look for copies: {error.filename}: {why(error)}") from error
    return Removal(
        gone,
        found,
        reports_without(holdings, gone),
        tuple(sorted(digests - kept)),
        (
            *_left(holdings, base, delivery if delivery not in gone else None, kept),
            *_in_the_ledger(holdings, gone),
        ),
        delivery,
    )


def _left(
    holdings: OpenArchive, base: Accession, delivery: Accession | None, kept: frozenset[str]
) -> Iterator[str]:
    """What is left in other bags."""
    catalog = holdings.catalog
    if delivery is not None:
        yield f"the delivery {delivery.name} holds the file as it came, with others"
    if base.kind is BagKind.DELIVERY:
        for article in catalog.delivered_in(base.bag)[:_MOST_NAMED]:
            yield f"the article {article.name}, which came in it, stays"
        return
    for version in catalog.of_article(base.article):
        if version.bag != base.bag:
            yield f"another version of the article stays: {version.name}"
    for twin in catalog.with_originals(base.originals) if base.originals else ():
        if twin.bag != base.bag and twin.article != base.article:
            yield f"another bag holds the same originals: {twin.name}"
    if shared := sum(digest in kept for digest, _ in base.media):
        yield f"{shared:,} of its images are held by other bags, too, and stay there"


def _in_the_ledger(holdings: OpenArchive, gone: tuple[Accession, ...]) -> Iterator[str]:
    """What the ledger, which is never rewritten, keeps of the bags."""
    yield "the ledger keeps ids, seals, dates, and the digests of originals and images"
    if early := [a.seq for a in gone if not a.salt]:
        yield f"{_entries(early)} of the ledger: its name and where it came from, as once written"
    said: list[int] = []
    for accession in gone:
        told = holdings.catalog.entries.all(bag=accession.bag)
        said += (one.seq for one in told if not isinstance(one, Withdrawal) and _says(one))
    if said:
        yield f"{_entries(said)} of the ledger: names of files, and what people wrote about it"


def _says(told: Told) -> bool:
    """Whether an entry may tell of a person or of the content."""
    return not isinstance(told, Sighting) or not told.origin.startswith(SEEN)


def _entries(numbers: list[int]) -> str:
    listed = ", ".join(f"{number:,}" for number in sorted(numbers)[:_MOST_NAMED])
    more = f" and {len(numbers) - _MOST_NAMED:,} more" if len(numbers) > _MOST_NAMED else ""
    return f"{'entry' if len(numbers) == 1 else 'entries'} {listed}{more}"


def darken(
    holdings: OpenArchive, reference: str, reason: Reason, authority: str, *, by: str = ""
) -> Withdrawn:
    """Close a bag for everybody; it stays, and is audited on. What is so already changes nothing.

    Raises:
        NotFoundError: there is no such bag.
        WithdrawnError: it is destroyed.
        UsageError: the reason or the authority cannot be used.
        LockedError, StoreError, LedgerError: it could not be entered.
    """
    base = base_of(holdings, find(holdings, reference))
    step = _step(holdings, base, Act.DARK, reason, authority, by)
    with holdings.writing():
        if (stands := _still_there(holdings, base)) is not None:
            return stands
        return _entered(holdings, step)


def lift(
    holdings: OpenArchive, reference: str, reason: Reason, authority: str, *, by: str = ""
) -> str:
    """Open a dark bag again, or take back a destruction to which not enough have agreed.

    Returns the name of the bag.

    Raises:
        NotFoundError: there is no such bag.
        WithdrawnError: it is destroyed.
        RefusedError: it is not withdrawn.
        UsageError: the reason or the authority cannot be used.
        LockedError, StoreError, LedgerError: it could not be entered.
    """
    base = base_of(holdings, find(holdings, reference))
    step = _step(holdings, base, Act.LIFT, reason, authority, by)
    with holdings.writing():
        if _still_there(holdings, base) is None:
            raise RefusedError(f"{base.name} is not withdrawn; there is nothing to lift")
        holdings.ledger.append([written(step)], holdings.clock.now())
        holdings.catch_up()
    return base.name


def destroy(
    holdings: OpenArchive,
    reference: str,
    reason: Reason,
    authority: str,
    *,
    by: str = "",
    with_delivery: bool | None = None,
) -> Withdrawn:
    """Destroy a bag and every copy of it, or ask for it where archive.toml wants several persons.

    Until they have agreed it is dark. Called again it goes on with what was interrupted.

    Raises:
        NotFoundError: there is no such bag.
        UsageError: the reason or the authority cannot be used; or it came in a delivery, and nobody
            said whether that goes, too.
        LockedError: an audit runs, or somebody else writes.
        StoreError, LedgerError: it could not be entered, or not be finished.
    """
    with holdings.audit_lock.held(0):
        close_unfinished(holdings)
        with holdings.writing():
            done = _destroyed(holdings, reference)
            _go_on(holdings)
            if done:
                remove_returned(holdings)
                return withdrawal_of(holdings, done.bag) or done
            base = base_of(holdings, find(holdings, reference))
            stands = withdrawal_of(holdings, base.bag)
            if stands is not None and stands.destroy is not None:
                return stands  # somebody asked for it before: it waits for another person
            what = _removal(holdings, base, with_delivery=bool(with_delivery), running=False)
            if what.delivery is not None and with_delivery is None:
                raise UsageError(
                    f"{base.name} came in the delivery {what.delivery.name}, which holds its bytes"
                    " and those of others: say --with-delivery or --without-delivery"
                )
            step = _step(holdings, base, Act.DESTROY, reason, authority, by, holdings.persons, what)
            return _done(holdings, step, certain=holdings.persons < 2)  # noqa: PLR2004  # one is enough


def approve(holdings: OpenArchive, reference: str, *, by: str = "") -> Withdrawn:
    """Agree to a destruction that somebody else asked for; when enough have, it is done.

    Raises:
        NotFoundError: there is no such bag.
        RefusedError: nobody asked for it, or the one who agrees has agreed already.
        LockedError: an audit runs, or somebody else writes.
        StoreError, LedgerError: it could not be entered, or not be finished.
    """
    by = staff(holdings, by)
    with holdings.audit_lock.held(0):
        close_unfinished(holdings)
        with holdings.writing():
            done = _destroyed(holdings, reference)
            _go_on(holdings)
            if done:
                return withdrawal_of(holdings, done.bag) or done
            base = base_of(holdings, find(holdings, reference))
            stands = withdrawal_of(holdings, base.bag)
            if stands is None or stands.destroy is None:
                raise RefusedError(
                    f"nobody asked for the destruction of {base.name}",
                    hint="newsarchive withdraw --list shows what waits for somebody to agree.",
                )
            if not is_another(by, stands.agreed):
                raise RefusedError(
                    f"{by} has agreed to it already; {stands.persons} persons have to",
                    hint="Another person says --approve, with --by.",
                )
            along = base.delivery in stands.destroy.also
            what = _removal(holdings, base, with_delivery=along, running=False)
            step = _step(
                holdings,
                base,
                Act.APPROVE,
                stands.reason,
                stands.authority,
                by,
                stands.persons,
                what,
            )
            certain = len(stands.agreed) + 1 >= stands.persons
            return _done(holdings, step, certain=certain)


def _go_on(holdings: OpenArchive) -> None:
    try:
        finish(holdings)
    except StoreError as error:
        raise StoreError(error.message, hint=_AGAIN) from error


def _done(holdings: OpenArchive, step: Withdrawal, *, certain: bool) -> Withdrawn:
    """Enter a step, and do what it makes certain."""
    stands = _entered(holdings, step if certain else replace(step, reports=()))
    if certain:
        _go_on(holdings)
        return withdrawal_of(holdings, step.bag) or stands
    return stands


def _entered(holdings: OpenArchive, step: Withdrawal) -> Withdrawn:
    holdings.ledger.append([written(step)], holdings.clock.now())
    holdings.catch_up()
    stands = withdrawal_of(holdings, step.bag)
    assert stands is not None  # noqa: S101  # it was entered
    return stands


def _step(
    holdings: OpenArchive,
    base: Accession,
    act: Act,
    reason: Reason,
    authority: str,
    by: str,
    persons: int = 1,
    what: Removal | None = None,
) -> Withdrawal:
    try:
        return Withdrawal(
            base.bag,
            str(base.seal),
            act,
            reason,
            " ".join(authority.split()),
            staff(holdings, by),
            persons,
            () if what is None else tuple(a.bag for a in what.bags[1:]),
            () if what is None else what.refused,
            () if what is None else what.reports,
            () if what is None else _beside(holdings, what.bags),
        )
    except ValueError as error:
        raise UsageError(str(error)) from error


def _beside(holdings: OpenArchive, bags: Sequence[Accession]) -> tuple[str, ...]:
    """The ids of the bags of other versions of the articles in these bags."""
    gone = {accession.bag for accession in bags}
    versions = holdings.catalog.versions
    of = (versions.in_order(article) for article in versions.articles(gone))
    return tuple(v.bag for every in of for v in every if v.bag not in gone)


def _still_there(holdings: OpenArchive, base: Accession) -> Withdrawn | None:
    """How far a bag is withdrawn, asked under the lock.

    Raises:
        WithdrawnError: somebody else was faster, and destroyed it.
    """
    stands = withdrawal_of(holdings, base.bag)
    if stands is not None and stands.certain:
        raise WithdrawnError(f"the bag {base.bag[:12]}: {stands.said}")
    return stands


def _destroyed(holdings: OpenArchive, reference: str) -> Withdrawn | None:
    """The withdrawal of a bag that is destroyed already; None for any other."""
    if holdings.catalog.find(reference):
        return None
    tomb = holdings.catalog.tombstones.find(reference)
    return None if tomb is None else withdrawal_of(holdings, tomb.withdrawn)

"""The one question that every door asks before it gives anything of a bag: what may be given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from newsarchive.errors import DamagedBagError, InvalidRecordError, PolicyError, StoreError
from newsarchive.holdings.amend import current_record
from newsarchive.holdings.decided import (
    current,
    made,
    staff,
)
from newsarchive.holdings.family import taken_back_of
from newsarchive.holdings.find import base_of, dark, find, must_be_shown
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.access import (
    access,
    access_by_decisions,
    by_taking_back,
    gives,
    strictest,
)
from newsarchive.judgement.versions import in_order, taken_back
from newsarchive.ledger import written
from newsarchive.metadata import record_of
from newsarchive.model.access import Allowed, Gives, Reader
from newsarchive.model.decision import Decision, DecisionKind
from newsarchive.model.entries import Use
from newsarchive.model.holding import Accession, BagKind
from newsarchive.model.record import Record

_AS_STAFF = "Whoever runs the archive can ask for it all the same: --as staff."


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, at which door (the name of a command), and by whose word.

    `by` is a role or staff id, "" for the one in archive.toml.
    """

    reader: Reader = Reader.STAFF
    door: str = "program"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What was decided about all bags, read once for a list of many."""

    holdings: OpenArchive
    decided: Mapping[str, Mapping[DecisionKind, Decision]] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()

    @classmethod
    def of(cls, holdings: OpenArchive) -> "Rules":
        """The rules as the ledger has them now."""
        by_bag: dict[str, dict[DecisionKind, Decision]] = {}
        for decision in made(holdings, ""):
            by_bag.setdefault(decision.bag, {})[decision.kind] = decision
        return cls(holdings, by_bag, dark(holdings))

    def level(self, base: Accession, record: Record | None) -> Allowed:
        """The access level of an article with this current record."""
        return _level(self.holdings, base, self.decided.get(base.bag, {}), record)

    def decided_level(self, accession: Accession) -> Allowed:
        """The level by decisions alone, where the record cannot be read."""
        decided = self.decided.get(accession.bag, {})
        back = taken_back_of(self.holdings, accession)
        return access_by_decisions(decided, self.holdings.access.default, back)

    def may_know(self, accession: Accession, reader: Reader) -> bool:
        """Whether such a reader may be told that there is this article."""
        return self.given(accession, reader) is not Gives.NOTHING

    def given(self, accession: Accession, reader: Reader) -> Gives:
        """How much such a reader may be given of an article."""
        if accession.bag in self.withdrawn:
            return Gives.NOTHING
        if reader is Reader.STAFF:
            return Gives.ALL
        base = base_of(self.holdings, accession)
        return gives(self.level(base, _record(self.holdings, base)).level, reader)


def allowed(holdings: OpenArchive, base: Accession) -> Allowed:
    """The access level of a bag now. A delivery gives as much as the strictest article in it.

    Raises:
        WithdrawnError: it is withdrawn, and shown to nobody.
    """
    must_be_shown(holdings, base)
    decided = current(made(holdings, base.bag))
    if base.kind is not BagKind.DELIVERY:
        return _level(holdings, base, decided, _record(holdings, base))
    own = access_by_decisions(decided, holdings.access.default)
    return strictest((own, *_within(Rules.of(holdings), base)))


def allowed_list(holdings: OpenArchive, base: Accession) -> Allowed:
    """The level of a delivery as such: what was decided about it, and not about what lies in it.

    Raises:
        WithdrawnError: it is withdrawn, and shown to nobody.
    """
    must_be_shown(holdings, base)
    decided = current(made(holdings, base.bag))
    return access_by_decisions(decided, holdings.access.default)


def closed_by_source(holdings: OpenArchive, base: Accession) -> str:
    """Why its source closes an article, as far as the catalog knows it, and no person opened it."""
    back = taken_back(in_order(holdings.catalog.versions.of(base.article)))
    if back is None:
        return ""
    level = by_taking_back(current(made(holdings, base.bag)), back)
    return level.why if level else ""


def _within(rules: Rules, delivery: Accession) -> Iterator[Allowed]:
    for article in rules.holdings.catalog.delivered_in(delivery.bag):
        must_be_shown(rules.holdings, article)
        level = rules.level(article, _record(rules.holdings, article))
        why = "an article that came in it is not open"
        yield Allowed(level.level, why, level.until, level.known)


def _level(
    holdings: OpenArchive,
    base: Accession,
    decided: Mapping[DecisionKind, Decision],
    record: Record | None,
) -> Allowed:
    back = taken_back_of(holdings, base)
    return access(decided, record, holdings.clock.now(), holdings.access.default, back)


def _record(holdings: OpenArchive, base: Accession) -> Record | None:
    """The current record of an article; None where it cannot be read."""
    try:
        return record_of(current_record(holdings, base).record.document)
    except (StoreError, InvalidRecordError):
        return None


def see(
    holdings: OpenArchive,
    allowed: Allowed,
    asking: Asking,
    reference: str,
    *,
    whole: bool = False,
) -> Gives:
    """How much may be given, if anything; with `whole`, nothing less than all of it will do.

    Raises:
        PolicyError: it may not be given; says why, and until when if that is known.
        DamagedBagError, StoreError: nobody can say whether it may be, since its record cannot be
            read.
    """
    given = gives(allowed.level, asking.reader)
    if given is Gives.NOTHING and not allowed.known:
        if trouble := holdings.store.trouble():
            raise StoreError(trouble)
        raise DamagedBagError(
            f"the record of {reference!r} cannot be read, and nobody can say whether it may be"
            " given; nothing was",
            (),
            hint="Run newsarchive audit: it says what is wrong with the bag",
        )
    if given is Gives.NOTHING:
        raise PolicyError(f"{reference!r} is not given: it is {allowed.said}", hint=_AS_STAFF)
    if whole and given is Gives.METADATA:
        raise PolicyError(
            f"{reference!r} is not given with its text: it is {allowed.said}",
            hint=f"newsarchive show gives its description. {_AS_STAFF}",
        )
    return given


def enter_use(
    holdings: OpenArchive, given: Sequence[tuple[Accession, Allowed]], asking: Asking
) -> None:
    """Enter in the ledger what is given beyond what anybody would get, where the settings say so.

    Raises:
        UsageError: `by` is not one line of text.
        LockedError, StoreError, LedgerError: it could not be entered; nothing may be given then.
    """
    if asking.reader not in holdings.access.recorded:
        return
    uses = [
        Use(base.bag, asking.reader.value, asking.door, staff(holdings, asking.by))
        for base, level in given
        if gives(level.level, Reader.ANYONE) is not Gives.ALL
    ]
    if uses:
        with holdings.recording():
            holdings.ledger.append([written(use) for use in uses], holdings.clock.now())
            holdings.catch_up()


def base_named(holdings: OpenArchive, reference: str) -> Accession:
    """The bag that `reference` names; of an amendment, the bag that it amends.

    What names an article means its current version.

    Raises:
        NotFoundError: there is none, or more than one.
    """
    return base_of(holdings, find(holdings, reference, current=True))

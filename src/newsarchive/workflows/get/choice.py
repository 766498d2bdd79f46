"""Which bags somebody gets who asks for some, and whether they may have them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.access import Allowed
from newsarchive.model.holding import Accession
from newsarchive.workflows.access import Asking, allowed, base_named, enter_use, see


@dataclass(frozen=True, slots=True)
class Choice:
    """The bags in the order in which they are given: each before its amendments."""

    bags: tuple[Accession, ...]

    @property
    def octets(self) -> int:
        """How many bytes they have, by the ledger."""
        return sum(bag.bytes for bag in self.bags)


def choose(
    holdings: OpenArchive, references: Sequence[str], asking: Asking, *, delivery: bool
) -> Choice:
    """The bags that `references` name with their amendments; with `delivery`, what they came in.

    Uses are entered in the ledger where the settings say so, before anything is read.

    Raises:
        NotFoundError: one of them is not there.
        PolicyError: one of them may not be given whole: then none is.
    """
    levels: list[tuple[Accession, Allowed]] = []
    chosen: dict[str, Accession] = {}
    for reference in references:
        base = base_named(holdings, reference)
        levels.append((base, _may_have(holdings, base, asking, reference)))
        for bag in (base, *holdings.catalog.amendments(str(base.seal))):
            chosen[bag.bag] = bag
        if delivery:
            for container in _delivery_of(holdings, base):
                what = f"the delivery in which {reference} came"
                levels.append((container, _may_have(holdings, container, asking, what)))
                chosen[container.bag] = container
    enter_use(holdings, _each_once(levels), asking)
    return Choice(tuple(chosen.values()))


def _may_have(holdings: OpenArchive, base: Accession, asking: Asking, what: str) -> Allowed:
    level = allowed(holdings, base)
    see(holdings, level, asking, what, whole=True)
    return level


def _delivery_of(holdings: OpenArchive, base: Accession) -> Iterator[Accession]:
    found = holdings.catalog.accession(base.delivery) if base.delivery else None
    if found is not None:
        yield found


def _each_once(levels: Iterable[tuple[Accession, Allowed]]) -> list[tuple[Accession, Allowed]]:
    return list({base.bag: (base, level) for base, level in levels}.values())

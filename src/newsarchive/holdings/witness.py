"""Whether the catalog says of the bags what the ledger says: the ledger is the witness.

Both are read side by side in the order of the ledger, so that a million bags need no more memory
than one. What is compared is all that an audit takes from the catalog: which bags there should be,
where, and with which seals.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from newsarchive.catalog import Catalog, Row, row_of
from newsarchive.errors import StoreError
from newsarchive.holdings.follow import Witness, catch_up
from newsarchive.holdings.opened import OpenArchive
from newsarchive.ledger import Entry, Head
from newsarchive.ledger.kinds import understand
from newsarchive.ledger.names import are_told
from newsarchive.model.entries import differing
from newsarchive.model.finding import Finding
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn
from newsarchive.model.withdrawal import Act, Withdrawal


@dataclass(slots=True)
class Differences:
    """How many bags the catalog has otherwise than the ledger, and the first of them in words."""

    count: int = 0
    first: str = ""

    def add(self, what: str) -> None:
        """There is one more, if it is one."""
        self.count += bool(what)
        self.first = self.first or what

    def finding(self) -> Finding | None:
        """They as one finding about the catalog; None if there is none."""
        if not self.count:
            return None
        bags = "one bag" if self.count == 1 else f"{self.count} bags"
        return differing(
            f"it was wrong about {bags}, and was made anew from the ledger: {self.first}",
            self.first,
        )


def compare(
    catalog: Catalog, entries: Iterable[tuple[Entry, Head]], witness: Witness
) -> Differences:
    """Read all `entries` of the ledger, and hold against them what the catalog has of the bags.

    Of what stands beside the ledger a row has to have the digest: the files are read only where it
    does not.

    What was entered after the catalog last followed the ledger is passed over.

    Raises:
        LedgerError: the ledger is no chain.
        StoreError: one of them cannot be read.
    """
    found = Differences()
    last = int(catalog.memory.mark().get("seq", -1))
    rows = catalog.by_number.rows()
    buried = catalog.tombstones.numbers()
    number, row = next(rows, (None, None))
    for entry, _ in entries:
        if entry.seq > last:
            continue  # the chain is still to be read to its end
        while number is not None and number < entry.seq:
            found.add(_NO_ACCESSION.format(number))
            number, row = next(rows, (None, None))
        here = row if number == entry.seq else None
        if here is None and _is_buried(entry, buried):
            continue
        if entry.type == "withdrawal":
            _explain(entry, buried)
        if here is None or here != _as_written(_told(entry, here)):
            found.add(_difference(catalog, witness.told(entry).entry, here))
        if here is not None:
            number, row = next(rows, (None, None))
    if number is not None and number <= last:
        found.add(_NO_ACCESSION.format(number))
    for seq in sorted(buried):
        found.add(f"it had the bag of line {seq + 1} as destroyed, which nobody withdrew")
    return found


def _told(entry: Entry, row: Row) -> Entry:
    """An entry with what the catalog has of it, if that is what it has the digest of."""
    if entry.type != "accession" or "names" not in entry.fields:
        return entry
    try:
        fields = json.loads(str(row[-1]))
    except ValueError:
        return entry
    return replace(entry, fields=fields) if are_told(fields, entry.fields) else entry


def _is_buried(entry: Entry, buried: Mapping[int, str]) -> bool:
    """Whether the catalog has a tombstone for the bag of this accession."""
    return entry.seq in buried and entry.fields.get("bag") == buried[entry.seq]


def _explain(entry: Entry, buried: dict[int, str]) -> None:
    """Of the tombstones only those stay that no withdrawal explains."""
    said = understand(entry).said
    if isinstance(said, Withdrawal) and said.act in {Act.DESTROY, Act.APPROVE}:
        for seq in [seq for seq, bag in buried.items() if bag in said.bags]:
            del buried[seq]


_in_the_catalog = json.JSONEncoder(sort_keys=True).encode
_NO_ACCESSION = "it had a bag of entry {}, which is no accession"


def _difference(catalog: Catalog, entry: Entry, row: Row | None) -> str:
    """What the catalog has otherwise than an entry, "" for nothing; `row` is that of its number."""
    said = understand(entry).said if entry.type == "accession" else None
    if not isinstance(said, Accession):
        return _NO_ACCESSION.format(entry.seq) if row else ""
    if row is not None:
        same = row == row_of(said)
        return "" if same else f"it said otherwise of {said.name} than line {entry.seq + 1}"
    # Then it is a second one, which is not believed.
    known = catalog.is_taken(said) or catalog.tombstones.of(said.bag) is not None
    return "" if known else f"it did not have {said.name} of line {entry.seq + 1}"


def _as_written(entry: Entry) -> Row | None:
    """The row of an accession as its entry has it, without a look at what that means.

    So nearly every row is compared, in half of the time; None where something is amiss.
    """
    if entry.type != "accession":
        return None
    f = entry.fields
    try:
        return (
            f["bag"],
            f["kind"],
            bag_urn(f["bag"]),
            f["name"],
            f["path"],
            f["seal"],
            f["article"],
            entry.seq,
            entry.time,
            f["files"],
            f["bytes"],
            f["complete"],
            f["amends"],
            f["delivery"],
            f["dated"],
            _in_the_catalog(f),
        )
    except (KeyError, TypeError, ValueError):
        return None


def believed(holdings: OpenArchive, differences: Differences) -> OpenArchive:
    """The archive with a catalog that follows the ledger: made anew if it `differences` has any.

    Where the file cannot be written, the new one is in memory.

    Raises:
        LedgerError: the ledger is no chain.
        StoreError: the ledger cannot be read.
    """
    if not differences.count:
        return holdings
    if not holdings.read_only:
        try:
            catch_up(holdings.catalog, holdings.witness, anew=True)
        except StoreError:
            pass
        else:
            return holdings
    catalog = Catalog(None)
    catch_up(catalog, holdings.witness)
    return replace(holdings, catalog=catalog)


def noticed(holdings: OpenArchive, differences: Differences) -> Iterator[Finding]:
    """What was wrong with the catalog: as it was opened, and as it was compared."""
    yield from (finding for finding, _ in holdings.catalog.memory.noticed())
    if finding := differences.finding():
        yield finding

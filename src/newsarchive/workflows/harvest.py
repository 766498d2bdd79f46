"""What harvesters get of an archive: the items that changed, as far as whoever asks may know them.

Nothing is told that was not held against the seal of its bag, and what may be told is asked of
`workflows.access` for each item, as at every other door.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from newsarchive import canonical
from newsarchive.catalog.items import Window
from newsarchive.errors import LedgerError, NewsArchiveError, StoreError, WithdrawnError
from newsarchive.holdings.decided import (
    current,
    made,
)
from newsarchive.holdings.opened import OpenArchive
from newsarchive.judgement.access import gives
from newsarchive.judgement.changes import last_change
from newsarchive.metadata import described
from newsarchive.model.access import Allowed, Gives, Reader
from newsarchive.model.clock import timestamp
from newsarchive.model.holding import Accession
from newsarchive.model.item import Item, Place
from newsarchive.model.layout import RECORD
from newsarchive.oaipmh import Told
from newsarchive.workflows.access import Rules, allowed
from newsarchive.workflows.verified import verified

_MOST_RECORD = 64 << 20  # bytes
_URN = "urn:uuid:"
_EMAIL = re.compile(r"[^\s@]+@(?:[^\s@.]+\.)+[^\s@.]+")
_NOBODY = "nobody@example.invalid"  # RFC 2606: the protocol wants one, and none is known


@dataclass(frozen=True, slots=True)
class Harvest:
    """An archive as such a reader may harvest it. Implements `oaipmh.Repository`.

    `portal` is the address of the portal, with its last slash. `trouble` hears what could not be
    read, in a line for whoever runs it.
    """

    holdings: OpenArchive
    reader: Reader
    portal: str
    trouble: Callable[[str], object]

    @property
    def name(self) -> str:
        """Who keeps it."""
        return self.holdings.institution.name or "News archive"

    @property
    def admin_email(self) -> str:
        """The address in archive.toml, if it is one."""
        said = self.holdings.institution.contact_email
        return said if _EMAIL.fullmatch(said) else _NOBODY

    @property
    def base_url(self) -> str:
        """Where it is harvested."""
        return f"{self.portal}oai"

    @property
    def identity(self) -> str:
        """The id of the archive."""
        return self.holdings.archive_id

    def moment(self) -> str:
        """Now; while the catalog has not read the whole ledger, the time up to which it has."""
        now = self._now()
        mark = self.holdings.catalog.memory.mark()
        try:
            behind = bool(mark) and self.holdings.ledger.head().document() != mark
            return min(now, last_change(mark["time"])) if behind else now
        except (LedgerError, StoreError, ValueError):
            return now

    def position(self) -> int:
        """The number of the last entry that the catalog has read."""
        return int(self.holdings.catalog.memory.mark().get("seq", -1))

    def ends(self) -> tuple[str, str] | None:
        """The first and the last change."""
        return self.holdings.catalog.items.ends(self._now())

    def count(self, since: str, until: str, collection: str | None) -> int:
        """How many items changed between these."""
        return self.holdings.catalog.items.count(Window(since, until, self._now(), collection))

    def page(
        self, since: str, until: str, collection: str | None, after: Place, most: int
    ) -> tuple[Item, ...]:
        """The first of them behind a place."""
        window = Window(since, until, self._now(), collection)
        return self.holdings.catalog.items.page(window, after, most)

    def item(self, identifier: str) -> Item | None:
        """The item with this URN."""
        if not identifier.startswith(_URN):
            return None
        return self.holdings.catalog.items.of(identifier, self._now())

    def collections(self, after: str, most: int) -> tuple[str, ...]:
        """The collections that have articles."""
        return self.holdings.catalog.items.collections(after, most)

    def told(self, item: Item, *, whole: bool) -> Told | None:
        """What the reader may know of an item; None where its bag cannot be read.

        Raises:
            StoreError: no bag can be reached at all.
        """
        base = self.holdings.catalog.accession(item.bag)
        if base is None:
            return Told(None)  # it was destroyed
        try:
            level = allowed(self.holdings, base)
        except WithdrawnError:
            return Told(None)
        given = gives(level.level, self.reader)
        if given is Gives.NOTHING and not level.known and not self._is_closed(base):
            self._leave_out(base, "its record cannot be read")
            return None
        if given is Gives.NOTHING or not whole:
            return Told(None if given is Gives.NOTHING else {})
        return self._described(base, given)

    def _described(self, base: Accession, given: Gives) -> Told | None:
        newest = (base, *self.holdings.catalog.amendments(str(base.seal)))[-1]
        try:
            with verified(self.holdings, newest) as tree:
                data = tree.take(RECORD, _MOST_RECORD)
            document = canonical.loads(data or b"null")
        except (NewsArchiveError, OSError, ValueError) as error:
            self._leave_out(base, str(error))
            return None
        if given is Gives.METADATA:
            document = described(document)
        superseded = self.holdings.catalog.versions.is_superseded(base.bag)
        return Told(
            document,
            f"{self.portal}bag/{base.bag}",
            f"{self.portal}article/{base.bag}" if superseded else "",
        )

    def _is_closed(self, base: Accession) -> bool:
        """Whether what was decided alone closes it, whatever its record says."""
        rules = Rules(self.holdings, {base.bag: current(made(self.holdings, base.bag))})
        return gives(rules.decided_level(base).level, self.reader) is Gives.NOTHING

    def _leave_out(self, base: Accession, why: str) -> None:
        """Nothing can be said of it, least of all that it was deleted.

        Raises:
            StoreError: it is the whole store that cannot be reached.
        """
        if trouble := self.holdings.store.trouble():
            raise StoreError(trouble)
        self.trouble(f"left out of a harvest: {base.name}: {why}")

    def _now(self) -> str:
        return timestamp(self.holdings.clock.now())


def open_links(
    holdings: OpenArchive, reader: Reader, number: int, size: int
) -> tuple[tuple[str, str], ...]:
    """The bags of one block of accessions that such a reader may read whole, with their changes.

    Of each article the current version. What cannot be read now is left out.

    Raises:
        StoreError: no bag can be reached at all.
    """
    if trouble := holdings.store.trouble():
        raise StoreError(trouble)
    items = holdings.catalog.items.block(number, size, timestamp(holdings.clock.now()))
    return tuple((i.bag, i.changed) for i in items if _is_open(holdings, reader, i.bag))


def _is_open(holdings: OpenArchive, reader: Reader, bag: str) -> bool:
    base = holdings.catalog.accession(bag)
    if base is None:
        return False
    try:
        level: Allowed = allowed(holdings, base)
    except NewsArchiveError:
        return False
    return level.known and gives(level.level, reader) is Gives.ALL

"""What the protocol wants of an archive: a port, and the values that go through it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from newsarchive.model.item import Item, Place


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of an item: its record (schema article-1), or None where it is deleted.

    `link` leads to the very version, `current` to the current one where that is another, else "".
    """

    document: Mapping[str, Any] | None
    link: str = ""
    current: str = ""

    @property
    def deleted(self) -> bool:
        """Whether nothing of it is told: it is closed, withdrawn or destroyed."""
        return self.document is None


class Repository(Protocol):
    """An archive as harvesters see it. Moments are RFC 3339 in UTC, whole seconds."""

    @property
    def name(self) -> str:
        """Who keeps it, for people."""
        ...

    @property
    def admin_email(self) -> str:
        """Where people who harvest can write to."""
        ...

    @property
    def base_url(self) -> str:
        """The address at which it is harvested."""
        ...

    @property
    def identity(self) -> str:
        """What no other archive has."""
        ...

    def moment(self) -> str:
        """Now, or as long as something is just being entered, up to when all is known."""
        ...

    def position(self) -> int:
        """How far its ledger goes: a number that grows."""
        ...

    def ends(self) -> tuple[str, str] | None:
        """The first and the last datestamp; None where there is nothing."""
        ...

    def count(self, since: str, until: str, collection: str | None) -> int:
        """How many items have datestamps from `since` to `until`; of one collection, if named."""
        ...

    def page(
        self, since: str, until: str, collection: str | None, after: Place, most: int
    ) -> tuple[Item, ...]:
        """The first `most` of these behind a place."""
        ...

    def item(self, identifier: str) -> Item | None:
        """The item with this identifier."""
        ...

    def collections(self, after: str, most: int) -> tuple[str, ...]:
        """The names of collections that have items, behind this name."""
        ...

    def told(self, item: Item, *, whole: bool) -> Told | None:
        """What may be told of an item; None where nobody can say so just now.

        Where not `whole`, the record may be any: only whether it is deleted is asked.
        """
        ...

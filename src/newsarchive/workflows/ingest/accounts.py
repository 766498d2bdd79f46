"""Every record of a web archive accounted for: an article, media of one, passed over, or broken.

What is media of an article is known only when the article was read, by whichever process did.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsarchive.model.outcome import Records
from newsarchive.workflows.ingest.requested import Container, Passed, Piece, Received


@dataclass(slots=True)
class _Account:
    """One web archive: its records, how many of them are items, and the files among the others.

    What can be no file of an article is only counted, since there may be very many: by the reason,
    and what is broken by its name.
    """

    total: int = 0
    articles: int = 0
    left: int = 0
    strays: int = 0
    files: list[Passed] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add(self, one: Passed) -> None:
        """A record that is no item, and no file of one."""
        if one.broken:
            self.broken.append(one.name.removeprefix(f"{one.source}: "))
        else:
            self.reasons[one.why] += 1


class Accounts:
    """What one run passed over, and the accounts of its web archives."""

    def __init__(self) -> None:
        self._passed: list[str | Passed] = []
        self._accounts: dict[str, _Account] = {}
        self._used: set[tuple[str, str]] = set()

    def item(self, container: Container, *, wanted: bool = True, broken: bool = False) -> None:
        """A record of a container is an article, wanted in this run or not, or a broken one."""
        account = self._of(container.source)
        if broken:
            account.strays += 1
        elif wanted:
            account.articles += 1
        else:
            account.left += 1

    def passed(self, one: Passed) -> None:
        """Something that nobody means, or a record that is no article."""
        if one.key:
            self._of(one.source).files.append(one)
            self._passed.append(one)
            return
        if one.source:
            self._of(one.source).add(one)
        if not one.broken:
            self._passed.append(one.name)

    def total(self, source: str, records: int) -> None:
        """The web archive `source` has so many records."""
        self._of(source).total = records

    def used(self, files: Iterable[tuple[str, str]]) -> None:
        """These records, by the name of their web archive and their key, are media of articles."""
        self._used.update(files)

    def names(self) -> Iterator[str]:
        """What was passed over, but for what is broken or turned out to be media of an article."""
        for one in self._passed:
            if isinstance(one, str):
                yield one
            elif not one.broken and not self._is_medium(one):
                yield one.name

    def records(self) -> Iterator[Records]:
        """The accounts, of those that were gone through to their end; to be asked for once."""
        for source, account in self._accounts.items():
            if not account.total:
                continue
            others = [one for one in account.files if not self._is_medium(one)]
            for one in others:
                account.add(one)
            if account.left:
                account.reasons["not asked for in this run"] = account.left
            yield Records(
                source,
                account.total,
                account.articles,
                len(account.files) - len(others),
                account.reasons.total(),
                len(account.broken) + account.strays,
                tuple(sorted(account.reasons.items(), key=lambda told: (-told[1], told[0]))),
                tuple(account.broken),
            )

    def _of(self, source: str) -> _Account:
        return self._accounts.setdefault(source, _Account())

    def _is_medium(self, one: Passed) -> bool:
        return (one.source, one.key) in self._used


def records_in(received: Iterable[Received]) -> frozenset[tuple[str, str]]:
    """The records of web archives among what was received, as `Accounts.used` wants them."""
    return frozenset(
        (one.container.source, one.part.record)
        for one in received
        if isinstance(one, Piece) and one.part.record
    )

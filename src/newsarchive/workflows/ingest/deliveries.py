"""Containers on their way in: received once, opened, and kept once, with their first article."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from newsarchive import formats
from newsarchive.digests import Algorithm
from newsarchive.durable import display
from newsarchive.errors import NewsArchiveError, RefusedError, StoreError
from newsarchive.formats.packed import PackedContents, PackedUnpacker
from newsarchive.formats.pronom.identify import identifier
from newsarchive.holdings.commit import Staged
from newsarchive.holdings.files import read_file
from newsarchive.holdings.opened import OpenArchive
from newsarchive.holdings.sealing import stage
from newsarchive.holdings.staging import Staging
from newsarchive.metadata import read_delivery
from newsarchive.model.asked import PageChoice
from newsarchive.model.capture import Capture
from newsarchive.model.receiving import Gift, Receipt
from newsarchive.packaging import Maker
from newsarchive.packaging.delivery import deliver, delivery_id, said_of
from newsarchive.packaging.places import CAPTURES, DELIVERY
from newsarchive.workflows.crawled.earlier import gather
from newsarchive.workflows.ingest.accounts import Accounts
from newsarchive.workflows.ingest.asking import BAG_FOLDER
from newsarchive.workflows.ingest.bags import must_be_valid, pack_folder
from newsarchive.workflows.ingest.checksums import must_hold
from newsarchive.workflows.ingest.containers import (
    close_container,
    digests_in,
    hear_of_earlier,
    items,
    open_container,
)
from newsarchive.workflows.ingest.files import files_of
from newsarchive.workflows.ingest.growing import Settling
from newsarchive.workflows.ingest.moving import Moving, states_of
from newsarchive.workflows.ingest.prepare import refusal_of, refused
from newsarchive.workflows.ingest.requested import (
    Container,
    Details,
    Found,
    Packed,
    Passed,
    Request,
    Unusable,
)
from newsarchive.workflows.ingest.retry import Items
from newsarchive.workflows.ingest.scan import Scanner
from newsarchive.workflows.ingest.spool import spool, written

_NO_GIFT = Gift()
_NUMBER = "accession-number"
_WORDS = {
    "accessionNumber": "accession number",
    "depositor": "depositor",
    "agreement": "agreement",
}

KeptIn = Callable[[Sequence[Staged]], list[Staged]]
"""Of bags that are to be committed: the deliveries that must be committed before them."""


class Deliveries:
    """The containers of one run."""

    def __init__(
        self,
        holdings: OpenArchive,
        staging: Staging,
        again: Mapping[str, Items] | None = None,
        gift: Gift = _NO_GIFT,
        pages: PageChoice = PageChoice(),
    ) -> None:
        """`again`: of the containers of these names only some items are wanted.

        `gift` is what was agreed on with who gave them; `pages` are those that are meant of web
        archives.
        """
        self._pages = pages
        self._gift = gift
        self.notes: list[str] = []  # what is to be said of them
        self._holdings = holdings
        self._staging = staging
        self._some = again or {}
        self._settling = Settling(holdings.clock, holdings.receiving.settle_seconds)
        self.moving: Moving | None = None  # moves them, and has to know what was read
        self._kept: set[str] = set()  # the ids of deliveries that are in the archive
        self._last: Container | None = None  # whose items are being settled
        self.accounts = Accounts()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._last is not None:
            self._drop(self._last)

    def opened(self, requests: Iterable[Found], *, as_is: bool) -> Iterator[Request | Unusable]:
        """The requests, with the items of a container in its place.

        `as_is`: what turns out to hold no article is one document, which nobody reads.
        """
        for request in requests:
            found: Iterable[Request | Unusable | Passed] = (
                self._items(request, as_is=as_is) if isinstance(request, Packed) else (request,)
            )
            for one in found:
                if isinstance(one, Passed):
                    self.accounts.passed(one)
                else:
                    yield one

    def _items(self, packed: Packed, *, as_is: bool) -> Iterator[Request | Unusable | Passed]:
        name = display(packed.source)
        container = None
        try:
            container = self._receive(packed, name)
            if formats.is_sole(open_container(container)):
                self._let_go(container)
                yield Request(packed.source, packed.details, asked=packed.asked)
                return
            self._must_be_said_of_all(packed, name)
            self._must_not_be_withdrawn(container, name)
            self._must_be_on_record(container, name)
            wanted = self._some.get(name)
            for one in items(container, _of_items(packed.details), packed.asked):
                is_wanted = (
                    wanted is None or isinstance(one, Passed) or wanted.has(one, container.bag)
                )
                self._count(one, container, wanted=is_wanted)
                if is_wanted:
                    yield self._settled(one)
                elif self.moving is not None and isinstance(one, Request) and files_of(one):
                    self.moving.leave(name)
        except NewsArchiveError as error:
            if container is not None:
                self._let_go(container)
            is_file = packed.unpacker != BAG_FOLDER
            if as_is and is_file and isinstance(error, RefusedError):
                yield Request(packed.source, packed.details, asked=packed.asked)
            else:
                yield Unusable(name, error, asked=packed.asked)

    def _count(
        self, one: Request | Unusable | Passed, container: Container, *, wanted: bool
    ) -> None:
        """Account for a record of a web archive, and know how many there are."""
        contents = open_container(container)
        if isinstance(contents, formats.Counting):
            self.accounts.total(container.source, contents.total)
            if isinstance(one, Request) or (isinstance(one, Unusable) and one.is_record):
                self.accounts.item(container, wanted=wanted, broken=isinstance(one, Unusable))

    def _settled(self, one: Request | Unusable | Passed) -> Request | Unusable | Passed:
        """An item, if the files beside its container that it names have come to rest."""
        if not isinstance(one, Request) or not one.asked.loose:
            return one
        error = self._settling.unrest(files_of(one))
        return (
            one if error is None else Unusable(one.name, error, one.item, one.asked, one.container)
        )

    def _receive(self, packed: Packed, name: str) -> Container:
        path = self._staging.spool()
        try:
            return self._received(packed, name, path)
        except BaseException:
            with contextlib.suppress(StoreError):
                self._staging.drop(path)
            raise

    def _must_be_said_of_all(self, packed: Packed, name: str) -> None:
        if packed.details.identifier or packed.details.images:
            raise RefusedError(
                f"an identifier or an image is said of one article, and {name} holds several",
                hint="Put it into a sidecar beside the text inside, or a column of the sheet.",
            )

    def _received(self, packed: Packed, name: str, path: Path) -> Container:
        now = self._holdings.clock.now()
        if self.moving is not None:
            whole = packed.source if packed.unpacker == BAG_FOLDER else None
            self.moving.read(name, states_of(files_of(packed)), whole)
        said = packed.asked.said_of(packed.source)
        algorithms = (*(digest.algorithm for digest in said), *self._holdings.algorithms)
        receive = pack_folder if packed.unpacker == BAG_FOLDER else spool
        capture = receive(packed.source, path, algorithms, now)
        must_hold(capture, said, name)
        if scanner := Scanner.of(self._holdings.receiving):
            scanner.check(path, name)
        receipt = Receipt(
            self._holdings.receiving.scan,
            replace(self._gift, number=_number(packed.details) or self._gift.number),
            tuple((capture.name, digest) for digest in said),
        )
        container = replace(_opened_by(packed, name, capture, receipt), pages=self._pages)
        try:
            contents = open_container(container)
            if isinstance(contents, PackedContents) and contents.is_bag:
                info = must_be_valid(path, name)
                container = replace(container, kind="bag", bag_info=info)
            if isinstance(contents, formats.Referring):
                container = self._with_earlier(container, contents)
        except BaseException:
            close_container(container)
            raise
        return container

    def _with_earlier(self, container: Container, contents: formats.Referring) -> Container:
        """The container of a web archive, with what earlier deliveries have of what it means."""
        path = self._staging.spool()
        try:
            if not gather(self._holdings, container.bag, contents.refers(), path, self.notes):
                return container
            container = replace(container, earlier=str(path))
            hear_of_earlier(container)
        except BaseException:
            with contextlib.suppress(StoreError):
                self._staging.drop(path)
            raise
        return container

    def _must_be_on_record(self, container: Container, name: str) -> None:
        """See whether what is said of a delivery now is known of it, if it is in the archive."""
        known = self._holdings.catalog.accession(container.bag)
        gift = container.receipt.gift
        if known is None or gift == _NO_GIFT:
            return
        try:
            data = read_file(self._holdings, known, DELIVERY)
            document = read_delivery(data) if data is not None else {}
        except NewsArchiveError:
            document = {}
        new = {name: value for name, value in said_of(gift).items() if value != document.get(name)}
        if new:
            self.notes.append(
                f"{name} was taken in before as {known.name}, which stays as it is: its"
                f" {_unrecorded(new)}."
            )

    def _must_not_be_withdrawn(self, container: Container, name: str) -> None:
        """No file in it may be one of a destroyed bag: it would be kept whole, and that with it.

        Raises:
            RefusedError: one is.
            SourceError: it cannot be read.
        """
        if not self._holdings.catalog.tombstones.refuses():
            return
        whole = container.capture.digest(Algorithm.SHA512).hex
        if stands := refusal_of(self._holdings, [whole]):
            raise refused(name, stands)
        for label, digest in digests_in(container):
            if stands := refusal_of(self._holdings, [digest]):
                raise refused(f"{label} in {name}", stands)

    def done_with(self, request: Request | Unusable) -> None:
        """The outcome of a request is certain: a container before it needs not wait any more."""
        container = request.container
        if self._last is not None and container is not self._last:
            self._drop(self._last)
        self._last = container

    def _drop(self, container: Container) -> None:
        """Let go of a container whose items are settled."""
        gift = container.receipt.gift
        if gift != _NO_GIFT and self._holdings.catalog.accession(container.bag) is None:
            self.notes.append(
                f"{container.source} was not kept, since nothing of it is new: its"
                f" {_unrecorded(said_of(gift))}."
            )
        self._let_go(container)

    def _let_go(self, container: Container) -> None:
        close_container(container)
        with contextlib.suppress(StoreError):
            self._staging.drop(Path(container.capture.spool))
            if container.earlier:
                self._staging.drop(Path(container.earlier))

    @contextlib.contextmanager
    def staged(self, requests: Iterable[Request]) -> Iterator[KeptIn]:
        """Inside the `with` block those deliveries of the requests are staged that are not here.

        Raises:
            StoreError: one could not be staged.
        """
        waiting: dict[str, Staged] = {}
        try:
            for request in requests:
                container = request.container
                if container is not None and container.bag not in waiting:
                    self._stage(container, waiting)
            yield lambda bags: self._wanted(bags, waiting)
        finally:
            for bag in waiting.values():
                with contextlib.suppress(StoreError):
                    self._staging.drop(bag.folder)

    def _stage(self, container: Container, waiting: dict[str, Staged]) -> None:
        holdings = self._holdings
        if container.bag in self._kept or holdings.catalog.accession(container.bag):
            self._kept.add(container.bag)
            return
        maker = Maker(
            holdings.institution,
            holdings.algorithms,
            holdings.agent,
            container.capture.received,
            container.receipt,
            identifier(),
        )
        capture = self._again(container.capture)
        delivery = deliver(
            capture,
            container.kind,
            maker,
            bag_info=container.bag_info,
            as_folder=container.as_folder,
            captures=self._captures(container),
        )
        folder = self._staging.bag()
        try:
            waiting[container.bag] = stage(
                folder, delivery.plan, delivery.accession, what=container.source
            )
        except BaseException:
            with contextlib.suppress(StoreError):
                self._staging.drop(folder, Path(capture.spool))
            raise

    def _captures(self, container: Container) -> Capture | None:
        """What a web archive captured, as a file to be kept beside it; None for all else."""
        contents = open_container(container)
        if not isinstance(contents, formats.Referring):
            return None
        algorithms, path = self._holdings.algorithms, self._staging.spool()
        return written(contents.captures(), container.capture, CAPTURES, path, algorithms)

    def _again(self, capture: Capture) -> Capture:
        """The same bytes under another name: one goes into a bag, the other is read from on."""
        path = self._staging.spool()
        try:
            os.link(capture.spool, path)
        except OSError:  # a file system without hard links
            algorithms = [digest.algorithm for digest in capture.digests]
            copied = spool(Path(capture.spool), path, algorithms, capture.received)
            if copied.digests != capture.digests:
                raise StoreError(f"{capture.name} changed while it waited in staging") from None
        return replace(capture, spool=str(path))

    def _wanted(self, bags: Sequence[Staged], waiting: dict[str, Staged]) -> list[Staged]:
        """Under the lock: the deliveries that these bags cite and nobody has committed yet."""
        cited = dict.fromkeys(bag.accession.delivery for bag in bags)
        return [
            staged
            for bag, staged in waiting.items()
            if bag in cited and self._holdings.catalog.accession(bag) is None
        ]


def _unrecorded(said: Mapping[str, str]) -> str:
    words = ", ".join(_WORDS[name] for name in said)
    return f"{words} {'was' if len(said) == 1 else 'were'} not recorded"


def _opened_by(packed: Packed, name: str, capture: Capture, receipt: Receipt) -> Container:
    """A received container, with what it is by its beginning."""
    try:
        with Path(capture.spool).open("rb") as file:
            head = file.read(formats.HEAD_BYTES)
    except OSError as error:
        raise StoreError(f"cannot read {capture.spool}: {error.strerror}") from error
    is_folder = packed.unpacker == BAG_FOLDER
    wanted = PackedUnpacker.name if is_folder else packed.unpacker
    unpacker = next(u for u in formats.UNPACKERS if u.name == wanted)
    return Container(
        name,
        capture,
        delivery_id(capture),
        unpacker.kind(head),
        unpacker.name,
        packed.folder,
        receipt,
        as_folder=is_folder,
    )


def _number(details: Details) -> str:
    """The accession number among what is said, which is that of the delivery."""
    values = (v for v in details.values if v.field.name == _NUMBER)
    return next((value.values[0] for value in values if value.values), "")


def _of_items(details: Details) -> Details:
    """What is said of each item of a container: all but what is said of the delivery."""
    values = tuple(v for v in details.values if v.field.name != _NUMBER)
    return replace(details, values=values)

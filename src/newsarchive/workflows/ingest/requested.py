"""What is asked for: articles to be taken in, what is said of them, and containers of them."""

import contextlib
import os
from dataclasses import dataclass

from newsarchive.durable import display
from newsarchive.errors import NewsArchiveError
from newsarchive.formats import Part, Row
from newsarchive.model.article import Fetched
from newsarchive.model.asked import PageChoice
from newsarchive.model.capture import Capture
from newsarchive.model.outcome import ItemOf
from newsarchive.model.receiving import Receipt
from newsarchive.model.supplied import Value, merge
from newsarchive.workflows.ingest.asking import Asked
from newsarchive.workflows.ingest.below import Below, Named


@dataclass(frozen=True, slots=True)
class Container:
    """A received container of articles. It can be pickled: whoever needs it opens it anew.

    `source` is how people named it, `capture` its bytes where they wait until the run ends, `bag`
    the id of the bag that keeps it, `unpacker` the name of the unpacker that opens it. `folder` is
    the one on disk that it lies in: there is what its items name beside it. `receipt` says how it
    came. Of a bag `bag_info` are the elements of its bag-info.txt; `as_folder`: it was a folder,
    and the capture is a tar of it. Of a web archive `pages` are those that are meant, and
    `earlier` is a file with the records of earlier deliveries that it refers to.
    """

    source: str
    capture: Capture
    bag: str
    kind: str
    unpacker: str
    folder: Below
    receipt: Receipt = Receipt()
    bag_info: tuple[tuple[str, str], ...] = ()
    as_folder: bool = False
    pages: PageChoice = PageChoice()
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a container."""

    container: Container
    part: Part


Received = Named | Piece
"""Where bytes come from: a file, or a part of a container that was received."""


@dataclass(frozen=True, slots=True)
class RequestedImage:
    """An image to go with an article, and what was said of it.

    `address` is the one that the article names it by, "" where its name has to do.
    """

    path: Received
    caption: str | None = None
    credit: str | None = None
    basis: str = "option"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of an article that is to be taken in, and what goes with it.

    `enclosures` are sidecars: kept with it, and no originals. `identifier` is the article id.
    """

    values: tuple[Value, ...] = ()
    images: tuple[RequestedImage, ...] = ()
    enclosures: tuple[Received, ...] = ()
    identifier: str | None = None
    collection: str | None = None

    def over(self, other: "Details") -> "Details":
        """These details, and the other ones where these say nothing."""
        return Details(
            merge(other.values, self.values),
            (*other.images, *self.images),
            (*other.enclosures, *self.enclosures),
            self.identifier or other.identifier,
            self.collection or other.collection,
        )


@dataclass(frozen=True, slots=True)
class Request:
    """One article to be taken in; `item` says which of `container` it is, if it is of one.

    `companions` are further originals of it; `given` is the text of a scan, and `doubt` why one
    beside it was not taken for it; `pages` are the further ones of an article that goes over
    several. `row` is how it is read where no reader reads it;
    `fetched` and `declared` are how it was fetched from the web, and the encoding said there.
    """

    source: Received
    details: Details = Details()
    item: ItemOf | None = None
    container: Container | None = None
    companions: tuple[Received, ...] = ()
    row: Row | None = None
    fetched: Fetched | None = None
    declared: str = ""
    asked: Asked = Asked()
    given: Received | None = None
    doubt: str = ""
    pages: tuple[Received, ...] = ()

    @property
    def name(self) -> str:
        """How people named its source."""
        if self.container is not None:
            return self.container.source
        if isinstance(self.source, Piece):
            return self.source.container.source
        return display(self.source)

    @property
    def received(self) -> tuple[Received, ...]:
        """All that is to be received for it."""
        images = (image.path for image in self.details.images)
        given = () if self.given is None else (self.given,)
        return (
            self.source,
            *given,
            *self.pages,
            *self.companions,
            *images,
            *self.details.enclosures,
        )


@dataclass(frozen=True, slots=True)
class Packed:
    """A container that was named, or lies in a named folder. What is said is said of all in it.

    `folder` is the one that it lies in.
    """

    source: Named
    unpacker: str
    folder: Below
    details: Details = Details()
    asked: Asked = Asked()


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something that was named, or lies in a named folder or container, and is no request; why.

    `container` is the received one that it lies in; `is_record`: it is a record of a web archive.
    """

    name: str
    error: NewsArchiveError
    item: ItemOf | None = None
    asked: Asked = Asked()
    container: "Container | None" = None
    is_record: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """Something in a named folder or container that nobody means: it is counted.

    Of a record of the web archive `source` there is why it is no article; `key` and `broken` are as
    `formats.Accounted` has them.
    """

    name: str
    source: str = ""
    key: str = ""
    why: str = ""
    broken: bool = False


Found = Request | Packed | Unusable | Passed
"""What is found in what was named."""


def octets(request: Request | Unusable) -> int:
    """How many bytes are to be read for it, as far as the disk or its container tells."""
    if isinstance(request, Unusable):
        return 0
    total = 0
    for source in request.received:
        if isinstance(source, Piece):
            total += source.part.size
        else:
            with contextlib.suppress(OSError, ValueError):
                total += os.lstat(source).st_size
    return total

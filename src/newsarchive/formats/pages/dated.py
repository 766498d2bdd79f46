"""The dates that a page gives in its fields and prints, and which of them stand."""

from collections.abc import Iterator
from dataclasses import replace

from newsarchive.formats.pages import dates, linkeddata, moments
from newsarchive.formats.pages.addresses import day_in
from newsarchive.formats.pages.dates import Candidate
from newsarchive.formats.pages.linkeddata import first
from newsarchive.formats.pages.microdata import Property
from newsarchive.formats.pages.reading import PageReading
from newsarchive.formats.pages.region import says
from newsarchive.formats.pages.tree import above
from newsarchive.formats.pages.words import listed
from newsarchive.model.article import no_date
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_OPENGRAPH = listed("meta-published")
_NAMED = listed("meta-named")
_WEAK, _VAGUE = listed("meta-weak"), listed("meta-vague")
_MODIFIED = listed("meta-modified")
_STAMPED = frozenset(
    f"meta:{name}"
    for name in (
        "parsely-pub-date", "publishtime", "ptime", "sailthru.date", "cxenseparse:publishtime",
        "published", "pubdate",
    )
)  # fmt: skip
_COMMENTS = frozenset(("comment", "comments", "commentlist", "reply"))
_MEDIA = frozenset(
    ("VideoObject", "NewsVideoObject", "Recipe", "Review", "ImageGallery", "MediaGallery")
)


def published(page: PageReading) -> Statement[Edtf]:
    """The date of publication."""
    received = page.capture.received
    told = list(_published(page))
    found = dates.credible(told, received)
    printed = dates.credible(_printed(page), received)
    if told and not (found or printed):
        return dates.incredible(told, received)
    changed = [c.moment for c in _modified(page)]
    made = {received.date()}
    if page.saved.when is not None:
        made.add(page.saved.when.day)
    address = day_in(page.canonical[0] or page.saved.url)
    return dates.published(found, printed, changed, address, made)


def modified(page: PageReading) -> Statement[Edtf]:
    """The date of the last change: the newest that the first kind of field gives."""
    found = _modified(page)
    if not found:
        return no_date()
    first_kind = [c for c in found if c.kind == found[0].kind]
    return max(first_kind, key=lambda c: (c.moment.day, c.moment.wall)).statement()


def created(page: PageReading) -> Statement[Edtf] | None:
    """When the article was made, by its own data; that is not when it was published."""
    for node in page.nodes:
        told = _one(first(node.get("dateCreated")), "json-ld:dateCreated", "json-ld")
        for candidate in dates.credible(told, page.capture.received):
            return candidate.statement()
    return None


def _published(page: PageReading) -> Iterator[Candidate]:
    """What the fields give, in their order (docs/formats.md)."""
    yield from _data(page)
    for text, basis in page.marks.all(*_OPENGRAPH):
        yield from _one(text, basis, "opengraph")
    for prop in page.micro.all("datepublished"):
        if not _is_of_article(page, prop):
            continue
        yield from _one(prop.value, prop.basis, "microdata")
    for text, basis in page.marks.all(*_NAMED):
        yield from _one(text, basis, "meta", stamps=basis in _STAMPED)
    for prop in page.micro.all("issued"):
        yield from _one(prop.value, prop.basis, "rdfa")
    # What follows often means something else.
    for prop in page.micro.all("date", "created", "datecreated"):
        yield from _one(prop.value, prop.basis, "rdfa-created", weak=True)
    for text, basis in page.marks.all(*_WEAK):
        yield from _one(text, basis, "meta-weak", weak=True)
    for text, basis in page.marks.all(*_VAGUE):
        yield from (replace(c, vague=True) for c in _one(text, basis, "meta-vague", weak=True))


def _is_of_article(page: PageReading, prop: Property) -> bool:
    """Whether an element that says a date is of the article, by where it stands."""
    if prop.element.tag in {"meta", "link"}:
        return True
    around = (prop.element, *above(prop.element))
    if any(says(e, _COMMENTS) for e in around):
        return False
    return any(e is page.region.root for e in around)


def _data(page: PageReading) -> Iterator[Candidate]:
    for node in page.nodes:
        told = node.get("datePublished")
        if isinstance(told, int) and not isinstance(told, bool):  # seconds, or thousandths
            yield from _one(str(told), "json-ld:datePublished", "json-ld", stamps=True)
        yield from _one(first(told), "json-ld:datePublished", "json-ld")
    if not page.nodes:
        for node in page.data.others():
            if linkeddata.types(node) & _MEDIA:
                told = first(node.get("datePublished"))
                yield from _one(told, "json-ld:datePublished", "json-ld")
                told = first(node.get("uploadDate"))
                vague = not page.is_called_so(node)  # a film in an article may be far older
                for one in _one(told, "json-ld:uploadDate", "json-ld-video", weak=True):
                    yield replace(one, vague=vague)
    for node in page.data.pages():
        told = first(node.get("datePublished"))
        yield from _one(told, "json-ld:WebPage.datePublished", "json-ld-page")


def _printed(page: PageReading) -> Iterator[Candidate]:
    for time in page.head.times:
        if not time.modified:
            kind = "words" if time.derived else "time"
            yield Candidate(
                time.moment,
                time.raw,
                time.basis,
                kind,
                time.derived,
                vague=time.vague,
                said=time.said,
            )


def _modified(page: PageReading) -> list[Candidate]:
    found: list[Candidate] = []
    for node in (*page.nodes, *page.data.pages()):
        found += _one(first(node.get("dateModified")), "json-ld:dateModified", "json-ld")
    for text, basis in page.marks.all(*_MODIFIED):
        found += _one(text, basis, "meta")
    for prop in page.micro.all("datemodified", "modified"):
        found += _one(prop.value, prop.basis, "microdata")
    for time in page.head.times:
        if time.modified:
            found.append(Candidate(time.moment, time.raw, time.basis, "time", time.derived))
    return dates.credible(found, page.capture.received)


def _one(
    text: str, basis: str, kind: str, *, weak: bool = False, stamps: bool = False
) -> Iterator[Candidate]:
    if text and (moment := moments.read(text, stamps=stamps)):
        yield Candidate(moment, text, basis, kind, weak=weak)

"""What belongs to one article: companions of its main document, images and captions. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newsarchive.model.article import Article, Embedded, Fetched, Medium, MediumKind
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.photo import enrich, own_caption, same_words
from newsarchive.model.precedence import supply
from newsarchive.model.statement import Statement

_PACKAGE = "composite"
_STRICTEST = ("canceled", "withheld")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_RECORDINGS = frozenset({MediumKind.VIDEO, MediumKind.AUDIO})


@dataclass(frozen=True, slots=True)
class GivenImage:
    """An image that came with an article, and what a person said of it.

    `width` and `height` are in pixels, None where the header does not tell; `problems` say what is
    wrong with the file, `embedded` is what it says of itself. `basis` says by which way caption
    and credit came; `address` is the one that the article names it by.
    """

    capture: Capture
    caption: str | None = None
    credit: str | None = None
    basis: str = "option"
    width: int | None = None
    height: int | None = None
    problems: tuple[str, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    address: str = ""


def join(article: Article, companions: Sequence[Article]) -> Article:
    """The article with its companions: other documents of it, such as the pictures of a wire.

    Their originals come after its own, and so do their media and what was found in reading them. A
    medium that the article names by a companion's identifier is that companion's. A package that
    it came in, which is a companion without text and media, says for it that it is canceled,
    withheld or embargoed. What else companions say is of themselves.
    """
    for other in companions:
        article = replace(
            article,
            originals=(*article.originals, *other.originals),
            media=_with_media(article.media, other),
            findings=(*article.findings, *other.findings),
        )
        if other.type == _PACKAGE and not other.media and not other.body.blocks:
            article = _governed(article, other)
    return article


def _with_media(media: Sequence[Medium], other: Article) -> tuple[Medium, ...]:
    """The media, with those of a companion in the place where they are named, else behind them."""
    for place, medium in enumerate(media):
        names = {medium.url, *(rendition.url for rendition in medium.renditions)}
        if other.source_id and other.source_id in names and medium.capture is None:
            return (*media[:place], *other.media, *media[place + 1 :])
    return (*media, *other.media)


def _governed(article: Article, package: Article) -> Article:
    """The article, not freer than the package that it came in."""
    for word in _STRICTEST:
        if article.pub_status.value == word:
            break
        if package.pub_status.value == word:
            article = replace(article, pub_status=package.pub_status)
            break
    if not package.embargoed:
        return article
    until, own = package.embargoed_until, article.embargoed_until
    if article.embargoed and _holds_longer(own, until):
        until = own
    return replace(article, embargoed=True, embargoed_until=until)


def _holds_longer(one: Statement[Edtf], other: Statement[Edtf]) -> bool:
    """Whether an embargo lasts longer than another; one without an end does."""
    if one.value is None or other.value is None:
        return one.value is None
    return one.value.text > other.value.text


def as_fetched(article: Article, fetched: Fetched, headers: str | None) -> Article:
    """The article with how it was fetched; the time is when it was captured, and never its date.

    `headers` is where in the bag the headers of the answer lie.
    """
    provenance = article.provenance
    if fetched.time is not None:
        captured = Statement.stated(Edtf.parse(fetched.time), basis="warc:date")
        provenance = replace(provenance, captured=captured)
    return replace(article, fetched=replace(fetched, headers=headers), provenance=provenance)


def with_remarks(article: Article, remarks: Iterable[str]) -> Article:
    """The article with what is wrong with the records of a web archive that it comes from."""
    found = [
        Finding(Code.WA_01, Kind.UNVERIFIABLE, Level.WARNING, "", remark)
        for remark in remarks
        if remark
    ]
    return replace(article, findings=(*article.findings, *found)) if found else article


def attach(article: Article, images: Sequence[GivenImage], *, by: str, when: str) -> Article:
    """The article with its images.

    An image that has the name of a medium's file goes there, and so does one whose caption the text
    prints: the one that was given with it, or that it carries in itself. If then as many images
    are left as captions, they belong together in their order, and a finding says so. All others
    are media of their own; a caption without an image stays `missing`, and so does a medium that
    names another file.
    """
    media = list(article.media)
    waiting = list(images)
    found: list[Finding] = []
    for image in list(waiting):
        place = _by_address(media, image)
        if place is None:
            place = _by_name(media, image)
        if place is None:
            place = _by_caption(media, image)
        if place is not None:
            media[place] = _joined(media[place], image, by, when, found)
            waiting.remove(image)
    empty = [n for n, m in enumerate(media) if m.capture is None and not files_named(m)]
    if waiting and len(waiting) == len(empty):
        for place, image in zip(empty, waiting, strict=True):
            media[place] = _joined(media[place], image, by, when, found)
            found.append(_by_order(image, place + 1))
        waiting = []
    media += [_joined(Medium(MediumKind.IMAGE), image, by, when, found) for image in waiting]
    recordings = [m.capture for m in media if m.kind in _RECORDINGS]
    found += [
        unreadable(image.capture, problem)
        for image in images
        if image.capture not in recordings
        for problem in image.problems
    ]
    return replace(article, media=tuple(media), findings=(*article.findings, *found))


def files_named(medium: Medium) -> tuple[str, ...]:
    """The names of files that a medium may be, the best first: those of its renditions.

    Of an address it is what stands last in its path; of a relative one, the path, too. What leads
    out of a folder names nothing.
    """
    urls = [*(r.url for r in medium.renditions), medium.url]
    found = [name for url in urls if url for name in _names(url)]
    return tuple(dict.fromkeys(found))


def _names(url: str) -> list[str]:
    web = _ADDRESS.match(url)
    if web is None and (url.startswith("/") or "\\" in url or ":" in url.partition("/")[0]):
        return []
    path = url[web.end() :] if web else url
    plain = _decoded(re.split(r"[?#]", path)[0])
    parts = [part for part in plain.split("/") if part not in {"", "."}]
    if not parts or ".." in parts or "\0" in plain or parts[-1].startswith("."):
        return []
    return ["/".join(parts), parts[-1]] if web is None and len(parts) > 1 else parts[-1:]


def _decoded(path: str) -> str:
    """A path without its percent signs (RFC 3986 section 2.1)."""
    data = path.encode("utf-8", "replace")
    data = re.sub(rb"%([0-9A-Fa-f]{2})", lambda sign: bytes([int(sign[1], 16)]), data)
    return data.decode("utf-8", "replace")


def _by_address(media: Sequence[Medium], image: GivenImage) -> int | None:
    """The first medium without an image that names the address that it was fetched from."""
    for place, medium in enumerate(media):
        urls = {medium.url, *(rendition.url for rendition in medium.renditions)}
        if medium.capture is None and image.address and image.address in urls:
            return place
    return None


def _by_name(media: Sequence[Medium], image: GivenImage) -> int | None:
    """The one medium without an image that names a file of the image's name."""
    found = [
        place
        for place, medium in enumerate(media)
        if medium.capture is None and image.capture.name in last_names(medium)
    ]
    return found[0] if len(found) == 1 else None


def last_names(medium: Medium) -> set[str]:
    """The names of files that a medium may be, without folders."""
    return {name.rpartition("/")[2] for name in files_named(medium)}


def _by_caption(media: Sequence[Medium], image: GivenImage) -> int | None:
    wanted = image.caption or own_caption(image.embedded)
    for place, medium in enumerate(media if wanted else ()):
        if medium.capture is None and same_words(medium.caption.value or "", wanted or ""):
            return place
    return None


def _joined(medium: Medium, image: GivenImage, by: str, when: str, found: list[Finding]) -> Medium:
    def said(text: str) -> Statement[str]:
        return Statement.supplied(text, by=by, when=when, basis=image.basis)

    caption, credit = medium.caption, medium.credit_line
    joined = replace(
        medium,
        capture=image.capture,
        media_type=image.capture.media_type or medium.media_type,
        width=image.width or medium.width,
        height=image.height or medium.height,
        caption=supply(caption, said(image.caption)) if image.caption else caption,
        credit_line=supply(credit, said(image.credit)) if image.credit else credit,
    )
    enriched, differences = enrich(joined, image.embedded, image.capture.name)
    found += differences
    return enriched


def _by_order(image: GivenImage, number: int) -> Finding:
    detail = f"{image.capture.name} was taken for image {number} of the text, by their order"
    return Finding(Code.MD_03, Kind.TEXT, Level.NOTE, "", detail, found=image.capture.name)


def unreadable(capture: Capture, problem: str) -> Finding:
    """That something is wrong with the file of an image."""
    detail = f"{capture.name}: {problem}; it is kept as it came"
    return Finding(Code.MD_02, Kind.TEXT, Level.WARNING, "", detail, found=capture.name)

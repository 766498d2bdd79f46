"""What belongs to one article: companions of its main document, images and captions. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsarchive.model.article import Article, Embedded, Medium, MediumKind
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.photo import enrich, own_caption, same_words
from newsarchive.model.precedence import supply
from newsarchive.model.statement import Statement


@dataclass(frozen=True, slots=True)
class GivenImage:
    """An image that came with an article, and what a person said of it.

    `width` and `height` are in pixels, None where the header does not tell; `problems` say what is
    wrong with the file, `embedded` is what it says of itself. `basis` says by which way caption
    and credit came.
    """

    capture: Capture
    caption: str | None = None
    credit: str | None = None
    basis: str = "option"
    width: int | None = None
    height: int | None = None
    problems: tuple[str, ...] = ()
    embedded: tuple[Embedded, ...] = ()


def join(article: Article, companions: Sequence[Article]) -> Article:
    """The article with its companions: other documents of it, such as the pictures of a wire.

    Their originals come after its own, and so do their media and what was found in reading them;
    what else they say is of themselves.
    """
    for other in companions:
        article = replace(
            article,
            originals=(*article.originals, *other.originals),
            media=(*article.media, *other.media),
            findings=(*article.findings, *other.findings),
        )
    return article


def attach(article: Article, images: Sequence[GivenImage], *, by: str, when: str) -> Article:
    """The article with its images.

    An image whose name a medium gives in an address goes there, and so does one whose caption the
    text prints: the one that was given with it, or that it carries in itself. If then as many
    images are left as captions, they belong together in their order, and a finding says so. All
    others are media of their own; a caption without an image stays `missing`.
    """
    media = list(article.media)
    waiting = list(images)
    found: list[Finding] = []
    for image in list(waiting):
        place = _by_name(media, image)
        if place is None:
            place = _by_caption(media, image)
        if place is not None:
            media[place] = _joined(media[place], image, by, when, found)
            waiting.remove(image)
    empty = [n for n, medium in enumerate(media) if medium.capture is None]
    if waiting and len(waiting) == len(empty):
        for place, image in zip(empty, waiting, strict=True):
            media[place] = _joined(media[place], image, by, when, found)
            found.append(_by_order(image, place + 1))
        waiting = []
    media += [_joined(Medium(MediumKind.IMAGE), image, by, when, found) for image in waiting]
    found += [_unreadable(image, problem) for image in images for problem in image.problems]
    return replace(article, media=tuple(media), findings=(*article.findings, *found))


def _by_name(media: Sequence[Medium], image: GivenImage) -> int | None:
    """The one medium without an image that is, or has a rendition, of the image's name."""
    found = [
        place
        for place, medium in enumerate(media)
        if medium.capture is None and image.capture.name in _names(medium)
    ]
    return found[0] if len(found) == 1 else None


def _names(medium: Medium) -> set[str]:
    urls = (medium.url, *(rendition.url for rendition in medium.renditions))
    paths = (url.partition("?")[0].partition("#")[0] for url in urls if url)
    return {path.rstrip("/").rpartition("/")[2] for path in paths} - {""}


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
        media_type=image.capture.media_type,
        width=image.width,
        height=image.height,
        caption=supply(caption, said(image.caption)) if image.caption else caption,
        credit_line=supply(credit, said(image.credit)) if image.credit else credit,
    )
    enriched, differences = enrich(joined, image.embedded, image.capture.name)
    found += differences
    return enriched


def _by_order(image: GivenImage, number: int) -> Finding:
    detail = f"{image.capture.name} was taken for image {number} of the text, by their order"
    return Finding(Code.MD_03, Kind.TEXT, Level.NOTE, "", detail, found=image.capture.name)


def _unreadable(image: GivenImage, problem: str) -> Finding:
    detail = f"{image.capture.name}: {problem}; it is kept as it came"
    return Finding(Code.MD_02, Kind.TEXT, Level.WARNING, "", detail, found=image.capture.name)

"""Images that were given, and captions that were found in the text: which belong together. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsarchive.model.article import Article, Medium, MediumKind
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.precedence import supply
from newsarchive.model.statement import Statement

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_RECORDINGS = frozenset({MediumKind.VIDEO, MediumKind.AUDIO})


@dataclass(frozen=True, slots=True)
class GivenImage:
    """An image that came with an article, and what a person said of it.

    `width` and `height` are in pixels, None where the header does not tell; `problem` says what is
    wrong with its header. `basis` says by which way caption and credit came.
    """

    capture: Capture
    caption: str | None = None
    credit: str | None = None
    basis: str = "option"
    width: int | None = None
    height: int | None = None
    problem: str = ""


def attach(article: Article, images: Sequence[GivenImage], *, by: str, when: str) -> Article:
    """The article with its images.

    An image whose caption was given and is printed in the text goes there, and one whose file a
    medium names goes to that. If then as many images are left as captions, they belong together in
    their order, and a finding says so. All others are media of their own; a caption without an
    image stays `missing`, and so does a medium that names another file.
    """
    media = list(article.media)
    waiting = list(images)
    found = []
    for image in list(waiting):
        place = _by_name(media, image)
        if place is None:
            place = _by_caption(media, image)
        if place is not None:
            media[place] = _joined(media[place], image, by, when)
            waiting.remove(image)
    empty = [n for n, m in enumerate(media) if m.capture is None and not files_named(m)]
    if waiting and len(waiting) == len(empty):
        for place, image in zip(empty, waiting, strict=True):
            media[place] = _joined(media[place], image, by, when)
            found.append(_by_order(image, place + 1))
        waiting = []
    media += [_joined(Medium(MediumKind.IMAGE), image, by, when) for image in waiting]
    recordings = [m.capture for m in media if m.kind in _RECORDINGS]
    found += [unreadable(i) for i in images if i.problem and i.capture not in recordings]
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
    data = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), path.encode("utf-8", "replace")
    )
    return data.decode("utf-8", "replace")


def _by_name(media: Sequence[Medium], image: GivenImage) -> int | None:
    for place, medium in enumerate(media):
        names = {name.rpartition("/")[2] for name in files_named(medium)}
        if medium.capture is None and image.capture.name in names:
            return place
    return None


def _by_caption(media: Sequence[Medium], image: GivenImage) -> int | None:
    if image.caption is None:
        return None
    wanted = _plain(image.caption)
    for place, medium in enumerate(media):
        if medium.capture is None and _plain(medium.caption.value or "") == wanted:
            return place
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _joined(medium: Medium, image: GivenImage, by: str, when: str) -> Medium:
    def said(text: str) -> Statement[str]:
        return Statement.supplied(text, by=by, when=when, basis=image.basis)

    caption, credit = medium.caption, medium.credit_line
    return replace(
        medium,
        capture=image.capture,
        media_type=image.capture.media_type or medium.media_type,
        width=image.width or medium.width,
        height=image.height or medium.height,
        caption=supply(caption, said(image.caption)) if image.caption else caption,
        credit_line=supply(credit, said(image.credit)) if image.credit else credit,
    )


def _by_order(image: GivenImage, number: int) -> Finding:
    detail = f"{image.capture.name} was taken for image {number} of the text, by their order"
    return Finding(Code.MD_03, Kind.TEXT, Level.NOTE, "", detail, found=image.capture.name)


def unreadable(image: GivenImage) -> Finding:
    """That an image's header cannot be read."""
    detail = f"{image.capture.name}: {image.problem}; it is kept as it came"
    return Finding(Code.MD_02, Kind.TEXT, Level.WARNING, "", detail, found=image.capture.name)

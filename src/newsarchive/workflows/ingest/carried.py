"""Pictures that lie inside a document: they become files of its article.

Only what begins as a picture is taken out, bit for bit; the document itself is kept as it came.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from newsarchive.formats import Carrier
from newsarchive.formats.images import inspect, looks_like_image
from newsarchive.judgement.matching import unreadable
from newsarchive.model.article import Article, Medium
from newsarchive.model.capture import Capture
from newsarchive.model.photo import enrich

_MAGIC_BYTES = 32
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
}
Keep = Callable[[bytes, str], Capture]
"""Puts bytes where they wait for their bag, under a name that says what they are in."""


def with_carried(article: Article, reader: Carrier, file: BinaryIO, keep: Keep) -> Article:
    """The article with the pictures that its document has in itself.

    Raises:
        OSError: the document cannot be read.
        StoreError: a picture cannot be written.
    """
    wanted = [m.inside for m in article.media if m.inside and m.capture is None]
    if not wanted:
        return article
    found = reader.carried(file, wanted)
    media, findings = [], list(article.findings)
    for number, medium in enumerate(article.media, 1):
        data = found.get(medium.inside or "")
        if data is None or not looks_like_image(data[:_MAGIC_BYTES]):
            media.append(medium)
            continue
        capture = keep(data, medium.inside or "")
        facts = inspect(Path(capture.spool))
        name = _name(medium, number, facts.media_type)
        capture = replace(capture, name=name, media_type=facts.media_type)
        there = replace(
            medium,
            capture=capture,
            media_type=facts.media_type,
            width=facts.width or medium.width,
            height=facts.height or medium.height,
        )
        enriched, differences = enrich(there, facts.embedded, capture.name)
        media.append(enriched)
        findings += differences
        problems = (facts.problem, *facts.remarks)
        findings += [unreadable(capture, problem) for problem in problems if problem]
    return replace(article, media=tuple(media), findings=tuple(findings))


def _name(medium: Medium, number: int, media_type: str | None) -> str:
    """The name that its address gives a picture; else a number, with the ending of its type."""
    ending = _ENDINGS.get(media_type or "", "")
    path = PurePosixPath(unquote(urlsplit(medium.url or "").path))
    inside = PurePosixPath(medium.inside or "")
    if not medium.url and inside.suffix and ":" not in inside.parts[0]:
        path = inside  # a member of a document that is a zip
    if path.name and path.suffix:
        return path.name
    return f"{path.name or f'picture-{number}'}{ending}"

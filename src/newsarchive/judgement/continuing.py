"""An article whose text goes on on further pages: the pages are put together. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from newsarchive.model.article import Article, Block, Completeness, Medium
from newsarchive.model.finding import Code, Finding, Kind, Level

_HEAD = 4  # blocks at the beginning of a page, in which it may say again what the first one said


def continued(article: Article, pages: Sequence[Article]) -> Article:
    """The article with the text and the media of its further pages, in their order.

    Their originals come after its own. What else it says is what its first page says: each page
    repeats headline, byline and date. A block at the beginning of a page that an earlier page has,
    such as the lead, is not said twice.
    """
    if not pages:
        return article
    blocks, media = list(article.body.blocks), list(article.media)
    for page in pages:
        blocks += _new(page.body.blocks, blocks)
        media += [m for m in page.media if not _known(m, media)]
    every = (article, *pages)
    names = ", ".join(a.originals[0].name for a in every)
    detail = f"the text is put together from its {len(every)} pages: {names}"
    said = Finding(Code.TX_08, Kind.TEXT, Level.NOTE, "", detail)
    findings = [f for a in every for f in a.findings if f.code is not Code.TX_08]
    part = article.completeness is Completeness.PART
    return replace(
        article,
        originals=tuple(o for a in every for o in a.originals),
        body=replace(article.body, blocks=tuple(blocks)),
        media=tuple(media),
        completeness=None if part else article.completeness,
        corrections=tuple(dict.fromkeys(c for a in every for c in a.corrections)),
        findings=(*dict.fromkeys(findings), said),
    )


def _new(blocks: Sequence[Block], before: Sequence[Block]) -> list[Block]:
    known = {block.text for block in before}
    return [b for n, b in enumerate(blocks) if n >= _HEAD or b.text not in known]


def _known(medium: Medium, media: Sequence[Medium]) -> bool:
    def same(other: Medium) -> bool:
        if medium.url or other.url:
            return medium.url == other.url
        if medium.capture and other.capture:
            return medium.capture.digests == other.capture.digests
        return False

    return any(same(other) for other in media)

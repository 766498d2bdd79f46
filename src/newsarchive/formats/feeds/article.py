"""What an entry of a feed says, whatever its form, and the article that it tells of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsarchive.errors import RefusedError
from newsarchive.formats.base import NOT_STORED
from newsarchive.formats.feeds.dates import feed_date
from newsarchive.formats.wires.values import agencies_of, language, said, sources_of, words
from newsarchive.model.article import (
    AltId,
    Article,
    Block,
    Body,
    Completeness,
    Contributor,
    Headline,
    Language,
    Medium,
    MediumKind,
    Provenance,
    Rights,
    Term,
    no_date,
    not_stated,
)
from newsarchive.model.capture import Capture
from newsarchive.model.statement import Statement

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*\S+@\S+\s*(?:\((?P<name>[^()]+)\))?\s*")
_KINDS = {"image": MediumKind.IMAGE, "video": MediumKind.VIDEO, "audio": MediumKind.AUDIO}
_PARAGRAPHS = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|table|blockquote)\b", re.IGNORECASE)
_GUTENBERG = re.compile(r"<!-- /?wp:.*?-->", re.DOTALL)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A medium that an entry names."""

    url: str
    kind: str = "image"
    media_type: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    width: int | None = None
    height: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry says, as printed, each with the field that says it; "" for what it does not.

    `text` is the whole text where the feed has it and `summary` the short one, both HTML.
    """

    format: str
    title: str = ""
    link: str = ""
    identifier: str = ""
    text: str = ""
    text_field: str = ""
    summary: str = ""
    summary_field: str = ""
    published: tuple[str, str] = ("", "")
    updated: tuple[str, str] = ("", "")
    authors: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    feed: tuple[str, str] = ("", "")
    publisher: tuple[str, str] = ("", "")
    language: tuple[str, str] = ("", "")
    rights: tuple[str, str] = ("", "")
    other_ids: tuple[tuple[str, str], ...] = ()


def article_of(reader: str, capture: Capture, facts: Facts) -> Article:
    """The article that an entry tells of.

    Raises:
        RefusedError: it has neither a title nor a text.
    """
    from newsarchive.formats.markup import MarkupError, blocks_of_html  # noqa: PLC0415  # lxml

    try:
        full = blocks_of_html(_paragraphed(facts.text))
        short = blocks_of_html(_paragraphed(facts.summary))
        title = " ".join(b.text for b in blocks_of_html(facts.title))
    except MarkupError as error:
        raise RefusedError(
            f"the text of {capture.name} cannot be read: {error}", hint=NOT_STORED
        ) from error
    title = words(title)
    if not (title or full or short):
        raise RefusedError(f"{capture.name} has neither a title nor a text", hint=NOT_STORED)
    blocks, complete = (full, None) if full else (short, Completeness.SUMMARY)
    link = facts.link if _WEB.fullmatch(facts.link) else ""
    article = Article(
        reader,
        (capture,),
        Body(blocks),
        lead=_lead(facts, full, short),
        headlines=(Headline(title, "main", f"{facts.format}:title"),) if title else (),
        by=_byline(facts),
        people=tuple(_people(facts)),
        language=Language(language(*facts.language)),
        provenance=_provenance(facts, link),
        media=tuple(_media(facts)),
        rights=Rights(copyright_notice=said(*facts.rights)),
        source_id=None if link else facts.identifier or None,
        canonical_url=link or None,
        completeness=complete,
        alt_ids=tuple(_ids(facts, link)),
        keywords=tuple(Term(t, basis, scheme=scheme or None) for t, scheme, basis in facts.tags),
    )
    return article if blocks else replace(article, completeness=Completeness.STUB)


def _paragraphed(text: str) -> str:
    """HTML whose paragraphs are parted by blank lines, as editors of blogs keep them."""
    text = _GUTENBERG.sub("", text)
    if _PARAGRAPHS.search(text):
        return text
    return re.sub(r"\r?\n[ \t]*\r?\n", "<br><br>", text)


def _lead(facts: Facts, full: tuple[Block, ...], short: tuple[Block, ...]) -> Statement[str]:
    """The summary where there is a whole text beside it, and it is not just how that begins."""
    if not full or not short:
        return not_stated()
    summary = words(" ".join(block.text for block in short))
    bare = re.sub(
        r"\s*(?:\[?(?:…|\.\.\.|&hellip;)\]?|Continue reading.*|Read more.*)\Z", "", summary
    )
    text = words(" ".join(block.text for block in full))
    if text.startswith(bare[:200]):
        return not_stated()
    return said(summary, f"{facts.format}:{facts.summary_field}")


def _names(facts: Facts) -> Iterator[tuple[str, str]]:
    for printed, basis in facts.authors:
        match = _ADDRESS.fullmatch(printed)
        name = words(match["name"] if match else printed)
        if name:
            yield name, basis


def _byline(facts: Facts) -> Statement[str]:
    names = list(dict.fromkeys(_names(facts)))
    printed = ", ".join(dict.fromkeys(name for name, _ in names))
    return said(printed, names[0][1]) if names else not_stated()


def _people(facts: Facts) -> Iterator[Contributor]:
    """Who made it; agencies and the site itself are nobody."""
    seen = {words(facts.feed[0]).casefold(), words(facts.publisher[0]).casefold()}
    for name, basis in _names(facts):
        agency = any(s.known for s in agencies_of([(name, basis)]))
        if name.casefold() not in seen and not agency and not _WEB.match(name):
            seen.add(name.casefold())
            yield Contributor(name, "author", basis)


def _provenance(facts: Facts, link: str) -> Provenance:
    return Provenance(
        sources=sources_of([facts.feed]),
        agencies=agencies_of([*facts.authors, facts.publisher, facts.feed]),
        publisher=said(*facts.publisher) if facts.publisher[0] else said(*facts.feed),
        date_published=feed_date(*facts.published) if facts.published[0] else no_date(),
        date_modified=feed_date(*facts.updated) if facts.updated[0] else no_date(),
        url=said(link, f"{facts.format}:link"),
    )


def _media(facts: Facts) -> Iterator[Medium]:
    seen: set[str] = set()
    for one in facts.pictures:
        plain = one.url.partition("?")[0]
        if plain in seen or not _WEB.fullmatch(one.url):
            continue
        seen.add(plain)
        yield Medium(
            _KINDS.get(one.kind, MediumKind.EMBED),
            caption=said(one.caption, f"{one.basis}:caption"),
            credit_line=said(one.credit, f"{one.basis}:credit"),
            alt_text=said(one.alt, f"{one.basis}:alt"),
            url=one.url,
            media_type=one.media_type or None,
            width=one.width,
            height=one.height,
        )


def _ids(facts: Facts, link: str) -> Iterator[AltId]:
    if link and facts.identifier and facts.identifier != link:
        yield AltId(facts.identifier, "guid" if facts.format != "atom" else "id")
    for value, role in facts.other_ids:
        yield AltId(value, role)


def kind_of(media_type: str, medium: str, url: str) -> str:
    """`image`, `video`, `audio`, or "" for what is none of them."""
    for said_ in (medium, media_type.partition("/")[0]):
        if said_ in _KINDS:
            return said_
    return "image" if not (medium or media_type) and _PICTURE.search(url) else ""

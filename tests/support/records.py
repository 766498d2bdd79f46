"""Articles and records to test with: one with everything in it, and the smallest there can be."""

import json
from datetime import UTC, datetime
from typing import Any

from newsarchive.digests import Algorithm, digest_of
from newsarchive.metadata import Placed, Placement, write_record
from newsarchive.model.article import (
    Article,
    Block,
    BlockKind,
    Body,
    Contributor,
    DeliveredIn,
    Detection,
    Headline,
    Language,
    Medium,
    MediumKind,
    Provenance,
    Relation,
    Rights,
    Segment,
    SegmentKind,
    Term,
)
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.statement import Resolution, Span, Statement, Status

BAG = "urn:uuid:01234567-89ab-8def-8123-456789abcdef"
WHEN = "2026-11-22T10:00:00Z"


def capture(name: str, data: bytes = b"news") -> Capture:
    return Capture(
        name=name,
        origin=f"/in/{name}",
        size=len(data),
        digests=tuple(digest_of(data, a) for a in (Algorithm.SHA256, Algorithm.SHA512)),
        received=datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC),
        spool=f"/staging/{name}",
    )


def small_article() -> Article:
    """An article of which nothing is known but its one paragraph."""
    blocks = (Block(BlockKind.PARAGRAPH, "It rained."),)
    return Article(reader="text/1", originals=(capture("rain.txt"),), body=Body(blocks=blocks))


def full_article() -> Article:
    """An article that uses every part of the model."""
    disputed = Statement(
        Status.STATED,
        Edtf.parse("2017-04-13"),
        raw="13 April 2017",
        basis="text:date",
        candidates=(Statement.supplied(Edtf.parse("2017-04?"), by="archivist", when=WHEN),),
    )
    resolved = Statement(
        Status.STATED,
        "en",
        basis="html:lang",
        candidates=(Statement.derived("en-GB", basis="http:content-language"),),
        resolution=Resolution(by="archivist", when=WHEN, reason="the page says so"),
    )
    return Article(
        reader="text/1",
        originals=(capture("rain.txt"), capture("rain.csv", b"title,rain\n")),
        body=Body(
            blocks=(
                Block(BlockKind.PARAGRAPH, "Rain fell.", lead=True),
                Block(BlockKind.HEADING, "Why"),
                Block(BlockKind.PARAGRAPH, "Nobody knows."),
                Block(BlockKind.QUOTE, "“Wet”, said a man."),
            ),
            segments=(Segment(SegmentKind.LEAD, Span(0, 10)),),
        ),
        lead=Statement.stated("Rain fell.", basis="text:first-block", span=Span(0, 10)),
        headlines=(
            Headline("Rain over the harbour", "main", "text:title", Span(12, 33)),
            Headline("Again", "kicker", "html:p.kicker"),
        ),
        by=Statement.stated("By Ann Lee", basis="text:byline", raw="By Ann Lee"),
        people=(Contributor("Ann Lee", "author", "text:byline", Span(3, 10)),),
        language=Language(declared=resolved, detected=Detection("en", 0.99987, "py3langid 0.3")),
        provenance=Provenance(
            source_line=Statement.stated("Source: A and agencies", basis="text:last-block"),
            sources=(Statement.stated("A", basis="text:last-block", span=Span(40, 41)),),
            agencies=(Statement.unnamed("agencies", basis="text:last-block", span=Span(46, 54)),),
            publisher=Statement.supplied("A Press", by="sheet.csv", when=WHEN, note="row 2"),
            date_published=disputed,
            date_issued=Statement.derived(Edtf.parse("2017-04"), basis="rule:month"),
            captured=Statement.stated(Edtf.parse("2017-04-13T10:00:00Z"), basis="warc:date"),
        ),
        media=(
            Medium(
                MediumKind.IMAGE,
                capture("Rain 1.JPG", b"jpeg"),
                caption=Statement.stated("Rain", basis="text:caption"),
                media_type="image/jpeg",
                width=640,
                height=480,
            ),
            Medium(MediumKind.VIDEO, url="https://example.org/rain.mp4"),
        ),
        rights=Rights(copyright_notice=Statement.stated("© A", basis="text:copyright")),
        version=Statement.none(basis="text has no versions"),
        embargoed_until=Statement.none(by="archivist", when=WHEN),
        subjects=(Term("weather", "ninjs:subjects", "medtop:17000000"),),
        places=(Term("Bergen", "ninjs:places"),),
        keywords=(Term("rain", "ninjs:keywords"),),
        relations=(Relation("replaces", BAG, "a later version"),),
        delivery=DeliveredIn("urn:feed:1", "feed", 3, "ab" * 64),
        extracted="Rain over the harbour\n\nRain fell.\n",
        findings=(Finding(Code.PV_05, Kind.PROVENANCE, Level.NOTE, "", "the date is disputed"),),
    )


def full_placement() -> Placement:
    return Placement(
        originals=(
            Placed("data/original/rain.txt", "text/plain", "x-fmt/111"),
            Placed("data/original/rain.csv"),
        ),
        media=(Placed("data/media/001-rain-1.jpg"), None),
        text="data/article.txt",
        source="data/derived/source.txt",
    )


def small_record() -> bytes:
    placement = Placement((Placed("data/original/rain.txt"),), text="data/article.txt")
    return write_record(small_article(), identifier="urn:x:1", bag=BAG, placement=placement)


def full_record() -> bytes:
    return write_record(
        full_article(),
        identifier="https://example.org/rain",
        bag=BAG,
        placement=full_placement(),
        relations=(Relation("corrects", "urn:x:2"),),
        findings=(Finding(Code.MD_01, Kind.MISSING, Level.NOTE, "", "a video is not there"),),
    )


def full_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(full_record())
    return document

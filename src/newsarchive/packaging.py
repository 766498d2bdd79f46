"""What lies where in a bag: an article becomes a `BagPlan`. Pure; the one place that decides it.

docs/format.md describes the result, so that a stranger can write a reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources

from newsarchive import canonical
from newsarchive.bag import BagPlan, Inline, Spooled
from newsarchive.digests import Algorithm, digest_of
from newsarchive.metadata import RECORD_SCHEMA, Placed, Placement, write_record
from newsarchive.model.article import Article, article_date
from newsarchive.model.capture import Capture
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.identity import (
    article_id,
    bag_id,
    bag_name,
    bag_path,
    bag_urn,
    safe_names,
)
from newsarchive.model.statement import Statement

PROFILE = "urn:newsarchive:profile:1"
TEXT = "data/article.txt"
RECORD = "data/metadata/article.json"
README = "data/README.txt"


@dataclass(frozen=True, slots=True)
class Institution:
    """Who keeps the archive and transfers its bags; each a line of text, "" where not given."""

    name: str = ""
    address: str = ""
    contact_name: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which article and which bag this is, and where the bag will lie.

    `originals` and `media` are SHA-512 digests in hex, in order, media with their positions;
    `path` is relative to the archive.
    """

    article_id: str
    bag_id: str
    name: str
    path: str
    originals: tuple[str, ...]
    media: tuple[tuple[str, int], ...]

    @property
    def urn(self) -> str:
        """The bag id as URN."""
        return bag_urn(self.bag_id)


def identify(article: Article, supplied: Mapping[str, object] | None = None) -> Identity:
    """The identity of an article as it came, with what was `supplied` about it."""
    main = article.originals[0].digest(Algorithm.SHA256)
    originals = [o.digest(Algorithm.SHA512) for o in article.originals]
    media = [
        (medium.capture.digest(Algorithm.SHA512), position)
        for position, medium in enumerate(article.media, 1)
        if medium.capture is not None
    ]
    article_name = article_id(
        source_id=article.source_id, canonical_url=article.canonical_url, main=main
    )
    bag = bag_id(
        article_name,
        stated_version=article.version.value,
        originals=originals,
        media=media,
        supplied=supplied or {},
    )
    dated = article_date(article.provenance)
    name = bag_name(article.display_title, bag)
    return Identity(
        article_name,
        bag,
        name,
        bag_path(dated[1] if dated else None, bag, name),
        tuple(d.hex for d in originals),
        tuple((d.hex, position) for d, position in media),
    )


def pack(
    article: Article,
    identity: Identity,
    *,
    institution: Institution,
    algorithms: tuple[Algorithm, ...],
    now: datetime,
    agent: str,
) -> BagPlan:
    """The bag of an article. `agent` names the program and its version.

    Raises:
        InvalidRecordError: the article holds what no record may.
    """
    text = article.body.text.encode()
    originals = _spooled("data/original/", article.originals, safe_names(_names(article.originals)))
    captures = [m.capture for m in article.media if m.capture is not None]
    numbers = [f"{n:03d}-" for n, m in enumerate(article.media, 1) if m.capture is not None]
    names = [n + name for n, name in zip(numbers, safe_names(_names(captures)), strict=True)]
    media = _spooled("data/media/", captures, names)
    content: list[Spooled | Inline] = [*originals, *media]
    if text:
        content.append(Inline(TEXT, text))
    waiting = iter(media)
    record = write_record(
        article,
        identifier=identity.article_id,
        bag=identity.urn,
        placement=Placement(
            originals=tuple(Placed(file.path) for file in originals),
            media=tuple(Placed(next(waiting).path) if m.capture else None for m in article.media),
            text=TEXT if text else None,
        ),
        findings=gaps(article),
    )
    info = _info(article, identity, institution, now, agent)
    digests = [[f.path, f.digest(Algorithm.SHA512).hex] for f in content]
    digest = digest_of(canonical.dumps(sorted(digests)), Algorithm.SHA256)
    payload = (*content, Inline(README, _readme(article, identity)), Inline(RECORD, record))
    octets = sum(file.size for file in payload)
    return BagPlan(
        payload=payload,
        info=(*info, ("Bag-Size", _size(octets)), ("Content-Digest", str(digest))),
        algorithms=algorithms,
    )


def gaps(article: Article) -> tuple[Finding, ...]:
    """What the provenance lacks, and which media are described and not there."""
    found = [_GAPS[gap] for gap in article.provenance.missing()]
    for number, medium in enumerate(article.media, 1):
        if medium.capture is None:
            detail = f"{medium.kind} {number} is described in the source, and its file is not here"
            found.append(Finding(Code.MD_01, Kind.PROVENANCE, Level.NOTE, "", detail))
    return tuple(found)


_GAPS = {
    "source": Finding(
        Code.PV_01, Kind.PROVENANCE, Level.WARNING, "", "the source does not say where it is from"
    ),
    "date": Finding(
        Code.PV_02, Kind.PROVENANCE, Level.WARNING, "", "the source does not say when it appeared"
    ),
    "agency": Finding(
        Code.PV_03, Kind.PROVENANCE, Level.WARNING, "", "the source does not name an agency"
    ),
}


def _names(captures: tuple[Capture, ...] | list[Capture]) -> list[str]:
    return [capture.name for capture in captures]


def _spooled(
    folder: str, captures: tuple[Capture, ...] | list[Capture], names: tuple[str, ...] | list[str]
) -> list[Spooled]:
    return [
        Spooled(folder + name, capture.spool, capture.size, capture.digests)
        for capture, name in zip(captures, names, strict=True)
    ]


def _info(
    article: Article, identity: Identity, institution: Institution, now: datetime, agent: str
) -> tuple[tuple[str, str], ...]:
    """bag-info.txt: the elements of RFC 8493 section 2.2.2, then ours; unset ones are left out."""
    p = article.provenance
    dated = article_date(p)
    elements = (
        ("Source-Organization", institution.name or "unknown"),
        ("Organization-Address", institution.address),
        ("Contact-Name", institution.contact_name),
        ("Contact-Email", institution.contact_email),
        ("External-Description", f"News article: {article.display_title}"),
        ("External-Identifier", identity.urn),
        ("Internal-Sender-Identifier", article.source_id or article.originals[0].name),
        ("Bag-Group-Identifier", identity.article_id),
        ("Bagging-Date", now.astimezone(UTC).strftime("%Y-%m-%d")),
        ("Bag-Software-Agent", agent),
        ("BagIt-Profile-Identifier", PROFILE),
        ("Article-Version", article.version.value or "unknown"),
        ("Delivery-Identifier", article.delivery or ""),
        ("News-Source", _listed(p.sources)),
        ("News-Agency", _listed(p.agencies)),
        ("Date-Published", str(dated[1]) if dated and dated[0] == "published" else "unknown"),
        ("Text-Language", article.language.declared.value or "unknown"),
        ("Record-Schema", f"urn:newsarchive:schema:{RECORD_SCHEMA}"),
        ("Provenance-Complete", "no" if p.missing() else "yes"),
    )
    return tuple((label, _line(value)) for label, value in elements if _line(value))


def _line(value: str) -> str:
    """A value on one line, without control characters: bag-info.txt has no way to say them."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _listed(statements: tuple[Statement[str], ...]) -> str:
    """`TRTWorld; not named (agencies)`; `none` where that is asserted; else `unknown`."""
    words = []
    for s in statements:
        if s.value is not None:
            words.append(s.value)
        elif not s.named:
            words.append(f"not named ({s.raw})")
        elif s.known:
            words.append("none")
    return "; ".join(words) or "unknown"


def _size(octets: int) -> str:
    """Bag-Size: about how large the bag is, for people (RFC 8493 section 2.2.2)."""
    value, unit = float(octets), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if value < 1000:  # noqa: PLR2004
            break
        value, unit = value / 1000, larger
    return f"{octets} bytes" if unit == "bytes" else f"{value:.1f} {unit}"


def _readme(article: Article, identity: Identity) -> bytes:
    template = resources.files("newsarchive").joinpath("bag-readme.txt").read_text("utf-8")
    p = article.provenance
    dated = article_date(p)
    return template.format(
        title=_line(article.display_title)[:160],
        article=_line(identity.article_id)[:200],
        bag=identity.urn,
        source=_listed(p.sources)[:200],
        agency=_listed(p.agencies)[:200],
        date=f"{dated[1]} ({dated[0]})" if dated else "unknown",
    ).encode()

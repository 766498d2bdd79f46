"""The media of a ninjs item, and the items that go with it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsarchive.formats.wires.fields import Fields, Said, maybe, maybe_date, stated, token
from newsarchive.formats.wires.ninjs_texts import descriptions, headlines, main_of, said_as
from newsarchive.formats.wires.values import said
from newsarchive.model.article import (
    BETWEEN_BAGS,
    Medium,
    MediumKind,
    Relation,
    Rendition,
    not_stated,
)
from newsarchive.model.statement import Statement

KINDS: Mapping[str, MediumKind] = {
    "picture": MediumKind.IMAGE,
    "image": MediumKind.IMAGE,
    "photo": MediumKind.IMAGE,
    "graphic": MediumKind.GRAPHIC,
    "video": MediumKind.VIDEO,
    "audio": MediumKind.AUDIO,
}
_BY_MEDIA_TYPE = {
    "image": MediumKind.IMAGE,
    "video": MediumKind.VIDEO,
    "audio": MediumKind.AUDIO,
}
_ALT = frozenset({"alt", "alt-text", "alttext", "alternative", "alternate"})
_CAPTION = ("caption", "main", "text", "", "description", "summary", "abstract", "html", "richtext")
_DEEPEST = 4  # associations in associations


@dataclass(frozen=True, slots=True)
class Related:
    """What goes with an item: its media, and other items."""

    media: tuple[Medium, ...]
    relations: tuple[Relation, ...]


def related(item: Fields, kind: MediumKind | None) -> Related:
    """The media and relations of an item; `kind` is what it is itself, None for a text."""
    media, relations = [], []
    for key, other in _associations(item, 0):
        what = kind_of(other)
        medium = medium_of(other, what) if what else None
        if medium is not None:
            media.append(medium)
        elif (identifier := other.text("uri", "guid", "_id", "residref")) is not None:
            relations.append(_relation(key, other, identifier))
    # A picture that has no file of its own and is associated with some is those.
    own = medium_of(item, kind) if _renditions(item) or not media else None
    if own is not None:
        media.insert(0, own)
    return Related(tuple(media), tuple(dict.fromkeys(relations)))


def _associations(item: Fields, depth: int) -> Iterator[tuple[str, Fields]]:
    for key, other in item.keyed("associations"):
        yield key, other
        # A gallery holds its pictures; the pictures of another text are of that.
        given = other.text("type")
        if given and given.text in {"composite", "component"} and depth < _DEEPEST:
            yield from _associations(other, depth + 1)


def kind_of(item: Fields) -> MediumKind | None:
    """Which medium an item is by its type, else by the media type of what it names."""
    if (given := item.text("type")) is not None:
        return KINDS.get(given.text.strip().casefold())
    return _kind_of_renditions(item)


def medium_of(item: Fields, kind: MediumKind | None) -> Medium | None:
    """The medium that an item is; a text with renditions that are media is one, too."""
    renditions = _renditions(item)
    kind = kind or _kind_of_renditions(item)
    if kind is None:
        return None
    best = renditions[0] if renditions else Rendition()
    texts = descriptions(item)
    caption = next((said_as(d) for role in _CAPTION for d in texts if d.role == role), None)
    alt = next((said_as(d) for d in texts if d.role in _ALT), None)
    if alt is None:
        alt = _alt_text(item)
    main = main_of(headlines(item))
    uri = item.text("uri", "guid")
    return Medium(
        kind,
        caption=caption or not_stated(),
        credit_line=_credit(item),
        alt_text=alt,
        by=item.stated("byline", "by"),
        rights=item.stated("copyrightnotice"),
        url=best.url or (uri.text.strip() if uri else None),
        media_type=best.media_type,
        width=best.width,
        height=best.height,
        title=said(main.text, main.basis) if main else maybe(item.stated("title")),
        copyright_holder=maybe(item.stated("copyrightholder")),
        usage_terms=maybe(item.stated("usageterms")),
        taken=maybe_date(item.moment("contentcreated")),
        place=maybe(item.stated("located")),
        digital_source_type=maybe(source_type(item)),
        renditions=renditions if len(renditions) > 1 or _is_named(renditions) else (),
    )


def source_type(item: Fields) -> Statement[str]:
    """How an item was made, as URI, code or name."""
    value = item.value("digitalsourcetype")
    if isinstance(value, dict):
        fields = item.inner("digitalsourcetype")
        return fields.stated("uri", "literal", "name") if fields else not_stated()
    return item.stated("digitalsourcetype")


def _alt_text(item: Fields) -> Statement[str]:
    if (given := item.text("alt_text", "alttext")) is not None:
        return stated(given)
    # Superdesk puts the alternative text of a picture into its body.
    is_superdesk = item.has("guid") and not item.has("uri")
    return item.stated("body_text") if is_superdesk else not_stated()


def _credit(item: Fields) -> Statement[str]:
    if (line := item.text("creditline", "credit")) is not None:
        return stated(line)
    for source in item.each("infosource", "infosources"):
        role = source.text("role", "rel")
        if role and token(role.text) == "credit" and (name := source.text("name", "literal")):
            return stated(name)
    source_of_item = item.value("source")
    return item.stated("source") if isinstance(source_of_item, str) else not_stated()


def _is_named(renditions: tuple[Rendition, ...]) -> bool:
    return any(r.name and r.name != "original" for r in renditions)


def _renditions(item: Fields) -> tuple[Rendition, ...]:
    """The renditions that are media, the largest first, else in the order of the source."""
    found = []
    for key, fields in item.keyed("renditions"):
        href = fields.text("href", "url")
        media_type = _media_type(fields.text("mimetype", "contenttype"))
        rendition = Rendition(
            name=" ".join(key.split()) or None,
            url=href.text.strip() if href else None,
            media_type=media_type,
            width=fields.size("width"),
            height=fields.size("height"),
        )
        is_text = media_type is not None and media_type.partition("/")[0] not in _BY_MEDIA_TYPE
        if rendition == Rendition() or (is_text and not _is_file(media_type)):
            continue
        found.append((rendition, fields.size("sizeinbytes", "size") or 0))
    found.sort(key=_size, reverse=True)
    return tuple(rendition for rendition, _ in found)


def _is_file(media_type: str | None) -> bool:
    return media_type in {"application/octet-stream", "application/postscript"}


def _size(sized: tuple[Rendition, int]) -> tuple[int, int]:
    rendition, size = sized
    width = rendition.width or rendition.height or 0
    return width * (rendition.height or rendition.width or 0), size


def _media_type(given: Said | None) -> str | None:
    text = given.text.strip().casefold() if given else ""
    kind, slash, rest = text.partition(";")[0].strip().partition("/")
    plain = all(part and part.isascii() and part[0].isalnum() for part in (kind, rest))
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789!#$&^_.+-")
    return f"{kind}/{rest}" if slash and plain and set(kind + rest) <= allowed else None


def _kind_of_renditions(item: Fields) -> MediumKind | None:
    for rendition in _renditions(item):
        kind = _BY_MEDIA_TYPE.get((rendition.media_type or "").partition("/")[0])
        if kind is not None:
            return kind
    return None


def _relation(key: str, other: Fields, identifier: Said) -> Relation:
    rel = other.text("rel")
    main = main_of(headlines(other))
    title = main or other.text("title")
    name = " ".join(key.split())
    if name == identifier.text.strip():
        name = ""
    word = token(rel.text) if rel else None
    return Relation(
        word if word and word not in BETWEEN_BAGS else "related",
        identifier.text.strip(),
        reason=" ".join(title.text.split()) if title else name or None,
    )

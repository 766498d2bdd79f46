"""Who and what a ninjs item names: makers, sources, agencies, subjects, places. Pure."""

from collections.abc import Iterator

from newsarchive.formats.wires.fields import Fields, Said, stated, token
from newsarchive.formats.wires.values import agencies_of, sources_of, words
from newsarchive.model.article import Contributor, Term, not_stated
from newsarchive.model.statement import Statement

# Who makes an article; any other relation says that it is about them.
_MAKING = frozenset(
    (
        *("author", "creator", "writer", "reporter", "journalist", "correspondent", "contributor"),
        *("editor", "photographer", "photo", "photog", "videographer", "camera", "illustrator"),
        *("artist", "graphic", "producer", "director", "translator", "columnist", "critic"),
        *("byline", "by", "co-author", "coauthor", "presenter", "narrator", "researcher"),
    )
)
_AUTHORS = frozenset({"creator", "writer", "byline", "by"})  # other words for the author
_PEOPLE = ("person", "people")
_ABOUT = ("organisation", "organisations", "object", "objects", "event", "events")
_SUBJECTS = ("subject", "subjects", "service", "anpa_category")

_Named = tuple[str | None, str]
Sources = tuple[
    tuple[Statement[str], ...], tuple[Statement[str], ...], Statement[str], Statement[str]
]


def contributors(item: Fields) -> tuple[Contributor, ...]:
    """The persons who made the item, each with what they did."""
    found = [
        _contributor(person, name, rel)
        for person in item.each(*_PEOPLE)
        if (name := person.text("name", "literal")) and (rel := _maker(person))
    ]
    for author in item.each("authors"):  # Superdesk's
        name = author.text("name", "sub_label", "code")
        if name is not None:
            role = author.text("role")
            word = token(role.text) if role else None
            found.append(_contributor(author, name, "author" if word in _AUTHORS else word))
    return tuple(dict.fromkeys(found))


def _contributor(person: Fields, name: Said, rel: str | None) -> Contributor:
    uri, code = _identified(person)
    title = person.text("title", "jobtitle")
    return Contributor(
        words(name.text),
        rel or "author",
        person.where,
        uri=uri,
        code=code if code != words(name.text) else None,
        title=words(title.text) if title else None,
    )


def _maker(person: Fields) -> str | None:
    rel = person.text("rel", "role")
    word = token(rel.text) if rel else None
    if word in _AUTHORS:
        return "author"
    return word if word in _MAKING else None


def agencies_and_sources(item: Fields, dateline: str) -> Sources:
    """The agencies and sources of an item, its publisher, and its source line as printed."""
    sources: list[_Named] = []
    suppliers: list[_Named] = []
    named: list[_Named] = []
    publisher = not_stated()
    for source in item.each("infosource", "infosources"):
        name = source.text("name", "literal", "code")
        if name is None:
            continue
        given = source.text("role", "rel")
        role = token(given.text) if given else None
        pair: _Named = (name.text, name.basis)
        if role == "publisher":
            publisher = stated(name)
        elif role == "agency":
            suppliers.append(pair)
        elif role != "credit":
            sources.append(pair)
        named.append(pair)
    source_line = not_stated()
    if isinstance(item.value("source"), str):  # Superdesk's
        source_line = item.stated("source")
        sources += _pairs(item, "source")
        named += _pairs(item, "source")
    named += [*_pairs(item, "original_source"), *_pairs(item, "creditline")]
    named += [*_pairs(item, "copyrightholder"), *_pairs(item, "byline", "by")]
    if dateline:
        named.append((dateline, f"{item.basis}dateline"))
    stated_agencies = sources_of(suppliers)
    agencies = agencies_of(named)
    if suppliers:
        known = {s.raw or s.value for s in stated_agencies}
        more = (a for a in agencies if a.known and (a.raw or a.value) not in known)
        agencies = (*stated_agencies, *more)
    return agencies, sources_of(sources), publisher, source_line


def _pairs(item: Fields, *names: str) -> list[_Named]:
    return [(found.text, found.basis) for name in names if (found := item.text(name))]


def subjects_of(item: Fields) -> tuple[Term, ...]:
    """What the item is about: subjects, persons, organisations, things and events."""
    found = [t for term in item.each(*_SUBJECTS) if not _is_keyword(term) and (t := _term(term))]
    found += [t for one in item.each(*_PEOPLE) if not _maker(one) and (t := _term(one))]
    found += [t for one in item.each(*_ABOUT) if (t := _term(one))]
    return tuple(dict.fromkeys(found))


def keywords_of(item: Fields) -> tuple[Term, ...]:
    """The keywords: a list of texts, and subjects that are called so."""
    found = [t for word in item.each("keywords", "keyword") if (t := _term(word))]
    marked = (term for term in item.each("subject", "subjects") if _is_keyword(term))
    found += [t for term in marked if (t := _term(term, rel=None))]
    return tuple(dict.fromkeys(found))


def places_of(item: Fields) -> tuple[Term, ...]:
    """The places, and where it was written."""
    found = [t for place in item.each("place", "places") if (t := _term(place))]
    if (located := item.text("located")) is not None:
        found.append(Term(words(located.text), located.basis, rel="located"))
    return tuple(dict.fromkeys(found))


def _is_keyword(term: Fields) -> bool:
    rel = term.text("rel")
    return rel is not None and token(rel.text) == "keyword"


def _term(term: Fields, *, rel: str | None = "") -> Term | None:
    """A term; None where it has neither name nor code. `rel`: what it has, unless it is given."""
    uri, code = _identified(term)
    name = term.text("name")
    label = words(name.text) if name else code or uri
    if not label:
        return None
    scheme = term.word("scheme")
    given = term.text("rel") if rel == "" else None
    return Term(
        label,
        term.where,
        uri=uri,
        code=code if code != label else None,
        scheme=words(scheme.text) if scheme else None,
        rel=token(given.text) if given else None,
    )


def _identified(fields: Fields) -> tuple[str | None, str | None]:
    """The URI and the code: in 1.x a code may be a URI."""
    uri = fields.text("uri")
    code = next(_codes(fields), None)
    if uri is None and code is not None and "://" in code:
        return code, None
    return (words(uri.text) if uri else None), code


def _codes(fields: Fields) -> Iterator[str]:
    for name in ("code", "qcode", "literal"):
        if (found := fields.word(name)) is not None:
            yield words(found.text)

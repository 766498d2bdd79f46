"""What people supply, put into a record's document: field by field, by the rules of precedence.

It works on the document, so that a record that was read from a bag and one that is about to be
written are treated alike, and what a newer schema may hold besides stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsarchive.metadata.statements import date_from_json, text_from_json, to_json
from newsarchive.model import precedence
from newsarchive.model.article import shorten
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement
from newsarchive.model.supplied import Shape, Supplied, Value

Document = dict[str, Any]

# Where the statement of a field stands in the record.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "source": ("provenance", "sources"),
    "agency": ("provenance", "agencies"),
    "publisher": ("provenance", "publisher"),
    "date-published": ("provenance", "datePublished"),
    "date-issued": ("provenance", "dateIssued"),
    "date-modified": ("provenance", "dateModified"),
    "captured": ("provenance", "captured"),
    "dateline": ("provenance", "dateline"),
    "url": ("provenance", "url"),
    "lead": ("lead",),
    "byline": ("by",),
    "language": ("language", "declared"),
    "version": ("version",),
    "pub-status": ("pubStatus",),
    "embargoed-until": ("embargoedUntil",),
    "digital-source-type": ("digitalSourceType",),
    "copyright-notice": ("rights", "copyrightNotice"),
    "copyright-holder": ("rights", "copyrightHolder"),
    "usage-terms": ("rights", "usageTerms"),
}
_TERMS = {"keyword": "keywords", "subject": "subjects", "place": "places"}


def supply(document: Document, supplied: Supplied) -> Document:
    """The record with what was supplied; `document` stays as it is."""
    result: Document = _copied(document)
    supply_to(result, supplied)
    return result


def supply_to(document: Document, supplied: Supplied) -> None:
    """Put what was supplied into `document` itself."""
    for value in supplied.values:
        name = value.field.name
        if name in _PLACES:
            _supply_statement(document, value, supplied)
            if name == "lead":
                _title_of_lead(document)
        elif name in _TERMS:
            _supply_terms(document[_TERMS[name]], value, supplied)
        elif name == "form":
            document.pop("form", None)
            document |= {} if value.none else {"form": value.values[0]}
        elif name == "headline":
            _supply_headline(document, value, supplied)


def _copied(value: Any) -> Any:
    """A copy of what JSON can say; copy.deepcopy() takes ten times as long."""
    if isinstance(value, dict):
        return {name: _copied(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def lacking(document: Mapping[str, Any], values: Iterable[Value]) -> tuple[Value, ...]:
    """Those of the values about whose field nothing was said yet, be it that it is disputed."""
    return tuple(value for value in values if not _is_said(document, value.field.name))


def _is_said(document: Mapping[str, Any], field: str) -> bool:
    if field == "headline":
        return bool(document["headlines"])
    if field == "form":
        return "form" in document
    if field in _TERMS:
        return bool(document[_TERMS[field]])
    if field not in _PLACES:
        return False
    owner, last = _owner(document, _PLACES[field])
    statements = owner[last] if isinstance(owner[last], list) else [owner[last]]
    return any(s["status"] != "unknown" or s.get("candidates") for s in statements)


def news(document: Document, supplied: Supplied) -> tuple[Value, ...]:
    """Those of the supplied values that the record does not hold yet."""
    return tuple(
        value
        for value in supplied.values
        if supply(document, supplied.only([value])) != document
        or value.field.name == "accession-number"
    )


def resolve(
    document: Document, field: str, wanted: str, *, by: str, when: str, reason: str
) -> Document:
    """The record with the dispute about `field` settled in favour of `wanted`.

    Raises:
        ValueError: nothing is disputed there, or no candidate is meant.
    """
    result: Document = _copied(document)
    place = dict(_disputable(result)).get(field)
    if place is None:
        raise ValueError(f"{field} is never disputed; what is supplied for it stands")
    owner, last = place
    statements = owner[last] if isinstance(owner[last], list) else [owner[last]]
    open_ones = [s for s in statements if s.get("candidates")]
    if not open_ones:
        raise ValueError("nothing is disputed: there is one value only")
    statement = open_ones[0]
    settled = (
        to_json(
            precedence.resolve(date_from_json(statement), wanted, by=by, when=when, reason=reason)
        )
        if field in _DATES
        else to_json(
            precedence.resolve(text_from_json(statement), wanted, by=by, when=when, reason=reason)
        )
    )
    statement.clear()
    statement.update(settled)
    if field == "lead":
        _title_of_lead(result)
    return result


def disputed(document: Mapping[str, Any]) -> Iterator[str]:
    """The fields about which different things were said, and nobody has decided."""
    for field, (owner, last) in _disputable(document):
        statements = owner[last] if isinstance(owner[last], list) else [owner[last]]
        if any(s.get("candidates") and not s.get("resolution") for s in statements):
            yield field


def _disputable(document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Every field about which different things can be said, and where its statement stands.

    Those of a picture are called by its number: `caption-1`, `credit-1`.
    """
    for field, path in _PLACES.items():
        yield field, _owner(document, path)
    for medium in document["media"]:
        for field, name in OF_PICTURES.items():
            yield f"{field}-{int(medium['id'])}", (medium, name)


OF_PICTURES: Mapping[str, str] = {"caption": "caption", "credit": "creditLine"}
"""What is supplied of a picture, and the name of its statement in the record."""

_DATES = frozenset(
    {"date-published", "date-issued", "date-modified", "captured", "embargoed-until"}
)


def _owner(document: Mapping[str, Any], path: tuple[str, ...]) -> tuple[Any, str]:
    owner: Any = document
    for step in path[:-1]:
        owner = owner[step]
    return owner, path[-1]


def _supply_statement(document: Document, value: Value, supplied: Supplied) -> None:
    owner, last = _owner(document, _PLACES[value.field.name])
    corrects = supplied.corrects
    if value.field.many:
        texts = tuple(text_from_json(s) for s in owner[last])
        given = tuple(_text(v, value, supplied) for v in value.values or (None,))
        owner[last] = [to_json(s) for s in precedence.supply_many(texts, given, corrects=corrects)]
    elif value.field.shape is Shape.DATE:
        date = None if value.none else Edtf.parse(value.values[0])
        owner[last] = to_json(
            precedence.supply(
                date_from_json(owner[last]), _date(date, value, supplied), corrects=corrects
            )
        )
    else:
        text = None if value.none else value.values[0]
        owner[last] = to_json(
            precedence.supply(
                text_from_json(owner[last]), _text(text, value, supplied), corrects=corrects
            )
        )


def _text(text: str | None, value: Value, supplied: Supplied) -> Statement[str]:
    if text is None:
        return Statement.none(by=supplied.by, when=supplied.when, basis=value.basis)
    return Statement.supplied(
        text, by=supplied.by, when=supplied.when, basis=value.basis, note=value.note
    )


def _date(date: Edtf | None, value: Value, supplied: Supplied) -> Statement[Edtf]:
    if date is None:
        return Statement.none(by=supplied.by, when=supplied.when, basis=value.basis)
    return Statement.supplied(
        date, by=supplied.by, when=supplied.when, basis=value.basis, note=value.note
    )


def _basis(value: Value, supplied: Supplied) -> str:
    return f"supplied by {supplied.by}, {supplied.when} ({value.basis})"


def _supply_terms(terms: list[Document], value: Value, supplied: Supplied) -> None:
    known = {term["name"].casefold() for term in terms}
    terms += [
        {"name": name, "basis": _basis(value, supplied)}
        for name in value.values
        if name.casefold() not in known
    ]


def _title_of_lead(document: Document) -> None:
    """A title for listings, of an article without a headline: the beginning of what is its lead."""
    lead = document["lead"].get("value")
    if lead and all(h["role"] != "main" for h in document["headlines"]):
        document["displayTitle"] = shorten(lead)


def _supply_headline(document: Document, value: Value, supplied: Supplied) -> None:
    """A headline that came with an article stands beside a printed one, as an alternative.

    One by which somebody corrects what was read is the main one from then on, and what was the
    main one stays as an alternative.
    """
    headlines = document["headlines"]
    if value.none:
        return
    main = next((h for h in headlines if h["role"] == "main"), None)
    known = next((h for h in headlines if h["value"] == value.values[0]), None)
    if known is not None and (known is main or not supplied.corrects):
        return
    if main is not None and supplied.corrects:
        main["role"] = "alternative"
        main = None
    role = "alternative" if main else "main"
    if known is None:
        known = {"role": role, "value": value.values[0], "basis": _basis(value, supplied)}
        headlines.append(known)
    known["role"] = role
    if role == "main":
        document["displayTitle"] = value.values[0]

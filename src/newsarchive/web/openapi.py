"""The OpenAPI document: every address for programs, what it takes, and what it answers.

Source: OpenAPI 3.1.0. Pages for people are not in it; each names its twins in its head.
"""

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from newsarchive import __version__
from newsarchive.model.found import Sort
from newsarchive.model.wanted import DATE_STATUSES, VERDICTS
from newsarchive.web import article, asked, browse, results
from newsarchive.web.files import PACKED
from newsarchive.web.harvest import FORM
from newsarchive.web.openapi_schemas import SCHEMAS, TEXT, Schema, of

Operation = Mapping[str, Any]

_JSON, _XML, _HTML = "application/json", "application/xml", "text/html"
_OF_TWINS: Mapping[str, Schema] = {
    "json": of("Bag"),
    "jsonld": of("LinkedData"),
    "csl": of("Citations"),
}
_WHY = {
    206: "A part of the file, as `Range` asked for it.",
    304: "What the reader has still holds.",
    400: "That cannot be asked; says why.",
    403: "It may not be given; says why, and until when if that is known.",
    404: "There is nothing at this address.",
    410: "It was withdrawn; says why.",
    413: "The request is larger than any should be.",
    415: "What was posted is no form.",
    416: "The file has no such part.",
    500: "The bag is not what was taken in; says which file.",
    503: "It cannot be read just now; ask again after `Retry-After`.",
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "The id of a bag, or its name.",
    "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,199}$"},
}
_PATH = {
    "name": "path",
    "in": "path",
    "required": True,
    "description": "The path of a file as a manifest of the bag has it; its slashes may stand.",
    "schema": {"type": "string", "minLength": 1},
}
_DATE: Schema = {
    "anyOf": [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": "^([1-9][0-9]{3}(-(0[1-9]|1[0-2]))?)?$"},
    ]
}
_ARGUMENTS = ("verb", "metadataPrefix", "identifier", "from", "until", "set", "resumptionToken")


def _query(name: str, schema: Schema, said: str, *, many: bool = False) -> Operation:
    of_many = {"type": "array", "items": schema, "maxItems": asked.MOST_VALUES} if many else schema
    parameter = {"name": name, "in": "query", "description": said, "schema": of_many}
    return parameter | ({"style": "form", "explode": True} if many else {})


def _text(most: int = asked.MOST_QUERY) -> Schema:
    return {"type": "string", "maxLength": most}


def _one_of(words: Iterable[str]) -> Schema:
    """One of these words, or nothing, as forms send what nobody filled in."""
    return {"enum": [*map(str, words), ""]}


def _search() -> list[Operation]:
    """What a search takes, as `web.asked` has it."""
    sizes = {"type": "integer", "minimum": 0, "maximum": asked.SIZES[-1], "default": asked.SIZES[0]}
    offsets = {"type": "integer", "minimum": 0, "maximum": asked.MOST_OFFSET, "default": 0}
    dates = "A date in EDTF, such as 2017, 2017-04 or 2017-04-13."
    unknown = f"{asked.NONE} stands for those of which none is known."
    return [
        _query("q", _text(), "Words; see the manual for how they are asked for."),
        *(_query(name, _text(), f"By its {name}. {unknown}", many=True) for name in asked.NAMES),
        _query("date-status", _one_of(DATE_STATUSES), "How the date is known.", many=True),
        _query("verdict", _one_of(VERDICTS), "How it was last found.", many=True),
        *(_query(name, _one_of(("yes", "no")), f"Whether it is {name}.") for name in asked.ANSWERS),
        *(_query(name, _one_of(("1",)), f"{name.capitalize()}, too.") for name in asked.FLAGS),
        _query("year", {"type": "string", "pattern": "^[0-9]{0,4}$"}, "The one year it is of."),
        _query("from", _DATE, f"Not before. {dates}"),
        _query("to", _DATE, f"Not after. {dates}"),
        _query("sort", _one_of(Sort), "The order."),
        _query("size", sizes, "How many hits."),
        _query("offset", offsets, "How many hits come before."),
    ]


def _get(
    name: str,
    said: str,
    answer: Mapping[str, Schema | None],
    statuses: Iterable[int] = (),
    parameters: Sequence[Operation] = (),
    *,
    errors: Sequence[str] = (_JSON,),
) -> dict[str, Operation]:
    """A GET. `answer` are media types with their schemas; errors are of the types `errors`."""
    content = {kind: {"schema": schema or TEXT} for kind, schema in answer.items()}
    responses: dict[str, Any] = {
        "200": {"description": "It.", "content": content, "headers": _ETAG},
        "304": {"description": _WHY[304]},
    }
    told = {kind: {"schema": of("Error") if kind == _JSON else TEXT} for kind in errors}
    for status in sorted({*statuses, 500, 503}):
        responses[str(status)] = {"description": _WHY[status], "content": told}
    return {
        "get": {
            "operationId": name,
            "summary": said,
            "parameters": list(parameters),
            "responses": responses,
        }
    }


_ETAG = {"ETag": {"description": "What changes when it does.", "schema": TEXT, "required": True}}
_OF_A_BAG = (403, 404, 410)


def _twins(path: str, name: str, said: str) -> dict[str, dict[str, Operation]]:
    return {
        f"{path}.{form}": _get(
            f"{name}_{form}", f"{said}, as {kind}.", {kind: _OF_TWINS.get(form)}, _OF_A_BAG, [_ID]
        )
        for form, (kind, _) in article.FORMS.items()
    }


def _lists() -> dict[str, dict[str, Operation]]:
    kind = {
        "name": "kind",
        "in": "path",
        "required": True,
        "schema": {"enum": list(browse.KINDS)},
    }
    found = {
        f"/search.{form}": _get(
            f"search_{form}",
            f"A page of results, as {of_kind}.",
            {of_kind: of("Results") if form == "json" else None},
            (400,),
            _search(),
        )
        for form, of_kind in results.FORMS.items()
    }
    values = {
        f"/browse/{{kind}}.{form}": _get(
            f"values_{form}",
            f"Every value of a kind, and how many articles have it, as {of_kind}.",
            {of_kind: of("Values") if form == "json" else None},
            (404,),
            [kind],
        )
        for form, of_kind in browse.FORMS.items()
    }
    index = _get("index", "What is here, and how it is kept.", {_JSON: of("Index")})
    return {"/index.json": index, **found, **values}


def _bags() -> dict[str, dict[str, Operation]]:
    packed = {
        f"/bag/{{id}}.{form}": _get(
            f"bag_{form}",
            f"A bag with its amendments, as {kind}.",
            {kind: {"type": "string", "format": "binary"}},
            _OF_A_BAG,
            [_ID],
            errors=(_HTML,),
        )
        for form, kind in PACKED.items()
    }
    other = _query("with", TEXT, "The other version; without one, the version before.")
    file = _get(
        "file",
        "A file of a bag, to be kept; a picture that is known to be one, to be seen.",
        {
            kind: {"type": "string", "format": "binary"}
            for kind in ("application/octet-stream", *sorted(article.INLINE))
        },
        (206, 416, *_OF_A_BAG),
        [_ID, _PATH],
        errors=(_HTML, _JSON),
    )
    return {
        **_twins("/article/{id}", "article", "The current version of an article"),
        **_twins("/bag/{id}", "version", "One very version"),
        **packed,
        "/bag/{id}/files.json": _get(
            "files", "The files of a bag.", {_JSON: of("Files")}, _OF_A_BAG, [_ID]
        ),
        "/bag/{id}/diff.json": _get(
            "difference",
            "What changed between two versions.",
            {_JSON: of("Difference")},
            _OF_A_BAG,
            [_ID, other],
        ),
        "/bag/{id}/file/{path}": file,
    }


def _harvests() -> dict[str, dict[str, Operation]]:
    number = {
        "name": "number",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
    arguments = [_query(name, TEXT, f"The argument {name}.") for name in _ARGUMENTS]
    oai = _get("oai", "OAI-PMH 2.0.", {"text/xml": None}, (), arguments, errors=(_HTML,))
    form = {"type": "object", "properties": dict.fromkeys(_ARGUMENTS, TEXT)}
    posted = {
        "operationId": "oai_posted",
        "summary": "OAI-PMH 2.0, its arguments as a small form.",
        "requestBody": {"required": True, "content": {FORM: {"schema": form}}},
        "responses": {
            **{k: v for k, v in oai["get"]["responses"].items() if k != "304"},
            **{
                str(status): {"description": _WHY[status], "content": {_HTML: {"schema": TEXT}}}
                for status in (413, 415)
            },
        },
    }
    xml = {_XML: None}
    return {
        "/oai": {**oai, "post": posted},
        "/sitemap.xml": _get("sitemap", "The index of sitemaps.", xml, errors=(_HTML,)),
        "/sitemap-{number}.xml": _get(
            "sitemap_part", "Links of articles.", xml, (404,), [number], errors=(_HTML,)
        ),
        "/robots.txt": _get("robots", "What crawlers had better leave out.", {"text/plain": None}),
        "/openapi.json": _get("openapi", "This document.", {_JSON: {"type": "object"}}),
    }


@functools.cache
def paths() -> Mapping[str, Mapping[str, Operation]]:
    """Every address for programs, in braces what stands in it for something else."""
    return {**_lists(), **_bags(), **_harvests()}


def document(keeper: str, base_url: str) -> str:
    """The document, JSON, of the portal of whoever keeps the archive."""
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": keeper,
            "version": __version__,
            "description": "For reading only: GET and HEAD. Nobody is asked who they are.",
        },
        "servers": [{"url": base_url.removesuffix("/")}],
        "paths": paths(),
        "components": {"schemas": SCHEMAS},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

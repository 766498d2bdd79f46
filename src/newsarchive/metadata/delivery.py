"""The record of a delivery: data/metadata/delivery.json, by schemas/delivery-1.1.schema.json.

One that an earlier version wrote is read by the schema that it names.
"""

import json
from collections.abc import Mapping
from typing import Any

from newsarchive import canonical
from newsarchive.errors import InvalidRecordError
from newsarchive.metadata.schemas import DELIVERY_SCHEMA, DELIVERY_SCHEMAS, problems


def delivery_bytes(document: Mapping[str, Any]) -> bytes:
    """The record as it is written: UTF-8, indented, ended by LF.

    Raises:
        InvalidRecordError: it holds what no such record may.
    """
    if found := problems(dict(document), DELIVERY_SCHEMA):
        raise InvalidRecordError("the record of the delivery", found)
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def read_delivery(data: bytes, what: str = "delivery.json") -> Mapping[str, Any]:
    """The record in `data`; `what` names it in messages.

    Raises:
        InvalidRecordError: it is none.
    """
    try:
        document = canonical.loads(data)
    except ValueError as error:
        raise InvalidRecordError(what, (f"is no JSON: {error}",)) from error
    version = document.get("schemaVersion") if isinstance(document, dict) else None
    known = DELIVERY_SCHEMAS.get(version) if isinstance(version, str) else None
    if found := problems(document, known or DELIVERY_SCHEMA):
        raise InvalidRecordError(what, found)
    assert isinstance(document, dict)  # noqa: S101  # the schema says so
    return document

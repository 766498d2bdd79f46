"""Documents in a bag: the record (article.json) and its schema, PREMIS, and exports."""

from newsarchive.metadata.record import (
    Placed,
    Placement,
    Record,
    encode,
    finding_to_json,
    read_record,
    relation_to_json,
    view,
    write_record,
)
from newsarchive.metadata.record import draft as draft_record
from newsarchive.metadata.schemas import RECORD_SCHEMA, problems, schema_bytes
from newsarchive.metadata.supply import disputed, news, resolve, supply

__all__ = [
    "RECORD_SCHEMA",
    "Placed",
    "Placement",
    "Record",
    "disputed",
    "draft_record",
    "encode",
    "finding_to_json",
    "news",
    "problems",
    "read_record",
    "relation_to_json",
    "resolve",
    "schema_bytes",
    "supply",
    "view",
    "write_record",
]

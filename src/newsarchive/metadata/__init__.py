"""Documents: the record in a bag (article.json), PREMIS, exports, and the schemas."""

from newsarchive.metadata.delivery import delivery_bytes, read_delivery
from newsarchive.metadata.described import described
from newsarchive.metadata.reading import record_of
from newsarchive.metadata.record import (
    Placed,
    Placement,
    ReadRecord,
    encode,
    finding_to_json,
    read_record,
    relation_to_json,
    view,
    write_record,
)
from newsarchive.metadata.record import draft as draft_record
from newsarchive.metadata.schemas import (
    AUDIT_REPORT_SCHEMA,
    AUDIT_REPORT_SCHEMAS,
    CURRENT_SCHEMAS,
    DELIVERY_SCHEMA,
    RECORD_SCHEMA,
    RECORD_SCHEMAS,
    problems,
    report_problems,
    schema_bytes,
)
from newsarchive.metadata.supply import disputed, news, resolve, supply, supply_to

__all__ = [
    "AUDIT_REPORT_SCHEMA",
    "AUDIT_REPORT_SCHEMAS",
    "CURRENT_SCHEMAS",
    "DELIVERY_SCHEMA",
    "RECORD_SCHEMA",
    "RECORD_SCHEMAS",
    "Placed",
    "Placement",
    "ReadRecord",
    "delivery_bytes",
    "described",
    "disputed",
    "draft_record",
    "encode",
    "finding_to_json",
    "news",
    "problems",
    "read_delivery",
    "read_record",
    "record_of",
    "relation_to_json",
    "report_problems",
    "resolve",
    "schema_bytes",
    "supply",
    "supply_to",
    "view",
    "write_record",
]

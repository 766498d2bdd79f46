"""Documents: the record in a bag (article.json), PREMIS, exports, and the schemas."""

from newsarchive.metadata.delivery import delivery_bytes, read_delivery
from newsarchive.metadata.described import described
from newsarchive.metadata.drafting import (
    Placed,
    Placement,
    finding_to_json,
    relation_to_json,
)
from newsarchive.metadata.drafting import draft as draft_record
from newsarchive.metadata.pictures import (
    Picture,
    Seated,
    add_pictures,
    digests_of,
    news_of_pictures,
    said_of,
    seat,
)
from newsarchive.metadata.reading import record_of
from newsarchive.metadata.record import (
    ReadRecord,
    encode,
    read_record,
    view,
    write_record,
)
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
from newsarchive.metadata.supply import disputed, lacking, news, resolve, supply, supply_to

__all__ = [
    "AUDIT_REPORT_SCHEMA",
    "AUDIT_REPORT_SCHEMAS",
    "CURRENT_SCHEMAS",
    "DELIVERY_SCHEMA",
    "RECORD_SCHEMA",
    "RECORD_SCHEMAS",
    "Picture",
    "Placed",
    "Placement",
    "ReadRecord",
    "Seated",
    "add_pictures",
    "delivery_bytes",
    "described",
    "digests_of",
    "disputed",
    "draft_record",
    "encode",
    "finding_to_json",
    "lacking",
    "news",
    "news_of_pictures",
    "problems",
    "read_delivery",
    "read_record",
    "record_of",
    "relation_to_json",
    "report_problems",
    "resolve",
    "said_of",
    "schema_bytes",
    "seat",
    "supply",
    "supply_to",
    "view",
    "write_record",
]

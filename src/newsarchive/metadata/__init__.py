"""Documents in a bag: the record (article.json) and its schema."""

from newsarchive.metadata.record import (
    Placed,
    Placement,
    Record,
    read_record,
    write_record,
)
from newsarchive.metadata.schemas import RECORD_SCHEMA, problems, schema_bytes

__all__ = [
    "RECORD_SCHEMA",
    "Placed",
    "Placement",
    "Record",
    "problems",
    "read_record",
    "schema_bytes",
    "write_record",
]

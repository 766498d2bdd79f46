"""The record in the words of others: ninjs 3.1, schema.org JSON-LD, Dublin Core. Pure.

Every export gives a document and a tuple of what did not fit, each a place in the record and why.
What is unknown, asserted to be absent, or mentioned without a name is nowhere in a document: it is
absent. How a fact is known (status, basis, span) is in the record only.
"""

from newsarchive.metadata.exports.dc import DublinCore, oai_dc, to_dublin_core
from newsarchive.metadata.exports.jsonld import to_json_ld
from newsarchive.metadata.exports.ninjs import to_ninjs
from newsarchive.metadata.exports.reading import Export

__all__ = ["DublinCore", "Export", "oai_dc", "to_dublin_core", "to_json_ld", "to_ninjs"]

"""The grammar of bagit.txt, bag-info.txt, manifests and fetch.txt (RFC 8493 section 2). Pure.

Readers take the bytes in chunks, give values one by one in flat memory, and note every fault in a
`Faults`, with its line, while going on: a file has all its faults reported at once.
"""

from newsarchive.bag.tagfiles.declaration import DECLARATION, Declaration, parse_declaration
from newsarchive.bag.tagfiles.fetch import FetchEntry, parse_fetch
from newsarchive.bag.tagfiles.info import Info, judge_info, parse_info, render_info
from newsarchive.bag.tagfiles.manifests import (
    ManifestEntry,
    manifest_rows,
    parse_manifest,
    render_manifest,
)
from newsarchive.bag.tagfiles.texts import Plain

__all__ = [
    "DECLARATION",
    "Declaration",
    "FetchEntry",
    "Info",
    "ManifestEntry",
    "Plain",
    "judge_info",
    "manifest_rows",
    "parse_declaration",
    "parse_fetch",
    "parse_info",
    "parse_manifest",
    "render_info",
    "render_manifest",
]

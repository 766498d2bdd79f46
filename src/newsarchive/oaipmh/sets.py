"""Collections as sets: a name as a setSpec and back. Pure.

A setSpec is made of the unreserved signs of URIs (RFC 2396, section 2.3), and colons part the steps
of a hierarchy (OAI-PMH 2.0, section 2.6). Collections have none: every other sign of a name stands
as `~` and two digits for each byte of it.
"""

import re
from urllib.parse import quote, unquote

_SPEC = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*")


def spec_of(collection: str) -> str:
    """The setSpec of a collection."""
    return quote(collection, safe="").replace("~", "%7E").replace("%", "~")


def is_spec(text: str) -> bool:
    """Whether a text can be a setSpec at all."""
    return _SPEC.fullmatch(text) is not None


def collection_of(spec: str) -> str | None:
    """The collection of a setSpec; None where none can have it."""
    try:
        name = unquote(spec.replace("~", "%"), errors="strict")
    except UnicodeDecodeError:
        return None
    return name if name and spec_of(name) == spec else None

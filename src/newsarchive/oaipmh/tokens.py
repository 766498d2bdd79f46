"""Resumption tokens: where a list goes on, in the token itself. Nothing is kept of any. Pure.

A token holds what was asked, the place of the last item that was given, and how many came before. A
list ends where it ended when it was begun, so that what comes in meanwhile neither moves nor
lengthens it: whatever changes gets a later datestamp, and belongs to the next harvest (OAI-PMH 2.0,
section 3.5). The digest tells a token that was cut or that another archive gave.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from newsarchive.model.clock import timestamp

_DAYS = 7
_MOST = 2000  # characters
_DIGITS = 16  # of the digest


@dataclass(frozen=True, slots=True)
class Token:
    """Where a list goes on. `at` and `number` are a place in it; of sets, a name and nothing.

    `size` is how many items the list has, `cursor` how many came before; `position` how far the
    ledger went when it was begun, and `begun` when that was. A list that is `open` was asked for
    without an end, and ends where it did when it was begun.
    """

    verb: str
    prefix: str
    since: str
    until: str
    collection: str | None
    at: str
    number: int
    cursor: int
    size: int
    position: int
    begun: str
    open: bool

    @property
    def expires(self) -> str:
        """Until when it is good."""
        return timestamp(datetime.fromisoformat(self.begun) + timedelta(days=_DAYS))


_OPEN = (str, str, str, str, type(None), str, int, int, int, int, str, bool)
_TYPES = frozenset({_OPEN, (*_OPEN[:4], str, *_OPEN[5:])})


def written(token: Token, identity: str) -> str:
    """A token as text, for the archive with this identity."""
    data = json.dumps(list(asdict(token).values()), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_digest(data, identity) + data).decode().rstrip("=")


def read(text: str, identity: str) -> Token | None:
    """What `written` gave for the same archive; None for anything else."""
    if len(text) > _MOST or not text.isascii():
        return None
    try:
        whole = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        digest, data = whole[:_DIGITS], whole[_DIGITS:]
        if digest != _digest(data, identity):
            return None
        values = json.loads(data)
        return Token(*values) if tuple(map(type, values)) in _TYPES else None
    except (binascii.Error, TypeError, ValueError):
        return None


def _digest(data: bytes, identity: str) -> bytes:
    return hashlib.sha256(identity.encode() + b"\n" + data).hexdigest()[:_DIGITS].encode()

"""HTTP/1.1 whose patience ends: who sends or takes too slowly gives his place to others.

uvicorn waits for ever for the rest of a request that has begun, and for a reader who takes nothing
of an answer; each such connection counts against the limit of those that there are at once.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 20.0
"""How long a request may take to come, from the connection or the answer before it on."""
ANSWER_SECONDS = 60.0
"""How long a reader may take nothing of what lies ready for him."""
_LOOK_SECONDS = 1.0


class Patient(H11Protocol):
    """A connection that is cut off when the other side does nothing for too long."""

    def connection_made(self, transport: Any) -> None:
        """Begin to watch it."""
        super().connection_made(transport)
        self._asked: object = None  # the request that was seen last
        self._left = 0  # bytes that lay ready when it was looked at last
        self._since = self._moved = self.loop.time()
        self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Watch it no longer."""
        self._watch.cancel()
        super().connection_lost(exc)

    def _look_again(self) -> None:
        self._watch: asyncio.TimerHandle = self.loop.call_later(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        now, left = self.loop.time(), self.transport.get_write_buffer_size()
        cycle: Any = self.cycle  # None before the first request
        answering = cycle is not None and not cycle.response_complete
        if answering or left or cycle is not self._asked:
            self._asked, self._since = cycle, now
        if not left or left != self._left:
            self._left, self._moved = left, now
        if now - self._since > REQUEST_SECONDS or now - self._moved > ANSWER_SECONDS:
            self.transport.abort()
        else:
            self._look_again()

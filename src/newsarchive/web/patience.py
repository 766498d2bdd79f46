"""HTTP/1.1 whose patience ends: who sends or takes too slowly gives his place to others.

uvicorn waits for ever for the rest of a request that has begun, and for a reader who takes nothing
of an answer; each such connection counts against the limit of those that there are at once. What
uvicorn refuses by itself is answered in its words and without our headers; here, in ours.
"""

import asyncio
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from newsarchive.web.refusals import busy, refusal

MOST_AT_ONCE = 200  # connections, or requests
REQUEST_SECONDS = 20.0
"""How long a request may take to come, from the connection or the answer before it on."""
ANSWER_SECONDS = 60.0
"""How long a reader may take nothing of what lies ready for him."""
_LOOK_SECONDS = 1.0


class Patient(H11Protocol):
    """A connection that is cut off when the other side does nothing for too long."""

    @property
    def app(self) -> Any:
        """What answers the next request: the portal, or that there are too many just now."""
        full = len(self.connections) >= MOST_AT_ONCE or len(self.tasks) >= MOST_AT_ONCE
        return busy if full else self._portal

    @app.setter
    def app(self, portal: Any) -> None:
        self._portal = portal

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn's words for it
        """Refuse what came, and end the connection; it is called where h11 could not read it.

        What may still come is passed over until its sender has read that, or patience ends: were
        the connection closed before, the answer could be lost (RFC 9112, section 9.6).
        """
        self._refused = True
        if self.cycle is not None:
            self.cycle.disconnected = True  # whatever is answered to what came before it
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.close()  # in the midst of an answer
            return
        answer = refusal(getattr(sys.exception(), "error_status_hint", 400))
        for event in (
            h11.Response(status_code=answer.status_code, headers=answer.raw_headers),
            h11.Data(data=bytes(answer.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.write_eof()

    def data_received(self, data: bytes) -> None:
        """Read what came, unless what came before was refused."""
        if not self._refused:
            super().data_received(data)

    def connection_made(self, transport: Any) -> None:
        """Begin to watch it."""
        super().connection_made(transport)
        self._asked: object = None  # the request that was seen last
        self._refused = False
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

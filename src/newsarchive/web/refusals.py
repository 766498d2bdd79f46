"""What is refused before any page is looked for: too much at once, too long, or no HTTP.

Such an answer is made of nothing but what stands here: the archive is not asked for it.
"""

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from newsarchive.web.answers import SAFE
from newsarchive.web.journal import log

MOST_HEADERS = 32 << 10  # bytes of a request but its body
_AROUND = len(b": \r\n")  # what a header has besides its name and value
_SAID = {
    400: "This is no request of HTTP/1.1.",
    431: f"The address and the headers of a request may have {MOST_HEADERS >> 10} KiB together.",
    503: "Many are asking just now. Ask again in a minute.",
}


def refusal(status: int) -> Response:
    """The whole answer; the connection ends with it."""
    headers = {**SAFE, "connection": "close"}
    if status == 503:  # noqa: PLR2004  # service unavailable
        headers["retry-after"] = "60"
    return PlainTextResponse(f"{_SAID[status]}\n", status, headers)


async def busy(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for which there is no place."""
    log("there were too many connections or requests at once; one was told to come again")
    await refusal(503)(scope, receive, send)


class Measured:
    """Gives `app` requests whose address and headers are not too long (RFC 6585, section 5).

    What comes in pieces is measured while it comes (`Patient`), and what comes at once here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        app = self._app
        if scope["type"] == "http" and octets(scope) > MOST_HEADERS:
            app = refusal(431)
        await app(scope, receive, send)


def octets(scope: Scope) -> int:
    """The bytes of the request line and the headers, with the blank line behind them."""
    line = f"{scope['method']}  HTTP/{scope['http_version']}\r\n\r\n"
    address = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    address += bool(scope["query_string"])  # the question mark
    headers = sum(len(name) + len(value) + _AROUND for name, value in scope["headers"])
    return len(line) + address + headers

"""What is sent: pages, data and files, with the headers that keep readers safe."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsarchive.model.institution import Institution
from newsarchive.reports.safe import sayable
from newsarchive.web.pages import render

SAFE = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "interest-cohort=()",
    "x-frame-options": "DENY",
    # What may be given can change: whoever keeps an answer asks again whether it still holds.
    "cache-control": "no-cache",
}
# Nothing that was preserved is a page of ours: no script of it runs, and it can ask for nothing.
SANDBOX = {"content-security-policy": "default-src 'none'; sandbox"}


class Safe:
    """Gives every answer of `app` the headers of `SAFE` that it does not have itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, safely)


def page(
    name: str,
    values: Mapping[str, object],
    institution: Institution,
    *,
    staff: bool = False,
    status: int = 200,
    etag: str = "",
    title: str = "",
    alternates: tuple[tuple[str, str], ...] = (),
    query: str = "",
) -> Response:
    """A page by its template. `alternates` are media types and addresses of the same as data."""
    keeper = institution.name or "News archive"
    common = {
        "keeper": keeper,
        "title": title,
        "alternates": alternates,
        "staff": staff,
        "query": query,
    }
    headers = {"etag": etag} if etag else {}
    return Response(
        render(name, {**common, **values}), status, headers, media_type="text/html; charset=utf-8"
    )


def data(content: str | bytes, media_type: str, *, name: str = "") -> Response:
    """Data for a program; with a `name`, to be kept as a file."""
    body = content if isinstance(content, bytes) else sayable(content).encode()
    headers = {"content-disposition": disposition(name, inline=False)} if name else {}
    textual = media_type.startswith("text/") or "charset" in media_type
    kind = f"{media_type}; charset=utf-8" if textual else media_type
    return Response(body, 200, headers, media_type=kind)


def as_json(document: Any, status: int = 200) -> Response:
    """A JSON document."""
    text = sayable(json.dumps(document, ensure_ascii=False, indent=1))
    return Response(text.encode() + b"\n", status, media_type="application/json")


class Temporary(FileResponse):
    """A file that is removed, with its folder, when it was sent or the reader has gone."""

    def __init__(self, path: Path, release: Any, headers: Mapping[str, str], kind: str) -> None:
        super().__init__(path, headers=dict(headers), media_type=kind)
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(self.path)
                os.rmdir(os.path.dirname(self.path))
            self._release()


def disposition(name: str, *, inline: bool) -> str:
    """A Content-Disposition with this file name, whatever is in it (RFC 6266)."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name) or "file"
    exact = quote(sayable(name), safe="")
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{exact}"


def tagged(request: Request, response: Response) -> Response:
    """An answer that has no ETag of its own with one of its bytes; 304 if the reader has them."""
    whole = type(response) is Response and response.status_code == 200  # noqa: PLR2004  # OK
    if not whole or "etag" in response.headers:
        return response
    etag = f'W/"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    if same := unchanged(request, etag):
        return same
    response.headers["etag"] = etag
    return response


def unchanged(request: Request, etag: str) -> Response | None:
    """The answer that what the reader has still holds; None if it does not (RFC 9110, 13.1.2)."""
    said = Headers(scope=request.scope).get("if-none-match", "")
    wanted = {tag.strip().removeprefix("W/") for tag in said.split(",")}
    if etag.removeprefix("W/") in wanted or "*" in wanted:
        return Response(status_code=304, headers={"etag": etag})
    return None

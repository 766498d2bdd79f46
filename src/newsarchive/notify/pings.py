"""One short POST to a watcher. Imported when somebody is pinged: nothing else needs the web."""

from http.client import HTTPException, HTTPMessage, InvalidURL
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

SCHEMES = frozenset({"http", "https"})
_KEEPS_METHOD = frozenset({307, 308})  # RFC 9110, sections 15.4.8 and 15.4.9


class _Redirects(HTTPRedirectHandler):
    """Follows within http and https, and never from https back to http."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,  # noqa: ARG002  # the signature is given
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,
    ) -> Request:
        scheme = urlsplit(newurl).scheme
        if scheme not in SCHEMES or (req.type == "https" and scheme == "http"):
            fp.close()
            raise ValueError(f"it redirects to {scheme or 'nowhere'}")
        return Request(newurl, data=req.data if code in _KEEPS_METHOD else None)  # noqa: S310


def post(url: str, data: bytes, seconds: float) -> str:
    """Send `data` as text; "" or why it was not taken. `seconds` is for each step of it."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "newsarchive"}
    try:
        request = Request(url, data=data, headers=headers, method="POST")  # noqa: S310  # as checked
        with build_opener(_Redirects).open(request, timeout=seconds):
            return ""
    except HTTPError as error:
        error.close()
        # urllib refuses some redirects itself, and names the whole address when it does.
        return f"it answered {error.code}"
    except OSError as error:  # URLError is one, and so is a time-out
        cause = getattr(error, "reason", error)
        return str(getattr(cause, "strerror", None) or cause).lower()
    except InvalidURL:  # its message holds the address, which is a secret
        return "the address holds signs that no address may"
    except (HTTPException, ValueError) as error:
        return str(error) or type(error).__name__

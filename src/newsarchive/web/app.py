"""The portal as an application: its addresses, and what is answered when something cannot be."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsarchive.errors import (
    DamagedBagError,
    InvalidRecordError,
    NewsArchiveError,
    NotFoundError,
    PolicyError,
    RefusedError,
    UsageError,
    WithdrawnError,
)
from newsarchive.holdings.searched import IndexUnmadeError
from newsarchive.judgement.access import gives
from newsarchive.model.access import Allowed, Gives
from newsarchive.model.decision import Access
from newsarchive.model.institution import Institution
from newsarchive.web import addresses, answers, harvest, openapi, staff
from newsarchive.web.article import article, difference, files, version
from newsarchive.web.browse import browse
from newsarchive.web.deadline import Places
from newsarchive.web.files import BusyError, file
from newsarchive.web.journal import log
from newsarchive.web.pages import icon, stylesheet
from newsarchive.web.refusals import Measured
from newsarchive.web.results import results
from newsarchive.web.shelf import Shelf
from newsarchive.web.start import start

View = Callable[[Request, Shelf], Response]
_HOUR = 3600  # seconds
_MOST_SECONDS = 30.0  # that statements of one request may take
_SEARCH_SECONDS = 30.0  # that a search may
_MOST_SEARCHES = 8  # at once
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_DATA = (".json", ".csv", ".ris", ".bib", ".jsonld", ".dc", ".csl", ".txt")


def portal(shelf: Shelf) -> Starlette:
    """The application over the archive on `shelf`. It changes nothing."""
    views: dict[str, View] = {
        "/": start,
        "/index.json": start,
        "/search": results,
        "/search.{form}": results,
        "/browse": browse,
        "/browse/{kind}": browse,
        "/article/{ref}": article,
        "/bag/{ref}/files": files,
        "/bag/{ref}/files.json": files,
        "/bag/{ref}/diff": difference,
        "/bag/{ref}/diff.json": difference,
        "/bag/{ref}/file/{path:path}": file,
        "/bag/{ref}": version,
        "/sitemap.xml": harvest.sitemap,
        "/sitemap-{number:int}.xml": harvest.sitemap_part,
        "/robots.txt": harvest.robots,
        "/openapi.json": _described,
    }
    if shelf.staff:
        views |= {"/staff/audits": staff.audits, "/staff/gaps": staff.gaps}
    searching = Places(_MOST_SEARCHES, _SEARCH_SECONDS)
    routes = [
        Route(path, _answering(view, shelf, searching if view is results else None))
        for path, view in views.items()
    ]
    routes += [Route("/style.css", _style), Route("/icon.svg", _icon)]
    routes.append(Route("/oai", _harvesting(shelf), methods=["GET", "POST"]))
    made = Starlette(
        routes=routes,
        middleware=[Middleware(Measured), Middleware(answers.Safe)],
        exception_handlers={HTTPException: partial(_refused, shelf)},
    )
    made.router.redirect_slashes = False  # to an address with the name that the request says
    return made


def _answering(
    view: View, shelf: Shelf, places: Places | None
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if places is None:
            return await run_in_threadpool(_answered, view, request, shelf)
        found = await places.answer(partial(_answered, view, request, shelf))
        if found is None:
            late = BusyError("the search was not done in time")
            found = await run_in_threadpool(_failed, request, shelf, late)
        return found

    return answer


def _harvesting(shelf: Shelf) -> Callable[[Request], Awaitable[Response]]:
    """OAI-PMH is asked by POST, too (section 3.1.1): a small form, which changes nothing."""

    async def answer(request: Request) -> Response:
        if request.method == "POST":
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != harvest.FORM:
                raise HTTPException(415)
            request.state.form = await _form(request)
        return await run_in_threadpool(_answered, harvest.oai, request, shelf)

    return answer


async def _form(request: Request) -> bytes:
    form = b""
    async for piece in request.stream():
        form += piece
        if len(form) > harvest.MOST_FORM:
            raise HTTPException(413)
    return form


def _answered(view: View, request: Request, shelf: Shelf) -> Response:
    """The answer of a view, or why there is none."""
    end = time.monotonic() + _MOST_SECONDS
    try:
        with shelf.archive().holdings.catalog.within(lambda: time.monotonic() > end):
            return answers.tagged(request, _exactly(view)(request, shelf))
    except Exception as error:  # noqa: BLE001  # the outermost edge: a reader is told, not dropped
        return _failed(request, shelf, error)


def _exactly(view: View) -> View:
    """The view, at its very address: the framework's patterns forgive a line break at the end."""

    def exact(request: Request, shelf: Shelf) -> Response:
        if request.scope["path"].endswith("\n"):
            raise NotFoundError("no address ends so")
        if shelf.staff and request.url.hostname not in _HERE:
            # A page from elsewhere may have had its own name lead here (DNS rebinding).
            raise UsageError("pages for staff are given to this machine under its own name alone")
        return view(request, shelf)

    return exact


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What is said of one family of errors; `tells` whether its message is for readers, too."""

    status: int
    heading: str
    advice: str = ""
    tells: bool = True


# Messages of the others may name places on this machine.
_REFUSALS: Mapping[type[NewsArchiveError], _Refusal] = {
    WithdrawnError: _Refusal(410, "This was withdrawn", "Nothing of it is shown to anybody."),
    NotFoundError: _Refusal(
        404, "There is nothing here", "No page, article or bag has this address.", tells=False
    ),
    UsageError: _Refusal(400, "That cannot be asked", "Go back and change the question."),
    RefusedError: _Refusal(404, "There is no such thing of this bag"),
    IndexUnmadeError: _Refusal(
        503,
        "Nothing can be searched yet",
        "Ask again in a minute. Articles can be read at their links.",
    ),
    BusyError: _Refusal(503, "Many are asking just now", "Ask again in a minute."),
}


def _failed(request: Request, shelf: Shelf, error: Exception) -> Response:
    """What is said instead. What names places on this machine goes to standard error alone."""
    if isinstance(error, PolicyError):
        return _told(request, shelf, 403, "This is not given", _closed(request, shelf))
    if isinstance(error, NewsArchiveError) and not isinstance(error, InvalidRecordError):
        for kind, refusal in _REFUSALS.items():
            if isinstance(error, kind):
                message = f"{_capital(error.message)}." if refusal.tells else ""
                both = (message, refusal.advice)
                return _told(request, shelf, refusal.status, refusal.heading, both)
    told: tuple[str, ...]
    _log(request, error)
    if isinstance(error, DamagedBagError):
        told = ("It is not what was taken in, so nothing of it is sent.", *error.details)
        return _told(request, shelf, 500, "This bag is damaged", told)
    if isinstance(error, NewsArchiveError | OSError):
        told = ("The archive cannot be read just now.", "Whoever keeps it finds the reason logged.")
        return _told(request, shelf, 503, "This cannot be shown just now", told)
    told = ("A fault of this program kept it from being shown.",)
    return _told(request, shelf, 500, "This cannot be shown", told)


def _closed(request: Request, shelf: Shelf) -> tuple[str, ...]:
    """Why it is not given, and until when, as far as that is known."""
    level = Allowed(Access.CLOSED)
    try:
        archive = shelf.archive()
        name = request.path_params["ref"].partition(".")[0]
        of = addresses.named(archive.holdings, name)
        level = archive.access(of.bag)
    except (KeyError, NewsArchiveError):
        pass
    if gives(level.level, shelf.asking.reader) is Gives.ALL:  # it was about another bag, too
        return ("A part of what was asked for may not be given.",)
    if level.until:
        return (f"It is {level.said}.", f"It can be asked for again after {level.until}.")
    return (f"It is {level.said}.", "No end of that is known.")


def _told(
    request: Request, shelf: Shelf, status: int, heading: str, said: tuple[str, ...]
) -> Response:
    headers = {"retry-after": "60"} if status == 503 else {}  # noqa: PLR2004  # service unavailable
    if request.url.path.endswith(_DATA):
        document = {"status": status, "error": heading, "details": [s for s in said if s]}
        response: Response = answers.as_json(document, status)
    else:
        try:
            institution = shelf.archive().institution
        except NewsArchiveError:
            institution = Institution("")
        values = {"heading": heading, "said": [s for s in said if s]}
        response = answers.page(
            "error", values, institution, status=status, staff=shelf.staff, title=heading
        )
    response.headers.update(headers)
    return response


_UNWANTED: Mapping[int, tuple[str, tuple[str, ...]]] = {
    405: ("This is for reading only", ("It answers GET and HEAD.",)),
    413: ("That is too much", ("A request that is posted is a small form.",)),
    415: ("That is no form", (f"A request that is posted is of the type {harvest.FORM}.",)),
}


async def _refused(shelf: Shelf, request: Request, error: Exception) -> Response:
    """What the framework itself refuses: addresses and methods that there are none of."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    said: tuple[str, ...] = ("No page, article or bag has this address.",)
    heading = "There is nothing here"
    if status in _UNWANTED:
        heading, said = _UNWANTED[status]
    response = await run_in_threadpool(_told, request, shelf, status, heading, said)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _described(request: Request, shelf: Shelf) -> Response:  # noqa: ARG001  # one shape for all
    keeper = shelf.archive().institution.name or "News archive"
    return answers.data(openapi.document(keeper, shelf.base_url), "application/json")


async def _style(request: Request) -> Response:  # noqa: ARG001  # the shape of a route
    return _ours(stylesheet(), "text/css; charset=utf-8")


async def _icon(request: Request) -> Response:  # noqa: ARG001  # the same
    return _ours(icon(), "image/svg+xml")


def _ours(content: bytes, media_type: str) -> Response:
    """A file of the program, which stays as it is while it runs."""
    return Response(content, 200, {"cache-control": f"max-age={_HOUR}"}, media_type=media_type)


def _log(request: Request, error: Exception) -> None:
    """One line for whoever runs it."""
    kind = "" if isinstance(error, NewsArchiveError) else f"{type(error).__name__}: "
    log(f"{request.url.path}: {kind}{error}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

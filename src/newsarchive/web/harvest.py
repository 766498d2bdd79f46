"""What machines fetch that go through the whole archive: OAI-PMH, the sitemap, robots.txt.

Sources: OAI-PMH 2.0; https://www.sitemaps.org/protocol.html; RFC 9309.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from newsarchive import oaipmh
from newsarchive.archive import Archive
from newsarchive.errors import NotFoundError
from newsarchive.model.clock import timestamp
from newsarchive.web import addresses, answers
from newsarchive.web.journal import log
from newsarchive.web.shelf import Shelf
from newsarchive.workflows.harvest import Harvest, open_links

MOST_FORM = 8 << 10  # bytes of a request that is posted
FORM = "application/x-www-form-urlencoded"

BLOCK = 2000  # numbers of the ledger; a sitemap may have 50,000 addresses
MOST_BLOCKS = 50_000  # in a sitemap index
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def oai(request: Request, shelf: Shelf) -> Response:
    """An answer of OAI-PMH, to what stands in the address or was posted as a form."""
    form: bytes | None = getattr(request.state, "form", None)
    if form is None:
        pairs: Sequence[tuple[str, str]] = request.query_params.multi_items()
    else:
        pairs = parse_qsl(form.decode("ascii", "replace"), keep_blank_values=True)
    archive = shelf.archive()
    harvest = Harvest(archive.holdings, shelf.asking.reader, shelf.base_url, log)
    return Response(oaipmh.answer(harvest, pairs), media_type="text/xml; charset=utf-8")


def sitemap(request: Request, shelf: Shelf) -> Response:  # noqa: ARG001  # one shape for all pages
    """The index of sitemaps: one for each block of accessions."""
    blocks = shelf.remembered("sitemap", _blocks)[-MOST_BLOCKS:]
    places = [(f"{shelf.base_url}sitemap-{number}.xml", changed) for number, changed in blocks]
    return _xml("sitemapindex", "sitemap", places or [(f"{shelf.base_url}sitemap-0.xml", "")])


def sitemap_part(request: Request, shelf: Shelf) -> Response:
    """The articles of one block that anybody may read: their persistent links."""
    number = request.path_params["number"]
    if number >= MOST_BLOCKS:
        raise NotFoundError("there is no such sitemap")
    archive = shelf.archive()
    links = open_links(archive.holdings, shelf.asking.reader, number, BLOCK)
    base = shelf.base_url.removesuffix("/")
    places = [(f"{base}{addresses.article(bag)}", changed) for bag, changed in links]
    return _xml("urlset", "url", places or [(f"{base}/", "")])


def robots(request: Request, shelf: Shelf) -> Response:  # noqa: ARG001  # one shape for all pages
    """What crawlers had better leave out: lists of which there is no end, and whole bags."""
    lines = (
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /bag/",
        "Disallow: /staff/",
        "Disallow: /oai",
        f"Sitemap: {shelf.base_url}sitemap.xml",
    )
    return answers.data("\n".join(lines) + "\n", "text/plain")


def _blocks(archive: Archive) -> tuple[tuple[int, str], ...]:
    holdings = archive.holdings
    return holdings.catalog.items.blocks(BLOCK, timestamp(holdings.clock.now()))


def _xml(root: str, entry: str, places: Sequence[tuple[str, str]]) -> Response:
    text = "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<{root} xmlns="{_SITEMAPS}">',
            *_entries(entry, places),
            f"</{root}>\n",
        )
    )
    return answers.data(text.encode(), "application/xml")


def _entries(entry: str, places: Sequence[tuple[str, str]]) -> Iterator[str]:
    for address, changed in places:
        lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield f"<{entry}><loc>{escape(address)}</loc>{lastmod}</{entry}>"

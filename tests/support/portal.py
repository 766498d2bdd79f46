"""The portal in this process: an archive with one article of each kind, and what a page holds."""

import asyncio
import warnings
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import newsarchive
from newsarchive.archive import Archive
from newsarchive.model.access import Reader
from newsarchive.model.institution import Institution
from newsarchive.workflows.access import Asking
from support.project import ROOT

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HOSTILE = '</title><script>alert(1)</script>"onload="x" <img src=x onerror=y> \u202e&amp;'
ARABIC = "توقفت العبارة عند الرصيف بسبب العاصفة"
BASE_URL = "https://archive.example.org/"

_VOID = frozenset({"meta", "link", "input", "img", "br", "rect", "hr"})
_RAIN = """Rain over the harbour

Published: 4 March 2016

Rain fell on the harbour for the ninth day, the office of works said on Monday.

Boats stayed at the quay & the ferry did not run.

Source: Harbour Gazette and agencies
"""


@dataclass(frozen=True)
class Made:
    """An archive for the portal at `root`; `bags` are ids by the names that tests give them."""

    root: Path
    bags: Mapping[str, str]


def make(folder: Path) -> Made:
    """An archive below `folder` with one article of each kind that a portal has to deal with."""
    root, sources, bags = folder / "archive", folder / "sources", dict[str, str]()
    sources.mkdir(parents=True)
    Archive.create(root, Institution("Town <Library>"))
    with newsarchive.open(root) as archive:

        def take(name: str, text: str, **said: object) -> None:
            path = sources / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            done = archive.ingest(path, **said)  # type: ignore[arg-type]
            assert done.exit_code == 0, done.items
            bags[name] = done.items[0].bag_id or ""

        picture = newsarchive.Image(
            ROOT / "examples/harbour.png", "The harbour <at night>", "Photo: Ina Ros"
        )
        take("rain", _RAIN, images=[picture], collection="Harbours", language="en")
        tagged = f"Tags\n\nIt is a text with <b>tags</b> in it.\n\n{HOSTILE}\n"
        take("hostile", tagged, headline=HOSTILE)
        take("arabic", f"{ARABIC}\n\n{ARABIC}.\n\n{ARABIC} غدا.\n", language="ar")
        ferry = {"identifier": "urn:example:ferry"}
        take("ferry-1", "Ferry stops\n\nIt did not run on Monday.\n", version="1", **ferry)
        take("ferry-2", "Ferry stops\n\nIt did not run on Tuesday.\n", version="2", **ferry)
        take("closed", "Secret quay\n\nThe closed words.\n")
        take("described", "Told quay\n\nThe withheld words.\n", headline="Told quay")
        take("embargoed", "Later quay\n\nThe later words.\n", embargoed_until="2099-01-31")
        take("dark", "Dark quay\n\nThe dark words.\n")
        take("destroyed", "Gone quay\n\nThe gone words.\n")
        take("undated", "Harbour without a day\n\nNobody knows when the harbour froze.\n")
        sheet = sources / "batch.csv"
        sheet.write_text(
            "headline,text,source,date\nHail,Hail fell on the ferry.,Tolm Post,2017\n", "utf-8"
        )
        hail = archive.ingest(sheet).items[0]
        bags["hail"] = hail.bag_id or ""
        bags["delivery"] = archive.show(bags["hail"]).accession.delivery or ""
        archive.describe(bags["rain"], source="Another Paper", by="staff")
        archive.decide(bags["closed"], access="closed", reason="rights-holder", by="staff")
        archive.decide(bags["described"], access="metadata-only", reason="rights-holder")
        archive.withdraw(bags["dark"], "court-order", "case 12/26")
        archive.withdraw(bags["destroyed"], "privacy", "case 13/26", destroy=True)
        archive.audit()
        archive.search("harbour")
    return Made(root, bags)


@contextmanager
def client(root: Path, *, staff: bool = False) -> Iterator["TestClient"]:
    """A reader of the portal over the archive at `root`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of which package it would rather have
        from starlette.testclient import TestClient  # noqa: PLC0415  # an extra

        from newsarchive.web.app import portal  # noqa: PLC0415
        from newsarchive.web.shelf import Shelf  # noqa: PLC0415

        asking = Asking(Reader.ANYONE, "serve")
        shelf = Shelf(root, asking, staff=staff, base_url=BASE_URL)
        reader = TestClient(portal(shelf), "http://127.0.0.1", follow_redirects=False)
    try:
        yield reader
    finally:
        shelf.close()


@dataclass
class Page(HTMLParser):
    """What a page holds. `faults` are tags that are not closed where they should be."""

    faults: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []

    @classmethod
    def of(cls, text: str) -> "Page":
        page = cls()
        page.feed(text)
        page.close()
        page.faults += [f"<{tag}> is not closed" for tag in page._open]
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body."""
        return self.body.decode("utf-8", "replace")


def asked_raw(
    reader: "TestClient",
    path: str,
    query: str = "",
    headers: Mapping[str, str] | None = None,
    form: str | None = None,
) -> Answer:
    """The answer to a GET of this path as it is: no client has tidied it up.

    With a `form`, it is posted.
    """
    form_kind = {} if form is None else {"content-type": "application/x-www-form-urlencoded"}
    sent = {**form_kind, **(headers or {})}

    async def ask() -> Answer:
        status, body, said = 0, b"", dict[str, str]()
        given: list[dict[str, object]] = [{"type": "http.request", "body": (form or "").encode()}]

        async def receive() -> dict[str, object]:
            return given.pop() if given else {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status, body
            status = message.get("status", status)
            pairs = message.get("headers", ())
            said.update((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)
            body += message.get("body", b"")

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET" if form is None else "POST",
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(n.encode(), v.encode()) for n, v in sent.items()],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
        }
        await reader.app(scope, receive, send)
        return Answer(status, said, body)

    return asyncio.run(ask())

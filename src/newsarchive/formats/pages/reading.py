"""One page being read: what it says of itself, where it says so, and which of it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from lxml import html

from newsarchive.formats.pages import (
    dates,
    headed,
    linkeddata,
    marks,
    microdata,
    moments,
    region,
    writers,
)
from newsarchive.formats.pages.addresses import day_in, host, is_address, whole
from newsarchive.formats.pages.dates import Candidate, Decision
from newsarchive.formats.pages.linkeddata import Node, addresses_of, first, plain, texts
from newsarchive.formats.pages.moments import Moment
from newsarchive.formats.pages.saved import Saved
from newsarchive.formats.pages.titles import without_site
from newsarchive.formats.pages.tree import text_in
from newsarchive.formats.pages.words import listed
from newsarchive.formats.pages.writers import Named
from newsarchive.formats.wires.values import language, words
from newsarchive.model.article import Headline, Rights, Term, not_stated
from newsarchive.model.capture import Capture
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Resolution, Statement

_PUBLISHED_METAS = listed("meta-published")  # fmt: skip
_NAMED_METAS = listed("meta-named")
_STAMPED = frozenset(
    [
        "meta:parsely-pub-date",
        "meta:publishtime",
        "meta:ptime",
        "meta:sailthru.date",
        "meta:cxenseparse:publishtime",
        "meta:published",
        "meta:pubdate",
    ]
)
_WEAK_METAS = listed("meta-weak")
_MODIFIED_METAS = listed("meta-modified")
_AUTHOR_METAS = listed("meta-author")
_KEYWORD_METAS = listed("meta-keywords")
_SECTION_METAS = listed("meta-section")
_GENERIC = frozenset(("wordpress", "blogger", "blogspot", "medium"))


class PageReading:
    """One page being read. Whatever is asked for is read once, when it is first asked for."""

    def __init__(self, root: html.HtmlElement, capture: Capture, saved: Saved) -> None:
        """`root` is the page, `capture` its bytes, `saved` what a browser wrote of its saving."""
        self.root = root
        self.capture = capture
        self.saved = saved
        self.marks = marks.read(root)
        self.data = linkeddata.read(root)

    # Addresses

    @cached_property
    def base(self) -> str:
        """The address that relative ones are relative to; "" where nobody knows."""
        own = self.saved.url or self.canonical[0]
        found = self.root.find(".//base")
        href = found.get("href") if found is not None else None
        return whole(href, own) or own if href else own

    @cached_property
    def canonical(self) -> tuple[str, str]:
        """The page's own address and its basis; two empty texts where it has none."""
        for address, basis in (
            (self.marks.link("canonical"), "link:canonical"),
            (self.marks.first("og:url")[0], "meta:og:url"),
            *((a, "json-ld:url") for n in self._certain for a in addresses_of(n)),
            (self.saved.url, self.saved.basis),
        ):
            url = whole(address, self.saved.url) if address else ""
            if url:
                return url.partition("#")[0], basis
        return "", ""

    @cached_property
    def _certain(self) -> tuple[Node, ...]:
        """The article's node where there is but one, before any address is known."""
        found = [n for n in self.data.nodes if linkeddata.is_text(n)]
        return tuple(found) if len(found) == 1 else ()

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that the page has."""
        found = (
            self.canonical[0], self.marks.link("canonical"), self.marks.first("og:url")[0], self.saved.url,
            self.marks.link("amphtml"), self.marks.link("shortlink"), self.marks.first("twitter:url")[0],
        )  # fmt: skip
        return tuple(dict.fromkeys(a for a in found if is_address(a)))

    # What it is called

    @cached_property
    def _printed_title(self) -> str:
        element = self.root.find(".//title")
        return text_in(element) if element is not None else ""

    @cached_property
    def _h1(self) -> tuple[str, ...]:
        return tuple(t for e in list(self.root.iter("h1"))[:20] if (t := text_in(e)))

    @cached_property
    def houses(self) -> tuple[str, ...]:
        """The names that the site and its publisher go by."""
        found = [
            self.marks.first("og:site_name")[0],
            self.marks.first("application-name")[0],
            self.marks.first("apple-mobile-web-app-title")[0],
        ]
        found += [
            first(n.get("name"))
            for n in self.data.typed("NewsMediaOrganization", "Organization", "WebSite")
        ]
        for node in self._any_articles:
            found += [first(p.get("name")) for p in self.data.resolved(node.get("publisher"))]
        name = host(self.canonical[0])
        if name:
            parts = name.split(".")
            found += [name, parts[-2] if len(parts) > 1 else name]
        handle = self.marks.first("twitter:site")[0].lstrip("@")
        return tuple(dict.fromkeys(f for f in (*found, handle) if f and len(f) < 60))  # noqa: PLR2004

    @cached_property
    def _any_articles(self) -> tuple[Node, ...]:
        return tuple(n for n in self.data.nodes if linkeddata.is_text(n))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of linked data that are about this article, the best first."""
        titles = [
            self.marks.first("og:title")[0],
            self.marks.first("twitter:title")[0],
            self._printed_title,
            *self._h1,
        ]
        titles += [without_site(t, self.houses) for t in titles if t]
        return self.data.articles(self.addresses, titles)

    @cached_property
    def micro(self) -> microdata.Microdata:
        """The properties of the article by microdata and RDFa."""
        known = {plain(t) for t in (*self._h1, self.marks.first("og:title")[0])}
        return microdata.read(self.root, known)

    @cached_property
    def title(self) -> tuple[str, str]:
        """The headline and its basis.

        In the order of the fields; but where the first stands alone against what the others and the
        page itself print, what two of them print stands.
        """
        told = self._titles
        if not told:
            return "", ""
        votes: dict[str, int] = {}
        for text, _ in told:
            votes[plain(text)] = votes.get(plain(text), 0) + 1
        best = told[0]
        if votes[plain(best[0])] == 1:
            best = next((t for t in told if votes[plain(t[0])] > 1), best)
        return best

    @cached_property
    def _titles(self) -> tuple[tuple[str, str], ...]:
        """The headlines of the page's fields, in their order, without the name of the site."""
        found: list[tuple[str, str]] = []
        for node in self.nodes:
            if told := first(node.get("headline")) or first(node.get("name")):
                found.append((told, "json-ld:headline"))
                break
        micro = self.micro.first("headline")
        found.append((micro, "microdata:headline"))
        found.append(
            (
                without_site(self.marks.first("og:title", "twitter:title")[0], self.houses),
                self.marks.first("og:title", "twitter:title")[1],
            )
        )
        heading = self.region.heading if self._h1 else None
        shown = (
            text_in(heading) if heading is not None else (self._h1[0] if len(self._h1) == 1 else "")
        )
        found.append((shown, "html:h1"))
        found.append((without_site(self._printed_title, self.houses), "html:title"))
        found = [(words(t), b) for t, b in found if words(t)]
        return tuple(self._whole(t, b, found) for t, b in found)

    def _whole(self, text: str, basis: str, found: list[tuple[str, str]]) -> tuple[str, str]:
        """A headline, or the longer one that it is cut off from or the shorter one in it."""
        cut = text.rstrip(".… ")
        if text.endswith(("…", "...")):
            longer = next(
                (o for o in found if plain(o[0]).startswith(plain(cut)) and len(o[0]) > len(text)),
                None,
            )
            if longer:
                return longer
        shorter = without_site(text, self.houses)
        if shorter != text and any(plain(o) == plain(shorter) for o, _ in found):
            return shorter, basis
        return text, basis

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """The headline, and the others that fields give."""
        text, basis = self.title
        if not text:
            return ()
        found = [Headline(text, "main", basis)]
        for node in self.nodes:
            for told in texts(node.get("alternativeHeadline")):
                if all(plain(told) != plain(h.value) for h in found):
                    found.append(Headline(told, "alternative", "json-ld:alternativeHeadline"))
        for told, where in self._titles:
            if where in {"html:h1", "json-ld:headline"} and all(
                plain(told) != plain(h.value) for h in found
            ):
                found.append(Headline(told, "alternative", where))
        return tuple(found)

    # Where it stands

    @cached_property
    def region(self) -> region.Region:
        """The article's place in the page."""
        known = [
            self.marks.first("og:title")[0],
            *(first(n.get("headline")) for n in self._any_articles[:3]),
        ]
        known += [without_site(k, self.houses) for k in known if k]
        return region.find(self.root, known)

    @cached_property
    def head(self) -> headed.Headed:
        """What the article prints of itself above its text."""
        return headed.look(self.region)

    # Dates

    @cached_property
    def published(self) -> Decision:
        """The date of publication."""
        found = dates.credible(self._published, self.capture.received)
        printed = dates.credible(self._printed, self.capture.received)
        modified = [c.moment for c in self._modified]
        return dates.published(
            found, printed, modified, day_in(self.canonical[0] or self.saved.url)
        )

    @cached_property
    def _published(self) -> list[Candidate]:
        found: list[Candidate] = []
        for node in self.nodes:
            _add(found, first(node.get("datePublished")), "json-ld:datePublished", "json-ld")
        if not self.nodes:
            for node in self.data.others():
                if linkeddata.types(node) & {
                    "VideoObject",
                    "NewsVideoObject",
                    "Recipe",
                    "Review",
                    "ImageGallery",
                    "MediaGallery",
                }:
                    _add(
                        found, first(node.get("datePublished")), "json-ld:datePublished", "json-ld"
                    )
                    _add(
                        found,
                        first(node.get("uploadDate")),
                        "json-ld:uploadDate",
                        "json-ld-video",
                        weak=True,
                    )
        for node in self.data.pages():
            _add(
                found,
                first(node.get("datePublished")),
                "json-ld:WebPage.datePublished",
                "json-ld-page",
            )
        for text, basis in self.marks.all(*_PUBLISHED_METAS):
            _add(found, text, basis, "opengraph")
        for prop in self.micro.all("datepublished"):
            _add(found, prop.value, prop.basis, "microdata")
        for text, basis in self.marks.all(*_NAMED_METAS):
            _add(found, text, basis, "meta", stamps=basis in _STAMPED)
        for prop in self.micro.all("issued"):
            _add(found, prop.value, prop.basis, "rdfa")
        for prop in self.micro.all("date", "created", "datecreated"):
            _add(found, prop.value, prop.basis, "rdfa", weak=True)
        for node in self.nodes:
            _add(
                found,
                first(node.get("dateCreated")),
                "json-ld:dateCreated",
                "json-ld-created",
                weak=True,
            )
        for text, basis in self.marks.all(*_WEAK_METAS):
            _add(found, text, basis, "meta-weak", weak=True)
        return found

    @cached_property
    def _printed(self) -> list[Candidate]:
        return [
            Candidate(t.moment, t.raw, t.basis, "time" if not t.derived else "words", t.derived)
            for t in self.head.times
            if not t.modified
        ]

    @cached_property
    def _modified(self) -> list[Candidate]:
        found: list[Candidate] = []
        for node in (*self.nodes, *self.data.pages()):
            _add(found, first(node.get("dateModified")), "json-ld:dateModified", "json-ld")
        for text, basis in self.marks.all(*_MODIFIED_METAS):
            _add(found, text, basis, "meta")
        for prop in self.micro.all("datemodified", "modified"):
            _add(found, prop.value, prop.basis, "microdata")
        for time in self.head.times:
            if time.modified:
                found.append(Candidate(time.moment, time.raw, time.basis, "time", time.derived))
        return dates.credible(found, self.capture.received)

    @property
    def modified(self) -> Statement[Edtf]:
        """The date of the last change: the newest that the first kind of field gives."""
        found = self._modified
        if not found:
            return Statement.unknown("not stated in the source")
        first_kind = [c for c in found if c.kind == found[0].kind]
        best = max(first_kind, key=lambda c: (c.moment.day, c.moment.wall))
        return best.statement()

    # Who

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Who is named as author by the first kind of field that names a person, or anybody."""
        kinds = [
            list(kind)
            for kind in (self._by_data(), self._by_microdata(), self._by_metas(), self._by_line())
        ]
        for kind in kinds:
            if writers.people(kind):
                agencies = [
                    n for k in kinds for n in k if n.agency and not any(n is o for o in kind)
                ]
                return (*kind, *agencies[:5])
        return tuple(n for kind in kinds for n in kind)

    def _by_data(self) -> Iterator[Named]:
        for node in self.nodes:
            found: list[Named] = []
            for key in ("author", "creator"):
                value = node.get(key)
                for one in value if isinstance(value, list) else [value]:
                    found += self._authors(one, f"json-ld:{key}")
                if found:
                    break
            if found:
                yield from found
                return

    def _authors(self, value: object, basis: str) -> Iterator[Named]:
        if isinstance(value, str):
            yield from writers.read(linkeddata.readable(value), basis, self.houses)
            return
        for node in self.data.resolved(value):
            kind = linkeddata.types(node)
            person = "Person" in kind
            house = any(t.endswith("Organization") for t in kind)
            for name in texts(node.get("name")) or tuple(self._composed(node)):
                found = writers.read(name, basis, self.houses, person=person, uri=self._uri(node))
                job = first(node.get("jobTitle")) or None
                for one in found:
                    yield (
                        replace(one, house=True)
                        if house and not self._is_person(one)
                        else replace(one, title=job)
                    )

    def _is_person(self, named: Named) -> bool:
        """Whether an organisation is one after all: some sites call each author one."""
        return named.name in {b.text for b in self.head.bylines} and len(named.name.split()) in {
            2,
            3,
        }

    def _composed(self, node: Node) -> Iterator[str]:
        both = f"{first(node.get('givenName'))} {first(node.get('familyName'))}".strip()
        if both:
            yield both

    def _uri(self, node: Node) -> str | None:
        url = first(node.get("url")) or first(node.get("@id"))
        return whole(url, self.base) or None if url else None

    def _by_microdata(self) -> Iterator[Named]:
        for prop in self.micro.all("author", "creator"):
            yield from writers.read(prop.value, prop.basis, self.houses)

    def _by_metas(self) -> Iterator[Named]:
        for name in _AUTHOR_METAS:
            found: list[Named] = []
            for text, basis in self.marks.all(name):
                if (
                    name == "twitter:data1"
                    and "by" not in self.marks.first("twitter:label1")[0].lower()
                ):
                    continue
                found += writers.read(text, basis, self.houses)
            if found:
                yield from found
                return

    def _by_line(self) -> Iterator[Named]:
        for one in self.head.bylines:
            uri = whole(one.uri, self.base) or None if one.uri else None
            yield from writers.read(one.text, one.basis, self.houses, uri=uri)

    @property
    def by(self) -> Statement[str]:
        """The byline as printed; else the names that the fields give, put together."""
        for one in self.head.bylines:
            if writers.read(one.text, one.basis, self.houses):
                return Statement.stated(one.text, basis=one.basis)
        named = [n for n in self.named if n.basis == self.named[0].basis] if self.named else []
        if not named:
            return not_stated()
        if len(named) == 1:
            return Statement.stated(named[0].name, basis=named[0].basis)
        return Statement.derived(", ".join(n.name for n in named), basis=named[0].basis)

    # The rest

    @cached_property
    def publisher(self) -> Statement[str]:
        """Who publishes the page: its data, else the name of the site."""
        for node in self.nodes:
            for house in self.data.resolved(node.get("publisher")):
                if told := first(house.get("name")):
                    return Statement.stated(told, basis="json-ld:publisher")
            if told := first(node.get("publisher")):
                return Statement.stated(told, basis="json-ld:publisher")
        if told := self.micro.first("publisher"):
            return Statement.stated(told, basis="microdata:publisher")
        for name in ("og:site_name", "dc.publisher", "publisher", "application-name"):
            text, basis = self.marks.first(name)
            if text and not is_address(text):
                return Statement.stated(text, basis=basis)
        return not_stated()

    @property
    def lead(self) -> Statement[str]:
        """What the page's fields say in a sentence or two of the article."""
        for node in self.nodes:
            if told := first(node.get("description")):
                return Statement.stated(told, basis="json-ld:description")
        text, basis = self.marks.first(
            "og:description", "description", "dc.description", "twitter:description"
        )
        return Statement.stated(text, basis=basis) if text else not_stated()

    @property
    def declared(self) -> Statement[str]:
        """The language that the page declares."""
        said = [
            (
                self.root.get("lang") or self.root.get("xml:lang"),
                "html:lang",
            ),
            *((t, "json-ld:inLanguage") for n in self.nodes for t in self._languages(n)),
            *self.marks.all(
                "og:locale", "content-language", "dc.language", "dcterms.language", "language"
            ),
        ]
        found = [
            s for text, basis in said if (s := language((text or "").split(",")[0], basis)).known
        ]
        if not found:
            return not_stated()
        main = found[0]
        others = [
            f
            for f in found[1:]
            if f.value
            and main.value
            and f.value.split("-")[0].lower() != main.value.split("-")[0].lower()
        ]
        if not others:
            return main
        return replace(
            main, candidates=tuple(others), resolution=Resolution(rule="pages:first-field")
        )

    def _languages(self, node: Node) -> Iterator[str]:
        value = node.get("inLanguage")
        yield from texts(value)
        for one in self.data.resolved(value):
            yield first(one.get("alternateName")) or first(one.get("name"))

    @property
    def url(self) -> Statement[str]:
        """The page's address."""
        address, basis = self.canonical
        return Statement.stated(address, basis=basis) if address else not_stated()

    @property
    def rights(self) -> Rights:
        """What the page says of rights."""
        notice, holder, terms, licence = (not_stated(), not_stated(), not_stated(), None)
        for node in self.nodes:
            if not notice.known and (told := first(node.get("copyrightNotice"))):
                notice = Statement.stated(told, basis="json-ld:copyrightNotice")
            for one in self.data.resolved(node.get("copyrightHolder")):
                if not holder.known and (told := first(one.get("name"))):
                    holder = Statement.stated(told, basis="json-ld:copyrightHolder")
            if not terms.known and (told := first(node.get("usageInfo"))):
                terms = Statement.stated(told, basis="json-ld:usageInfo")
            if licence is None and (told := first(node.get("license"))):
                licence = Statement.stated(told, basis="json-ld:license")
        if not notice.known:
            text, basis = self.marks.first(
                "copyright", "dc.rights", "dcterms.rights", "rights", "dcterms.rightsholder"
            )
            notice = Statement.stated(text, basis=basis) if text else notice
        if licence is None and (href := whole(self.marks.link("license"), self.base)):
            licence = Statement.stated(href, basis="link:license")
        return Rights(notice, holder, terms, licence)

    @property
    def keywords(self) -> tuple[Term, ...]:
        """The keywords that the page gives."""
        found = [
            (t, "json-ld:keywords")
            for n in self.nodes
            for text in texts(n.get("keywords"))
            for t in _listed(text)
        ]
        for name in _KEYWORD_METAS:
            if found:
                break
            found = [(t, b) for text, b in self.marks.all(name) for t in _listed(text)]
        return _terms(found)

    @property
    def sections(self) -> tuple[Term, ...]:
        """The sections of the site that the article is in."""
        found = [
            (t, "json-ld:articleSection")
            for n in self.nodes
            for t in texts(n.get("articleSection"))
        ]
        return _terms(found or [(t, b) for t, b in self.marks.all(*_SECTION_METAS)])


def _add(
    found: list[Candidate],
    text: str,
    basis: str,
    kind: str,
    *,
    weak: bool = False,
    stamps: bool = False,
) -> None:
    if text and (moment := moments.read(text, stamps=stamps)):
        derived = not any(c.isdecimal() for c in text[:4]) and moment.edtf.text[:10] not in text
        found.append(Candidate(moment, text, basis, kind, derived and False, weak))


def _listed(text: str) -> list[str]:
    for mark in (";", ",", "|"):
        if mark in text:
            return [w for t in text.split(mark) if (w := words(t))]
    return [words(text)] if words(text) else []


def _terms(found: Iterable[tuple[str, str]]) -> tuple[Term, ...]:
    unique = {t.casefold(): Term(t, b) for t, b in reversed(list(found)) if t and len(t) < 200}  # noqa: PLR2004
    return tuple(reversed(list(unique.values())))


def moment_of(text: str) -> Moment | None:
    """The time that a field of linked data gives."""
    return moments.read(text)

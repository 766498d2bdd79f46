"""One page being read: what it says of itself, where it says so, and which of it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from lxml import etree, html

from newsarchive.formats.pages import (
    headed,
    linkeddata,
    marks,
    microdata,
    region,
)
from newsarchive.formats.pages.addresses import host, is_address, is_front, same_page, whole
from newsarchive.formats.pages.figures import Figures
from newsarchive.formats.pages.linkeddata import Node, addresses_of, first, plain, texts
from newsarchive.formats.pages.saved import Saved
from newsarchive.formats.pages.titles import longest_part, without_site
from newsarchive.formats.pages.tree import text_in
from newsarchive.formats.pages.words import listed
from newsarchive.formats.wires.values import language, words
from newsarchive.model.article import Headline, Rights, Term, not_stated
from newsarchive.model.capture import Capture
from newsarchive.model.statement import Resolution, Statement

_KEYWORD_METAS = listed("meta-keywords")
_SECTION_METAS = listed("meta-section")
_LONGEST_TITLE = 1_000
_SHOWN = etree.XPath("//text()[not(parent::script or parent::style)]")
_ALIKE = 60  # letters; texts that begin alike are one, cut off or not


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
        found = next(self.root.iter("base"), None)
        href = found.get("href") if found is not None else None
        return whole(href, own) or own if href else own

    @cached_property
    def _told_addresses(self) -> tuple[tuple[str, str], ...]:
        """The page's own addresses with their bases, in their order; that of a site comes last."""
        told = (
            (self.marks.link("canonical"), "link:canonical"),
            (self.marks.first("og:url")[0], "meta:og:url"),
            *((a, "json-ld:url") for n in self._certain for a in addresses_of(n)),
            (self.saved.url, self.saved.basis),
        )
        found = [(whole(a, self.saved.url).partition("#")[0], b) for a, b in told if a]
        return tuple(sorted((f for f in found if f[0]), key=lambda f: is_front(f[0])))

    @property
    def canonical(self) -> tuple[str, str]:
        """The page's own address and its basis; two empty texts where it has none."""
        return next(iter(self._told_addresses), ("", ""))

    @cached_property
    def _certain(self) -> tuple[Node, ...]:
        """The article's node where there is but one, before any address is known."""
        found = [n for n in self.data.nodes if linkeddata.is_text(n)]
        return tuple(found) if len(found) == 1 else ()

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that the page has."""
        marks = self.marks
        found = [self.canonical[0], self.saved.url]
        found += [marks.link(relation) for relation in ("canonical", "amphtml", "shortlink")]
        found += [marks.first(name)[0] for name in ("og:url", "twitter:url")]
        return tuple(dict.fromkeys(a for a in found if is_address(a)))

    # What it is called

    @cached_property
    def _printed_title(self) -> str:
        element = next(self.root.iter("title"), None)
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
    def _all_titles(self) -> list[str]:
        """All that may be the headline, with and without the name of the site."""
        titles = [
            self.marks.first("og:title")[0],
            self.marks.first("twitter:title")[0],
            self._printed_title,
            *self._h1,
        ]
        titles += [without_site(t, self.houses) for t in titles if t]
        return titles

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of linked data that are about this article, the best first."""
        return self.data.articles(self.addresses, self._all_titles)

    def is_called_so(self, node: Node) -> bool:
        """Whether a node of linked data has the headline of the page."""
        return linkeddata.is_called(node, {plain(t) for t in self._all_titles if t})

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
        found = [(words(t)[:_LONGEST_TITLE], b) for t, b in found if words(t)]
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
        part = longest_part(self._printed_title)
        if not any(known) and not any(plain(h) in plain(part) for h in self._h1 if plain(h)):
            known.append(part)  # a site whose first heading is its own name
        return region.find(self.root, known)

    @property
    def _figures(self) -> Figures:
        """How the page means dates in figures."""
        said = self.declared
        language = "" if said.candidates else said.value or ""
        return Figures(language, lambda: " ".join(_SHOWN(self.root)))

    @cached_property
    def head(self) -> headed.Headed:
        """What the article prints of itself above its text."""
        return headed.look(self.region, self._figures)

    # The rest

    @cached_property
    def publisher(self) -> Statement[str]:
        """Who publishes the page: its data, else the name of the site."""
        found: list[tuple[str, str]] = []
        for node in self.nodes:
            houses = self.data.resolved(node.get("publisher"))
            names = [first(house.get("name")) for house in houses] or [first(node.get("publisher"))]
            found += [(name, "json-ld:publisher") for name in names]
        found.append((self.micro.first("publisher"), "microdata:publisher"))
        found += [
            (text, basis)
            for text, basis in self.marks.all("og:site_name", "dc.publisher", "publisher")
            if not is_address(text)
        ]
        return _stated(found)

    @property
    def lead(self) -> Statement[str]:
        """What the page's fields say in a sentence or two of the article."""
        found = [(first(node.get("description")), "json-ld:description") for node in self.nodes]
        found += self.marks.all("og:description", "description", "dc.description")
        return _stated(found)

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
        found = self._told_addresses
        return _stated([f for f in found if f == found[0] or not same_page(f[0], found[0][0])])

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


def _stated(found: Iterable[tuple[str, str]]) -> Statement[str]:
    """What the first field says; what others say that is neither in it nor around it, besides."""
    told = [(text, basis) for text, basis in found if text]
    if not told:
        return not_stated()
    bare = [plain(text) for text, _ in told]
    others: dict[str, Statement[str]] = {}
    for here, (text, basis) in zip(bare[1:], told[1:], strict=True):
        if here[:_ALIKE] not in bare[0] and bare[0][:_ALIKE] not in here:
            others.setdefault(here, Statement.stated(text, basis=basis))
    main = Statement.stated(told[0][0], basis=told[0][1])
    if not others:
        return main
    resolution = Resolution(rule="pages:first-field")
    return replace(main, candidates=tuple(others.values()), resolution=resolution)


def _listed(text: str) -> list[str]:
    for mark in (";", ",", "|"):
        if mark in text:
            return [w for t in text.split(mark) if (w := words(t))]
    return [words(text)] if words(text) else []


def _terms(found: Iterable[tuple[str, str]]) -> tuple[Term, ...]:
    unique = {t.casefold(): Term(t, b) for t, b in reversed(list(found)) if t and len(t) < 200}  # noqa: PLR2004
    return tuple(reversed(list(unique.values())))

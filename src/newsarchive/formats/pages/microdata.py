"""What the elements of a page say of it by microdata (itemprop) and RDFa (property). Pure.

A property is of the nearest item around it. Those of the page's article count, and those that stand
in no item; those of another article, of a comment or of a person do not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import html

from newsarchive.formats.pages.linkeddata import plain
from newsarchive.formats.pages.tree import above, name, text_in

_MOST = 5_000
_ARTICLES = ("Article", "BlogPosting", "Posting", "Report")
_RDFA = frozenset(
    [
        "datepublished",
        "datemodified",
        "datecreated",
        "date",
        "created",
        "modified",
        "issued",
        "headline",
    ]
)


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its name in lower case, its value, and the element that has it."""

    name: str
    value: str
    element: html.HtmlElement
    basis: str


@dataclass(frozen=True, slots=True)
class Microdata:
    """The properties of the page's article, in their order; persons' names as `author`."""

    properties: tuple[Property, ...] = ()
    of: Mapping[str, tuple[Property, ...]] = field(default_factory=dict)

    def all(self, *names: str) -> tuple[Property, ...]:
        """The properties called so."""
        return tuple(p for n in names for p in self.of.get(n, ()))

    def first(self, *names: str) -> str:
        """The value of the first of them, "" for none."""
        found = self.all(*names)
        return found[0].value if found else ""


def read(root: html.HtmlElement, headlines: set[str]) -> Microdata:
    """The properties of the article in a page with one of these headlines."""
    marked = [e for n, e in enumerate(root.xpath("//*[@itemprop or @property]")) if n < _MOST]
    scopes = {e: _scope(e) for e in marked}
    article = _article({s for s in scopes.values() if s is not None}, marked, scopes, headlines)
    found = list(_properties(marked, scopes, article))
    named: dict[str, list[Property]] = {}
    for one in found:
        named.setdefault(one.name, []).append(one)
    return Microdata(tuple(found), {n: tuple(p) for n, p in named.items()})


def _scope(element: html.HtmlElement) -> html.HtmlElement | None:
    return next((e for e in above(element) if e.get("itemscope") is not None), None)


def _is_article(scope: html.HtmlElement) -> bool:
    kind = scope.get("itemtype") or ""
    return any(kind.rstrip("/").endswith(t) for t in _ARTICLES)


def _article(
    scopes: set[html.HtmlElement],
    marked: list[html.HtmlElement],
    of: Mapping[html.HtmlElement, html.HtmlElement | None],
    headlines: set[str],
) -> html.HtmlElement | None:
    """The item that is the page's article; None where none or several could be."""
    found = [s for s in scopes if _is_article(s)]
    if len(found) <= 1:
        return found[0] if found else None
    for element in marked:
        said = (element.get("itemprop") or "").lower().split()
        if {"headline", "name"} & set(said) and plain(_value(element)) in headlines:
            scope = of[element]
            if scope is not None and _is_article(scope):
                return scope
    outer = [s for s in found if not any(_is_article(e) for e in above(s))]
    return outer[0] if len(outer) == 1 else None


def _properties(
    marked: list[html.HtmlElement],
    of: Mapping[html.HtmlElement, html.HtmlElement | None],
    article: html.HtmlElement | None,
) -> Iterator[Property]:
    for element in marked:
        itemprop = element.get("itemprop")
        if itemprop is None:
            yield from _rdfa(element)
            continue
        scope = of[element]
        role = ""
        if scope is not None and scope is not article:
            kind = scope.get("itemtype") or ""
            inner = (scope.get("itemprop") or "").lower().split()
            outer = _scope(scope)
            mine = outer is article or (outer is not None and _is_page(outer))
            if mine and {"author", "creator", "publisher", "sourceorganization"} & set(inner):
                role = inner[0]
            elif not _is_page(scope) or (article is not None and not _around(scope, article)):
                continue
            del kind
        for said in itemprop.lower().split():
            value = _value(element)
            if role:
                if said == "name" and value:
                    yield Property(role, value, element, f"microdata:{role}.name")
            elif value and not (
                element.get("itemscope") is not None and said in {"author", "creator", "publisher"}
            ):
                yield Property(said, value, element, f"microdata:{said}")


def _is_page(scope: html.HtmlElement) -> bool:
    kind = (scope.get("itemtype") or "").rstrip("/")
    return kind.endswith(("WebPage", "ItemPage", "CreativeWork", "Blog"))


def _around(scope: html.HtmlElement, article: html.HtmlElement) -> bool:
    return any(e is scope for e in above(article))


def _rdfa(element: html.HtmlElement) -> Iterator[Property]:
    if (
        name(element) == "meta"
        and element.get("content")
        and ":" in (element.get("property") or "")
        and not (element.get("property") or "")
        .lower()
        .startswith(("schema:", "dc:", "dct:", "dcterms:"))
    ):
        return  # OpenGraph and the like
    for said in (element.get("property") or "").split():
        bare = said.rpartition(":")[2].rpartition("/")[2].lower()
        if bare in _RDFA and (value := _value(element)):
            yield Property(bare, value, element, f"rdfa:{said}")


def _value(element: html.HtmlElement) -> str:
    tag = name(element)
    if content := (element.get("content") or "").strip():
        return content
    if tag == "time" and (moment := (element.get("datetime") or "").strip()):
        return moment
    if tag == "abbr" and (moment := (element.get("title") or "").strip()):
        return moment
    if tag in {"a", "link", "area"} and element.get("itemprop") in {
        "url",
        "mainEntityOfPage",
        "license",
    }:
        return (element.get("href") or "").strip()
    if tag in {"img", "amp-img", "iframe", "video", "audio", "source"}:
        return (element.get("src") or "").strip()
    if tag == "meta":
        return ""
    return text_in(element)

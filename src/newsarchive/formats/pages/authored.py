"""Who wrote a page: the first kind of field that names a person, and what the byline prints."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from newsarchive.formats.pages import linkeddata, writers
from newsarchive.formats.pages.addresses import whole
from newsarchive.formats.pages.linkeddata import Node, first, texts
from newsarchive.formats.pages.reading import PageReading
from newsarchive.formats.pages.words import listed
from newsarchive.formats.pages.writers import Named
from newsarchive.model.article import not_stated
from newsarchive.model.statement import Statement

_METAS = listed("meta-author")
_LABELS = listed("label-author")
_WORDS_OF_A_NAME = (2, 3)


class Authors:
    """The authors of one page."""

    def __init__(self, page: PageReading) -> None:
        """`page` is the page that names them."""
        self.page = page

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Who is named as author by the first kind of field that names a person, or anybody."""
        sources = (self._data(), self._microdata(), self._metas(), self._lines())
        kinds = [list(kind) for kind in sources]
        for kind in kinds:
            if writers.people(kind):
                agencies = [n for k in kinds if k is not kind for n in k if n.agency]
                return (*kind, *agencies)
        return tuple(n for kind in kinds for n in kind)

    def _data(self) -> Iterator[Named]:
        for node in self.page.nodes:
            for key in ("author", "creator"):
                value = node.get(key)
                listed_ = value if isinstance(value, list) else [value]
                found = [n for one in listed_ for n in self._told(one, f"json-ld:{key}")]
                if found:
                    yield from found
                    return

    def _told(self, value: object, basis: str) -> Iterator[Named]:
        houses = self.page.houses
        if isinstance(value, str):
            yield from writers.read(linkeddata.readable(value), basis, houses)
            return
        for node in self.page.data.resolved(value):
            kind = linkeddata.types(node)
            house = any(t.endswith("Organization") for t in kind)
            for name in texts(node.get("name")) or tuple(_otherwise(node)):
                found = writers.read(
                    name, basis, houses, person="Person" in kind, uri=self._uri(node)
                )
                job = first(node.get("jobTitle")) or None
                for one in found:
                    if house and not self._is_person(one):
                        yield replace(one, house=True)
                    else:
                        yield replace(one, title=job)

    def _is_person(self, named: Named) -> bool:
        """Whether an organisation is one after all: some sites call each author one."""
        in_byline = named.name in {b.text for b in self.page.head.bylines}
        return in_byline and len(named.name.split()) in _WORDS_OF_A_NAME

    def _uri(self, node: Node) -> str | None:
        url = first(node.get("url")) or first(node.get("@id"))
        return whole(url, self.page.base) or None if url else None

    def _microdata(self) -> Iterator[Named]:
        for prop in self.page.micro.all("author", "creator"):
            yield from writers.read(prop.value, prop.basis, self.page.houses)

    def _metas(self) -> Iterator[Named]:
        marks = self.page.marks
        for name in _METAS:
            label = marks.first("twitter:label1")[0].lower()
            if name == "twitter:data1" and not any(word in label for word in _LABELS):
                continue
            found = [
                n
                for text, basis in marks.all(name)
                for n in writers.read(text, basis, self.page.houses)
            ]
            if found:
                yield from found
                return

    def _lines(self) -> Iterator[Named]:
        found: list[Named] = []
        for one in self.page.head.bylines:
            if one.printed.startswith(","):
                continue  # the place behind a name
            uri = whole(one.uri, self.page.base) or None if one.uri else None
            found += writers.read(one.text, one.basis, self.page.houses, uri=uri)
        whole_names = any(" " in n.name for n in writers.people(found))
        # The name of a user (jdoe) is nobody's where one of two words stands beside it.
        yield from (n for n in found if not (whole_names and _is_of_user(n.name)))

    @property
    def by(self) -> Statement[str]:
        """The byline as printed; else the names that the fields give, put together."""
        known = {n.name for n in self._lines()}
        for one in self.page.head.bylines:
            read = writers.read(one.text, one.basis, self.page.houses)
            if any(n.name in known for n in read) or (read and not known):
                return Statement.stated(one.printed, basis=one.basis)
        named = [n for n in self.named if n.basis == self.named[0].basis]
        if not named:
            return not_stated()
        if len(named) == 1:
            return Statement.stated(named[0].name, basis=named[0].basis)
        return Statement.derived(", ".join(n.name for n in named), basis=named[0].basis)


def _is_of_user(name: str) -> bool:
    return name.isascii() and name.islower() and " " not in name


def _otherwise(node: Node) -> Iterator[str]:
    """The name of a person whose node has none as such."""
    both = f"{first(node.get('givenName'))} {first(node.get('familyName'))}".strip()
    if told := both or first(node.get("byline")):
        yield told

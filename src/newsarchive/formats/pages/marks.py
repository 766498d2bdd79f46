"""What the head of a page says: meta elements by name or property, and links by relation. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import html

from newsarchive.formats.pages.linkeddata import readable

_MOST = 2_000  # elements that are looked at
_LONGEST = 20_000  # characters of one value


@dataclass(frozen=True, slots=True)
class Marks:
    """The contents of meta elements by their names in lower case, and of links by relation."""

    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def all(self, *names: str) -> Iterator[tuple[str, str]]:
        """The contents of the metas called so, each with its name, in the order of the names."""
        for name in names:
            for content in self.metas.get(name, ()):
                yield content, f"meta:{name}"

    def first(self, *names: str) -> tuple[str, str]:
        """The first content with its basis; two empty texts where there is none."""
        return next(self.all(*names), ("", ""))

    def link(self, relation: str) -> str:
        """The address of the first link of this relation; "" for none."""
        return next(iter(self.links.get(relation, ())), "")


def read(root: html.HtmlElement) -> Marks:
    """The marks of a page, wherever in it they stand: broken pages have them in the body."""
    metas: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    for number, element in enumerate(root.iter("meta", "link")):
        if number >= _MOST:
            break
        if element.tag == "link":
            if href := (element.get("href") or "").strip():
                for relation in (element.get("rel") or "").lower().split():
                    links.setdefault(relation, []).append(href)
            continue
        content = element.get("content") or element.get("value") or ""
        if not content.strip() or len(content) > _LONGEST or element.get("itemprop"):
            continue
        for key in {element.get("property"), element.get("name"), element.get("http-equiv")}:
            for name in (key or "").lower().split():
                metas.setdefault(name, []).append(readable(content))
    return Marks(
        {name: tuple(dict.fromkeys(values)) for name, values in metas.items()},
        {name: tuple(dict.fromkeys(values)) for name, values in links.items()},
    )

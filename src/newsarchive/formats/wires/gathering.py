"""Which NewsML-G2 items make up one article: a text, its pictures, its package. Pure.

The rule is the same for the items of a message and for those that lie as files in a folder. A text
has the media that it links to. A group of a package with one text in it, or a package with one
text, gives that text its media. Where there is one text only, all media that nothing else claims
are its own. A medium that no text has is an article by itself; a package goes with the texts that
it refers to, and what is said of it holds for them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.formats.wires.scanning import Brief


@dataclass(frozen=True, slots=True)
class Gathered:
    """One article by the indices of its items: the main one, and those that go with it."""

    main: int
    companions: tuple[int, ...] = ()


def gather(briefs: Sequence[Brief]) -> tuple[Gathered, ...]:
    """The articles that items make, in the order of their main items.

    Items that are no news, such as a concept item, are in none.
    """
    return _Gathering(briefs).articles()


class _Gathering:
    def __init__(self, briefs: Sequence[Brief]) -> None:
        self.briefs = briefs
        self.places: dict[str, list[int]] = defaultdict(list)
        for n, brief in enumerate(briefs):
            if brief.guid:
                self.places[brief.guid].append(n)
        self.texts = [n for n, b in enumerate(briefs) if b.is_text]
        self.media: dict[int, dict[int, None]] = {n: {} for n in self.texts}
        self.packages: dict[int, dict[int, None]] = {n: {} for n in self.texts}

    def articles(self) -> tuple[Gathered, ...]:
        """All of them."""
        for text in self.texts:
            for n in self.found(self.briefs[text].links):
                if self.briefs[n].is_medium:
                    self.media[text][n] = None
        lone = [n for n, b in enumerate(self.briefs) if b.is_package and not self.package(n)]
        claimed = {n for media in self.media.values() for n in media}
        rest = [n for n, b in enumerate(self.briefs) if b.is_medium and n not in claimed]
        if len(self.texts) == 1:
            self.media[self.texts[0]] |= dict.fromkeys(rest)
            rest = []
        found = [Gathered(n) for n in (*rest, *lone)]
        found += [Gathered(n, (*self.media[n], *self.packages[n])) for n in self.texts]
        return tuple(sorted(found, key=lambda one: one.main))

    def found(self, guids: Sequence[str]) -> list[int]:
        """The items of these guids that are there."""
        return [n for guid in guids for n in self.places.get(guid, ())]

    def package(self, place: int) -> bool:
        """Give the texts of a package its media; whether it has texts that are there."""
        groups = self.members(place, frozenset())
        texts = dict.fromkeys(n for group in groups for n in group if self.briefs[n].is_text)
        for text in texts:
            self.packages[text][place] = None
        every = [n for group in groups for n in group]
        for group in [every] if len(texts) == 1 else groups:
            own = [n for n in group if n in texts]
            if len(set(own)) == 1:
                media = [n for n in group if self.briefs[n].is_medium]
                self.media[own[0]] |= dict.fromkeys(media)
        return bool(texts)

    def members(self, place: int, above: frozenset[int]) -> list[list[int]]:
        """The items of a package, group by group, with those of packages in it."""
        groups = []
        for refs in self.briefs[place].groups:
            group: list[int] = []
            for n in self.found(refs):
                if self.briefs[n].is_package and n not in above and n != place:
                    inner = self.members(n, above | {place})
                    groups += inner
                else:
                    group.append(n)
            groups.append(group)
        return groups

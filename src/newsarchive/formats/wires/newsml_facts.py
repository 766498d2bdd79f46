"""What a NewsML-G2 item says of itself in its metadata, as statements. Pure.

Source: NewsML-G2 2.35 (IPTC): itemMeta, contentMeta, rightsInfo, pubHistory.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from newsarchive.formats.wires.catalogs import Catalogs, Code
from newsarchive.formats.wires.elements import (
    XML_LANG,
    at,
    attribute,
    child,
    children,
    language_of,
    local,
    words_in,
)
from newsarchive.formats.wires.values import moment, number, said
from newsarchive.model.article import (
    NOT_STATED,
    AltId,
    Contributor,
    Correction,
    Headline,
    Rights,
    Term,
    not_stated,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_TOKEN = re.compile(r"[a-z][a-z0-9-]{0,63}")
_SUB = ("sub", "deck", "second", "bank", "hl2")
_KICKER = ("kicker", "overline", "roof", "eyebrow", "catchline", "pretitle", "topline")
_MAIN = frozenset({"main", "headline", "hl1", "title", "primary", "full"})
_LEADS = ("summary", "teaser", "abstract", "lead", "standfirst", "synopsis")
_UNRANKED = 10**9
_STATUS = {"canceled": "canceled", "cancelled": "canceled", "withheld": "withheld"}


@dataclass(frozen=True, slots=True)
class Facts:
    """One item, and what is read out of it part by part; `catalogs` are those that hold for it."""

    item: etree._Element
    catalogs: Catalogs = field(default_factory=Catalogs)

    @property
    def meta(self) -> etree._Element | None:
        """Its itemMeta."""
        return child(self.item, "itemMeta")

    @property
    def content(self) -> etree._Element | None:
        """Its contentMeta."""
        return child(self.item, "contentMeta")

    @property
    def guid(self) -> str:
        """Its identifier; "" where it has none."""
        return attribute(self.item, "guid")

    @property
    def kind(self) -> str:
        """What it is, in the word of its itemClass: `text`, `picture`; "" where it does not say."""
        for found in children(self.meta, "itemClass"):
            return self.catalogs.of_element(found).word.casefold()
        return ""

    def version(self) -> Statement[str]:
        """Its version, as printed."""
        return said(attribute(self.item, "version"), "newsml:@version")

    def language(self) -> tuple[str, str]:
        """The language of the content, and where that is said; "" for none."""
        for found in children(self.content, "language"):
            if tag := attribute(found, "tag") or attribute(found, "literal"):
                return tag, "newsml:contentMeta/language/@tag"
        return attribute(self.item, XML_LANG), "newsml:@xml:lang"

    def headlines(self) -> tuple[Headline, ...]:
        """The headlines in the order of the source, one of them the main one.

        That is the one of the role `main`, else the one of no role that ranks first, in the
        language of the item where there are several; else itemMeta's title.
        """
        basis = "newsml:contentMeta/headline"
        found = [
            (_role(self.catalogs.role(e)), _rank(e), self._foreign(e), words_in(e))
            for e in children(self.content, "headline")
        ]
        found = [one for one in found if one[3]]
        if not found:
            title = words_in(child(self.meta, "title"))
            return (Headline(title, "main", "newsml:itemMeta/title"),) if title else ()
        places = range(len(found))
        first = min(places, key=lambda n: (_weight(found[n][0]), found[n][2], found[n][1], n))
        return tuple(
            Headline(text, "main" if n == first else _other(role, foreign=foreign), basis)
            for n, (role, _, foreign, text) in enumerate(found)
        )

    def _foreign(self, element: etree._Element) -> bool:
        """Whether an element says that it is in another language than the item."""
        own, item = attribute(element, XML_LANG), self.language()[0]
        return bool(own and item) and _primary(own) != _primary(item)

    def by(self) -> Statement[str]:
        """The byline as printed."""
        texts = dict.fromkeys(filter(None, map(words_in, children(self.content, "by"))))
        return said(" / ".join(texts), "newsml:contentMeta/by")

    def people(self) -> tuple[Contributor, ...]:
        """Creators and contributors, as named; a code where no name is given."""
        return tuple(self._people())

    def _people(self) -> Iterator[Contributor]:
        for party in children(self.content, "creator", "contributor"):
            code, role = self.catalogs.of_element(party), self.catalogs.role(party)
            name = self.name(party) or attribute(party, "literal") or code.printed or code.uri
            if not name:
                continue
            titles = list(children(party, "name"))[1:]
            job = self.catalogs.code(attribute(party, "jobtitle")).word
            yield Contributor(
                name,
                _token(role) or local(party),
                f"newsml:contentMeta/{local(party)}",
                uri=code.uri or None,
                code=code.printed or None,
                title=next((words_in(t) for t in titles if not attribute(t, "role")), "")
                or job
                or None,
            )

    def name(self, element: etree._Element) -> str:
        """The name of a concept, in the language of the item where there are several."""
        names = [e for e in children(element, "name") if words_in(e)]
        own = [e for e in names if not self._foreign(e)]
        return words_in(next(iter(own or names), None))

    def leads(self) -> Statement[str]:
        """The summary, teaser or abstract; else a description without a role."""
        found = {
            rank: (role, words_in(e))
            for e in reversed(list(children(self.content, "description")))
            if words_in(e) and (rank := _lead_rank(role := self.catalogs.role(e))) is not None
        }
        if not found:
            return not_stated()
        role, text = found[min(found)]
        return said(text, "newsml:contentMeta/description" + (f"[{role}]" if role else ""))

    def captions(self) -> Statement[str]:
        """The caption; what else describes it where there is none."""
        described = list(children(self.content, "description"))
        roles = [self.catalogs.role(e) for e in described]
        for wanted in ("caption", "", "summary"):
            for element, role in zip(described, roles, strict=True):
                if role == wanted and (text := words_in(element)):
                    at_role = f"[{role}]" if role else ""
                    return said(text, f"newsml:contentMeta/description{at_role}")
        for element in described:
            if text := words_in(element):
                return said(text, "newsml:contentMeta/description")
        return not_stated()

    def provider(self) -> Statement[str]:
        """Who provides it: by name, else by what a code or an address calls it."""
        return next((s for s in self._parties("provider", self.meta) if s.known), not_stated())

    def sources(self) -> tuple[Statement[str], ...]:
        """Who provides it and whose information it is, as named."""
        found = [self.provider(), *self._parties("infoSource", self.content)]
        unique = {s.value.casefold(): s for s in reversed(found) if s.value}
        kept = sorted(unique.values(), key=found.index)
        return tuple(kept) or (Statement.unknown(NOT_STATED),)

    def _parties(self, name: str, within: etree._Element | None) -> Iterator[Statement[str]]:
        where = "itemMeta" if within is self.meta else "contentMeta"
        for party in children(within, name):
            basis = f"newsml:{where}/{name}"
            code = self.catalogs.of_element(party)
            if text := self.name(party) or attribute(party, "literal"):
                yield said(text, basis)
            elif code:
                yield Statement.derived(code.word, raw=code.printed or code.uri, basis=basis)

    def credit(self) -> Statement[str]:
        """The credit line as printed."""
        return said(
            " / ".join(filter(None, map(words_in, children(self.content, "creditline")))),
            "newsml:contentMeta/creditline",
        )

    def created(self) -> Statement[Edtf] | None:
        """When the item's first version, else its content was made."""
        found = (
            self.moment("itemMeta", "firstCreated"),
            self.moment("contentMeta", "contentCreated"),
        )
        return next((s for s in found if s.known), None)

    def published(self) -> Statement[Edtf]:
        """When it was published first, by its publication history."""
        basis = "newsml:pubHistory/published/timestamp"
        times = [
            moment(words_in(e), basis)
            for e in at(self.item, "pubHistory", "published", "timestamp")
        ]
        known = [s for s in times if s.value is not None]
        return (
            min(known, key=lambda s: s.value.text if s.value else "")
            if known
            else moment("", basis)
        )

    def moment(self, part: str, name: str) -> Statement[Edtf]:
        """A date of itemMeta or contentMeta."""
        return moment(words_in(child(self.item, part, name)), f"newsml:{part}/{name}")

    def embargo(self) -> tuple[bool, Statement[Edtf]]:
        """Whether it is embargoed, and until when: an empty element says no end."""
        found = child(self.meta, "embargoed")
        if found is None:
            return False, moment("", "newsml:itemMeta/embargoed")
        if not words_in(found):
            return True, Statement.unknown("the source says embargoed, and no end")
        return True, moment(words_in(found), "newsml:itemMeta/embargoed")

    def status(self) -> Statement[str]:
        """Its publishing status: `usable`, `withheld`, `canceled`, or another word as printed."""
        for found in children(self.meta, "pubStatus"):
            code = self.catalogs.of_element(found)
            if code:
                word = code.word.casefold()
                return Statement.stated(
                    _STATUS.get(word, word),
                    raw=code.printed or code.uri,
                    basis="newsml:itemMeta/pubStatus",
                )
        return not_stated()

    def signals(self) -> frozenset[str]:
        """The words of its signals: `correction`, `update`."""
        return frozenset(
            self.catalogs.of_element(e).word.casefold() for e in children(self.meta, "signal")
        )

    def note(self) -> Statement[str]:
        """What is said to editors and may be printed; not the notes that repeat all of it."""
        texts = [
            words_in(e)
            for e in children(self.meta, "edNote")
            if not attribute(e, "pubconstraint") and self.catalogs.role(e) != "notepad"
        ]
        return said(" ".join(dict.fromkeys(filter(None, texts))), "newsml:itemMeta/edNote")

    def corrections(self) -> tuple[Correction, ...]:
        """What its notes call a correction."""
        return tuple(
            Correction(text, "newsml:itemMeta/edNote")
            for e in children(self.meta, "edNote")
            if self.catalogs.role(e).startswith("correction") and (text := words_in(e))
        )

    def alt_ids(self) -> tuple[AltId, ...]:
        """Other identifiers of the content."""
        return tuple(
            AltId(value, self.catalogs.role(e, "type") or self.catalogs.role(e) or None)
            for e in (*children(self.content, "altId"), *children(self.meta, "altId"))
            if (value := attribute(e, "id") or words_in(e))
        )

    def terms(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Its subjects, and its places: what it is about, and where the content was made."""
        subjects: list[Term] = []
        places: list[Term] = []
        for found in children(self.content, "subject"):
            term = self._term(found, "newsml:contentMeta/subject")
            if term is not None:
                geographic = self.catalogs.role(found, "type") in {"geoarea", "poi"}
                (places if geographic else subjects).append(term)
        for found in children(self.content, "located"):
            term = self._term(found, "newsml:contentMeta/located")
            if term is not None:
                places.append(replace(term, rel="located"))
        return tuple(subjects), tuple(places)

    def _term(self, element: etree._Element, basis: str) -> Term | None:
        code = self.catalogs.of_element(element)
        name = self.name(element) or attribute(element, "literal") or code.printed or code.uri
        return _term(name, basis, code) if name else None

    def keywords(self) -> tuple[Term, ...]:
        """Its keywords, each once."""
        texts = dict.fromkeys(filter(None, map(words_in, children(self.content, "keyword"))))
        return tuple(Term(text, "newsml:contentMeta/keyword") for text in texts)

    def genre(self) -> Statement[str] | None:
        """Its genres, by name, else by code."""
        found = [self._term(e, "") for e in children(self.content, "genre")]
        names = dict.fromkeys(term.name for term in found if term is not None)
        return said("; ".join(names), "newsml:contentMeta/genre") if names else None

    def text(self, name: str) -> Statement[str] | None:
        """A text of contentMeta; None where there is none."""
        found = said(words_in(child(self.content, name)), f"newsml:contentMeta/{name}")
        return found if found.known else None

    def rights(self) -> Rights:
        """What its rightsInfo states, all of them where there are several."""
        infos = list(children(self.item, "rightsInfo"))
        holders = [
            self.name(e) or attribute(e, "literal") or attribute(e, "uri") or attribute(e, "qcode")
            for info in infos
            for e in children(info, "copyrightHolder")
        ]
        texts = {
            name: [words_in(e) for info in infos for e in children(info, name)]
            for name in ("copyrightNotice", "usageTerms")
        }
        return Rights(
            copyright_notice=_all(texts["copyrightNotice"], "newsml:rightsInfo/copyrightNotice"),
            copyright_holder=_all(holders, "newsml:rightsInfo/copyrightHolder"),
            usage_terms=_all(texts["usageTerms"], "newsml:rightsInfo/usageTerms"),
        )

    def dateline(self) -> str:
        """The dateline as printed; "" for none."""
        return next(filter(None, map(words_in, children(self.content, "dateline"))), "")

    def xml_lang(self) -> str:
        """The language that holds for the item as a whole."""
        return language_of(self.item)


def _all(texts: Iterable[str], basis: str) -> Statement[str]:
    return said(" / ".join(dict.fromkeys(filter(None, texts))), basis)


def _term(name: str, basis: str, code: Code) -> Term:
    return Term(
        name,
        basis,
        uri=code.uri or None,
        code=code.printed or None,
        scheme=code.scheme or None,
    )


def _role(role: str) -> str:
    """What a role of a headline means: `main`, `sub`, `kicker`, "" for none, else itself."""
    if not role or role in _MAIN:
        return "main" if role else ""
    for word, known in ((_KICKER, "kicker"), (_SUB, "sub")):
        if any(part in role for part in word):
            return known
    return "main" if role.startswith("main") else role


def _weight(role: str) -> int:
    """How little a headline of this role can be the main one."""
    return {"main": 0, "": 1, "sub": 3, "kicker": 4}.get(role, 2)


def _other(role: str, *, foreign: bool) -> str:
    """The role of a headline that is not the main one."""
    if foreign:
        return "translated"
    if role in {"", "main"}:
        return "sub"
    return _token(role) or "other"


def _token(role: str) -> str:
    word = re.sub(r"[^a-z0-9-]+", "-", role.casefold()).strip("-")
    return word if _TOKEN.fullmatch(word) else ""


def _rank(element: etree._Element) -> int:
    rank = number(attribute(element, "rank"))
    return _UNRANKED if rank is None else rank


def _lead_rank(role: str) -> int | None:
    for rank, word in enumerate(_LEADS):
        if word in role:
            return rank
    return None if role else len(_LEADS)


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].casefold()

"""What a NewsML 1 item says of itself, as statements. Pure.

Source: NewsML 1.2 (IPTC): Identification, NewsManagement, NewsLines and the metadata of components.
What a component does not say holds as the components around it say it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from newsarchive.formats.wires.elements import (
    at,
    attribute,
    child,
    children,
    descendants,
    language_of,
    local,
    words_in,
)
from newsarchive.formats.wires.values import moment, said
from newsarchive.model.article import (
    AltId,
    Contributor,
    Headline,
    Rights,
    Term,
    no_date,
    not_stated,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_SUBJECTS = "http://cv.iptc.org/newscodes/subjectcode/"
_SUBJECT = re.compile(r"\d{8}", re.ASCII)
_PLACE = ("City", "SubLocation", "CountryArea", "Area", "Country", "WorldRegion")
_USAGE = ("UsageType", "Limitations", "Geography", "RightsHolder", "EndDate")


@dataclass(frozen=True, slots=True)
class Facts:
    """An item, and the components that lie around its text, the nearest first."""

    item: etree._Element
    components: tuple[etree._Element, ...]

    @property
    def _identifier(self) -> etree._Element | None:
        return child(self.item, "Identification", "NewsIdentifier")

    @property
    def _management(self) -> etree._Element | None:
        return child(self.item, "NewsManagement")

    @property
    def guid(self) -> str:
        """The URN of the item without its revision; else its public identifier; "" for none.

        A public identifier is `urn:newsml:provider:date:item:revision`, and the item is the same in
        each revision (NewsML 1.2, NewsIdentifier).
        """
        names = ("ProviderId", "DateId", "NewsItemId")
        parts = [words_in(child(self._identifier, name)) for name in names]
        if all(parts):
            return "urn:newsml:" + ":".join(parts).replace(" ", "%20")
        return words_in(child(self._identifier, "PublicIdentifier"))

    def version(self) -> Statement[str]:
        """Its revision, as printed."""
        revision = child(self._identifier, "RevisionId")
        return said(words_in(revision), "newsml1:NewsIdentifier/RevisionId")

    def alt_ids(self) -> Iterator[AltId]:
        """Its public identifier, which has the revision in it."""
        public = words_in(child(self._identifier, "PublicIdentifier"))
        if public and public != self.guid:
            yield AltId(public, "PublicIdentifier")

    def moment(self, name: str) -> Statement[Edtf]:
        """A date of its management."""
        return moment(words_in(child(self._management, name)), f"newsml1:NewsManagement/{name}")

    def status(self) -> Statement[str]:
        """Its status: `usable`, `withheld`, `canceled`, `embargoed`, or as printed."""
        printed = attribute(child(self._management, "Status"), "FormalName")
        value = printed.casefold()
        value = "canceled" if value == "cancelled" else value
        if not value:
            return not_stated()
        raw = printed if printed != value else None
        return Statement.stated(value, raw=raw, basis="newsml1:NewsManagement/Status")

    def embargo(self) -> tuple[bool, Statement[Edtf]]:
        """Whether it is embargoed, and until when: when its status is said to change."""
        if self.status().value != "embargoed":
            return False, no_date()
        change = child(self._management, "StatusWillChange", "DateAndTime")
        if not words_in(change):
            return True, Statement.unknown("the source says embargoed, and no end")
        return True, moment(words_in(change), "newsml1:StatusWillChange/DateAndTime")

    def urgency(self) -> Statement[str] | None:
        """Its urgency."""
        found = child(self._management, "Urgency")
        stated = said(attribute(found, "FormalName") or words_in(found), "newsml1:Urgency")
        return stated if stated.known else None

    def note(self) -> Statement[str] | None:
        """What its instructions say to editors."""
        texts = [
            words_in(e) or attribute(e, "FormalName")
            for e in children(self._management, "Instruction")
        ]
        stated = said(" / ".join(filter(None, texts)), "newsml1:NewsManagement/Instruction")
        return stated if stated.known else None

    def line(self, *names: str) -> Statement[str]:
        """A line of the nearest component that has it, as printed; the first name that is there."""
        for component in self.components:
            for name in names:
                texts = [words_in(e) for e in at(component, "NewsLines", name)]
                if text := " / ".join(dict.fromkeys(filter(None, texts))):
                    return said(text, f"newsml1:NewsLines/{name}")
        return not_stated()

    def headlines(self) -> tuple[Headline, ...]:
        """The headline, and the sub-headlines."""
        main = self.line("HeadLine")
        if not main.known:
            return ()
        found = [Headline(main.value or "", "main", main.basis or "")]
        sub = self.line("SubHeadLine")
        if sub.known and sub.value != main.value:
            found.append(Headline(sub.value or "", "sub", sub.basis or ""))
        return tuple(found)

    def language(self) -> tuple[str, str]:
        """The language of the text, and where that is said; "" for none."""
        for found in self._described("Language"):
            if tag := attribute(found, "FormalName"):
                return tag, "newsml1:DescriptiveMetadata/Language"
        nearest = self.components[0] if self.components else self.item
        return language_of(nearest), "newsml1:@xml:lang"

    def parties(self, name: str) -> tuple[Statement[str], ...]:
        """The parties of this name in the administrative metadata, as named."""
        for component in self.components:
            found = dict.fromkeys(
                attribute(party, "FormalName") or words_in(party)
                for party in at(component, "AdministrativeMetadata", name, "Party")
            )
            if texts := tuple(filter(None, found)):
                basis = f"newsml1:AdministrativeMetadata/{name}"
                return tuple(said(text, basis) for text in texts)
        return ()

    def provider(self) -> Statement[str]:
        """Who provides it: by name, else by what identifies him, an address."""
        for stated in self.parties("Provider"):
            return stated
        return said(
            words_in(child(self._identifier, "ProviderId")), "newsml1:NewsIdentifier/ProviderId"
        )

    def people(self) -> Iterator[Contributor]:
        """Who is named as creator or contributor."""
        for name in ("Creator", "Contributor"):
            for party in self.parties(name):
                yield Contributor(party.value or "", name.casefold(), party.basis or "")

    def rights(self) -> Rights:
        """Copyright and terms: as the lines print them, else as the metadata say."""
        terms = self.line("RightsLine")
        if not terms.known:
            terms = said(self._usage(), "newsml1:RightsMetadata/UsageRights")
        return Rights(
            copyright_notice=self.line("CopyrightLine"),
            copyright_holder=said(
                self._right("Copyright", "CopyrightHolder"), "newsml1:RightsMetadata/Copyright"
            ),
            usage_terms=terms,
        )

    def _right(self, *path: str) -> str:
        for component in self.components:
            texts = map(words_in, at(component, "RightsMetadata", *path))
            if text := " / ".join(dict.fromkeys(filter(None, texts))):
                return text
        return ""

    def _usage(self) -> str:
        return "; ".join(filter(None, (self._right("UsageRights", name) for name in _USAGE)))

    def subjects(self) -> Iterator[Term]:
        """The subjects: IPTC's subject codes, by the name that the item gives, else by code."""
        names = self._topics()
        seen = set[str]()
        for subject in self._described("SubjectCode"):
            for code in children(subject):
                value = attribute(code, "FormalName")
                if not value or value in seen or not local(code).startswith("Subject"):
                    continue
                seen.add(value)
                plain = _SUBJECT.fullmatch(value) is not None
                yield Term(
                    names.get(value, value),
                    "newsml1:DescriptiveMetadata/SubjectCode",
                    uri=f"{_SUBJECTS}{value}" if plain else None,
                    code=value,
                    scheme=_SUBJECTS if plain else None,
                )

    def _topics(self) -> dict[str, str]:
        """The names of the codes that the item describes itself, in its language."""
        wanted = self.language()[0].partition("-")[0].casefold()
        found = dict[str, str]()
        for topic in descendants(self.item, "Topic"):
            code = words_in(child(topic, "FormalName"))
            names = [e for e in children(topic, "Description") if words_in(e)]
            names = [e for e in names if attribute(e, "Variant") in {"", "Name"}]
            own = [e for e in names if language_of(e).partition("-")[0].casefold() == wanted]
            if code and (own or names):
                found.setdefault(code, words_in((own or names)[0]))
        return found

    def places(self) -> Iterator[Term]:
        """The places: of the text's origin, and of what it tells of."""
        for place in self._described("Location"):
            said_of = {attribute(p, "FormalName"): attribute(p, "Value") for p in place}
            name = ", ".join(said_of[part] for part in _PLACE if said_of.get(part))
            if name := name or attribute(place, "FormalName"):
                origin = attribute(place, "HowPresent").casefold() == "origin"
                yield Term(
                    name,
                    "newsml1:DescriptiveMetadata/Location",
                    rel="located" if origin else None,
                )

    def keywords(self) -> Iterator[Term]:
        """Its keywords, each once."""
        found = dict[str, str]()
        for e in self._described("Property"):
            if attribute(e, "FormalName").casefold() == "keyword":
                found.setdefault(attribute(e, "Value"), "newsml1:DescriptiveMetadata/Property")
        for component in self.components:
            for e in at(component, "NewsLines", "KeywordLine"):
                found.setdefault(words_in(e), "newsml1:NewsLines/KeywordLine")
        return (Term(text, basis) for text, basis in found.items() if text)

    def genre(self) -> Statement[str] | None:
        """Its genres."""
        names = dict.fromkeys(attribute(e, "FormalName") for e in self._described("Genre"))
        text = "; ".join(filter(None, names))
        return said(text, "newsml1:DescriptiveMetadata/Genre") if text else None

    def _described(self, name: str) -> list[etree._Element]:
        """The elements of this name in the nearest descriptive metadata that have it."""
        for component in self.components:
            if found := list(at(component, "DescriptiveMetadata", name)):
                return found
        return []

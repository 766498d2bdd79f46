"""What an NITF document says of itself in its head and above its text, as statements. Pure.

Source: NITF 3.6 (IPTC): docdata, pubdata, tobject, body.head. A byline's name and its title are
apart: `<byline>By <person>Ann Lee</person><byttl>Staff</byttl></byline>` is "By Ann Lee Staff".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from newsarchive.formats.wires.elements import (
    XML_LANG,
    at,
    attribute,
    child,
    children,
    descendants,
    local,
    words_in,
)
from newsarchive.formats.wires.values import moment, said
from newsarchive.model.article import (
    AltId,
    Contributor,
    Headline,
    Printed,
    Rights,
    Term,
    not_stated,
)
from newsarchive.model.dates import Edtf
from newsarchive.model.statement import Statement

_SUBJECTS = "http://cv.iptc.org/newscodes/subjectcode/"
_LEAD = ("lede", "lead")  # the first is NITF's own word, the second what some write
_FOR_MACHINES = re.compile(r"\d{8}(?:T\d{4,6}(?:Z|[+-]\d{4})?)?", re.ASCII)
_WITHOUT_TIME = "T000000"


@dataclass(frozen=True, slots=True)
class NitfHead:
    """The `nitf` element of a document, and what is read out of it part by part."""

    nitf: etree._Element

    @property
    def docdata(self) -> etree._Element | None:
        """Its docdata."""
        return child(self.nitf, "head", "docdata")

    @property
    def body(self) -> etree._Element | None:
        """Its body.head."""
        return child(_body(self.nitf), "body.head")

    @property
    def guid(self) -> str:
        """The identifier of the document; "" where it says none."""
        return attribute(child(self.docdata, "doc-id"), "id-string")

    @property
    def registered(self) -> str:
        """By whom the identifier was given."""
        return attribute(child(self.docdata, "doc-id"), "regsrc")

    def version(self) -> Statement[str]:
        """The version that its key has (`du-key/@version`)."""
        key = child(self.docdata, "du-key")
        return said(attribute(key, "version"), "nitf:du-key/@version")

    def alt_ids(self) -> Iterator[AltId]:
        """Its key, and the identifiers that its metadata name."""
        if key := attribute(child(self.docdata, "du-key"), "key"):
            yield AltId(key, "du-key")

    def language(self) -> tuple[str, str]:
        """The language of the text, and where that is said; "" for none."""
        for name, basis in ((XML_LANG, "@xml:lang"), ("baselang", "@baselang")):
            if value := attribute(self.nitf, name):
                return value, f"nitf:{basis}"
        for path in (("body",), ("body", "body.content"), ("body", "body.content", "block")):
            if value := attribute(child(self.nitf, *path), XML_LANG):
                return value, f"nitf:{path[-1]}/@xml:lang"
        return "", ""

    def headlines(self) -> tuple[Headline, ...]:
        """Its headlines: hl1, else the title; hl2 above the text are sub-headlines."""
        found: list[Headline] = []
        for head in children(self.body, "hedline"):
            for line in children(head, "hl1", "hl2"):
                if value := words_in(line):
                    name = local(line)
                    main = name == "hl1" and all(h.role != "main" for h in found)
                    found.append(Headline(value, "main" if main else "sub", f"nitf:{name}"))
        if not any(h.role == "main" for h in found):
            title = words_in(child(self.nitf, "head", "title"))
            if title:
                found.insert(0, Headline(title, "main", "nitf:head/title"))
            elif found:
                found[0] = Headline(found[0].value, "main", found[0].basis)
        return tuple(found)

    def by(self) -> Statement[str]:
        """The byline as printed, all of its lines."""
        lines = map(_byline, children(self.body, "byline"))
        return said(" / ".join(filter(None, lines)), "nitf:byline")

    def people(self) -> Iterator[Contributor]:
        """Who a byline marks as persons."""
        for line in children(self.body, "byline"):
            title = words_in(child(line, "byttl")) or None
            for person in descendants(line, "person"):
                if name := words_in(person):
                    yield Contributor(
                        name,
                        "author",
                        "nitf:byline/person",
                        code=(attribute(person, "idsrc") and attribute(person, "value")) or None,
                        title=title,
                    )

    def dateline(self) -> str:
        """The dateline as printed, "" for none: a moment for machines is none."""
        printed = filter(None, map(words_in, children(self.body, "dateline")))
        return next((text for text in printed if not _FOR_MACHINES.fullmatch(text)), "")

    def created(self) -> Statement[Edtf] | None:
        """When the story was written, as its dateline says (`story.date/@norm`)."""
        date = child(self.body, "dateline", "story.date")
        found = moment(attribute(date, "norm"), "nitf:story.date/@norm")
        return found if found.known or found.reason != "not stated in the source" else None

    def lead(self) -> Statement[str]:
        """The abstract; else the paragraph that is marked as lead. What repeats hl1 is none."""
        headlines = {h.value.casefold() for h in self.headlines()}
        abstract = words_in(child(self.body, "abstract"))
        if abstract and abstract.casefold() not in headlines:
            return said(abstract, "nitf:abstract")
        for content in children(_body(self.nitf), "body.content"):
            for paragraph in descendants(content, "p"):
                if "true" in {attribute(paragraph, name) for name in _LEAD}:
                    return said(words_in(paragraph), "nitf:p/@lede")
        return not_stated()

    def date(self, name: str) -> Statement[Edtf]:
        """A date of docdata by its element."""
        return moment(attribute(child(self.docdata, name), "norm"), f"nitf:{name}/@norm")

    @property
    def distributor(self) -> str:
        """Who distributes it, in its words."""
        return words_in(child(self.body, "distributor"))

    @property
    def pubdata(self) -> etree._Element | None:
        """Where it was published."""
        return child(self.nitf, "head", "pubdata")

    def published(self) -> Statement[Edtf]:
        """When it was published; a time of `000000` says that there is none (NITF 3.6)."""
        value = attribute(self.pubdata, "date.publication")
        return moment(value.removesuffix(_WITHOUT_TIME), "nitf:pubdata/@date.publication")

    def printed(self) -> Printed | None:
        """Where it stood in a printed paper."""
        names = {
            "edition": "edition.name",
            "section": "position.section",
            "page": "position.sequence",
        }
        values = {
            field: said(attribute(self.pubdata, name), f"nitf:pubdata/@{name}")
            for field, name in names.items()
            if attribute(self.pubdata, name)
        }
        return Printed(**values) if values else None

    def rights(self) -> Rights:
        """Copyright and terms."""
        holder = attribute(child(self.docdata, "doc.copyright"), "holder")
        rights = child(self.body, "rights")
        owner = words_in(child(rights, "rights.owner"))
        return Rights(
            copyright_notice=said(words_in(rights), "nitf:rights"),
            copyright_holder=said(holder, "nitf:doc.copyright/@holder")
            if holder
            else said(owner, "nitf:rights.owner"),
            usage_terms=said(_terms(child(self.docdata, "doc.rights")), "nitf:doc.rights"),
        )

    def keywords(self) -> Iterator[Term]:
        """The words of its key-list."""
        for word in at(self.docdata, "key-list", "keyword"):
            if name := attribute(word, "key"):
                yield Term(name, "nitf:key-list/keyword/@key")

    def subjects(self) -> Iterator[Term]:
        """The subjects of tobject: codes of IPTC's subject codes, and their names."""
        for subject in at(child(self.nitf, "head"), "tobject", "tobject.subject"):
            code = attribute(subject, "tobject.subject.refnum")
            parts = ("detail", "matter", "type")
            name = next(
                filter(None, (attribute(subject, f"tobject.subject.{p}") for p in parts)), ""
            )
            if name or code:
                plain = code.isdigit() and len(code) == len("15000000")
                yield Term(
                    name or code,
                    "nitf:tobject.subject",
                    uri=f"{_SUBJECTS}{code}" if plain else None,
                    code=code or None,
                    scheme=_SUBJECTS if plain else None,
                )
        for path in ("classifier", "object.title", "org", "event", "person"):
            for found in at(self.docdata, "identified-content", path):
                if name := words_in(found) or attribute(found, "value"):
                    yield Term(name, f"nitf:identified-content/{path}")

    def places(self) -> Iterator[Term]:
        """Where it happened, as docdata says."""
        for place in children(self.docdata, "evloc"):
            names = ("city", "county-dist", "state-prov", "iso-cc")
            shown = ", ".join(filter(None, (attribute(place, name) for name in names)))
            if name := words_in(place) or shown:
                yield Term(name, "nitf:evloc", code=attribute(place, "iso-cc") or None)
        for place in at(self.docdata, "identified-content", "location"):
            if name := words_in(place) or attribute(place, "value"):
                yield Term(name, "nitf:identified-content/location")

    def notes(self) -> Statement[str]:
        """What is said to editors, and the line that ends the text (`tagline`)."""
        body = child(self.nitf, "body")
        said_so = [attribute(e, "info") for e in children(self.docdata, "ed-msg")]
        said_so += [words_in(e) for e in children(self.body, "note")]
        said_so += [words_in(e) for e in at(body, "body.end", "tagline")]
        texts = list(dict.fromkeys(filter(None, said_so)))
        return said(" / ".join(texts), "nitf:ed-msg") if texts else not_stated()


def _byline(line: etree._Element) -> str:
    """A byline on one line: `By<person>Ann Lee</person>` has a space that nobody wrote."""
    text = words_in(line)
    for name in filter(None, map(words_in, descendants(line, "person"))):
        text = re.sub(rf"(?<=\w)(?={re.escape(name)})", " ", text, count=1)
    return text


def _body(nitf: etree._Element) -> etree._Element | None:
    return nitf if local(nitf) == "body" else child(nitf, "body")


def _terms(rights: etree._Element | None) -> str:
    if rights is None:
        return ""
    shown = ("limitations", "agent", "type", "geography", "enddate")
    said_so = [words_in(rights), *(attribute(rights, name) for name in shown)]
    return "; ".join(filter(None, said_so))

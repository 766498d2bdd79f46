# quotes and dashes of other languages
"""Who is named in a line of plain text: bylines, the items of a source line, datelines."""

import re
from dataclasses import dataclass

from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.words import (
    NAME_PARTICLES,
    PAPERS,
    PARTICLES,
    ends_sentence,
    is_agency,
    is_unnamed,
    phrases,
)

_LONGEST_NAMES = 120
_MOST_WORDS = 14
_LONGEST_BYLINE = 100
_LONGEST_NAME = 5
_LONGEST_PLACE = 4
_TRIM = "\"'“”‘’«»().,;"

_BYLINE = re.compile(
    r"(?:von unserer? (?:mitarbeiterin|mitarbeiter|korrespondentin|korrespondent|redakteurin"
    r"|redakteur|reporterin|reporter)|von unserem (?:mitarbeiter|korrespondenten|redakteur"
    r"|reporter)"
    r"|de notre (?:correspondante?|envoyée? spéciale?)|de nuestr[oa] corresponsal|dal nostro "
    r"(?:corrispondente|inviato)|van onze (?:correspondent|verslaggever)"
    r"|by|von|par|por|di|da|door|av|af|oleh|text|testo di|texto de|texto|texte|tekst|teksti"
    r"|reportage"
    r"|story by|words by|written by|reported by|a cura di|rédigé par|oprac\.|opracował"
    r"|opracowała|του|της"
    r"|propos recueillis par|das gespräch führten?|συνέντευξη στ(?:ον|ην)"
    r"|מאת|بقلم|كتب|كتبت|نوشته"
    r"|記者|记者|本报记者|本報記者|文/|文／)(?:\s?[:：]|\s[-–])?\s+(?P<names>\S.*)"
    # copied from a page without the blank
    r"|(?-i:By|Von|Por|Par|Di|Door)(?P<glued>(?-i:[A-ZÀ-Þ])[^\W\d_]+ (?-i:[A-ZÀ-Þ]).*)",
    re.IGNORECASE,
)
_CLOSE_BYLINE = re.compile(
    r"(?:本报记者|本報記者|特约记者|记者|記者|文/"
    r"|文／)\s?(?P<names>[\u4e00-\u9fff]{2,4}(?:[、，\s][\u4e00-\u9fff]{2,4}){0,4})"
    r"(?:\s?[／/]\s?[^\s／/]{1,12}(?:報導|报道|報道))?"
    r"|(?:[\uac00-\ud7a3]{2,6}\s?=\s?)?(?:글·사진 |글 |사진 |취재 )?"
    r"(?P<korean>[\uac00-\ud7a3]{2,4}(?:[·,\s]+[\uac00-\ud7a3]{2,4}){0,3})\s(?:기자|특파원|선임기자)"
    r"(?:\s[\w.-]+@[\w.-]+)?"
)
_APART = re.compile(r"[、，,·\s]+")
_CORRESPONDENT = re.compile(
    r"(?i)(?:from|by) (?:our|a) (?:own |special |staff )?(?:correspondent|reporter)s?\.?"
)
_FROM_AGENCIES = re.compile(
    r"(?i:(?:(?:compiled )?from|by|aus|von|par|avec|por|con|da|van|door|agencies"
    r"|agenturen)\s+)?(?P<names>\S.*?)"
    r"(?:\s+(?:in|à|en|a|em|te)\s+(?P<place>[^\W\d_][\w .'-]{1,30}))?"
)
_AGENCY_BYLINE = re.compile(r"(?P<names>[^|]+?)\s*\|\s*(?P<agency>[^|]+)")
_AND = r"(?:and|und|et|y|e|ve|en|i|a|och|og|dan|và|и|та|και|&|\+|/)"
_JOINS = re.compile(rf"\s*,\s*{_AND}\s+|\s+{_AND}\s+|\s*[,、،·]\s*")
_ROLE = re.compile(
    r"(?i)\b(?:correspondents?|reporters?|editors?|staff|writers?|bureau|chief|news|agency|agence|"
    r"agencia|agenzia|agentur|service|press|times|post|redaktion|university|newspapers?"
    r"|network|newswire|wire|bureaus?|columnist|contributors?|critic|korrespondentin|korrespondent|"
    r"journalists?|analysts?|professor|photos?|world|tv|radio|media|magazine|daily|inc|ltd)\b"
)
_BEHIND = re.compile(
    r"[|(]|\s[–—-]\s|\s(?:in|en|à|avec|mit|with|con|com|met)\s(?=[^\W\d_])"
)  # where a person is
_ASIDE = re.compile(r"\s?\([^()]*\)")
_WITH = re.compile(r"\s(?:avec|mit|with|con|com|met)\s")
_LAST_AND = re.compile(rf"(?P<left>\S.*)\s+{_AND}\s+(?P<right>\S.*)")
_FIRST_AND = re.compile(rf"{_AND}\s+")
_MARKS = re.compile(r"[,;/](?![^(]*\))")
_MARKS_BUT_SLASH = re.compile(r"[,;](?![^(]*\))")
_IN_BRACKETS = re.compile(r"(?P<before>[^()]*[^()\s])\s*\((?P<inside>[^()]*\w[^()]*)\)")

_DASH = r"(?P<dash>\s+[-–—]{1,2}\s+|\s*—\s*|\s*--\s*)"
_AGENCY_DATELINE = re.compile(
    rf"(?P<dateline>(?P<place>[^\W\d_][^():;!?]{{0,59}}?)\s*\((?P<agency>[^()]{{2,30}})\))"
    rf"{_DASH}\S"
)
_INITIALS = re.compile(r",\s(?:[A-Z]\.\s?)*[A-Z]\.")
_BARE_DATELINE = re.compile(
    rf"(?P<dateline>(?P<place>[^\W\d_][^(),:;!?–—\d]{{2,39}}?)(?P<more>(?:,\s[^():;!?–—]{{1,25}})?))"
    rf"{_DASH}[\"“„«‘']?(?P<next>\w)"
)


def names_only(text: str) -> bool:
    """Whether `text` has nothing but names in it, and so is a value and not a sentence.

    Every word has a capital, no case at all, or a dot inside as a domain has; or it is a particle,
    an agency, or one lone word.
    """
    words = text.removesuffix(".").split()
    if len(text) > _LONGEST_NAMES or not 0 < len(words) <= _MOST_WORDS:
        return False
    if text.endswith(("?", "!", ":", "…", "。")):
        return False
    unnamed = any(
        is_unnamed(" ".join(words[i:j]).strip(_TRIM))
        for i in range(len(words))
        for j in range(i + 1, min(i + 4, len(words) + 1))
    )
    return len(words) == 1 or all(_nameable(word, unnamed=unnamed) for word in words)


_UNNAMED_WORDS = phrases(
    "agencies,agency,news,wire,wires,newswires,services,reports,other,press,haber,"
    "ajansları,ajanslar,agenturen,nachrichtenagenturen,agences,presse,agencias,noticias,"
    "agências,notícias,agenzie,stampa,agentschappen,persbureaus,nieuwsagentschappen"
)


def _nameable(word: str, *, unnamed: bool) -> bool:
    bare = word.strip(_TRIM)
    lower = bare.casefold()
    return (
        bare == bare.swapcase()
        or any(c.isupper() for c in bare)
        or lower in PARTICLES
        or lower in PAPERS  # Lidové noviny
        or "." in bare
        or all(is_agency(part) for part in bare.split("/"))
        or (unnamed and lower in _UNNAMED_WORDS)
    )


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline: the line, and the people that it certainly names."""

    line: Stretch
    people: tuple[Stretch, ...]


def read_byline(line: Stretch) -> Byline | None:
    """The byline that `line` is, None where it is none. "By 2004, ..." is prose."""
    line = line.part(0, len(line.text.rstrip("= ")))  # the mark of some agencies
    if len(line.text) > _LONGEST_BYLINE or any(c.isdecimal() for c in line.text):
        return None
    if match := _CLOSE_BYLINE.fullmatch(line.text):
        names = line.group(match, match.lastgroup or "names")
        # Japanese puts a blank into a name, Chinese and Korean between two.
        apart = match.lastgroup == "korean" or "记" in line.text
        return Byline(line, tuple(_parted(names, _APART)) if apart else people_in(names))
    if match := _BYLINE.fullmatch(line.text):
        names = line.group(match, "names" if match["names"] else "glued")
        if match["glued"] and not is_named(names.text):
            return None
        name, comma, role = names.text.partition(",")
        few = 0 < len(role.split()) <= _MOST_OF_A_ROLE and not ends_sentence(role)
        if (
            comma
            and _is_person(name)
            and (_LOWER_ROLE.fullmatch(role) or (few and role.islower() and is_named(name)))
        ):
            return Byline(line, (names.part(0, len(name)),))
        if not ends_sentence(names.text) and _starts_with_name(names.text):
            return Byline(line, people_in(names))
    if _CORRESPONDENT.fullmatch(line.text):
        return Byline(line, ())
    if (match := _AGENCY_BYLINE.fullmatch(line.text)) and is_agency(match["agency"]):
        return Byline(line, ()) if _is_person(match["names"]) else None
    return None


def read_close_byline(line: Stretch) -> Byline | None:
    """The byline as Chinese, Japanese and Korean write it, known wherever it stands."""
    short = len(line.text) <= _LONGEST_BYLINE
    return read_byline(line) if short and _CLOSE_BYLINE.fullmatch(line.text) else None


def read_named_role(line: Stretch) -> Byline | None:
    """The byline in a line with a person and what the person is: `A. Other, Staff Writer`."""
    name, comma, role = line.text.partition(",")
    if not comma or len(line.text) > _LONGEST_BYLINE or not _is_person(name.strip()):
        return None
    if not _ROLE.search(role) or ends_sentence(role):
        return None
    if not names_only(role) and not _LOWER_ROLE.fullmatch(role):
        return None
    return Byline(line, (line.part(0, len(name)),)) if not _ROLE.search(name) else None


_LOWER_ROLE = re.compile(
    r"(?i)\s*(?:[^\W\d_]+ ){0,3}(?:correspondent|reporter|editor|writer|columnist|critic"
    r"|korrespondent(?:in)?|redakteur(?:in)?|reporterin|envoyée? spéciale?|enviad[oa] especial"
    r"|inviat[oa](?: speciale)?|corresponsal|correspondante?|corrispondente|correspondente)"
    r"(?:\s(?:in|à|en|a|at|for|em|på|i|w|v|de)\s[\w' -]{2,30})?"
)
_MOST_OF_A_ROLE = 5  # words
_LONE_BY = re.compile(
    r"(?i)(?:by|von|par|por|di|door|av|af|van onze (?:verslaggever|verslaggeefster|correspondent)"
    r"|von unserem (?:mitarbeiter|korrespondenten|redakteur|reporter)"
    r"|de notre (?:correspondante?|envoyée? spéciale?)|de nuestr[oa] corresponsal"
    r"|dal nostro (?:corrispondente|inviato)|(?:from|by) our (?:own |special |staff )?"
    r"(?:correspondent|reporter))\s*[:.]?"
)


def is_lone_by(text: str) -> bool:
    """Whether a line only begins a byline, and the name stands under it: "By"."""
    return len(text) <= _LONGEST_NAMES and _LONE_BY.fullmatch(text) is not None


# Agencies that sign so: a name and a slash before another is the credit of a photo.
_SIGNED = re.compile(
    r"(?P<names>[^/()]{4,50})/(?P<agency>TT|TT-[A-Z]{2,4}|NTB|Ritzau|RITZAU|STT|BNS)\.?"
)


def read_signed(line: Stretch) -> Byline | None:
    """The byline in a line that is a name, a slash and an agency of the North: `Ann Other/TT`."""
    match = _SIGNED.fullmatch(line.text)
    if not match or not _is_person(match["names"].strip()):
        return None
    return Byline(line, (line.group(match, "names"),))


_NO_NAMES = phrases(
    "the,a,an,our,this,that,no,new,how,why,what,when,who,where,more,all,two,three,der,die,das,ein,"
    "eine,neue,neuer,neues,le,la,les,un,une,el,los,las,una,il,lo,gli,uno,o,os,as,um,uma,de,het,een"
)


@of_a_line
def read_person(line: Stretch) -> Byline | None:
    """A line that is nothing but names, as a byline; only its place tells whether it is one."""
    if len(line.text) > _LONGEST_BYLINE or any(c.isdecimal() for c in line.text):
        return None
    people = people_in(line)
    items = _parted(line, _JOINS)
    if not people or len(people) != len(items) or any(_ROLE.search(p.text) for p in people):
        return None
    if not all(person.text[0].isupper() for person in people):  # a script without capitals
        return None
    if line.text.split()[0].casefold() in _NO_NAMES:
        return None
    return Byline(line, people)


def is_from(line: Stretch) -> bool:
    """Whether a line of agencies says that the text is from them: "From AFP, AP and Reuters"."""
    return _FROM.match(line.text) is not None


_FROM = re.compile(r"(?i)(?:compiled from|from|by|aus|von|par|avec|por|con|da|van|door)\s")


@of_a_line
def read_agencies(line: Stretch) -> tuple[Stretch, ...]:
    """The agencies of a line that is nothing else: `AFP, Reuters`, `From AP and dpa in Tolm`."""
    bare = line.text.strip("()[]（）. ")
    if len(bare) > _LONGEST_BYLINE:
        return ()
    at = line.text.index(bare)
    text = line.part(at, at + len(bare))
    match = _FROM_AGENCIES.fullmatch(text.text)
    if not match or (match["place"] and not names_only(match["place"])):
        return ()
    items = _parted(text.group(match, "names"), _AGENCY_JOINS)
    return tuple(items) if items and all(is_agency(item.text) for item in items) else ()


_AGENCY_JOINS = re.compile(rf"\s*[,;/|]\s*(?:{_AND}\s+)?|\s+{_AND}\s+")


def named_in(names: Stretch) -> tuple[Stretch, ...]:
    """The persons in `names`, which Chinese parts by a blank, and others as `people_in` does."""
    apart = _parted(names, _APART)
    if len(apart) > 1 and all(_is_short_name(name.text) for name in apart):
        return tuple(apart)
    return people_in(names)


def people_in(names: Stretch) -> tuple[Stretch, ...]:
    """The persons and agencies in `names`, parted at commas and "and" only.

    What follows a comma and may be an office, an employer or a place is nobody.
    """
    found: list[Stretch] = []
    names = _before_employer(names)
    for item in _parted(names, _JOINS):
        head = _BEHIND.split(item.text, maxsplit=1)[0].rstrip()
        if _is_short_name(head) or (
            _is_person(head) and not _is_office(head, found) and not is_agency(head)
        ):
            found.append(item.part(0, len(head)))
        elif not found:
            return (item,) if is_agency(head) else ()
    return tuple(found)


_STAFF = re.compile(
    r"(?i).*\b(?:staff|reporters?|correspondents?|writers?|editors?|desk|team|bureau|newsroom|"
    r"redaktion|agencies|service|report)"
)
_OURS = re.compile(  # our correspondent, the editors
    r"(?i)(?:.*\s)?(?:סופרנו|כתבנו|מערכת|مراسلنا|المحرر|خبرنگار|संवाददाता|ब्यूरो|প্রতিবেদক|প্রতিনিধি|"
    r"корреспондент|собкор|редакция|редакція|muhabirimiz|haber merkezi|ανταποκριτής|σύνταξη|redação"
    r"|redacción|redazione|rédaction|redactie|redakcja)(?:\s.*)?"
)
_FEWEST_OF_A_HOUSE = 3  # words; two may be Emily Post


def _is_office(text: str, found: list[Stretch]) -> bool:
    """Whether a text names a desk or an employer, not a person: "Tolm Post Staff"."""
    if _STAFF.fullmatch(text) or _OURS.fullmatch(text):
        return True
    more = found or len(text.split()) >= _FEWEST_OF_A_HOUSE
    return bool(more and _ROLE.search(text))


_PAIR = re.compile(rf"(?P<pair>[^,]+\s{_AND}\s[^,]+),\s[^,]+")


def _before_employer(names: Stretch) -> Stretch:
    """`names` without what follows two names with "and" between them: whom they work for."""
    match = _PAIR.fullmatch(names.text)
    return names.group(match, "pair") if match else names


_EASTERN = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}|[\u3040-\u30ff\u4e00-\u9fff]{3,6}"
)


def _is_short_name(text: str) -> bool:
    """Whether a text is a name as Chinese, Japanese and Korean write it, without a blank."""
    return _EASTERN.fullmatch(text) is not None and not is_agency(text)


def _starts_with_name(text: str) -> bool:
    items = [_BEHIND.split(item, maxsplit=1)[0].strip() for item in _JOINS.split(text)]
    if not _is_person(items[0]) and not is_agency(items[0]):
        return False
    return names_only(_ASIDE.sub("", _WITH.sub(", ", text)))


def _is_person(text: str) -> bool:
    """Whether `text` is two to five words, with capitals but for particles between."""
    words = text.split()
    if not 2 <= len(words) <= _LONGEST_NAME:  # noqa: PLR2004  # one word may be anything
        return False
    if words[0].casefold() in _BEGINS_BYLINE:
        return False
    return all(_capital(word) or word in NAME_PARTICLES for word in words) and all(
        _capital(word) and word.casefold() not in NAME_PARTICLES for word in (words[0], words[-1])
    )


_BEGINS_BYLINE = phrases("by,par,por,door,oleh,the,les,los,las,der,die,das,het,gli")


def _capital(word: str) -> bool:
    first = word[0]
    return first.isalpha() and (first.isupper() or first.lower() == first.upper())


@dataclass(frozen=True, slots=True)
class SourceItems:
    """What a source line lists: sources with a name, and mentions of agencies without one."""

    named: tuple[Stretch, ...]
    unnamed: tuple[Stretch, ...]


def read_sources(value: Stretch) -> SourceItems:
    """The items of `value`, the part of a source line after its label.

    "and" parts two items only where one side names nobody, where commas part others already, or
    where both sides are well-known agencies: "Johnson and Johnson" is one source.
    """
    items = _listed(value.part(0, len(value.text.removesuffix("."))))
    return SourceItems(
        tuple(item for item in items if not is_unnamed(item.text)),
        tuple(item for item in items if is_unnamed(item.text)),
    )


def _listed(value: Stretch) -> list[Stretch]:
    if match := _IN_BRACKETS.fullmatch(value.text):  # agencies (AP, AFP)
        inside = _listed(value.group(match, "inside"))
        if all(is_agency(item.text) or is_unnamed(item.text) for item in inside):
            return [*_listed(value.group(match, "before")), *inside]
    pieces = _parted(value, _MARKS if _slashes_part(value.text) else _MARKS_BUT_SLASH)
    items: list[Stretch] = []
    for piece in pieces:
        start = match.end() if len(pieces) > 1 and (match := _FIRST_AND.match(piece.text)) else 0
        items += _parted_at_and(piece.part(start, len(piece.text)), listed=len(pieces) > 1)
    return items


def _slashes_part(text: str) -> bool:
    return "://" not in text and not re.search(r"\w\.\w+/", text)


def _parted(stretch: Stretch, at: re.Pattern[str]) -> list[Stretch]:
    parts, start = [], 0
    for match in at.finditer(stretch.text):
        parts.append(stretch.part(start, match.start()))
        start = match.end()
    parts.append(stretch.part(start, len(stretch.text)))
    return [part for part in parts if part.text]


def _parted_at_and(item: Stretch, *, listed: bool) -> list[Stretch]:
    match = _LAST_AND.fullmatch(item.text)
    if not match:
        return [item]
    left, right = item.group(match, "left"), item.group(match, "right")
    rest = _parted_at_and(left, listed=listed)
    both = is_agency(rest[-1].text) and is_agency(right.text)
    if listed or both or is_unnamed(rest[-1].text) or is_unnamed(right.text):
        return [*rest, right]
    return [item]


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place, and what else stands before the dash; the agencies in parentheses there.

    `people` are the reporters that it names.
    """

    stretch: Stretch
    agencies: tuple[Stretch, ...] = ()
    people: tuple[Stretch, ...] = ()


def read_dateline(paragraph: Stretch) -> Dateline | None:
    """The dateline that `paragraph` begins with; None where the dash is a dash of the prose."""
    first = re.split(r"[\r\n]", paragraph.text, maxsplit=1)[0]
    line = paragraph.part(0, len(first))
    if match := _AGENCY_DATELINE.match(line.text):
        agencies = _parted(paragraph.group(match, "agency"), re.compile(r"[/,;]"))
        known = all(is_agency(a.text) for a in agencies)
        place = match["place"].partition(",")[0]
        named = known or all(a.text[0].isupper() for a in agencies)
        if (_all_upper(place) and named and not line.text[match.end() - 1].islower()) or (
            known and names_only(place) and len(place.split()) <= _LONGEST_PLACE
        ):
            return Dateline(paragraph.group(match, "dateline"), tuple(agencies))
    match = _BARE_DATELINE.match(line.text)
    # "NATO — the alliance — said" is prose: after a dateline a sentence begins, and no second dash
    # closes a parenthesis.
    if match and _INITIALS.fullmatch(match["more"]):  # of a person: TARRANT, J. H. - On 3 March
        return None
    if match and _all_upper(match["place"]) and match["next"].isupper():
        rest = paragraph.text[match.end() :]
        if not re.search(r"\s[-–—]{1,2}\s|—", rest.split(".")[0]):
            return Dateline(paragraph.group(match, "dateline"))
    return None


def _all_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)  # noqa: PLR2004  # not UN, US, EU

# quotes and dashes of other languages
"""Lines that say who wrote a text: by a word, by what the person is, or by a name alone. Pure."""

import re
from dataclasses import dataclass

from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.names import (
    APART,
    BEHIND,
    JOINS,
    LONGEST_NAMES,
    ROLE,
    may_be_person,
    names_only,
    parted,
    people_in,
)
from newsarchive.formats.text.words import ends_sentence, is_agency, phrases

LONGEST_BYLINE = 100
_BYLINE = re.compile(
    r"(?:von unserer? (?:mitarbeiterin|mitarbeiter|korrespondentin|korrespondent|redakteurin"
    r"|redakteur|reporterin|reporter)|von unserem (?:mitarbeiter|korrespondenten|redakteur"
    r"|reporter)"
    r"|de notre (?:correspondante?|envoyée? spéciale?)|de nuestr[oa] corresponsal|dal nostro "
    r"(?:corrispondente|inviato)|van onze (?:correspondent|verslaggever)"
    r"|by|von|par|por|di|da|door|av|af|oleh|text|testo di|texto de|texto|texte|tekst|teksti"
    r"|reportage"
    r"|interview by|story by|words by|written by|reported by|a cura di|rédigé par|oprac\.|opracował"
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
_CORRESPONDENT = re.compile(
    r"(?i)(?-i:Special(?: [Dd]ispatch| [Cc]able)? to (?:[Tt]he )?[A-Z][\w .'&-]{2,40})\.?"
    r"|(?:from|by) (?:our|a) (?:own |special |staff )?(?:correspondent|reporter)s?\.?"
)
_AGENCY_BYLINE = re.compile(r"(?P<names>[^|]+?)\s*\|\s*(?P<agency>[^|]+)")
_ASIDE = re.compile(r"\s?\([^()]*\)")
_WITH = re.compile(r"\s(?:avec|mit|with|con|com|met)\s")


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline: the line, and the people that it certainly names."""

    line: Stretch
    people: tuple[Stretch, ...]


def read_byline(line: Stretch) -> Byline | None:
    """The byline that `line` is, None where it is none. "By 2004, ..." is prose."""
    line = line.part(0, len(line.text.rstrip("= ")))  # the mark of some agencies
    if len(line.text) > LONGEST_BYLINE or any(c.isdecimal() for c in line.text):
        return None
    if match := _CLOSE_BYLINE.fullmatch(line.text):
        names = line.group(match, match.lastgroup or "names")
        # Japanese puts a blank into a name, Chinese and Korean between two.
        apart = match.lastgroup == "korean" or "记" in line.text
        return Byline(line, tuple(parted(names, APART)) if apart else people_in(names))
    if match := _BYLINE.fullmatch(line.text):
        names = line.group(match, "names" if match["names"] else "glued")
        if match["glued"] and not is_named(names.text):
            return None
        name, comma, role = names.text.partition(",")
        few = 0 < len(role.split()) <= _MOST_OF_A_ROLE and not ends_sentence(role)
        if (
            comma
            and may_be_person(name)
            and (_LOWER_ROLE.fullmatch(role) or (few and role.islower() and is_named(name)))
        ):
            return Byline(line, (names.part(0, len(name)),))
        if not ends_sentence(names.text) and _starts_with_name(names.text):
            return Byline(line, people_in(names))
    if _CORRESPONDENT.fullmatch(line.text):
        return Byline(line, ())
    if (match := _AGENCY_BYLINE.fullmatch(line.text)) and is_agency(match["agency"]):
        return Byline(line, ()) if may_be_person(match["names"]) else None
    return None


def read_close_byline(line: Stretch) -> Byline | None:
    """The byline as Chinese, Japanese and Korean write it, known wherever it stands."""
    short = len(line.text) <= LONGEST_BYLINE
    return read_byline(line) if short and _CLOSE_BYLINE.fullmatch(line.text) else None


def read_named_role(line: Stretch) -> Byline | None:
    """The byline in a line with a person and what the person is: `A. Other, Staff Writer`."""
    name, comma, role = line.text.partition(",")
    if not comma or len(line.text) > LONGEST_BYLINE or not may_be_person(name.strip()):
        return None
    if not ROLE.search(role) or ends_sentence(role):
        return None
    if not names_only(role) and not _LOWER_ROLE.fullmatch(role):
        return None
    return Byline(line, (line.part(0, len(name)),)) if not ROLE.search(name) else None


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
    return len(text) <= LONGEST_NAMES and _LONE_BY.fullmatch(text) is not None


# Agencies that sign so: a name and a slash before another is the credit of a photo.
_SIGNED = re.compile(
    r"(?P<names>[^/()]{4,50})/(?P<agency>TT|TT-[A-Z]{2,4}|NTB|Ritzau|RITZAU|STT|BNS)\.?"
    r"|(?P<before>[^/(),]{4,50}?)(?:,\s+(?P<behind>[^/(),]{2,30})|\s*\((?P<inside>[^/()]{2,30})\))"
)


def read_signed(line: Stretch) -> Byline | None:
    """The byline in a line that is a name and an agency: `Ann Other/TT`, `Jan Kowal, PAP`.

    With a slash only of the North; houses of pictures sign so, too, with a comma or in brackets.
    """
    match = _SIGNED.fullmatch(line.text) if len(line.text) <= LONGEST_BYLINE else None
    if not match:
        return None
    agency = match["behind"] or match["inside"]
    if agency and (agency in _OF_PICTURES or not is_agency(agency)):
        return None
    name = line.group(match, "before" if agency else "names")
    return (
        Byline(line, (name,)) if may_be_person(name.text) and not ROLE.search(name.text) else None
    )


_OF_PICTURES = phrases(
    "AP,AFP,EPA,Reuters,REUTERS,Getty,Getty Images,dpa,ANSA,EFE,TASS,ТАСС,Xinhua"
)


_NO_NAMES = phrases(
    "the,a,an,our,this,that,no,new,how,why,what,when,who,where,more,all,two,three,der,die,das,ein,"
    "eine,neue,neuer,neues,le,la,les,un,une,el,los,las,una,il,lo,gli,uno,o,os,as,um,uma,de,het,een"
)


@of_a_line
def read_person(line: Stretch) -> Byline | None:
    """A line that is nothing but names, as a byline; only its place tells whether it is one."""
    if len(line.text) > LONGEST_BYLINE or any(c.isdecimal() for c in line.text):
        return None
    people = people_in(line)
    items = parted(line, JOINS)
    if not people or len(people) != len(items) or any(ROLE.search(p.text) for p in people):
        return None
    if not all(person.text[0].isupper() for person in people):  # a script without capitals
        return None
    if line.text.split()[0].casefold() in _NO_NAMES:
        return None
    return Byline(line, people)


def _starts_with_name(text: str) -> bool:
    items = [BEHIND.split(item, maxsplit=1)[0].strip() for item in JOINS.split(text)]
    if not may_be_person(items[0]) and not is_agency(items[0]):
        return False
    return names_only(_ASIDE.sub("", _WITH.sub(", ", text)))

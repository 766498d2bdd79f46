# quotes, dashes and agencies of many scripts
"""What agency copy prints before its text: place, date and agencies, in the order of many houses.

`LONDON (Reuters) - `, `Tolm, 4 ago (EFE).- `, `(AFP) - PARIS, 14 mars 2017 - `,
`ТОЛЬМ, 12 декабря. /ТАСС/. `, `新华社北京3月3日电`, `【東京共同】`, `(서울=연합뉴스)`.
Something is a dateline only where it names an agency that is known, or where names.read_dateline
takes it for one.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from newsarchive.formats.text.bare_datelines import Dateline, read_dateline
from newsarchive.formats.text.calendars import MONTHS
from newsarchive.formats.text.doubts import is_dated
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.memory import of_a_line
from newsarchive.formats.text.names import named_in, names_only
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.papers import is_paper
from newsarchive.formats.text.words import is_agency, is_unnamed, phrases

_MOST_KEPT = 1 << 8  # as many as there can be of signs
_DASH = r"(?:\s*[.:،।]?\s*(?:--|[-–—―－])\s*|\s+_+\s+|\s*[.:।]\s+)"
_PLACE = r"(?P<place>[^\W\d_][^()/:;!?【】\n]{1,60}?)"
_PLACES = _PLACE.replace("()/", "()")  # two with a slash
_DATE = r"(?:(?:\s*[,،.]\s*|\s+(?=\d))(?P<date>[^()/【】\n]{2,30}?))?"
_PROVINCE = r"(?: \([^\W\d_][^()/\d\n]{1,30}\))?"  # BORGOMIRO (NOVARA)
_CAPITAL = "[A-ZÀ-ÞА-Я]"
_IN_CAPITALS = (  # NEW DELHI, Mar 14 (PTI) The ferry
    rf"(?P<dateline>(?P<place>{_CAPITAL}(?:{_CAPITAL}|[ .'-]){{2,40}}){_DATE}\s*"
    rf"\((?P<agency>[A-Z]{{2,6}})\))\s+(?={_CAPITAL}|[\"“])"
)
_WITHOUT_DASH = (  # Tolm (AP) Beim Anlegen
    rf"(?!(?:Die|Der|Das|The|La|Le|El|Il) )(?P<dateline>(?P<place>{_CAPITAL}[^\W\d_]+"
    rf"(?:[ -]{_CAPITAL}[^\W\d_]+)?) \((?P<agency>[A-Za-z]{{2,8}})\)) (?=[\"“„«]?{_CAPITAL})"
)
_WITH_DATE = (  # तोल्म, 14 मार्च (भाषा) the text; Tolm, 14 Mar (AFP) : the text
    rf"(?P<dateline>{_PLACE}{_PROVINCE}\s*[,،]\s*(?P<date>[^()/【】\n\d]{{0,12}}\d{{1,2}}[^()/【】\n]{{0,24}}?)\s*"
    r"\((?P<agency>[^()\n]{2,20})\))\s*(?:[:：-]\s+)?(?=\S)"
)
_OWN = re.compile(  # of the paper itself
    rf"(?P<dateline>{_CAPITAL}[^\W\d_]+(?:[ /-]{_CAPITAL}[^\W\d_]+){{0,2}}"
    r"(?:, \d{1,2}\.?(?: [^\W\d_]{3,9}\.?)?)?"
    r" \((?:Eig\. ?Ber\."
    r"|Eigener Bericht|[a-zäöüß]{2,4}|"
    r"Eigenbericht|eig|eb|EB|red|Red\.|own correspondent|Соб\. корр\.|Наш корр\."
    rf"|de notre correspondant)\)){_DASH}"
)
_BUREAU = re.compile(  # जागरण संवाददाता, नीलगढ़ : the text
    r"(?P<dateline>(?:[^\s,:।|]{2,20} ){0,2}(?:संवाददाता|ब्यूरो|प्रतिनिधि|टीम|"
    r"নিজস্ব প্রতিবেদক|প্রতিনিধি|প্রতিবেদক)"
    r"\s*,\s*[^\s,:।|]{2,20}(?: [^\s,:।|]{2,20})?)\s*(?:[:।]|[-–])\s+"
)
_HOUSE = re.compile(  # (CNN) The text
    rf"(?P<dateline>\([A-Z]{{2,6}}\))\s*(?:--|[-–—])?\s*(?=[\"“]?{_CAPITAL}[a-z]|[\"“]?A )"
)
_LOOSE = re.compile(  # Kesselhaven, Ruland (Newsroom One) -- the text
    rf"(?P<dateline>(?P<place>{_CAPITAL}[^\W\d_]+(?:[ -]{_CAPITAL}?[^\W\d_]+){{0,3}}"
    rf"(?:, {_CAPITAL}[^\W\d_]+(?: {_CAPITAL}[^\W\d_]+)?)?) \([A-Z][^()\n\d]{{1,30}}\))"
    r" ?(?:--|—) ?(?=[A-Z\"“])"
)
_DATED = re.compile(  # Valmoy, 2 août. -- The text
    rf"(?P<dateline>{_CAPITAL}[^\W\d_]+(?:[ '-][^\W\d_]+){{0,3}}{_PROVINCE}, "
    r"(?:(?:le |den |am |el )?\d{1,2}\.?(?:st|nd|rd|th|er)? (?:de |d')?)?"
    r"(?P<month>[^\W\d_]{3,12})\.?(?: \d{1,2})?(?:,? (?:de )?\d{4})?)"
    rf"(?:\.?\s*(?:--|[-–—])\s*|\. )(?=[\"“„«]?{_CAPITAL})"
)
_DAY = re.compile(  # Lerdal, 8.-- The text
    rf"(?P<dateline>{_CAPITAL}[^\W\d_]+(?: {_CAPITAL}[^\W\d_]+)?, \d{{1,2}})\.?\s*(?:--|[-–—])\s*"
    rf"(?=[\"“„«]?{_CAPITAL})"
)
_SHOUTED = re.compile(  # TOLM. The text
    rf"(?P<dateline>{_CAPITAL}{{4,20}}(?:[ -]{_CAPITAL}{{2,20}}){{0,2}})"
    r"(?P<mark>\.\s?[-–—]{1,2}|\.| /) "
    rf"(?=[\"“„«]?{_CAPITAL}(?:[a-zß-ÿа-я]| [a-zß-ÿа-я]))"
)
_NAMED = re.compile(  # Tolm. In Tolm ist
    rf"(?P<dateline>{_CAPITAL}[^\W\d_]{{2,20}}(?:[ -]{_CAPITAL}[^\W\d_]+)?)"
    rf"(?:\. |\s+[-–—]\s+)(?=[\"“„«]?{_CAPITAL})"
)
_DATE_IN_BRACKETS = re.compile(  # TOLM (April 4, 2011) -- The text
    rf"(?P<dateline>{_CAPITAL}[^\W\d_]+(?:[ ,.'-]+{_CAPITAL}[^\W\d_.]+){{0,3}}\.? "
    rf"\((?P<date>[^()\n]*\d{{4}})\)){_DASH}(?=[\"“„«]?{_CAPITAL})"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        (
            rf"(?P<reporter>{_CAPITAL}[^\W\d_]+ (?:{_CAPITAL}[^\W\d_]+ )?{_CAPITAL}[^\W\d_]+)/"
            rf"(?P<dateline>{_PLACE}{_DATE},?\s*\((?P<agency>[^()\n]{{2,30}})\)){_DASH}"
        ),
        (
            rf"(?P<dateline>{_PLACES}(?: \([^\W\d_][\w ]{{1,30}}\)(?=,| \d))?"
            rf"{_DATE}\s*[(（](?P<agency>[^()（）\n]{{2,40}})[)）]){_DASH}"
        ),
        rf"(?P<dateline>[(（](?P<agency>[^()（）\n]{{2,40}})[)）]\s*[-–—]+\s*{_PLACE}{_PROVINCE}{_DATE}){_DASH}",
        r"(?P<dateline>[(（](?P<agency>[^()（）\n]{2,40})[)）])\s*(?:--|[-–—])\s*",
        rf"(?P<dateline>[(](?P<agency>[A-Za-z]{{2,6}})[)])\s+(?=[\"“„«]?{_CAPITAL})",  # (sda) Ein
        (
            rf"(?P<dateline>[0-9]{{1,2}}\.[0-9]{{1,2}}\.[0-9]{{4}}\s+{_PLACE}\s*"
            rf"\((?P<agency>[^()\n]{{2,30}})\)){_DASH}"
        ),
        rf"(?P<dateline>{_PLACE}\s*/\s*(?P<agency>[^/()\n–—-]{{2,25}}))\s+[-–—]+\s+",
        rf"(?P<dateline>{_PLACE}{_DATE}\.?\s*/(?P<agency>[^/\n]{{2,30}})/)\s*[.:-]?\s*[-–—]?\s*",
        rf"(?P<dateline>{_PLACE}{_DATE}\.?\s*[-–—]\s*(?P<agency>[^.,:()–—\n-]{{2,25}}))\.\s+",
        (
            rf"(?P<dateline>{_PLACE}{_DATE}\.?\s*/[Кк]орр\. (?P<agency>[^/\s]{{2,15}}) "
            rf"(?P<reporter>[^/\n]{{5,40}})/)\s*[.:-]?\s*[-–—]?\s*"
        ),
        # القاهرة - رويترز: the text; Madrid / EFE: the text
        rf"(?P<dateline>{_PLACES}{_DATE}\s*[-–—/]\s*(?P<agency>[^.,:()–—/\n-]{{2,25}}))\s*[:：]\s+",
        _IN_CAPITALS,
        _WITHOUT_DASH,
        _WITH_DATE,
        (
            rf"(?P<dateline>{_PLACE}{_PROVINCE}\s*[,،]\s*(?P<words>[^()/【】\n\d]{{3,24}}?)\s*"
            r"\((?P<agency>[^()\n]{2,20})\))\s+(?=\S)"
        ),
        (
            rf"(?P<dateline>{_PLACE}, (?P<date>[^()/,\n]{{3,20}}), "
            r"(?P<agency>[^\W\d_]{3,20}))\s+[-–—]+\s+"
        ),
        rf"(?P<dateline>{_PLACE}{_DATE}\.?\s*[-–—]\s+(?P<agency>[^.,:()–—\n-]{{2,25}}))\s+[-–—]+\s+",
        (
            rf"(?P<dateline>{_PLACE}{_DATE}\.?\s*[-–—]\s+(?P<agency>[^.,:()–—\n-]{{2,25}}))"
            rf",\s+(?P<reporter>{_CAPITAL}\w+ {_CAPITAL}\w+)\.\s+"
        ),
        (
            rf"(?P<dateline>(?P<place>{_CAPITAL}[^\W\d_]+)\.\s+(?P<date>\d{{1,2}}\s+\w+)\.\s+"
            r"(?P<agency>[^.,:()\n]{2,25}?))(?:\.\s+|\s+[-–—]\s+)"
        ),
        rf"(?P<dateline>(?P<agency>[^\W\d_][\w ]{{1,24}}?)\s*[,،]\s*{_PLACE})\s+[-–—]+\s+",
    )
)
# For each of these forms, signs of which it has one, and of another kind of signs one as well.
_BRACKET, _SLASH, _LINE = "(（", "/", "-–—"
_SIGNS = frozenset(f"{_BRACKET}{_SLASH}{_LINE}:：")
_NEEDED = (
    (_SLASH, "("),
    (_BRACKET,),
    (_BRACKET, _LINE),
    (_BRACKET, _LINE),
    ("(",),
    ("(",),
    (_SLASH, _LINE),
    (_SLASH,),
    (_LINE,),
    (_SLASH,),
    (f"{_LINE}{_SLASH}", ":："),
    ("(",),
    ("(",),
    ("(",),
    ("(",),
    (_LINE,),
    (_LINE,),
    (_LINE,),
    (),
    (_LINE,),
)


@lru_cache(maxsize=_MOST_KEPT)
def _forms_with(signs: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """The forms that a line with these signs, and no other of `_SIGNS`, may have."""
    return tuple(
        form
        for form, needed in zip(_FORMS, _NEEDED, strict=True)
        if all(not signs.isdisjoint(kind) for kind in needed)
    )


_CHINESE = re.compile(
    r"(?P<dateline>(?P<agency>[^\W\d_]{2,6}?[社网網])(?P<place>[^\W\d_]{1,10}?)"
    r"(?:\d{1,4}年)?\d{1,2}月\d{1,2}日(?:電|电)(?:\s*[（(]\s*(?:记者|記者)(?P<reporter>[^）)]{1,30})[）)])?)\s*"
)
_CHINESE_OWN = re.compile(  # of the paper itself
    r"(?P<dateline>(?:本报|本報)(?:讯|訊|[^\W\d_]{0,6}(?:\d{1,2}月)?(?:\d{1,2}日)?[电電])"
    r"\s*(?:[（(]\s*(?:本报|本報)?(?:记者|記者|通讯员)\s*(?P<reporter>[^）)]{1,30})[）)])?)\s*"
)
_TAIWANESE = re.compile(
    r"(?P<dateline>[（(](?P<agency>[^\W\d_]{2,6}?[社网網])(?:記者"
    r"|记者)[^（）()\n]{2,16}?\d{1,2}日(?:專)?[電电][）)])\s*"
)
_JAPANESE = re.compile(
    r"(?P<dateline>[【［](?P<inside>[^】］＝=\n]{2,30})(?:[＝=](?P<reporter>[^】］\n]{2,12}))?[】］])\s*"
)
_KOREAN = re.compile(
    r"(?P<dateline>[(（【\[](?P<place>[^=()\n]{1,12})=(?P<agency>[^()=\n]{2,12}?)[)）】\]])\s*"
    r"(?:(?P<reporter>[^\W\d_]{2,4}(?:[ ·,]+[^\W\d_]{2,4}){0,3}) (?:기자|특파원)\s*[=:]\s*)?"
)
_MARKED = re.compile(r"[(（/\d–—―－_]|-[- ]| -")  # one of these is in each of the forms
_SECOND_DASH = re.compile(r"\A[^.]*?(?:\s--?\s|—|\s–\s)")
_LONGEST_PLACE = 5
_LONGEST = 130


@of_a_line
def dateline_of(paragraph: Stretch) -> tuple[Dateline, int] | None:
    """The dateline that a paragraph begins with, and where the text behind it begins."""
    line = paragraph.part(0, len(paragraph.text))
    beginning = line.text[:_LONGEST]
    signs = _SIGNS.intersection(beginning)
    for form in _forms_with(signs) if _MARKED.search(beginning) else ():
        match = form.match(beginning)
        if not match or not _is_of_a_month(match):
            continue
        if (names := tuple(_agencies(line, match))) and _is_place(match):
            return _with_reporter(line, *_found(line, match, names))
    for form in (_CHINESE, _TAIWANESE, _KOREAN):
        if (match := form.match(beginning)) and is_agency(match["agency"]):
            return _found(line, match, (line.group(match, "agency"),))
    if (match := _JAPANESE.match(beginning)) and (names := tuple(_inside(line, match))):
        return _found(line, match, names)
    if match := _of_the_paper(line, beginning, signs):
        return _found(line, match, ())
    if (known := read_dateline(paragraph)) and not _is_of_a_kind(known.stretch.text):
        behind = known.stretch.end - paragraph.start
        dash = re.compile(r"\s*(?:--|[-–—])\s*").match(paragraph.text, behind)
        return known, dash.end() if dash else behind
    return None


_SEEMS = re.compile(
    r"(?P<before>[^\n!?]{3,80}?)(?:\s*\.?\s*(?:--|—)\s*|\s+[-–―]\s+)[\"“„«']?(?P<next>\w)"
    r"|(?P<place>[^\s\d()!?]{3,}[^\n()!?]{0,40}? \([^()\n]{2,25}\))"
    r"\s*[.:]?\s*[\"“„«']?(?P<first>\w)"
)
_DATE_ENDS = re.compile(r"\d{4}\s?[.:–—]")
_LONGEST_DATE, _LONGEST_FOLIO = 30, 40
_KIND = re.compile(r"(?P<kind>[^\W\d_]+(?: [^\W\d_]+){0,2})\s?(?:\.|:|\s[-–—]|—)\s")
_OF_A_DATE = phrases("de,del,d,em,den,le,on,в,на,г,في,om,i,и,a,du,vom,am,dnia,z")


def seems_dateline(text: str) -> bool:
    """Whether a paragraph begins with what is rather a dateline, be it one that is not read."""
    beginning = text[:_LONGEST]
    if (end := _DATE_ENDS.search(beginning[:_LONGEST_DATE])) and is_dated(beginning[: end.end()]):
        return True  # June 3, 1958. The council agreed
    kind = _KIND.match(beginning)
    if kind and _is_of_a_kind(kind["kind"]):
        return True  # ENTRETIEN. The text
    match = _SEEMS.match(beginning)
    if not match or (match["next"] or match["first"]).islower():
        return False
    before = match["before"] or match["place"]
    if not any(c.isdecimal() or c in "(/" for c in before):
        return False
    words = [word.casefold() for word in _WORDS.findall(before)]
    signs = _IN_BRACKETS.sub(" ", before)
    small = [
        w
        for w in _WORDS.findall(signs)
        if w.islower() and w not in _OF_A_DATE and w.casefold() not in MONTHS and not is_agency(w)
    ]
    return len(words) <= _MOST_SEEMING and not small


_WORDS = re.compile(r"[^\W\d_]+")
_IN_BRACKETS = re.compile(r"\([^()]{0,25}\)")
_MOST_SEEMING = 9


def _of_the_paper(line: Stretch, beginning: str, signs: frozenset[str]) -> re.Match[str] | None:
    """A dateline that names no agency."""
    bracket = "(" in signs
    if match := (bracket and _OWN.match(beginning)) or _CHINESE_OWN.match(beginning):
        return match
    if match := _BUREAU.match(beginning) or _HOUSE.match(beginning):
        return None if _is_of_a_kind(match["dateline"].strip("()")) else match
    if bracket:
        if (match := _DATE_IN_BRACKETS.match(beginning)) and is_dated(match["date"]):
            return match
        if (match := _LOOSE.match(beginning)) and not _SECOND_DASH.search(line.text[match.end() :]):
            return match
    if (match := _DATED.match(beginning)) and match["month"].casefold() in MONTHS:
        return match if any(c.isdecimal() for c in match["dateline"]) else None
    match = _DAY.match(beginning) or _SHOUTED.match(beginning)
    if match and (
        is_paper(match["dateline"]) or is_dated(beginning[match.end() :][:_LONGEST_FOLIO])
    ):
        return None
    if match and not _is_shouted_kind(match, line.text):
        return None if _is_of_a_kind(match["dateline"]) else match
    if match:
        return None
    match = _NAMED.match(beginning)
    return match if match and _is_told(match, line.text) else None


_GERMAN = re.compile(r"(?i)\b(?:der|das|und|ist|hat|wurde|dem)\b")


def _is_shouted_kind(match: re.Match[str], text: str) -> bool:
    """Whether a word in capitals and a stop may be the kind of a text: TOURISME. Après deux ans.

    A place is one that the text names again, or that a dash follows; and German papers print so.
    """
    rest = text[match.end() : match.end() + _LONGEST_TOLD]
    if match.groupdict().get("mark") != "." or _GERMAN.search(rest):
        return False
    return match["dateline"].title() not in rest and match["dateline"] not in rest


def _is_told(match: re.Match[str], text: str) -> bool:
    """Whether the text says of what stands before it that it is a place: "in Tolm"."""
    place = re.escape(match["dateline"])
    told = re.compile(rf"(?:(?P<before>[^\W\d_]+) )?\b{place}\b")
    found = told.search(text, match.end(), match.end() + _LONGEST_TOLD)
    return found is not None and (found["before"] or "").casefold() not in _ARTICLES


def _is_of_a_kind(text: str) -> bool:
    return text.casefold() in _KINDS or is_rubric(text)


# Words of a desk in the place of a dateline: EXCLUSIVE. The text
_KINDS = phrases(
    "breaking,exclusive,update,updated,review,analysis,opinion,comment,correction,interview,notice,"
    "exklusiv,eilmeldung,kommentar,analyse,achtung,urgent,exclusif,exclusivo,última hora,срочно"
)
_LONGEST_TOLD = 300
# A word that comes again behind one of these is no place: Stille. Diese Stille
_ARTICLES = phrases(
    "der,die,das,den,dem,des,ein,eine,einen,kein,keine,diese,dieser,dieses,alle,mehr,viel,the,a,an,"
    "this,that,no,more,le,la,les,un,une,el,los,las,una,il,lo,gli,o,os,as,um,uma,het,een,"
)


def _found(
    line: Stretch, match: re.Match[str], agencies: tuple[Stretch, ...]
) -> tuple[Dateline, int]:
    by = line.group(match, "reporter") if match.groupdict().get("reporter") else None
    people = named_in(by) if by else ()
    return Dateline(line.group(match, "dateline"), agencies, people), match.end()


def _is_of_a_month(match: re.Match[str]) -> bool:
    """Whether a date in words has the name of a month: "पांच अक्टूबर"."""
    words = match.groupdict().get("words")
    return words is None or any(word.casefold() in MONTHS for word in words.split())


def _with_reporter(line: Stretch, found: Dateline, end: int) -> tuple[Dateline, int]:
    """The dateline with a reporter who stands behind it: `TOLM (AA) - EMRE DOĞAN - The text`."""
    match = _REPORTER.match(line.text[end : end + _LONGEST])
    if not match or not is_named(match["name"]):
        return found, end
    name = line.part(end + match.start("name"), end + match.end("name"))
    return replace(found, people=(*found.people, name)), end + match.end()


_REPORTER = re.compile(r"(?P<name>[^-–—.,:\n]{5,40}?)\s+[-–—]\s+(?=\S)")


def _agencies(line: Stretch, match: re.Match[str]) -> Iterator[Stretch]:
    """The agencies of a dateline; none at all where one of its items is none."""
    found, start = [], match.start("agency")
    for item in re.split(r"([,;、])", match["agency"]):
        name = line.part(start, start + len(item))
        start += len(item)
        bare = name.part(0, len(re.split(r"[/-]", name.text, maxsplit=1)[0]))  # AFP/desk
        if item in ",;、":
            continue
        if is_agency(name.text) or is_unnamed(name.text):
            found.append(name)
        elif is_agency(bare.text):
            found.append(bare)
            found += _slashed(name, len(bare.text) + 1)
        else:
            return
    yield from found


def _slashed(name: Stretch, start: int) -> Iterator[Stretch]:
    """The agencies among what else stands between slashes, beside the sign of the paper's own."""
    while start < len(name.text):
        end = name.text.find("/", start)
        item = name.part(start, end if end >= 0 else len(name.text))
        if is_agency(item.text):
            yield item
        start = end + 1 if end >= 0 else len(name.text)


def _is_place(match: re.Match[str]) -> bool:
    place = match.groupdict().get("place")
    if place is None:
        return True
    return names_only(place) and len(place.split()) <= _LONGEST_PLACE


def _inside(line: Stretch, match: re.Match[str]) -> Iterator[Stretch]:
    """The agency in brackets such as 【東京共同】: the whole, or what is left behind a place."""
    start, end = match.span("inside")
    for at in range(start, end - 1):
        if is_agency(line.text[at:end]):
            yield line.part(at, end)
            return
    for at in range(end - 2, start + 1, -1):  # 【法新社托尔姆二日电】
        if line.text[end - 1] in "电電" and is_agency(line.text[start:at]):
            yield line.part(start, at)
            return

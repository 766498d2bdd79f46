# names of papers and pages in other languages
"""What stands at the head of a printed article: the paper with its date and page, dates, roles."""

import re
from dataclasses import dataclass, replace

from newsarchive.formats.text.calendars import MONTHS, WEEKDAYS, plain_digits
from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Lines, Stretch
from newsarchive.formats.text.memory import of_a_text
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.words import DATE_VERBS, NAME_PARTICLES, PAPER_ENDS, PAPERS, phrases
from newsarchive.metadata import agencies

_SECTION_PAGE = re.compile(r"(?:\s{2,}|\t|\s[|·•]\s)[^\W\d_]{3,20}\s?/\s?(?P<page>[0-9]{1,3})$")
_PAGE = re.compile(
    r"(?i)\s*[,|•·;–—-]*\s*[(\[]?(?:page|pages|pg\.?|p\.|seite|s\.|página|pág\.|pagina|pag\."
    r"|strona|str\.|sida|sid\.?|side|oldal|pagina|"
    r"страница|стр\.|с\.|sayfa|s\.|strana|σελίδα|σελ\.|halaman|trang|หน้า|صفحة|الصفحة|ص|صفحه"
    r"|עמ'|עמוד|पृष्ठ|পৃষ্ঠা|σελίς)"
    r"\s*(?P<page>[A-Z]?-?[0-9]{1,3}[A-Z]?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten))[)\]]?\.?\s*$|\s*[,"
    r"|•·;–—-]*\s*[(（]?第?(?P<face>[0-9]{1,3})(?:面|版|頁|页|면)[)）]?\s*$"
    r"|\s*[,|•·;–—-]+\s*(?P<hungarian>[0-9]{1,3})\. (?:oldal|strana)\s*$"
)
_FIRST_PAGE = re.compile(
    r"(?i)\s*(?:page|seite|página|pagina|strona|sida)\s*(?P<page>[A-Z]?-?[0-9]{1,3}"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b\s*[,"
    r"|•·;–—-]*\s*"
)
_ISSUE = re.compile(
    r"(?i)(?:^|[\s,|•·;–—-]+)[0-9]{1,3}\.? ?"
    r"(?:jahrgang|jg\.?|årgang|année|anno|año|évfolyam|ročník)(?=$|[\s,|•·;–—-])"
    r"|(?:^|[\s,|•·;–—-]+)(?:夕刊|朝刊|[0-9]{1,2}(?:社会|総合|経済|政治|国際|地域|生活|文化))(?=$|\s)"
    r"|(?:^|[\s,|•·;–—-]+)(?:vol(?:ume|\.)?|n:o|n\.(?=\s?\d)|cent\.(?=\s?\d)|no\.?|nr\.?|n°|nº|№|num(?:ber|ero|éro|\.)?"
    r"|nummer|jahrgang|jg\.?|"
    r"année|año|anno|ano|anul|årgang|rok|ročník|price|preis|prix|precio|prezzo|einzelpreis"
    r"|cena|цена|ціна|číslo|szám|numer|broj|број|бр)(?![^\W\d_])[\s:]*[\w.,/$£€-]{1,12}(?:\s?\([0-9]{1,6}\))?"
    r"(?:\s?(?:коп|к|руб|pf|cents?|pence|d|dm|mark|lire|pesetas|öre|kr|kčs|zł|jahrgang|jg)\b\.?)?(?=$"
    r"|[\s,|•·;–—-])"
)
_NUMBER_FIRST = re.compile(r"(?P<page>[0-9]{1,3})(?:\s{2,}|\t|\s+[|·•]\s+)(?=[^\W\d_])")
_SEPARATOR = re.compile(
    r"\s*\.\s*[-–—]\s*|\s*[,，|•·;]\s*|\s+[–—-]{1,2}\s+|\s{2,}|\t|\u3000|\s*[(（](?=[^()（）]*\d)"
)
_MOST_WORDS = 7
_LONGEST = 160  # characters of a line at the head
_ROLE = re.compile(
    r"(?i)(?:.{0,60}\b)?(?:(?:staff |special |foreign |senior |press )?"
    r"(?:correspondents?|reporters?|writers?)|editor|bureau chief|(?:news|foreign|wire"
    r"|press) service|redakteur(?:in)?|"
    r"korrespondent(?:in)?|correspondante?|corresponsal|corrispondente|inviato|enviad[oa] especial|"
    r"correspondente|verslaggever|muhabir|редактор|корреспондент)\b.{0,40}"
)
_AT_NEWS = re.compile(r"(?:[A-Z][\w-]*\s){1,2}(?:News|Online|Radio|TV)(?:, [A-Z][\w ]{1,30})?")
_MOST_ROLE_WORDS = 8


def _page(match: re.Match[str]) -> str:
    """The group of a page that was found."""
    return next(name for name in ("page", "face", "hungarian") if match[name])


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a paper prints of itself: its name, with the date and the page where they are."""

    name: Stretch
    date: Stretch | None
    page: Stretch | None = None
    section: Stretch | None = None


# 青石日报/2012年/6月/18日/第003版, as an index of Chinese papers writes it
_INDEXED = re.compile(
    r"(?P<name>[^/／\n]{2,20})\s?[/／]\s?(?P<date>\d{4}\s?年\s?[/／]\s?\d{1,2}\s?月\s?[/／]\s?\d{1,2}"
    r"\s?日)\s?[/／]\s?第?(?P<page>[A-Z]?\d{1,3})版[/／]?"
)
# Every masthead has a date with its year, in figures of some script or in Chinese numerals.
# `(?<!\d)\d{4}(?!\d)|年|\d\s?[./-] ...`, which begins with a set and so is looked for faster.
_YEAR = re.compile(
    r"[\d年](?:(?<=年)|(?<=\d)(?<!\d\d)\d{3}(?!\d)|(?<=\d)\s?[./-]\s?\d{1,2}\s?[./-]\s?'?\d\d)"
)


def read_masthead(line: Stretch) -> Masthead | None:
    """The masthead that a line is: `THE TOLM POST, TUESDAY, MARCH 14, 1987, PAGE 3`."""
    if len(line.text) > _LONGEST or not _YEAR.search(line.text):
        return None
    text, page = plain_digits(line.text), None
    if indexed := _INDEXED.fullmatch(text):
        return Masthead(
            line.group(indexed, "name"), line.group(indexed, "date"), line.group(indexed, "page")
        )
    if (issue := _ISSUE.match(text)) and text[issue.end() : issue.end() + 2].isspace():
        return read_masthead(line.part(issue.end(), len(text)))
    if match := _PAGE.search(text):
        page = line.part(*match.span(_page(match)))
        text = text[: match.start()]
    elif match := _BESIDE.search(text):
        page, text = line.group(match, "page"), text[: match.start()]
    elif match := _FIRST_PAGE.match(text) or _NUMBER_FIRST.match(text):
        rest = read_masthead(line.part(match.end(), len(text)))
        return replace(rest, page=line.group(match, "page")) if rest else None
    return _before_date(line, text, page) or _in_columns(line)


def _in_columns(line: Stretch) -> Masthead | None:
    """The masthead in columns of any order, each of them understood: `2004.05.21　北浜新聞`."""
    columns, start = [], 0
    for mark in _WIDE.finditer(line.text):
        columns.append(line.part(start, mark.start()))
        start = mark.end()
    columns.append(line.part(start, len(line.text)))
    found: dict[str, Stretch] = {}
    for column in (column for column in columns if column.text):
        kind = _column(column)
        if not kind or kind in found:
            return None
        found[kind] = column
    if len(found) < _FEWEST_COLUMNS or not {"paper", "date"} <= found.keys():
        return None
    page = found.get("page")
    if page and (match := _PAGE.search(page.text)):
        page = page.part(*match.span(_page(match)))
    return Masthead(_unquoted(found["paper"]), found["date"], page, found.get("section"))


def _column(column: Stretch) -> str:
    text = column.text
    if (printed := read_date(text)) and printed.whole:
        return "date"
    if is_paper(text):
        return "paper"
    if (match := _PAGE.search(text)) and not text[: match.start()].strip():
        return "page"
    if is_rubric(text) or text.endswith(("版", "面", "ページ")):
        return "section"
    issue = _ISSUE.search(text)
    return "issue" if issue and not (text[: issue.start()] + text[issue.end() :]).strip() else ""


_WIDE = re.compile(r"\s{2,}|\t|\u3000+|\s*[|｜•·]\s*")
_FEWEST_COLUMNS = 3


def _before_date(line: Stretch, text: str, page: Stretch | None) -> Masthead | None:
    """The masthead in `text`, with which `line` begins: a name, a mark, and a date."""
    for separator in _SEPARATOR.finditer(text):
        name = line.part(0, separator.start())
        date = line.part(separator.end(), len(text.rstrip(" .")))
        folio = _folio(date) if is_paper(name.text) else None
        if folio and folio[0] and (found := _named(name)):
            return Masthead(found[0], folio[0], page or folio[1], found[1])
        printed = read_date(date.text)
        wide = separator[0].isspace() and len(separator[0]) > 2  # noqa: PLR2004
        set_apart = page is not None or wide or name.text.isupper()
        fits = is_paper(name.text) or (set_apart and _is_paper(name.text))
        if printed and printed.whole and fits and (found := _named(name)):
            return Masthead(found[0], date, page, found[1])
        if len(name.text.split()) > _MOST_WORDS:
            break
    match = _OF.match(text) or _STOPPED.match(text)
    folio = _folio(line.part(match.end(), len(text))) if match and is_paper(match["name"]) else None
    if match and folio and folio[0]:
        return Masthead(_unquoted(line.group(match, "name")), folio[0], page or folio[1])
    return None


def _named(name: Stretch) -> tuple[Stretch, Stretch | None] | None:
    """The paper, and the section, of `Local News | Arden Gazette`; None where either is open."""
    columns, start = [], 0
    for mark in _COLUMNS.finditer(name.text):
        columns.append(name.part(start, mark.start()))
        start = mark.end()
    columns.append(name.part(start, len(name.text)))
    sections = [column for column in columns if is_rubric(column.text)]
    papers = [column for column in columns if is_paper(column.text)]
    papers = papers or [column for column in columns if column not in sections]
    if len(papers) != 1 or len(columns) > 2:  # noqa: PLR2004
        return None
    return _unquoted(papers[0]), sections[0] if sections else None


_COLUMNS = re.compile(r"\s{2,}|\t|\s*[|•·]\s*")


def _unquoted(name: Stretch) -> Stretch:
    bare = name.text.strip(_QUOTES)
    at = name.text.index(bare)
    return name.part(at, at + len(bare))


_QUOTES = '«»„“”"《》'


_OF = re.compile(r"(?i)(?P<name>.{3,60}?)\s(?:vom|du|del|dal|van|z|od|от|från|of)\s(?=.*\d)")
_STOPPED = re.compile(r"(?P<name>[^.]{3,60}?)\.\s+(?=.*\d)")
_BRACKETED = re.compile(
    r"[《«„“\"(（\[]*(?P<name>[^《》()（）\[\]]+?)[》»“”\"]*(?:\s*[(（,，、]\s*|\s(?:vom|du|del|dal|van|z|od|от)\s)(?P<rest>[^()（）]+?)[)）\]]?\.?"
)


def read_source(line: Stretch) -> Masthead | None:
    """The masthead that a line at the end is: `(Tolmer Bote, 18.9.2006, S. 4)`."""
    match = _BRACKETED.fullmatch(line.text) if len(line.text) <= _LONGEST else None
    if not match or not is_paper(match["name"]):
        return None
    name, rest = line.group(match, "name"), line.group(match, "rest")
    folio = _folio(rest)
    return Masthead(name, folio[0], folio[1]) if folio and folio[0] else None


def read_mastheads(lines: Lines) -> tuple[int, Masthead] | None:
    """The masthead that lines begin with, and on how many of them it stands.

    On one line, or the paper on the first and its date, and what else a paper says of its issue,
    under it. There the first has to have a word that papers are called by.
    """
    if one := read_masthead(lines[0]):
        return 1, one
    name, page = _beside_page(lines[0])
    numbered = _ISSUE.search(name.text)
    if numbered and numbered.end() == len(name.text):
        name = name.part(0, len(name.text[: numbered.start()].rstrip(_MARKS)))
    known = is_paper(name.text)
    if not known and not (name.text and _is_paper(name.text)):
        return None
    date = None
    count = 1
    for line in lines[1:_MOST_LINES]:
        if not date and _OWNER.match(line.text):
            known, count = True, count + 1
            continue
        folio = _folio(line)
        if folio is None and is_page_line(line.text):
            page, count = page or (line if is_page_code(line.text) else None), count + 1
            continue
        if folio is None and is_rubric(line.text) and known and not date:
            count += 1
            continue
        if folio is None:
            break
        date, page, count = date or folio[0], page or folio[1], count + 1
        # A number, a price and a date in one line are those of a paper.
        known = known or len(_ISSUE.findall(line.text)) > 1
    # Names of which nothing tells that a paper is called so have both its date and its page.
    if not date or not (known or (page and count > 2 and len(name.text.split()) <= _FEW)):  # noqa: PLR2004
        return None
    return count, Masthead(_unquoted(name), date, page)


_FEW = 4  # words
# Whose paper it is, and since when: Орган обкома КПСС, Gegründet 1848
_OWNER = re.compile(
    r"(?i)(?:орган|издание|газета основана|основана|издается|издаётся|выходит|видання|"
    r"organ|gegründet|amtsblatt|erscheint|founded|established|published (?:daily|weekly|every)|"
    r"fondé|fondée|paraît|organe|fundado|fundada|órgano|órgão|fondato|quotidiano|organo|opgericht|"
    r"verschijnt|założon[ay]|pismo|ukazuje się|založen[oay]?|orgán|vychází|alapítva|grundad|"
    r"grundlagt)"
    r"\b.{2,100}(?<![.!?])$"
)
_CODE = re.compile(r"[A-Z]-?[0-9]{1,2}")


def is_page_code(text: str) -> bool:
    """Whether a line is nothing but the page of a paper that has parts: "A12"."""
    return _CODE.fullmatch(text) is not None


def is_page_line(text: str) -> bool:
    """Whether a line is nothing but a page, or the section that it is of: "pagina 22 - Lettere"."""
    if is_page_code(text):
        return True
    if len(text) > _LONGEST_PAGE:
        return False
    for match in (_FIRST_PAGE.match(text), _PAGE.search(text)):
        rest = (text[: match.start()] + text[match.end() :]).strip(_MARKS) if match else "."
        if not rest or (is_rubric(rest) and not any(c.isdecimal() for c in rest)):
            return True
    return False


_LONGEST_PAGE = 40  # characters


def is_nameplate(text: str) -> bool:
    """Whether a text is a paper's name for certain, without a date beside it: "The Tolm Post"."""
    words = text.casefold().split()
    if is_rubric(text):
        return False
    if not is_paper(text) or not 1 < len(words) <= _FEW:
        return len(words) == 1 and text[0] >= "\u2e80" and is_paper(text)
    return words[0] in _ARTICLES or not _OF_OTHERS & set(words)


_ARTICLES = phrases("the,der,die,das,le,la,el,il,o,a,de,het")
_OF_OTHERS = phrases(
    "record,review,standard,register,ledger,mirror,globe,independent,echo,journal,post,guardian,"
    "observer,mercury,bulletin,dispatch,listy,bote,правда,monde,mundo,país,welt,spiegel,stampa,globo,"
    "estado,público,expresso,express,trouw,dnes,libération,repubblica"
)


_BESIDE = re.compile(r"(?:\s{3,}|\t)(?P<page>[0-9]{1,3})$")


def _beside_page(line: Stretch) -> tuple[Stretch, Stretch | None]:
    """The name of a paper, and the number of the page at the other side of the line."""
    match = _BESIDE.search(line.text) if len(line.text) <= _LONGEST else None
    if match:
        return line.part(0, match.start()), line.group(match, "page")
    return line, None


def _folio(line: Stretch) -> tuple[Stretch | None, Stretch | None] | None:
    """The date and the page of a line that says nothing but these, a place, number and price."""
    if len(line.text) > _LONGEST:
        return None
    start, end, page = 0, len(line.text), None
    if match := _EDITION.match(line.text):
        line, end = line.part(match.end(), end), len(line.text) - match.end()
    if match := _PAGE.search(line.text):
        page = line.part(*match.span(_page(match)))
        end = match.start()
    elif match := _SECTION_PAGE.search(line.text):
        page, end = line.group(match, "page"), match.start()
    elif match := _FIRST_PAGE.match(line.text):
        page, start = line.group(match, "page"), match.end()
    kept = line.part(start, end)
    while kept.text and (issue := _ISSUE.search(kept.text)):
        before, after = kept.part(0, issue.start()), kept.part(issue.end(), len(kept.text))
        if before.text.strip(_MARKS) and after.text.strip(_MARKS):
            return None
        kept = before if before.text.strip(_MARKS) else after
        page = page or line.part(0, 0)
    stripped = kept.text.strip(_MARKS)
    if not stripped:
        return None, page if page and page.text else None
    at = kept.text.index(stripped)
    kept = kept.part(at, at + len(stripped))
    printed = read_date(kept.text)
    date = kept if printed and printed.whole else read_dated_line(kept)
    return (date, page if page and page.text else None) if date else None


_EDITION = re.compile(
    r"(?i)(?:edition|issue|ausgabe|édition|numéro|edición|edição|edizione|editie|wydanie|vydání)"
    r" (?:of|vom|du|del?|da|do|van|z|ze) (?=.*[0-9])"
)
_MARKS = " ,、，|•·;–—-\t\u3000()"
_MOST_LINES = 4


_OF_A_DATE = {*MONTHS, *WEEKDAYS, *DATE_VERBS} - {"may", "mars", "sol", "sun"}
_ELIDED = re.compile(r"^[ld]['’](?=\w)")  # L'Écho


@of_a_text
def is_paper(text: str) -> bool:
    """Whether a text is the name of a paper, by a word that papers are called by."""
    words = [_ELIDED.sub("", word.strip(".,'’\"“”„«»").casefold()) for word in text.split()]
    if not 0 < len(words) <= _MOST_WORDS or any(c.isdecimal() or c in ":：" for c in text):
        return False
    at = [n for n, word in enumerate(words) if word in PAPERS or word.endswith(PAPER_ENDS)]
    if not at or not names_only(text):
        return False
    # The Tolm Post; Le Courrier de Tolm; Gazeta Tolmska: but no "Gazette Wins Press Prize"
    last, first = at[-1] == len(words) - 1, at[0] <= 1
    named = first and (
        len(words) <= at[0] + 2
        or words[at[0] + 1] in NAME_PARTICLES | {"für", "for", "pour", "och", "og"}
    )
    return last or named or (first and "'" in text)


def _is_paper(text: str) -> bool:
    """Whether a text can be the name of a paper: a few words with capitals, and more than one."""
    words = text.split()
    if ":" in text or is_named(text) or {w.casefold().strip(".,") for w in words} & _OF_A_DATE:
        return False
    return is_paper(text) or (
        1 < len(words) <= _MOST_WORDS and names_only(text) and not any(c.isdecimal() for c in text)
    )


def read_dated_line(line: Stretch) -> Stretch | None:
    """The date in a line with a place before it and nothing else: `Tolm, 14 March 2017`."""
    if len(line.text) > _LONGEST:
        return None
    for separator in _SEPARATOR.finditer(line.text):
        before = line.text[: separator.start()]
        date = line.part(separator.end(), len(line.text))
        printed = read_date(date.text)
        if printed and printed.whole:
            place = len(before.split()) <= 3 and names_only(before) and not before.isdecimal()  # noqa: PLR2004
            return date if place and not any(c.isdecimal() for c in before) else None
    return None


_LOWER_ROLE = re.compile(
    r"(?i)(?:(?:staff|senior|special|political|chief|sports?|business|health|education|crime|city)"
    r" )?(?:writer|reporter|correspondent|editor)"
    r"|(?-i:(?:[A-Z][\w-]* (?:of |and |for )?){1,4}(?:correspondent|editor|reporter|writer))"
)


def is_role(text: str) -> bool:
    """Whether a line under a byline says what its person is: "Associated Press Writer"."""
    words = text.split()
    if not 0 < len(words) <= _MOST_ROLE_WORDS or text.rstrip().endswith((".", "?", "!")):
        return False
    if agencies.named(text) or is_paper(text) or _AT_NEWS.fullmatch(text):
        return True
    if _LOWER_ROLE.fullmatch(text):
        return True
    return _ROLE.fullmatch(text) is not None and all(
        w[0].isupper() or w in {"of", "for", "the", "der", "des", "de", "and", "at"} for w in words
    )

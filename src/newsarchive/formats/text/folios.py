# names of papers and pages in other languages
"""What a paper prints of its issue beside its name: page, number, price, date. Pure."""

import re

from newsarchive.formats.text.dates import read_date
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.notices import is_rubric

_SECTION_PAGE = re.compile(r"(?:\s{2,}|\t|\s[|·•]\s)[^\W\d_]{3,20}\s?/\s?(?P<page>[0-9]{1,3})$")
PAGE = re.compile(
    r"(?i)\s*[,|•·;–—-]*\s*[(\[]?(?:page|pages|pg\.?|p\.|seite|s\.|página|pág\.|pagina|pag\."
    r"|strona|str\.|sida|sid\.?|side|oldal|pagina|"
    r"страница|стр\.|с\.|sayfa|s\.|strana|σελίδα|σελ\.|halaman|trang|หน้า|صفحة|الصفحة|ص|صفحه"
    r"|עמ'|עמוד|पृष्ठ|পৃষ্ঠা|σελίς)"
    r"\s*(?P<page>[A-Z]?-?[0-9]{1,3}[A-Z]?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten))[)\]]?\.?\s*$|\s*[,"
    r"|•·;–—-]*\s*[(（]?第?(?P<face>[0-9]{1,3})(?:面|版|頁|页|면)[)）]?\s*$"
    r"|\s*[,|•·;–—-]+\s*(?P<hungarian>[0-9]{1,3})\. (?:oldal|strana)\s*$"
)
FIRST_PAGE = re.compile(
    r"(?i)\s*(?:page|seite|página|pagina|strona|sida)\s*(?P<page>[A-Z]?-?[0-9]{1,3}"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b\s*[,"
    r"|•·;–—-]*\s*"
)
ISSUE = re.compile(
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
NUMBER_FIRST = re.compile(r"(?P<page>[0-9]{1,3})(?:\s{2,}|\t|\s+[|·•]\s+)(?=[^\W\d_])")
SEPARATOR = re.compile(
    r"\s*\.\s*[-–—]\s*|\s*[,，|•·;]\s*|\s+[–—-]{1,2}\s+|\s{2,}|\t|\u3000|\s*[(（](?=[^()（）]*\d)"
)
LONGEST_LINE = 160  # characters of a line at the head


def page_group(match: re.Match[str]) -> str:
    """The group of a page that was found."""
    return next(name for name in ("page", "face", "hungarian") if match[name])


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
    for match in (FIRST_PAGE.match(text), PAGE.search(text)):
        rest = (text[: match.start()] + text[match.end() :]).strip(MARKS) if match else "."
        if not rest or (is_rubric(rest) and not any(c.isdecimal() for c in rest)):
            return True
    return False


_LONGEST_PAGE = 40  # characters
BESIDE = re.compile(r"(?:\s{3,}|\t)(?P<page>[0-9]{1,3})$")


def beside_page(line: Stretch) -> tuple[Stretch, Stretch | None]:
    """The name of a paper, and the number of the page at the other side of the line."""
    match = BESIDE.search(line.text) if len(line.text) <= LONGEST_LINE else None
    if match:
        return line.part(0, match.start()), line.group(match, "page")
    return line, None


def read_folio(line: Stretch) -> tuple[Stretch | None, Stretch | None] | None:
    """The date and the page of a line that says nothing but these, a place, number and price."""
    if len(line.text) > LONGEST_LINE:
        return None
    start, end, page = 0, len(line.text), None
    if match := _EDITION.match(line.text):
        line, end = line.part(match.end(), end), len(line.text) - match.end()
    if match := PAGE.search(line.text):
        page = line.part(*match.span(page_group(match)))
        end = match.start()
    elif match := _SECTION_PAGE.search(line.text):
        page, end = line.group(match, "page"), match.start()
    elif match := FIRST_PAGE.match(line.text):
        page, start = line.group(match, "page"), match.end()
    kept = line.part(start, end)
    while kept.text and (issue := ISSUE.search(kept.text)):
        before, after = kept.part(0, issue.start()), kept.part(issue.end(), len(kept.text))
        if before.text.strip(MARKS) and after.text.strip(MARKS):
            return None
        kept = before if before.text.strip(MARKS) else after
        page = page or line.part(0, 0)
    stripped = kept.text.strip(MARKS)
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
MARKS = " ,、，|•·;–—-\t\u3000()"


def read_dated_line(line: Stretch) -> Stretch | None:
    """The date in a line with a place before it and nothing else: `Tolm, 14 March 2017`."""
    if len(line.text) > LONGEST_LINE:
        return None
    for separator in SEPARATOR.finditer(line.text):
        before = line.text[: separator.start()]
        date = line.part(separator.end(), len(line.text))
        printed = read_date(date.text)
        if printed and printed.whole:
            if ":" in before or "：" in before:
                return None  # of something else: Beginn: Freitag, 20. Mai 2011
            place = len(before.split()) <= 3 and names_only(before) and not before.isdecimal()  # noqa: PLR2004
            return date if place and not any(c.isdecimal() for c in before) else None
    return None

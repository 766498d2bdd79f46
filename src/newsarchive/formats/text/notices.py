# names of other languages
"""Lines that stand in a text and are not of the article: furniture of the web, end marks, credits.

Each is known by the whole of its line, never by a part, so that prose is never taken for one. The
words are in notices.json.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.memory import of_a_text
from newsarchive.formats.text.signs import has_one, signs_of


def _table() -> Mapping[str, Any]:
    file = resources.files("newsarchive.formats.text").joinpath("notices.json")
    found: Mapping[str, Any] = json.loads(file.read_bytes())
    return found


def any_of(texts: Iterable[str]) -> str:
    """An expression for any of the texts."""
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


TABLE = _table()
_FURNITURE = frozenset(text.casefold() for text in TABLE["furniture"] if text[-3:] != "...")
_BEGINNINGS = frozenset(text[:-3].casefold() for text in TABLE["furniture"] if text[-3:] == "...")
_MORE = 60  # characters behind a beginning
_FIGURE = re.compile(r"[0-9][0-9,.]*")
_UNPARTED = "\u0e00"  # from here on, words are not parted
_COUNT = re.compile(r"\s?\([0-9]{1,6}\)$")
_ENDS = frozenset(TABLE["end"])
_ROW = re.compile(r"([-–—*=_~·•#])(?:\s*\1)+")
_LONGEST = 100


@of_a_text
def is_furniture(text: str) -> bool:
    """Whether a line is what a web page has around an article: "Share on Facebook".

    In the table `#` is a number, and `...` at the end a few more words.
    """
    if len(text) <= _LONGEST_COOKIE and (_is_of_cookies(text) or _says_click(text)):
        return True
    if len(text) > _LONGEST:
        return False
    if is_bar(text):
        return True
    bare = _COUNT.sub("", text)  # Comments (12)
    return any(_is_known(_FIGURE.sub("#", t.casefold()).strip()) for t in {text, bare})


_LONGEST_COOKIE = 240
_COOKIES = re.compile(  # who uses them, and that they are used
    r"(?i)\b(?:site|website|we|page|webseite|wir|seite|nous|sito|noi|sitio|web|site|página|wij|"
    r"pagina|webbplats\w*|vi|hjemmeside\w*|nettsted\w*|sivusto\w*|strona|stronie|witryna|stránk\w+|"
    r"web|weboldal|honlap|site-ul|сайт\w*|мы|ми|sitemiz\w*|ιστοσελίδα|ιστότοπος)\b.{0,80}"
    r"\b(?:cookies?|kakor|evästeitä|ciastecz\w+|sütiket|çerez\w*|куки|файлы cookie)\b"
)
_COOKIE_SIGNS = signs_of(
    ("cookie", "kakor", "evästeitä", "ciastecz", "sütiket", "çerez", "куки", "файлы cookie")
)


def _is_of_cookies(text: str) -> bool:
    return has_one(text.casefold(), _COOKIE_SIGNS) and _COOKIES.search(text) is not None


_CLICK = re.compile(
    r"(?i)(?:click|clicca|cliquez|haga clic|haz clic|pulse|clique|klik|klicka|klikk|kliknij|"
    r"klikněte|нажмите|жми) (?:here|qui|ici|aquí|aqui|hier|här|her|tutaj|zde|sem|сюда|здесь)\.?$"
    r"|hier klicken\.?$|buraya tıklayın\.?$|اضغط هنا\.?$|לחצו כאן\.?$"
)
# The words that end each of these, and how far from the end of a text they begin at most.
_CLICK_END = re.compile(
    r"(?i)(?:here|qui|ici|aquí|aqui|hier|här|her|tutaj|zde|sem|сюда|здесь|klicken|tıklayın|هنا|כאן)"
    r"\.?$"
)
_CLICK_WITHIN = 12


def _says_click(text: str) -> bool:
    end = _CLICK_END.search(text, max(0, len(text) - _CLICK_WITHIN))
    return end is not None and _CLICK.search(text) is not None


def is_bar(text: str) -> bool:
    """Whether a line is the names of sections side by side: "HOME NEWS SPORT WEATHER"."""
    for mark in (_BAR, _BLANK):
        names = [name for name in mark.split(text.casefold()) if name]
        if len(names) >= _FEWEST_OF_A_BAR and all(
            name in _RUBRICS or name in _HOMES or name in _FURNITURE for name in names
        ):
            return True
    return _is_mixed_bar(text)


def _is_mixed_bar(text: str) -> bool:
    """Whether most names of a bar are those of sections, and the others as short: "Familj"."""
    names = [name for name in _COLUMNS.split(text.strip()) if name]
    if len(names) < _FEWEST_OF_A_BAR or any(c.isdecimal() for c in text):
        return False
    known = sum(name.casefold() in _OF_A_SITE for name in names)
    return known * 2 > len(names) and all(len(name.split()) <= 2 for name in names)  # noqa: PLR2004


_COLUMNS = re.compile(r"\s{2,}|\t|\s*[|•·]\s*")
_BAR, _BLANK = re.compile(r"\s*[|•·/]\s*|\s{2,}|\t"), re.compile(r"\s+")
_FEWEST_OF_A_BAR = 3


def _is_known(line: str) -> bool:
    """Whether a line, `#` for its figures, is in the table, or begins as one there that goes on.

    Where words are parted, no word goes on behind the beginning.
    """
    if line in _FURNITURE:
        return True
    for end in range(max(len(line) - _MORE, 1), len(line) + 1):
        beginning, more = line[:end], line[end : end + 1]
        if beginning in _BEGINNINGS and not (
            more.isalnum() and beginning[-1].isalpha() and beginning[-1] < _UNPARTED
        ):
            return True
    return False


def is_end(text: str) -> bool:
    """Whether a line marks the end or a break: "-30-", "ENDS", "(more)", "***"."""
    bare = text.strip()
    if _ROW.fullmatch(bare):
        return True
    word = bare.strip("-–—* ").casefold()
    marked = bare != bare.strip("-–—*()") or bare.isupper() or bare in {"30", "#"}
    return len(bare) <= _LONGEST and marked and (bare.casefold() in _ENDS or word in _ENDS)


_REPORTED = re.compile(
    r"(?i)\(?(?:(?:additional )?reporting by|reported by|writing by|editing by|compiled by|with "
    r"reporting by|contributing|mit material von|avec (?:les )?agences?)\b.{2,200}"
)
_CONTRIBUTED = re.compile(
    r"(?i).{2,160}\bcontributed (?:reporting )?to this (?:report|story|article)\.?\)?"
)


def is_credits(text: str) -> bool:
    """Whether a line at the tail says who worked on the article."""
    return bool(_REPORTED.fullmatch(text) or _CONTRIBUTED.fullmatch(text))


_CONTRIBUTOR = re.compile(
    r"\(?(?:(?:The )?[A-Z][\w’' ]{1,40}? (?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?"
    r"|[Jj]ournalists?|"
    r"[Rr]esearchers?)\s+)?(?P<names>[^\W\d_].{2,120}?)(?:\s+(?:in|from"
    r"|at) [^\W\d_][\w ,.'-]{1,40})?,?"
    r"\s+(?:also )?contributed (?:reporting )?to this (?:report|story|article)\.?\)?"
)
_WORKED = re.compile(
    r"(?i)(?P<what>(?:additional )?reporting|reported|writing|written|editing|edited|compiled)\s+by"
    r"\s+(?P<names>[^;()]{3,120}?)(?=[;.)]|$)"
)

_VERBS = ("reporting", "reported", "writing", "written", "editing", "edited", "compiled")


def worked(line: Stretch) -> Iterator[tuple[str, Stretch]]:
    """Who worked on an article, as `author` or `editor`: `(Reporting by A; Editing by B)`."""
    if "contributed" in line.text and (match := _CONTRIBUTOR.fullmatch(line.text)):
        yield "contributor", line.group(match, "names")
    folded = line.text.casefold()
    if not any(verb in folded for verb in _VERBS):  # few lines have one, and this is faster
        return
    for match in _WORKED.finditer(line.text):
        rel = "editor" if match["what"].casefold().startswith("edit") else "author"
        yield rel, line.group(match, "names")


_SLUG = re.compile(
    r"(?:[A-Z]{1,3}[-–])[A-Za-z0-9]+[^.!?]{2,60},\s?\d{2,4}|[a-z]\d{4} [A-Z]{2,4}.{0,60}", re.ASCII
)
_NOTE = re.compile(
    r"(?i)(?:eds|editors|editor's note|ed's note|note to editors)\s*:\s*(?P<note>\S.*)"
)
_EMBARGO = re.compile(
    r"(?i)\W*(?:strictly )?(?:embargo(?:ed)?|sperrfrist|sous embargo|embargado"
    r"|эмбарго)\b(?:\s+(?:not )?(?:for )?(?:release|publication))?(?:\s*(?:"
    r"until|till|to|for|bis|jusqu'au|jusqu'à|hasta|até|fino a|до))?\s*[:：]?\s*(?P<when>.*?)\W*"
)
_RUBRICS = frozenset(TABLE["rubrics"])
_HOMES = frozenset(TABLE["homes"])
_OF_A_SITE = _RUBRICS | _HOMES | _FURNITURE
_CRUMB = re.compile(r"\s*[»›>/|→]\s*|\s{2,}")
_INITIALS = re.compile(
    r"[a-zà-ÿ]{2,4}(?:\s?/\s?[a-zà-ÿ]{2,4})+\s?/?|[A-Z]{2,4}\s?//?\s?[A-Z]{2,4}\.?"
    r"|[A-Z][A-Za-z]{1,3}/[A-Z][A-Za-z]{1,3}|[0-9]{6} [A-Z]{3} [0-9]{2}"
    r"|(?:dpa|apa|sda|afp|epd|kna)(?:[ /-]+[a-z0-9]{1,6}){1,8}"
    r"|[A-Z]{2,3}-[A-Z]{2}-\d{2}-\d{2}-\d{2,4}\s+\d{4}[A-Z]{0,4}\.?"
)
_PAGE_NUMBER = re.compile(
    r"[-–—~•\[(\s]*\d{1,3}[-–—~•\])\s]*|(?i:page|seite|página|pagina|strona|sida) \d{1,3}"
)
_LEAST_CRUMBS = 2


def is_slug(text: str) -> bool:
    """Whether a line is the slug of a wire: `BC-Ferry Fire, 1st Ld-Writethru,0350`."""
    return _SLUG.fullmatch(text) is not None


def editors_note(line: Stretch) -> Stretch | None:
    """What a line says to editors, as in `Eds: Updates with statement`; None for nothing."""
    match = _NOTE.fullmatch(line.text)
    return line.group(match, "note") if match else None


def embargo(line: Stretch) -> Stretch | None:
    """Until when a line forbids to publish, empty where it does not say; None if it does not."""
    match = _EMBARGO.fullmatch(line.text) if len(line.text) <= _LONGEST else None
    return line.group(match, "when") if match else None


@of_a_text
def is_rubric(text: str) -> bool:
    """Whether a line is nothing but the name of a kind of piece: "OBITUARY", "Letters"."""
    bare = _NUMBERED.sub("", text.strip(" .:")).casefold()
    if _EDITION.fullmatch(bare) or _FROM_THE.fullmatch(bare):
        return True
    dated = _RELEASED.fullmatch(bare)  # Comunicato stampa del 18 aprile 2008
    if dated and dated["what"] in _RUBRICS:
        return True
    if bare in _RUBRICS or is_genre(text):
        return True
    of = _OF_A_PLACE.fullmatch(text)  # Cronaca di Tolma
    return of is not None and of["what"].casefold() in _RUBRICS


_FROM_THE = re.compile(r"(?:aus (?:dem|der|den)|neues aus|from (?:the|our)|dalla|dai) [^\W\d_]{4,}")
_RELEASED = re.compile(
    r"(?P<what>[^\W\d]+(?: [^\W\d]+){0,2}?)(?: (?:vom|del|du|of|van|z|från|од|от|da)|[,:]) .*\d{4}"
)
_EDITION = re.compile(
    r"(?:édition|edition|edición|edizione|edição|editie|wydanie|vydání)"
    r" (?:d[ue]|de la|of|del|della|da|van)"
    r" [^\W\d_]{3,15}(?: [^\W\d_]{3,15})?"
    r"|edition [0-9a-z]{1,3}(?:[,;] [^\W\d_]+(?: [^\W\d_]+){0,2})?"
    r"|(?:first|second|late|final|morning|evening|city|weekend|sunday) edition"
    r"|(?:morgen|abend|mittag|spät|wochenend|samstags|sonntags)ausgabe"
)
_OF_A_PLACE = re.compile(
    r"(?P<what>[^\W\d_]+) (?i:di|de|da|do|aus|in|from|i|z|из|uit) (?:(?i:der|la|el) )?"
    r"[^\W\d_a-z][^\W\d_]+"
)
_NUMBERED = re.compile(r"(?i) (?:nr\.?|no\.?|n°|nº) ?[0-9][0-9/ -]*$")


def is_genre(text: str) -> bool:
    """Whether a line is the name of notices that have no headlines: "DEATHS", "For sale"."""
    return len(text) <= _LONGEST and text.strip(" .:").casefold() in _GENRES


def is_of_letters(text: str) -> bool:
    """Whether a line is the name of notices, or of the letters of many readers."""
    if len(text) > _LONGEST:
        return False
    bare = text.strip(" .:").casefold()
    return bare in _GENRES or bare in _LETTERS


_LETTERS = frozenset(TABLE["letters"])
_GENRES = frozenset(TABLE["genres"])


def mourns(text: str) -> bool:
    """Whether a text is the notice of a death, or says thanks for condolences."""
    beginning = text[:_MOST_MOURNED]
    if not has_one(beginning.casefold(), _MOURNING_SIGNS):
        return False
    return _MOURNING.search(beginning) is not None


_MOURNING_SIGNS = signs_of(TABLE["mourning"])
_MOURNING = re.compile(rf"(?i)(?<!\w)(?:{any_of(TABLE['mourning'])})")
_MOST_MOURNED = 400  # characters


def is_trail(text: str) -> bool:
    """Whether a line says where on a site a page is: "Home » News » Local"."""
    crumbs = _CRUMB.split(text) if len(text) <= _LONGEST else []
    if len(crumbs) < _LEAST_CRUMBS or text.endswith((".", "?", "!")):
        return False
    if not _POINTED.search(text):
        crumbs = [*crumbs, ""]
    # The last may be the title of the page.
    return crumbs[0].casefold() in _HOMES and all(len(c.split()) <= 4 for c in crumbs[:-1])  # noqa: PLR2004


_POINTED = re.compile(r"[»›>→]")


def is_sign(text: str) -> bool:
    """Whether a line is the sign of a desk under its text: "mo/jl", "dpa tol yy n1"."""
    return _INITIALS.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of a page."""
    return _PAGE_NUMBER.fullmatch(text) is not None

# section names and captions of other languages
"""What a line or a paragraph is not, whatever its place suggests: unknown before wrong. Pure."""

import re
from collections.abc import Iterator

from newsarchive.formats.text.calendars import MONTHS, PERSIAN, WEEKDAYS, plain_digits
from newsarchive.formats.text.words import ends_sentence

_LONGEST_VERSE = 64  # columns
_NARROW = 56
_FEWEST_VERSES = 3
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}(?![0-9])")
_COLUMNS = re.compile(r"\S(?:\t| {3,})\s*\S")
_OF_AN_ISSUE = re.compile(
    r"(?i)\b(?:nr|no|vol|n°|nº|num|page|pages|seite|página|pagina|strona|sida|price|preis|prix|"
    r"precio|prezzo|année|jahrgang)\b\.?\s*:?\s*[0-9]|第?[0-9]{1,3}[版面]"
)
_EASTERN_DAY = re.compile(r"星期[一二三四五六日天]|[月火水木金土日]曜日|[월화수목금토일]요일")
_CRUMB_SIGN = re.compile(r"[/|>»›→]")
_CRUMBS = re.compile(r"\s+[/|>»›→]\s+|\s*>>\s*")
_LONGEST_CRUMB, _MOST_CRUMB_WORDS = 24, 2
_GLUED = re.compile(
    r"[^\W\d_A-Z](?:[0-9]{1,2} (?:hours?|hrs?|min(?:ute)?s?|days?) ago"
    r"|(?:By|Von|Par|Por|Published|Updated|Veröffentlicht|Publié|Publicado)[ :])"
)
_CAMEL = re.compile(r"[^\W\d_A-Z]{2}[A-Z][a-z]")
_MOST_CAMELS = 2
_LONGEST_FOLIO = 160
_WORDS = re.compile(r"[^\W\d_]+")


def is_verse(text: str) -> bool:
    """Whether a paragraph is a stanza: short lines that begin with capitals, and end at marks.

    Half of the lines end at a mark; where most do, they may begin with small letters.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    widest = max(map(len, lines), default=0)
    if len(lines) < _FEWEST_VERSES or widest > _LONGEST_VERSE:
        return False
    marks = [not line[-1].isalnum() and line[-1] != "-" for line in lines]
    inner = sum(marks[:-1])
    if len(lines) > _FEWEST_VERSES and widest <= _NARROW and inner * 3 >= 2 * len(marks[:-1]):
        return True
    if not all(line.lstrip("\"'“„«»‘—–-¿¡… ")[:1].isupper() for line in lines):
        return False
    return sum(marks) * 2 >= len(lines)


def is_folio(text: str) -> bool:
    """Whether a line has what a paper says of its issue: a date, a weekday, a number, columns."""
    if len(text) > _LONGEST_FOLIO or not _YEAR.search(text):
        return False
    words = _WORDS.findall(text.casefold())
    named = _EASTERN_DAY.search(text) or any(word in WEEKDAYS for word in words)
    marks = (named, _COLUMNS.search(text), _OF_AN_ISSUE.search(text))
    return sum(bool(mark) for mark in marks) > 1


def is_crumbs(text: str) -> bool:
    """Whether a line is nothing but names of sections with marks between: "Portada / Sociedad"."""
    if len(text) > _LONGEST_FOLIO or ends_sentence(text):
        return False
    if not _CRUMB_SIGN.search(text):
        return False
    crumbs = _CRUMBS.split(text)
    return len(crumbs) > 1 and all(
        0 < len(crumb) <= _LONGEST_CRUMB and len(crumb.split()) <= _MOST_CRUMB_WORDS
        for crumb in crumbs
    )


_MENU = re.compile(r"\s{2,}|\t|\s[|·•]\s")
_FEWEST_OF_A_MENU = 3


def is_menu(text: str) -> bool:
    """Whether a line is names side by side, each of a word or two: "News   Sport   What's On"."""
    if len(text) > _LONGEST_FOLIO or any(c.isdecimal() for c in text) or ends_sentence(text):
        return False
    names = _MENU.split(text.strip())
    return len(names) >= _FEWEST_OF_A_MENU and all(
        0 < len(name) <= _LONGEST_CRUMB and len(name.split()) <= _MOST_CRUMB_WORDS for name in names
    )


_PATH = re.compile(r"\s+[>»›→]\s+|>>")


def is_path(text: str) -> bool:
    """Whether a line is crumbs with marks that nothing else has: "NEWS > LOCAL"."""
    return _PATH.search(text) is not None and is_crumbs(text)


def is_glued(text: str) -> bool:
    """Whether lines were put together without a blank: "council says2 hours agoBy Ann"."""
    if len(text) > 2 * _LONGEST_FOLIO:
        text = text[: 2 * _LONGEST_FOLIO]
    return _GLUED.search(text) is not None or len(_CAMEL.findall(text)) > _MOST_CAMELS


_SHORT = 0.6  # of the widest line


def has_short_lines(text: str) -> bool:
    """Whether lines of a paragraph break off early, amid a sentence, as wrapped ones never do."""
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) == 1:
        return False
    widest = max(map(len, lines))
    if any(len(line) < _SHORT * widest and not _may_break(line) for line in lines[:-1]):
        return True
    return ends_sentence(lines[-2]) and not ends_sentence(lines[-1]) and len(lines[-1]) < widest / 2


def _may_break(line: str) -> bool:
    return ends_sentence(line) or line.endswith(("-", "\u00ad"))


_FIGURED = re.compile(r"\s*[0-9½¼¾]")


def is_figured(text: str) -> bool:
    """Whether most lines of a paragraph begin with a figure: the parts of a recipe, a table."""
    lines = text.splitlines()
    return len(lines) > 1 and sum(bool(_FIGURED.match(line)) for line in lines) * 2 > len(lines)


_STEM, _LEAST_WORD, _FEWEST_STEMS = 5, 4, 3


def takes_up(headline: str, text: str) -> float:
    """How much of a headline's words a paragraph takes up, 0 to 1; 0 for a few words."""
    stems = {w[:_STEM] for w in _WORDS.findall(headline.casefold()) if len(w) >= _LEAST_WORD}
    if len(stems) < _FEWEST_STEMS:
        return 0.0
    found = {w[:_STEM] for w in _WORDS.findall(text.casefold()[:_MOST_LOOKED_AT])}
    return len(stems & found) / len(stems)


_MOST_LOOKED_AT = 600


def share(headline: str, text: str) -> float:
    """How much of the words of a headline comes again in a text under it, 0 to 1."""
    words = [word for word in _bare(headline) if len(word) >= _LEAST_WORD or word[0] >= _UNPARTED]
    return sum(_come_again(words, text)) / len(words) if words else 0.0


def recalls(headline: str, text: str) -> bool:
    """Whether a word of a headline comes again in the text under it; a short word has to be whole.

    Where words are not parted, two characters of it, five in Thai.
    """
    return any(_come_again(_bare(headline), text))


def _come_again(words: list[str], text: str) -> Iterator[bool]:
    """Of each word, whether it comes again in a text."""
    folded = text.casefold()
    stems = {word[:n] for word in _bare(text) for n in (_LEAST_WORD, _STEM) if len(word) >= n}
    for word in words:
        stem = word[: _STEM if len(word) > _STEM else _LEAST_WORD]
        yield (
            (len(word) >= _LEAST_WORD and stem in stems)
            or (len(word) > _STEM and word in folded)  # Kuchen: Butterkuchen
            or (word[0] >= _UNPARTED and any(pair in text for pair in _pairs(word, 2)))
            or (
                _THAI[0] <= word[0] < _THAI[1] and any(five in text for five in _pairs(word, _STEM))
            )
        )


def _pairs(word: str, length: int) -> Iterator[str]:
    """The runs of so many characters in a word, but for endings that Japanese writes in kana."""
    for n in range(len(word) - length + 1):
        run = word[n : n + length]
        if not all("\u3040" <= c <= "\u309f" for c in run):
            yield run


def _bare(text: str) -> list[str]:
    """The words of a text, without the article and the like that Arabic and Hebrew put to them."""
    words = _TOKENS.findall(text.casefold())
    return words if text.isascii() else [_JOINED.sub("", word) for word in words]


_JOINED = re.compile(r"^(?:[وفبلك]?(?:ال|لل)|[והבלמשכ]{1,2})(?=\w{3})")
_TOKENS = re.compile(r"[^\s\d.,;:!?\"'“”«»„‘’()\[\]–—/|-]+")  # with the marks of vowels
_UNPARTED = "\u2e80"  # from here on, Chinese and Japanese
_THAI = "\u0e00", "\u1000"


_POSTED = re.compile(
    r"(?i)(?:last )?(?:posted|published|updated|filed|veröffentlicht|erstellt|publié|publicado"
    r"|pubblicato|geplaatst|publicerad|opublikowano|опубликовано)\b.*[0-9]{4}"
)


def is_posted(text: str) -> bool:
    """Whether a line says when or by whom a page was published, in words that were not read."""
    return len(text) <= _LONGEST_FOLIO and _POSTED.match(text) is not None


_MONTH = r"[^\W\d_]{3,12}\.?"
_DATED = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    rf"|\d{{1,2}} (?P<persian>{_MONTH}) 1[34]\d\d(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s(?:de |d')?(?P<month>{_MONTH}),?\s(?:de )?"
    r"(?:19|20)\d\d(?!\d)"
    rf"|(?:19|20)\d\d\. (?P<first>{_MONTH}) \d{{1,2}}(?!\d)"
    rf"|(?P<before>{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d(?!\d)"
)
_DAY = re.compile(rf"\d{{1,2}}\.? (?P<month>{_MONTH})$|(?P<before>{_MONTH}) \d{{1,2}}$")


def ends_in_a_day(text: str) -> bool:
    """Whether a line ends in a day without its year: "Tolm Magistrates, week ending 12 June"."""
    match = _DAY.search(text)
    return (
        match is not None and (match["month"] or match["before"]).rstrip(".").casefold() in MONTHS
    )


def is_dated(text: str) -> bool:
    """Whether a full date stands somewhere in a line."""
    if not any(c.isdecimal() for c in text):
        return False
    text = plain_digits(text)
    for match in _DATED.finditer(text):
        if match["persian"] in PERSIAN:
            return True
        named = match["month"] or match["before"] or match["first"] or match["persian"]
        if not named or named.rstrip(".").casefold() in MONTHS:
            return True
    return False

"""Which paragraph is the lead; none where that is in doubt. Pure."""

import re
from collections.abc import Callable

from newsarchive.formats.text.calendars import WEEKDAYS
from newsarchive.formats.text.datelines import dateline_of, seems_dateline
from newsarchive.formats.text.doubts import (
    has_short_lines,
    is_dated,
    is_figured,
    is_glued,
    is_verse,
    recalls,
    takes_up,
)
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.notices import is_rubric
from newsarchive.formats.text.parts import Part, is_page
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import Label, ends_sentence, is_question, phrases
from newsarchive.model.article import SegmentKind

_MOST_ABOVE = 3  # paragraphs that may stand above a dateline
_MOST_LINES = 12  # of a paragraph that are looked at
_LONGEST_CAPTION = 30  # words
# Tolm. In Tolm ist die Brücke gesperrt. Nothing tells the place from a word that opens a story.
_PLACE = re.compile(r"[A-ZÀ-ÞŽŠČ][^\W\d_]{2,}(?:[ -][A-ZÀ-Þ][^\W\d_]+)?\. [\"„“«]?[A-ZÀ-Þ]")
# Neuwald - Sie hat; Lerdal, 8. (Corr.). Las
_PLACE_AND_DAY = re.compile(
    r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[ -][^\W\d_a-zß-ÿ][^\W\d_]+){0,2}"
    r"(?:\s+(?:--?|[–—])\s+[\"„“«]?[^\W\d_a-zß-ÿ]|, \d{1,2}\.?(?: [^\W\d_]{3,12}\.?)?\s*[(./—–-])"
)
_LEGENDS = re.compile(
    r"(?i)(?:pictured|above|below|im bild|auf dem (?:bild|foto)|unser (?:bild|foto)|archivfoto"
    r"|symbolbild|file (?:photo|picture)|sur la photo|en la (?:foto|imagen)|nella foto|na foto"
    r"|op de foto|på bilden|på bildet|na zdjęciu|на фото|на снимке)\b"
    r"|.{0,200}\((?:left|right|centre|center|l\.|r\.|links|rechts|mitte|à gauche|à droite|izquierda"
    r"|derecha|a sinistra|a destra)\)(?:,| and| und| et| y| e| con| with| mit| avec)\s"
)


_CREDITED = re.compile(
    r"(?i)[.)] (?:photographs?|photos?|pictures?|fotos?|bild|фото|zdjęcie)(?: by\b| :|:|\. )"
)


def with_lead(
    head: list[Part],
    middle: list[Part],
    special: Callable[[Stretch], Part | None],
    *,
    mailed: bool = False,
) -> list[Part]:
    """`middle`, the first of its paragraphs that is prose as the lead; none where none is.

    A paragraph that begins with a dateline is the lead before any above it.
    """
    headline = next((p.stretch.text for p in head if p.kind is SegmentKind.HEADLINE), "")
    at = [n for n, part in enumerate(middle) if part.kind is SegmentKind.PARAGRAPH]
    dated = [n for n in at[:_MOST_ABOVE] if _is_dated(middle[n].stretch)]
    if not dated and sum(_begins_asking(middle[n].stretch.text) for n in at) >= _FEWEST_QUESTIONS:
        return middle  # an interview
    if sum(_is_placed(middle[n].stretch) for n in at[:_MOST_PLACED]) > 1:
        return middle  # many notices, each of a place
    titled = any(p.kind in {SegmentKind.HEADLINE, SegmentKind.HEADING} for p in head)
    found = dated[0] if dated else _first(middle, at, titled=titled)
    if found is None or _goes_on(middle, found) or _is_doubtful(middle[found].stretch, special):
        return middle
    if not dated and (_is_surpassed(middle, found, headline) or _is_over_a_byline(middle, found)):
        return middle
    if not dated and (_is_of_no_title(head, middle, found) or _sums_up(head, middle, found)):
        return middle
    if mailed and not dated and _is_a_note(head, middle, found):
        return middle
    lead = Part(SegmentKind.LEAD, middle[found].stretch)
    return [*middle[:found], lead, *middle[found + 1 :]]


_LONGEST_NOTE, _MOST_BEHIND = 240, 6
_SHORTEST_TITLE, _LONGEST_TITLE, _FEWEST_IN_A_TITLE = 12, 110, 3


def _is_a_note(head: list[Part], middle: list[Part], index: int) -> bool:
    """Whether a mail begins with a note to who gets it, and the article comes under that.

    Under it another mail follows, or a line that may be a headline with more text than the note
    has; and it takes up nothing of what the mail is about.
    """
    text = middle[index].stretch.text
    if len(text) > _LONGEST_NOTE:
        return False
    titles = " ".join(p.stretch.text for p in head if p.kind is SegmentKind.HEADLINE)
    if titles and recalls(titles, text):
        return False
    behind = [part.stretch.text for part in middle[index + 1 : index + 1 + _MOST_BEHIND]]
    for n, line in enumerate(behind):
        if line.startswith("-----"):
            return True
        if _is_a_title(line) and any(
            len(more) > len(text) and is_prose(more) for more in behind[n + 1 :]
        ):
            return True
    return False


def _is_a_title(text: str) -> bool:
    first, *more = text.splitlines()
    return (
        len(more) < 2  # noqa: PLR2004  # lines
        and _SHORTEST_TITLE <= len(first) <= _LONGEST_TITLE
        and len(first.split()) >= _FEWEST_IN_A_TITLE
        and not ends_sentence(first)
        and not first[0].islower()
    )


_FEWEST_TOLD = 8  # words of an agency that end in its sign
_FEWEST_QUESTIONS, _LONGEST_ASKED = 2, 160


def _is_placed(stretch: Stretch) -> bool:
    """Whether a paragraph begins with a dateline that names no agency."""
    found = dateline_of(stretch)
    return found is not None and not found[0].agencies


_MOST_PLACED = 6  # paragraphs


def _begins_asking(text: str) -> bool:
    """Whether a paragraph is a question, or a line of its own and the answer under it."""
    first, *more = text[:_LONGEST_ASKED].splitlines()
    return is_question(first) and "!" not in first and (bool(more) or not _INNER_END.search(first))


def _is_surpassed(middle: list[Part], index: int, headline: str) -> bool:
    """Whether the next paragraph says what the headline says, and this one sentence does not."""
    if index + 1 >= len(middle) or middle[index + 1].kind is not SegmentKind.PARAGRAPH:
        return False
    text, following = middle[index].stretch.text, middle[index + 1].stretch.text
    if len(text.split()) > _LONGEST_CAPTION or _INNER_END.search(text) or not is_prose(following):
        return False
    return takes_up(headline, following) >= max(_MOST_TAKEN_UP, takes_up(headline, text) + 0.01)


def _is_of_no_title(head: list[Part], middle: list[Part], index: int) -> bool:
    """Whether a paragraph takes up no word of the titles above it, and nothing vouches for it.

    It may be a caption, a note, a line of a page. A byline, a date or a paper above it vouches for
    it, and that it has more than one sentence; but nothing does amid the furniture of a page.
    """
    titles = " ".join(p.stretch.text for p in head if p.kind is SegmentKind.HEADLINE)
    if not titles:  # but one of which it is open whether it is the headline
        titles = " ".join(p.stretch.text for p in head if _may_be_headline(p))
    page = is_page((*head, *middle))
    if not titles:
        return page
    text = middle[index].stretch.text
    told = len(text) > _FEW_TOLD and _ENDS_WITHIN.search(text) is not None
    if page and len(text) > _FEW_TOLD and index == 0 and _is_signed_under_a_title(head):
        return False
    if not page and (told or _VOUCHING & {part.kind for part in head}):
        return False
    return not recalls(titles, text)


def _may_be_headline(part: Part) -> bool:
    text = part.stretch.text
    if part.kind is not SegmentKind.HEADING or is_rubric(text):
        return False
    return len(text.split()) >= _FEWEST_OF_A_TITLE


_FEWEST_OF_A_TITLE = 3  # words


def _is_signed_under_a_title(head: list[Part]) -> bool:
    """Whether nothing but who wrote it, and when, stands between the title and the text."""
    kinds = [part.kind for part in head]
    if SegmentKind.HEADLINE not in kinds:
        return False
    at = len(kinds) - 1 - kinds[::-1].index(SegmentKind.HEADLINE)
    under = head[at + 1 :]
    written = any(part.byline or Label.BY in part.labels for part in under)
    return written and {part.kind for part in under} <= _VOUCHING


def _sums_up(head: list[Part], middle: list[Part], index: int) -> bool:
    """Whether a few words above a longer paragraph sum a text up, as what stands under a title."""
    last = head[-1].kind if head else None
    titled = last in {SegmentKind.HEADLINE, SegmentKind.HEADING}
    untitled = last in {None, SegmentKind.MASTHEAD}
    if not (titled or untitled) or index or len(middle) == 1:
        return False
    if middle[1].kind is not SegmentKind.PARAGRAPH:
        return False
    text, following = middle[0].stretch.text, middle[1].stretch.text
    words = len(text.split())
    if untitled and words <= _FEW_WORDS and "\n" not in text and recalls(text, following):
        return len(following.split()) >= _MORE * words  # rather a headline with a full stop
    if words > _LONGEST_SUM or "\n" in text or not _INNER_END.search(following):
        return False
    if _days(text) and not _days(following):
        return False  # it says when, as news do first
    return len(following.split()) >= max(_FEWEST_UNDER, _MORE * words)


def _days(text: str) -> bool:
    """Whether a day of the week is named in a text."""
    return any(len(w) > _SHORT_DAY and w in WEEKDAYS for w in _WORDS.findall(text.casefold()))


_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORT_DAY = 3  # characters: mar, sol and sat are other words, too


_VOUCHING = {SegmentKind.BYLINE, SegmentKind.DATE, SegmentKind.MASTHEAD, SegmentKind.FIELD}
_FEW_TOLD = 90  # characters
_ENDS_WITHIN = re.compile(r"[.!?]\s|[।。]")
_FEW_WORDS = 8
_LONGEST_SUM, _FEWEST_UNDER, _MORE = 16, 20, 1.5  # words, and times as many


# "The council saves in the wrong place, writes Ann Other." stands above what she writes.
_WRITTEN = re.compile(
    r"(?i)[,–—-] (?:writes|argues|schreibt|meint|findet|kommentiert|écrit|estime"
    r"|escribe|opina|scrive|sostiene|escreve|defende|schrijft|betoogt|skriver|anser|menar|mener|kirjoittaa|pisze|píše"
    r"|пишет|считает|yazıyor|γράφει) [^.!?]{3,80}[.!]$"
)
_SHORTEST = 64  # columns of such a point
_ADDRESSED = re.compile(
    r"(?i)(?:to the editors?|an die redaktion|an den herausgeber|à la rédaction"
    r"|a la redacción|al direttore|alla redazione|al director|à redação|aan de redactie|do redakcji"
    r"|в редакцию)\b[^.!?]{0,40}[.:,]?$"
)
_NOTED = re.compile(
    r"(?i)[(\[（【]?(?:编者按|編者按|編集部注|editor['’]s note|note to readers"
    r"|anm(?:erkung)? d(?:er|\.) red|hinweis der redaktion|vorbemerkung|note de la rédaction|ndlr"
    r"|nota del editor|nota de la redacción|n\. de la r|nota della redazione|ndr|nota da redação"
    r"|noot van de redactie|od redakcji|pozn\. red|от редакции|від редакції"
    r"|σημείωση της σύνταξης|red\. anm)\b\.?\s?[:：.]?"
)


def _is_over_a_byline(middle: list[Part], index: int) -> bool:
    """Whether a name or a date that was not read stands between a paragraph and the next."""
    below = middle[index + 2 : index + 4]
    if not any(is_prose(part.stretch.text) for part in below):
        return False
    lines = middle[index + 1].stretch.text.splitlines()
    if middle[index + 1].kind is not SegmentKind.PARAGRAPH or len(lines) > _MOST_OF_A_BYLINE:
        return False
    return is_named(lines[0].strip()) or any(is_dated(line) for line in lines if _is_few(line))


def _is_few(line: str) -> bool:
    return len(line.split()) <= _MOST_DATED


_MOST_OF_A_BYLINE, _MOST_DATED = 3, 16  # lines, words
_INNER_END = re.compile(r"[.!?]\s")
_MOST_TAKEN_UP = 0.75


def _is_dated(stretch: Stretch) -> bool:
    found = dateline_of(stretch)
    if found is None:
        return False
    rest = stretch.text[found[1] :]
    if not is_prose(rest) and not (found[0].agencies and len(rest.split()) >= _FEWEST_TOLD):
        return False
    return bool(found[0].agencies) or any(c.isdecimal() for c in found[0].stretch.text)


def _first(middle: list[Part], at: list[int], *, titled: bool) -> int | None:
    for index in at:
        text = middle[index].stretch.text
        if _NOTED.match(text) or _ADDRESSED.match(text):
            continue
        if _OF_A_LIST.match(text) or _SPOKEN.match(text):
            return None
        if is_verse(text) or (is_question(text) and titled and not _INNER_END.search(text)):
            return None
        if not is_prose(text):
            if (is_question(text) and index != at[0]) or is_figured(text):
                return None  # of an interview: what follows answers it; of a recipe
            if titled and ends_sentence(text) and len(text) > _FEW_TOLD:
                return None  # told in a form that is not known: what follows goes on from it
            continue
        if not _is_legend(middle, index):
            return index
    return None


# Of what goes on while it is told, of those who were before a court: 11.20 Uhr: ..., COLE, Derek
_OF_A_LIST = re.compile(
    r"\+\+\+|(?:um |at |à )?[0-2]?\d[:.h][0-5]\d\b"
    r"(?:\s?(?:Uhr|h|GMT|[ap]\.?m\.?|uur|UTC|BST|CET|EST))?"
    r"\s*(?:[-–—:|]|\s[A-ZÀ-Þ])|[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,}, [A-ZÀ-Þ][a-zß-ÿ]+(?: [A-Z]\.?)?, \d",
)


# Of a bulletin that is read out, or of a letter to those who subscribe.
_SPOKEN = re.compile(
    r"(?i)(?:good (?:morning|afternoon|evening)|guten (?:morgen|tag|abend)|bonjour|bonsoir"
    r"|buenos días|buenas (?:tardes|noches)|buongiorno|buonasera|bom dia|boa (?:tarde|noite)"
    r"|goede(?:morgen|middag|navond)|god (?:morgon|morgen|kväll|aften)|hyvää (?:huomenta|iltaa)"
    r"|dzień dobry|dobry wieczór|dobr[ýé] (?:den|ráno|večer)|jó (?:reggelt|napot|estét)"
    r"|bună (?:dimineața|ziua|seara)|доброе утро|добрый (?:день|вечер)|добр(?:ого ранку|ий день)"
    r"|günaydın|iyi (?:günler|akşamlar)|καλημέρα|καλησπέρα|صباح الخير|مساء الخير|בוקר טוב|ערב טוב"
    r"|おはようございます|こんにちは|こんばんは|早上好|各位观众|안녕하십니까|안녕하세요"
    r"|selamat (?:pagi|malam))"
)


def _is_legend(middle: list[Part], index: int) -> bool:
    """Whether a paragraph is rather a caption: words of one, or a credit under it."""
    text = middle[index].stretch.text
    if len(text.split()) > _LONGEST_CAPTION:
        return False
    if _LEGENDS.match(text) or _CREDITED.search(text):
        return True
    following = middle[index + 1] if index + 2 < len(middle) else None
    if following is None or following.kind is not SegmentKind.CAPTION:
        return False
    return following.credit is not None and following.caption is None


def _is_place(text: str) -> bool:
    return _PLACE.match(text) is not None and text.partition(".")[0].casefold() not in _TITLES


_TITLES = phrases(
    "mrs,miss,messrs,prof,capt,gen,col,maj,sgt,lieut,gov,sen,rep,hon,rev,supt,insp,pres,dir,"
    "ing,dipl,frau,herr,sra,srta,dott,avv,mme,mlle,mgr,mag,vol,fig,bzw,nach,etwa"
)


def _goes_on(middle: list[Part], index: int) -> bool:
    """Whether a paragraph begins in small letters, amid a sentence; after a greeting it may."""
    if not middle[index].stretch.text[0].islower():
        return False
    return not index or not middle[index - 1].stretch.text.endswith((",", "!"))


def _is_doubtful(stretch: Stretch, special: Callable[[Stretch], Part | None]) -> bool:
    """Whether a paragraph has more in it than the lead: lines of the page, a place, a verse."""
    text = stretch.text
    found = dateline_of(stretch)
    alone = found is not None and "\n" in text[found[1] - 2 : found[1] + 1]
    if is_glued(text) or has_short_lines(text[found[1] :].strip() if found and alone else text):
        return True
    if not found and (_is_place(text) or _PLACE_AND_DAY.match(text) or seems_dateline(text)):
        return True
    lines = re.split(r"[\r\n]+", text)[:_MOST_LINES]
    if len(lines) == 1:
        return _WRITTEN.search(text) is not None and not _INNER_END.search(text)
    if all(len(line) <= _SHORTEST and ends_sentence(line) for line in lines):
        return True  # points that sum the text up
    start = 0
    for line in lines:
        at = text.index(line, start)
        start = at + len(line)
        if not ends_sentence(line) and special(stretch.part(at, start)):
            return True
    return False

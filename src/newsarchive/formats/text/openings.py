# names of other languages
"""What stands above a headline and is none, and whose name stands alone beside the text. Pure.

A name of a section says nothing of the text under it; a headline does, and its words come again.
"""

import re
from collections.abc import Callable

from newsarchive.formats.text.bylines import Byline
from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.doubts import is_dated, recalls
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.names import names_only, people_in
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.roles import is_role
from newsarchive.formats.text.words import ends_open, ends_sentence, is_agency, phrases
from newsarchive.model.article import SegmentKind

_BRIEF = 2  # words
_SHORT_WIDE = 8  # characters of a line above a longer title
_BRIEF_WIDE, _BRIEF_THAI = 5, 10  # characters, where words are not parted
_UNPARTED, _WIDE = "\u0e00", "\u2e80"  # from here on, Thai and its like; Chinese and Japanese
_LONGEST_KICKER, _LONGEST_UNDER = 3, 6  # words of two titles of which either can be the headline
_LONGEST_SHOUTED = 4  # words
_FEWEST_CODES = 3  # words
_NEAR = 600  # characters
_KEYWORDS = re.compile(r"[^\s/]+(?:/[^/]{1,30}){1,8}/|[^\s/]{2,}(?:/[^\s/]{2,}){2,}")
_MOST_OF_A_DESK = 4  # words
_DESKS = phrases(
    "redazione,redacción,redação,rédaction,redaktion,redactie,redakcja,redakce,redaksi"
)
_CLOCK = re.compile(r"(?i)\b\d{1,2}[:.]\d\d\s?[ap]\.?m\b")
_CONTACT = re.compile(
    r"(?i)(?:contact|media contact|press contact|press office|kontakt|pressekontakt"
    r"|ansprechpartner(?:in)?|contacto|contatto|contato|tel|phone|fax|e-?mail)\b\.?\s?:.*"
    r"|.*\S@\S+\.\S+.*|.*\b\d{3}[- ]\d{4}\b.*"
)


def is_coded(text: str) -> bool:
    """Whether a line is a mark of those who send it: numbers, keywords with slashes, a date."""
    words = text.split()
    figures = sum(any(c.isdecimal() for c in word) for word in words)
    if len(words) >= _FEWEST_CODES and figures * 2 > len(words):
        return True
    if len(words) <= _MOST_OF_A_DESK and words[0].casefold() in _DESKS:
        return True
    if _KEYWORDS.fullmatch(text.strip()) or is_dated(text) or _CLOCK.search(text):
        return True
    return is_contact(text)


def is_contact(text: str) -> bool:
    """Whether a line says whom to ask, or has an address or a number to call."""
    return len(text) <= _LONGEST_CONTACT and _CONTACT.fullmatch(text) is not None


_LONGEST_CONTACT = 160


def is_sent(text: str) -> bool:
    """Whether a line is what an agency puts above its text: `bdt0412 3 wi 187 dpa 0412`."""
    words = text.split()
    figures = sum(any(c.isdecimal() for c in word) for word in words)
    if len(words) < _FEWEST_CODES or figures * 2 < len(words):
        return bool(_KEYWORDS.fullmatch(text.strip())) and text.endswith("/")
    return any(is_agency(word) for word in re.split(r"[\s-]+", text))


def is_brief(text: str) -> bool:
    """Whether a line is of one word or two; in a script that parts none, of a few characters."""
    words = text.split()
    if len(words) == 1 and text[0] >= _UNPARTED and not "\uac00" <= text[0] <= "\ud7a3":
        return len(text) <= (_BRIEF_WIDE if text[0] >= _WIDE else _BRIEF_THAI)
    return len(words) <= _BRIEF


def is_open(title: str, under: str) -> bool:
    """Whether a title in few words and a longer one under it may be a kicker and a headline."""
    few, more = len(title.split()), len(under.split())
    if title[0] >= _UNPARTED:
        return False
    if few <= _LONGEST_SHOUTED and title.isupper() and not under.isupper():
        capitals = sum(word[0].isupper() for word in under.split())
        return capitals * 4 <= 3 * more  # else: as papers print what sums a text up
    if _TWO.search(under):
        return False
    return few <= _LONGEST_KICKER and few < more <= _LONGEST_UNDER and not ends_sentence(under)


_LONGEST_PASSED = 400


def passed(
    text: Text, blocks: list[Lines], marks: Callable[[list[Lines]], bool], *, titled: bool
) -> list[Part]:
    """Blocks between a headline and the byline under it, whose meaning is open.

    Without a headline above them, one block above a headline of one line that has its byline: the
    caption of a picture, as a rule.
    """
    for count in (1, 2, 3):
        block = blocks[count - 1]
        if count > 2 and titled:  # noqa: PLR2004
            return []
        if len(blocks) <= count or len(text.joined(block).text) > _LONGEST_PASSED:
            return []
        if any(dateline_of(line) for line in block[:2]) or _is_told(text.joined(block).text):
            return []
        if not any(is_prose(text.joined(b).text) for b in blocks[count:]):
            return []
        under = blocks[count]
        within = [under[1:], *blocks[count + 1 :]]
        if marks(blocks[count:]) or (
            not titled and len(under) > 1 and not ends_sentence(under[0].text) and marks(within)
        ):
            return [_as_paragraph(text, b) for b in blocks[:count]]
        if not titled and len(blocks) > 2 and len(under) == 1 and marks(blocks[2:]):  # noqa: PLR2004
            return [] if ends_sentence(under[0].text) else [_as_paragraph(text, block)]
        if not titled and ends_sentence(block[-1].text):
            return []
    return []


_INNER_END = re.compile(r"[.!?]\s")


def _is_told(text: str) -> bool:
    """Whether a text is prose of more than one sentence."""
    return _INNER_END.search(text) is not None and is_prose(text)


def _as_paragraph(text: Text, block: Lines) -> Part:
    return Part(SegmentKind.PARAGRAPH, text.joined(block))


_TWO = re.compile(r"\s[-–—]\s|[,;]\s")  # sentences, as what sums a text up has them


def _is_short_above(text: str, following: str) -> bool:
    """Whether a few Chinese or Japanese characters stand above a longer title."""
    wide = text[0] >= _WIDE and not "\uac00" <= text[0] <= "\ud7a3"
    return wide and len(text) <= _SHORT_WIDE < len(following)


def is_of_a_section(text: Text, blocks: list[Lines], following: Stretch | None) -> bool:
    """Whether a brief line above a text names its kind: nothing in the text takes it up.

    `following` is the line under it where that is a title, too.
    """
    line = blocks[0][0]
    if following and len(blocks[0]) == 1 and _is_short_above(line.text, following.text):
        return True
    shouted = line.text.isupper() and len(line.text.split()) <= _LONGEST_KICKER
    titled = any(
        len(b) == 1 and not ends_sentence(b[0].text) and not b[0].text.isupper()
        for b in blocks[1:3]
    )
    if (
        not (is_brief(line.text) or (shouted and titled))
        or ends_sentence(line.text)
        or ends_open(line.text)
    ):
        return False
    if len(blocks[0]) > 1 and len(line.text.split()) > 1:
        return False
    if following and len(line.text.split()) == 1 and line.text[0].isupper():
        return len(following.text.split()) > 1
    if len(line.text.split()) == 1 and line.text[0] < _UNPARTED:
        return True
    return not recalls(line.text, text.content[line.end : line.end + _NEAR])


_FURNITURE = phrases(
    "more,read,most,us,up,sign,share,next,stories,story,news,related,popular,latest,follow,log,in,"
    "watch,listen,video,photo,photos,gallery,home,back,top,menu,search,contact,about,privacy,"
    "policy,terms,comments,comment,subscribe,newsletter,print,email,advertisement,live,updates,"
    "continue,reading,view,all,show,save,the,end,editor,letters,opinion,sport,sports,world,"
    "bericht,eigener,eigene,meldung,report,redaktion,redazione,redacción,redação,rédaction,redakcja,"
    "redakce,redactie,agencies,agenturen,agencias,agences,agenzie,press,presse,prensa,pressestelle,"
    "breaking,special,exclusive,ltd,inc,gmbh,ag,council,city,stadt,office,museum,university"
)


def sole_name(text: Text, blocks: list[Lines]) -> Byline | None:
    """The byline in a name that stands alone between a headline and its text.

    It is none where the text speaks of that person, but for a last paragraph that begins with it.
    """
    line = blocks[0][0]
    if len(blocks[0]) > 2 or len(blocks) == 1:  # noqa: PLR2004
        return None
    under = blocks[0][1].text if len(blocks[0]) > 1 else ""
    beside = _is_place(under) or is_role(under) or _OWN.fullmatch(under) or is_contact(under)
    if under and not (beside or under.startswith("@")):
        return None
    name = line
    if (match := _PLACED.fullmatch(line.text)) and names_only(match["place"]):
        name = line.group(match, "name")
    byline = _named(line, name)
    if not byline:
        return None
    last = blocks[-1][0]
    about = last.text.casefold().startswith(name.text.casefold()) and len(blocks) > 2  # noqa: PLR2004
    return None if _speaks(text, (line.end, last.start if about else -1), byline) else byline


def _named(line: Stretch, name: Stretch) -> Byline | None:
    people = people_in(name)
    if _ALSO_BY.match(name.text) and len(name.text.split()) > 2:  # noqa: PLR2004
        return None  # a given name, or "by"
    if not people or not all(is_named(person.text) for person in people):
        return None
    if ":" in line.text or any(is_agency(word) for word in name.text.split()):
        return None
    if any(word.casefold() in _FURNITURE for word in name.text.split()):
        return None
    between = name.text
    for person in people:
        between = between.replace(person.text, "", 1)
    return Byline(line, people) if len(between) <= _MOST_BETWEEN * len(people) else None


_ALSO_BY = re.compile(r"(?:Per|Di|Van|Da|Do|Par|Von|De|Af|Av|Od|Za) (?=[^\W\d_a-z])")
_MOST_BETWEEN = 5  # characters that join two names


def _is_place(text: str) -> bool:
    words = text.split()
    few = 0 < len(words) <= 3  # noqa: PLR2004
    return few and all(w[0].isupper() for w in words) and text[-1].isalpha()


_OWN = re.compile(  # what a person is for the paper
    r"(?i)(?:d[oae]l?|da|de la|della|dal|aus|van|z|från|из) (?:nostr[oa]|noss[oa]|nuestr[oa]|notre|"
    r"unserer?|onze|naszego|vår|нашего)? ?(?:enviad[oa] especial|inviat[oa]|redação|redacción|"
    r"redazione|rédaction|redaktion|redactie|sucursal|correspondente|corresponsal|corrispondente)"
    r"|(?:enviad[oa] especial|inviat[oa]|envoyée? spéciale?)(?: a| à| em| en)?[^.]{0,30}"
)


# Kemal ERDEN - TOLMA; ANA LUCERO / Tolma
_PLACED = re.compile(
    r"(?P<name>[^/|]{5,40}?)(?:\s+[-–—/|]\s+|/)"
    r"(?P<place>[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+){0,2}),?(?: \([^()]{2,20}\))?"
)


def _speaks(text: Text, within: tuple[int, int], byline: Byline) -> bool:
    start, end = within
    rest = text.content[start : end if end >= 0 else None].casefold()
    for person in byline.people:
        name = person.text.casefold()
        # But for the credit of a picture: (Photo : Ann Other)
        spoken = sum(not _credits(rest, at) for at in _places(rest, name))
        if spoken or rest.count(name.split()[-1]) > len(_places(rest, name)):
            return True
    return False


def _places(text: str, name: str) -> list[int]:
    """Where a name stands in a text."""
    return [match.start() for match in re.finditer(re.escape(name), text)]


def _credits(text: str, at: int) -> bool:
    """Whether a word for a picture stands before a place in a text."""
    return _PICTURE.search(text[max(at - _BEFORE, 0) : at]) is not None


_BEFORE = 24  # characters
_PICTURE = re.compile(
    r"(?i)(?:photos?|pictures?|images?|bild(?:er)?|fotos?|fot\.|fotografia|kuvat?|снимк[аи]|фото|写真)"
    r"\s?(?:[:：/|]|by|von|de|di|par|por)\s?$"
)


_SIGNED = re.compile(
    r"(?:[—–-]+\s?|[(（])?(?P<name>[^\W\d_][^()（）:/\d,]{3,70}?)"
    r"(?:,\s(?P<place>[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+){0,2}))?[)）]?\.?,?"
)


def signature(text: Text, blocks: list[Lines]) -> tuple[int, Byline] | None:
    """The byline in a name alone under the last sentence, and how many lines it takes.

    A place may stand behind or under it. It is none where the text speaks of that person.
    """
    block = blocks[-1]
    count = 1
    if len(block) > 1 and not ends_sentence(block[-2].text):
        count += _is_place(block[-1].text) or is_contact(block[-1].text)
    line = block[-count]
    above = block[:-count][-1:] or (blocks[-2][-1:] if len(blocks) > 1 else ())
    match = _SIGNED.fullmatch(line.text)
    if not match or not above or not ends_sentence(above[0].text):
        return None
    name = line.group(match, "name")
    byline = _named(line, name)
    if byline is None or _speaks(text, (0, line.start), byline):
        return None
    return count, byline

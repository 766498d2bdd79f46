# words of other languages
"""The name of a paper or a site alone above an article, and whether a title is such a name. Pure.

A name says nothing of the text under it, while the words of a headline come again in it. Of a name
that stands over another title, and that fewer words of the text take up, it is open what it is.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import islice, takewhile

from newsarchive.formats.text.doubts import is_crumbs, share
from newsarchive.formats.text.given import is_named
from newsarchive.formats.text.lines import Lines, Stretch, Text
from newsarchive.formats.text.mastheads import Masthead, read_mastheads
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.notices import is_bar, is_rubric, is_trail
from newsarchive.formats.text.papers import is_nameplate, is_paper, is_rarer_paper
from newsarchive.formats.text.parts import Part
from newsarchive.formats.text.prose import is_prose
from newsarchive.formats.text.words import PAPER_ENDS, ends_open, ends_sentence, phrases
from newsarchive.model.article import SegmentKind

_LEAST_BLOCKS = 4
_MOST_WORDS, _FEWEST_WORDS = 7, 3  # of a name; of a title
_MOST_SHOUTED = 4  # words in capitals
_SMALL_WORD = 3  # characters of a word between those of a name
_NEAR = 1500  # characters of the text
_FEW, _MANY = 0.34, 0.5  # of the words of a title
_QUOTES = "\"“„«»”‘'‹「『"
_LONGEST_UNDER = 12  # words of a title; of what sums a text up, more
_MOST_BETWEEN = 3  # blocks
_LONGEST_TITLE = 150
_SHORTEST_NAME = 9  # characters of a name in one word
_HOST = re.compile(r"(?i)(?:https?://(?:www\.)?|www\.|@)(?P<host>[a-z0-9-]{5,60})\.")
_OWNED = re.compile(r"(?i)(?:©|\(c\)|copyright)[\s\d,–-]*(?P<owner>[^\n]{4,80})")
_MOST_HOSTS = 12
# Of languages whose headlines have capitals: English in all words, German in each noun.
_IN_CAPITALS = re.compile(r"(?i)\b(?:the|and|was|were|der|die|das|und|den)\b")
_SMALL = re.compile(r"(?:^|\s)[^\W\d_A-Z][^\W\d_]{3,}")

# Where a page lies, what stands side by side, a title that is quoted.
_NO_NAME = re.compile(r"\s[/›»>]\s|\S(?: {2,}|\t)\s*\S|[\"“”„]")

_Special = Callable[[Stretch], Part | None]


def nameplate(
    text: Text, blocks: list[Lines], special: _Special, is_bylined: Callable[[list[Lines]], bool]
) -> Part | None:
    """A paper's name alone, above a headline that has its byline or date under it.

    It is vouched for by a word that papers are called by, by an address or a notice of copyright
    in the text that has the same letters, or by the menu of a site under it.
    """
    name = blocks[0][0]
    following = blocks[0][1:2] or (blocks[1][:1] if len(blocks) > 1 else ())
    if not following or is_prose(following[0].text) or is_rubric(name.text):
        return None
    if _NO_NAME.search(name.text):
        return None
    told = is_nameplate(name.text) or (
        _may_be_site(name.text)
        and (
            _is_over_a_menu(name.text, following[0].text, apart=len(blocks[0]) == 1)
            or _is_vouched_for(name.text, text.content)
            or _is_over_an_article(blocks, special, is_bylined)
        )
    )
    return Part(SegmentKind.MASTHEAD, name, masthead=Masthead(name, None)) if told else None


def _is_over_a_menu(name: str, under: str, *, apart: bool) -> bool:
    """Whether the line under a name is the menu of a site: in one block, it begins with "Home"."""
    if not _is_menu(under):
        return False
    return (
        is_paper(name) or is_rarer_paper(name) or (not apart and (is_bar(under) or is_trail(under)))
    )


def _is_over_an_article(
    blocks: list[Lines], special: _Special, is_bylined: Callable[[list[Lines]], bool]
) -> bool:
    """Whether a paper's name stands over a title with a byline, or over a rubric and a title."""
    if len(blocks) < _LEAST_BLOCKS or len(blocks[0]) + len(blocks[1]) > 2:  # noqa: PLR2004
        return False
    name, under = blocks[0][0].text, blocks[1][0]
    if is_rubric(under.text) and is_rarer_paper(name) and _is_titled(blocks[2]):
        return True
    if ends_sentence(under.text) or special(under):
        return False
    called = is_paper(name) or _is_compound(name)
    return called and (is_bylined(blocks[2:]) or is_bylined(blocks[3:]))


def _may_be_site(text: str) -> bool:
    """Whether a line can be the name of a site: a few words with capitals, and no person."""
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS or any(c.isdecimal() or c in ":!?" for c in text):
        return False
    return names_only(text) and any(c.isupper() for c in text) and not is_named(text)


def _is_compound(text: str) -> bool:
    """Whether one word is a paper's name: "Vestfjordposten"."""
    alone = len(text.split()) == 1 and len(text) >= _SHORTEST_NAME and text[0].isupper()
    return alone and text.casefold().endswith(PAPER_ENDS)


def _is_titled(block: Lines) -> bool:
    text = block[0].text
    return len(text.split()) >= _FEWEST_WORDS and not ends_sentence(text) and not is_prose(text)


def _is_menu(text: str) -> bool:
    return is_bar(text) or is_trail(text) or is_crumbs(text)


def _is_vouched_for(name: str, content: str) -> bool:
    """Whether an address, or a notice of copyright, in a text has the letters of a name."""
    letters = _letters(name)
    if len(letters) < 5 or len(name.split()) < 2:  # noqa: PLR2004  # one word is no evidence
        return False
    hosts = islice(_HOST.finditer(content), _MOST_HOSTS)
    if any(_letters(m["host"]) in {letters, letters.removeprefix("the")} for m in hosts):
        return True
    owners = islice(_OWNED.finditer(content), _MOST_HOSTS)
    return any(_letters(m["owner"]).startswith(letters) for m in owners)


def _letters(text: str) -> str:
    """The letters and figures of a text without accents, as addresses have them."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def stands_over_a_title(
    text: Text, blocks: list[Lines], found: list[Part], special: _Special, *, noted: bool
) -> list[Part]:
    """The parts where what would be the headline is rather a name or a note over one.

    Nothing where it is the headline. A title of which no word comes again, over one of which some
    do, is a note where a paper's head, a menu or a rubric stands between; else both are open, but
    under a paper's head (`noted`), in quotes, or over a long one that sums a text up.
    Titles in English and German have capitals, too: there both are open, but for a menu or a rubric
    between.
    """
    if not found or found[0].kind is not SegmentKind.HEADLINE or found[0].fields:
        return []
    name = found[0].stretch
    title, strong = _title_under(text, blocks, name, special)
    if title is None or (title.text.isupper() and name.text.isupper()):
        return []
    below = text.content[title.end :][:_NEAR]
    own, taken = share(name.text, below), share(title.text, below)
    if not taken or own > taken or (own >= min(_FEW, taken) and not strong):
        return []
    over = Part(SegmentKind.HEADING, name)
    cased = _IN_CAPITALS.search(below) is not None
    if not is_name_like(name.text) or (cased and not names_only(name.text)):
        if own or noted or quotes(name.text) or len(title.text.split()) > _LONGEST_UNDER:
            return []
        return [over] if strong else [_open(name), _open(title)]
    strong = strong or is_rarer_paper(name.text) or is_paper(name.text)
    capitals = sum(word[0].isupper() for word in name.text.split())
    named = capitals >= _FEWEST_WORDS and taken >= _MANY and _SMALL.search(title.text)
    if strong or (named and not cased):
        return [over]
    return [_open(name), _open(title)]


def is_office(text: str) -> bool:
    """Whether a few words with capitals are the name of a paper, an office or a company."""
    words = [word.strip(".,").casefold() for word in text.split()]
    if not is_name_like(text) or len(words) > _MOST_OF_AN_OFFICE or not names_only(text):
        return False
    return is_paper(text) or words[-1] in _OFFICES or words[0] in _TOWNS


_MOST_OF_AN_OFFICE = 5  # words
_OFFICES = phrases(
    "authority,council,office,department,ministry,agency,commission,board,association,society,club,"
    "federation,union,university,college,institute,foundation,museum,committee,constabulary,company,"
    "ltd,limited,plc,inc,llc,gmbh,ag,kg,e.v,verein,verband,ministerium,amt,landratsamt,polizei,"
    "polizeipräsidium,universität,museen,stiftung,sa,s.a,spa,s.p.a,bv,b.v,ab,oy,sp.z.o.o"
)
_TOWNS = phrases(
    "stadt,gemeinde,landkreis,kreis,landratsamt,stadtverwaltung,ville,mairie,commune,préfecture,"
    "ayuntamiento,diputación,gobierno,comune,provincia,regione,prefettura,câmara,prefeitura,gemeente,"
    "provincie,ministerio,ministère,ministero,ministério,ministerie,universidad,università,université,"
    "universidade,universiteit,universität,kommune,urząd,miasto,obec,město,primăria,belediye"
)


def quotes(title: str) -> bool:
    """Whether a title is what somebody said, in quotes: "Ann Other: «I never knew»"."""
    return title[0] in _QUOTES or _SAID.search(title) is not None


_SAID = re.compile(r"[:：]\s?[\"“„«‘'‹「『]")


def _open(title: Stretch) -> Part:
    return Part(SegmentKind.HEADING, title, open=True)


def is_name_like(text: str) -> bool:
    """Whether a title can be a name: a few words that begin with capitals, but for short ones."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS or not any(c.isupper() for c in text):
        return False
    if text.isupper():
        return len(words) <= _MOST_SHOUTED
    capitals = all(word[0].isupper() or len(word) <= _SMALL_WORD for word in words)
    ends = words[0][0].isupper() and words[-1][0].isupper()
    return capitals and ends and not any(c.isdecimal() for c in text) and not is_named(text)


def _title_under(
    text: Text, blocks: list[Lines], name: Stretch, special: _Special
) -> tuple[Stretch | None, bool]:
    """The next title under a line, and whether a menu or a rubric stands between the two."""
    strong = False
    for block in blocks[: _MOST_BETWEEN + 1]:
        rest = tuple(line for line in block if line.start >= name.end)
        if rest and (masthead := read_mastheads(rest[:_MOST_OF_A_HEAD])):
            strong, rest = True, rest[masthead[0] :]
        for n, line in enumerate(rest):
            part = special(line)
            if _is_menu(line.text) or (part and part.kind in _BETWEEN):
                strong = True
                continue
            if part:
                if part.kind in {SegmentKind.FURNITURE, SegmentKind.HEADER}:
                    continue
                return None, strong
            run = tuple(takewhile(lambda line: special(line) is None, rest[n:]))
            title = text.joined(run)
            return (title if len(run) <= 2 and _is_title(title.text) else None), strong  # noqa: PLR2004
    return None, strong


_BETWEEN = {SegmentKind.HEADING, SegmentKind.MASTHEAD}
_MOST_OF_A_HEAD = 4  # lines


def _is_title(text: str) -> bool:
    words = text.split()
    fits = len(words) >= _FEWEST_WORDS and len(text) <= _LONGEST_TITLE
    if not fits or ends_sentence(text) or ends_open(text) or is_prose(text):
        return False
    return not is_named(text)

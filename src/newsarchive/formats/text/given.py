# names of other languages
"""Whether words name a person for certain: by a given name, initials, a surname in capitals.

The given names are in given.json, a text for each language or group of languages: a table to which
a librarian may add. A name that is not in it says nothing.
"""

import json
import re
from functools import cache
from importlib import resources

from newsarchive.formats.text.words import NAME_PARTICLES, phrases

_FEWEST, _MOST = 2, 5  # words
_NO_NAME = frozenset(':;!?0123456789/|"“”„«»()[]')
_TITLE = re.compile(r"[^\W\d_.]{3,}\.")  # Capt., Prof.: of whom the text speaks
# What names of places and of the great begin with, and places end in: Santa Rosa, Dean Street.
_OF_PLACES = phrases(
    "san,santa,santo,são,st,ste,saint,sainte,sankt,sveti,sveta,port,porto,puerto,fort,mount,lake,bad,"
    "new,nueva,nova,villa,vila,monte,king,queen,prince,princess,pope,lord,lady,re,reine,rey,reina,"
    "könig,königin,papst,papa,pape,kota,desa,gunung"
)
_BEGIN_NO_NAME = phrases(
    "the,an,im,in,am,an,auf,aus,bei,mit,nach,vom,von,zum,zur,für,und,der,die,das,ein,eine,les,un,une,"
    "los,las,una,il,lo,gli,os,as,um,uma,het,een,en,au,aux,sur,dans,pour,por,para,con,sin,on,at,for,"
    "from,with,by,and,to,of,our,my,his,her,hi,hello,dear,hallo,liebe,lieber,chère,cher,querido"
)
_ENDS_OF_PLACES = phrases(
    "street,road,avenue,square,lane,falls,beach,bay,park,church,valley,hill,hills,hall,castle,bridge,"
    "harbour,harbor,school,college,hospital,university,club,house,station,platz,straße,strasse,allee,"
    "brücke,schule,united,city,town,rovers,council,foundation,stiftung,awards,festival,cup,prize,fund"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.(?:-?[^\W\d_]\.)*|[^\W\d_])")


@cache
def _given() -> frozenset[str]:
    file = resources.files("newsarchive.formats.text").joinpath("given.json")
    return frozenset(
        name for names in json.loads(file.read_bytes()).values() for name in names.split()
    )


def is_named(text: str) -> bool:
    """Whether a text is the name of one person, told by more than its capitals."""
    words = text.split()
    if not _FEWEST <= len(words) <= _MOST or any(c in _NO_NAME for c in text):
        return False
    if not all(not word[0].islower() or word.casefold() in NAME_PARTICLES for word in words):
        return False
    if len(words[-1].strip(".")) < _FEWEST or any(_TITLE.fullmatch(word) for word in words):
        return False
    first, *_, last = words
    if first.casefold() in _BEGIN_NO_NAME:
        return False
    if first.casefold().rstrip(".") in _OF_PLACES or last.casefold() in _ENDS_OF_PLACES:
        return False
    if _INITIALS.fullmatch(first) and last[0].isupper():
        return "." in first
    surnamed = last.isupper() and len(last) > _FEWEST and not first.isupper() and len(words) < 4  # noqa: PLR2004
    return surnamed or any(_is_given(word) for word in words)


def _is_given(word: str) -> bool:
    folded = word.casefold().replace("i\u0307", "i")  # of a Turkish capital
    return folded in _given() or ("-" in folded and folded.partition("-")[0] in _given())

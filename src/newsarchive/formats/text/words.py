# the words are those of other languages
"""The words that a plain text is read by, in many languages: labels, agencies, sentence ends."""

import json
from enum import StrEnum
from importlib import resources

from newsarchive.metadata import agencies


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list parted by commas."""
    return frozenset(text.split(","))


class Label(StrEnum):
    """What a labelled line at the head or the tail of a text says."""

    HEADLINE = "headline"
    BY = "by"
    PUBLISHED = "published"
    MODIFIED = "modified"
    SOURCE = "source"
    AGENCY = "agency"
    PUBLISHER = "publisher"
    URL = "url"
    LANGUAGE = "language"
    PLACE = "place"
    COPYRIGHT = "copyright"
    CAPTION = "caption"
    PHOTO = "photo"
    CREDIT = "credit"
    PAGE = "page"
    SECTION = "section"
    EDITION = "edition"
    EDITOR = "editor"


def _labels() -> dict[str, Label]:
    """What the labels of labels.json say, by how they are printed, casefolded."""
    table = resources.files("newsarchive.formats.text").joinpath("labels.json").read_bytes()
    return {
        word: Label(label)
        for words in json.loads(table).values()
        for label, forms in words.items()
        for word in forms
    }


LABELS = _labels()


def _papers() -> tuple[frozenset[str], frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Words that papers are called by, such as others are, too; ends of words; ends of offices."""
    table = json.loads(
        resources.files("newsarchive.formats.text").joinpath("papers.json").read_bytes()
    )
    words, rarer = frozenset(table["words"]), frozenset(table["rarer"])
    return words, rarer, tuple(table["ends"]), tuple(table["offices"])


PAPERS, RARER_PAPERS, PAPER_ENDS, OFFICE_ENDS = _papers()

# What may say when without a colon: "Published 13 April 2017". A noun may not: "Stand 13 April".
_NOUNS = phrases("date,datum,fecha,data,tarih,stand,update,дата,tanggal,ngày,التاريخ,תאריך,तारीख")
DATE_VERBS = tuple(
    word
    for word, label in LABELS.items()
    if label in {Label.PUBLISHED, Label.MODIFIED} and word not in _NOUNS
)

# Agencies that are mentioned and not named.
UNNAMED = phrases(
    "agencies,agency,news agencies,news agency,other agencies,wire agencies,wires,"
    "the wires,newswires,wire services,news services,wire reports,agency reports,"
    "agenturen,nachrichtenagenturen,agence,agences,agences de presse,agencias,"
    "agencias de noticias,agências,agências de notícias,agenzie,agenzie di stampa,"
    "agentschappen,persbureaus,nieuwsagentschappen,ajanslar,haber ajansları"
)

# Words without a capital inside the name of a person, and between other names.
NAME_PARTICLES = phrases(
    "de,del,della,dei,di,du,des,la,le,el,al,da,do,dos,das,van,von,vom,der,den,dem,het,"
    "ter,ten,zu,zur,bin,ibn,ben,bint"
)
PARTICLES = NAME_PARTICLES | phrases("and,und,et,y,e,ve,en,&,of,the,les,los,las,for,für")

LANGUAGES = {
    "english": "en", "englisch": "en", "anglais": "en", "inglés": "en",
    "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "französisch": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it",
    "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands": "nl",
    "turkish": "tr", "türkçe": "tr", "russian": "ru", "русский": "ru", "arabic": "ar",
    "العربية": "ar", "chinese": "zh", "中文": "zh", "hebrew": "he", "עברית": "he",
}  # fmt: skip

_SENTENCE_ENDS = ".!?…‥。！？．｡؟۔।॥።።፧։។။"
_CLOSING = "\"'”’“»›«‹)]}」』】）》〉 \u00a0\u200f\u200e"


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets after it or not."""
    return text.rstrip(_CLOSING).endswith(tuple(_SENTENCE_ENDS))


def ends_open(text: str) -> bool:
    """Whether `text` breaks off: more of the same sentence has to follow."""
    return text.rstrip(_CLOSING).endswith((":", ";", ",", "-", "–", "—", "：", "，", "、"))


def is_question(text: str) -> bool:
    """Whether `text` ends in a question or exclamation mark, as some headlines do."""
    bare = text.rstrip(_CLOSING)
    if bare.endswith(";") and bare[-2:-1] > _GREEK[0] and bare[-2:-1] < _GREEK[1]:
        return True
    return bare.endswith(tuple("?!？！؟\u037e"))


_GREEK = "\u0370", "\u0400"


def is_agency(text: str) -> bool:
    """Whether `text` as a whole is the name of a news agency."""
    return agencies.named(text) is not None


def is_unnamed(text: str) -> bool:
    """Whether `text` says "agencies" and the like, and names none."""
    return " ".join(text.casefold().split()) in UNNAMED

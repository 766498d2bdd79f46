"""Captions of pictures in pages, and the credit at their end or in a place of its own. Pure."""

import re

from newsarchive.formats.pages import eastern
from newsarchive.formats.pages.tree import line
from newsarchive.formats.pages.words import any_of
from newsarchive.formats.text.captions import captioned, photo_credit
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.words import is_agency

_WORD = any_of("credit")
_OF_PICTURES = r"(?:photos?|photographs?|images?|pictures?|illustrations?|graphics?)"
# What stands before the credit itself: "Foto: ", "Photo by ", "© ", "Image source, "
_LABEL = re.compile(
    rf"(?i)\A[\s(\[|,;–—-]*(?:{_WORD}\s*(?:[:：=/／,|]|\.{{3}}|…)\s*|(?:fot|φωτ)\.\s*"
    rf"|{_OF_PICTURES} by\s+"
    r"|(?:foto|fotos|bild|grafik|illustration)\s*:?\s*(?:von|di|de|av)\s+"
    r"|(?:photo|image|picture)?\s*courtesy(?: of)?:?\s+"
    r"|(?:bild|foto|photo|image|copyright)?\s*(?:copyright|©|\(c\)|（[cｃ]）|&copy;)\s*:?\s*(?:\d{4}\s+)?"
    r"|(?-i:foto|photo|ph\.|fot)\s+(?-i:(?=[^\W\d_a-zà-ÿ]))|via\s+)+"
)
_BRACKETED = re.compile(
    r"\A(?P<caption>.*\S)\s*[(\[（【](?P<credit>[^()\[\]（）【】]{2,120})[)\]）】]\s*\.?\Z",
    re.DOTALL,
)
# The rest of a credit: no end of a sentence in it, but dots inside of words and behind initials.
_REST = r"\S(?:[^.!?\n]|\.(?=\S)|(?<=\b\w)\.)"
_TAIL = re.compile(
    rf"(?i)\A(?P<caption>.*\S)\s*(?:(?<=[.!?\"”»)…|–—-])|\s[|/–—-]|\n|(?=©|（[cｃ]）)"
    rf"|(?<=\s)(?=\(c\)))\s*"
    rf"(?P<credit>(?:{_WORD}\s*[:：=]\s*|{_OF_PICTURES} by\s+"
    rf"|(?:photo|image|picture)?\s*courtesy(?: of)?\s+"
    rf"|(?:fot|φωτ)\.\s+|©\s*|\(c\)\s+|（[cｃ]）\s*|copyright\s*[:©]?\s+){_REST}{{1,110}})[.\s]*\Z",
    re.DOTALL,
)
_ANY_TAIL = re.compile(
    rf"(?i)\A(?P<caption>\S.*?)\s+(?P<credit>(?:{any_of('credit_tail')}\s*[:：]\s*"
    rf"|credit(?:\.{{3}}|…)\s*|©\s*){_REST}{{1,100}})[.\s]*\Z",
    re.DOTALL,
)
_SLASHED = re.compile(
    r"\A(?P<caption>.*[.!?\"”»…])\s+"
    r"(?P<credit>[^\W\d_][\w.'’ -]{2,40}(?:\s?/\s?[\w.'’ -]{2,40}){1,4})\Z",
    re.DOTALL,
)
# "El transbordador. JUAN PÉREZ", "Le bac à quai. DDM - JEAN DUPONT", "Le bac. LP/Jean Dupont"
_CAPITALS = re.compile(
    r"\A(?P<caption>.*\w{3}[.!?\"”»…])\s+"
    r"(?P<credit>(?:[^\W\d_a-zà-ÿ]{2,10}\s?[-–/]\s?)?"
    r"[^\W\d_a-zà-ÿ]{2,20}(?:[ -][^\W\d_a-zà-ÿ]{2,20}){1,3})\Z",
    re.DOTALL,
)
_HOUSE_AND_NAME = re.compile(
    r"\A(?P<caption>.*\w{3}[.!?\"”»…])\s+"
    r"(?P<credit>[^\W\d_][\w.'’-]{1,20}(?: [\w.'’-]{2,20}){0,2}"
    r"/[^\W\d_][\w.'’-]{1,20}(?: [\w.'’-]{2,20}){0,2})\Z",
    re.DOTALL,
)
_BARRED = re.compile(
    r"\A(?P<caption>.*\S)\s+(?P<mark>[|–—-])\s+(?P<credit>[^|–—\n]{2,80}?)\s*\Z", re.DOTALL
)
_LICENCE = re.compile(r"(?i)cc[ -]?(?:by\S*|0|zero)(?:[ -][\w.-]+){0,4}|public domain|gemeinfrei")
# "A ferry. REUTERS", "El barco, en el muelle / Ana Luz"
_AGENCY_BEHIND = re.compile(
    r"\A(?P<caption>.*[.!?\"”»…。])\s*(?P<credit>[^.!?\"”»…。]{2,40})\Z", re.DOTALL
)
_SLASH_BEHIND = re.compile(
    r"\A(?P<caption>.*(?:[.!?\"”»…)]|\b[^\W\d_A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]*))\s/\s"
    r"(?P<credit>[^/|\n\d]{2,60}?)\s*\Z",
    re.DOTALL,
)
_LABEL_ALONE = re.compile(
    rf"(?i)[\s(\[|–—-]*(?:{any_of('credit', 'credit_label')}\s*[:：=,]|©|\(c\)|copyright)[\s:]*"
)
_LICENSED = re.compile(
    r"(?i)\bcc[ -](?:by|0)\b|\bcc0\b|public domain|\bvia (?:wikimedia|getty|ap|flickr|unsplash)\b"
)
_HOUSE = re.compile(rf"(?i)(?:.*\s)?{any_of('photo-house')}")
# What is said of a picture in brackets and is no credit: (Symbolbild), (file photo)
_NOTE = re.compile(rf"(?i)(?:{any_of('credit-note')}\s*)+")
_MARKS = frozenset("/|,&-–—+·•")
# The end of a sentence before the end of the text, and not of an initial.
_INNER_END = re.compile(r"[^\W\d_]{3}[.!?]\s")
_CREDITLIKE = re.compile(rf"(?i)\b{any_of('creditlike')}\b|©|/")
_CREDIT_LABEL = re.compile(
    rf"(?i)\A\s*[(\[]?\s*(?:{any_of('credit_label')}\s*(?:[:,=…/]|\.{{3}}|©)|©|fot\.)"
)
_PREFIX = re.compile(
    r"(?i)\A(?:(?:image|photo|picture|media)?\s*caption\s*[,:]\s*"
    rf"|{any_of('caption_label')}\s*:\s+)"
)
_COUNTED = re.compile(
    r"\A\(?\d{1,3}\s?(?:/|of|von|de|sur|di)\s?\d{1,3}\)?[\s:.|–-]+(?=[^\W\d_a-z])"
)
_FURNITURE = re.compile(rf"(?i)(?:\A|\s){any_of('caption-furniture')}[:.]?(?=\s|\Z)")
_LONGEST_CREDIT = 160
_LEAST_CAPTION = 3
_MOST_WORDS = 9  # of a credit that nothing but a slash tells
_FEW_WORDS = 5  # of one that is nothing but the name of a house: Getty Images
_MOST_WORDS_LICENSED = 14
_FEWEST_WORDS_BEFORE = 4  # of a caption before a slash that only names stand behind
_ENDS = (".", "!", "?", "…", "”", '"', "»", "。")
_SMALL = frozenset(
    ("via", "for", "de", "von", "van", "of", "the", "and", "und", "pool", "pic", "file", "photo")
)


def credit_of(text: str) -> str:
    """A credit without what only says that it is one: `Foto: Jane Doe/AFP` is `Jane Doe/AFP`."""
    bare = _unwrapped(_clean(text))
    for _ in range(2):
        bare = _unwrapped(_LABEL.sub("", bare))
    return bare or line(text)


def _balanced(text: str) -> str:
    """A text without the bracket at its end that was opened before it."""
    bare = text.strip()
    return bare if "(" in bare else bare.strip(" )")


def _clean(text: str) -> str:
    """A text on one line, without the marks at which a browser may break a word."""
    return line(text.replace("\u200b", ""))


def is_label(text: str) -> bool:
    """Whether a text is nothing but what stands before a credit: `Foto:`, `©`."""
    return _LABEL_ALONE.fullmatch(text.strip()) is not None


def _unwrapped(text: str) -> str:
    """A text without brackets around all of it, or half of a pair, and without marks."""
    bare = text.strip(" |,;")
    for opening, closing in ("()", "[]", "（）", "【】"):
        if bare.startswith(opening) and (bare.endswith(closing) or closing not in bare):
            bare = bare[1:].removesuffix(closing)
        elif bare.endswith(closing) and opening not in bare:
            bare = bare[:-1]
    return bare.strip(" |,;")


def split(text: str) -> tuple[str, str]:
    """The caption and the credit in a text under a picture; either may be empty.

    Only what says by a word or a sign that it is a credit is one: in brackets, behind a label,
    behind a ©, or as names with the slash of agencies after the end of a sentence.
    """
    told = _COUNTED.sub("", _FURNITURE.sub("", _clean(text)).strip())
    prefix = _PREFIX.match(told)
    if prefix and not (is_labelled(told) and is_named(told[prefix.end() :])):
        told = told[prefix.end() :]
    if not told:
        return "", ""
    caption, credit = _parted(told)
    label = _LABEL.match(told)
    labelled = label is not None and label.end() > len(caption)
    if is_credit(told) and (not caption or not credit or labelled or is_credit(caption)):
        return "", told
    if credit and told.endswith(")") and (whole := _in_brackets_before(caption, credit)):
        return whole, credit
    if credit and is_labelled((before := _parted(caption))[1]):
        # © Tolm Post Foto: Jane Doe
        return before[0], _balanced(told[told.index(before[1], len(before[0])) :])
    return (caption, credit) if credit else (told, "")


def _in_brackets_before(caption: str, credit: str) -> str:
    """A caption without the same credit in brackets: `(Jane Doe/AFP) (Jane Doe/AFP via Getty)`."""
    match = _BRACKETED.match(caption)
    if match is None or not _is_in_brackets(match["credit"], match["caption"]):
        return ""
    words = set(re.findall(r"\w+", credit_of(match["credit"]).lower()))
    return match["caption"] if words <= set(re.findall(r"\w+", credit.lower())) else ""


def _parted(told: str) -> tuple[str, str]:
    """The caption and the credit at its end; two empty texts where there is none."""
    if (match := _BRACKETED.match(told)) and _is_in_brackets(match["credit"], match["caption"]):
        caption, credit = match["caption"].strip(" |–—-"), match["credit"].strip()
        inner = _parted(caption) if _LICENCE.fullmatch(credit) else ("", "")
        return (inner[0], f"{inner[1]} ({credit})") if inner[1] else (caption, credit)
    if match := _TAIL.match(told) or _ANY_TAIL.match(told):
        caption = match["caption"].strip(" |–—-(")
        whole = len(match["credit"]) <= _LONGEST_CREDIT and len(caption) >= _LEAST_CAPTION
        if whole and _begins_as_name(credit_of(match["credit"])):
            return caption, _balanced(match["credit"])
    if (found := eastern.parted(told)) != ("", ""):
        return found
    if (match := _BARRED.match(told)) and _is_signed(match["credit"], match["mark"]):
        return match["caption"], match["credit"]
    if stretches := captioned(Stretch(0, told)):
        return stretches[0].text, stretches[1].text
    if (match := _AGENCY_BEHIND.match(told)) and _is_house(match["credit"]):
        return match["caption"], match["credit"]
    return _named_behind(told)


def _is_house(text: str) -> bool:
    """Whether names behind a sentence are those of an agency, or end in one: `Getty Images`."""
    if is_agency(text):
        return True
    named = is_named(text) and len(text.split()) <= _FEW_WORDS
    return named and _HOUSE.fullmatch(text) is not None


def _named_behind(told: str) -> tuple[str, str]:
    """The caption and the names behind its last sentence; two empty texts where there are none."""
    if (match := _CAPITALS.match(told)) and not match["caption"].isupper():
        return match["caption"], match["credit"]
    if (match := _HOUSE_AND_NAME.match(told)) and _is_house_and_name(match["credit"]):
        return match["caption"], match["credit"]
    if (match := _SLASHED.match(told)) and _CREDITLIKE.search(match["credit"].replace("/", " ")):
        return match["caption"], match["credit"]
    if (match := _SLASH_BEHIND.match(told)) and _is_slashed(match["caption"], match["credit"]):
        return match["caption"], match["credit"]
    return "", ""


def _is_slashed(caption: str, text: str) -> bool:
    """Whether what stands behind a slash and blanks is a credit: a house, or a full name."""
    words = text.split()
    if not is_named(text.replace("nuotr.", "")) or len(words) > _FEW_WORDS:
        return False
    known = is_agency(text) or _CREDITLIKE.search(text) is not None
    return known or (len(words) > 1 and len(caption.split()) >= _FEWEST_WORDS_BEFORE)


def _is_signed(text: str, mark: str) -> bool:
    """Whether what stands behind a bar or a dash is a credit: behind a bar any name is."""
    if is_agency(text):
        return True
    if len(text.split()) > _MOST_WORDS or not is_named(text):
        return False
    known = _CREDITLIKE.search(text.replace("/", " ")) is not None
    return known or (mark == "|" and len(text.split()) <= _FEW_WORDS)


def _is_house_and_name(text: str) -> bool:
    """Whether the parts at a slash are names, one of them of two words: `LP/Jean Dupont`."""
    parts = text.split("/")
    return all(map(is_named, parts)) and any(len(part.split()) > 1 for part in parts)


def is_named(text: str) -> bool:
    """Whether a text has nothing but names in it, and marks between them."""
    words = text.replace("/", " / ").split()
    return bool(words) and all(
        _begins_as_name(w) for w in words if w not in _MARKS and w.lower() not in _SMALL
    )


def _begins_as_name(text: str) -> bool:
    """Whether a text begins as a name does: with a capital, or in a script without any."""
    if is_agency(re.split(r"[\s/|,]", text.strip(), maxsplit=1)[0]) or _CREDITLIKE.match(text):
        return True
    first = next((c for c in text if c.isalnum() or c == "@"), "")
    return bool(first) and (first.isupper() or first.lower() == first.upper())


def is_credit(text: str) -> bool:
    """Whether a text is nothing but a credit: `© AFP`, `Foto: Jane Doe`, `Getty Images`."""
    if len(text) > _LONGEST_CREDIT:
        return False
    bare = text.strip(" ()[]（）【】|")
    if is_agency(bare) or eastern.is_credit(bare):
        return True
    if photo_credit(Stretch(0, text)) is not None and not _INNER_END.search(bare):
        return text[:1] in "([" or is_named(bare) or _LABEL.match(bare) is not None
    if (label := _LABEL.match(bare)) and label.end() > 0:
        rest = bare[label.end() :]
        return len(rest.split()) <= 12 and not re.search(r"[.!?]\s+\S+\s+\S+\s+\S+\s", rest)  # noqa: PLR2004
    words = bare.replace("/", " / ").split()
    if not is_named(bare) or _INNER_END.search(bare):
        return False
    if _LICENSED.search(bare):
        return len(words) <= _MOST_WORDS_LICENSED
    known = _CREDITLIKE.search(bare.replace("/", " ")) is not None
    return known and len(words) <= (_MOST_WORDS if "/" in words else _FEW_WORDS)


def is_labelled(text: str) -> bool:
    """Whether a text begins with what only a credit begins with, and is no longer than one."""
    return len(text) <= _LONGEST_CREDIT and _CREDIT_LABEL.match(text) is not None


def _is_in_brackets(text: str, before: str) -> bool:
    """Whether brackets behind a caption hold a credit; behind a whole sentence, any names are."""
    words = text.split()
    if _NOTE.fullmatch(text):
        return False
    if is_credit(text) or (len(words) <= 8 and _CREDITLIKE.search(text) is not None):  # noqa: PLR2004
        return True
    named = is_named(text) and not any(c.isdigit() for c in text)
    return named and len(words) <= _FEW_WORDS and before.rstrip().endswith(_ENDS)

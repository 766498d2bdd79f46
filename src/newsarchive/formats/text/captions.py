# words of other languages
"""Lines that are captions of pictures, with their credit or alone, and credits alone. Pure."""

import re

from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.names import names_only
from newsarchive.formats.text.words import LABELS, Label, ends_sentence, is_agency

_WORD = (
    r"(?:Photographs?|Photos?|Picture|Image|Credit|Bildquelle|Bildnachweis|Bilder|Bild"
    r"|Fotograf(?:i?a)?"
    r"|Fotos?|Crédit(?: photo)?|Crédito|Credito|Fot\.|Foto(?:ğraf)?|Zdjęcie|Kuva|Beeld|Imagem"
    r"|Imagen"
    r"|Immagine|Фотография|Фото|Снимка|Φωτογραφία|Φωτό|Φωτο|تصوير|الصورة|عکس|צילום|फोटो|ছবি|ภาพ|Ảnh"
    r"|写真提供|사진 제공|写真|図|图片来源|图片|图|攝影|摄影|사진)"
)
_MARK = r"(?:\s*[:：=]\s*|\s*/\s*|\s+(?:by|von|par|di|de|door|av)\s+|\s+)"
_BRACKETED = re.compile(
    rf"(?i:[(（\[【]\s*{_WORD}{_MARK}(?P<credit>[^()（）\[\]【】]{{2,80}}?)\s*[)）\]】])"
)
_CAPTIONED = re.compile(
    rf"(?P<caption>\S.{{4,500}}?)\s*(?:{_BRACKETED.pattern}"
    r"|[(（\[]\s*(?P<agency>(?:AP|AFP|EPA|REUTERS|Reuters|dpa)\s+Photo\s*/\s*[^()\[\]]{2,60})[)）\]]"
    r"|[(\[]\s*(?P<house>(?:[A-Z][\w'’-]+ ){1,3}(?:photo|Photo|picture)s? by [^()\[\]]{3,50})[)\]]"
    r"|[(（]\s*(?P<eastern>[^()（）\[\]]{2,24}(?:撮影|提供|摄|攝|제공|촬영))\s*[)）]"
    r"|[(（\[]\s*(?P<slash>[^()（）\[\]/]{2,50}/\s*[^()（）\[\]/]{2,40}(?:/[^()\[\]/]{2,30})?)[)）\]])\.?"
)
_OPEN = re.compile(
    rf"(?P<caption>\S.{{3,400}}?)\s+(?:[|/]\s+)?(?:(?i:{_WORD})\s*(?:[:：=]|\bby\b)"
    rf"|Fot\.)\s*(?P<credit>\S.{{1,60}})"
)
_BILD_FOTO = re.compile(
    r"(?:Bild|Caption|Bildtext)\s*:\s*(?P<caption>\S.{4,400}?)\s+"
    r"(?:Foto|Photo|Credit)\s*:\s*(?P<credit>\S.{1,80})"
)
_FRAMED = re.compile(rf"\[(?i:{_WORD})\s*[:：]\s*(?P<inside>[^\[\]]+)\]|[▲△▼◀◆■]\s*(?P<marked>.+)")
_SLASHED = re.compile(  # A ferry at dusk. / ANN OTHER (AFP)
    r"(?P<caption>\S.{9,400}?[.!?»”\"]?)\s+/\s+(?P<credit>[A-ZÀ-Þ][A-ZÀ-Þ.' -]{3,40}"
    r"(?: \([A-Za-z ]{2,15}\))?)"
)
_ALONE = re.compile(
    r"[(\[]?\s*(?P<credit>(?:[A-Z]{2,5}\s+Photo\s*/\s*\S.{1,60}?"
    r"|(?:Photos?|Foto|Bild|Фото) by\s+\S.{1,60}?|(?:[Ff]ot|Foto|Фото)\. [^\W\da-z]\S.{1,60}?"
    r"|(?:Photos?|Foto|Bild) (?:courtesy of|courtesy|mit freundlicher Genehmigung von)\s+\S.{1,60}?"
    r"|[^\W\d_][\w.' -]{2,40}/\s*(?:AFP|AP|dpa|DPA|EPA|Reuters|REUTERS|Getty Images)))\s*[)\]]?"
)
_NUMBERED = re.compile(
    rf"(?i)[\[(]\s*{_WORD}\s*#?[0-9]{{0,2}}\s*[\])]|{_WORD}\s*#?[0-9]{{1,2}}\s*:?"
)
_LONGEST, _LONGEST_CREDIT = 600, 120
_SMALL = frozenset(("via", "courtesy", "of", "for", "the", "handout", "by", "from", "and"))
_FEWEST_WORDS = 3  # of a caption before a credit without brackets
_HOUSES = frozenset(
    ("getty images", "getty", "istock", "shutterstock", "alamy", "imago", "picture alliance")
)


def photo_credit(line: Stretch) -> Stretch | None:
    """The credit in a line that is nothing but one: `(AP Photo/Jane Doe)`, `Jane Doe/AFP`."""
    if len(line.text) > _LONGEST_CREDIT:
        return None
    if match := _ALONE.fullmatch(line.text):
        return line.group(match, "credit")
    match = _BRACKETED.fullmatch(line.text)
    return line.group(match, "credit") if match and _is_credit(match["credit"]) else None


def captioned(line: Stretch) -> tuple[Stretch, Stretch] | None:
    """Caption and credit of a line that is nothing but these: `A ferry. (Photo by Jane Doe)`."""
    if len(line.text) > _LONGEST:
        return None
    if framed := _FRAMED.fullmatch(line.text):
        line = line.group(framed, framed.lastgroup or "inside")
    both = _captioned(line)
    if both is None or _SIGNED.search(both[0].text):
        return None
    caption, credit = both
    label = _PREFIX.match(caption.text)
    return (caption.part(label.end(), len(caption.text)) if label else caption), credit


def is_labelled_caption(text: str) -> bool:
    """Whether a line begins with a word for a caption: "Légende : ... (Photo : Ann Other)"."""
    return len(text) <= _LONGEST and text[-1] in ")]" and _PREFIX.match(text) is not None


def ends_in_credit(line: Stretch) -> Stretch | None:
    """The credit behind a line's last sentence, of which it is open whether it is a caption."""
    if len(line.text) > _LONGEST or not (match := _open(line.text)):
        return None
    caption = match["caption"]
    if not ends_sentence(caption) or _PREFIX.match(line.text):
        return None
    if not (_TOLD.search(caption) or _INNER_END.search(caption)):
        return None
    return line.group(match, "credit") if _is_credit(match["credit"]) else None


_SIGNED = re.compile(r"[.!?]\s(?:By|Text by|Von|Text|Par|Por|Di|Door)\b[^.]{4,40}\.$")
_INNER_END = re.compile(r"[.!?] \S")
# Verbs of a text more than of a caption.
_TOLD = re.compile(
    r"(?i)\b(?:wird|werden|wurden?|ist|sind|war|waren|hat|haben|soll|kann|muss|is|are|was|were|has|have"
    r"|will|said|est|sont|était|ont|sera|es|está|están|son|fue|han|será|è|sono|ha|hanno|sarà|é|são|foi"
    r"|tem|serà|vai|heeft|zijn|wordt|är|var|har|ska|er|jest|są|był|była|je|jsou|byl|byla|bude|był[oy]"
    r"|este|sunt|au|va|был[аои]?|будет|buvo|oldu|olacak|on|oli|ovat|a [^\W\d_]+é(?:e|s)*)\b"
)
_LABELS = "|".join(re.escape(w) for w, label in LABELS.items() if label is Label.CAPTION)
_PREFIX = re.compile(
    rf"(?i:{_WORD}|Bildtext|Caption|{_LABELS})\s*[0-9]{{0,2}}\s*[:：]\s*(?=\S)|[0-9]{{1,2}}[.)]\s+(?=[^\W\da-z])"
)


def _captioned(line: Stretch) -> tuple[Stretch, Stretch] | None:
    if "/" in line.text and (match := _SLASHED.fullmatch(line.text)):
        return line.group(match, "caption"), line.group(match, "credit")
    if match := _BILD_FOTO.fullmatch(line.text):
        return line.group(match, "caption"), line.group(match, "credit")
    bracket = line.text.removesuffix(".")[-1:]
    if bracket in _CLOSING and (match := _CAPTIONED.fullmatch(line.text)):
        name = next(
            name for name in ("credit", "agency", "house", "eastern", "slash") if match[name]
        )
        credit = line.group(match, name)
        check = {"credit": _is_labelled_credit, "slash": _is_of_a_house}.get(name, bool)
        fits = check(credit.text)
        return (line.group(match, "caption"), credit) if fits else None
    match = _open(line.text)
    if match and _is_credit(match["credit"]) and _is_whole(match["caption"]):
        return line.group(match, "caption"), line.group(match, "credit")
    return None


_CLOSING = ("]", ")", "）", "】")  # the last character of what _CAPTIONED matches, but for a stop
# `[:：=]|\bby\b|Fot\.`, one of which stands before the credit of _OPEN and a blank or none: an
# expression that begins with a set of characters is looked for ten times as fast.
_OPEN_SIGN = re.compile(r"[:：=bF](?:(?<=[:：=])|(?<=\bb)y\b|(?<=F)ot\.)")
_MOST_OF_A_CREDIT, _MOST_OF_A_SIGN = 61, 4


def _open(text: str) -> re.Match[str] | None:
    """A caption and its credit without brackets, which is looked for where it could stand."""
    behind = len(text[:-_MOST_OF_A_CREDIT].rstrip()) - _MOST_OF_A_SIGN
    if not _OPEN_SIGN.search(text, max(0, behind)):
        return None
    return _OPEN.fullmatch(text)


def is_number(text: str) -> bool:
    """Whether a line only says that a picture follows: "[PHOTO 1]"."""
    return len(text) <= _LONGEST_CREDIT and _NUMBERED.fullmatch(text) is not None


def _is_whole(text: str) -> bool:
    words = len(text.split())
    if text.count("(") != text.count(")"):
        return False
    return words >= _FEWEST_WORDS and (ends_sentence(text) or text[-1].isalnum())


def _is_credit(text: str) -> bool:
    named = " ".join(w for w in text.split() if w.casefold() not in _SMALL) or text
    return names_only(named) and not ends_sentence(text.removesuffix("."))


def _is_labelled_credit(text: str) -> bool:
    """Whether what a bracket says behind "Photo" is a credit: names, or a few words of an owner."""
    owner = text[0].isupper() and len(text.split()) <= _MOST_OF_AN_OWNER
    return _is_credit(text) or (owner and not ends_sentence(text) and "," not in text)


_MOST_OF_AN_OWNER = 4  # words


def _is_of_a_house(text: str) -> bool:
    """Whether a text is a name and an agency, or a house of pictures, with a slash between."""
    items = [item.strip() for item in re.split(r"/|\svia\s", text)]
    known = any(is_agency(item) or item.casefold() in _HOUSES for item in items[1:])
    if is_agency(items[0]):  # the sign of agencies behind a text
        return False
    return known and names_only(items[0]) and not items[0].isdecimal()

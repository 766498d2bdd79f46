"""How much a text says, in letters of English. Pure.

What separates a paragraph from a label is how much it says, and a sign of Chinese says as much as
three letters. By how long one text is in many languages, the Universal Declaration of Human Rights:
Chinese has 0.28 times as many signs as English, Japanese and Korean about half, and scripts that
write few of the vowels, or no blanks between words, four fifths.
"""

import re

_OF_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OF_SYLLABLES = r"\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7a3"  # kana and Hangul
# Hebrew to Arabic, Thai and Lao, Burmese, Khmer, and the forms of Hebrew and Arabic
_OF_CLOSE = (
    r"\u0590-\u06ff\u0750-\u077f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc"
)
_HAN, _SYLLABLES, _CLOSE = (re.compile(f"[{c}]+") for c in (_OF_HAN, _OF_SYLLABLES, _OF_CLOSE))
_ANY = re.compile(f"[{_OF_HAN}{_OF_SYLLABLES}{_OF_CLOSE}]")


def weight(text: str) -> int:
    """How many letters of English say about as much as `text`."""
    if text.isascii() or not _ANY.search(text):
        return len(text)
    return len(text) + 2 * _count(_HAN, text) + _count(_SYLLABLES, text) + _count(_CLOSE, text) // 4


def density(text: str) -> float:
    """How much a sign of `text` says on the average: 1 for English, up to 3 for Chinese."""
    return weight(text) / len(text) if text else 1.0


def _count(signs: re.Pattern[str], text: str) -> int:
    return sum(map(len, signs.findall(text)))

"""How text and query become alike: the words of a text, folded. Pure.

Case, accents and the forms of letters make no difference, in any script (Unicode: casefold, NFKD).
Marks stay that make another letter: vowel signs of Indian scripts, marks of Thai, the dots of kana,
the breve of й. Scripts that put no blanks between words are cut into their characters, so that
several of them are a phrase.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_FOLDING = 1  # raise it when texts are folded otherwise: digests are compared with equals only

# Scripts written without blanks, or with blanks between more than words: Thai, Lao, Burmese, Khmer,
# kana, Chinese characters, Hangul (particles stand at the end of a word).
_SPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
)
_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u3099\u309a"
)
_HAS_SPACED = re.compile(f"[{_SPACED}]")
_CHARACTER = re.compile(f"([{_SPACED}][{_MARKS}]*)")
_CHUNK = re.compile(r"\S+")

# Marks of these blocks are letters' own: from Devanagari to Tibetan, Burmese, Khmer, kana.
_KEPT_MARKS = (("\u0900", "\u109f"), ("\u1780", "\u17ff"), ("\u3099", "\u309a"))
_CYRILLIC = ("\u0400", "\u052f")
_ALIKE = {  # letters that no table of Unicode takes apart, or that are written both ways
    "\u0131": "i",  # the dotless i of Turkish: capital I is either
    "\u0142": "l",
    "\u0111": "d",
    "\u00f8": "o",
    "\u00e6": "ae",
    "\u0153": "oe",
    "\u0640": "",  # the Arabic line that only makes a word longer
}


class Token(NamedTuple):
    """A folded word, and where it stands in the text: `text[start:end]`."""

    word: str
    start: int
    end: int


class _Table(dict[int, str]):
    """What each character becomes: letters and digits, a blank, or nothing. Filled as asked."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _character(chr(code))
        return folded


def _character(char: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    if _in(char, _CYRILLIC) and parts[:1] != "\u0435":  # е; й and ї are letters of their own
        parts = unicodedata.normalize("NFC", parts)
    kept = "".join(_ALIKE.get(c, _part(c)) for c in parts)
    return unicodedata.normalize("NFC", kept)


def _part(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] == "M":
        return char if any(_in(char, block) for block in _KEPT_MARKS) else ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] in "LN":
        return char
    return "" if category == "Cf" else " "


def _in(char: str, block: tuple[str, str]) -> bool:
    return block[0] <= char <= block[1]


_TABLE = _Table()


def fold(text: str) -> str:
    """The words of a text, folded, with one blank between two; "" if it has none."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.translate(_TABLE)
    if not text.isascii() and _HAS_SPACED.search(text):
        text = _CHARACTER.sub(r" \1 ", text)
    return " ".join(text.split())


def text_digest(text: str) -> str:
    """What two texts have in common that are the same but for case, accents, blanks and marks.

    `1:` and a SHA-256, where 1 is the way in which texts were folded; "" for a text without words.
    """
    folded = fold(text)
    return f"{_FOLDING}:{hashlib.sha256(folded.encode()).hexdigest()}" if folded else ""


def tokens(text: str) -> Iterator[Token]:
    """Every word of a text, folded as by `fold`, with its place in the text as it is printed.

    A word that becomes several (`rock'n'roll`) has a place for each, as near as can be told.
    """
    for chunk in _CHUNK.finditer(text):
        words = fold(chunk.group()).split()
        if len(words) == 1:
            yield Token(words[0], chunk.start(), chunk.end())
        elif words:
            yield from _apart(chunk.group(), chunk.start(), words)


def _apart(chunk: str, start: int, words: list[str]) -> Iterator[Token]:
    """The places of several words in one chunk: character by character, as near as can be told."""
    whence = [at for at, char in enumerate(chunk) for _ in fold(char).replace(" ", "")]
    last = len(whence) - 1
    at = 0
    for word in words:
        begin, end = whence[min(at, last)], whence[min(at + len(word) - 1, last)] + 1
        yield Token(word, start + begin, start + end)
        at += len(word)

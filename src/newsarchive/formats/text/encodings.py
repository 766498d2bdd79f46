# alphabets of many languages
"""Which legacy encoding a text is in, told from what it reads as. Nothing here is certain.

Each candidate is judged by what the bytes become: letters of one language and not of several, small
letters inside of words, the common characters of Chinese, Japanese and Korean and not the rare
ones. Where two read nearly as well, charset-normalizer is asked as a second opinion, and if that
does not settle it the text is doubtful: it is never stored in silence as what it may not be.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SAMPLE = 64 * 1024  # bytes that are judged
_SURE, _LEAST, _NEAR = 0.75, 0.5, 0.08
_WESTERN = (
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüß",
    "áéíñóúü",
    "áâãàçéêíóôõú",
    "àèéìòù",
    "åäöé",
    "æøåé",
    "éëïöüèê",
    "àçèéíïòóúü",
)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "ăâîşţ",
    "čćđšž",
    "äöüß",
)
_TURKISH = ("çğıöşüâî",)
# By how often they are used: what is rarer weighs less, so that no script is taken for another.
_RUSSIAN = ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "оаинтевірскдлпумязьбгчйхжшюцщєїфґ")
_GREEK = ("αοιετσνηυρπκμλςίόάέήώύγδθχφβξζψϊϋωΐΰ",)
_HEBREW = ("יוהלאתרמבשנעדחקםןפכטסגצזךףץ",)
_ARABIC = ("اليمنورتبةعدفهسكقحجشطصخذضزثءغظأإىئآؤ",)
_PUNCTUATION = frozenset("«»‹›„“”‘’‚–—…€£©®°ºª¿¡·§№•\u00a0«»،؛؟")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding, by its codec, and how it is judged; `name` is that of IANA.

    `prior` parts those that read alike: letters that both have are rather those of the West.
    """

    codec: str
    name: str
    alphabets: tuple[str, ...] = ()
    ranked: bool = False
    prior: float = 1.0


_UKRAINIAN = Candidate("koi8-u", "KOI8-U", _RUSSIAN, ranked=True)
_RUSSIAN_KOI = Candidate("koi8-r", "KOI8-R", _RUSSIAN, ranked=True)
_SINGLE = (
    Candidate("cp1252", "windows-1252", _WESTERN),
    Candidate("iso8859-15", "ISO-8859-15", _WESTERN, prior=0.96),
    Candidate("cp1250", "windows-1250", _CENTRAL, prior=0.9),
    Candidate("iso8859-2", "ISO-8859-2", _CENTRAL, prior=0.9),
    Candidate("cp1254", "windows-1254", _TURKISH, prior=0.95),
    Candidate("cp1251", "windows-1251", _RUSSIAN, ranked=True),
    _UKRAINIAN,
    Candidate("iso8859-5", "ISO-8859-5", _RUSSIAN, ranked=True),
    Candidate("cp866", "IBM866", _RUSSIAN, ranked=True),
    Candidate("cp1253", "windows-1253", _GREEK, ranked=True),
    Candidate("iso8859-7", "ISO-8859-7", _GREEK, ranked=True),
    Candidate("cp1255", "windows-1255", _HEBREW, ranked=True),
    Candidate("cp1256", "windows-1256", _ARABIC, ranked=True),
    Candidate("iso8859-6", "ISO-8859-6", _ARABIC, ranked=True),
)
_DOUBLE = (
    Candidate("cp932", "Shift_JIS"),
    Candidate("euc_jp", "EUC-JP"),
    Candidate("gb18030", "GB18030"),
    Candidate("big5", "Big5"),
    Candidate("cp949", "EUC-KR"),
)
_SWITCHING = (Candidate("iso2022_jp", "ISO-2022-JP"), Candidate("hz", "HZ-GB-2312"))
_NAMES = {c.codec: c.name for c in (*_SINGLE, _RUSSIAN_KOI, *_DOUBLE, *_SWITCHING)}
_SWITCHES = {"iso2022_jp": re.compile(rb"\x1b\$[@B]"), "hz": re.compile(rb"~\{[!-w]")}
# Codecs whose bytes are all ASCII, so that no byte says by itself which character it is. Those that
# are not in _SWITCHING begin with a header or cannot be told from English; no span could be given.
_STATEFUL = re.compile(r"iso2022.*|hz|utf[_-]?7")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that was chosen: its codec and name, how sure it is, what fits nearly as well.

    `confidence` is from 0 to 1. `doubtful`: others fit so well, or this so badly, that a person has
    to look.
    """

    codec: str
    name: str
    confidence: float
    others: tuple[str, ...] = ()
    doubtful: bool = False


def guess(data: bytes) -> Guess | None:
    """The encoding of bytes that are not UTF-8 and have no mark; None where none can be it."""
    sample = _whole_lines(data[:_SAMPLE])
    found = sorted(_judged(sample), key=lambda pair: -pair[0])
    if not found or found[0][0] < _LEAST:
        return None
    best, first = found[0]
    text = sample.decode(first.codec, "replace")
    near = [
        (score, other)
        for score, other in found[1:]
        if best - score < _NEAR and sample.decode(other.codec, "replace") != text
    ]
    if near and (chosen := _second_opinion(sample, (first, *(c for _, c in near)))):
        first = chosen
    others = tuple(dict.fromkeys(c.name for _, c in ((best, found[0][1]), *near) if c != first))
    if first.codec == _UKRAINIAN.codec and data.decode("koi8-r") == data.decode("koi8-u"):
        first = _RUSSIAN_KOI  # nothing in it that only the other has
    return Guess(
        first.codec, first.name, round(min(best, 1.0), 3), others, bool(near) or best < _SURE
    )


_UTF_7 = re.compile(rb"\+[A-Za-z0-9+/]{2,}-")
_IN_UTF_7 = frozenset("“”‘’„«»–—…·€©°§")


def seems_utf_7(data: bytes) -> bool:
    """Whether bytes that are all ASCII have letters written as UTF-7 does: `Caf+AOk-`."""
    found = [_from_utf_7(run) for run in _UTF_7.findall(data[:_SAMPLE])]
    return bool(found) and all(
        text and all(not c.isascii() and (c.isalpha() or c in _IN_UTF_7) for c in text)
        for text in found
    )


def _from_utf_7(run: bytes) -> str:
    try:
        return run.decode("utf-7")
    except UnicodeDecodeError:
        return ""


def switching(data: bytes) -> str | None:
    """The codec of bytes that switch between ASCII and Japanese or Chinese; None where none do.

    Such bytes are all ASCII, and would pass as UTF-8 without a word. The beginning of a text is
    enough: it may end anywhere.
    """
    for candidate in _SWITCHING:
        if not _SWITCHES[candidate.codec].search(data):
            continue
        text = data.decode(candidate.codec, "replace")
        wide = [c for c in text if not c.isascii() and c != "\ufffd"]
        common = "".join(wide).encode("gb18030") if candidate.codec == "hz" else b""
        if wide and text.count("\ufffd") <= 1 and (not common or _usual(common)):
            return candidate.codec
    return None


def advances(codec: str) -> bool:
    """Whether what stands before decides what a byte of this encoding is."""
    return _STATEFUL.fullmatch(codec) is not None


def _usual(pairs: bytes) -> bool:
    return _share(pairs, (*range(0xB0, 0xD8), 0xA1, 0xA3), range(0xA1, 0xFF)) > _SURE


def known(name: str) -> str | None:
    """The codec of an encoding that somebody named; None where there is none for text by bytes."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if advances(found.name) and found.name not in _NAMES:
        return None
    return found.name if found._is_text_encoding else None  # noqa: SLF001  # how Python tells


def official(codec: str) -> str:
    """The name of an encoding as records have it, by its codec."""
    return _NAMES.get(codec, codec)


def _second_opinion(sample: bytes, among: tuple[Candidate, ...]) -> Candidate | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to import, and rarely asked

    best = from_bytes(sample, cp_isolation=[c.codec for c in among]).best()
    return next((c for c in among if best is not None and c.codec == best.encoding), None)


def _whole_lines(data: bytes) -> bytes:
    """`data` up to its last line end, so that no character is cut; all of it if it has none."""
    end = data.rfind(b"\n") + 1
    return data if len(data) < _SAMPLE or not end else data[:end]


def _judged(sample: bytes) -> Iterator[tuple[float, Candidate]]:
    for candidate in _DOUBLE:
        try:
            text = sample.decode(candidate.codec)
        except UnicodeDecodeError:
            continue
        if (score := _eastern(candidate.codec, sample, text)) > 0:
            yield score, candidate
    for candidate in _SINGLE:
        try:
            text = sample.decode(candidate.codec)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v" for c in text):
            continue
        yield _alphabetic(candidate, text), candidate


# Encodings of one byte for each character


def _alphabetic(candidate: Candidate, text: str) -> float:
    """How much of a text is what one language would have: 1 for all of it."""
    strange = [(n, c) for n, c in enumerate(text) if not c.isascii()]
    if not strange:
        return 0.0
    fits = (_fit(text, strange, alphabet, candidate.ranked) for alphabet in candidate.alphabets)
    return candidate.prior * max(fits)


def _fit(text: str, strange: list[tuple[int, str]], alphabet: str, ranked: bool) -> float:
    rank = {c: n for n, c in enumerate(alphabet)}
    total = 0.0
    for at, character in strange:
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if character in _PUNCTUATION:
            inside = before.isalpha() and after.isalpha() and character != "’"
            total += 0.0 if inside else 0.9
            continue
        lower = character.lower()
        if lower not in rank:
            continue
        if character != lower and before.isalpha() and not before.isupper():
            continue  # a capital inside of a word
        if ranked and (before.isascii() and before.isalpha()):
            continue  # two scripts in one word
        weight = 1.0 if not ranked else 1.25 - rank[lower] / len(alphabet)
        if lower in "ςםןךףץ" and after.isalpha():
            weight = 0.0  # a form for the end of a word
        total += min(weight, 1.0)
    return total / len(strange)


# Encodings of two bytes for most characters


def _eastern(codec: str, sample: bytes, text: str) -> float:
    """How much of a text is what is common in its language: 1 for all of it."""
    wide = [c for c in text if not c.isascii()]
    if not wide or any(unicodedata.category(c) in {"Co", "Cn"} for c in wide):
        return 0.0
    if codec in {"cp932", "euc_jp"}:
        kana = sum("\u3040" <= c <= "\u30ff" for c in wide) / len(wide)
        halves = sum("\uff61" <= c <= "\uff9f" for c in wide) / len(wide)
        return 0.0 if kana < 0.15 or halves > 0.1 else min(1.1, 0.75 + kana) - halves  # noqa: PLR2004
    if codec == "cp949":
        hangul = sum("\uac00" <= c <= "\ud7a3" for c in wide) / len(wide)
        common = _share(sample, range(0xB0, 0xC9), range(0xA1, 0xFF))
        return min(hangul * 1.1, 1.1) * common if hangul > 0.8 else 0.0  # noqa: PLR2004
    if codec == "gb18030":
        return 0.97 * _share(sample, (*range(0xB0, 0xD8), 0xA1, 0xA3), range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    return 0.96 * _share(sample, (*range(0xA4, 0xC7), 0xA1), trails)


def _share(
    sample: bytes, leads: "range | tuple[int, ...]", trails: "range | tuple[int, ...]"
) -> float:
    """How many of the pairs of bytes lie among those of the common characters."""
    good, common, trail = 0, frozenset(leads), frozenset(trails)
    at = count = 0
    while at < len(sample) - 1:
        if sample[at] < 0x80:  # noqa: PLR2004  # ASCII
            at += 1
            continue
        good += sample[at] in common and sample[at + 1] in trail
        count += 1
        at += 2
    return good / count if count else 0.0

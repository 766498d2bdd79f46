"""In which language a text is, as a program recognises it: kept beside what its source declares.

By py3langid (the extra `language`), if it is installed. It is never used to read anything by.
"""

import functools
import unicodedata
from collections.abc import Callable

from newsarchive.model.article import Detection

_FEWEST = 50  # letters; fewer are too few to tell
_FEWEST_OTHER = 30  # of other scripts than the Latin: few languages have each
_FEWEST_WIDE = 20  # of scripts in which a letter is a word or half of one
_SURE = 0.6
_SURE_HAN = 0.4  # Chinese is the only language that has nothing but Chinese characters
_SAMPLE = 4000  # characters
_OTHER = "\u0370"  # from here on, Greek and what follows
_WIDE = "\u3040"  # from here on, kana and what follows


def detect(text: str) -> Detection | None:
    """The language of a text; None where it is too short to tell, doubtful, or nobody can."""
    classify = _classifier()
    if classify is None:
        return None
    sample = " ".join(text[:_SAMPLE].split())
    letters = [c for c in sample if unicodedata.category(c)[0] in "LM"]
    wide = sum(c >= _WIDE for c in letters)
    if len(letters) < _fewest(letters, wide):
        return None
    tag, confidence = classify(sample)
    sure = (
        _SURE_HAN if tag == "zh" and not any("\u3040" <= c < "\u3100" for c in letters) else _SURE
    )
    return Detection(tag, confidence, _by()) if confidence >= sure else None


def _fewest(letters: list[str], wide: int) -> int:
    """How many letters a text has to have, by its script."""
    if wide * 2 > len(letters):
        return _FEWEST_WIDE
    other = sum(c >= _OTHER for c in letters)
    return _FEWEST_OTHER if other * 2 > len(letters) else _FEWEST


@functools.cache
def _classifier() -> Callable[[str], tuple[str, float]] | None:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # an extra
    except ImportError:
        return None
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def classify(text: str) -> tuple[str, float]:
        tag, confidence = identifier.classify(text)
        return str(tag), min(float(confidence), 1.0)

    return classify


@functools.cache
def _by() -> str:
    from importlib.metadata import version  # noqa: PLC0415  # slow, and rarely asked

    return f"py3langid {version('py3langid')}"

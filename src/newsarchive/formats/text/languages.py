"""In which language a text is, as a program recognises it: kept beside what its source declares.

By py3langid (the extra `language`), if it is installed. It is never used to read anything by.
"""

import functools
import unicodedata
from collections.abc import Callable

from newsarchive.model.article import Detection

_FEWEST = 50  # letters; fewer are too few to tell
_FEWEST_WIDE = 20  # of scripts in which a letter is a word or half of one
_SURE = 0.8
_SAMPLE = 4000  # characters
_WIDE = "\u3040"  # from here on, kana and what follows


def detect(text: str) -> Detection | None:
    """The language of a text; None where it is too short to tell, doubtful, or nobody can."""
    sample = " ".join(text[:_SAMPLE].split())
    letters = [c for c in sample if unicodedata.category(c)[0] in "LM"]
    wide = sum(c >= _WIDE for c in letters)
    if len(letters) < (_FEWEST_WIDE if wide * 2 > len(letters) else _FEWEST):
        return None
    classify = _classifier()
    if classify is None:
        return None
    tag, confidence = classify(sample)
    return Detection(tag, confidence, _by()) if confidence >= _SURE else None


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

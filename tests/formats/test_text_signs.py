"""What is looked for before an expression: it is there wherever the expression matches."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsarchive.formats.text.datelines import dateline_of
from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.signs import has_one, signs_of

WORDS = ("cookies", "sütiket", "evästeitä", "куки", "İlan", "ılık", "straße", "passed away")
ALIKE = {  # what re.IGNORECASE takes for the same letter, and is neither its upper nor lower case
    "i": "iIİı",
    "ı": "iIİı",
    "s": "sSſ",
    "k": "kK\u212a",
    "ß": "ßẞ",
}


def spelled(word: str) -> st.SearchStrategy[str]:
    """The word in any letters that are the same without regard to case."""
    letters = (ALIKE.get(c, c + c.upper() if len(c.upper()) == 1 else c) for c in word.lower())
    return st.tuples(*map(st.sampled_from, letters)).map("".join)


@given(st.sampled_from(WORDS).flatmap(lambda word: st.tuples(st.just(word), spelled(word))))
def test_a_word_without_regard_to_case_has_its_sign(both: tuple[str, str]) -> None:
    word, text = both
    assume(re.search(re.escape(word), text, re.IGNORECASE))

    assert has_one(f"Before {text} behind".casefold(), signs_of(WORDS))


def test_a_text_without_any_of_the_words_has_no_sign() -> None:
    assert not has_one("the ferry did not run", signs_of(("cookies", "çerez")))


@pytest.mark.parametrize(
    ("line", "dateline"),
    [  # one for each form, and with no sign that its form does not need
        ("Anna Berg/TOLM, 4. März (dpa) - Die Fähre lag.", "TOLM, 4. März (dpa)"),
        ("TOLM, March 4 (Reuters) . The ferry did not run.", "TOLM, March 4 (Reuters)"),
        ("(AFP) - PARIS, 14 mars 2017 - Le bac ne va pas.", "(AFP) - PARIS, 14 mars 2017"),
        ("(dpa) - Die Fähre fuhr nicht.", "(dpa)"),
        ("(sda) Eine Fähre fuhr nicht.", "(sda)"),
        ("14.03.2017 Tolm (dpa). Die Fähre fuhr nicht.", "14.03.2017 Tolm (dpa)"),
        ("Madrid / EFE - El barco no salió.", "Madrid / EFE"),
        ("ТОЛЬМ, 12 декабря. /ТАСС/. Паром не вышел.", "ТОЛЬМ, 12 декабря. /ТАСС/"),
        ("TOLM, 4 March - Reuters. The ferry did not run.", "TOLM, 4 March - Reuters"),
        ("Madrid / EFE: El barco no salió.", "Madrid / EFE"),
        ("القاهرة - رويترز: العبارة لم تبحر", "القاهرة - رويترز"),
        ("NEW DELHI, Mar 14 (PTI) The ferry did not run.", "NEW DELHI, Mar 14 (PTI)"),
        ("Tolm (AP) Beim Anlegen fuhr die Fähre auf.", "Tolm (AP)"),
        ("तोल्म, 14 मार्च (भाषा) नाव नहीं चली", "तोल्म, 14 मार्च (भाषा)"),
        ("TOLM, March 4, Reuters - The ferry did not run.", "TOLM, March 4, Reuters"),
        ("TOLM, March 4 - Reuters - The ferry did not run.", "TOLM, March 4 - Reuters"),
        ("TOLM, March 4 - Reuters, Ann Other. The ferry lay.", "TOLM, March 4 - Reuters"),
        ("Tolm. 4 März. dpa. Die Fähre fuhr nicht.", "Tolm. 4 März. dpa"),
        ("Reuters, Tolm - The ferry did not run.", "Reuters, Tolm"),
    ],
)
def test_each_form_of_dateline_is_tried_on_a_line_that_has_its_signs(
    line: str, dateline: str
) -> None:
    found = dateline_of(Stretch(0, line))

    assert found is not None
    assert found[0].stretch.text == dateline

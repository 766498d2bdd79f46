"""Words that a line's end cut in two are put together where a rule says so plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.formats.text.hyphens import Hyphens, Rule
from newsarchive.model.finding import Code
from support.texts import read_text

GERMAN = "Der Rat und die Stadt sind sich nicht mit dem Land einig, das von den Kosten sprach."

CASES: dict[str, tuple[str, str, list[Rule]]] = {
    # name: (as printed, as it is in the text, why)
    "the word stands elsewhere": (
        "The minis-\nter spoke. A minister listened.",
        "The minister\nspoke. A minister listened.",
        [Rule.ELSEWHERE],
    ),
    "it stands elsewhere in capitals": (
        "The minis-\nter spoke. MINISTER RESIGNS",
        "The minister\nspoke. MINISTER RESIGNS",
        [Rule.ELSEWHERE],
    ),
    "what follows the word stays with it": (
        "a minis-\nter, he said; the minister",
        "a minister,\nhe said; the minister",
        [Rule.ELSEWHERE],
    ),
    "a word that was cut twice": (
        "the compu-\nta-\ntion of it; computa and computation",
        "the computation\nof it; computa and computation",
        [Rule.ELSEWHERE, Rule.ELSEWHERE],
    ),
    "in French": (
        "le gouver-\nnement a dit; ce gouvernement",
        "le gouvernement\na dit; ce gouvernement",
        [Rule.ELSEWHERE],
    ),
    "in Spanish": (
        "el ayunta-\nmiento dijo; un ayuntamiento",
        "el ayuntamiento\ndijo; un ayuntamiento",
        [Rule.ELSEWHERE],
    ),
    "in Russian": (
        "прави-\nтельство сказало; это правительство",
        "правительство\nсказало; это правительство",
        [Rule.ELSEWHERE],
    ),
    "in Greek": (
        "η κυβέρ-\nνηση είπε; μια κυβέρνηση",
        "η κυβέρνηση\nείπε; μια κυβέρνηση",
        [Rule.ELSEWHERE],
    ),
    "a hyphen of its own kind": (
        "The minis\u2010\nter; a minister",
        "The minister;\na minister",
        [Rule.ELSEWHERE],
    ),
    "a soft hyphen": ("so\u00ad\nftly said", "softly\nsaid", [Rule.SOFT]),
    "the mark of text recognition": ("so\u00ac\nftly said", "softly\nsaid", [Rule.SOFT]),
    "plain German": (
        f"Der Bürger-\nmeister kam. {GERMAN}",
        f"Der Bürgermeister\nkam. {GERMAN}",
        [Rule.GERMAN],
    ),
    # as printed
    "a compound that is written so elsewhere": (
        "a well-\nknown man is well-known",
        "a well-\nknown man is well-known",
        [],
    ),
    "a word that stands nowhere else": ("the minis-\nter spoke", "the minis-\nter spoke", []),
    "a name of two parts": (
        f"In Nordrhein-\nWestfalen. {GERMAN}",
        f"In Nordrhein-\nWestfalen. {GERMAN}",
        [],
    ),
    "capitals before a hyphen": (
        f"Die EU-\nweite Regel. {GERMAN}",
        f"Die EU-\nweite Regel. {GERMAN}",
        [],
    ),
    "a hyphen that stands for a word": (
        f"Ein-\nund Ausgang. {GERMAN}",
        f"Ein-\nund Ausgang. {GERMAN}",
        [],
    ),
    "a German compound written so elsewhere": (
        f"das E-\nmail. das Vor-\nort, ein Vor-ort. {GERMAN}",
        f"das E-\nmail. das Vor-\nort, ein Vor-ort. {GERMAN}",
        [],
    ),
    "a dash between blanks": ("the minister -\nhe spoke", "the minister -\nhe spoke", []),
    "a list": ("- one\n- two\n- three", "- one\n- two\n- three", []),
    "figures": ("1914-\n1918 and 19141918", "1914-\n1918 and 19141918", []),
    "one letter": ("a T-\nshirt, a tshirt", "a T-\nshirt, a tshirt", []),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_cut_word_is_joined_by_a_named_rule_or_stays(case: tuple[str, str, list[Rule]]) -> None:
    printed, wanted, rules = case
    hyphens = Hyphens(printed)

    assert hyphens.join(printed) == wanted
    assert list(hyphens.joined.values()) == rules


@given(st.text(alphabet="ab-\u00ad \nÄñ.", max_size=60))
def test_nothing_but_hyphens_and_the_places_of_line_ends_changes(text: str) -> None:
    joined = Hyphens(text).join(text)

    def letters(of: str) -> str:
        return "".join(c for c in of if c not in "-\u00ad \n")

    assert letters(joined) == letters(text)


def test_the_text_has_the_word_and_the_lead_too_and_a_finding_names_it() -> None:
    article = read_text(
        b"A wall for the harbour\n\n"
        b"The minis-\nter spoke for an hour on the new harbour wall, he said.\n\n"
        b"Then the minister left the harbour by the old ferry at noon.\n"
    )

    assert "The minister\nspoke" in article.body.text
    assert (article.lead.value or "").startswith("The minister\nspoke")
    assert "minis-\nter" in (article.lead.raw or "")
    (found,) = [f for f in article.findings if f.code is Code.TX_04]
    assert "minister (text:hyphen-elsewhere)" in found.detail

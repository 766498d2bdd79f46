"""Pages that are broken, hostile or no pages of articles: one line each, and bounded work."""

import builtins
from collections.abc import Callable
from typing import Any

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats.pages.parsing import MOST_ATTRIBUTES, MOST_TAGS
from newsarchive.model.finding import Code
from support.pages import PROSE, page, read_page

REFUSED: dict[str, tuple[bytes | str, str]] = {
    "nothing in it": ("<!DOCTYPE html>", "nothing in it"),
    "nested without end": (page("<div>" * 100_000), "deep in each other"),
    "too many tags": (page("<i>x</i>" * (MOST_TAGS // 2 + 1)), "tags beside scripts"),
    "too many attributes": (
        page("<p " + " ".join(f"a{n}=1" for n in range(10 * MOST_ATTRIBUTES)) + ">x"),
        "attributes",
    ),
    "50 MB of text": (page(f"<p>{PROSE}</p>" * (49_000_000 // len(PROSE))), "characters"),
    "too large": (b"<!DOCTYPE html>" + b" " * (51 * 1024 * 1024), "larger than 50 MiB"),
}
READ: dict[str, str] = {
    "marks that are never closed": page(f"<b><font>{PROSE}" * 300),
    "tags in each other": page("<p><div><p></div></span></b></p><ul><p></b></ul>"),
    "a NUL in it": page(f"<p>{PROSE[:40]}\0{PROSE[40:]}</p>"),
    "a script that never ends": page(f"<p>{PROSE}</p>") + "<script>" * 1000 + "x",
    "tags that never end": page("") + "<img" * 5000,
    "linked data that is none": page("", '<script type="application/ld+json">{"@type": </script>'),
    "linked data without end": page(
        "", f'<script type="application/ld+json">{"[" * 50_000}</script>'
    ),
    "linked data of other shapes": page(
        "",
        '<script type="application/ld+json">{"@type": ["NewsArticle", 3], "headline": {"a": []},'
        '"author": [null, 7, [], {"name": null}], "image": [[], {}, 1], "datePublished": 20190405,'
        '"publisher": "x", "mainEntityOfPage": 5, "keywords": {"x": 1}}</script>',
    ),
    "a caption of a megabyte": page(
        f"<figure><img src=/a/harbour.jpg><figcaption>{'word ' * 200_000}</figcaption></figure>"
    ),
    "a title of a megabyte": page("", title="Ferry - " * 120_000),
    "ten thousand times": page("<time datetime=2019-01-01>then</time>" * 10_000),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(case: str) -> None:
    data, reason = REFUSED[case]

    with pytest.raises(RefusedError, match=reason) as refused:
        read_page(data)

    assert "\n" not in refused.value.message
    assert "--as-is" in (refused.value.hint or "")


@pytest.mark.parametrize("case", READ)
def test_what_is_broken_is_read_as_far_as_it_goes(case: str) -> None:
    assert PROSE[100:] in read_page(READ[case]).body.text.replace("\n", " ")


def test_linked_data_that_is_no_json_is_told() -> None:
    article = read_page(READ["linked data that is none"])

    assert [f.code for f in article.findings] == [Code.TX_02]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:,x", "/x"])
def test_an_address_that_leads_nowhere_on_the_web_is_none(address: str) -> None:
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'

    article = read_page(page(f'<figure><img src="{address}/photo-of-it.jpg"></figure>', head))

    assert article.canonical_url is None
    assert [m.url for m in article.media if m.url] == []


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "trafilatura":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(RefusedError, match="takes the extra html") as refused:
        read_page(page(""))

    assert "pip install 'newsarchive[html]'" in (refused.value.hint or "")


FUTURE = {
    "a day to come": ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00Z, which is still to come"),
    "where clocks begin": ("1970-01-01", "1970-01-01, which cannot be that"),
}


@pytest.mark.parametrize("case", FUTURE)
def test_a_date_that_cannot_be_is_told_and_kept_as_a_candidate(case: str) -> None:
    printed, told = FUTURE[case]
    head = f'<meta property="article:published_time" content="{printed}">'

    found = read_page(page("", head)).provenance.date_published

    assert found.value is None
    assert found.reason == f"meta:article:published_time says {told}"
    assert [c.value.text for c in found.candidates if c.value] == [printed]


GERMAN = (
    "<p>Die Überfahrt für Fußgänger fällt am Dienstag wegen eines Schadens an der Rampe aus,"
    " die Fähre bleibt für längere Zeit im Hafen, und größere Schäden schließt niemand aus.</p>"
)


def declared(*charsets: str) -> bytes:
    """A page in Windows-1252 that declares other encodings."""
    metas = "".join(f'<meta charset="{charset}">' for charset in charsets)
    return page(GERMAN, metas, title="Fähre fällt länger aus").encode("cp1252")


def test_of_encodings_that_contradict_each_other_the_one_that_the_letters_speak_for_is_taken() -> (
    None
):
    article = read_page(declared("shift_jis", "koi8-r"))

    assert article.display_title == "Fähre fällt länger aus"
    (finding,) = [f for f in article.findings if f.code is Code.TX_01]
    assert finding.detail.startswith("the page declares ")


def test_one_declared_encoding_that_fits_is_believed() -> None:
    article = read_page(declared("windows-1252"))

    assert article.display_title == "Fähre fällt länger aus"
    assert [f.code for f in article.findings if f.code is Code.TX_01] == []

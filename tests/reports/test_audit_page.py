"""The page of an audit: whole, harmless, readable by everybody, and true."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from newsarchive.model.auditing import Budget, Reach, RunState, Scope
from newsarchive.model.finding import Kind, Level, Verdict
from newsarchive.model.run import Run
from newsarchive.model.subject import Place, StoredBag
from newsarchive.reports.audit.page import MOST_BAGS, page
from support import audits
from support.audit_pages import KNOWN, LOST, PAGES, ROTTEN

SHOWN = {name: page(*values) for name, values in PAGES.items()}
DRAWINGS = {
    f"{name}, {number}": drawing
    for name, shown in SHOWN.items()
    for number, drawing in enumerate(re.findall(r"<svg.*?</svg>", shown, re.DOTALL))
}

every_page = pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)


def parsed(shown: str) -> html.HtmlElement:
    return html.document_fromstring(shown)


def said(shown: str) -> str:
    """The words of a page, in one line."""
    for style in (root := parsed(shown)).iter("style"):
        style.text = ""
    return " ".join(" ".join(root.itertext()).split())


def elements(shown: str) -> Iterator[html.HtmlElement]:
    return (e for e in parsed(shown).iter() if isinstance(e.tag, str))


# Whole


@every_page
def test_a_page_is_well_formed(shown: str) -> None:
    parser = html.HTMLParser()

    html.document_fromstring(shown, parser=parser)

    # The parser knows HTML 4, so it does not know `section`; every other fault counts.
    assert [e for e in parser.error_log if e.type_name != "HTML_UNKNOWN_TAG"] == []


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_is_well_formed_and_says_what_it_shows(drawing: str) -> None:
    svg = etree.fromstring(drawing)

    labels = (svg.get("aria-labelledby") or "").split()
    title, desc = svg.findall("title") + svg.findall("desc")
    assert svg.get("role") == "img"
    assert labels == [title.get("id"), desc.get("id")]
    assert (title.text or "").strip()
    assert (desc.text or "").strip()


@every_page
def test_every_id_is_given_once_and_every_link_leads_to_one(shown: str) -> None:
    ids = [e.get("id") for e in elements(shown) if e.get("id")]
    links = {e.get("href") for e in elements(shown) if e.get("href")}

    assert len(ids) == len(set(ids))
    assert {str(link).removeprefix("#") for link in links} <= set(ids)


@every_page
def test_headings_leave_no_level_out(shown: str) -> None:
    tags = [str(e.tag) for e in elements(shown)]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every_page
def test_every_table_has_a_caption_and_every_heading_its_scope(shown: str) -> None:
    root = parsed(shown)

    assert all(table.find("caption") is not None for table in root.iter("table"))
    assert all(cell.get("scope") for cell in root.iter("th"))
    assert root.get("lang") == "en"


@every_page
def test_the_same_values_give_the_same_page(shown: str) -> None:
    name = next(name for name, other in SHOWN.items() if other is shown)

    assert page(*PAGES[name]) == shown


@every_page
def test_a_page_can_be_opened_by_mail_and_phone(shown: str) -> None:
    assert len(shown.encode()) < 2_000_000


# Harmless


@every_page
def test_a_page_needs_nothing_from_elsewhere(shown: str) -> None:
    leading = {"src", "srcset", "href", "action", "formaction", "data", "poster", "background"}
    loading = {"script", "link", "iframe", "object", "embed", "img", "image", "use", "base", "form"}

    assert not {e.tag for e in elements(shown)} & loading
    for element in elements(shown):
        for name, value in element.attrib.items():
            word = str(name).rpartition(":")[2]
            assert not word.startswith("on")
            assert word not in leading or str(value).startswith("#")
            assert "url(" not in str(value)
    (style,) = parsed(shown).iter("style")
    assert not re.search(r"url\(|@import|image-set|expression|@font-face", style.text or "")
    assert "://" not in shown
    assert "default-src 'none'" in shown


HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "an image": '"><img src=x onerror=alert(1)>',
    "single quotes": "' onmouseover='alert(1)",
    "the end of a drawing": "</title></svg><svg onload=alert(1)>",
    "the end of the style": "</style></head><body>",
    "an entity": "&lt;b&gt; &amp; &#60;",
    "a template": "{{ 7 * 7 }}{% raw %}{# #}",
    "control characters": "a\0b\x07c\x1b[31md\re\nf\x85g\u2028h",
    "lone surrogates": "caf\udce9 \udc80",
    "a turned direction": "txt.\u202egnp\u202c",
    "right to left": "مقالة ١٢.txt",
    "an address": "https://example.org/a.js",
    "the end of a comment": "--> ]]> <!--",
}


def page_of(text: str) -> str:
    """A page that says `text` wherever others have the say."""
    found = replace(
        audits.finding(), path=text, detail=text, expected=text, found=f"{text}!", by=text
    )
    note = replace(found, level=Level.NOTE, path=f"{text}2")
    about = StoredBag(audits.bag_id("bag"), text, f"bags/{text}")
    bag = replace(audits.problem(), about=about, findings=(found, note))
    other = replace(bag, about=Place(f"bags/2/{text}"), verdict=Verdict.UNVERIFIED)
    lost = replace(LOST, about=StoredBag(audits.bag_id("lost"), text, LOST.path))
    known = audits.acknowledged(lost.findings[0], lost, text, text)
    gone = replace(lost, about=StoredBag(audits.bag_id("gone"), text, text))
    unmet = audits.acknowledged(found, gone, text, text)
    report = audits.report(
        [bag, other, lost],
        acknowledged=frozenset({known.id}),
        scope=Scope(Reach.COLLECTION, text),
        state=RunState.INTERRUPTED,
        stopped=text,
        trouble=text,
        unrecorded=text,
        continues=text,
        findings=(found,),
    )
    run = audits.run(2, intact=3, scope={"reach": "collection", "value": text}, read=text)
    overview = audits.overview([run], acknowledged=[known, unmet])
    return page(report, replace(overview, institution=text, archive_id=text))


def skeleton(shown: str) -> list[tuple[Any, list[Any]]]:
    return [(e.tag, list(e.attrib)) for e in parsed(shown).iter()]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_name_becomes_part_of_the_page(text: str) -> None:
    shown = page_of(text)

    assert skeleton(shown) == skeleton(page_of("plain"))
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", shown)
    shown.encode()


# Lone surrogates stand for bytes of names that are not UTF-8.
anything = st.characters() | st.characters(
    min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=["Cs"]
)


@settings(max_examples=25)
@given(st.text(anything, min_size=1, max_size=30))
def test_whatever_a_name_is_the_page_stays_the_same(text: str) -> None:
    assert skeleton(page_of(text)) == skeleton(page_of("plain"))


def test_what_cannot_be_seen_in_a_name_is_shown_as_its_escape() -> None:
    words = said(page_of("a\u202eb\0c\x1bd"))

    assert "a\\u202eb\\x00c\\x1bd" in words


# True


def test_damage_and_what_to_do_come_before_what_is_well() -> None:
    told = replace(PAGES["one of each"][0], end=replace(PAGES["one of each"][0].end, trouble="x"))
    root = parsed(page(told, PAGES["one of each"][1]))

    order = [section.get("aria-labelledby") for section in root.xpath("//main/section")]

    assert order[:3] == ["damage", "do", "reach"]
    assert order[-1] == "runs"
    tiles = [tile.text_content() for tile in root.xpath("//ul[@class='tiles']/li")]
    assert tiles[-1].endswith("intact")


def test_what_was_not_reached_is_told_before_what_is_well() -> None:
    root = parsed(page(*PAGES["interrupted, and continued"]))

    order = [section.get("aria-labelledby") for section in root.xpath("//main/section")]

    assert order.index("reach") < order.index("facts")
    (section,) = root.xpath("//section[@aria-labelledby='reach']")
    assert "804 bags were to be looked at and were not reached" in section.text_content()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Дождь над портом", "Дождь над портом"),
        ("مطر \u202eفوق", "مطر \\u202eفوق"),
        ("<b>Rain</b>", "<b>Rain</b>"),
    ],
)
def test_the_title_of_an_article_stands_beside_the_name_of_its_bag(title: str, shown: str) -> None:
    told, overview = PAGES["one of each"]

    root = parsed(page(told, replace(overview, titles={ROTTEN.bag_id or "": title})))

    (bag,) = root.xpath("//tr[@class='bag']/th[bdi[@class='title']]")
    assert [b.text_content() for b in bag.xpath("bdi")][:2] == [shown, ROTTEN.bag]


def test_a_verdict_comes_first() -> None:
    shown = SHOWN["one of each"]

    verdict = "1 bag damaged, 1 missing and 1 not in the ledger"
    first = next(e for e in elements(shown) if re.fullmatch(r"h\d", str(e.tag)))
    assert first.text_content() == verdict
    assert parsed(shown).findtext("head/title") == f"{verdict}: audit of 2026-11-22"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("one bag", "The only bag is intact", id="verdict"),
        pytest.param("all intact", "2026-11-22 01:00:04 to 03:12:10 UTC (2 h 12 min)", id="when"),
        pytest.param("all intact", "98 % checked in the last 90 days, oldest 71 days", id="cover"),
        pytest.param("all intact", "cached: through the operating system", id="how"),
        pytest.param("all intact", "None was found in what was looked at.", id="no damage"),
        pytest.param("a sample", "a sample of 5 % of the bags, chosen at random", id="scope"),
        pytest.param("a sample", "It is a sample: the other 1,144 bags were", id="a sample is one"),
        pytest.param("a sample", "the chance to have seen at least one of them is 40", id="chance"),
        pytest.param("interrupted, and continued", "804 bags were not reached", id="not reached"),
        pytest.param("interrupted, and continued", "Interrupted by SIGTERM", id="by what"),
        pytest.param(
            "interrupted, and continued",
            "Continued from 2026-11-21T010004Z-00ffee: 120 bags looked at before",
            id="continued",
        ),
        pytest.param("not on record", "no: the disk is full", id="no record"),
        pytest.param("no coverage", "could not be computed", id="no coverage"),
        pytest.param("no bags", "The archive holds no bags yet.", id="no bags"),
        pytest.param("the archive itself", "Keep the ledger as it is", id="the ledger"),
        pytest.param("one of each", "until 2027-01-31 by archivist-3: lost in the flood", id="by"),
        pytest.param("one of each", "the last 60 audits", id="runs"),
        pytest.param("two thousand bags damaged", "and 1,000 more bags", id="and more"),
    ],
)
def test_a_page_says(name: str, words: str) -> None:
    assert words in said(SHOWN[name])


def test_a_budget_that_was_used_up_is_told() -> None:
    report = audits.report(
        scope=Scope(Reach.DUE), budget=Budget(7200, 500_000_000_000), used_up="time"
    )

    words = said(page(report, audits.overview()))

    assert "2 h and 500.0 GB; the time was used up" in words
    assert "those due, so that each is verified every 90 days" in words


@pytest.mark.parametrize("name", [n for n in PAGES if n != "a sample"])
def test_nothing_but_a_sample_is_called_one(name: str) -> None:
    assert "sample" not in said(SHOWN[name])


@pytest.mark.parametrize("kind", Kind)
def test_damage_is_named_with_what_to_do_next(kind: Kind) -> None:
    root = parsed(SHOWN["damage of every kind"])

    (link,) = {e.get("href") for e in root.iter("a") if e.text == kind.value.replace("-", " ")}
    (what,) = root.xpath(f"//dt[@id='{str(link)[1:]}']/following-sibling::dd[1]")
    assert len(what.text_content()) > 40


def test_a_digest_is_short_in_the_table_and_whole_at_hand() -> None:
    root = parsed(SHOWN["one of each"])
    expected = ROTTEN.findings[0].expected

    codes = [e for e in root.iter("code") if e.get("title") == expected]
    assert [e.text for e in codes] == [f"sha512 {expected[7:15]}…"]
    assert [e for e in root.iter("code") if e.text == expected]


def test_what_is_acknowledged_stands_apart_and_is_marked() -> None:
    root = parsed(SHOWN["one of each"])

    (section,) = root.xpath("//section[@aria-labelledby='known']")
    (damage,) = root.xpath("//section[@aria-labelledby='damage']")
    (new,) = damage.xpath(".//table")
    assert "a-lost-paper" in section.text_content()
    assert "acknowledged" in section.text_content()
    assert "a-lost-paper" not in new.text_content()


def test_an_acknowledged_finding_that_was_not_met_is_still_told() -> None:
    words = said(page(audits.report(), audits.overview(acknowledged=[KNOWN])))

    assert "Found by earlier audits, and not met by this one" in words
    assert "lost in the flood" in words


def test_what_was_acknowledged_after_the_audit_is_still_new_to_it() -> None:
    report = audits.report([LOST])

    words = said(page(report, audits.overview(acknowledged=[KNOWN])))

    assert "1 bag missing: audit" in words
    assert "Bags that need a person" in words


def test_a_page_names_at_most_a_thousand_bags() -> None:
    bags = [e for e in elements(SHOWN["two thousand bags damaged"]) if e.get("class") == "bag"]

    assert len(bags) == MOST_BAGS


def test_a_page_of_very_long_names_is_cut_and_says_so() -> None:
    long = [audits.finding(path=f"data/{n}/{'é<' * 2000}") for n in range(9)]
    problems = [audits.problem(f"bag-{n}", findings=long) for n in range(1000)]

    shown = page(audits.report(problems), audits.overview())

    assert len(shown.encode()) < 2_000_000
    assert "more bags; the lists of verdicts in" in said(shown)
    assert "and 1 more finding of this bag" in said(shown)


def test_an_audit_that_is_on_record_is_drawn_once() -> None:
    this = replace(audits.run(0, intact=1204), run=audits.RUN)

    shown = page(audits.report(), audits.overview([this]))

    assert bars(shown) == bars(page(audits.report(), audits.overview()))
    assert len(bars(shown)) == 1


def test_older_entries_that_tell_less_are_drawn_all_the_same() -> None:
    early = Run.read(
        {"run": "2026-01-01T010004Z-000001", "report": "", "intact": 3}, 5, audits.ENDED
    )

    shown = page(audits.report(), audits.overview([early]))

    assert [len(blocks) for blocks in bars(shown)] == [1, 1]
    assert "(1 of 2)" in said(shown)


# Readable by everybody


def bars(shown: str) -> list[list[str]]:
    """What each bar of the chart of runs consists of: the classes of its parts and marks."""
    (chart,) = parsed(shown).xpath(
        "//*[local-name()='svg'][@aria-labelledby='runs-title runs-desc']"
    )
    return [[str(e.get("class")) for e in bar if e.get("class")] for bar in chart.iter("g")]


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        pytest.param({"intact": 9}, ["block intact"], id="intact"),
        pytest.param(
            {"intact": 9, "damaged": 1}, ["block intact", "block damaged", "mark bad"], id="damaged"
        ),
        pytest.param({"missing": 1}, ["block damaged", "mark bad"], id="missing"),
        pytest.param({"intact": 9, "unknown": 1}, ["block intact", "mark bad"], id="unknown"),
        pytest.param({"unverified": 2}, ["block unverified", "mark-text"], id="unverified"),
        pytest.param({"state": "interrupted"}, ["mark ink"], id="interrupted"),
    ],
)
def test_what_a_run_found_is_told_by_shape(fields: dict[str, Any], parts: list[str]) -> None:
    shown = page(audits.report(), audits.overview([audits.run(1, **fields)]))

    assert bars(shown) == [parts, ["block intact"]]


def test_days_differ_by_the_size_of_their_squares() -> None:
    counts = {"2026-11-19": 0, "2026-11-20": 1, "2026-11-21": 50, "2026-11-22": 100}
    shown = page(audits.report(), audits.overview(calendar=counts))

    sides = {
        day: re.search(rf'<title>{day}: .*?class="day".*?width="([\d.]+)"', line)
        for day in counts
        for line in shown.split("\n")
        if f"<title>{day}:" in line
    }
    widths = [float(found[1]) if found else 0.0 for found in sides.values()]
    assert widths == sorted(widths)
    assert len(set(widths)) == 4


def test_every_badge_and_number_is_told_in_words() -> None:
    for shown in SHOWN.values():
        badges = [e for e in elements(shown) if "badge" in (e.get("class") or "").split()]
        assert all(badge.text_content().strip() for badge in badges)


def test_a_page_has_colours_for_day_night_and_paper() -> None:
    (style,) = parsed(SHOWN["all intact"]).iter("style")
    blocks = re.findall(r"--paper: (#\w+).*?--ink: (#\w+); --quiet: (#\w+)", style.text or "")

    assert len(blocks) == 3
    for paper, *inks in blocks:
        assert all(contrast(paper, ink) >= 4.5 for ink in inks)


@pytest.mark.parametrize("block", [0, 1])
def test_every_colour_of_words_can_be_read(block: int) -> None:
    (style,) = parsed(SHOWN["all intact"]).iter("style")
    names = "paper|panel|ink|quiet|good|bad|unsure|known"
    found = re.findall(rf"--({names}): (#\w+)", style.text or "")
    colours = dict(found[block * 8 : block * 8 + 8])

    for name in set(colours) - {"paper", "panel"}:
        assert contrast(colours["paper"], colours[name]) >= 4.5
        assert contrast(colours["panel"], colours[name]) >= 4.5


def contrast(one: str, other: str) -> float:
    """By WCAG 2.1: (L1 + 0.05) / (L2 + 0.05)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

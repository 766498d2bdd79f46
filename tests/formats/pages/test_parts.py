# words of other languages
"""The small rules that pages are read by, as tables of cases."""

from datetime import UTC, datetime

import pytest

from newsarchive.formats.pages import linkeddata, writers
from newsarchive.formats.pages.addresses import day_in, picture_key, same_page, whole
from newsarchive.formats.pages.credits import credit_of, split
from newsarchive.formats.pages.decoding import decode
from newsarchive.formats.pages.folders import is_of, loaded
from newsarchive.formats.pages.moments import Moment, read
from newsarchive.formats.pages.saved import read_saved
from newsarchive.formats.pages.titles import without_site
from newsarchive.model.finding import Code

TIMES = {
    "2019-04-05": "2019-04-05",
    "2019-04-05T10:00:00+0200": "2019-04-05T10:00:00+02:00",
    "2019-04-05T10:00:00.123Z": "2019-04-05T10:00:00.123Z",
    "2019-04-05 10:00": "2019-04-05T10:00",
    "20190405": "2019-04-05",
    "20190405T100000Z": "2019-04-05T10:00:00Z",
    "20190405100000": "2019-04-05T10:00:00",
    "2019-04-05T10:00:00+02:00[Europe/Berlin]": "2019-04-05T10:00:00+02:00",
    "Fri Apr 05 10:00:00 CEST 2019": "2019-04-05T10:00:00+02:00",
    "Fri Apr 05 2019 10:00:00 GMT+0200 (CEST)": "2019-04-05T10:00:00+02:00",
    "Fri, 05 Apr 2019 10:00:00 GMT": "2019-04-05T10:00:00Z",
    "2019-4-5 9:05 PM": "2019-04-05T21:05",
    "April 5, 2019": "2019-04-05",
    "5. April 2019, 10:00 Uhr": "2019-04-05T10:00",
    "2019年4月5日 10:00": "2019-04-05T10:00",
    "2019-04-05T10:00:00 CST": "2019-04-05T10:00:00",  # China, or the middle of America
    "04/05/2019": None,
    "2019-04-31": None,
    "2019-04": None,
    "yesterday": None,
    "1554458400": None,
    "": None,
}
ONE_DAY = {
    "one instant in two zones": ("2017-05-05T23:30:00-04:00", "2017-05-06T03:30:00Z", True),
    "one day": ("2017-05-05", "2017-05-05T10:00:00Z", True),
    "the next day there": ("2017-05-06", "2017-05-05T20:00:00Z", True),
    "two days on": ("2017-05-07", "2017-05-05T20:00:00Z", False),
    "a day later": ("2017-05-05T10:00:00Z", "2017-05-06T11:00:00Z", False),
    "no zone, near": ("2017-05-05T23:30:00", "2017-05-06T03:30:00Z", True),
    "no zone at all": ("2017-05-05T23:30:00", "2017-05-06T03:30:00", False),
}
CREDITS = {
    "A ferry. Photo: Jane Doe/AFP": ("A ferry.", "Photo: Jane Doe/AFP"),
    "A ferry (AP Photo/Jane Doe, File)": ("A ferry", "AP Photo/Jane Doe, File"),
    "Die Fähre am Kai. © Jane Doe": ("Die Fähre am Kai.", "© Jane Doe"),
    "Die Fähre | Foto: Jane Doe/dpa": ("Die Fähre", "Foto: Jane Doe/dpa"),
    "Le bac à quai. MARC PHOTO / AFP": ("Le bac à quai.", "MARC PHOTO / AFP"),
    "A ferry. Photograph: J. Doe/Rex": ("A ferry.", "Photograph: J. Doe/Rex"),
    "Паром у причала. Фото: Иван Примеров / ТАСС": (
        "Паром у причала.",
        "Фото: Иван Примеров / ТАСС",
    ),
    "渡轮停靠在北岸码头。李华 摄": ("渡轮停靠在北岸码头。", "李华 摄"),
    "渡轮停靠在北岸码头。托尔姆社记者李华摄": ("渡轮停靠在北岸码头。", "托尔姆社记者李华摄"),
    "トルム港の渡し船＝５日午後、佐藤花子撮影": ("トルム港の渡し船＝５日午後", "佐藤花子撮影"),
    "渡し船、同日撮影": ("渡し船、同日撮影", ""),
    "渡轮，在托尔姆拍摄": ("渡轮，在托尔姆拍摄", ""),
    "Die Fähre am Kai. © Tolm TV Foto: Jane Doe": ("Die Fähre am Kai.", "© Tolm TV Foto: Jane Doe"),
    "여객선이 부두에 서 있다. 연합뉴스": ("여객선이 부두에 서 있다.", "연합뉴스"),
    "A ferry at the quay / Jane Doe": ("A ferry at the quay", "Jane Doe"),
    "3 of 7: A ferry. (Post)": ("A ferry.", "Post"),
    "A ferry. Getty Images": ("A ferry.", "Getty Images"),
    "A ferry. Jane Doe via REUTERS": ("A ferry.", "Jane Doe via REUTERS"),
    "A ferry. He put it on Facebook": ("A ferry. He put it on Facebook", ""),
    "A ferry. (Jane Doe / AFP) (Jane Doe/AFP via Getty Images)": (
        "A ferry.",
        "Jane Doe/AFP via Getty Images",
    ),
    "Bild: Jane Doe": ("", "Bild: Jane Doe"),
    "Bild: Die Fähre am Kai": ("Die Fähre am Kai", ""),
    "A ferry (Post)": ("A ferry (Post)", ""),
    "A ferry. (1961)": ("A ferry. (1961)", ""),
    "The line Tolm / Vale": ("The line Tolm / Vale", ""),
    "© AFP": ("", "© AFP"),
    "Getty Images": ("", "Getty Images"),
    "Image caption, A ferry at the quay": ("A ferry at the quay", ""),
    "A ferry (left) and a barge": ("A ferry (left) and a barge", ""),
    "The photo: a mystery to all": ("The photo: a mystery to all", ""),
    "He said yes/no to it.": ("He said yes/no to it.", ""),
}
BARE = {
    "Photo: Jane Doe/AFP": "Jane Doe/AFP",
    "Getty/iStock": "Getty/iStock",
    "Reprodução/TV Tolm": "Reprodução/TV Tolm",
    "foto Ansa": "Ansa",
    "Foto Huber": "Foto Huber",
    "Foto: Jane Doe": "Jane Doe",
    "(AP Photo/Jane Doe)": "AP Photo/Jane Doe",
    "© Jane Doe": "Jane Doe",
    "Credit... Jane Doe": "Jane Doe",
    "Image source, Getty Images": "Getty Images",
    "Fot. Jan Kowalski": "Jan Kowalski",
    "Photo by Jane Doe": "Jane Doe",
    "Jane Doe": "Jane Doe",
}
NAMES = {
    "By Jane Doe": ["Jane Doe"],
    "By JANE DOE and JOHN ROE": ["JANE DOE", "JOHN ROE"],
    "Jane Doe, John Roe": ["Jane Doe", "John Roe"],
    "Von Jane Doe und John Roe (dpa)": ["Jane Doe", "John Roe"],
    "Por Lucía Ejemplo y Juan de la Cruz": ["Lucía Ejemplo", "Juan de la Cruz"],
    "Jane Doe, Staff Writer": ["Jane Doe"],
    "Jane Doe | Tolm Post": ["Jane Doe"],
    "Jane Doe in London": ["Jane Doe"],
    "Jane Doe (jane@post.example)": ["Jane Doe"],
    "Story by Jane Doe; Photos by John Roe": ["Jane Doe"],
    "Jane Doe avec AFP": ["Jane Doe"],
    "dpa/AFP": [],
    "Jane Doe, Associated Press": ["Jane Doe"],
    "Dr. Jane A. Doe Jr.": ["Dr. Jane A. Doe Jr"],
    "Ein Kommentar von Jane Doe": ["Jane Doe"],
    "https://www.facebook.com/jane.doe": [],
    "jane@post.example": [],
    "@janedoe": [],
    "admin": [],
    "Redaktion": [],
    "Tolm Post": [],
    "Tolm Post Staff": [],
    "Reuters": [],
    "dpa": [],
    "Agence France-Presse": [],
    "Von Post-online-Redakteur Jan Lens": ["Jan Lens"],
    "Von unserer Reporterin Ina Quay": ["Ina Quay"],
    "Ina Quay\u200b Barcelona": ["Ina Quay"],
    "Jo Lens/Ina Quay": ["Jo Lens", "Ina Quay"],
    "Jo Lens / Staff reporter": ["Jo Lens"],
    "Jo Lens and agencies": ["Jo Lens"],
    "Jo Lens und Ina Quay, ARD Tolm": ["Jo Lens", "Ina Quay"],
    "JO LENS, INA QUAY": ["JO LENS", "INA QUAY"],
    "山田太郎": ["山田太郎"],
    "Иван Примеров": ["Иван Примеров"],
}
SCRIPTS = {
    "plain": ('{"a": 1}', 1, True),
    "in a comment": ('<!-- {"a": 1} -->', 1, True),
    "in CDATA": ('//<![CDATA[\n{"a": 1}\n//]]>', 1, True),
    "a comma too many": ('{"a": [1, 2,],}', 1, True),
    "a comment in it": ('/* x */ {"a": 1}', 1, True),
    "a line end in a text": ('{"a": "b\nc"}', 1, True),
    "two documents": ('{"a": 1}{"b": 2}', 2, True),
    "a semicolon behind": ('{"a": 1};', 1, True),
    "a comma in a text": ('{"a": "x,}"}', 1, True),
    "quotes in a text": ('{"a": "say "so""}', 0, False),
    "cut off": ('{"a": 1', 0, False),
    "nothing": ("", 0, True),
}


@pytest.mark.parametrize("text", TIMES)
def test_a_time_in_a_field_is_read_with_the_zone_as_printed(text: str) -> None:
    found = read(text)

    assert (found.edtf.text if found else None) == TIMES[text]


def test_seconds_since_1970_count_only_where_a_field_has_them() -> None:
    found = read("1554458400", stamps=True)

    assert found is not None
    assert found.instant == datetime(2019, 4, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize("case", ONE_DAY)
def test_times_are_of_one_day_only_where_zones_explain_the_difference(case: str) -> None:
    one, other, same = ONE_DAY[case]
    first, second = read(one), read(other)

    assert isinstance(first, Moment)
    assert isinstance(second, Moment)
    assert first.same_day(second) is same
    assert second.same_day(first) is same


@pytest.mark.parametrize("text", CREDITS)
def test_a_credit_behind_a_caption_is_told_from_it(text: str) -> None:
    assert split(text) == CREDITS[text]


@pytest.mark.parametrize("text", BARE)
def test_a_credit_is_kept_without_what_only_says_that_it_is_one(text: str) -> None:
    assert credit_of(text) == BARE[text]


@pytest.mark.parametrize("text", NAMES)
def test_only_persons_are_persons(text: str) -> None:
    found = writers.read(text, "x", ["Tolm Post"])

    assert [n.name for n in writers.people(found)] == NAMES[text]


@pytest.mark.parametrize("case", SCRIPTS)
def test_linked_data_is_read_leniently_and_never_put_together(case: str) -> None:
    text, count, whole_ = SCRIPTS[case]

    found, told = linkeddata.documents(text)

    assert (len(found), told) == (count, whole_)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Ferry stays | Tolm Post", "Ferry stays"),
        ("Ferry stays - Local - Tolm Post", "Ferry stays - Local"),
        ("Tolm Post: Ferry stays", "Tolm Post: Ferry stays"),
        ("Tolm Post | Ferry stays", "Ferry stays"),
        ("Ferry - bridge - tunnel", "Ferry - bridge - tunnel"),
        ("Tolm Post", "Tolm Post"),
    ],
)
def test_a_title_goes_without_the_name_of_the_site(title: str, bare: str) -> None:
    assert without_site(title, ["Tolm Post", "tolmpost"]) == bare


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.x.example/a/b.html", "http://x.example/a/b", True),
        ("https://x.example/a/amp/", "https://x.example/a/", True),
        ("https://x.example/a?utm_source=y", "https://x.example/a", True),
        ("https://x.example/a?id=1", "https://x.example/a?id=2", False),
        ("https://x.example/a", "https://y.example/a", False),
    ],
)
def test_addresses_of_one_page_are_known_as_such(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "https://x.example/u/ramp-fallen-300x200.jpg",
            "https://x.example/u/ramp-fallen.jpg",
            True,
        ),
        ("https://x.example/u/ramp-fallen.jpg?w=300", "https://c.example/z/ramp-fallen.webp", True),
        ("https://x.example/u/ramp-one.jpg", "https://x.example/u/ramp-two.jpg", False),
        ("https://x.example/a/image.jpg", "https://x.example/b/image.jpg", False),
        (
            "https://r.example/300/https%3A%2F%2Fx.example%2Fu%2Framp-fallen.jpg",
            "https://x.example/u/ramp-fallen.jpg",
            True,
        ),
    ],
)
def test_sizes_of_one_picture_are_known_as_such(one: str, other: str, same: bool) -> None:
    assert (picture_key(one) == picture_key(other)) is same


def test_only_a_whole_day_in_an_address_is_one() -> None:
    assert str(day_in("https://x.example/2019/04/05/ferry")) == "2019-04-05"
    assert str(day_in("https://x.example/news/20190405/ferry.html")) == "2019-04-05"
    assert day_in("https://x.example/2019/04/ferry") is None
    assert day_in("https://x.example/2019/02/31/ferry") is None


def test_what_cannot_be_followed_is_no_address() -> None:
    base = "https://x.example/a/b.html"

    assert whole("c.jpg", base) == "https://x.example/a/c.jpg"
    assert whole("//y.example/c.jpg", base) == "https://y.example/c.jpg"
    assert [whole(a, base) for a in ("javascript:x()", "file:///x", "data:,x", "#x", "")] == [
        ""
    ] * 5


@pytest.mark.parametrize(
    ("folder", "name", "is_loaded", "belongs"),
    [
        ("story_files", "story.html", False, True),
        ("story-Dateien", "story.htm", False, True),
        ("story_fichiers", "story.html", False, True),
        ("Ferry stays_files", "Ferry stays.html", False, True),
        ("story_assets", "story.html", True, True),
        ("other_files", "story.html", True, True),  # renamed since
        ("other_files", "story.html", False, False),
        ("story_assets", "story.html", False, False),
        ("images", "story.html", True, False),
        ("story", "story.html", True, False),
    ],
)
def test_the_folder_of_a_page_is_known_by_its_name_and_its_links(
    folder: str, name: str, is_loaded: bool, belongs: bool
) -> None:
    assert is_of(folder, name, is_loaded=is_loaded) is belongs


def test_a_page_loads_from_folders_that_it_does_not_merely_link_to() -> None:
    head = (
        b'<link href="./a_files/x.css"><img src=b%20c/x.jpg><a href="d/x.html">d</a>'
        b'<script src="https://e.example/x.js"></script><img src="../f/x.jpg">'
    )

    assert loaded(head) == {"a_files", "b c"}


@pytest.mark.parametrize(
    ("data", "text", "name"),
    [
        ("Fähre".encode(), "Fähre", None),
        (b'<meta charset="iso-8859-1">' + "Fähre".encode("latin-1"), "Fähre", "windows-1252"),
        (b'<meta charset="iso-8859-1">' + "Fähre".encode(), "Fähre", None),
        (
            b'<meta charset="utf-8">' + "Fähre ist da".encode("cp1252"),
            "Fähre ist da",
            "windows-1252",
        ),
        (
            b'<meta http-equiv=x content="text/html; charset=windows-1251">'
            + "Паром".encode("cp1251"),
            "Паром",
            "windows-1251",
        ),
        (b"\xff\xfe" + "Fähre".encode("utf-16-le"), "Fähre", None),
        (b'<meta charset="shift_jis">' + "渡し船".encode("cp932"), "渡し船", "Shift_JIS"),
    ],
)
def test_what_decodes_decides_about_the_encoding(data: bytes, text: str, name: str | None) -> None:
    decoded = decode(data)

    assert decoded.text.endswith(text)
    assert (decoded.encoding.name if decoded.encoding else None) == name


def test_a_few_damaged_characters_do_not_make_a_page_another_encoding() -> None:
    decoded = decode(b'<meta charset="utf-8">' + "Fähre ".encode() * 50 + b"\xff")

    assert decoded.text.count("Fähre") == 50
    assert [f.code for f in decoded.findings] == [Code.TX_01]


def test_what_a_browser_wrote_of_the_saving_is_read() -> None:
    chrome = read_saved("<!DOCTYPE html>\n<!-- saved from url=(0024)https://x.example/a/b.html -->")
    single = read_saved(
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://x.example/a \n"
        " saved date: Fri Apr 05 2019 10:00:00 GMT+0200 (CEST)\n-->"
    )

    assert chrome.url == "https://x.example/a/b.html"
    assert single.url == "https://x.example/a"
    assert single.when is not None
    assert single.when.edtf.text == "2019-04-05T10:00:00+02:00"

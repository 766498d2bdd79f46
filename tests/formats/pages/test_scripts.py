# words of other languages
"""Pages in scripts whose signs say more than a letter, and what is printed with them."""

import pytest

from newsarchive.formats.pages import credits as captions
from newsarchive.formats.pages import moments, writers
from newsarchive.formats.pages.weights import density, weight
from support.pages import read_page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ferry", 9),
        ("Паром", 5),
        ("渡轮停航三周", 18),
        ("わたし船", 9),
        ("연락선", 6),
        ("เรือข้ามฟาก", 13),
        ("", 0),
    ],
)
def test_a_sign_weighs_as_many_letters_as_it_says(text: str, told: int) -> None:
    assert weight(text) == told


def test_nothing_is_as_dense_as_chinese() -> None:
    assert density("渡轮停航") == 3 > density("わたし") > density("ferry") == density("") == 1


CAPTIONS = {
    "渡轮停在港内。视觉中国 图": ("渡轮停在港内。", "视觉中国 图"),
    "渡轮停在港内。图/新华社": ("渡轮停在港内。", "新华社"),
    "停在港内的渡轮 受访者供图": ("停在港内的渡轮", "受访者供图"),
    "渡輪停駛。（圖／港聯報）": ("渡輪停駛。", "港聯報"),
    "渡輪停駛。記者陳大文／攝影": ("渡輪停駛。", "記者陳大文／攝影"),
    "渡し船（港で）＝共同": ("渡し船（港で）", "共同"),
    "渡し船＝県提供": ("渡し船", "県提供"),
    "연락선이 멈췄다. /연합뉴스": ("연락선이 멈췄다.", "연합뉴스"),
    "연락선이 멈췄다. 사진=홍길동": ("연락선이 멈췄다.", "홍길동"),
    "항구에 묶인 연락선 [항구일보 자료사진]": ("항구에 묶인 연락선", "항구일보 자료사진"),
    "Le bac à quai. DDM - JEAN DUPONT": ("Le bac à quai.", "DDM - JEAN DUPONT"),
    "Le bac à quai. LP/Jean Dupont": ("Le bac à quai.", "LP/Jean Dupont"),
    "El barco en el muelle. JUAN PÉREZ": ("El barco en el muelle.", "JUAN PÉREZ"),
    "Prom w porcie. fot. Jan Molski": ("Prom w porcie.", "Jan Molski"),
    "Die Fähre. © dpa | Max Muster": ("Die Fähre.", "dpa | Max Muster"),
    "Паром в порту© РИА Порт": ("Паром в порту", "РИА Порт"),
}


@pytest.mark.parametrize("text", CAPTIONS)
def test_a_credit_is_told_by_how_papers_print_it(text: str) -> None:
    caption, credit = captions.split(text)

    assert (caption, captions.credit_of(credit)) == CAPTIONS[text]


@pytest.mark.parametrize(
    "text",
    [
        "小学生手绘的港口地图。",
        "市が写真を提供した。",
        "记者在码头拍摄",
        "新しい可動橋の設計図",
        "연락선과 항구의 모습",
        "THE FERRY. A NEW RAMP",
        "The ferry and/or the crane.",
        "The ferry. Yes/No",
        "A mark such as © shows the ferry's yard",
        "She runs the ferry. MORE THAN TEN YEARS AFTER ITS LAST TRIP IT SAILS",
    ],
)
def test_what_may_be_part_of_a_caption_is_no_credit(text: str) -> None:
    assert captions.split(text) == (text, "")


NAMES = {
    "홍길동 기자": ["홍길동"],
    "港湾新闻记者 王小明": ["王小明"],
    "港聯報 記者陳大文／港口報導": ["陳大文"],
    "山田太郎記者": ["山田太郎"],
    "王小明": ["王小明"],
    "责任编辑：李四": [],
    "編輯：李四": [],
    "本报记者": [],
    "女性記者": ["女性記者"],  # nobody knows that it is no name, but no name is made of it
    "103578": [],
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_goes_without_what_the_person_is_and_editors_are_no_authors(text: str) -> None:
    found = writers.people(writers.read(text, "html:p", ()))

    assert [n.name for n in found] == NAMES[text]


@pytest.mark.parametrize("text", ["市民记者活动", "记者节", "기자", "The reporter", "编辑部"])
def test_a_line_with_the_word_for_a_reporter_is_no_byline(text: str) -> None:
    assert not writers.is_titled(text)


TIMES = {
    "2023.01.05. 오전 10:02": "2023-01-05T10:02",
    "2023.01.05. 오후 3:02": "2023-01-05T15:02",
    "2023-11-03 下午 3:12": "2023-11-03T15:12",
    "2019/04/05(金) 10:15": "2019-04-05T10:15",
    "05.04.2019, 10:15 Uhr": "2019-04-05T10:15",
    "10:15 25.04.2021": "2021-04-25T10:15",
    "05.04.2019, 10:15": None,  # either of two days
    "10:15 05.04.2021": None,
    "2023.13.05. 오전 10:02": None,
    "31.02.2021, 10:15 Uhr": None,
    "2023.01.05. 오전 13:02": None,
}


@pytest.mark.parametrize("text", TIMES)
def test_times_are_read_as_they_are_printed_or_not_at_all(text: str) -> None:
    found = moments.read(text)

    assert (found and found.edtf.text) == TIMES[text]


SHORT = ["连接港口两岸的渡轮周一停航。", "市政府说，跳板断裂，要停三周。", "居民只能绕行海湾公路。"]


def chinese(head: str = "", fields: str = "", behind: str = "") -> str:
    """A page of three short paragraphs, with what stands above and behind them."""
    text = "".join(f"<p>　　{t}</p>" for t in SHORT)
    return (
        f"<!DOCTYPE html><html lang=zh><head><title>渡轮停航三周-港口网</title>{fields}</head>"
        f'<body><div class="a"><h1>渡轮停航三周</h1>{head}<div class="b">{text}</div></div>'
        f'<div class="c">{behind}</div></body></html>'
    )


def test_paragraphs_of_a_dozen_signs_are_a_text_and_what_stands_behind_them_is_not() -> None:
    behind = "<h3>热门排行</h3><ul><li><a href='/a'>春天的庙会开始了</a></li></ul><p>版权所有</p>"

    assert [b.text for b in read_page(chinese(behind=behind)).body.blocks] == SHORT


DAY = '<meta name="publishdate" content="2022-06-01">'
CLOCK = "<div><span>2022-06-01 10:23</span></div>"
CLOCKS = {
    "the one time on the day of the fields": (DAY, CLOCK, "2022-06-01T10:23"),
    "two times on that day": (DAY, CLOCK + "<p><span>2022-06-01 11:40</span></p>", "2022-06-01"),
    "a time on another day": (DAY, "<div><span>2022-07-14 10:23</span></div>", "2022-06-01"),
    "a time of change": (DAY, "<div>更新时间：2022-06-01 10:23</div>", "2022-06-01"),
    "a time alone below the headline": ("", CLOCK, "2022-06-01T10:23"),
    "two of them on different days": ("", CLOCK + "<p><span>2022-07-14 10:23</span></p>", None),
    "one behind a word for a change, in an element of its own": (
        "",
        "<div><b>Updated</b><span>2022-06-01 10:23</span></div>",
        None,
    ),
    "one behind words that nobody knows": (
        "",
        "<div><b>活动时间：</b><span>2022-06-01 10:23</span></div>",
        None,
    ),
    "one behind the word for it": (
        "",
        "<div><b>发布时间：</b><span>2022-06-01 10:23</span></div>",
        "2022-06-01T10:23",
    ),
    "a day alone, which may mean anything": ("", "<div><span>2022-06-01</span></div>", None),
}


@pytest.mark.parametrize("case", CLOCKS)
def test_a_time_that_stands_alone_below_the_headline_counts_where_it_is_the_only_one(
    case: str,
) -> None:
    fields, head, told = CLOCKS[case]

    found = read_page(chinese(head, fields)).provenance.date_published.value

    assert (found and found.text) == told


def test_a_picture_from_the_root_of_an_unknown_site_keeps_its_caption_and_its_address() -> None:
    head = '<p><img src="/a/ferry.jpg"></p><p class="pictext">停在港内的渡轮。张三摄</p>'

    article = read_page(chinese(head))

    (found,) = article.media
    assert (found.url, [r.url for r in found.renditions]) == (None, ["/a/ferry.jpg"])
    assert (found.caption.value, found.credit_line.value) == ("停在港内的渡轮。", "张三摄")
    assert "张三摄" not in article.body.text

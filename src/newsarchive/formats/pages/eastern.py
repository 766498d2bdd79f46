# words of other languages
"""Credits as Chinese, Japanese and Korean papers print them behind a caption. Pure.

They end with a word for who took or gave the picture, begin with one for the picture, or stand
behind a sign: 张三摄, 佐藤花子撮影, 受访者供图, 图/新华社, ＝共同, /연합뉴스.
"""

import re

from newsarchive.formats.text.words import is_agency

_PICTURE = r"(?:[图圖図]|图片|圖片|写真|照片|摄影|攝影|文[/／]图|사진)(?:来源|來源|提供)?"
_GIVEN = r"(?:供图|供圖|提供|제공|자료사진|資料写真|資料照片?|资料图片?)"
_CREDIT = (
    rf"(?:{_PICTURE}\s?[:：/／=＝]\s?[^\s。:：][^。:：]{{1,28}}"
    rf"|[^\W\d_]{{1,16}}(?:\s[^\W\d_]{{2,8}})?\s?{_GIVEN}"
    r"|[^\W\d_]{2,12}\s[图圖]"
    r"|(?:[^\W\d_]{2,12}\s?)?(?:記者|记者)?[^\W\d_]{2,8}\s?[/／]\s?(?:攝影?|摄影?|撮影))"
)
_WHOLE = re.compile(_CREDIT)
_TAIL = re.compile(
    r"\A(?P<caption>.*(?:[。！？」.]|[^\W\d_](?=[＝=\s])))[＝=\s]*"
    rf"(?P<credit>{_CREDIT})[。.]?\Z",
    re.DOTALL,
)
# "... 停靠在码头。新华社记者 李华 摄", "渡し船＝５日午後、佐藤花子撮影"
_TAKEN = re.compile(
    r"\A(?P<caption>.+?(?:[。！？」]|(?=[＝=、，,\s])))[＝=、，,\s]*"
    r"(?P<credit>(?:[^\W\d_]{2,16}[ ·・])?[^\W\d_]{2,16}\s?"
    r"(?:(?<![日時頃月年])撮影|(?<![拍航])[摄攝]))[。.]?\Z",
    re.DOTALL,
)
_TAKEN_ENDS = ("撮影", "摄", "攝")
_KOREAN = re.compile(
    r"\A(?P<caption>.*[.)\]\uac00-\ud7a3])\s*/\s?"
    r"(?P<credit>[\uac00-\ud7a3][\uac00-\ud7a3A-Z ]{1,18})\Z",
    re.DOTALL,
)
_BEHIND_SIGN = re.compile(r"\A(?P<caption>.+)[＝=](?P<credit>[^＝=、。]{2,20})\Z", re.DOTALL)
_LONGEST = 1_000
_OF_THERE = re.compile("[\u3000-\u9fff\uac00-\ud7a3]")


def parted(told: str) -> tuple[str, str]:
    """The caption and the credit at its end; two empty texts where there is none."""
    if told.isascii() or len(told) > _LONGEST or not _OF_THERE.search(told):
        return "", ""
    taken = told.rstrip("。.").endswith(_TAKEN_ENDS)
    if taken and (match := _TAKEN.match(told)):
        return match["caption"], match["credit"]
    match = _TAIL.match(told) or _KOREAN.match(told)
    if match is None:
        match = _BEHIND_SIGN.match(told)
        if match is None or not is_agency(match["credit"]):
            return "", ""
    return match["caption"].rstrip(), match["credit"].strip()


def is_credit(text: str) -> bool:
    """Whether a text is nothing but such a credit, by a word in it."""
    return not text.isascii() and _WHOLE.fullmatch(text) is not None


def is_sure(text: str) -> bool:
    """Whether a text that stands behind a caption cannot be anything else."""
    return text.endswith(_TAKEN_ENDS) or is_credit(text)

"""Ordinals of headings (GB/T 9704-2012 7.3.3), and the words that open another part of a paper."""

import re

from .patterns import any_of

_NUMERAL = "[一二三四五六七八九十百零〇]{1,4}"
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"{_NUMERAL}[、．.](?=\S)|第{_NUMERAL}[章部编](?:分(?!之))?[ \u3000、：:]?")),
    (2, re.compile(rf"[（(]{_NUMERAL}[）)][、.]?")),
    (3, re.compile(r"\d{1,2}(?:[．、]|[.](?![\d]))(?=\s*\D|\s*\d{4}年)")),
    (4, re.compile(r"[（(]\d{1,2}[）)][、.]?|[①-⑳]")),
)
_PARTS = re.compile(
    any_of(
        r"附\s*件\s*\d{0,2}\s*[：:.．]|附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*$|附\s*[：:]",
        r"抄\s*[送报]\s*[：:]|主题词\s*[：:]|印发机关",
        r"特此(?:通知|报告|函告|函复|批复|通报|请示|复函|致函|公告|申请)|妥否|当否|可否|专此",
        r"(?:以上|上述|此)(?:请示|报告|意见).{0,12}(?:批示|批复|审批|审示|批转)",
        r"(?:项目|会务|业务|活动)?联\s*[系络]\s*人(?:及(?:联系)?(?:电话|方式))?\s*[：:]|联系(?:电话|方式|地址)\s*[：:]",
        r"(?:咨询(?:电话|人)|电\s*话|传\s*真|(?:电子)?(?:邮|信)箱|地\s*址|邮\s*编|邮政编码|监督电话|E-?mail)\s*[：:]",
        r"(?:时\s*间|地\s*点|主\s*题|对\s*象|内\s*容|方\s*式|要\s*求|费\s*用)\s*[：:]",
        r"(?:主持人?|出席|列席|缺席|记录人?|参加人员|参会人员|请假)\s*[：:]",
        r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|二[〇○零][一二〇○零三四五六七八九]{2}年",
        r"[（(](?:此件|联系人|此页|盖章|签章|公章|加盖|印章|征求意见稿|代拟稿)",
    )
)
_ITEMS = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[条步][ \u3000、：:]?|[一二三四五六七八九十]{1,2}是|其[一二三四五]，|[一二三四五六七八九十]+月份?[：:]"
)
NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


def level_of(text: str) -> int:
    """The level that the ordinal at the start of a passage gives it, 0 without one."""
    return next((level for level, pattern in _LEVELS if pattern.match(text)), 0)


def ordinal_of(text: str) -> tuple[int, int] | None:
    """Level and number of the ordinal at the start of a passage: “（三）……” is (2, 3)."""
    for level, pattern in _LEVELS:
        if match := pattern.match(text):
            token = match.group()
            if digits := re.search(r"\d+", token):
                return level, int(digits.group())
            if token[0] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
                return level, ord(token[0]) - ord("①") + 1
            return level, from_han("".join(re.findall("[一二三四五六七八九十百零〇]", token)))
    return None


def is_chapter(text: str) -> bool:
    """Whether the ordinal is of the kind “第一章”, which counts apart from “一、”."""
    return text.startswith("第")


def starts_part(text: str) -> bool:
    """Whether a line opens something of its own, so that it never continues the line above."""
    return bool(_PARTS.match(text))


def starts_item(text: str) -> bool:
    """Whether a line opens an item (“一是……”, “第三条”), unless it merely goes on with a full line above."""
    return bool(_ITEMS.match(text))


def from_han(text: str) -> int:
    """A Chinese numeral below 1000: “二十三” is 23, “二〇一六” is read digit by digit elsewhere."""
    total, unit = 0, 0
    for letter in text:
        if letter == "百":
            total, unit = total + max(unit, 1) * 100, 0
        elif letter == "十":
            total, unit = total + max(unit, 1) * 10, 0
        else:
            unit = NUMERALS.get(letter, 0)
    return total + unit

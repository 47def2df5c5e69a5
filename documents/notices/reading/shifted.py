"""Text copied from PDFs of the 方正 typesetting system, where a sign appears as the character 0x31 rows further on in GBK.

A1xx and A3xx (signs, full-width digits) come out as D2xx and D4xx: ” as 冶, ’ as 爷, the blank as 摇, ，as 袁, 2010 as 圆园员园.
Often only some signs are hit. A character is put back only where its own meaning is ruled out.
"""

import re

from .journal import Journal

_CODE = "repair.shifted"
_FULL_MARKS = "袁遥尧渊冤曰院"
_DIGITS = str.maketrans("园员圆猿源缘远苑愿怨", "0123456789")
_DIGIT_RUN = re.compile(
    r"(?<![\u4e00-\u9fff])[园员圆猿源缘远苑愿怨]{1,8}(?=[年月日号时分个名人次页万元])|[园员圆猿源缘远苑愿怨]{2,}"
)
_ROWS = {
    "袁": "，",
    "遥": "。",
    "尧": "、",
    "渊": "（",
    "冤": "）",
    "曰": "；",
    "野": "“",
    "冶": "”",
    "耶": "‘",
    "爷": "’",
    "曳": "》",
}
_ROW = re.compile("|".join(_ROWS))
_WORDS = re.compile(
    "陶冶|冶金|冶炼|冶铸|爷爷|老爷|大爷|少爷|师爷|爷们|动摇|摇篮|摇摆|摇滚|摇头|摇晃|摇曳|扶摇|招摇|摇旗|摇号|飘摇|"
    "视野|田野|野外|野生|原野|分野|野营|野餐|粗野|野心|朝野|遥远|遥控|遥感|逍遥|冤枉|冤案|伸冤|深渊|渊源|渊博|"
    "树叶|叶片|枝叶|落叶|茶叶|百叶|枫叶|千百度|中叶"
)
_COLON = re.compile(r"院(?=[ \u3000]*(?:\n|\Z|\d))|(?<=[人话真箱址编送报下件题间点])院(?![院长内校级士系区线])")
_TITLE = re.compile("叶([^叶曳《》\n]{2,60})曳")
_YEAR_BRACKETS = re.compile(r"也(\d{4})页(?=\d{1,4}号)")
_DASH = re.compile("(?<![要重主需必])要要(?![求素点闻职])")
_BLANK_ALONE = re.compile(r"(?m)(?<=[ \u3000])摇(?=[ \u3000])|^([ \u3000]*)摇+(?=[ \u3000])|^摇{2,}")
_BLANK_LABEL = re.compile("(?<=联)摇(?=系)|(?<=系)摇(?=人)|(?<=[电传邮通附地])摇+(?=[ \u3000]*[话真箱编知件址])")
_BLANK_AFTER = re.compile("(?<=[\u4e00-\u9fff：])摇(?=[ \u3000])")
_QUOTED = re.compile("野([^野冶“”\n]{1,40})冶")
_SINGLE = re.compile("耶([^耶爷‘’\n]{1,40})爷")
_REACH = 120


def restore(text: str, journal: Journal) -> str:
    """Put shifted signs back. Never adds or removes a newline; what stays doubtful is noted, not changed."""
    kept, text = _shelter(text)
    hits = 0
    if _wholly_shifted(text):
        text = _restore_all(text, journal)
        hits = 1
    before = text
    text = journal.sub(_CODE, _QUOTED, r"“\1”", text)
    text = journal.sub(_CODE, _SINGLE, r"‘\1’", text)
    text = _close(text, "“", "”", "冶", journal)
    text = _close(text, "‘", "’", "爷", journal)
    text = journal.sub(_CODE, _BLANK_ALONE, lambda m: " " * len(m.group()), text)
    text = journal.sub(_CODE, _BLANK_LABEL, " ", text)
    if hits or text != before:
        text = journal.sub(_CODE, _BLANK_AFTER, " ", text)
    text = _unshelter(text, kept)
    _note_rest(text, journal)
    return text


def _shelter(text: str) -> tuple[list[str], str]:
    """Hide real words behind private-use marks, so that no rule touches them."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match.group())
        return "\ue0fe" * len(match.group())

    return kept, _WORDS.sub(hide, text.replace("\ue0fe", "\ufffd"))


def _unshelter(text: str, kept: list[str]) -> str:
    letters = iter("".join(kept))
    return re.sub("\ue0fe", lambda _: next(letters), text)


def _wholly_shifted(text: str) -> bool:
    shifted = sum(text.count(mark) for mark in _FULL_MARKS)
    real = sum(text.count(mark) for mark in "，。、,")
    return shifted >= 4 and text.count("袁") + text.count("遥") >= 2 and real * 5 < shifted


def _restore_all(text: str, journal: Journal) -> str:
    text = journal.sub(_CODE, _TITLE, r"《\1》", text)
    text = journal.sub(_CODE, _COLON, "：", text)
    text = journal.sub(_CODE, _ROW, lambda m: _ROWS[m.group()], text)
    text = journal.sub(_CODE, _DIGIT_RUN, lambda m: m.group().translate(_DIGITS), text)
    text = journal.sub(_CODE, _YEAR_BRACKETS, r"〔\1〕", text)
    text = journal.sub(_CODE, re.compile(r"(?<=\d)豫"), "%", text)
    text = journal.sub(_CODE, re.compile(r"(?<=\d)原(?=\d)"), "-", text)
    return journal.sub(_CODE, _DASH, "——", text)


def _close(text: str, opening: str, closing: str, shifted: str, journal: Journal) -> str:
    """Turn ``shifted`` into ``closing`` where an opening mark waits for its partner."""
    if shifted not in text:
        return text
    letters = list(text)
    opened = -1
    for at, letter in enumerate(letters):
        if letter == opening:
            opened = at
        elif letter == closing:
            opened = -1
        elif letter == shifted and opened >= 0 and at - opened <= _REACH:
            letters[at] = closing
            start = max(text.rfind("\n", 0, at) + 1, at - 10)
            journal.repair(_CODE, text[start : at + 1], text[start:at] + closing)
            opened = -1
    return "".join(letters)


def _note_rest(text: str, journal: Journal) -> None:
    for match in re.finditer("[冶]", _WORDS.sub("", text)):
        journal.note(
            "damage.shifted",
            "“冶”可能是引号的误识，未改动。请对照原件核对。",
            _WORDS.sub("", text)[max(0, match.start() - 10) : match.end() + 10],
        )

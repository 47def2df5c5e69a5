"""Dates of papers: 2016年5月25日, 二〇一六年五月二十五日, 2016-05-25."""

import re
from datetime import date

from .headings import NUMERALS, from_han

_HAN_DIGIT = "〇○零一二三四五六七八九"
_ARABIC = r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]"
_HAN = rf"(?P<hy>[一二][{_HAN_DIGIT}]{{3}})\s*年\s*(?P<hm>正|元|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<hd>[一二三四五六七八九十]{{1,3}})\s*[日号]"
_ISO = r"(?P<iy>(?:19|20)\d\d)\s*[-./]\s*(?P<im>\d{1,2})\s*[-./]\s*(?P<id>\d{1,2})(?!\d)"
DATE = re.compile(f"(?:{_ARABIC}|{_HAN}|{_ISO})")
_ALONE = re.compile(rf"[（(]?\s*(?:{DATE.pattern})\s*[）)]?[。.]?\Z")
_BLANK_DATE = re.compile(
    r"(?:(?:19|20)\d{0,2}\s*[xX×]{0,2}|[xX×]{2,4}|\s*|二〇[一二三四五六七八九〇]{0,2}[ \u3000]*)\s*年\s*(?:\d{1,2}|[xX×]{1,2}|\s*)\s*月\s*(?:\d{1,2}|[xX×]{1,2}|\s*)\s*日\Z"
)


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if match["y"]:
        return int(match["y"]), int(match["m"]), int(match["d"])
    if match["iy"]:
        return int(match["iy"]), int(match["im"]), int(match["id"])
    year = int("".join(str(NUMERALS[c]) for c in match["hy"]))
    month = 1 if match["hm"] in "正元" else from_han(match["hm"])
    return year, month, from_han(match["hd"])


def as_date(match: re.Match[str]) -> date | None:
    """The day of a match of ``DATE``; None when the calendar has no such day."""
    try:
        return date(*_numbers(match))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first complete date in a text that the calendar knows."""
    return next((day for match in DATE.finditer(text) if (day := as_date(match))), None)


def only_date(text: str) -> re.Match[str] | None:
    """The match when a text is a date and nothing else."""
    return _ALONE.match(text)


def is_blank_date(text: str) -> bool:
    """Whether a text is a date still to be filled in: “2026年　月　日”, “20××年×月×日”."""
    return bool(_BLANK_DATE.match(text))

"""Points in time as papers write them — “4月10日”, “10月上旬”, “年底”, “11月26日（周四）17:30” — and the day each one ends on."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

_DAY_PART = "(?:上午|下午|中午|晚上|晚|早上|凌晨)"
_CLOCK = rf"(?P<half>{_DAY_PART})?(?:(?P<hour>\d{{1,2}})(?:\s?[:：]\s?(?P<minute>[0-5]\d)(?!\d)|[时点](?!段|钟头)(?:(?P<minute2>[0-5]?\d)分|(?P<thirty>半)|[整钟])?))?"
WEEKDAY = r"(?:\s?[（(]\s?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\s?[）)])?"
_DAY = r"(?P<day>\d{1,2})(?:[日号]|(?=(?:之?前|以前|止|[—–~～至到])))"
_PARTS = "上旬|中旬|下旬|底|末"
POINT = re.compile(
    r"(?:(?P<iy>(?:19|20)\d\d)[-./](?P<im>\d{1,2})[-./](?P<id>\d{1,2})(?!\d)"
    rf"|(?:(?P<year>(?:19|20)\d\d)年|(?P<rel>今年|本年|明年|次年|翌年|当年)度?)?(?<!\d)(?P<month>\d{{1,2}})月份?(?:{_DAY}|(?P<part>{_PARTS}))?"
    rf"|(?P<relmonth>本月|当月|下月|下个月|次月)(?:(?P<rday>\d{{1,2}})[日号]|(?P<rpart>{_PARTS}))"
    r"|(?:(?P<eyear>(?:19|20)\d\d)年|(?P<erel>今年|本年|明年|次年|当年))?(?<!\d)(?P<yearend>年?(?<=年)[底末])"
    r"|(?<![\d一二三四五六七八九十每个季])(?P<monthend>月[底末])"
    rf"|(?<=[—–\-~～－―至到])(?P<lone>\d{{1,2}})[日号])"
    rf"{WEEKDAY}\s?(?:{_CLOCK})"
)
DASH = r"\s?(?:[—–\-~～－―至到]|——)+\s?"
_BACK = 120
_NEXT_MONTH = {"下月", "下个月", "次月"}
_NEXT_YEAR = {"明年", "次年", "翌年"}


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what was said, and where it stands in the text."""

    match: re.Match[str]
    month: int | None
    day: int | None
    part: str | None
    year: int | None  # as said, “今年” not yet counted
    relative_year: int | None  # 0 this year, 1 next year
    at: time | None

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.match.end()

    @property
    def complete(self) -> bool:
        """Whether year, month and day are all said."""
        return self.year is not None and self.month is not None and self.day is not None


def points(text: str) -> Iterator[Point]:
    """The points of a text, in order. The end of a range without a month (“11月1日至15日”) takes the month before it."""
    month: int | None = None
    for match in POINT.finditer(text):
        point = _point(match, month)
        month = point.month or month
        yield point


def _point(match: re.Match[str], month_before: int | None) -> Point:
    at = _clock(match)
    if match["iy"]:
        return Point(match, int(match["im"]), int(match["id"]), None, int(match["iy"]), None, at)
    if match["month"]:
        relative = None if not match["rel"] else int(match["rel"] in _NEXT_YEAR)
        return Point(match, int(match["month"]), _int(match["day"]), match["part"], _int(match["year"]), relative, at)
    if match["relmonth"]:
        return Point(match, None, _int(match["rday"]), match["rpart"], None, None, at)
    if match["yearend"]:
        relative = None if not match["erel"] else int(match["erel"] in _NEXT_YEAR)
        return Point(match, 12, None, "底", _int(match["eyear"]), relative, at)
    if match["monthend"]:
        return Point(match, None, None, "底", None, None, at)
    return Point(match, month_before, _int(match["lone"]), None, None, None, at)


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _clock(match: re.Match[str]) -> time | None:
    """The hour as the clock shows it; 24:00 and a day without an hour give None: the whole day counts."""
    if not match["hour"]:
        return None
    hour = int(match["hour"])
    minute = int(match["minute"] or match["minute2"] or (30 if match["thirty"] else 0))
    if match["half"] in {"下午", "晚上", "晚"} and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 else None


def last_day(point: Point, base: date | None, context: int | None = None) -> date | None:
    """The last day that a point allows, that is the day itself, the 10th for 上旬, the 20th for 中旬, the end of the month else.

    A year that is not said is that of ``base`` (the date of issue), or the next one when the day would lie more than 120 days
    before it; a later year named before in the same passage (``context``) goes first. None without a base, and for days that
    the calendar does not have.
    """
    month, year = point.month, point.year
    if point.match["relmonth"] or point.match["monthend"]:
        if base is None:
            return None
        ahead = point.match["relmonth"] in _NEXT_MONTH
        month = base.month % 12 + 1 if ahead else base.month
        year = base.year + (ahead and base.month == 12)
    if month is None:
        return None
    if year is None and point.relative_year is not None and base:
        year = base.year + point.relative_year
    if year is None:
        year = _inferred(point, month, base, context)
    return None if year is None else _day(year, month, point)


def _inferred(point: Point, month: int, base: date | None, context: int | None) -> int | None:
    if base is None:
        return context
    if context is not None and context > base.year:
        return context
    day = _day(base.year, month, point)
    return base.year + (day is not None and day < base - timedelta(days=_BACK))


def _day(year: int, month: int, point: Point) -> date | None:
    try:
        if point.day is not None:
            return date(year, month, point.day)
        if point.part in {"上旬", "中旬"}:
            return date(year, month, 10 if point.part == "上旬" else 20)
        if point.part:
            return date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, 1) - timedelta(days=1)
    except (ValueError, calendar.IllegalMonthError, OverflowError):
        return None

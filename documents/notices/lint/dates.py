"""Dates: terms before the day of issue, on days off, wrong weekdays, days that do not exist."""

import re
from collections.abc import Iterator
from datetime import date

from documents.notices.reading.dates import DATE, as_date
from documents.notices.reading.deadlines import VAGUE
from documents.notices.reading.points import DASH, Point, last_day, points

from .rule import Hit, Paper, around, rule

_WEEKDAYS = "一二三四五六日"
_MONTH_DAY = re.compile(r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_HOUR = re.compile(r"(?:(?<=[日号）午])|(?<=时间：))\s?(?P<hour>\d{1,2})[:：时点](?P<minute>\d{2})(?!\d)")


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@rule("date.before-issue", "warning", "截止日期早于成文日期", "条例第20条")
def before_issue(paper: Paper) -> Iterator[Hit]:
    """Nothing can be due before the paper is issued; a draft without a date is held against today."""
    reference = paper.issued or paper.today
    if reference is None:
        return
    what = "成文日期" if paper.reading.signed_on else "印发日期" if paper.reading.printed_on else "今天"
    for deadline in paper.reading.deadlines:
        if deadline.on < reference:
            yield Hit(
                f"截止日期{_chinese(deadline.on)}早于{what}{_chinese(reference)}，无法按期办理。请改期。", deadline.text
            )


@rule("date.not-working", "warning", "截止日期不是工作日", "国务院节假日安排")
def not_working(paper: Paper) -> Iterator[Hit]:
    """Days off by the published calendar; no claim for years that are not published. Month ends are terms, not days, and pass."""
    for deadline in paper.reading.deadlines:
        if deadline.exact and paper.workday(deadline.on) is False:
            name = f"星期{_WEEKDAYS[deadline.on.weekday()]}"
            yield Hit(f"截止日期{_chinese(deadline.on)}是{name}，不是工作日。请改到相邻的工作日。", deadline.text)


def _dated(paper: Paper) -> Iterator[tuple[str, Point, date | None]]:
    base = paper.issued or paper.today
    for passage in paper.passages:
        context: int | None = None
        for point in points(passage):
            context = point.year or context
            yield passage, point, last_day(point, base, context)


@rule("date.weekday", "warning", "星期与日期不符", "条例第20条")
def wrong_weekday(paper: Paper) -> Iterator[Hit]:
    """“11月27日（星期四）” when the day is a Friday."""
    for passage, point, day in _dated(paper):
        said = point.match["weekday"]
        if not said or day is None or point.day is None:
            continue
        right = _WEEKDAYS[day.weekday()]
        if said.replace("天", "日") != right:
            written = passage[point.start : point.end]
            yield Hit(
                f"{_chinese(day)}是星期{right}，不是星期{said}。请核对日期或星期。",
                around(passage, point.start, point.end, 8),
                written,
                right.join(written.rsplit(said, 1)) if said in written else "",
            )


@rule("date.impossible", "warning", "日期、时间不存在", "条例第20条")
def impossible(paper: Paper) -> Iterator[Hit]:
    """2月30日, 13月5日, 25:00."""
    year = paper.issued.year if paper.issued else 2024
    for passage in [*paper.passages, paper.reading.signed_text]:
        for match in _MONTH_DAY.finditer(passage):
            if not _exists(
                int(match["year"] or year), int(match["month"]), int(match["day"]), bool(match["year"] or paper.issued)
            ):
                yield Hit(f"“{match.group()}”这一天不存在。请核对。", around(passage, match.start(), match.end()))
        for match in _HOUR.finditer(passage):
            if int(match["hour"]) > 24 or int(match["minute"]) > 59:
                yield Hit(f"“{match.group()}”这个时间不存在。请核对。", around(passage, match.start(), match.end()))


def _exists(year: int, month: int, day: int, sure: bool) -> bool:
    try:
        date(year if sure else 2024, month, day)
    except ValueError:
        return False
    return True


@rule("date.printed-before-signed", "warning", "印发日期早于成文日期", "GB/T 9704-2012 7.4.3")
def printed_before_signed(paper: Paper) -> Iterator[Hit]:
    """A paper is printed on the day of signing or later."""
    signed, printed = paper.reading.signed_on, paper.reading.printed_on
    if signed and printed and printed < signed:
        yield Hit(f"印发日期{_chinese(printed)}早于成文日期{_chinese(signed)}。请核对。")


@rule("date.number-year", "warning", "发文字号的年份与成文日期不符", "GB/T 9704-2012 7.2.5")
def number_year(paper: Paper) -> Iterator[Hit]:
    """The year in the number is that of signing."""
    match = re.search(r"〔(\d{4})〕", paper.reading.document_number or "")
    signed = paper.reading.signed_on
    if match and signed and int(match[1]) != signed.year:
        yield Hit(f"发文字号是{match[1]}年，成文日期是{signed.year}年。请核对。", paper.reading.document_number or "")


@rule("date.reversed", "warning", "起止日期颠倒", "条例第20条")
def reversed_range(paper: Paper) -> Iterator[Hit]:
    """“11月20日至11月10日”, both ends with the same year or none."""
    for passage in paper.passages:
        before: Point | None = None
        for point in points(passage):
            if before and re.fullmatch(DASH, passage[before.end : point.start]) and _reversed(before, point):
                yield Hit(
                    f"“{passage[before.start : point.end]}”的结束早于开始。请核对。",
                    around(passage, before.start, point.end, 6),
                )
            before = point


def _reversed(first: Point, last: Point) -> bool:
    if None in (first.day, last.day, first.month, last.month):
        return False
    if first.year != last.year and last.year is not None:
        return first.year is not None and first.year > last.year
    if first.month == last.month:
        return (last.day or 0) < (first.day or 0)
    return (last.month or 0) < (first.month or 0) and (first.month or 0) - (last.month or 0) < 6


@rule("date.incomplete", "warning", "成文日期不全", "GB/T 9704-2012 7.3.5.4")
def incomplete(paper: Paper) -> Iterator[Hit]:
    """成文日期 gives year, month and day."""
    written = paper.reading.signed_text
    if written and not paper.reading.signed_on and re.fullmatch(r"\d{1,2}月\d{1,2}日", written):
        yield Hit(f"成文日期“{written}”没有年份。请写全年、月、日。", written)


@rule("date.digits", "info", "日期应用阿拉伯数字", "GB/T 9704-2012 7.3.5.4")
def digits(paper: Paper) -> Iterator[Hit]:
    """Since 2012 dates are written in Arabic digits, also in the text."""
    for passage in [*paper.passages, paper.reading.signed_text]:
        for match in DATE.finditer(passage):
            if match["hy"] and (day := as_date(match)):
                yield Hit(f"日期“{match.group()}”请用阿拉伯数字。", match.group(), match.group(), _chinese(day))


_SPOKEN = re.compile(r"(?<!\d)(?P<day>(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9]))号(?!楼|线|文|令|院|馆|厅|桌|场)")


@rule("date.spoken", "info", "日期写了“号”", "GB/T 15835-2011")
def spoken(paper: Paper) -> Iterator[Hit]:
    """“2月5号” is spoken; papers write 日."""
    for passage in paper.passages:
        for match in _SPOKEN.finditer(passage):
            yield Hit(f"“{match.group()}”应写作“{match['day']}日”。", match.group(), match.group(), f"{match['day']}日")


@rule("date.vague", "warning", "期限没有写具体日期", "条例第20条")
def vague(paper: Paper) -> Iterator[Hit]:
    """“明天下班前报”: whoever reads it later does not know which day is meant."""
    for passage in paper.passages:
        for match in VAGUE.finditer(passage):
            yield Hit(
                f"“{match.group()}”没有写具体日期。请写明几月几日几时。", around(passage, match.start(), match.end())
            )

"""国务院办公厅关于××年部分节假日安排的通知, read as it is pasted: which days are off, on which people work instead.

It only reads what stands there; what does not fit (a weekday that the date does not have, a number of days that is another)
is told, and decided by a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

HOLIDAYS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
"""全国年节及纪念日放假办法: every arrangement of a year names them all."""

LONGEST = 31
_WEEKDAYS = "一二三四五六日"

_YEAR = re.compile(r"(\d{4})\s*年部分节假日")
_NUMBER = re.compile(r"国办发明?电?\s*[〔\[［(（]\d{4}[〕\]］)）]\s*\d+\s*号")
_DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日\s*(?P<{0}w>[（(][^）)]*[）)])?"
_SPAN = re.compile(_DAY.format("a") + r"(?:\s*[至到—–-]+\s*" + _DAY.format("b") + r")?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_COUNT = re.compile(r"共\s*(\d{1,2})\s*天|放假\s*(\d{1,2})\s*天")
_NAME = re.compile(r"^[一二三四五六七八九十\d]+[、.．]\s*([^：:]{2,12})[：:]")
_ITEM = re.compile(r"(?<![一二三四五六七八九十])(?=[一二三四五六七八九十]+、[^：:。]{2,12}[：:])")
_OFF, _ON = re.compile("放假|补休|连休|调休"), re.compile("上班")


@dataclass(frozen=True)
class Span:
    """Some days in a row: off, or worked."""

    first: date
    last: date
    working: bool
    name: str

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Arrangement:
    """What a notice says; *problems* in Chinese, empty when everything fits. *number*: 国办发明电〔2025〕7号, if it is there."""

    year: int
    spans: list[Span] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    number: str = ""

    @property
    def days(self) -> dict[date, bool]:
        """Every day that it names, and whether people work on it."""
        return {day: span.working for span in self.spans for day in span.days}


def year_of(text: str) -> int | None:
    """The year that the title names."""
    found = _YEAR.search(text)
    return int(found.group(1)) if found else None


def read(text: str, year: int) -> Arrangement:
    """The arrangement of *year* out of the notice's text, its holidays in the order in which they stand there."""
    spans: list[Span] = []
    problems: list[str] = []
    name = ""
    for line in _ITEM.sub("\n", text).splitlines():
        if titled := _NAME.match(line.strip()):
            name = titled.group(1)
        for sentence in re.split("[。；;]", line):
            working = bool(_ON.search(sentence))
            if name and (working or _OFF.search(sentence)):
                spans += _spans(sentence, year, name, working, problems)
    problems += _missing(spans, text) + _odd(spans)
    number = _NUMBER.search(text)
    return Arrangement(year, spans, list(dict.fromkeys(problems)), re.sub(r"\s", "", number.group()) if number else "")


def _spans(sentence: str, year: int, name: str, working: bool, problems: list[str]) -> Iterator[Span]:
    """The days of one sentence; a month and a year that are not written are those of the day before."""
    at_year, at_month, length = year, 0, 0
    for found in _SPAN.finditer(sentence):
        try:
            at_year, at_month = int(found["ay"] or at_year), int(found["am"] or at_month)
            first = _checked(date(at_year, at_month, int(found["ad"])), found["aw"], problems)
            last = first
            if found["bd"]:
                later = int(found["bm"] or at_month)
                at_year, at_month = int(found["by"] or (at_year + (later < at_month))), later
                last = _checked(date(at_year, at_month, int(found["bd"])), found["bw"], problems)
        except ValueError:
            problems.append(_("“%(words)s”不是一个日期。") % {"words": found.group()})
            continue
        if not 0 <= (last - first).days < LONGEST:
            problems.append(_("“%(words)s”起止颠倒或者太长。") % {"words": found.group()})
            continue
        length += (last - first).days + 1
        yield Span(first, last, working, name)
    told = _COUNT.search(sentence)
    if told and not working and length != int(told.group(1) or told.group(2)):
        words = {"name": name, "told": told.group(1) or told.group(2), "length": length}
        problems.append(_("%(name)s写的是%(told)s天，日期数出来是%(length)d天。") % words)


def _checked(day: date, bracket: str | None, problems: list[str]) -> date:
    """The day; a problem when the weekday in the bracket is another."""
    told = _WEEKDAY.search(bracket or "")
    if told and told.group(1).replace("天", "日") != _WEEKDAYS[day.weekday()]:
        words = {"month": day.month, "day": day.day, "told": told.group(1), "weekday": _WEEKDAYS[day.weekday()]}
        problems.append(_("%(month)d月%(day)d日写的是周%(told)s，实际是周%(weekday)s。年份对不对？") % words)
    return day


def _missing(spans: list[Span], text: str) -> list[str]:
    """Holidays that no sentence names; one that falls together with another is named with it (国庆节、中秋节)."""
    named = "".join({span.name for span in spans})
    left = [name for name in HOLIDAYS if name not in named]
    return [_("没有读到：%s。请把通知全文粘贴进来。") % "、".join(left)] if left else []


def _odd(spans: list[Span]) -> list[str]:
    """Days that are off and worked, and week days on which people are told to work."""
    off = {day for span in spans if not span.working for day in span.days}
    on = {day for span in spans if span.working for day in span.days}
    found = [_("%(day)s既放假又上班。") % {"day": _said(day)} for day in sorted(off & on)]
    return found + [
        _("%(day)s本来就上班，不用写成补班。") % {"day": _said(day)} for day in sorted(on - off) if day.weekday() < 5
    ]


def _said(day: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}

"""Schedules that contradict themselves: the same work due in 10月上旬 and planned for 10—11月."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from documents.notices.reading.points import Point, last_day, points

from .rule import Hit, Paper, rule

_WORKS = re.compile(
    "检查验收|竣工验收|验收|自查|总结评估|总结表彰|评审|初评|终评|申报|报名|征集|评选|推选|培训|抽查|摸底排查|摸底|中期评估|测评|表彰|决赛|初赛|复赛"
)
_DONE_BY = re.compile(r"[之以]?前|底|止|截止")
_WINDOW = re.compile(r"(?<!\d)(?P<a>1[0-2]|[1-9])(?P<dash>—|–|-|～|~|至|到)?(?P<b>1[0-2]|[1-9])月(?!\d)")
_PLACEHOLDER_YEAR = 2024


class _Plan(NamedTuple):
    work: str
    start: date | None
    end: date
    due: bool
    text: str
    guessed: bool


@rule("schedule.conflict", "warning", "时间安排前后矛盾", "条例第20条")
def conflict(paper: Paper) -> Iterator[Hit]:
    """The same work has a term in one place, and is planned to last beyond it in another."""
    plans = [plan for sentence in paper.sentences for plan in _plans(sentence, paper)]
    for due in (plan for plan in plans if plan.due):
        for plan in plans:
            if plan.due or plan.text == due.text or plan.work != due.work or plan.end <= due.end or plan.start is None:
                continue
            hint = "（若漏了连接号）" if plan.guessed else ""
            yield Hit(
                f"“{plan.work}”一处要求{due.end.month}月{due.end.day}日前完成，另一处安排到{plan.end.month}月{hint}，前后矛盾。请统一。",
                f"{due.text[:50]}／{plan.text[:50]}",
            )
            break


def _plans(sentence: str, paper: Paper) -> Iterator[_Plan]:
    base = paper.issued or date(_PLACEHOLDER_YEAR, 1, 1)
    for clause in re.split("[，；]", sentence) if _WINDOW.search(sentence) is None else [sentence]:
        works = {match.group() for match in _WORKS.finditer(clause)}
        if not works:
            continue
        for start, end, due, guessed in _spans(clause, base):
            yield from (_Plan(work, start, end, due, sentence, guessed) for work in works)


def _spans(clause: str, base: date) -> Iterator[tuple[date | None, date, bool, bool]]:
    for match in _WINDOW.finditer(clause):
        a, b = int(match["a"]), int(match["b"])
        if a < b:
            yield date(base.year, a, 1), _month_end(base.year, b), False, match["dash"] is None
    for point in points(clause):
        if day := _due(point, clause, base):
            yield None, day, True, False


def _due(point: Point, clause: str, base: date) -> date | None:
    if not (point.day or point.part) or not _DONE_BY.match(clause[point.end :]):
        return None
    return last_day(point, base)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])

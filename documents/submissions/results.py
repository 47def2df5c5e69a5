"""The decided list of a call, as the public and the organs read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from workflows.organisations.models import Level, Organisation
from workflows.organisations.tree import span

from .models import Call, Publicity, Result, Submission


@dataclass(frozen=True)
class ResultRow:
    """One line of the list: units only, no persons."""

    submission_id: int
    city: str
    county: str
    unit: str
    title: str
    entry: str
    position: int | None
    conclusion: str
    passed: bool
    decided_by: str
    decided_on: date


def results(call: Call, *, passed: bool | None = None, below: Iterable[Organisation] | None = None) -> list[ResultRow]:
    """Every decided submission by city (in the order of the tree) and 推荐顺序; two queries.

    With *passed*, only those that were chosen (True) or not (False); with *below*, only those of these organs and of
    the units below them. What is undecided never appears.
    """
    rows = Result.objects.filter(submission__call=call).select_related("submission__organ", "decided_by")
    if passed is not None:
        rows = rows.filter(passed=passed)
    if below is not None:
        rows = rows.filter(_within(below))
    names = _places()
    found = [_row(row, names) for row in rows.order_by("submission__organ__path", "submission__number")]
    order = {city: place for place, city in enumerate(dict.fromkeys(row.city for row in found))}
    return sorted(found, key=lambda row: (order[row.city], row.position is None, row.position or 0))


@dataclass(frozen=True)
class ShownRow:
    """One line of a 公示: a unit only, no person."""

    submission_id: int
    city: str
    unit: str
    title: str
    designated: bool


def shown_rows(publicity: Publicity) -> list[ShownRow]:
    """What hangs out, by city in the order of the tree and 推荐顺序; two queries. What was taken off is left out."""
    rows = publicity.listed.filter(removed_on=None).select_related("submission__organ", "submission__ranking")
    names = _places()
    found = []
    for row in rows.order_by("submission__organ__path", "submission__number"):
        paper = row.submission
        ranking = getattr(paper, "ranking", None)
        designated = paper.entry == Submission.Entry.DESIGNATED
        line = ShownRow(
            paper.pk, _place(names, paper.organ.path, Level.CITY), paper.organ.name, paper.title, designated
        )
        found.append((ranking.position if ranking else None, line))
    order = {city: place for place, city in enumerate(dict.fromkeys(line.city for _, line in found))}
    found.sort(key=lambda one: (order[one[1].city], one[0] is None, one[0] or 0))
    return [line for _, line in found]


def _place(names: dict[str, dict[str, str]], path: str, level: str) -> str:
    """The name of the city or county above a path, itself included; empty when there is none."""
    above = (path[:end] for end in range(len(path), 0, -Organisation.steplen))
    return next((names[level][node] for node in above if node in names[level]), "")


def _within(organs: Iterable[Organisation]) -> Q:
    """Submissions of these organs and below; none for none."""
    reach = Q(pk__in=[])
    for organ in organs:
        low, high = span(organ.path)
        reach |= Q(submission__organ__path__gte=low, submission__organ__path__lt=high)
    return reach


def _places() -> dict[str, dict[str, str]]:
    """Cities and counties by path."""
    organs = Organisation.objects.organs().filter(level__in=(Level.CITY, Level.COUNTY))
    found: dict[str, dict[str, str]] = {Level.CITY: {}, Level.COUNTY: {}}
    for path, level, name in organs.values_list("path", "level", "name"):
        found[level][path] = place_name(name)
    return found


def place_name(name: str) -> str:
    """“共青团鹭汀县委员会” → “鹭汀县”."""
    return name.removeprefix("共青团").removesuffix("委员会").removesuffix("委")


def _row(row: Result, names: dict[str, dict[str, str]]) -> ResultRow:
    submission = row.submission
    path = submission.organ.path
    return ResultRow(
        submission_id=submission.pk,
        city=_place(names, path, Level.CITY),
        county=_place(names, path, Level.COUNTY),
        unit=submission.organ.name,
        title=submission.title,
        entry=submission.get_entry_display(),
        position=row.position,
        conclusion=row.title,
        passed=row.passed,
        decided_by=str(row.decided_by),
        decided_on=row.decided_on,
    )

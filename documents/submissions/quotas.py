"""名额: how many papers a city may recommend in a call, and how many it has; after a merger of cities too.

A paper counts for the city that recommended it (逐级推荐), wherever its unit came to lie since; before that, for the city in which
its unit is today: of a unit that was merged into another one, where that one is. A city that takes over another while a call runs
has the places of both, since each was promised its own when the call was opened.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from workflows import engine
from workflows.database import once
from workflows.organisations.models import Level, Organisation
from workflows.organisations.tree import followed, paths_upward, within

from .models import Call, Submission

RECOMMENDED = ("province", "listed", "shown", "decided", "adopted", "rejected")
"""Where a submission stands once its city has recommended it."""

VOICES = (engine.WorkItem.Kind.TASK, engine.WorkItem.Kind.CONFIRM)
"""What a yes is given to; who read or helped recommended nothing."""


@dataclass(frozen=True)
class Quota:
    """What a city may recommend in a call: *limit* in all, with the places of *merged* cities in it."""

    limit: int
    merged: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """“（含并入的团霁山市委）”; nothing without a merger."""
        return f"（含并入的{'、'.join(self.merged)}）" if self.merged else ""


class Cities:
    """The city of an organ on a day, with those that were merged into it; one query for both, which brings along how many papers
    beside the one *counting* each has recommended."""

    def __init__(self, organ: Organisation, today: date | None = None, *, counting: Submission | None = None) -> None:
        self.day = today or timezone.localdate()
        unit = followed(organ, self.day)
        line = paths_upward(unit.path)
        closed = Q(level=Level.CITY, until__lte=self.day, successor__isnull=False)
        rows = Organisation.objects.filter(Q(path__in=line) | closed, organ=None).order_by("path")
        if counting is not None:
            rows = rows.annotate(used=Case(When(level=Level.CITY, then=_used(counting))))
        key = ("cities", unit.path, self.day, counting and counting.pk)
        found = once(key, lambda: {one.pk: one for one in rows.select_related("successor")})
        self.used = {one.pk: getattr(one, "used", None) or 0 for one in found.values()} if counting is not None else {}
        self._closed = [
            one for one in found.values() if one.level == Level.CITY and one.until and one.until <= self.day
        ]
        above = [one for one in found.values() if one.path in line and one.level == Level.CITY]
        self.city = followed(above[-1], self.day) if above else None

    @property
    def together(self) -> list[Organisation]:
        """The city and those merged into it, through any number of mergers."""
        found = [self.city] if self.city is not None else []
        for one in found:
            found += [closed for closed in self._closed if closed.successor_id == one.pk and closed not in found]
        return found

    @property
    def paths(self) -> list[str]:
        """Where their units lie."""
        return [one.path for one in self.together]


def quota_of(call: Call, cities: Cities) -> Quota | None:
    """The places of a city in a call; None where there is no limit, or no city."""
    if call.quota_per_city is None or cities.city is None:
        return None
    opened = timezone.localdate(call.opened_at) if call.opened_at is not None else cities.day
    promised = [one for one in cities.together if _stood(one, opened)]
    merged = tuple(str(one) for one in promised if one.pk != cities.city.pk)
    return Quota(call.quota_per_city * max(len(promised), 1), merged)


def papers_in(call: Call, cities: Cities) -> QuerySet[Submission]:
    """The papers of a call that count for a city, wherever the units that began them were then."""
    return Submission.objects.filter(pk__in=_cases(call, cities).values("subject_id"))


def recommended(submission: Submission, cities: Cities | None = None) -> int:
    """How many others the submission's city has recommended in this call; 省级指定 does not count."""
    cities = cities or Cities(submission.organ)
    together = [one.pk for one in cities.together]
    if together and cities.used.keys() >= set(together):
        return sum(cities.used[pk] for pk in together)
    sent_up = _cases(submission.call, cities).filter(node__name__in=RECOMMENDED)
    return once(("recommended", submission.pk), _others(submission).filter(pk__in=sent_up.values("subject_id")).count)


def _others(submission: Submission) -> QuerySet[Submission]:
    rows = Submission.objects.filter(call=submission.call_id, entry=Submission.Entry.SELF)
    return rows.exclude(pk=submission.pk)


def _used(submission: Submission) -> Subquery:
    """How many others a city, the row around it, has recommended, as :func:`_cases` has it."""
    call = submission.call
    cases = engine.Instance.objects.filter(series=call.series, process=call.process, node__name__in=RECOMMENDED)
    lying = Q(by=None, path__gte=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~")))
    counted = cases.annotate(by=_recommending()).filter(Q(by=OuterRef("pk")) | lying)
    rows = counted.filter(subject_id__in=_others(submission).values("pk")).order_by()
    return Subquery(rows.values("series").annotate(n=Count("pk")).values("n"))


def _cases(call: Call, cities: Cities) -> QuerySet[engine.Instance]:
    """The cases of a call that a city, or one merged into it, recommended; of those that no city has recommended, the ones in its
    part of the tree.
    """
    cases = engine.Instance.objects.filter(series=call.series, process=call.process)
    by = Case(When(node__name__in=RECOMMENDED, then=_recommending()), default=None)
    known = cases.annotate(by=by)
    lying = within(engine.Instance.objects.filter(pk=OuterRef("pk")), "", cities.paths)
    return known.filter(Q(by__in=[one.pk for one in cities.together]) | Q(Exists(lying), by=None))


def _recommending() -> Subquery:
    """The city whose yes to a case was the last one of any city."""
    yes = engine.WorkItem.objects.filter(instance=OuterRef("pk"), status=engine.WorkItem.Status.DONE, verdict="yes")
    asked = yes.filter(kind__in=VOICES).annotate(organ=Coalesce("organisation__organ", "organisation"))
    cities = Organisation.objects.filter(level=Level.CITY, organ=None)
    return Subquery(asked.filter(organ__in=cities.values("pk")).order_by("-done_at", "-pk").values("organ")[:1])


def _stood(city: Organisation, day: date) -> bool:
    """Whether an organ existed on a day."""
    return (city.since is None or city.since <= day) and (city.until is None or city.until > day)

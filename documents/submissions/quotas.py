"""名额: how many papers a city may recommend in a call, and how many it has; after a merger of cities too.

A paper counts for the city in which its unit is today: of a unit that was merged into another one, where that one is. A city
that takes over another while a call runs has the places of both, since each was promised its own when the call was opened.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from workflows import engine
from workflows.organisations.models import Level, Organisation
from workflows.organisations.tree import followed, merged_into, organ_at, within

from .models import Call, Submission

RECOMMENDED = ("province", "listed", "shown", "decided", "rejected")
"""Where a submission stands once its city has recommended it."""


@dataclass(frozen=True)
class Quota:
    """What a city may recommend in a call: *limit* in all, with the places of *merged* cities in it."""

    limit: int
    merged: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """“（含并入的团霁山市委）”; nothing without a merger."""
        return f"（含并入的{'、'.join(self.merged)}）" if self.merged else ""


def city_of(submission: Submission, today: date | None = None) -> Organisation | None:
    """The city for which a paper counts; None above the cities."""
    city = organ_at(followed(submission.organ, today), Level.CITY)
    return None if city is None else followed(city, today)


def quota_of(call: Call, city: Organisation, today: date | None = None) -> Quota | None:
    """The places of a city in a call; None where there is no limit."""
    if call.quota_per_city is None:
        return None
    opened = timezone.localdate(call.opened_at) if call.opened_at is not None else today or timezone.localdate()
    promised = [one for one in (city, *_merged(city, today)) if _stood(one, opened)]
    merged = tuple(str(one) for one in promised if one.pk != city.pk)
    return Quota(call.quota_per_city * max(len(promised), 1), merged)


def papers_in(call: Call, city: Organisation, today: date | None = None) -> QuerySet[Submission]:
    """The papers of a call that count for a city, wherever the units that began them were then."""
    return Submission.objects.filter(pk__in=_cases(call, city, today).values("subject_id"))


def recommended(submission: Submission, today: date | None = None) -> int:
    """How many others the submission's city has recommended in this call; 省级指定 does not count."""
    city = city_of(submission, today)
    if city is None:
        return 0
    sent_up = _cases(submission.call, city, today).filter(node__name__in=RECOMMENDED)
    others = Submission.objects.filter(pk__in=sent_up.values("subject_id"), entry=Submission.Entry.SELF)
    return others.exclude(pk=submission.pk).count()


def _cases(call: Call, city: Organisation, today: date | None) -> QuerySet[engine.Instance]:
    """The cases of a call in the part of the tree that is the city's, or was that of a city merged into it."""
    paths = [one.path for one in (city, *_merged(city, today))]
    return within(engine.Instance.objects.filter(series=call.series, process=call.process), "", paths)


def _merged(city: Organisation, today: date | None) -> list[Organisation]:
    """The cities that were merged into one, in the order of the tree; one query where there is none."""
    keys = merged_into([city.pk], today)
    return list(Organisation.objects.filter(pk__in=keys, level=Level.CITY, organ=None).order_by("path")) if keys else []


def _stood(city: Organisation, day: date) -> bool:
    """Whether an organ existed on a day."""
    return (city.since is None or city.since <= day) and (city.until is None or city.until > day)

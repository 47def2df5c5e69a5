"""推荐顺序: the order that a city gives to what it sends up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisations.models import Organisation

from .models import Call, Ranking, Submission
from .quotas import Cities, papers_in


def rankable(call: Call, city: Organisation) -> QuerySet[Submission]:
    """The submissions of the city's units, in their present order: ranked ones first, then by number."""
    return (
        papers_in(call, Cities(city))
        .filter(version__gt=0)
        .select_related("organ", "ranking", "result")
        .order_by("ranking__position", "number")
    )


@transaction.atomic
def rank(call: Call, city: Organisation, order: Sequence[int], *, actor: Any, now: datetime | None = None) -> None:
    """Write the whole order anew: keys of submissions, first is first. Conclusions keep the place they were given.

    Raises ``ValidationError`` for a submission that is not of this call and city, or named twice.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    own = set(rankable(call, city).values_list("pk", flat=True))
    if len(set(order)) < len(order) or not set(order) <= own:
        raise ValidationError(_("排序里有不属于本市的材料，或者有重复，请刷新后重排。"))
    Ranking.objects.filter(call=call).filter(Q(organ=city) | Q(submission__in=own)).delete()
    moment = now or timezone.now()
    Ranking.objects.bulk_create(
        Ranking(call=call, organ=city, submission_id=key, position=place, set_by=actor, set_at=moment)
        for place, key in enumerate(order, start=1)
    )

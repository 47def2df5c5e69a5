"""What a unit owes, and what an organ watches over: the two lists of 征集报送."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from workflows.organisations.models import Organisation
from workflows.organisations.tree import paths_upward, span

from .models import Addressee, Call
from .progress import with_terms


def owed(organ_pks: Iterable[int]) -> QuerySet[Addressee]:
    """What the organs are asked for, open calls first, newest first."""
    rows = Addressee.objects.filter(organ__in=list(organ_pks), call__opened_at__isnull=False)
    return with_terms(rows).order_by(F("call__closed_at").desc(nulls_first=True), "-call_id", "organ__path")


def overseen(organs: Iterable[Organisation]) -> QuerySet[Call]:
    """The calls that one of the organs opened, or that reach units below it from above; newest first."""
    wanted = Q(pk__in=[])
    for organ in organs:
        low, high = span(organ.path)
        below = Addressee.objects.filter(call=OuterRef("pk"), organ__path__gt=low, organ__path__lt=high)
        from_above = Q(Exists(below), opened_at__isnull=False, organ__path__in=paths_upward(organ.path)[1:])
        wanted = wanted | Q(organ=organ) | from_above
    return Call.objects.filter(wanted).select_related("organ", "campaign").order_by("-pk")

"""What a unit owes, and what an organ watches over: the two lists of 征集报送."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from workflows.organisations.models import Organisation
from workflows.organisations.tree import is_within, paths_upward, span

from .collecting import COLLECTING, collectors
from .models import Addressee, Call
from .progress import with_terms
from .succeeding import asked_of


def owed(organ_pks: Iterable[int]) -> QuerySet[Addressee]:
    """What the organs are asked for, open calls first, newest first."""
    rows = asked_of(organ_pks).filter(call__opened_at__isnull=False)
    return with_terms(rows).order_by(F("call__closed_at").desc(nulls_first=True), "-call_id", "organ__path")


def overseen(organs: Iterable[Organisation]) -> QuerySet[Call]:
    """The calls that one of the organs opened, or that reach units below it from above; newest first.

    In 逐级汇总 a call from above concerns those who add up for it.
    """
    wanted = Q(pk__in=[])
    for organ in organs:
        low, high = span(organ.path)
        below = Addressee.objects.filter(call=OuterRef("pk"), organ__path__gt=low, organ__path__lt=high)
        from_above = Q(Exists(below), opened_at__isnull=False, organ__path__in=paths_upward(organ.path)[1:])
        climbs = Q(mode=Call.Mode.RECOMMEND)
        if organ.level in COLLECTING:
            climbs |= Q(Exists(Addressee.objects.filter(call=OuterRef("pk"), organ=organ.pk)))
        wanted = wanted | Q(organ=organ) | (from_above & climbs)
    return Call.objects.filter(wanted).select_related("organ", "campaign").order_by("-pk")


def watchers(
    call: Call, organs: Sequence[Organisation], *, units: Sequence[Addressee] | None = None
) -> list[Organisation]:
    """Those of *organs* that see the progress of units below them: the host, and whoever stands between it and a unit.

    In 逐级汇总 those that collect from somebody. One query, none when *units*, all of the call's, are at hand.
    """
    mine = [organ for organ in organs if is_within(organ.path, call.organ.path)]
    if not mine:
        return []
    if units is None:
        units = list(Addressee.objects.filter(call=call).select_related("organ").only("organ__path", "organ__level"))
    asked = [row.organ for row in units]
    if call.compiles:
        collecting = {*collectors(call, asked).values(), call.organ.path}
        return [organ for organ in mine if organ.path in collecting]
    paths = [organ.path for organ in asked]
    return [
        organ
        for organ in mine
        if organ.pk == call.organ_id or any(is_within(path, organ.path) and path != organ.path for path in paths)
    ]

"""合并: what units that were merged into another one owe and have sent, and who answers for it now.

The unit that is asked becomes the successor, as long as that one is not asked itself. Papers keep the name of the unit that
began them, since signatures bind to it; they count for, and are worked by, whoever followed it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.tree import merged_into

from .models import Addressee, Call, Submission

FOLLOWERS = ("organ__successor__successor",)
"""What :func:`unit_among` looks at, to be selected along with papers: a merger, and one more after it."""


def belonging_to(organs: Iterable[int]) -> Q:
    """Rows of some organs, and of those that were merged into them."""
    keys = list(organs)
    return Q(organ__in=keys) | Q(organ__successor__in=keys) | Q(organ__successor__successor__in=keys)


def asked_of(organs: Iterable[int], today: date | None = None) -> QuerySet[Addressee]:
    """What organs are asked for: in their own name, and what was left under the name of those that were merged into them."""
    keys = list(organs)
    merged = merged_into(keys, today)
    rows = Addressee.objects.filter(organ__in=[*keys, *merged])
    return rows.exclude(organ__in=merged, exempted_at__isnull=False) if merged else rows


def unit_among(organ: Organisation, asked: Collection[int], today: date | None = None) -> int:
    """Under which of the units that are asked a paper of *organ* is counted: its own, else whichever followed it."""
    day, found = today or timezone.localdate(), organ
    for _step in range(2):
        if found.pk in asked or found.until is None or found.until > day or found.successor is None:
            break
        found = found.successor
    return found.pk


def addressee_of(submission: Submission) -> Addressee:
    """The row of the unit for which the paper counts; two queries, three after a merger."""
    rows = submission.call.addressees.select_related("call").prefetch_related("extensions")
    own = rows.filter(organ=submission.organ_id).first()
    if own is None:
        paper = Submission.objects.select_related(*FOLLOWERS).get(pk=submission.pk)
        asked = set(submission.call.addressees.values_list("organ", flat=True))
        own = rows.get(organ=unit_among(paper.organ, asked))
    return own


def papers_of(call: Call, organ: Organisation, *related: str) -> list[Submission]:
    """The papers that count for a unit, newest first: its own, and those of units that were merged into it; two queries."""
    found = list(call.submissions.filter(belonging_to([organ.pk])).select_related(*FOLLOWERS, *related).order_by("-pk"))
    others = {paper.organ_id for paper in found} - {organ.pk}
    asked = {organ.pk, *call.addressees.filter(organ__in=others).values_list("organ", flat=True)} if others else set()
    return [paper for paper in found if not others or unit_among(paper.organ, asked) == organ.pk]


@engine.follows_successors
def follow(successors: Mapping[int, Organisation], now: datetime) -> int:
    """Running calls ask the successor instead of a unit that was merged into it; those of a merged host are the successor's.

    Where they ask both, the merged unit is let off (免报) unless a paper of it is under way: that one goes on.
    """
    changed = _hosted(successors)
    running = Addressee.objects.filter(call__opened_at__isnull=False, call__closed_at__isnull=True)
    for row in running.filter(organ__in=list(successors), exempted_at=None).select_related("call").order_by("pk"):
        organ = successors[row.organ_id]
        mine = Addressee.objects.filter(pk=row.pk, organ=row.organ_id, exempted_at=None)
        if not Addressee.objects.filter(call=row.call_id, organ=organ).exists():
            changed += mine.update(organ=organ) if organ.pk != row.call.organ_id else 0
        elif not _has_paper(row):
            reason = _("已并入%(organ)s，由其一并报送。") % {"organ": organ}
            changed += mine.update(exempt_reason=reason[:200], exempted_at=now)
    return changed


def _hosted(successors: Mapping[int, Organisation]) -> int:
    """Calls that a merged organ prepares or runs are led by its successor."""
    changed = 0
    for call in Call.objects.filter(organ__in=list(successors), closed_at=None).order_by("pk"):
        mine = Call.objects.filter(pk=call.pk, organ=call.organ_id, closed_at=None)
        changed += mine.update(organ=successors[call.organ_id])
    return changed


def _has_paper(row: Addressee) -> bool:
    """Whether a paper of the unit was begun and not taken back."""
    from .filing import is_withdrawn  # filing counts the papers of merged units, and asks this module

    return any(not is_withdrawn(paper) for paper in row.call.submissions.filter(organ=row.organ_id))

"""公示: preparing a list, what is objected to it, and what has to be so before it is settled (domain.md §4: 公示≥5个工作日)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import engine
from workflows.database import once
from workflows.organisations.models import Level, Membership, Organisation, User
from workflows.organisations.tree import organ_at
from workflows.worktime.calendar import Calendar, add_working_days

from .models import Call, Listed, Objection, Publicity, Submission

WAITING, SHOWN = "listed", "shown"
"""States of the shipped processes: chosen and not yet shown (待公示), and shown (公示)."""

KEEPING = frozenset({"drafter", "office", "clerk", "reviewer", "deputy", "secretary"})
"""Who records what is objected, in the organ that shows the list."""


def keeping_organ(call: Call) -> Organisation:
    """The organ that decides on the call's papers and shows the list: the province, or the host where there is none."""
    return organ_at(call.organ, Level.PROVINCE) or call.organ.as_organ


def may_look(posts: Iterable[Membership], call: Call) -> bool:
    """Whether somebody with these posts sees what was objected: people of the organ that shows the list only."""
    organ = keeping_organ(call)
    return any(post.organisation.organ_pk == organ.pk for post in posts)


def may_keep(posts: Iterable[Membership], call: Call) -> bool:
    """Whether somebody with these posts prepares the list and records objections."""
    organ = keeping_organ(call)
    return any(post.role.key in KEEPING and post.organisation.organ_pk == organ.pk for post in posts)


def waiting(call: Call) -> QuerySet[Submission]:
    """What is chosen and not yet shown."""
    return _standing(call, WAITING)


def shown(call: Call) -> QuerySet[Submission]:
    """What is shown and not yet settled."""
    return _standing(call, SHOWN)


def _standing(call: Call, state: str) -> QuerySet[Submission]:
    cases = engine.Instance.objects.filter(
        series=call.series, process=call.process, node__name=state, finished_at__isnull=True
    )
    rows = Submission.objects.filter(call=call, pk__in=cases.values("subject_id"))
    return rows.select_related("organ").order_by("organ__path", "number")


def prepared(call: Call, day: date) -> Publicity | None:
    """The list that a paper would join today: the one being prepared, or the one that was begun today."""
    rows = Publicity.objects.filter(call=call)
    return rows.filter(since=day).first() or rows.filter(since=None).first()


@transaction.atomic
def prepare(call: Call, *, title: str, lead: str, contact: str, actor: User, now: datetime | None = None) -> Publicity:
    """Write down what the next list says; one that hangs out since today keeps its words, and more papers may join it."""
    Call.objects.select_for_update().get(pk=call.pk)
    moment = now or timezone.now()
    found = prepared(call, timezone.localdate(moment))
    if found is not None and found.since is not None:
        return found
    row = found or Publicity(call=call, organ=keeping_organ(call))
    row.title, row.lead, row.contact = title.strip(), lead.strip(), contact.strip()
    row.prepared_by, row.prepared_at = actor, moment
    row.save()
    return row


@transaction.atomic
def record_objection(
    publicity: Publicity,
    *,
    submission: Submission | None,
    received_on: date,
    channel: str,
    objector: str,
    text: str,
    actor: User,
    now: datetime | None = None,
) -> Objection:
    """Write down what was objected, as long as something of the list is not settled.

    Raises:
        Refused: the list is not shown yet, is settled, does not hold that paper, or the day is not one of its days up to today.
    """
    moment = now or timezone.now()
    locked = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
    if locked.since is None:
        raise engine.Refused([_("还没有开始公示，不能登记异议。")])
    if not locked.since <= received_on <= timezone.localdate(moment):
        raise engine.Refused([_("收到日期应在公示开始以后、今天以前（含今天）。")])
    rows = locked.listed.filter(removed_on=None)
    if submission is not None and not rows.filter(submission=submission).exists():
        raise engine.Refused([_("这个单位不在这份公示名单里。")])
    open_papers = shown(locked.call).filter(pk__in=rows.values("submission_id"))
    if not (open_papers.filter(pk=submission.pk) if submission is not None else open_papers).exists():
        raise engine.Refused([_("名单已经确定，不能再登记异议。请按信访办理，需要撤销的另行研究。")])
    return Objection.objects.create(
        publicity=locked,
        submission=submission,
        received_on=received_on,
        channel=channel,
        objector=objector.strip(),
        text=text.strip(),
        recorded_by=actor,
        recorded_at=moment,
    )


@transaction.atomic
def handle_objection(
    objection: Objection, *, upheld: bool, handling: str, actor: User, now: datetime | None = None
) -> Objection:
    """Say what was found and done about it; once.

    Raises:
        Refused: nothing was written, or somebody else has done it already.
    """
    if not handling.strip():
        raise engine.Refused([_("请写明怎样核实、怎样处理。")])
    Publicity.objects.select_for_update(of=("self",)).get(pk=objection.publicity_id)
    locked = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if locked.handled_at is not None:
        raise engine.Refused([_("这条异议已经处理过了，请刷新页面。")])
    locked.upheld, locked.handling = upheld, handling.strip()
    locked.handled_by, locked.handled_at = actor, now or timezone.now()
    locked.save(update_fields=["upheld", "handling", "handled_by", "handled_at"])
    return locked


def place_of(submission: Submission) -> Listed | None:
    """The list on which a paper stands now."""
    rows = Listed.objects.filter(submission=submission, removed_on=None).select_related("publicity").order_by("-pk")
    return once(("listed", submission.pk), rows.first)


def objections_to(submission: Submission, *, lock: bool = False) -> Sequence[Objection]:
    """What concerns a paper on its present list: said of it, or of the list as a whole. With *lock*, no more comes in now."""
    place = place_of(submission)
    if place is None:
        return []
    if lock:
        Publicity.objects.select_for_update(of=("self",)).get(pk=place.publicity_id)
    rows = Objection.objects.filter(Q(submission=submission) | Q(submission=None), publicity=place.publicity_id)
    return once(("objections", submission.pk), lambda: list(rows))


@engine.follows_calendar
def prolong(calendar: Calendar, now: datetime) -> int:
    """When holidays turn out to lie in the term of a list that hangs out, it hangs out longer (顺延); never shorter than was told."""
    today, prolonged = timezone.localdate(now), 0
    for row in Publicity.objects.filter(since__isnull=False, until__gte=today).select_related("call"):
        until = calendar.add(row.since, _days(row)).day if row.since is not None else None
        if row.until is not None and until is not None and until > row.until:
            row.until = until
            row.save(update_fields=["until"])
            prolonged += 1
    return prolonged


def is_guessed(row: Publicity) -> bool:
    """Whether the last day rests on a year whose holidays are not published (暂计)."""
    return row.since is not None and row.until is not None and Calendar.recent().is_guessed(row.since, row.until)


def _days(row: Publicity) -> int:
    """How many working days the list hangs out at least, as the process of what still stands on it says."""
    for place in row.listed.filter(removed_on=None).select_related("submission"):
        case = engine.instance_of(place.submission, row.call.process, finished=False)
        if case is not None and (days := engine.stay_of(case)):
            return days
    return 0


@engine.guard("submission.publicity_ready", title="公示内容已备好")
def publicity_ready(moment: engine.Moment) -> str | None:
    """There are words and a channel for objections."""
    if prepared(moment.subject.call, timezone.localdate(moment.now)) is not None:
        return None
    return "还没有写公示的说明和意见反映渠道，请在征集的“公示”页写好后开始公示。"


@engine.guard("submission.objections_handled", title="异议都已处理")
def objections_handled(moment: engine.Moment) -> str | None:
    """Everything that was objected is answered."""
    found = [row for row in objections_to(moment.subject, lock=moment.moving) if row.handled_at is None]
    return f"还有{len(found)}条异议没有处理，请在征集的“公示”页写明核实和处理情况。" if found else None


@engine.guard("submission.no_objection_upheld", title="没有成立的异议")
def no_objection_upheld(moment: engine.Moment) -> str | None:
    """Nothing that was objected proved true."""
    found = [row for row in objections_to(moment.subject, lock=moment.moving) if row.upheld]
    return "有异议成立，不能确定，请退回重新研究。" if found else None


@engine.effect("submission.announced", title=_("列入公示名单"))
def announced(moment: engine.Moment) -> None:
    """开始公示: the paper joins the list of the day; the first one sets its dates."""
    day = timezone.localdate(moment.now)
    Call.objects.select_for_update().get(pk=moment.subject.call_id)
    row = prepared(moment.subject.call, day)
    if row is None:
        raise engine.Refused([_("还没有写公示的说明和意见反映渠道。")])
    if row.since is None:
        stay = engine.days_to_stay(moment.definition, moment.transition.to)
        row.since, row.until = day, add_working_days(day, stay).day
        row.save(update_fields=["since", "until"])
    Listed.objects.update_or_create(publicity=row, submission=moment.subject, defaults={"removed_on": None})


@engine.effect("submission.unlisted", title=_("从公示名单撤下"))
def unlisted(moment: engine.Moment) -> None:
    """异议成立: the paper leaves the list; what was objected stays written."""
    for row in Listed.objects.filter(submission=moment.subject, removed_on=None):
        row.removed_on = timezone.localdate(moment.now)
        row.save(update_fields=["removed_on"])

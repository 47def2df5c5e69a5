"""Cases that stand still: nobody may take any item, or nothing has moved for long. For administrators, who read no documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisations.models import Membership
from workflows.organisations.tree import within
from workflows.worktime.calendar import Calendar

from ..deciding.dossier import SEATED, Dossier, dossiers
from ..deciding.judging import name_of
from ..models import Instance, WorkItem
from ..people.directory import Directory
from ..people.parties import WAITING
from ..people.stranding import stranded, stranded_beside
from ..shown import for_display

QUIET = 10
"""Working days without a move after which a case is looked at."""
SHOWN = 50
"""Cases of each sort that are looked at together; more stand behind them."""

Posts = dict[tuple[int, int], set[int]]


@dataclass(frozen=True)
class Stuck:
    """One case: number, organ, process, state and since when, with the reason in Chinese; never its title or text."""

    instance_id: int
    organ: str
    process: str
    state: str
    since: datetime
    reason: str
    blocked: bool


def stuck(paths: list[str] | None, *, now: datetime | None = None) -> list[Stuck]:
    """Those of the cases below *paths* (None for all, none for an empty list), the longest waiting first.

    At most :data:`SHOWN` of each sort are looked at; a fixed number of queries. Suspended cases stand still on purpose.
    """
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    cutoff = timezone.make_aware(datetime.combine(Calendar.recent().before(day, QUIET), time()))
    running = Q(finished_at=None, suspended_at=None)
    quiet = within(Instance.objects.filter(running, changed_at__lt=cutoff), "", paths)
    keys = list(quiet.order_by("changed_at").values_list("pk", flat=True)[:SHOWN])
    waiting = WorkItem.objects.filter(status=WorkItem.Status.OPEN, instance__finished_at=None)
    for asked in (waiting.filter(note__in=WAITING, entry=F("instance__entry")), stranded(day).filter(pk__in=waiting)):
        items = within(asked, "instance__", paths).order_by("instance")
        keys += items.values_list("instance", flat=True).distinct()[:SHOWN]
    beside = stranded_beside(day).filter(status=WorkItem.Status.OPEN, entry=F("instance__entry"))
    left = dict(within(beside, "instance__", paths).order_by("instance").values_list("pk", "instance")[:SHOWN])
    keys += left.values()
    known = for_display(Instance.objects.filter(pk__in=set(keys), suspended_at=None)).select_related("definition")
    instances = list(known)
    cases = list(dossiers(instances, moment, Directory(day), with_names=True).values())
    posts = _posts(cases, day)
    rows = [_row(case, posts, cutoff, left.keys()) for case in cases]
    return sorted((row for row in rows if row is not None), key=lambda row: (row.since, row.instance_id))


def _posts(cases: Sequence[Dossier], day: date) -> Posts:
    """Who holds the posts that are asked, by place and role; a post in a department counts for its organ. One query."""
    asked = [item for case in cases for item in case.open_items if item.role_id is not None]
    places = {item.organisation_id for item in asked}
    rows = Membership.objects.current(day).filter(
        Q(organisation__in=places) | Q(organisation__organ__in=places), role__in={item.role_id for item in asked}
    )
    found: Posts = {}
    for user, place, organ, role in rows.values_list("user_id", "organisation_id", "organisation__organ", "role_id"):
        for where in {place, organ} - {None}:
            found.setdefault((where, role), set()).add(user)
    return found


def _row(case: Dossier, posts: Posts, cutoff: datetime, gone: Collection[int]) -> Stuck | None:
    """The case with its reason; None when it is waited for by somebody who can act, and not for long."""
    asked = [item for item in case.open_items if item.kind in SEATED]
    reasons = [_left(item) if item.pk in gone else _why_not(case, item, posts) for item in asked]
    blocked = bool(asked) and all(reasons)
    instance = case.instance
    if blocked:
        reason = "".join(dict.fromkeys(reasons))
    elif instance.changed_at < cutoff:
        who = "、".join(dict.fromkeys(name_of(item) for item in asked))
        words = {"days": QUIET, "who": who}
        reason = _("%(days)d个工作日以上没有动，等%(who)s办理。") % words if who else _("没有待办，流程停住了。")
    else:
        return None
    return Stuck(
        instance.pk,
        str(instance.organ),
        instance.definition.title,
        case.state.title,
        instance.entered_at,
        reason,
        blocked,
    )


def _left(item: WorkItem) -> str:
    """Why an added signer, or a helper, is waited for in vain, and what helps."""
    return _("等%(who)s（%(how)s），但已没有人在岗；请加的人或办公室“减签”。") % {
        "who": name_of(item),
        "how": item.get_relation_display(),
    }


def _why_not(case: Dossier, item: WorkItem, posts: Posts) -> str:
    """Why nobody may take an item; empty when somebody may."""
    if item.kind == WorkItem.Kind.ASSIST:
        return ""
    holders = posts.get((item.organisation_id, item.role_id or 0), set()) if item.user_id is None else {item.user_id}
    if not holders:
        return _("“%(post)s”岗位空缺，没有人能办；补岗即可。") % {"post": name_of(item)}
    if not holders - case.excluded(case.state.name):
        apart = case.rules.apart_from(case.state.name, case.organ.profile)
        titles = "、".join(state.title for state in case.rules.states if state.name in apart)
        return _("岗位分离：能办“%(post)s”的人都办过“%(titles)s”，不能再办。") % {
            "post": name_of(item),
            "titles": titles,
        }
    if item.claimed_by_id is not None and item.claimed_by_id not in holders:
        return _("%(name)s领办了“%(post)s”，已不在岗。") % {"name": item.claimed_by, "post": name_of(item)}
    return ""

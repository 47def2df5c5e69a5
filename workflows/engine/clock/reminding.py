"""到期提醒: before and after a term, merged per person and day, and only while people are at work (practice.md §3.17).

Three steps, each safe to be repeated after a kill: an item whose time has come gets a :class:`Reminder` and its next time, in
one transaction; once a day all reminders made since form a *round*, in one transaction with a row of the outbox; that row is
delivered as one message for each person.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.notifications.delivery import deliver_soon, handles
from workflows.notifications.models import Outbox
from workflows.notifications.posting import Message
from workflows.organisations.models import User
from workflows.worktime.calendar import Calendar, WorkingDay

from ..models import NO_TERM, Reminder, WorkItem
from ..people.holders import holders, leaders
from ..processes.definitions import loaded
from ..registry import adapter_for
from .renewing import RETRY
from .terms import stages
from .timeliness import time_left

TOPIC = "reminder"
"""The outbox topic of a day's reminders; the key is the day (``date.toordinal``)."""

BATCH = 500

logger = logging.getLogger(__name__)


def remind(now: datetime) -> int:
    """Make the reminders whose time has come, and hand the day's round over to be told. Returns how many were made here.

    Two at once share the items; outside working hours nothing happens, and nothing is lost.
    """
    calendar = Calendar.read()
    if not calendar.is_open(now):
        return 0
    made, seen = 0, 0
    while batch := list(_due(now).filter(pk__gt=seen).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        seen = batch[-1]
        made += sum(_make_one(pk, calendar, now) for pk in batch)
    return made + _close_round(calendar, now)


def _due(now: datetime) -> QuerySet[WorkItem]:
    """What is to be reminded of: one indexed query. A case that stands still waits."""
    return WorkItem.objects.filter(
        status=WorkItem.Status.OPEN, next_timer_at__lte=now, instance__suspended_at__isnull=True
    )


def _make_one(pk: int, calendar: Calendar, now: datetime) -> bool:
    """The reminder of one item, unless another process has it in hand or made it already."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        item = _due(now).select_for_update(of=("self",), skip_locked=skip).filter(pk=pk).first()
        return item is not None and _try(item, calendar, now)


def _try(item: WorkItem, calendar: Calendar, now: datetime) -> bool:
    """The reminder of a locked item; one that fails is logged and looked at again in a while, and holds up no other."""
    try:
        with transaction.atomic():
            return _make(item, calendar, now)
    except Exception:
        logger.exception("no reminder could be made of item %s", item.pk)
        WorkItem.objects.filter(pk=item.pk).update(next_timer_at=now + RETRY)
        return False


def _make(item: WorkItem, calendar: Calendar, now: datetime) -> bool:
    """Write down the latest reminder whose time has come, of a locked item, and when the next one is."""
    rules = loaded(item.instance.definition_id)
    state = rules.state(item.instance.node_id)
    ahead = [stage for stage in stages(calendar, item, state) if stage[0] >= item.next_timer_at]
    come = [offset for moment, offset in ahead if moment <= now]
    next_at = next((moment for moment, _offset in ahead if moment > now), NO_TERM)
    WorkItem.objects.filter(pk=item.pk).update(next_timer_at=next_at)
    if not come:
        return False
    escalate = state.escalate > 0 and state.escalate in come
    _row, made = Reminder.objects.get_or_create(
        item=item,
        due_day=timezone.localdate(item.due_at),
        offset=come[-1],
        defaults={"escalate": escalate, "made_at": now},
    )
    return made


def _close_round(calendar: Calendar, now: datetime) -> int:
    """Let everything made so far be told today, unless today's round has left: then it waits for the next working day.

    Waits for items that another process has in hand, so that they are part of the round. Returns how many were made here.
    """
    today = timezone.localdate(now).toordinal()
    with transaction.atomic():
        late = list(_due(now).select_for_update(of=("self",)).order_by("pk"))
        made = sum(_try(item, calendar, now) for item in late)
        untold = Reminder.objects.filter(round__isnull=True)
        if untold.exists() and Outbox.objects.get_or_create(topic=TOPIC, key=today, defaults={"created_at": now})[1]:
            untold.update(round=today)
            deliver_soon()
    return made


@handles(TOPIC)
def messages_of(key: int) -> Iterable[Message]:
    """One message for each person with everything of the round that is still open, and one for each leader told of others."""
    on = date.fromordinal(key)
    reminders = Reminder.objects.filter(
        round=key, item__status=WorkItem.Status.OPEN, item__instance__suspended_at__isnull=True
    ).select_related(
        "item__user",
        "item__organisation__organ",
        "item__instance__node",
        "item__instance__subject_type",
    )
    rows = list(reminders.order_by("item__due_at", "item"))
    items = {row.item_id: row.item for row in rows}
    asked = holders(list(items.values()), on)
    mine: dict[User, list[WorkItem]] = {}
    for pk, item in items.items():
        for user in asked[pk]:
            mine.setdefault(user, []).append(item)
    theirs: dict[User, list[WorkItem]] = {}
    for pk in dict.fromkeys(row.item_id for row in rows if row.escalate):
        for user in leaders(items[pk], asked[pk], on):
            theirs.setdefault(user, []).append(items[pk])
    yield from _merged(mine, key, "reminder", _("要办的"))
    yield from _merged(theirs, key, "escalated", _("下面逾期未办的"))


def _merged(found: dict[User, list[WorkItem]], key: int, kind: str, what: str) -> Iterator[Message]:
    """One message for each person; a single matter is named in its title and opened by its link."""
    at = WorkingDay(date.fromordinal(key), provisional=False).start
    for user, items in found.items():
        lines = [
            _("%(title)s（%(state)s，%(left)s）")
            % {
                "title": item.instance.title,
                "state": item.instance.node.title,
                "left": time_left(item.due_at, at, provisional=item.provisional).told,
            }
            for item in items
        ]
        if len(items) == 1:
            instance = items[0].instance
            title, url = lines[0], adapter_for(instance.subject_type).link(instance.subject_id)
            if kind == "escalated":
                title = _("逾期未办：%(line)s") % {"line": title}
            body = ""
        else:
            late = sum(item.due_at < at for item in items)
            words = {"count": len(items), "what": what, "late": late, "soon": len(items) - late}
            title = _("%(count)d 件%(what)s：%(late)d 件逾期，%(soon)d 件快到期") % words
            body, url = "\n".join(lines), resolve_url(settings.LOGIN_REDIRECT_URL)
        yield Message(user=user, kind=kind, title=title, topic=TOPIC, key=key, body=body, url=url)

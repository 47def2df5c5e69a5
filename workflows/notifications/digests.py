"""每天一封汇总: at half past eight on a working day, everything since the last one in one letter."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.worktime.calendar import Calendar, WorkingDay

from .models import Notification

TOPIC = "digest"
"""The letter of a day; its key is the day (``date.toordinal``), so that there is one for each person and day."""


def gather_digests(now: datetime) -> int:
    """Write the day's letters down for ``send_letters``; safe to run twice at once. Returns how many.

    What is told after half past eight comes the next working day.
    """
    if not Calendar.recent().is_open(now):
        return 0
    today = timezone.localdate(now)
    since = WorkingDay(today, provisional=False).start
    waiting = Notification.objects.filter(
        channel=Notification.Channel.DIGEST, sent_at__isnull=True, created_at__lt=since
    )
    people = waiting.order_by("user").values_list("user", flat=True).distinct()
    return sum(_gather(pk, since, now) for pk in list(people))


def _gather(user_id: int, since: datetime, now: datetime) -> bool:
    """One person's letter, unless another process has it in hand or today's is written."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = list(
            Notification.objects.select_for_update(skip_locked=skip)
            .filter(channel="digest", sent_at__isnull=True, created_at__lt=since, user=user_id)
            .order_by("pk")
        )
        if not rows:
            return False
        _letter, made = Notification.objects.get_or_create(
            topic=TOPIC,
            key=timezone.localdate(now).toordinal(),
            user_id=user_id,
            kind=TOPIC,
            channel=Notification.Channel.MAIL,
            defaults={
                "title": _("%(count)d 条提醒") % {"count": len(rows)},
                "body": "\n".join(row.title for row in rows),
                "url": resolve_url(settings.LOGIN_REDIRECT_URL),
                "created_at": now,
            },
        )
        if made:
            Notification.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now)
    return made

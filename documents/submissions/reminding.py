"""催报: a ready text for the work group, and by the system, which tells whoever fills in or answers for a unit once a day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.notifications.posting import Message, post
from workflows.organisations.models import Membership

from .models import Call
from .progress import Progress, Row, Standing

INNER = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks (GB/T 15834-2011)."""

TOLD = ("reporter", "drafter", "clerk", "secretary")


def reminder(call: Call, found: Progress, *, link: str = "", now: datetime | None = None) -> str:
    """The text to paste: who still owes, until when, whose paper came back, and a link. Empty when nobody owes."""
    owing = found.owing
    if not owing:
        return ""
    until = Counter(row.addressee.usual_until for row in owing).most_common(1)[0][0]
    told = _("“%(call)s”%(day)s已经截止，请尽快补报。") if _is_over(owing, now) else _("“%(call)s”请于%(day)s前报送。")
    title = str(call).translate(INNER)
    parts = [_("【催报】") + told % {"call": title, "day": _("%s17:30") % _day(until)}]
    missing = [row for row in owing if row.standing is not Standing.RETURNED]
    if missing:
        parts.append(_("尚未报送的单位：%s。") % "、".join(_named(row, until) for row in missing))
    returned = [str(row.organ) for row in owing if row.standing is Standing.RETURNED]
    if returned:
        parts.append(_("退回待改的单位：%s。") % "、".join(returned))
    if link:
        parts.append(_("填报地址：%s") % link)
    return "".join(parts)


def _is_over(owing: Sequence[Row], now: datetime | None) -> bool:
    moment = now or timezone.now()
    return all(row.due_at < moment for row in owing)


def _named(row: Row, until: date) -> str:
    """The unit, with its own day where that differs from the others'."""
    own = row.addressee.until
    return str(row.organ) if own == until else _("%(unit)s（%(day)s）") % {"unit": row.organ, "day": _day(own)}


def _day(day: date) -> str:
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}


def remind(call: Call, rows: Sequence[Row], *, url: str, now: datetime | None = None) -> int:
    """Tell the people of the owing units; returns how many units were told. A second time on the same day adds nothing."""
    moment = now or timezone.now()
    day = timezone.localdate(moment)
    by_organ = {row.organ.pk: row for row in rows}
    inside = Q(organisation__in=list(by_organ)) | Q(organisation__organ__in=list(by_organ))
    held = Membership.objects.current(day).filter(inside, role__key__in=TOLD)
    messages: dict[Any, Message] = {}
    told = set()
    for membership in held.select_related("user", "organisation").order_by("pk"):
        row = by_organ[membership.organisation.organ_pk]
        told.add(row.organ.pk)
        words = {"call": call, "unit": row.organ, "day": row.addressee.until.isoformat()}
        messages[membership.user_id, row.organ.pk] = Message(
            user=membership.user,
            kind="remind",
            title=_("催报：%(call)s") % words,
            body=_("%(unit)s还没有报送“%(call)s”，请在%(day)s 17:30前报送。") % words,
            url=url,
            topic=f"call:{day.isoformat()}",
            key=row.addressee.pk,
        )
    post(messages.values(), now=moment)
    return len(told)

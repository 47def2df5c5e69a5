"""催报 by the system: whoever fills in or answers for a unit is told once a day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.notifications.posting import Message, post
from workflows.organisations.models import Membership

from .models import Call
from .progress import Row

TOLD = ("reporter", "drafter", "clerk", "secretary")


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

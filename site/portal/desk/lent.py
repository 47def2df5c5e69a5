"""委托 as 我的账号 shows it: what I lent, and what was lent to me."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from workflows import engine
from workflows.organisations.models import Delegation, Membership, User


@dataclass(frozen=True)
class Lent:
    """One delegation in words; *processes* names what it is limited to, empty when it is for everything."""

    pk: int
    giver: User
    taker: User
    post: Membership
    since: date
    last_day: date
    processes: str
    reason: str


def lent(user: Any, today: date) -> tuple[list[Lent], list[Lent]]:
    """What the person lent and what was lent to them, now or later; two queries at most."""
    found = (
        Delegation.objects.filter(Q(giver=user) | Q(taker=user), until__gt=today, revoked_at__isnull=True)
        .select_related("giver", "taker", "membership__organisation", "membership__role")
        .order_by("since", "pk")
    )
    rows = list(found)
    titles = dict(engine.process_titles()) if any(row.processes for row in rows) else {}
    given, taken = ([_row(row, titles) for row in rows if (row.giver_id == user.pk) is mine] for mine in (True, False))
    return given, taken


def _row(row: Delegation, titles: dict[str, str]) -> Lent:
    named = "、".join(titles.get(name, name) for name in row.processes)
    return Lent(row.pk, row.giver, row.taker, row.membership, row.since, row.last_day, named, row.reason)

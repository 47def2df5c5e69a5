"""Which posts a person holds: the one question behind every right."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from workflows.database import keep, once

from .models import Delegation, Membership, User


def posts(user: Any, on: date | None = None) -> list[Membership]:
    """The person's posts in force on the day, with organisation and role; one query, none for a stranger."""
    if not isinstance(user, User) or not user.is_active:
        return []
    day = on or timezone.localdate()
    rows = Membership.objects.current(day).filter(user=user).order_by("pk")
    known = rows.select_related("organisation", "organisation__organ", "role")
    return list(once(("posts", user.pk, day), lambda: tuple(known)))


def keep_posts(user: User, day: date, held: Iterable[Membership]) -> None:
    """Somebody has just read the person's posts of the day, in their order: the same glance need not read them again."""
    keep(("posts", user.pk, day), tuple(held))


def delegations(user: Any, on: date | None = None) -> list[Delegation]:
    """The delegations that the person may use on the day; one query."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return list(
        Delegation.objects.current(on)
        .filter(taker=user)
        .select_related(
            "giver", "membership", "membership__role", "membership__organisation", "membership__organisation__organ"
        )
    )


def holders(organisation_pks: Iterable[int], role_key: str, on: date | None = None) -> list[Membership]:
    """Who holds a role in any of the organisations on the day."""
    return list(
        Membership.objects.current(on)
        .filter(organisation__in=list(organisation_pks), role__key=role_key)
        .select_related("user", "organisation", "role")
        .order_by("-principal", "pk")
    )


def has_role(user: Any, roles: Iterable[str], on: date | None = None) -> bool:
    """Whether the person holds any of the roles anywhere."""
    wanted = set(roles)
    return any(post.role.key in wanted for post in posts(user, on))

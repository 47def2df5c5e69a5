"""Giving a post: one administrator proposes it, another confirms it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Membership, Organisation, Role, User
from .reaching import appointing_paths
from .tree import within


class AppointmentError(Exception):
    """A post cannot be given; the message says why."""


def appointable(by: Any, on: date | None = None) -> QuerySet[User]:
    """Whom an administrator may propose for a post: those who have one where the administrator looks after posts, or had their
    last one there, and who never had any. Whoever is in office elsewhere only is left to the administrators of the system.
    """
    paths = appointing_paths(by)
    people = User.objects.filter(is_active=True, anonymised_at=None)
    if paths is None:
        return people
    posts = Membership.objects.filter(user=OuterRef("pk")).order_by()
    lasting = posts.filter(Q(until=None) | Q(until__gt=on or timezone.localdate()))
    had_here = Exists(within(posts, "organisation__", paths))
    return people.filter(
        Exists(within(lasting, "organisation__", paths)) | (~Exists(lasting) & (had_here | ~Exists(posts))),
        is_superuser=False,
    )


def propose(
    *,
    user: User,
    organisation: Organisation,
    role: str,
    by: User | None,
    since: date | None = None,
    title: str = "",
    principal: bool = False,
) -> Membership:
    """Enter a post that waits for confirmation."""
    return Membership.objects.create(
        user=user,
        organisation=organisation,
        role=Role.objects.get(key=role),
        since=since or timezone.localdate(),
        title=title,
        principal=principal,
        proposed_by=by,
    )


@transaction.atomic
def confirm(post: Membership, *, by: Any, now: datetime | None = None) -> Membership:
    """Put a proposed post in force. Raises :class:`AppointmentError` for the proposer and for a confirmed post."""
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if locked.confirmed_at is not None:
        raise AppointmentError(_("这个岗位已经确认过了。"))
    if locked.proposed_by_id == by.pk:
        raise AppointmentError(_("岗位要由另一位管理员确认，不能自己提出、自己确认。"))
    if locked.user_id == by.pk:
        raise AppointmentError(_("不能确认自己的岗位，请由另一位管理员确认。"))
    locked.confirmed_by, locked.confirmed_at = by, now or timezone.now()
    locked.save(update_fields=["confirmed_by", "confirmed_at"])
    return locked

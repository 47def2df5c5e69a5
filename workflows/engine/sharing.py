"""共享: an explicit grant of view, comment or edit outside the route, to a person or a group, taken back at will.

What can be shared: a document, or a place that many documents belong to (an organisation, a campaign, a call). On a
document that is in a process every grant and every taking back is written into its history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.models import GroupObjectPermission, UserObjectPermission

from workflows.organisations.models import Organisation, User

from .directory import Directory
from .dossier import dossiers, locked_instances
from .errors import Refused
from .permissions import allowed, governing
from .recording import Entry, record
from .shares import RIGHTS, codename, right_of
from .standing import standing
from .writing import write


@dataclass(frozen=True)
class Share:
    """One grant: who got which right."""

    to: User | Group
    right: str


@transaction.atomic
def share(
    giver: User, obj: models.Model, to: User | Group, right: str = "view", *, now: datetime | None = None
) -> Share:
    """Give *right* on *obj*; ``comment`` includes view, ``edit`` includes both.

    Raises:
        Refused: the giver may not do that himself, or gives to himself.
        ValueError: there is no such right.
    """
    if to == giver:
        raise Refused([_("不必共享给自己。")])
    _check(giver, obj, right)
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    permission, _made = Permission.objects.get_or_create(
        content_type=kind, codename=codename(obj, right), defaults={"name": codename(obj, right)}
    )
    _manager(to).assign_perm(permission, to, obj)
    _tell(giver, obj, to, right, "share", now or timezone.now())
    return Share(to, right)


@transaction.atomic
def unshare(
    giver: User, obj: models.Model, to: User | Group, right: str = "view", *, now: datetime | None = None
) -> None:
    """Take a grant back.

    Raises:
        Refused: the person may not share *obj*.
        ValueError: there is no such right.
    """
    _check(giver, obj, right)
    column = "group" if isinstance(to, Group) else "user"
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    _manager(to).filter(
        content_type=kind, object_pk=str(obj.pk), permission__codename=codename(obj, right), **{column: to}
    ).delete()
    _tell(giver, obj, to, right, "unshare", now or timezone.now())


def shares_of(obj: models.Model) -> list[Share]:
    """With whom *obj* is shared, persons first; two queries."""
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    names = [codename(obj, right) for right in RIGHTS]
    wanted: dict[str, Any] = {"content_type": kind, "object_pk": str(obj.pk), "permission__codename__in": names}
    persons = UserObjectPermission.objects.filter(**wanted).select_related("user", "permission").order_by("pk")
    groups = GroupObjectPermission.objects.filter(**wanted).select_related("group", "permission").order_by("pk")
    return [Share(row.user, right_of(row.permission.codename)) for row in persons] + [
        Share(row.group, right_of(row.permission.codename)) for row in groups
    ]


def may_share(giver: User, obj: models.Model, right: str) -> bool:
    """Whether a person may pass *right* on: from a business post in the organ of *obj* or above it, never as a guest.

    Of a document in a process, only a right that the person has.
    """
    organ = obj.as_organ if isinstance(obj, Organisation) else getattr(obj, "organ", None)
    if organ is None:
        return False
    posts = [post for post in standing(giver).own if post.is_business]
    if not any(post.is_in(organ.pk) or post.is_above(organ.path) for post in posts):
        return False
    return not governing(obj) or allowed(giver, right, obj)


def _check(giver: User, obj: models.Model, right: str) -> None:
    if right not in RIGHTS:
        raise ValueError(f"unknown right {right!r}")
    if not may_share(giver, obj, right):
        raise Refused([_("只有本单位及上级有这项权限的人才能共享或收回。")])


def _manager(to: User | Group) -> Any:
    return GroupObjectPermission.objects if isinstance(to, Group) else UserObjectPermission.objects


def _tell(giver: User, obj: models.Model, to: User | Group, right: str, kind: str, now: datetime) -> None:
    """Write the grant into the history of the document's cases, if it has any."""
    instances = locked_instances([instance.pk for instance in governing(obj)])
    cases = list(dossiers(instances, now, Directory(timezone.localdate(now))).values())
    whom = f"group:{to.pk}" if isinstance(to, Group) else to.uuid.hex
    for case in cases:
        instance = case.instance
        data = {"to": whom, "right": right}
        record(case, Entry(kind, "", instance.node, instance.node, instance.entry, actor=giver, data=data))
    write(cases, now)

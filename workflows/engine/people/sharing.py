"""共享: an explicit grant of view, comment or edit outside the route, to a person or a group, taken back at will.

What can be shared: a document, or a place that many documents belong to (an organisation, a campaign, a call). On a
document that is in a process every grant and every taking back is written into its history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.models import GroupObjectPermission, UserObjectPermission

from workflows.organisations.models import Organisation, User

from ..deciding.dossier import dossiers, locked_instances
from ..deciding.recording import Entry, record
from ..deciding.writing import write
from ..errors import Refused
from ..models import Instance, ShareTerm
from .directory import Directory
from .permissions import allowed, governing
from .shares import ORGAN, RIGHTS, codename, organ_group, right_of
from .standing import standing

LEADING = ("secretary", "deputy", "office")
"""Whose posts may share a whole organ, campaign or call."""


@dataclass(frozen=True)
class Share:
    """One grant: who got which right, from whom, and until when (the first day on which it counts no more)."""

    to: User | Group | Organisation
    right: str
    giver: User | None = field(default=None, compare=False)
    until: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Given:
    """One grant on a document, as its giver sees it: which document, and the share."""

    pk: int
    title: str
    instance_id: int
    share: Share


@transaction.atomic
def share(
    giver: User,
    obj: models.Model,
    to: User | Group | Organisation,
    right: str = "view",
    *,
    until: date | None = None,
    now: datetime | None = None,
) -> Share:
    """Give *right* on *obj*; ``comment`` includes view, ``edit`` includes both. Given again, the new term counts.

    To an organisation: to whoever handles documents in that organ, as posts come and go.

    Raises:
        Refused: the giver may not do that himself, gives to himself, or *until* is past.
        ValueError: there is no such right.
    """
    moment = now or timezone.now()
    if to == giver:
        raise Refused([_("不必共享给自己。")])
    if until is not None and until <= timezone.localdate(moment):
        raise Refused([_("有效期要到今天以后。")])
    _check(giver, obj, right)
    holder = _holder(to)
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    permission, _made = Permission.objects.get_or_create(
        content_type=kind, codename=codename(obj, right), defaults={"name": codename(obj, right)}
    )
    _manager(holder).assign_perm(permission, holder, obj)
    _terms(obj, holder, right).update(ended_at=moment)
    ShareTerm.objects.create(
        permission=permission, object_pk=str(obj.pk), giver=giver, given_at=moment, until=until, **_column(holder)
    )
    _tell(giver, obj, to, right, "share", moment)
    return Share(to, right, giver, until)


@transaction.atomic
def unshare(
    giver: User,
    obj: models.Model,
    to: User | Group | Organisation,
    right: str = "view",
    *,
    now: datetime | None = None,
) -> None:
    """Take a grant back: one's own, or any while one may share *obj*.

    Raises:
        Refused: it is somebody else's, and the person may not share *obj*.
        ValueError: there is no such right.
    """
    moment = now or timezone.now()
    holder = _holder(to)
    if right not in RIGHTS or not _terms(obj, holder, right).filter(giver=giver).exists():
        _check(giver, obj, right)
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    _manager(holder).filter(
        content_type=kind, object_pk=str(obj.pk), permission__codename=codename(obj, right), **_column(holder)
    ).delete()
    _terms(obj, holder, right).update(ended_at=moment)
    _tell(giver, obj, to, right, "unshare", moment)


def shares_of(obj: models.Model, on: date | None = None) -> list[Share]:
    """With whom *obj* is shared on the day, persons first; four queries at most."""
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    names = [codename(obj, right) for right in RIGHTS]
    wanted: dict[str, Any] = {"object_pk": str(obj.pk), "permission__codename__in": names}
    persons = UserObjectPermission.objects.filter(content_type=kind, **wanted).select_related("user", "permission")
    groups = GroupObjectPermission.objects.filter(content_type=kind, **wanted).select_related("group", "permission")
    open_terms = ShareTerm.objects.filter(permission__content_type=kind, ended_at=None, **wanted)
    terms = {(one.permission_id, one.user_id, one.group_id): one for one in open_terms.select_related("giver")}
    rows: list[tuple[Any, Any, Any]] = [
        (row.user, row, terms.get((row.permission_id, row.user_id, None))) for row in persons.order_by("pk")
    ]
    rows += [(row.group, row, terms.get((row.permission_id, None, row.group_id))) for row in groups.order_by("pk")]
    organs = _organs(to for to, _row, _term in rows)
    day = on or timezone.localdate()
    return [
        Share(
            organs.get(to, to),
            right_of(row.permission.codename),
            term.giver if term else None,
            term.until if term else None,
        )
        for to, row, term in rows
        if term is None or term.until is None or term.until > day
    ]


def shared_by(giver: User, on: date | None = None) -> list[Given]:
    """The documents that a person shared and did not take back, newest first, what has run out left aside; four queries."""
    day = on or timezone.localdate()
    rows = list(
        ShareTerm.objects.filter(Q(until=None) | Q(until__gt=day), giver=giver, ended_at=None)
        .select_related("permission", "user", "group", "giver")
        .order_by("-pk")
    )
    documents = [(row.permission.content_type_id, int(row.object_pk)) for row in rows]
    newest: dict[tuple[int, int], Instance] = {}
    for case in Instance.objects.filter(
        subject_type__in={kind for kind, _pk in documents}, subject_id__in={pk for _kind, pk in documents}
    ).order_by("pk"):
        newest[case.subject_type_id, case.subject_id] = case
    organs = _organs(row.group for row in rows)
    holders: list[Any] = [organs.get(row.group, row.user or row.group) for row in rows]
    return [
        Given(
            row.pk,
            newest[key].title,
            newest[key].pk,
            Share(to, right_of(row.permission.codename), row.giver, row.until),
        )
        for row, key, to in zip(rows, documents, holders, strict=True)
        if key in newest
    ]


def may_share(giver: User, obj: models.Model, right: str) -> bool:
    """Whether a person may pass *right* on: from a business post in the organ of *obj* or above it, never as a guest.

    Of a document in a process, only a right that the person has; a place with all that belongs to it, only its leaders and
    its office.
    """
    organ = obj.as_organ if isinstance(obj, Organisation) else getattr(obj, "organ", None)
    if organ is None:
        return False
    posts = [post for post in standing(giver).own if post.is_business]
    if not any(post.is_in(organ.pk) or post.is_above(organ.path) for post in posts):
        return False
    if governing(obj):
        return allowed(giver, right, obj)
    near = [post for post in posts if post.is_in(organ.pk) or post.is_above(organ.path)]
    return any(post.role.key in LEADING for post in near)


def _check(giver: User, obj: models.Model, right: str) -> None:
    if right not in RIGHTS:
        raise ValueError(f"unknown right {right!r}")
    if not may_share(giver, obj, right):
        raise Refused([_("只有本单位及上级有这项权限的人才能共享或收回。")])


def _holder(to: User | Group | Organisation) -> User | Group:
    """Whom the row names: an organisation by the group that stands for its organ."""
    if not isinstance(to, Organisation):
        return to
    group, _made = Group.objects.get_or_create(name=organ_group(to.as_organ))
    return group


def _organs(holders: Iterable[Any]) -> dict[Any, Any]:
    """The organisation that each group stands for; one query when there are any."""
    groups = {
        int(one.name.removeprefix(ORGAN)): one
        for one in holders
        if isinstance(one, Group) and one.name.startswith(ORGAN)
    }
    return {groups[organ.pk]: organ for organ in Organisation.objects.filter(pk__in=groups)} if groups else {}


def _column(holder: User | Group) -> dict[str, Any]:
    return {"group": holder} if isinstance(holder, Group) else {"user": holder}


def _terms(obj: models.Model, holder: User | Group, right: str) -> models.QuerySet[ShareTerm]:
    """The open terms of one grant."""
    kind = ContentType.objects.get_for_model(obj, for_concrete_model=False)
    named = {"permission__content_type": kind, "permission__codename": codename(obj, right)}
    return ShareTerm.objects.filter(ended_at=None, object_pk=str(obj.pk), **named, **_column(holder))


def _manager(to: User | Group) -> Any:
    return GroupObjectPermission.objects if isinstance(to, Group) else UserObjectPermission.objects


def _tell(
    giver: User, obj: models.Model, to: User | Group | Organisation, right: str, kind: str, now: datetime
) -> None:
    """Write the grant into the history of the document's cases, if it has any."""
    instances = locked_instances([instance.pk for instance in governing(obj)])
    cases = list(dossiers(instances, now, Directory(timezone.localdate(now))).values())
    whom = to.uuid.hex if isinstance(to, User) else f"{to._meta.model_name}:{to.pk}"
    for case in cases:
        instance = case.instance
        data = {"to": whom, "right": right}
        record(case, Entry(kind, "", instance.node, instance.node, instance.entry, actor=giver, data=data))
    write(cases, now)

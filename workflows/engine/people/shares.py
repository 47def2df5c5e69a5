"""What is shared with a person: django-guardian's rows, read directly, since its own shortcuts let superusers through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from workflows.database import Prepared, once
from workflows.organisations.models import Membership, Organisation, Role, User

from ..models import Instance, ShareTerm
from ..processes.definitions import loaded
from .rights import grant_of

RIGHTS = ("view", "comment", "edit")
PREFIX = "share_"
ORGAN = "organ:"

_IMPLIES = {"view": ("view",), "comment": ("view", "comment"), "edit": ("view", "comment", "edit")}


@dataclass
class SharedRights:
    """Everything that is shared with one person, by right: documents (type and id), organisations, series."""

    subjects: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    organs: dict[str, set[int]] = field(default_factory=dict)
    series: dict[str, set[str]] = field(default_factory=dict)

    def allow(self, permission: str, instance: Instance) -> bool:
        """Whether a share gives *permission* on the case."""
        return is_open_to_guests(permission, instance) and (
            (instance.subject_type_id, instance.subject_id) in self.subjects.get(permission, ())
            or bool({instance.organ_id, instance.organisation_id} & self.organs.get(permission, set()))
            or instance.series in self.series.get(permission, ())
        )


def shared_rights(user: User, on: date | None = None) -> SharedRights:
    """All that is shared on the day with a person, with a group of theirs, or with an organ of theirs; one query."""
    day = on or timezone.localdate()
    return once(("shared", user.pk, day), lambda: _read(user, day))


def _read(user: User, day: date) -> SharedRights:
    rights = SharedRights()
    for codename, kind_id, object_pk in _SHARES(user.pk, day):
        for right in _IMPLIES[right_of(codename)]:
            _add(rights, right, kind_id, int(object_pk))
    return rights


def _shares(user: int, day: date) -> QuerySet[Any, Any]:
    """Permission, type and key of everything shared with the person whose key is *user*."""
    columns = ("permission__codename", "content_type_id", "object_pk")
    personal = UserObjectPermission.objects.filter(_in_force("user", day), user=user)
    by_group = GroupObjectPermission.objects.filter(
        _in_force("group", day), Q(group__user=user) | Q(group__name__in=_organ_groups(user, day))
    ).distinct()
    return personal.order_by().values_list(*columns).union(by_group.order_by().values_list(*columns))


_SHARES: Prepared[UserObjectPermission] = Prepared(_shares)


def organ_group(organ: Organisation) -> str:
    """The name of the group that stands for whoever handles documents in an organ; nobody is entered into it."""
    return f"{ORGAN}{organ.pk}"


def _organ_groups(user: int, day: date) -> QuerySet[Membership, Any]:
    """The groups of the organs in which the person handles documents; follows the posts from day to day."""
    held = Membership.objects.current(day).filter(user=user, role__kind=Role.Kind.BUSINESS)
    key = Cast(Coalesce("organisation__organ", "organisation"), TextField())
    return held.annotate(organ_group=Concat(Value(ORGAN), key, output_field=TextField())).values("organ_group")


def _in_force(column: str, day: date) -> Q:
    """Shares, and of these what has not run out."""
    over = ShareTerm.objects.filter(
        permission=OuterRef("permission"),
        object_pk=OuterRef("object_pk"),
        ended_at=None,
        until__lte=day,
        **{column: OuterRef(column)},
    )
    return Q(permission__codename__startswith=PREFIX) & ~Q(Exists(over))


def is_open_to_guests(permission: str, instance: Instance) -> bool:
    """Whether a share can give *permission* on the case at all: ``edit`` only while it is drafted and not suspended,
    ``comment`` only where its state lets anybody comment."""
    if permission == "edit":
        return instance.suspended_at is None and _is_drafted(instance)
    return permission != "comment" or bool(instance.node.grants.get("comment"))


def _is_drafted(instance: Instance) -> bool:
    """Whether a guest may write along: where the case begins, and where others than its handler may edit.

    What lies with a handler alone (核稿, 签发) nobody shared, whoever drafted it.
    """
    grants = [grant_of(text) for text in instance.node.grants.get("edit", ())]
    begins = instance.node.name == loaded(instance.definition_id).rules.initial
    return bool(grants) and (begins or any(grant.reach != "handler" for grant in grants))


def series_of(obj: models.Model) -> str:
    """The series that documents of *obj* carry, such as ``campaign:3``."""
    return f"{obj._meta.model_name}:{obj.pk}"


def codename(obj: models.Model, right: str) -> str:
    """The permission that stands for *right* on objects like *obj*."""
    return f"{PREFIX}{right}_{obj._meta.model_name}"


def right_of(name: str) -> str:
    """The right that a permission stands for."""
    return name.removeprefix(PREFIX).split("_")[0]


def _add(rights: SharedRights, right: str, kind_id: int, pk: int) -> None:
    kind = ContentType.objects.get_for_id(kind_id)
    rights.subjects.setdefault(right, set()).add((kind_id, pk))
    if kind.model_class() is Organisation:
        rights.organs.setdefault(right, set()).add(pk)
    else:
        rights.series.setdefault(right, set()).add(f"{kind.model}:{pk}")

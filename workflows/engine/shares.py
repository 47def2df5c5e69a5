"""What is shared with a person: django-guardian's rows, read directly, since its own shortcuts let superusers through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.models import GroupObjectPermission, UserObjectPermission

from workflows.organisations.models import Organisation, User

from .models import Instance

RIGHTS = ("view", "comment", "edit")
PREFIX = "share_"

_IMPLIES = {"view": ("view",), "comment": ("view", "comment"), "edit": ("view", "comment", "edit")}


@dataclass
class SharedRights:
    """Everything that is shared with one person, by right: documents (type and id), organisations, series."""

    subjects: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    organs: dict[str, set[int]] = field(default_factory=dict)
    series: dict[str, set[str]] = field(default_factory=dict)

    def allow(self, permission: str, instance: Instance) -> bool:
        """Whether a share gives *permission* on the case; ``edit`` only where its state lets anybody edit."""
        if permission == "edit" and not instance.node.grants.get("edit"):
            return False
        return (
            (instance.subject_type_id, instance.subject_id) in self.subjects.get(permission, ())
            or bool({instance.organ_id, instance.organisation_id} & self.organs.get(permission, set()))
            or instance.series in self.series.get(permission, ())
        )


def shared_rights(user: User) -> SharedRights:
    """All that is shared with a person or with a group of theirs; one query."""
    columns = ("permission__codename", "content_type_id", "object_pk")
    personal = UserObjectPermission.objects.filter(user=user, permission__codename__startswith=PREFIX)
    by_group = GroupObjectPermission.objects.filter(group__user=user, permission__codename__startswith=PREFIX)
    found: Iterable[tuple[str, int, str]] = (
        personal.order_by().values_list(*columns).union(by_group.order_by().values_list(*columns))
    )
    rights = SharedRights()
    for codename, kind_id, object_pk in found:
        for right in _IMPLIES[right_of(codename)]:
            _add(rights, right, kind_id, int(object_pk))
    return rights


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

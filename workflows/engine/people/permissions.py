"""What a person may do with a document: ``view``, ``edit``, ``comment``. Fails closed; superusers have no say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import Refused
from ..models import Instance, WorkItem
from ..registry import adapter_of
from ..shown import shown_cases, shown_items
from .rights import grant_of, reaches
from .shares import is_open_to_guests, shared_rights
from .standing import Standing, standing

PERMISSIONS = frozenset({"view", "edit", "comment"})


def may(who: Standing, permission: str, instance: Instance, items: Iterable[WorkItem]) -> bool:
    """Whether the state of the case grants *permission* to the person, shares apart."""
    if permission == "edit" and instance.suspended_at is not None:
        return False
    known = list(items)
    return any(reaches(grant_of(text), who, instance, known) for text in instance.node.grants.get(permission, ()))


def allowed(user: Any, permission: str, subject: Any) -> bool:
    """Whether *user* may view, edit or comment on a document, or on one case of it when an ``Instance`` is given.

    A document is seen by whom the newest case of any process lets see it: what is being decided about an issued paper hides
    it from nobody. Otherwise it is judged by its open cases, or by the newest of each process when none is open. One that
    grants suffices; without any case nobody may.

    Raises:
        ValueError: there is no such permission.
    """
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission!r}")
    instances = [subject] if isinstance(subject, Instance) else governing(subject, open_first=permission != "view")
    who = standing(user)
    if not instances or who.user is None:
        return False
    if any(may(who, permission, instance, ()) for instance in instances):
        return True  # by place or as its author: whom the case was put to is not asked
    items = shown_items(instances)
    if any(may(who, permission, instance, items[instance.pk]) for instance in instances):
        return True
    instances = [instance for instance in instances if is_open_to_guests(permission, instance)]
    return bool(instances) and any(shared_rights(who.user).allow(permission, instance) for instance in instances)


def governing(subject: Any, *, open_first: bool = True) -> list[Instance]:
    """The cases that decide about a document: the newest of each process, of them the open ones alone where there are any and
    these come first; and with each what ran inside it, so that who signed along keeps sight of the paper."""
    try:
        adapter = adapter_of(subject)
    except Refused:
        return []
    found = shown_cases(adapter.content_type().pk, subject.pk)
    whole = [instance for instance in found if instance.parent_item_id is None]
    chosen = [instance for instance in whole if open_first and instance.finished_at is None]
    if not chosen:
        newest: dict[str, Instance] = {}
        for instance in whole:
            newest.setdefault(instance.process, instance)
        chosen = list(newest.values())
    roots = {instance.pk for instance in chosen}
    return [*chosen, *(instance for instance in found if instance.root_id in roots)]

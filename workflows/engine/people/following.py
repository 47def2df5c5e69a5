"""关注: following a case, and no longer; who is to be told when it ends or is sent back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisations.models import User

from ..errors import Refused
from ..models import Follow, Instance
from .permissions import allowed


def follow(user: User, instance: Instance) -> bool:
    """Follow a case; whether that is new. Twice at once it is followed once.

    Raises:
        Refused: the person may not see it.
    """
    if not allowed(user, "view", instance):
        raise Refused([_("您看不到这件事，不能关注。")])
    _row, made = Follow.objects.get_or_create(user=user, instance=instance, defaults={"since": timezone.now()})
    return made


def unfollow(user: User, instance: Instance) -> bool:
    """Follow it no longer; whether it was followed. Possible also where the person does not see it any more."""
    return bool(Follow.objects.filter(user=user, instance=instance).delete()[0])


def followed(user: Any) -> QuerySet[Follow, Any]:
    """What a person follows, as keys of cases to narrow a list by; it says nothing about what they may see."""
    return Follow.objects.filter(user=user).order_by().values("instance")


def followers(instance: Instance) -> Iterator[User]:
    """Who follows a case and may see it still."""
    for row in Follow.objects.filter(instance=instance).select_related("user").order_by("pk"):
        if allowed(row.user, "view", instance):
            yield row.user

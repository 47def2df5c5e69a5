"""Resetting a password: a one-time password, shown once to the administrator, changed by its owner at the first sign-in."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .administering import administers, lasting
from .models import Membership, PasswordReset, User
from .posts import posts

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs that nobody mistakes for another when they are read out; 12 of them make 59 bits."""

LASTS = timedelta(days=3)
"""So long a one-time password opens the door."""


class PasswordError(Exception):
    """A password cannot be reset; the message says why."""


def may_reset(by: User, person: User, *, now: datetime | None = None) -> bool:
    """Whether *by* looks after the account of *person*; nobody resets their own. Two queries."""
    if by.pk == person.pk or not person.is_active or person.anonymised_at is not None:
        return False
    day = timezone.localdate(now)
    every = Membership.objects.filter(user=person).select_related("organisation", "organisation__organ", "role")
    return administers(posts(by, day), lasting(every, day))


@transaction.atomic
def reset(person: User, *, by: User, now: datetime | None = None) -> str:
    """Give *person* a one-time password and return it; it is kept nowhere. All their sessions end, since the password changed.

    Raises:
        PasswordError: *by* does not look after this account.
    """
    moment = now or timezone.now()
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not may_reset(by, locked, now=moment):
        raise PasswordError(_("只有本单位或上级的单位管理员可以重置，且不能重置同级、上级管理员和自己的密码。"))
    password = "-".join("".join(secrets.choice(LETTERS) for _sign in range(4)) for _group in range(3))
    locked.set_password(password)
    locked.one_time_until = moment + LASTS
    locked.save(update_fields=["password", "one_time_until"])
    PasswordReset.objects.create(user=locked, by=by, at=moment)
    return password


def is_expired(person: User, *, now: datetime | None = None) -> bool:
    """Whether the person has a one-time password that does not open the door any more."""
    return person.one_time_until is not None and person.one_time_until <= (now or timezone.now())


def settle(person: User) -> None:
    """The person has chosen a password of their own."""
    if person.one_time_until is not None:
        person.one_time_until = None
        person.save(update_fields=["one_time_until"])

"""What people are told about, in the few groups between which they choose; and what each person has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Preference

Mail = Preference.Mail


@dataclass(frozen=True)
class Matter:
    """One group of kinds of messages, and how it comes by mail unless the person chose otherwise."""

    key: str
    title: str | Promise
    kinds: frozenset[str]
    usual: Mail = Mail.NOW


MATTERS = (
    Matter("todo", _("轮到我办"), frozenset({"todo", "request"})),
    Matter("returned", _("被退回、签字失效"), frozenset({"returned", "voided"})),
    Matter("reminder", _("到期提醒和催办"), frozenset({"reminder", "escalated", "urge", "remind", "supervise"})),
    Matter("copied", _("传阅、抄送"), frozenset({"read", "copy"}), Mail.DAILY),
    Matter("finished", _("办结"), frozenset({"finished", "followed"})),
)
"""In the order in which people see them. A kind of message that is in none of them counts as the first."""

_OF_KIND = {kind: matter for matter in MATTERS for kind in matter.kinds}


def matter_of(kind: str) -> Matter:
    """The group of a kind of message."""
    return _OF_KIND.get(kind, MATTERS[0])


def choices_of(users: Iterable[Any]) -> dict[tuple[int, str], Mail]:
    """What these people have chosen, by person and matter; one query. What is missing comes as usual."""
    rows = Preference.objects.filter(user__in={user.pk for user in users}).values_list("user", "matter", "mail")
    return {(user, matter): Mail(mail) for user, matter, mail in rows}


def preferences(user: Any) -> dict[str, Mail]:
    """How each matter comes to *user* by mail, in the order of :data:`MATTERS`; one query."""
    chosen = choices_of([user])
    return {matter.key: chosen.get((user.pk, matter.key), matter.usual) for matter in MATTERS}


def choose(user: Any, wanted: Mapping[str, str]) -> None:
    """Keep what *user* wants by mail, for the matters named.

    Raises:
        ValueError: there is no such matter or way.
    """
    known = {matter.key for matter in MATTERS}
    if unknown := set(wanted) - known:
        raise ValueError(f"unknown matters: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        for key, mail in wanted.items():
            Preference.objects.update_or_create(user=user, matter=key, defaults={"mail": Mail(mail)})

"""What the desk tells people about their own posts, passwords and shares; written with what happened, sent after it."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.notifications.delivery import deliver_soon
from workflows.notifications.posting import Message, post
from workflows.organisations.lending import holders_in
from workflows.organisations.models import Delegation, Handover, Organisation, PasswordReset, User

from .acting import address_of


def lent(delegation: Delegation) -> None:
    """The taker learns what was lent, from when and until when."""
    words = {"giver": delegation.giver, "post": delegation.membership}
    title = _("%(giver)s委托您代办“%(post)s”的事") % words
    days = _("%(since)s起，%(last)s止。") % {"since": _day(delegation.since), "last": _day(delegation.last_day)}
    _tell(Message(delegation.taker, "lent", title, "delegation", delegation.pk, days, reverse("desk:me")))


def taken_back(delegation: Delegation) -> None:
    """The taker learns that it ended."""
    title = _("%(giver)s撤回了“%(post)s”的委托") % {"giver": delegation.giver, "post": delegation.membership}
    _tell(Message(delegation.taker, "revoked", title, "delegation", delegation.pk, "", reverse("desk:me")))


def password_was_reset(person: User, by: User) -> None:
    """The owner learns who reset the password."""
    reset = PasswordReset.objects.filter(user=person, by=by).latest("pk")
    body = _("不是您要求的，请马上告诉单位管理员。")
    title = _("%s重置了您的密码") % by
    _tell(Message(person, "password", title, "password", reset.pk, body, reverse("desk:me")))


def handed_over(handover: Handover) -> None:
    """Giver and successor learn that it is confirmed."""
    words = {"post": handover.post, "giver": handover.post.user, "taker": handover.taker, "day": _day(handover.since)}
    title = _("“%(post)s”从%(day)s起由%(giver)s交接给%(taker)s") % words
    address = reverse("desk:handover", args=[handover.pk])
    people = (handover.post.user, handover.taker)
    _tell(*(Message(person, "handover", title, "handover", handover.pk, "", address) for person in people))


def shared(giver: User, to: User | Organisation, case: Any, until: date | None) -> None:
    """Who got a share learns of it: the person, or whoever handles documents in the organ."""
    title = _("%(giver)s共享给您：%(title)s") % {"giver": giver, "title": case.title}
    body = _("%s止。") % _day(until - timedelta(days=1)) if until is not None else ""
    people = [to] if isinstance(to, User) else holders_in({to.organ_pk}).exclude(pk=giver.pk)
    address = address_of(case)
    _tell(*(Message(person, "shared", title, "share", case.pk, body, address) for person in people))


def _tell(*messages: Message) -> None:
    post(messages)
    deliver_soon()


def _day(day: date) -> str:
    return date_format(day, "Y年n月j日")

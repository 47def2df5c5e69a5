"""What the desk tells people about their own posts, passwords and shares; written with what happened, sent after it."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.notifications.delivery import deliver_soon
from workflows.notifications.posting import Message, post
from workflows.organisations.models import Delegation


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


def _tell(*messages: Message) -> None:
    post(messages)
    deliver_soon()


def _day(day: date) -> str:
    return date_format(day, "Y年n月j日")

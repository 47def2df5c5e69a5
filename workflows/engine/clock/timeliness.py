"""How pressing a term is, in words and as a mark; everything that shows a term asks here, so that it reads the same everywhere."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.worktime.calendar import Calendar

SOON_DAYS = 2
"""What is due within this many working days is 快到期."""


class Left(str):
    """How long there is still, in words: 还剩2天, 今天到期, 已逾期1天; empty without a term.

    *urgency* is ``late``, ``soon`` or empty; *provisional* says that the holidays on the way are not published yet (暂计).
    """

    __slots__ = ("provisional", "urgency")

    urgency: str
    provisional: bool

    def __new__(cls, words: str, urgency: str = "", *, provisional: bool = False) -> Left:
        """The words with their marks."""
        made = super().__new__(cls, words)
        made.urgency, made.provisional = urgency, provisional
        return made

    @property
    def told(self) -> str:
        """In a sentence, where marks cannot be shown: 还剩2天，暂计."""
        return _("%(left)s，暂计") % {"left": self} if self.provisional and self else str(self)


def time_left(due_at: datetime | None, now: datetime, *, provisional: bool = False) -> Left:
    """How long there is still: the words count calendar days, 快到期 counts working days."""
    if due_at is None:
        return Left("")
    days = (timezone.localdate(due_at) - timezone.localdate(now)).days
    if days > 0:
        words = _("还剩%(days)d天") % {"days": days}
    elif days < 0:
        words = _("已逾期%(days)d天") % {"days": -days}
    else:
        words = _("今天到期") if due_at >= now else _("今天已过时限")
    urgency = "late" if due_at < now else "soon" if due_at <= soon_until(now) else ""
    return Left(words, urgency, provisional=provisional)


def soon_until(now: datetime) -> datetime:
    """The end of the second working day after today: what is due until then is 快到期, or late."""
    return Calendar.recent().add(timezone.localdate(now), SOON_DAYS).end

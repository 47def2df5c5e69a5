"""How pressing a term is, in words and as a mark; everything that shows a term asks here, so that it reads the same everywhere."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language
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


def time_left(
    due_at: datetime | None, now: datetime, *, provisional: bool = False, soon: datetime | None = None
) -> Left:
    """How long there is still: the words count calendar days, 快到期 counts working days.

    A list that asks for many gives :func:`soon_until` along as *soon*.
    """
    if due_at is None:
        return Left("")
    days = (timezone.localdate(due_at) - timezone.localdate(now)).days
    words = _words(days, get_language()) if days or due_at >= now else _("今天已过时限")
    urgency = "late" if due_at < now else "soon" if due_at <= (soon or soon_until(now)) else ""
    return Left(words, urgency, provisional=provisional)


@lru_cache(maxsize=512)
def _words(days: int, _language: str | None) -> str:
    """The words for a number of calendar days; the same few stand on every line of a list."""
    if days > 0:
        return _("还剩%(days)d天") % {"days": days}
    return _("已逾期%(days)d天") % {"days": -days} if days < 0 else _("今天到期")


def soon_until(now: datetime) -> datetime:
    """The end of the second working day after today: what is due until then is 快到期, or late."""
    return Calendar.recent().add(timezone.localdate(now), SOON_DAYS).end

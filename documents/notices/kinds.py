"""文种: the kinds of official paper that a league committee writes, and which way each goes (条例第8条、第13–17条)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way a paper goes."""

    DOWN = "down", _("下行")
    UP = "up", _("上行")
    SIDE = "side", _("平行")


class Kind(models.TextChoices):
    """The nine of the fifteen statutory kinds that fall to a committee of the league."""

    NOTICE = "通知", _("通知")
    CIRCULAR = "通报", _("通报")
    REPORT = "报告", _("报告")
    REQUEST = "请示", _("请示")
    REPLY = "批复", _("批复")
    LETTER = "函", _("函")
    MINUTES = "纪要", _("纪要")
    OPINION = "意见", _("意见")
    DECISION = "决定", _("决定")


DIRECTIONS = {Kind.REPORT: Direction.UP, Kind.REQUEST: Direction.UP, Kind.LETTER: Direction.SIDE}


def direction(kind: str) -> Direction:
    """The usual direction of a kind; what is not upward or sideways goes down."""
    return DIRECTIONS.get(Kind(kind), Direction.DOWN)


class Layout(models.TextChoices):
    """格式: how the first page is laid out (GB/T 9704-2012 7, 10.1, 10.3)."""

    FILE = "文件", _("文件格式")
    LETTER = "信函", _("信函格式")
    MINUTES = "纪要", _("纪要格式")


LAYOUTS = {Kind.LETTER: Layout.LETTER, Kind.MINUTES: Layout.MINUTES}


def usual_layout(kind: str) -> Layout:
    """The layout in which papers of a kind usually go out: 函 as a letter, 纪要 as minutes, all others with the full head."""
    return LAYOUTS.get(Kind(kind), Layout.FILE)


class Openness(models.TextChoices):
    """公开属性: whether the paper may be shown to the public, decided by the issuing organ (条例第31条)."""

    OPEN = "open", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    CLOSED = "closed", _("不予公开")


class Validity(models.TextChoices):
    """效力 of an issued paper that is in force no more: void from the beginning, or from a day on (条例第33条)."""

    REVOKED = "revoked", _("已撤销")
    REPEALED = "repealed", _("已废止")

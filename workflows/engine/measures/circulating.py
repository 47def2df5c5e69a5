"""传阅 抄送 催办 督办: telling people, with receipts; none of it holds the case up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.database import once

from ..deciding.dossier import ASIDE, UNFINISHED, Dossier
from ..errors import Refused
from ..models import Event, WorkItem
from ..people.rights import Capacity, is_asked
from ..people.standing import Standing
from .base import Kind, Measure, Status, Taking
from .targets import Whom, chosen

PAUSE = timedelta(hours=2)
"""Nobody is reminded of the same matter by the same person more often."""


def circulate(taking: Taking) -> None:
    """Send round for reading: an item for each, done by 已阅. It outlives returns and the end of the case."""
    _tell(taking, Kind.READ, Status.OPEN)


def copy(taking: Taking) -> None:
    """Let people know: they are told and may look; nothing waits for them. Opening it is noted."""
    _tell(taking, Kind.COPY, Status.TOLD)


def _tell(taking: Taking, kind: str, status: str) -> None:
    case = taking.case
    wanted = chosen(case, taking.capacity.item, taking.action.params.get("whom"), narrow=False, most=50)
    fresh = [whom for whom in wanted if not _knows(case, kind, whom) and not whom.people <= taking.people]
    if not fresh:
        raise Refused([_("所选的人都已经收到，不用再送。")])
    for number, whom in zip(count(1), fresh, strict=False):
        taking.put(kind, f"{kind}{taking.seq}.{number}", whom, status=status)


def _knows(case: Dossier, kind: str, whom: Whom) -> bool:
    """Whether the same was sent to them and still lies there."""
    return any(
        item.kind == kind
        and item.status in (*UNFINISHED, Status.TOLD)
        and (item.organisation_id, item.role_id, item.user_id) == (whom.organisation_id, whom.role_id, whom.user_id)
        for item in case.items
    )


def read(taking: Taking) -> None:
    """已阅, with or without a word."""
    taking.finish(taking.item)


def urge(taking: Taking) -> None:
    """Remind whoever is asked now. Once in a while only."""
    case = taking.case
    since = case.now - PAUSE
    mine = Event.objects.filter(instance=case.instance, kind="measure", name="urge", actor=taking.action.actor)
    if mine.filter(at__gt=since, entry=case.instance.entry).exists():
        raise Refused([_("两小时内您已经催过，请稍后再催。")])
    taking.data["urged"] = [item.pk for item in case.open_items if item.kind not in (Kind.READ, Kind.COPY)]


def someone_is_asked(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """There must be somebody else to remind."""
    items = [item for item in case.open_items if item.kind not in (Kind.READ, Kind.COPY)]
    if not items:
        return [_("现在没有人在办，不用催。")]
    own = who.user.pk if who.user is not None else 0
    others = [item for item in items if not any(is_asked(post, item, own) for post in who.own)]
    return [] if others else [_("现在轮到您自己办。")]


def urge_readers(taking: Taking) -> None:
    """Remind those who have not read what the person sent round; the office and the clerk remind for anybody."""
    taking.data["urged"] = [item.pk for item in _unread(taking.case, taking.people, taking.capacity)]


def someone_has_not_read(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """There must be a reader to remind, and nobody reminded them just now."""
    giver = capacity.post.giver
    people = frozenset(person.pk for person in (who.user, giver) if person is not None)
    if not _unread(case, people, capacity):
        return [_("没有等着阅的人，不用催。")]
    since = case.now - PAUSE
    lately = Event.objects.filter(instance=case.instance, kind="measure", name="urge_readers", at__gt=since)
    urged = once(("urged", case.instance.pk, since), lately.exists)
    return [_("两小时内已经催过，请稍后再催。")] if urged else []


def _unread(case: Dossier, people: frozenset[int], capacity: Capacity) -> list[WorkItem]:
    """The readers still awaited by these people; by whom it was sent costs one query, where anybody is awaited."""
    awaited = [item for item in case.items if item.kind == Kind.READ and item.status == Status.OPEN]
    if not awaited or capacity.post.role.key in ("office", "clerk"):
        return awaited
    rounds = Event.objects.filter(instance=case.instance, seq__in={round_of(item) for item in awaited})
    found = once(("rounds", case.instance.pk), lambda: list(rounds.values_list("seq", "actor", "behalf")))
    sent = {seq for seq, *senders in found if people & set(senders)}
    return [item for item in awaited if round_of(item) in sent]


def round_of(item: WorkItem) -> int:
    """The number of the event by which an item was put beside the decision; it is part of its party (``read12.1``)."""
    digits = item.party.partition(".")[0].lstrip("abcdefghijklmnopqrstuvwxyz_")
    return int(digits) if digits.isdecimal() else 0


def supervise(taking: Taking) -> None:
    """立项督办: whoever is asked now has to reply by a day, whatever becomes of the case meanwhile, until it ends."""
    case = taking.case
    until = _day(taking)
    today = timezone.localdate(case.now)
    days = taking.terms.calendar.between(today, until)
    if days < 1:
        raise Refused([_("答复期限最早是下一个工作日。")])
    asked = [item for item in case.open_items if item.kind not in ASIDE]
    known = {(item.organisation_id, item.role_id, item.user_id) for item in _supervised(case)}
    fresh = [item for item in asked if (item.organisation_id, item.role_id, item.user_id) not in known]
    if not fresh:
        raise Refused([_("这件事已经在督办，请等答复。") if asked else _("现在没有人在办，不能督办。")])
    for number, item in zip(count(1), fresh, strict=False):
        whom = Whom(item.organisation_id, item.role_id, item.user_id)
        put = taking.put(
            Kind.OVERSEE,
            f"oversee{taking.seq}.{number}",
            whom,
            clock_start=case.now,
            clock_days=days,
            note=_("督办"),
        )
        taking.terms.renew(put, case.state, after=case.now)
    taking.data["until"] = until.isoformat()


def _day(taking: Taking) -> date:
    try:
        return date.fromisoformat(taking.param("until"))
    except ValueError:
        raise Refused([_("请写明哪一天前答复。")]) from None


def _supervised(case: Dossier) -> list[WorkItem]:
    return [item for item in case.items if item.kind == Kind.OVERSEE and item.status in UNFINISHED]


def someone_works(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """督办 needs a handler."""
    asked = [item for item in case.open_items if item.kind not in ASIDE]
    return [] if asked else [_("现在没有人在办，不能督办。")]


def reply(taking: Taking) -> None:
    """督办答复."""
    taking.finish(taking.item)


MEASURES = (
    Measure("circulate", circulate, wants=("several",), suspended=True, finished=True),
    Measure("read", read, kinds=(Kind.READ,), answers=True, suspended=True, finished=True),
    Measure("copy", copy, wants=("several",), suspended=True, finished=True),
    Measure("urge", urge, someone_is_asked),
    Measure("urge_readers", urge_readers, someone_has_not_read, suspended=True, finished=True),
    Measure("supervise", supervise, someone_works, wants=("until",)),
    Measure("reply", reply, kinds=(Kind.OVERSEE,), answers=True),
)

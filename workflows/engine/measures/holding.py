"""挂起 恢复 延期 撤销 终止 作废: stopping the clock, moving it, and ending a case outside its transitions."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from workflows.definition import end

from ..deciding.dossier import UNFINISHED, Dossier
from ..deciding.resting import hold, let_go, rests_outside
from ..errors import Refused
from ..models import NO_TERM, WorkItem
from ..people.rights import Capacity
from ..people.standing import Standing
from .asking import ask_approval, not_ones_own, requested
from .base import Kind, Measure, Status, Taking

MOST_DAYS = 60
"""No extension is longer, in working days."""


def suspend(taking: Taking) -> None:
    """挂起: nothing can be decided or edited, inside neither; what was open leaves the worklists."""
    hold(taking.case, taking.terms)


def resume(taking: Taking) -> None:
    """恢复: what was held is open again, its term later by the working days that passed."""
    taking.data["days"] = let_go(taking.case, taking.terms)


def extend(taking: Taking) -> None:
    """申请延期: so many working days more for the own item; somebody who may grant it is asked, never the applicant."""
    days = taking.whole("days", 1, MOST_DAYS, _("请写明延期几个工作日（1到%(most)d）。") % {"most": MOST_DAYS})
    ask_approval(taking, "extension_grant", f"extend{taking.seq}", _("申请延期%(days)d个工作日") % {"days": days})
    taking.data["days"] = days


def has_a_term(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """Only what has a term can be put off, and one application at a time."""
    item = capacity.item
    if item is None or item.due_at == NO_TERM:
        return [_("这一项没有时限，不用延期。")]
    asked = any(one.kind == Kind.REQUEST and one.raised_by_id == item.pk for one in case.open_items)
    return [_("已经申请延期，请等批复。")] if asked else []


def grant(taking: Taking) -> None:
    """批准延期: the applicant's item, or whoever has it by now, gets the days."""
    application = requested(taking)
    item = _held_now(taking.case, taking.item.raised_by_id)
    days = int(application["days"])
    taking.data |= {"days": days, "party": item.party}
    item.clock_days += days
    taking.terms.renew(item, taking.case.state, after=taking.case.now)
    taking.case.touch(item)
    _settle(taking)


def deny(taking: Taking) -> None:
    """不批延期."""
    requested(taking)
    _settle(taking)


def _settle(taking: Taking) -> None:
    """The application is answered, at whichever post it lay."""
    party = taking.item.party
    taking.finish(taking.item)
    for item in taking.case.current_items:
        if item.party == party and item.kind == Kind.REQUEST and item.status in UNFINISHED:
            taking.close(item, Status.REMOVED)


def _held_now(case: Dossier, raiser: int | None) -> WorkItem:
    raised = next((item for item in case.items if item.pk == raiser), None)
    same = [] if raised is None else [item for item in case.current_items if item.party == raised.party]
    for item in same:
        if item.status in UNFINISHED:
            return item
    raise Refused([_("这一项已经办了，不用再延期。")])


def finish(taking: Taking, *, outcomes: tuple[str, ...]) -> None:
    """End the case here: as the definition's state of that outcome, or where it stands when it has none."""
    case = taking.case
    marking, changes = end(case.rules, case.marking(), outcomes)
    taking.move(marking, changes)


def nothing_signed(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """撤销 is the initiator's only until somebody has signed, whatever became of the signature since."""
    return [_("已经有人签字，不能撤销。请办公室终止或作废。")] if case.signed() else []


def is_running(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """What is held already is not held again."""
    return [_("已经挂起。")] if case.instance.suspended_at is not None else []


def is_suspended(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """恢复 needs a case that is held; an inner one goes on with the one around it."""
    if rests_outside(case):
        return [_("外面的事项挂起着，它恢复时这里一起恢复。")]
    return [] if case.instance.suspended_at is not None else [_("没有挂起，不用恢复。")]


MEASURES = (
    Measure("extend", extend, has_a_term, wants=("days",)),
    Measure("extension_grant", grant, not_ones_own, kinds=(Kind.REQUEST,), prefix="extend", answers=True),
    Measure("extension_deny", deny, not_ones_own, kinds=(Kind.REQUEST,), prefix="extend", answers=True),
    Measure("suspend", suspend, is_running),
    Measure("resume", resume, is_suspended, suspended=True),
    Measure("cancel", partial(finish, outcomes=("withdrawn", "void")), nothing_signed, suspended=True),
    Measure("stop", partial(finish, outcomes=("refused", "void")), suspended=True),
    Measure("void", partial(finish, outcomes=("void",)), suspended=True),
)

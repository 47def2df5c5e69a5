"""跳转: an administrator's way out when a case is stuck. A reason, a second person, and a mark in the history."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workflows.definition import Change, Impossible, Marking, leap

from ..deciding.applying import Doing
from ..deciding.dossier import Dossier
from ..errors import Refused
from ..people.rights import Capacity
from ..people.standing import Standing
from .asking import ask_approval, not_ones_own, requested
from .base import Kind, Measure, Taking


def jump(taking: Taking) -> None:
    """Apply for a leap to another state; it is tried now, so that nobody approves what cannot be done."""
    target = taking.param("state")
    if not taking.case.rules.has_state(target):
        raise Refused([_("请选择跳到哪个环节。")])
    _leap(taking.case, target)
    title = taking.case.rules.state(target).title
    ask_approval(taking, "jump_confirm", f"jump{taking.seq}", _("管理员申请跳到“%(state)s”") % {"state": title})
    taking.data["to"] = target


def confirm(taking: Taking) -> None:
    """The second person agrees: the case leaves its state and stands in the other."""
    application = requested(taking)
    taking.finish(taking.item)
    marking, changes = _leap(taking.case, str(application["to"]))
    taking.data |= {"to": application["to"], "asked_by": application["actor"]}
    taking.move(marking, changes, Doing(actor=taking.action.actor))


def deny(taking: Taking) -> None:
    """The second person does not agree; the case stays."""
    requested(taking)
    taking.finish(taking.item)


def _leap(case: Dossier, target: str) -> tuple[Marking, tuple[Change, ...]]:
    try:
        return leap(case.rules, case.marking(), target, case.world)
    except Impossible as impossible:
        raise Refused([f"{reason}。" for reason in impossible.reasons]) from impossible


def not_asked_yet(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """One application at a time, and somewhere to leap to."""
    asked = any(item.kind == Kind.REQUEST and item.party.startswith("jump") for item in case.open_items)
    if asked:
        return [_("已经申请跳转，请等另一人同意。")]
    return [] if states_to_jump_to(case) else [_("没有可以跳到的环节。")]


def states_to_jump_to(case: Dossier) -> list[tuple[str, str]]:
    """The states that can be leapt to, in the order of the definition."""
    found = []
    for state in case.rules.states:
        try:
            leap(case.rules, case.marking(), state.name, case.world)
        except Impossible:
            continue
        found.append((state.name, state.title))
    return found


MEASURES = (
    Measure("jump", jump, not_asked_yet, wants=("state",)),
    Measure("jump_confirm", confirm, not_ones_own, kinds=(Kind.REQUEST,), prefix="jump", answers=True),
    Measure("jump_deny", deny, not_ones_own, kinds=(Kind.REQUEST,), prefix="jump", answers=True),
)

"""为什么我不能办: every transition of the present state, each condition's answer, and who could act instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from workflows.definition import Transition

from ..deciding.dossier import LASTING, Dossier
from ..deciding.judging import (
    GuardAnswer,
    ask_guards,
    moment_of,
    name_of,
    not_asked,
    obstacles,
    separation,
    standing_aside,
)
from ..models import WorkItem
from ..people.rights import capacities
from ..people.standing import Standing
from .instead import Instead

SUSPENDED = _lazy("已挂起，恢复后才能办。")


@dataclass(frozen=True)
class ExplainedTransition:
    """One transition: whether the person may take it, what each guard says, why not, and who could."""

    name: str
    title: str
    allowed: bool
    guards: list[GuardAnswer]
    reasons: list[str]
    who: list[str]


@dataclass(frozen=True)
class Explanation:
    """What holds a case where it is, for one person. *notes* say where it stands and for whom it waits; *measures*: 转办 加签 …,
    and why not.
    """

    state_title: str
    notes: list[str]
    transitions: list[ExplainedTransition] = field(default_factory=list)
    measures: list[Any] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Everything in sentences."""
        return [*self.notes, *(line for one in self.transitions for line in _told(one))]


def explain_in(case: Dossier, who: Standing) -> Explanation:
    """Every transition of the present state, from a person's view; see :func:`workflows.engine.reading.looking.explain`."""
    title = case.state.title
    if case.instance.finished_at is not None:
        return Explanation(title, [_("这件事已经办结（%(state)s）。") % {"state": case.instance.state_title}])
    notes = [_("现在在“%(state)s”环节。") % {"state": title}]
    if case.instance.suspended_at is not None:
        notes.append(str(SUSPENDED))
    instead = Instead(case)
    notes += _waiting(case, instead)
    if (entitled := case.entitled(case.state.name)) is not None:
        notes.append(entitled.sentence)
    exits = [transition for transition in case.exits() if not transition.automatic]
    return Explanation(title, notes, [_explain(case, transition, who, instead) for transition in exits])


def _explain(case: Dossier, transition: Transition, who: Standing, instead: Instead) -> ExplainedTransition:
    if case.instance.suspended_at is not None:
        return ExplainedTransition(transition.name, transition.title, False, [], [str(SUSPENDED)], [])
    found = list(capacities(case, transition, who)) or standing_aside(case, transition, who)
    free = [one for one in found if not separation(case, who.user, one)]
    reasons = []
    if not found:
        reasons.append(not_asked(case, transition))
    elif not free:
        reasons.append(separation(case, who.user, found[0]))
    reasons += obstacles(case, transition, who.user.pk if who.user is not None else 0)
    capacity = next(iter(free or found), None)
    guards = ask_guards(moment_of(case, transition, capacity, who.user)) if transition.conditional else []
    reasons += [answer.reason for answer in guards if not answer.ok]
    others = instead.who(transition, who.user.pk if who.user is not None else None)
    return ExplainedTransition(transition.name, transition.title, not reasons, guards, reasons, others)


def _waiting(case: Dossier, instead: Instead) -> list[str]:
    """Who is asked now, and whether anybody sits there."""
    lines = []
    for item in case.open_items:
        if item.kind in (*LASTING, WorkItem.Kind.REQUEST):
            continue
        if item.kind == WorkItem.Kind.CHILD:
            lines.append(_("等%(organ)s内部办理。") % {"organ": item.organisation})
            continue
        people = [str(item.user)] if item.user is not None else instead.fit(item)
        vacant = _("岗位空缺，请单位管理员安排人员")
        barred = _("在岗的人都不能办，请单位管理员另派人")
        names = "、".join(people) or (vacant if instead.is_vacant(item) else barred)
        note = f"；{item.note}" if item.note and people else ""
        lines.append(_("等%(post)s办理（%(names)s%(note)s）。") % {"post": name_of(item), "names": names, "note": note})
    return lines


def _told(one: ExplainedTransition) -> list[str]:
    if one.allowed:
        return [_("“%(title)s”：您可以办。") % {"title": one.title}]
    return [_("“%(title)s”：%(reason)s") % {"title": one.title, "reason": reason} for reason in one.reasons]

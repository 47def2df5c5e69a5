"""为什么我不能办: every transition of the present state, each condition's answer, and who could act instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Transition
from workflows.organisations.models import Membership, Role

from ..deciding.dossier import LASTING, VOICES, Dossier
from ..deciding.judging import GuardAnswer, ask_guards, moment_of, name_of, not_asked, obstacles, separation
from ..models import WorkItem
from ..people.rights import capacities, grant_of
from ..people.standing import Standing


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
    """What holds a case where it is, for one person; *lines* are ready to be shown. *measures*: 转办 加签 …, and why not."""

    state_title: str
    lines: list[str]
    transitions: list[ExplainedTransition] = field(default_factory=list)
    measures: list[Any] = field(default_factory=list)


def explain_in(case: Dossier, who: Standing) -> Explanation:
    """Every transition of the present state, from a person's view; see :func:`workflows.engine.reading.looking.explain`."""
    title = case.state.title
    if case.instance.finished_at is not None:
        return Explanation(title, [_("这件事已经办结（%(state)s）。") % {"state": case.instance.state_title}])
    lines = [_("现在在“%(state)s”环节。") % {"state": title}]
    if case.instance.suspended_at is not None:
        lines.append(_("已挂起，恢复后才能办。"))
    lines += _waiting(case)
    if (entitled := case.entitled(case.state.name)) is not None:
        lines.append(entitled.sentence)
    explained = [_explain(case, transition, who) for transition in case.exits() if not transition.automatic]
    for one in explained:
        lines += _told(one)
    return Explanation(title, lines, explained)


def _explain(case: Dossier, transition: Transition, who: Standing) -> ExplainedTransition:
    found = list(capacities(case, transition, who))
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
    return ExplainedTransition(
        transition.name, transition.title, not reasons, guards, reasons, _who_may(case, transition)
    )


def _waiting(case: Dossier) -> list[str]:
    """Who is asked now, and whether anybody sits there."""
    lines = []
    for item in case.open_items:
        if item.kind in (*LASTING, WorkItem.Kind.REQUEST):
            continue
        if item.kind == WorkItem.Kind.CHILD:
            lines.append(_("等%(organ)s内部办理。") % {"organ": item.organisation})
            continue
        people = _holders(case, item)
        names = "、".join(people) if people else _("岗位空缺，请单位管理员安排人员")
        note = f"；{item.note}" if item.note and people else ""
        lines.append(_("等%(post)s办理（%(names)s%(note)s）。") % {"post": name_of(item), "names": names, "note": note})
    return lines


def _holders(case: Dossier, item: WorkItem) -> list[str]:
    """The people who may take an item: not those whom 岗位分离 excludes."""
    if item.user is not None:
        return [str(item.user)]
    organ = item.organisation.organ_id is None
    posts = Membership.objects.current(timezone.localdate(case.now)).filter(role=item.role).select_related("user")
    here = posts.filter(organisation=item.organisation)
    found = here | posts.filter(organisation__organ=item.organisation) if organ else here
    rows = list(found.order_by("pk"))
    fit = case.fit(case.state.name, (post.user_id for post in rows))
    return list(dict.fromkeys(str(post.user) for post in rows if post.user_id in fit))


def _who_may(case: Dossier, transition: Transition) -> list[str]:
    """In words, who could take a transition now."""
    found = []
    for by in transition.by:
        if by == "party":
            found += [name_of(item) for item in case.open_items if item.kind in VOICES]
        elif by == "author":
            found.append(_("发起人%(name)s") % {"name": case.instance.started_by})
        elif by == "sender":
            found.append(_("上一步的经办人"))
        else:
            grant = grant_of(by)
            role = Role.objects.filter(key=grant.role).first()
            where = case.instance.organ if grant.reach == "own" else _("上级单位")
            found.append(f"{where}{role if role is not None else grant.role}")
    return list(dict.fromkeys(found))


def _told(one: ExplainedTransition) -> list[str]:
    if one.allowed:
        return [_("“%(title)s”：您可以办。") % {"title": one.title}]
    return [_("“%(title)s”：%(reason)s") % {"title": one.title, "reason": reason} for reason in one.reasons]

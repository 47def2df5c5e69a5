"""Whether somebody may take a transition now, and if not, why not, in sentences for that person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.definition import Skip, Transition, targets
from workflows.organisations.models import User
from workflows.organisations.roles import title_at

from ..clock.terms import Terms
from ..errors import Refused
from ..models import WorkItem
from ..people.rights import Capacity, capacities
from ..people.standing import Standing
from ..registry import Guard, Moment, find_guard
from .actions import Action, Offline, token_of
from .dossier import LASTING, VOICES, Dossier


@dataclass(frozen=True)
class GuardAnswer:
    """What a guard said: *reason* is empty when it holds."""

    name: str
    title: str
    reason: str

    @property
    def ok(self) -> bool:
        """Whether it holds."""
        return not self.reason


def find_transition(dossier: Dossier, name: str) -> Transition:
    """The transition of that name if it is offered in the present state of an open case.

    Raises:
        Refused: the case is finished or suspended, or the state has no such transition.
    """
    instance = dossier.instance
    if instance.finished_at is not None:
        raise Refused([_("这件事已经办结（%(state)s），不能再办。") % {"state": instance.state_title}])
    if instance.suspended_at is not None:
        raise Refused([_("这件事已挂起，恢复后才能办。")])
    transition = dossier.offered.transition(name)
    if transition is None or dossier.state.name not in transition.sources or transition.automatic:
        raise Refused([_("“%(state)s”环节没有这项操作，请刷新页面。") % {"state": dossier.state.title}])
    return transition


def find_capacity(dossier: Dossier, transition: Transition, standing: Standing, action: Action) -> Capacity:
    """As what the actor may take *transition*; the item that the page showed is preferred.

    Raises:
        Refused: in no capacity, or only in one that 岗位分离 excludes.
    """
    fitting = [one for one in capacities(dossier, transition, standing) if _is_wanted(one, action)]
    if not fitting:
        aside = standing_aside(dossier, transition, standing)
        raise Refused([separation(dossier, standing.user, aside[0]) if aside else not_asked(dossier, transition)])
    free = [one for one in fitting if separation(dossier, standing.user, one) == ""]
    if not free:
        raise Refused([separation(dossier, standing.user, fitting[0])])
    shown = shown_item(action)
    return next((one for one in free if one.item is not None and one.item.pk == shown), free[0])


def standing_aside(dossier: Dossier, transition: Transition, standing: Standing) -> list[Capacity]:
    """The capacities that a person would have by a post, were they not kept out: the other holders are asked one by one."""
    if "party" not in transition.by or standing.user is None:
        return []
    found = [
        Capacity(post, item)
        for item in dossier.open_items
        if item.kind in VOICES and item.user_id is not None and item.role_id is not None
        for post in standing.in_process(dossier.instance.process)
        if item.role_id == post.role.pk and item.organisation_id in post.places
    ]
    return [one for one in found if separation(dossier, standing.user, one)]


def check_token(dossier: Dossier, capacity: Capacity, action: Action) -> None:
    """Compare what the page showed with what is now.

    Raises:
        Refused: the case moved on, the own item was taken care of, or the content changed.
    """
    if action.token is None:
        return
    item_id = capacity.item.pk if capacity.item is not None else None
    expected = token_of(dossier.instance, item_id)
    if action.token == expected:
        return
    entry, _item, content = (*action.token.split("."), "", "")[:3]
    if entry != str(dossier.instance.entry):
        raise Refused([_("这件事已经到了“%(state)s”环节，请刷新后再办。") % {"state": dossier.state.title}])
    if content != expected.split(".")[2]:
        raise Refused([_("您打开页面以后，内容有改动。请刷新，看过改动再办。")])
    raise Refused([_("您的这一项已经办过了，请刷新页面。")])


def obstacles(dossier: Dossier, transition: Transition, actor_id: int) -> list[str]:
    """What stands in the way of anybody: too early, nowhere to go, already opened by the next, a signature that fell."""
    found = []
    if transition.after and (ready := Terms().ready_at(dossier.instance, transition)) > dossier.now:
        words = {"days": transition.after, "until": date_format(timezone.localtime(ready), "n月j日 H:i")}
        found.append(_("满%(days)d个工作日以后才能办，即%(until)s以后。") % words)
    if not targets(dossier.offered, dossier.marking(), transition):
        found.append(_("没有可以回去的环节。"))
    if transition.unread and (who := _taken_up(dossier, actor_id)):
        found.append(_("%(who)s已经打开或办理，不能撤回了。可请对方退回。") % {"who": who})
    if (voided := dossier.voided()) and _agrees(dossier, transition):
        titles = "、".join(dict.fromkeys(state_title_of(dossier, item) for item in voided))
        found.append(_("“%(titles)s”以后内容有实质改动，签字已失效。请先送签过的人确认。") % {"titles": titles})
    return found


def _agrees(dossier: Dossier, transition: Transition) -> bool:
    """Whether a transition builds on the signatures given so far: a yes, or what ends the case as passed, be it through
    states that are passed by."""
    rules, name, seen = dossier.rules, transition.to, set[str]()
    while transition.verdict != "yes":
        if not rules.has_state(name) or name in seen:
            return False
        seen.add(name)
        state = rules.state(name)
        onward = rules.forward(name)
        if state.final or onward is None or not isinstance(dossier.world.seats(state), Skip):
            return state.outcome == "passed"
        name = onward.to
    return True


def ask_guards(moment: Moment) -> list[GuardAnswer]:
    """The answers to all conditions of the transition; a guard that is not installed says no, wherever it is asked."""
    return [*(_ask(name, moment) for name in moment.transition.guards), *_ask_unless(moment)]


def _ask_unless(moment: Moment) -> Iterator[GuardAnswer]:
    """What has to be unmet: no as soon as all of it is met."""
    names = moment.transition.unless
    if not names:
        return
    answers = [_ask(name, moment) for name in names]
    missing = [answer for name, answer in zip(names, answers, strict=True) if find_guard(name) is None]
    titles = "、".join(answer.title for answer in answers)
    if missing:
        yield from missing
    elif all(answer.ok for answer in answers):
        yield GuardAnswer(names[0], titles, _("“%(titles)s”已经满足，不需要这项操作。") % {"titles": titles})
    else:
        yield GuardAnswer(names[0], _("“%(titles)s”还没有满足") % {"titles": titles}, "")


def moment_of(
    dossier: Dossier,
    transition: Transition,
    capacity: Capacity | None,
    actor: User | None,
    *,
    params: Mapping[str, Any] | None = None,
    opinion: str = "",
    moving: bool = False,
    paper: Offline | None = None,
) -> Moment:
    """What guards and effects of this act may look at."""
    post = capacity.post if capacity is not None else None
    return Moment(
        subject=dossier.subject,
        instance=dossier.instance,
        definition=dossier.rules,
        state=dossier.state,
        transition=transition,
        actor=actor,
        post=post.membership if post is not None else None,
        behalf=post.giver if post is not None else None,
        organisation=post.organisation if post is not None else dossier.instance.organisation,
        now=dossier.now,
        params=params or {},
        opinion=opinion,
        moving=moving,
        paper=paper,
    )


def not_asked(dossier: Dossier, transition: Transition) -> str:
    """Why somebody without a capacity may not act, and who may."""
    asked = [item for item in dossier.open_items if item.kind not in LASTING]
    if "party" in transition.by and asked:
        who = "、".join(dict.fromkeys(_holder_of(item) for item in asked))
        return _("“%(title)s”现在由%(who)s办理，您不在其中。") % {"title": transition.title, "who": who}
    return _("您没有“%(title)s”的权限。") % {"title": transition.title}


def separation(dossier: Dossier, user: User | None, capacity: Capacity) -> str:
    """Why 岗位分离 excludes a capacity, or 签发权限 does not cover it; empty when it is free. Giver and taker of a delegation both count.

    Whatever the definition says, nobody signs an own draft in a lent post (domain.md §2.8 委托代理).
    """
    if capacity.item is None or user is None:
        return ""
    giver = capacity.post.giver
    people = {user.pk} | ({giver.pk} if giver is not None else set())
    if people & dossier.excluded(dossier.state.name):
        apart = dossier.rules.apart_from(dossier.state.name, dossier.organ.profile)
        titles = "、".join(state.title for state in dossier.rules.states if state.name in apart)
        words = {"titles": titles, "state": dossier.state.title}
        return _("岗位分离：办过“%(titles)s”的人不能再办“%(state)s”，请由他人办理。") % words
    entitled = dossier.entitled(dossier.state.name) if capacity.item.relation == WorkItem.Relation.INITIAL else None
    if entitled is not None and not people & entitled.people.keys():
        return entitled.sentence
    if giver is not None and dossier.state.binds and user.pk in dossier.authors:
        return _("不能代别人在自己起草的文书上签字，请由他人办理。")
    return ""


def name_of(item: WorkItem) -> str:
    """Whom an item asks, in words."""
    if item.user is not None:
        return str(item.user)
    return f"{item.organisation}{role_of(item)}"


def role_of(item: WorkItem) -> str:
    """The post that an item asks, as it is called in that organisation; empty where it asks a person."""
    return title_at(item.organisation.kind, item.role.key, item.role.title) if item.role is not None else ""


def _holder_of(item: WorkItem) -> str:
    """Whom an item asks, and who of them has taken it up."""
    if item.claimed_by is None:
        return name_of(item)
    return _("%(post)s（%(name)s已领办）") % {"post": name_of(item), "name": item.claimed_by}


def state_title_of(dossier: Dossier, item: WorkItem) -> str:
    """The title of the state in which an item was put."""
    names = {entry: name for name, entry in dossier.entries().items()}
    return dossier.rules.state(names[item.entry]).title if item.entry in names else item.party


def shown_item(action: Action) -> int | None:
    """The item that the page showed, from the token."""
    parts = (action.token or "").split(".")
    known = len(parts) > 1 and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 19
    return int(parts[1]) or None if known else None


def _is_wanted(capacity: Capacity, action: Action) -> bool:
    """Whether a capacity fits what the actor chose, if anything was chosen."""
    if action.post is not None and capacity.post.membership.pk != action.post.pk:
        return False
    giver = capacity.post.giver
    return action.behalf is None or (giver is not None and giver.pk == action.behalf.pk)


def _taken_up(dossier: Dossier, actor_id: int) -> str:
    """Who else has opened or done an item since the present visit began; empty when nobody has."""
    entered = dossier.instance.entered_at
    items = [item for item in dossier.current_items if item.done_at is None or item.done_at >= entered]
    here = {item.pk for item in items}
    for item in items:
        if item.kind in LASTING:
            continue
        added = item.relation != WorkItem.Relation.INITIAL and item.raised_by_id in here
        if item.status == WorkItem.Status.MOVED or added:
            return name_of(item)
        others = {item.read_by_id, item.done_by_id, item.claimed_by_id} - {None, actor_id}
        if others or (item.status == WorkItem.Status.DONE and item.done_by_id != actor_id):
            return name_of(item)
    return ""


def _ask(name: str, moment: Moment) -> GuardAnswer:
    guard: Guard | None = find_guard(name)
    if guard is None:
        return GuardAnswer(name, name, _("流程里的条件“%(name)s”没有安装，请告诉管理员。") % {"name": name})
    return GuardAnswer(name, str(guard.title), guard.ask(moment) or "")

"""Taking a measure: the same questions in the same order as for a transition, then the family's own work, then the event."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workflows.definition import ActionRule
from workflows.definition.actions import PREFIX

from ..deciding.actions import Action, said_in
from ..deciding.applying import Terms
from ..deciding.dossier import Dossier
from ..deciding.judging import check_token, name_of, separation, shown_item
from ..deciding.offline import check_behalf, check_paper, origin_of, registrar_post, scan_of
from ..deciding.recording import Entry, Said, record
from ..errors import Refused
from ..models import Event, WorkItem
from ..people.rights import Capacity, capacities_by
from ..people.standing import Post, Standing
from .base import Measure, Taking
from .table import MEASURES

NEVER_ON_PAPER = frozenset({"jump", "jump_confirm", "jump_deny", "claim", "release", "urge_readers"})
"""What nobody can have done on paper: it concerns this system only."""


def is_measure(name: str) -> bool:
    """Whether an action names a measure and not a transition."""
    return name.startswith(PREFIX)


def rests_never(name: str) -> bool:
    """Whether a measure is possible also while a case is suspended (恢复 已阅 终止 …)."""
    measure = MEASURES.get(name.removeprefix(PREFIX))
    return measure is not None and measure.suspended


def take_measure(case: Dossier, action: Action, who: Standing, terms: Terms) -> tuple[Event, Taking]:
    """Decide one measure and carry it out on the dossier; the batch writes it.

    Raises:
        Refused: see the reasons.
    """
    name = action.transition.removeprefix(PREFIX)
    measure, rule = find_measure(case, name)
    capacity = (
        capacity_on_paper(case, measure, rule, who, action)
        if action.offline
        else _capacity(case, measure, rule, who, action)
    )
    if not (measure.answers or measure.finished):
        check_token(case, capacity, action)
    said = _words(rule, action)
    if blocked := measure.blocked(case, capacity, who):
        raise Refused(blocked)
    taking = Taking(case, rule, action, capacity, terms)
    source, visit = case.instance.node, case.instance.entry
    measure.take(taking)
    entry = Entry(
        kind="measure",
        name=name,
        source=source,
        target=case.instance.node,
        visit=visit,
        item=capacity.item,
        actor=action.actor,
        post=capacity.post.membership,
        behalf=taking.doing.behalf,
        request_key=action.request_key,
        scan=scan_of(action.offline),
        data=taking.data,
    )
    return record(case, entry, said), taking


def find_measure(case: Dossier, name: str) -> tuple[Measure, ActionRule]:
    """The measure and what the definition says of it, if it serves now.

    Raises:
        Refused: unknown, switched off, or not in a case that is finished or suspended.
    """
    measure = MEASURES.get(name)
    if measure is None:
        raise Refused([_("没有这项操作，请刷新页面。")])
    rule = case.rules.action(name)
    if reason := why_not_now(case, measure, rule):
        raise Refused([reason])
    return measure, rule


def why_not_now(case: Dossier, measure: Measure, rule: ActionRule) -> str:
    """Why a measure does not serve in this case now; empty when it does."""
    if not rule.serves(case.state.name):
        return _("“%(state)s”环节不能%(title)s。") % {"state": case.state.title, "title": rule.title}
    if case.instance.finished_at is not None and not measure.finished:
        return _("这件事已经办结（%(state)s），不能再办。") % {"state": case.instance.state_title}
    if case.instance.suspended_at is not None and not measure.suspended:
        return _("这件事已挂起，恢复后才能办。")
    return ""


def capacities_of(case: Dossier, measure: Measure, rule: ActionRule, who: Standing) -> list[Capacity]:
    """As what the person may take the measure; what is put to them they answer only as those asked."""
    whoever = ("party",) if measure.answers else rule.who
    return list(capacities_by(case, whoever, measure.items(case), who))


def free_of_conflict(case: Dossier, measure: Measure, found: list[Capacity], who: Standing) -> list[Capacity]:
    """Those of them that 岗位分离 does not exclude; it matters only where something is decided or handed on."""
    return [one for one in found if not measure.signs or not separation(case, who.user, one)]


def _capacity(case: Dossier, measure: Measure, rule: ActionRule, who: Standing, action: Action) -> Capacity:
    found = [one for one in capacities_of(case, measure, rule, who) if _is_wanted(one, action)]
    if not found:
        raise Refused([_not_yours(case, measure, rule)])
    free = free_of_conflict(case, measure, found, who)
    if not free:
        raise Refused([separation(case, who.user, found[0])])
    shown = shown_item(action)
    if shown is not None and measure.answers:
        free = [one for one in free if one.item is not None and one.item.pk == shown]
        if not free:
            raise Refused([_("您的这一项已经办过了，请刷新页面。")])
    return next((one for one in free if one.item is not None and one.item.pk == shown), free[0])


def _is_wanted(capacity: Capacity, action: Action) -> bool:
    if action.post is not None and capacity.post.membership.pk != action.post.pk:
        return False
    giver = capacity.post.giver
    return action.behalf is None or (giver is not None and giver.pk == action.behalf.pk)


def _not_yours(case: Dossier, measure: Measure, rule: ActionRule) -> str:
    asked = measure.items(case)
    if measure.answers or (rule.who == ("party",) and asked):
        names = "、".join(dict.fromkeys(name_of(item) for item in asked))
        if not names:
            return _("没有要您“%(title)s”的事，或者已经办过了。") % {"title": rule.title}
        return _("“%(title)s”现在由%(who)s办理，您不在其中。") % {"title": rule.title, "who": names}
    return _("您没有“%(title)s”的权限。") % {"title": rule.title}


def capacity_on_paper(case: Dossier, measure: Measure, rule: ActionRule, who: Standing, action: Action) -> Capacity:
    """线下办理登记 of a measure: the registrar's post, and the item of whoever signed the paper.

    Raises:
        Refused: nobody can have done this on paper, the person may not record papers here, or the paper is incomplete.
    """
    post = registrar_post(case, who)
    if post is None or rule.name in NEVER_ON_PAPER:
        raise Refused([_("您不能在“%(state)s”环节登记线下办理。") % {"state": case.state.title}])
    check_paper(case, action.offline)
    items = measure.items(case)
    wanted = action.params.get("item")
    if wanted is not None:
        items = [item for item in items if str(item.pk) == str(wanted)]
    found = _on_paper(items, measure, rule, post)
    if len(found) != 1:
        names = "、".join(name_of(item) for item in items)
        raise Refused([_("请选明是谁办的：%(names)s。") % {"names": names} if names else _("这一项已经办过了。")])
    check_behalf(case, action, found[0].item)
    return found[0]


def capacities_on_paper(case: Dossier, measure: Measure, rule: ActionRule, who: Standing) -> list[Capacity]:
    """As whose a person may record a measure from paper now: one for each party that is asked; the organ's own where the
    act needs no party. None for whom records no papers here, or where the measure does not serve."""
    post = registrar_post(case, who)
    if post is None or rule.name in NEVER_ON_PAPER or why_not_now(case, measure, rule):
        return []
    return _on_paper(measure.items(case), measure, rule, post)


def _on_paper(items: list[WorkItem], measure: Measure, rule: ActionRule, post: Post) -> list[Capacity]:
    first: dict[str, WorkItem] = {}
    for item in items:
        first.setdefault(item.party, item)
    if len(first) == 1 or measure.answers or rule.who == ("party",):
        return [Capacity(post, item) for item in first.values()]
    return [Capacity(post)]


def _words(rule: ActionRule, action: Action) -> Said:
    """The words, checked against what the measure asks for."""
    opinion = action.opinion.strip()
    if rule.spec.opinion == "required" and not said_in(opinion):
        raise Refused([_("请写明“%(title)s”的理由。") % {"title": rule.title}])
    return Said(opinion, (), origin_of(action.offline))

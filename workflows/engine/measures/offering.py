"""Which measures a page shows a person: what was put to them, among the buttons; the rest under 更多, refused ones with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.definition import ActionRule
from workflows.definition.actions import PREFIX

from ..deciding.actions import token_of
from ..deciding.dossier import Dossier
from ..deciding.judging import name_of, separation
from ..models import WorkItem
from ..people.rights import Capacity, is_asked
from ..people.standing import Standing
from ..reading.offering import Choice, Offer
from .base import Kind, Measure
from .jumping import states_to_jump_to
from .signing import seats_to_drop
from .table import MEASURES
from .taking import capacities_of, capacities_on_paper, free_of_conflict, why_not_now
from .targets import Candidate, Reach, candidates, entitled_for, signing_roles, who_is_there

PRIMARY = frozenset({"read", "answer", "reply", "extension_grant", "jump_confirm"})
"""Answers that are the expected one."""


def answers_in(case: Dossier, who: Standing) -> list[Offer]:
    """What was put to the person beside the decision: 已阅, 回复协助, 督办答复, 批准延期, 同意跳转."""
    return [offer for offer in _offers(case, who, answers=True) if offer.allowed]


def measures_in(case: Dossier, who: Standing) -> list[Offer]:
    """What the person may do to the case besides; with reasons where it is not possible now."""
    return _offers(case, who, answers=False)


def measures_on_paper(case: Dossier, who: Standing) -> list[Offer]:
    """线下办理登记 of measures: what the person may record from paper, for each party whose act it can be; only what is possible."""
    found = []
    for measure in MEASURES.values():
        rule = case.rules.action(measure.name)
        for capacity in capacities_on_paper(case, measure, rule, who):
            if not measure.blocked(case, capacity, who):
                found.append(_made(case, measure, rule, capacity, []))
    return found


@dataclass(frozen=True)
class ExplainedMeasure:
    """Whether a person may take a measure, and why not."""

    name: str
    title: str
    group: str
    allowed: bool
    reasons: list[str]


def explain_measures(case: Dossier, who: Standing) -> list[ExplainedMeasure]:
    """Every measure that the person could ever take here."""
    return [
        ExplainedMeasure(one.transition, one.title, one.group, one.allowed, one.reasons)
        for one in [*answers_in(case, who), *measures_in(case, who)]
    ]


def candidates_in(case: Dossier, who: Standing, name: str, text: str) -> list[Candidate]:
    """Whom the person may choose for a measure; see :func:`workflows.engine.reading.looking.candidates`."""
    measure = MEASURES.get(name.removeprefix(PREFIX))
    if measure is None or who.user is None:
        return []
    found = capacities_of(case, measure, case.rules.action(measure.name), who)
    if not found:
        return []
    return _candidates(case, measure, found[0].item, text, who.user.pk)


def candidates_on_paper(case: Dossier, who: Standing, name: str, item_id: int | None, text: str) -> list[Candidate]:
    """Whom the holder of an item could choose for a measure, asked by who records it from paper."""
    measure = MEASURES.get(name.removeprefix(PREFIX))
    if measure is None:
        return []
    found = capacities_on_paper(case, measure, case.rules.action(measure.name), who)
    for capacity in found:
        if (capacity.item.pk if capacity.item is not None else None) == item_id:
            return _candidates(case, measure, capacity.item, text)
    return []


def _candidates(
    case: Dossier, measure: Measure, item: WorkItem | None, text: str, but: int | None = None
) -> list[Candidate]:
    """Whom a page offers; to hand a signature over, only who may sign this paper and is not asked already."""
    if measure.name != "transfer" or item is None:
        return candidates(case, item, Reach(measure.narrow), text=text, but=but)
    entitled, barred = entitled_for(case, item), case.excluded(case.state.name)
    only = None if entitled is None else frozenset(entitled.people)
    reach = Reach(measure.narrow, signing_roles(case, item), only, barred)
    found = candidates(case, item, reach, text=text, but=but)
    return [one for one in found if not who_is_there(case, one.whom)]


def items_aside(case: Dossier, who: Standing) -> list[WorkItem]:
    """What was put to the person beside the decision and that nobody has opened yet, copies included."""
    waiting = (WorkItem.Status.OPEN, WorkItem.Status.TOLD)
    kinds = (Kind.READ, Kind.COPY, Kind.ASSIST, Kind.OVERSEE, Kind.REQUEST)
    if who.user is None:
        return []
    return [
        item
        for item in case.items
        if item.kind in kinds
        and item.status in waiting
        and item.read_at is None
        and any(is_asked(post, item, who.user.pk) for post in who.in_process(case.instance.process))
    ]


def _offers(case: Dossier, who: Standing, *, answers: bool) -> list[Offer]:
    if who.user is None:
        return []
    found = []
    for measure in MEASURES.values():
        rule = case.rules.action(measure.name)
        if measure.answers != answers or why_not_now(case, measure, rule):
            continue
        if (offer := _offer(case, measure, rule, who)) is not None:
            found.append(offer)
    return found


def _offer(case: Dossier, measure: Measure, rule: ActionRule, who: Standing) -> Offer | None:
    """The button of one measure; None for whom it never concerns."""
    found = [one for one in capacities_of(case, measure, rule, who) if measure.concerns(case, one)]
    if not found:
        return None
    free = free_of_conflict(case, measure, found, who)
    best = next((one for one in free if not measure.blocked(case, one, who)), (free or found)[0])
    reasons = measure.blocked(case, best, who)
    if not free:
        reasons = [separation(case, who.user, best), *reasons]
    return _made(case, measure, rule, best, reasons)


def _made(case: Dossier, measure: Measure, rule: ActionRule, capacity: Capacity, reasons: list[str]) -> Offer:
    item = capacity.item
    giver = capacity.post.giver
    return Offer(
        transition=PREFIX + measure.name,
        title=rule.title,
        style=_style(measure),
        verdict="none",
        needs_opinion=rule.spec.opinion == "required",
        takes_opinion=rule.spec.opinion != "none",
        choices=_choices(case, measure),
        labels=(),
        resubmit=False,
        confirm=item.note if Kind.REQUEST in measure.kinds and item is not None else "",
        allowed=not reasons,
        reasons=reasons,
        token=token_of(case.instance, item.pk if item is not None else None),
        on_behalf=str(giver) if giver is not None else "",
        item_id=item.pk if item is not None else None,
        holder=name_of(item) if item is not None else "",
        post_id=capacity.post.membership.pk,
        group=rule.spec.group,
        wants=measure.wants,
    )


def _style(measure: Measure) -> str:
    if not measure.answers:
        return "more"
    return "primary" if measure.name in PRIMARY else "plain"


def _choices(case: Dossier, measure: Measure) -> list[Choice]:
    """The seats that 减签 may take back, the states that 跳转 may lead to."""
    if "seat" in measure.wants:
        return [Choice(*one) for one in seats_to_drop(case)]
    return [Choice(*one) for one in states_to_jump_to(case)] if "state" in measure.wants else []

"""加签 and 减签: further signers for this case only, before, beside or after the own signature; always in addition to N."""

from __future__ import annotations

from functools import partial
from itertools import count

from django.utils.translation import gettext as _

from workflows.definition import Take, outcome, step

from ..deciding.dossier import SEATED, UNFINISHED, Dossier
from ..deciding.judging import ask_guards, moment_of, name_of, obstacles
from ..errors import Refused
from ..models import WorkItem
from ..people.rights import Capacity
from ..people.standing import Standing
from ..registry import find_effect
from .base import Measure, Relation, Status, Taking
from .targets import chosen, refuse_conflicts

MOST_ADDED = 10
"""So many further signers a visit may have; the check of definitions reasons with few."""

ADDED = (Relation.BEFORE, Relation.BESIDE, Relation.AFTER, Relation.ASSIST)


def add(taking: Taking, *, relation: str) -> None:
    """Ask further signers: each must agree, whatever the quorum; content and clock are those of the state."""
    case, item = taking.case, taking.item
    wanted = chosen(case, item, taking.action.params.get("whom"), narrow=False)
    refuse_conflicts(case, wanted, taking.people)
    if len(_added(case)) + len(wanted) > MOST_ADDED:
        raise Refused([_("这一环节最多加签%(most)d个。") % {"most": MOST_ADDED}])
    for number, whom in zip(count(1), wanted, strict=False):
        put = taking.put(
            WorkItem.Kind.TASK,
            f"add{taking.seq}.{number}",
            whom,
            rank=item.rank,
            relation=relation,
            required=True,
            raised_by=item,
            status=Status.WAITING,
            opened_at=None,
            note=_("加签"),
        )
        put.returned = False
    taking.turn()


def drop(taking: Taking) -> None:
    """Take back a 加签 or 委派 that nobody has acted on. If all others agree by now, the case goes on at once."""
    case = taking.case
    seat = taking.param("seat")
    found = [item for item in droppable(case) if item.party == seat]
    if not found:
        acted = any(item.party == seat and item.status == Status.DONE for item in _added(case))
        raise Refused([_("对方已经办了，不能减签。") if acted else _("没有这项加签，或者已经减去。")])
    if not _may_drop(taking, found[0]):
        raise Refused([_("只能减去自己加的；别人加的请办公室减。")])
    for item in found:
        taking.close(item, Status.REMOVED)
    taking.data["whom"] = [[item.organisation_id, item.role_id, item.user_id] for item in found]
    marking = case.marking()
    if outcome(case.state.quorum, veto=case.state.veto, seats=marking.seats) == "passed" and marking.seats:
        _go_on(taking)
    else:
        taking.turn()


def _may_drop(taking: Taking, added: WorkItem) -> bool:
    """Who added it may, in the item by which it was added or by having done that one; the office may always."""
    if taking.capacity.item is None and taking.capacity.post.role.key == "office":
        return True
    raiser = added.raised_by_id
    by = next((item for item in taking.case.items if item.pk == raiser), None)
    if by is None:
        return False
    own = taking.capacity.item
    return (own is not None and own.party == by.party) or by.done_by_id in taking.people


def _go_on(taking: Taking) -> None:
    """The votes that were there suffice now: the forward transition is taken, with its conditions and effects.

    Raises:
        Refused: a condition does not hold, or something stands in its way that would in anybody's (a signature that fell).
    """
    case = taking.case
    forward = case.rules.forward(case.state.name)
    if forward is None:
        raise Refused([_("减去以后没有人再办，请先办完自己的一项。")])
    moment = moment_of(case, forward, taking.capacity, taking.action.actor, moving=True)
    reasons = obstacles(case, forward, taking.action.actor.pk)
    reasons += [answer.reason for answer in ask_guards(moment) if not answer.ok]
    if reasons:
        raise Refused(reasons)
    marking, changes = step(case.rules, case.marking(), Take(forward.name), case.world)
    for name in forward.effects:
        run = find_effect(name)
        if run is None:
            raise Refused([_("流程里的“%(name)s”没有安装，请告诉管理员。") % {"name": name}])
        run(moment)
    taking.move(marking, changes)


def _added(case: Dossier) -> list[WorkItem]:
    return [item for item in case.current_items if item.relation in ADDED]


def droppable(case: Dossier) -> list[WorkItem]:
    """The added parties of the present visit that have not acted."""
    return [item for item in _added(case) if item.kind in SEATED and item.status in UNFINISHED]


def who_waits_for_them(case: Dossier) -> list[WorkItem]:
    """Items that wait for somebody whom their holders had added or asked for help: they may call it off."""
    raised = {item.raised_by_id for item in droppable(case)}
    parties = {item.party for item in case.items if item.pk in raised}
    return [item for item in case.current_items if item.party in parties and item.status == Status.WAITING]


def nobody_added(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """减签 needs something to take back."""
    return [] if droppable(case) else [_("这一环节没有还没办的加签、委派。")]


def seats_to_drop(case: Dossier) -> list[tuple[str, str]]:
    """What 减签 may choose from: party and words."""
    return [(item.party, f"{name_of(item)}（{item.get_relation_display()}）") for item in droppable(case)]


MEASURES = (
    Measure("add_before", partial(add, relation=Relation.BEFORE), wants=("several",), signs=True),
    Measure("add_beside", partial(add, relation=Relation.BESIDE), wants=("several",), signs=True),
    Measure("add_after", partial(add, relation=Relation.AFTER), wants=("several",), signs=True),
    Measure("drop", drop, nobody_added, wants=("seat",), also=who_waits_for_them),
)

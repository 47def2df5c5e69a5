"""转办 委派 领办: handing responsibility over for good, asking for help and getting it back, taking a shared item up."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..deciding.dossier import SEATED, UNFINISHED, Dossier
from ..errors import Refused
from ..models import WorkItem
from ..people.parties import HANDED
from ..people.rights import Capacity
from ..people.standing import Standing
from .base import Kind, Measure, Relation, Status, Taking
from .targets import Whom, chosen, entitled_for, refuse_conflicts, signing_roles

_INHERITED = (
    "rank",
    "relation",
    "raised_by",
    "required",
    "counts",
    "returned",
    "clock_start",
    "clock_days",
    "due_at",
    "provisional",
    "next_timer_at",
)
"""What a new holder takes over: the seat as it is, and the clock as it runs."""


def transfer(taking: Taking) -> None:
    """Hand the own item over: it closes as moved, and the new one inherits its seat and its clock.

    What a party handles by a process of its own can be handed over on paper only: whoever gets it is asked, and the inner
    case ends.
    """
    case, item = taking.case, taking.item
    (whom,) = chosen(case, item, taking.action.params.get("whom"), narrow=True, most=1)
    refuse_conflicts(case, [whom], taking.people)
    _refuse_unfit(taking, whom)
    for one in _seat(case, item):
        one.claimed_by = None
        case.touch(one)
    taking.close(item, Status.MOVED)
    inherited = {name: getattr(item, name) for name in _INHERITED}
    kind = Kind.TASK if item.kind == Kind.CHILD else item.kind
    taking.put(kind, item.party, whom, note=HANDED, **inherited)


def _refuse_unfit(taking: Taking, whom: Whom) -> None:
    """Who signs is named by the definition and the document (条例22): a signature goes only to a post that the state asks for,
    to who may sign this very paper (签发权限), and never to its drafter.

    Raises:
        Refused: with the reason.
    """
    case = taking.case
    entitled = entitled_for(case, taking.item)
    if entitled is not None and not whom.people <= entitled.people.keys():
        raise Refused([entitled.sentence])
    fitting = signing_roles(case, taking.item)
    if fitting is None:
        return
    if whom.role not in fitting:
        raise Refused([_("“%(state)s”只能转给有签发权限的岗位。") % {"state": case.state.title}])
    if whom.people <= case.authors:
        raise Refused([_("不能把签发转给起草人。")])


def assist(taking: Taking) -> None:
    """Ask another for help; the own item waits, on its own clock, and comes back with the answer."""
    case, item = taking.case, taking.item
    (whom,) = chosen(case, item, taking.action.params.get("whom"), narrow=True, most=1)
    if whom.people <= taking.people:
        raise Refused([_("不能选自己。")])
    taking.put(Kind.ASSIST, f"assist{taking.seq}", whom, relation=Relation.ASSIST, raised_by=item, rank=item.rank)
    taking.turn()


def answer(taking: Taking) -> None:
    """The helper's words; whoever asked has the item again."""
    item = taking.item
    item.verdict = "yes"
    taking.finish(item)
    taking.turn()


def claim(taking: Taking) -> None:
    """Take a shared item up: nobody else of those asked may act until it is put back or handed over (抢办)."""
    user = taking.capacity.post.giver or taking.action.actor
    for item in _seat(taking.case, taking.item):
        item.claimed_by = user
        taking.case.touch(item)
    taking.data["party"] = taking.item.party


def release(taking: Taking) -> None:
    """Put back what was taken up: by who did, or by the office when that person is away."""
    case = taking.case
    seat = taking.param("seat") or (taking.capacity.item.party if taking.capacity.item is not None else "")
    taken = [item for item in _claimed(case) if not seat or item.party == seat]
    if len({item.party for item in taken}) != 1:
        raise Refused([_("请选明放回哪一项。") if taken else _("没有人领办，不用放回。")])
    for item in taken:
        item.claimed_by = None
        case.touch(item)
    taking.data["party"] = taken[0].party


def _seat(case: Dossier, item: WorkItem) -> list[WorkItem]:
    return [one for one in case.current_items if one.party == item.party and one.status in UNFINISHED]


def _claimed(case: Dossier) -> list[WorkItem]:
    return [item for item in case.current_items if item.claimed_by_id is not None and item.status in UNFINISHED]


def is_shared(case: Dossier, capacity: Capacity) -> bool:
    """Whether several people could take the item now: else there is nothing to take up. Who holds a post on another's behalf
    acts for that person, and is no second one.
    """
    item = capacity.item
    return item is not None and item.user_id is None and len(_could_take(case, item)) > 1


def _could_take(case: Dossier, item: WorkItem) -> frozenset[int]:
    """Everybody who may act for the seat of an item, at whichever of its posts."""
    seat = _seat(case, item)
    posts = [one for one in seat if one.user_id is None and one.role is not None]
    case.directory.widen(one.role.key for one in posts if one.role is not None)
    case.directory.read(one.organisation.path for one in posts)
    people = {one.user_id for one in seat if one.user_id is not None}
    for one in posts:
        place = case.directory.places.get(one.organisation_id)
        if place is not None and one.role is not None:
            people.update(case.directory.holders(place, one.role.key))
    return case.fit(case.state.name, people)


def needs_sharing(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """领办 is for what several could do and nobody has taken up."""
    item = capacity.item
    if item is not None and item.claimed_by_id is not None:
        return [_("您已经领办了。")]
    return [] if is_shared(case, capacity) else [_("这一项现在只有您一个人办，不用领办。")]


def needs_claim(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """放回 needs something taken up, by the person or, for the office, by anybody."""
    taken = [item for item in _claimed(case) if capacity.item is None or item.party == capacity.item.party]
    return [] if taken else [_("没有人领办，不用放回。")]


def is_seated(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """Help is asked for one's own decision, not for another's help."""
    item = capacity.item
    return [] if item is not None and item.kind in SEATED else [_("您手上没有可以委派的这一项。")]


MEASURES = (
    Measure("transfer", transfer, wants=("whom",), narrow=True, signs=True),
    Measure("assist", assist, is_seated, wants=("whom",), narrow=True, signs=True),
    Measure("answer", answer, kinds=(Kind.ASSIST,), answers=True),
    Measure("claim", claim, needs_sharing, signs=True, concerns=is_shared),
    Measure("release", release, needs_claim, wants=()),
)

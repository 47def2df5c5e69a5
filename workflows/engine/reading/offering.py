"""What a person could press now, with the reasons where something is refused; and noting that a page was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.definition import Transition, targets

from ..deciding.actions import token_of
from ..deciding.dossier import VOICES, Dossier
from ..deciding.judging import ask_guards, moment_of, name_of, obstacles, separation, standing_aside
from ..deciding.offline import can_be_on_paper, registrar_post
from ..models import WorkItem
from ..people.rights import Capacity, capacities
from ..people.standing import Standing


@dataclass(frozen=True)
class Choice:
    """A state to which a chosen return may go."""

    name: str
    title: str


@dataclass(frozen=True)
class Offer:
    """One button: *reasons* say why it is not *allowed*; *token* goes back with the act.

    *takes_opinion* asks for a field, *needs_opinion* for a filled one (ticked *labels* will do unless it has *least* characters), *resubmit* for the choice
    between 逐级重走 and 直达退回人. *group* and *wants* are those of a measure (``workflows.definition.actions``). For an offline act *holder* says whose it is, *item_id* goes into ``params["item"]``.
    """

    transition: str
    title: str
    style: str
    verdict: str
    needs_opinion: bool
    takes_opinion: bool
    choices: list[Choice]
    labels: tuple[str, ...]
    resubmit: bool
    confirm: str
    allowed: bool
    reasons: list[str]
    token: str
    least: int = 0
    on_behalf: str = ""
    item_id: int | None = None
    holder: str = ""
    post_id: int | None = None
    group: str = ""
    wants: tuple[str, ...] = ()


def offers_in(case: Dossier, who: Standing) -> list[Offer]:
    """What a person could press now; see :func:`workflows.engine.reading.looking.offers`."""
    if who.user is None or case.instance.finished_at is not None or case.instance.suspended_at is not None:
        return []
    found = [_offer(case, transition, who) for transition in case.exits()]
    order = {"primary": 0, "plain": 1, "danger": 2, "more": 3}
    return sorted((offer for offer in found if offer is not None), key=lambda offer: order[offer.style])


def offline_offers_in(case: Dossier, who: Standing) -> list[Offer]:
    """What a person may record from paper now; see :func:`workflows.engine.reading.looking.offline_offers`."""
    post = (
        registrar_post(case, who) if case.instance.finished_at is None and case.instance.suspended_at is None else None
    )
    if post is None:
        return []
    exits = [one for one in case.exits() if can_be_on_paper(one)]
    by_parties = [
        _made(case, transition, Capacity(post, item), [], holder=name_of(item))
        for item in case.open_items
        if item.kind in VOICES
        for transition in exits
        if "party" in transition.by
    ]
    return by_parties + [_made(case, one, Capacity(post), []) for one in exits if "party" not in one.by]


def mark_read_in(case: Dossier, who: Standing, items_aside: Iterable[WorkItem] = ()) -> int:
    """Stamp the items put to a person that nobody had opened; see :func:`workflows.engine.reading.looking.mark_read`.

    *items_aside* are those that no transition is for (传阅 抄送 …).
    """
    mine = {
        capacity.item.pk: capacity.item
        for transition in case.exits()
        for capacity in capacities(case, transition, who)
        if capacity.item is not None and capacity.item.read_at is None and not separation(case, who.user, capacity)
    }
    mine |= {item.pk: item for item in items_aside}
    if not mine:
        return 0
    for item in mine.values():
        item.read_at, item.read_by, item.read_content_id = case.now, who.user, case.instance.content_id
    unread = WorkItem.objects.filter(pk__in=list(mine), read_at__isnull=True)
    stamped = unread.update(read_at=case.now, read_by=who.user, read_content=case.instance.content_id)
    if stamped and case.instance.parent_item_id is not None:
        outer = WorkItem.objects.filter(pk=case.instance.parent_item_id, read_at__isnull=True)
        outer.update(read_at=case.now, read_by=who.user)  # ends the right to take the outer paper back
    return stamped


def _offer(case: Dossier, transition: Transition, who: Standing) -> Offer | None:
    """The button of one transition, or None when the person is not asked for it."""
    if transition.automatic or who.user is None:
        return None
    found = list(capacities(case, transition, who)) or standing_aside(case, transition, who)
    if not found:
        return None
    free = [one for one in found if not separation(case, who.user, one)]
    capacity = (free or found)[0]
    reasons = obstacles(case, transition, who.user.pk)
    if not free:
        reasons = [separation(case, who.user, capacity), *reasons]
    if transition.conditional:
        moment = moment_of(case, transition, capacity, who.user)
        reasons += [answer.reason for answer in ask_guards(moment) if not answer.ok]
    return _made(case, transition, capacity, reasons)


def _made(case: Dossier, transition: Transition, capacity: Capacity, reasons: list[str], *, holder: str = "") -> Offer:
    item_id = capacity.item.pk if capacity.item is not None else None
    giver = capacity.post.giver
    return Offer(
        transition=transition.name,
        title=_title(case, transition, capacity),
        style=transition.style,
        verdict=transition.verdict,
        needs_opinion=transition.opinion == "required",
        least=transition.least,
        takes_opinion=transition.opinion != "none",
        choices=list(_choices(case, transition)),
        labels=transition.reasons,
        resubmit=transition.resubmit == "choose",
        confirm="" if is_confirming(capacity) else transition.confirm,
        allowed=not reasons,
        reasons=reasons,
        token=token_of(case.instance, item_id),
        on_behalf=str(giver) if giver is not None else "",
        item_id=item_id,
        holder=holder,
        post_id=capacity.post.membership.pk,
    )


def is_confirming(capacity: Capacity) -> bool:
    """Whether a person speaks for a party that signed before."""
    return capacity.item is not None and capacity.item.kind == WorkItem.Kind.CONFIRM


def _title(case: Dossier, transition: Transition, capacity: Capacity) -> str:
    """The word on the button; who signed before confirms or disagrees, where that says clearly what will happen."""
    alike = [one for one in case.exits() if one.verdict == transition.verdict and "party" in one.by]
    if not is_confirming(capacity) or len(alike) != 1:
        return transition.title
    return {"yes": _("确认"), "return": _("不同意，退回")}.get(transition.verdict, transition.title)


def _choices(case: Dossier, transition: Transition) -> Iterator[Choice]:
    """The states that a chosen return may go to, the usual one first."""
    if transition.to == "@chosen":
        for name in targets(case.offered, case.marking(), transition):
            yield Choice(name, case.rules.state(name).title)

"""What every measure is made of: its description, and the act under way with the few things that it may do to a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from workflows.definition import ActionRule, Change, Marking

from ..deciding.actions import Action
from ..deciding.applying import Applied, Doing, Terms, apply, take_turns
from ..deciding.dossier import LASTING, VOICES, Dossier
from ..errors import Refused
from ..models import WorkItem
from ..people.rights import Capacity
from ..people.standing import Standing
from .targets import Whom

Kind, Status, Relation = WorkItem.Kind, WorkItem.Status, WorkItem.Relation


@dataclass
class Taking:
    """One measure being taken on one case, under its lock. *data* is what the event will tell."""

    case: Dossier
    rule: ActionRule
    action: Action
    capacity: Capacity
    terms: Terms
    data: dict[str, Any] = field(default_factory=dict)
    moved: bool = False

    @property
    def seq(self) -> int:
        """The number that the event of this measure will have; it makes the names of new parties unique."""
        return self.case.instance.seq + 1

    @property
    def item(self) -> WorkItem:
        """The item in whose right the person acts.

        Raises:
            Refused: the person acts without one, so nothing of theirs can be handed on.
        """
        if self.capacity.item is None:
            raise Refused([_("您手上没有可以办的这一项。")])
        return self.capacity.item

    @property
    def people(self) -> frozenset[int]:
        """Who acts: the person, and whoever lent the post; of a paper act the one who was asked, never who only records it."""
        if self.action.offline is not None:
            item, signer = self.capacity.item, self.action.behalf
            asked = signer.pk if signer is not None else item.user_id if item is not None else None
            return frozenset({asked} if asked is not None else ())
        giver = self.capacity.post.giver
        return frozenset({self.action.actor.pk} | ({giver.pk} if giver is not None else set()))

    def put(self, kind: str, party: str, whom: Whom, **fields: Any) -> WorkItem:
        """Ask somebody: a new item of the present visit, open unless *fields* say otherwise."""
        given = {"status": Status.OPEN, "opened_at": self.case.now, "counts": False, **fields}
        item = WorkItem(
            instance=self.case.instance,
            entry=self.case.instance.entry,
            party=party,
            kind=kind,
            organisation_id=whom.organisation_id,
            role_id=whom.role_id,
            user_id=whom.user_id,
            **given,
        )
        self.case.items.append(item)
        self.case.new_items.append(item)
        self.data.setdefault("added", []).append([*named(item), item.note])
        return item

    def close(self, item: WorkItem, status: str) -> None:
        """Ask somebody no longer; *status* says why."""
        item.status = status
        self.case.touch(item)
        self.data.setdefault("removed", []).append(named(item))

    def finish(self, item: WorkItem) -> None:
        """An item that decides nothing is answered by the actor."""
        doing = self.doing
        item.done_by, item.behalf, item.offline, item.done_at = doing.actor, doing.behalf, doing.offline, self.case.now
        self.close(item, Status.DONE)

    @property
    def doing(self) -> Doing:
        """Who does it for whom, as a decision would keep it."""
        on_paper = self.action.offline is not None
        giver = self.action.behalf if on_paper else self.capacity.post.giver
        return Doing(self.capacity.item, self.action.actor, giver, on_paper)

    def turn(self) -> None:
        """Open and close items by whose turn it is now that seats came or went."""
        take_turns(self.case, self.case.marking(), self.terms)

    def move(self, marking: Marking, changes: Iterable[Change], doing: Doing | None = None) -> Applied:
        """Carry out a move; what it tells becomes part of the event."""
        applied = apply(self.case, marking, tuple(changes), doing or self.doing, self.terms)
        self.data |= applied.data
        self.moved = applied.moved
        return applied

    def param(self, name: str) -> str:
        """What the page posted, as text."""
        value = self.action.params.get(name, "")
        return "" if value is None else str(value).strip()

    def whole(self, name: str, low: int, high: int, sentence: str) -> int:
        """A whole number that was posted.

        Raises:
            Refused: with *sentence* when it is none, or out of bounds.
        """
        text = self.param(name)
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise Refused([sentence])
        return int(text)


def named(item: WorkItem) -> list[Any]:
    """Whom an item asks and for what, as an event keeps it."""
    return [str(item.kind), item.party, item.organisation_id, item.role_id, item.user_id]


def nothing_in_the_way(case: Dossier, capacity: Capacity, who: Standing) -> list[str]:
    """No measure of its own is refused without a reason of its own."""
    return []


def concerns_all(case: Dossier, capacity: Capacity) -> bool:
    """A measure is shown to everybody who may take it."""
    return True


def none_else(case: Dossier) -> list[WorkItem]:
    """A measure refers to what is open, and to nothing else."""
    return []


@dataclass(frozen=True)
class Measure:
    """One act that is no transition.

    *take* does it and fills the event's data. *blocked* says why it is not possible now, before anything is typed.
    *kinds* are the kinds of item that ``party`` refers to, *prefix* how its party begins; *answers* marks what is put to the person and
    stands among the buttons. *wants* names the fields of its page: ``whom`` (one), ``several``, ``state``, ``days``, ``until``, ``seat``.
    *suspended* and *finished*: also possible then. *signs*: 岗位分离 excludes from it as from the decision itself. *narrow*:
    only people of the own organ can be chosen. *also* are items beside the open ones whose holders may take it. Where it does
    not *concerns* a capacity there is nothing to it, and no page speaks of it.
    """

    name: str
    take: Callable[[Taking], None]
    blocked: Callable[[Dossier, Capacity, Standing], list[str]] = nothing_in_the_way
    kinds: tuple[str, ...] = VOICES
    prefix: str = ""
    answers: bool = False
    wants: tuple[str, ...] = ()
    suspended: bool = False
    finished: bool = False
    signs: bool = False
    narrow: bool = False
    also: Callable[[Dossier], list[WorkItem]] = none_else
    concerns: Callable[[Dossier, Capacity], bool] = concerns_all

    def items(self, case: Dossier) -> list[WorkItem]:
        """The open items to which ``party`` refers; what outlives a visit is found whenever it was put."""
        found = case.items if LASTING.issuperset(self.kinds) else case.current_items
        asked = [
            item
            for item in found
            if item.kind in self.kinds and item.status == Status.OPEN and item.party.startswith(self.prefix)
        ]
        return [*asked, *self.also(case)]

"""Who sat in a state otherwise than by the rules, and sits there again when the paper comes straight back (直达)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from workflows.definition import Seat
from workflows.organisations.models import Membership

from ..models import WorkItem
from .parties import HANDED, Former, Target


def formerly(
    items: Sequence[WorkItem],
    added: Collection[str],
    every: Sequence[WorkItem],
    barred: frozenset[int],
    on: date,
    stood: Collection[str] = (),
) -> list[Former]:
    """The holders to whom a seat was handed (转办), and the signers in *added* (加签), as the visit's *items* have them.

    Whoever has left the post since, or must stand aside (*barred*), is not among them: there the rules decide, or whoever had
    added them. Whose yes still stands (*stood*) sits there whatever became of the person. *every* item of the case tells to whom
    somebody was added. One query, and none when nobody is meant.
    """
    last = {item.party: item for item in items if item.status != WorkItem.Status.MOVED}
    wanted = [item for item in last.values() if item.party in added or item.note == HANDED]
    if not wanted:
        return []
    parties = {item.pk: item.party for item in every}
    holders = _holders(wanted, on)
    return [_as_former(item, parties) for item in wanted if item.party in stood or _free(item, holders) - barred]


Holder = tuple[int, int, int, int | None]
"""Person, role, organisation, its organ."""


def _holders(items: Sequence[WorkItem], on: date) -> list[Holder]:
    places = {item.organisation_id for item in items}
    there = Q(organisation__in=places) | Q(organisation__organ__in=places)
    found = Membership.objects.current(on).filter(there, user__is_active=True)
    return list(found.values_list("user_id", "role_id", "organisation_id", "organisation__organ_id"))


def _free(item: WorkItem, holders: Sequence[Holder]) -> set[int]:
    """Who may take the item today: the person while in office there, or whoever holds the post."""
    return {
        user
        for user, role, place, organ in holders
        if item.organisation_id in (place, organ) and item.role_id in (None, role) and item.user_id in (None, user)
    }


def _as_former(item: WorkItem, parties: dict[int, str]) -> Former:
    seat = Seat(
        key=item.party,
        rank=item.rank,
        required=item.required,
        counts=item.counts,
        relation=item.relation,  # type: ignore[arg-type]
        raised_by=parties.get(item.raised_by_id or 0, ""),
    )
    role = item.role.key if item.role is not None else ""
    return Former(seat, Target(item.organisation_id, role, item.user_id), item.note, item.raised_by_id)

"""表态: who said what in some states of a case, with the day that counts: that of the paper where it was signed on paper."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from workflows.database import known, once

from ..models import Event, Instance, WorkItem
from ..processes.definitions import loaded


@dataclass(frozen=True)
class Statement:
    """One party's word in one state: *act* is the transition taken, *on* the day of the signature, *at* when it was entered.

    *stands* is False for a signature that fell, or that was given in an earlier round; *binding* tells a signature from a
    mere opinion. *name* is who signed the paper where it was done on paper (*offline*), else who pressed the button.
    """

    item_id: int
    state: str
    state_title: str
    organisation_id: int
    organ: str
    name: str
    post: str
    act: str
    act_title: str
    verdict: str
    opinion: str
    on: date
    at: datetime
    offline: bool
    behalf: str
    binding: bool
    stands: bool


def statements(instance: Instance, states: Iterable[str] = (), *, standing_only: bool = False) -> list[Statement]:
    """Every yes and no in the *states* named (in all of them when none is), in the order in which they were entered.

    *standing_only* leaves out what fell, what was sent back, and what a later word of the same party replaced. One query.
    """
    wanted = frozenset(states)
    memory = instance.memory
    visits = {entry for _name, entry in (*memory.get("path", ()), *memory.get("back", ()))} | {instance.entry}
    found: list[Statement] = []
    last: dict[tuple[str, str], int] = {}
    for event in _events(instance):
        item = event.item
        if item is None or event.source is None or (wanted and event.source.name not in wanted):
            continue
        verdict = json.loads(event.data).get("verdict")
        if verdict in ("yes", "no"):
            last[event.source.name, item.party] = item.pk
            found.append(_statement(event, item, instance, verdict, in_force=item.entry in visits))
    if not standing_only:
        return found
    newest = set(last.values())
    return [one for one in found if one.stands and one.item_id in newest]


def _events(instance: Instance) -> list[Event]:
    """What was said for an item, with the item; put together from what the same glance has read, else one query."""
    told, items = known(("events", instance.pk)), known(("items", instance.pk))
    if told is not None and items is not None:
        by_key = {item.pk: item for item in items}
        spoken = [event for event in told if event.item_id in by_key]
        for event in spoken:
            event.item = by_key[event.item_id]
        return spoken
    parts = ("item__organisation", "source", "actor", "behalf", "text", "post__role")
    rows = Event.objects.filter(instance=instance, item__isnull=False).select_related(*parts).order_by("seq")
    return list(once(("spoken", instance.pk), lambda: tuple(rows)))


def _statement(event: Event, item: WorkItem, instance: Instance, verdict: str, *, in_force: bool) -> Statement:
    text = getattr(event, "text", None)
    origin: dict[str, str] = json.loads(text.origin) if text is not None and text.origin else {}
    signer, day = origin.get("signer", ""), origin.get("signed_on", "")
    rules = loaded(instance.definition_id).rules
    assert event.source is not None  # noqa: S101 - the caller asked
    state, transition = rules.state(event.source.name), rules.transition(event.name)
    return Statement(
        item_id=item.pk,
        state=state.name,
        state_title=state.title,
        organisation_id=item.organisation_id,
        organ=item.organisation.name,
        name=signer or str(event.actor or ""),
        post="" if signer or event.post is None else event.post.title or str(event.post.role),
        act=event.name,
        act_title=transition.title if transition is not None else event.name,
        verdict=verdict,
        opinion=(text.opinion or "") if text is not None else "",
        on=date.fromisoformat(day) if day else timezone.localdate(event.at),
        at=event.at,
        offline=item.offline,
        behalf=str(event.behalf) if event.behalf is not None and not signer else "",
        binding=state.binds,
        stands=in_force and item.status == WorkItem.Status.DONE,
    )

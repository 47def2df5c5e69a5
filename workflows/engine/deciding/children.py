"""Inner cases: a party's own process, whose end is the party's answer. Always under the lock of the root."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Impossible, begin
from workflows.organisations.models import Membership, User

from ..clock.terms import Terms
from ..errors import Refused
from ..models import Instance, WorkItem
from ..people.directory import Directory
from ..people.placing import stand_at_organ
from ..processes.definitions import loaded
from .applying import Doing, apply
from .dossier import UNFINISHED, Dossier, dossiers
from .recording import Entry, record
from .resting import REACHING, reach
from .writing import write

if TYPE_CHECKING:
    from ..models import Definition
    from ..people.directory import Place

ENDED = "void"
"""The outcome of an inner case that was ended from outside."""


def open_inside(case: Dossier, actor: User, post: Membership | None, terms: Terms) -> Iterator[Dossier]:
    """Open an inner case for each item of *case* that has just begun one; to be written, the outer case is already.

    Raises:
        Refused: nobody can be asked in its first state, or it is over before it began.
    """
    begun, case.begun = case.begun, []
    for item in begun:
        definition = _definition_of(case, item)
        place = case.directory.places[item.organisation_id]
        if definition is not None:
            yield _open(case, item, definition, place, actor, post, terms)


def _definition_of(case: Dossier, item: WorkItem) -> Definition | None:
    """The definition by which the party of an item works inside."""
    seats = case.world.asked.get(case.state.name)
    if seats is None:
        case.world.seats(case.state)
        seats = case.world.asked[case.state.name]
    return next((asked.inner for asked in seats if asked.seat.key == item.party), None)


def _open(
    case: Dossier,
    item: WorkItem,
    definition: Definition,
    place: Place,
    actor: User,
    post: Membership | None,
    terms: Terms,
) -> Dossier:
    outer, rules = case.instance, loaded(definition.pk)
    instance = Instance.objects.create(
        process=rules.rules.process,
        definition=definition,
        node=rules.nodes[rules.rules.initial],
        subject_type_id=outer.subject_type_id,
        subject_id=outer.subject_id,
        title=outer.title,
        series=outer.series,
        root_id=outer.root_id or outer.pk,
        parent_item=item,
        organ_id=place.organ_pk,
        organisation_id=place.pk,
        path=case.directory.places.get(place.organ_pk, place).path,
        entry=0,
        content_id=outer.content_id,
        started_by=actor,
        entered_at=case.now,
        changed_at=case.now,
    )
    stand_at_organ(instance)
    made = Dossier(instance, [], rules, case.now, Directory(timezone.localdate(case.now)), case.shelf)
    made.directory.expect(instance.path, made.roles, actor.pk)
    try:
        marking, changes = begin(rules.rules, made.world)
    except Impossible as impossible:
        raise Refused([f"{place.name}：{reason}。" for reason in impossible.reasons]) from impossible
    applied = apply(made, marking, changes, Doing(actor=actor), terms)
    if made.state.final:
        raise Refused([_("“%(title)s”一开始就办结了，请管理员检查流程。") % {"title": rules.rules.title}])
    data = applied.data | {"definition": definition.digest, "inside": [outer.pk, item.party]}
    entry = Entry(
        kind="start",
        name=instance.process,
        target=instance.node,
        visit=instance.entry,
        actor=actor,
        post=post,
        content=bytes(outer.content_id or b"") or None,
        data=data,
    )
    record(made, entry)
    return made


def follow(cases: Sequence[Dossier], now: datetime, terms: Terms) -> None:
    """Open, end, hold and let go the inner cases that belong to what was just written, to any depth."""
    waiting = list(cases)
    while waiting:
        made: list[Dossier] = []
        for case in waiting:
            over = [item for item in case.changed_items.values() if _is_over(item)]
            reaching = next(
                (event for event in case.events if event.name in REACHING and event.kind == "measure"), None
            )
            if not case.begun and not over and reaching is None:
                continue
            by = next((event for event in reversed(case.events) if event.actor is not None), None)
            actor = by.actor if by is not None and by.actor is not None else case.instance.started_by
            post = by.post if by is not None else None
            for inner in running_inside(over, now):
                end(inner, actor, post)
                made.append(inner)
            made += open_inside(case, actor, post, terms)
            if reaching is not None:
                data = json.loads(reaching.data)
                made += reach(reaching.name, data, _within(case, data, now), terms, actor, post)
        write(made, now)
        waiting = made


def _within(case: Dossier, data: dict[str, Any], now: datetime) -> list[Dossier]:
    """The inner cases that a measure on *case* reaches: those of the party that it names, else all."""
    asked = [item for item in case.items if item.kind == WorkItem.Kind.CHILD and item.status in UNFINISHED]
    return running_inside([item for item in asked if data.get("party", item.party) == item.party], now)


def _is_over(item: WorkItem) -> bool:
    """Whether an item that an inner case was to answer is answered, or asked no longer."""
    return item.kind == WorkItem.Kind.CHILD and item.status not in UNFINISHED


def running_inside(items: Sequence[WorkItem], now: datetime) -> list[Dossier]:
    """The inner cases of some items that still run; the caller holds the lock of their root."""
    if not items:
        return []
    rows = Instance.objects.filter(parent_item__in=[item.pk for item in items], finished_at__isnull=True).order_by("pk")
    return list(dossiers(list(rows.select_for_update()), now, Directory(timezone.localdate(now))).values())


def end(case: Dossier, actor: User | None, post: Membership | None) -> None:
    """End an inner case from outside: nobody is asked any more, and its own inner cases end with it."""
    instance = case.instance
    for item in case.items:
        if item.status in UNFINISHED and item.kind != WorkItem.Kind.READ:
            item.status = WorkItem.Status.REMOVED
            case.changed_items[item.pk] = item
    instance.finished_at, instance.outcome, instance.suspended_at = case.now, ENDED, None
    entry = Entry(
        kind="end",
        name="outside",
        source=instance.node,
        target=instance.node,
        visit=instance.entry,
        actor=actor,
        post=post,
        data={"outcome": ENDED, "closed": []},
    )
    record(case, entry)


def contradictions(instance: Instance, items: Sequence[WorkItem]) -> Iterator[str]:
    """What does not fit between a case and the cases inside it, or around it, in Chinese."""
    asked = [item for item in items if item.kind == WorkItem.Kind.CHILD]
    inside = {one.parent_item_id: one for one in Instance.objects.filter(parent_item__in=[item.pk for item in asked])}
    for item in asked:
        inner = inside.get(item.pk)
        if inner is None:
            if item.status != WorkItem.Status.WAITING and item.opened_at is not None:
                yield _("“%(party)s”没有内部流程的记录。") % {"party": item.party}
        elif (inner.finished_at is None) != (item.status in UNFINISHED):
            yield _("“%(party)s”的内部流程与这里的办理情况不符。") % {"party": item.party}
        elif (
            item.status == WorkItem.Status.DONE
            and not item.offline
            and (inner.outcome == "passed") != (item.verdict == "yes")
        ):
            yield _("“%(party)s”的内部流程的结果与这里的表态不符。") % {"party": item.party}
    if instance.parent_item is not None:
        outer = instance.parent_item
        if (outer.status in UNFINISHED) != (instance.finished_at is None):
            yield _("内部流程与外面的办理情况不符。")

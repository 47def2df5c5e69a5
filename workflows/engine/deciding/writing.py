"""Writing a batch: items, events and words, cases, outbox; sets, in this order, whatever the number of cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflows.database import changes_of, fresh, insert, update
from workflows.notifications.delivery import deliver_soon
from workflows.notifications.models import Outbox

from ..models import Event, EventText, Instance, WorkItem
from .dossier import Dossier

TOPIC = "event"
"""The outbox topic of the engine's events."""

MANY = 100
"""From more rows on (a migration; nobody decides so many at once) each is written by a statement that is composed already:
one for all takes far longer to compose than to run.
"""

_ITEM_FIELDS = (
    "status",
    "verdict",
    "content",
    "done_by",
    "behalf",
    "done_at",
    "offline",
    "opened_at",
    "clock_start",
    "clock_days",
    "due_at",
    "provisional",
    "next_timer_at",
    "voided_by",
    "claimed_by",
    "entry",
    "rank",
    "required",
    "counts",
    "organisation",
    "role",
    "user",
)
_CASE_FIELDS = (
    "definition",
    "node",
    "entry",
    "seq",
    "head",
    "memory",
    "content",
    "title",
    "series",
    "entered_at",
    "clock_start",
    "next_timer_at",
    "changed_at",
    "suspended_at",
    "finished_at",
    "outcome",
    "started_by",
)


def write(cases: Sequence[Dossier], now: datetime) -> None:
    """Save what was decided on *cases*, and ask for the delivery of their events after the commit."""
    if not cases:
        return
    write_items(cases)
    write_events(cases)
    _write_cases(cases, now)


def write_edits(cases: Sequence[Dossier], now: datetime) -> None:
    """Save what an edit did: its event first, since fallen signatures point to it."""
    if not cases:
        return
    write_events(cases)
    for case in cases:
        for item in case.changed_items.values():
            item.voided_by = item.voided_by  # takes over the id that its event has got by now
    write_items(cases)
    _write_cases(cases, now)


def write_items(cases: Sequence[Dossier]) -> None:
    """Save items that changed, then those that are new."""
    _update(WorkItem, [item for case in cases for item in case.changed_items.values()], _ITEM_FIELDS)
    if new := [item for case in cases for item in case.new_items]:
        _add(new)


def write_events(cases: Sequence[Dossier]) -> None:
    """Save events and their words."""
    events = [event for case in cases for event in case.events]
    if not events:
        return
    _add(events)
    texts = [text for case in cases for text in case.texts]
    for text in texts:
        text.event_id = text.event.pk
    if texts:
        _add(texts)


def _write_cases(cases: Sequence[Dossier], now: datetime) -> None:
    """Save the cases themselves, and a row of the outbox for each event; poke the deliverer for after the commit."""
    _update(Instance, [case.instance for case in cases], _CASE_FIELDS)
    events = [event for case in cases for event in case.events]
    if events:
        _add([fresh(Outbox, topic=TOPIC, key=event.pk, created_at=now) for event in events])
    deliver_soon()


def _update(
    model: type[Instance] | type[WorkItem], rows: Sequence[Instance | WorkItem], fields: tuple[str, ...]
) -> None:
    """One UPDATE for all rows; a single row needs no CASE, and only what is new in it is written. So it is with very many."""
    if len(rows) == 1 or len(rows) > MANY:
        for row in rows:
            if changed := changes_of(row, fields):
                update(row, changed)
    elif rows:
        model.objects.bulk_update(rows, fields)  # type: ignore[arg-type]


def _add(rows: Sequence[Event] | Sequence[EventText] | Sequence[WorkItem] | Sequence[Outbox]) -> None:
    """One INSERT for all rows; they are of one model."""
    if len(rows) == 1:
        insert(rows[0])
    else:
        type(rows[0]).objects.bulk_create(rows)  # type: ignore[arg-type]

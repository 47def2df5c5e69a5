"""One paper led to a stage by the engine itself, and copies of it elsewhere: same way, other organ, people and keys.

A copy is what the engine would have written: the content's digest holds the copy's own key, the events form a chain of
their own, and ``engine.verify`` finds nothing to say.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from documents.notices.models import Notice
from workflows.definition import canonical_json
from workflows.engine.deciding.recording import chained, columns_of
from workflows.engine.models import NO_TERM, Content, Event, EventText, Instance, WorkItem

from .bulk import Bulk, Table
from .realm import Seat

KINDS = (Notice, Content, Instance, WorkItem, Event, EventText)
"""The tables that a copy fills, keys first."""

SPREAD = 480
"""Over how many half hours the terms of copies are spread, so that a worklist has an order."""


@dataclass
class Keys:
    """The last key used in each table."""

    notice: int
    instance: int
    item: int
    event: int

    @classmethod
    def of(cls, bulk: Bulk) -> "Keys":
        """As the database has them."""
        return cls(*(bulk.tables[kind].last_id() for kind in (Notice, Instance, WorkItem, Event)))


class Mould:
    """A paper and its case, read once; the papers of other organs are cast from it."""

    def __init__(self, notice: Notice, case: Instance, seat: Seat) -> None:
        self.notice, self.case, self.seat = notice, case, seat
        self.items = list(WorkItem.objects.filter(instance=case).order_by("pk"))
        self.events = list(Event.objects.filter(instance=case).select_related("actor", "behalf").order_by("seq"))
        self.texts = {text.event_id: text for text in EventText.objects.filter(event__instance=case)}
        self.content = Content.objects.get(pk=case.content_id)
        self._casts: dict[int, _Cast] = {}

    def copy(self, seat: Seat, keys: Keys, bulk: Bulk) -> None:
        """Add the rows of one copy for the organ of *seat*, with the next keys."""
        cast = self._casts.get(seat.organ.pk)
        if cast is None:
            cast = self._casts[seat.organ.pk] = _Cast(self, seat, bulk)
        cast.pour(keys, bulk)


class _Cast:
    """A mould fitted to one organ: everything but keys and digests is in its place."""

    def __init__(self, mould: Mould, seat: Seat, bulk: Bulk) -> None:
        self.mould = mould
        self.organs = {mould.seat.organ.pk: seat.organ.pk}
        self.users = {old.pk: new for old, new in zip(mould.seat.people, seat.people, strict=True)}
        self.posts = {old.pk: new.pk for old, new in zip(mould.seat.posts, seat.posts, strict=True)}
        self.mark = seat.organ.mark
        self.notice = self._fitted(bulk.tables[Notice], mould.notice)
        self.content = bulk.tables[Content].row(mould.content)
        self.case = self._fitted(bulk.tables[Instance], mould.case)
        self.case[bulk.tables[Instance].place["path"]] = seat.organ.path
        self._remember(bulk.tables[Instance])
        self.items = [self._fitted(bulk.tables[WorkItem], item) for item in mould.items]
        self.events = [self._event(bulk.tables[Event], event) for event in mould.events]
        self.texts = {key: bulk.tables[EventText].row(text) for key, text in mould.texts.items()}
        items = bulk.tables[WorkItem]
        first = next((item.due_at for item in mould.items if item.status == "open" and item.due_at != NO_TERM), None)
        self.terms = [items.value("due_at", first + timedelta(minutes=30 * n)) for n in range(SPREAD)] if first else []

    def _fitted(self, table: Table, row: Any) -> list[Any]:
        """The row with the organ, people and posts of this place."""
        values = table.row(row)
        for field in table.fields:
            old, place = getattr(row, field.attname), table.place[field.attname]
            if old is None or field.remote_field is None:
                continue
            match field.remote_field.model.__name__:
                case "Organisation":
                    values[place] = self.organs.get(old, old)
                case "User":
                    values[place] = self.users[old].pk
                case "Membership":
                    values[place] = self.posts[old]
        return values

    def _remember(self, table: Table) -> None:
        """The path stack names who made the last move."""
        memory = dict(self.mould.case.memory)
        if memory.get("sender"):
            memory["sender"] = self.users[memory["sender"]].pk
        self.case[table.place["memory"]] = table.value("memory", memory)

    def _event(self, table: Table, event: Event) -> tuple[list[Any], dict[str, Any], int | None]:
        """The event's row, the columns that its digest covers, and the place of its item among the items."""
        data = json.loads(event.data)
        for asked in data.get("open", ()):
            asked[1] = self.organs.get(asked[1], asked[1])
            asked[3] = self.users[asked[3]].pk if asked[3] is not None else None
        row = self._fitted(table, event)
        row[table.place["data"]] = canonical_json(data)
        actor = self.users[event.actor_id].uuid.hex if event.actor_id is not None else None
        behalf = self.users[event.behalf_id].uuid.hex if event.behalf_id is not None else None
        columns = columns_of(event, actor=actor, behalf=behalf)
        columns |= {"data": canonical_json(data), "post": self.posts[event.post_id] if event.post_id else None}
        place = next((n for n, item in enumerate(self.mould.items) if item.pk == event.item_id), None)
        return row, columns, place

    def pour(self, keys: Keys, bulk: Bulk) -> None:
        """The rows of one copy."""
        keys.notice += 1
        keys.instance += 1
        digest = self._pour_content(keys.notice, bulk)
        table = bulk.tables[Notice]
        row = self.notice.copy()
        row[table.place["id"]] = keys.notice
        if row[table.place["number"]]:
            row[table.place["number"]] = f"{self.mark}〔2019〕{keys.notice}号"
        bulk.add(Notice, row)
        first_item = keys.item + 1
        self._pour_items(keys, digest, bulk)
        head = self._pour_events(keys, digest, first_item, bulk)
        table = bulk.tables[Instance]
        row = self.case.copy()
        row[table.place["id"]], row[table.place["subject_id"]] = keys.instance, keys.notice
        row[table.place["content_id"]], row[table.place["head"]] = digest, head
        bulk.add(Instance, row)

    def _pour_content(self, notice: int, bulk: Bulk) -> bytes:
        named = canonical_json({"subject": f"notices.notice:{notice}", "content": self.mould.content.payload})
        digest = hashlib.sha256(named.encode()).digest()
        table = bulk.tables[Content]
        row = self.content.copy()
        row[table.place["digest"]], row[table.place["subject_id"]] = digest, notice
        bulk.add(Content, row)
        return digest

    def _pour_items(self, keys: Keys, digest: bytes, bulk: Bulk) -> None:
        place = bulk.tables[WorkItem].place
        for made, item in zip(self.items, self.mould.items, strict=True):
            keys.item += 1
            row = made.copy()
            row[place["id"]], row[place["instance_id"]] = keys.item, keys.instance
            if item.content_id is not None:
                row[place["content_id"]] = digest
            if self.terms and item.status == "open":
                term = self.terms[keys.instance % SPREAD]
                row[place["due_at"]] = row[place["next_timer_at"]] = term
            bulk.add(WorkItem, row)

    def _pour_events(self, keys: Keys, digest: bytes, first_item: int, bulk: Bulk) -> bytes:
        place, words = bulk.tables[Event].place, bulk.tables[EventText].place
        previous = b""
        for (made, columns, item), event in zip(self.events, self.mould.events, strict=True):
            keys.event += 1
            row = made.copy()
            columns["instance"] = keys.instance
            columns["item"] = first_item + item if item is not None else None
            columns["content"] = digest.hex() if event.content_id is not None else None
            row[place["id"]], row[place["instance_id"]] = keys.event, keys.instance
            row[place["item_id"]] = columns["item"]
            row[place["content_id"]] = digest if event.content_id is not None else None
            row[place["previous"]], row[place["digest"]] = previous, chained(previous, columns)
            previous = row[place["digest"]]
            bulk.add(Event, row)
            if event.pk in self.texts:
                text = self.texts[event.pk].copy()
                text[words["event_id"]] = keys.event
                bulk.add(EventText, text)
        return previous

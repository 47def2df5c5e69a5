"""Whether a case's history is whole: the chain, the words, the contents, and the marking rebuilt from the events."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from workflows.definition import canonical_json

from .dossier import ACTED, UNFINISHED, for_display
from .models import Content, Event, EventText, Instance, WorkItem
from .recording import commitment, event_digest

Asked = tuple[str, int, int | None, int | None]


def verify(instance: Instance) -> list[str]:
    """Every contradiction between a case, its events and its items, in Chinese; empty when all is sound.

    Replays the chain and rebuilds the marking. What somebody with full access to the database rewrote consistently, chain
    and head included, only a sealed and exported head shows.
    """
    fresh = for_display(Instance.objects.all()).get(pk=instance.pk)
    events = list(
        Event.objects.filter(instance=fresh).select_related("actor", "behalf", "content", "target").order_by("seq")
    )
    texts = {text.event_id: text for text in EventText.objects.filter(event__instance=fresh)}
    items = list(WorkItem.objects.filter(instance=fresh))
    found = [*_chain(fresh, events), *_words(events, texts), *_contents(events)]
    return [*found, *_marking(fresh, events, items)]


def _chain(instance: Instance, events: list[Event]) -> Iterator[str]:
    """Numbers without a gap, every digest right, the last one at the head of the case."""
    previous = b""
    for number, event in enumerate(events, start=1):
        if event.seq != number:
            yield _("第 %(seq)d 条之前缺少记录。") % {"seq": event.seq}
            return
        if bytes(event.previous) != previous:
            yield _("第 %(seq)d 条与前一条接不上。") % {"seq": event.seq}
        actor = event.actor.uuid.hex if event.actor is not None else None
        behalf = event.behalf.uuid.hex if event.behalf is not None else None
        if event_digest(event, actor=actor, behalf=behalf) != bytes(event.digest):
            yield _("第 %(seq)d 条的内容被改动过。") % {"seq": event.seq}
        previous = bytes(event.digest)
    if bytes(instance.head) != previous:
        yield _("记录的末尾与事项对不上，末尾可能被删去或改动。")
    if instance.seq != len(events):
        yield _("事项记有 %(seq)d 条经过，实有 %(count)d 条。") % {"seq": instance.seq, "count": len(events)}


def _words(events: list[Event], texts: dict[int, EventText]) -> Iterator[str]:
    """Opinions as they were said; erased ones are in order, missing ones are not."""
    for event in events:
        text = texts.get(event.pk)
        if event.text_commitment is None:
            if text is not None:
                yield _("第 %(seq)d 条的意见是后来加的。") % {"seq": event.seq}
        elif text is None:
            yield _("第 %(seq)d 条的意见不见了。") % {"seq": event.seq}
        elif text.erased_at is None and commitment(text) != bytes(event.text_commitment):
            yield _("第 %(seq)d 条的意见被改动过。") % {"seq": event.seq}


def _contents(events: list[Event]) -> Iterator[str]:
    """Signed contents that still give their digest; blanked ones keep it only."""
    for event in events:
        content: Content | None = event.content
        if content is None or content.payload is None:
            continue
        kind = content.subject_type
        subject = f"{kind.app_label}.{kind.model}:{content.subject_id}"
        named = canonical_json({"subject": subject, "content": content.payload})
        if hashlib.sha256(named.encode()).digest() != bytes(content.digest):
            yield _("第 %(seq)d 条所签的内容被改动过。") % {"seq": event.seq}


def _marking(instance: Instance, events: list[Event], items: list[WorkItem]) -> Iterator[str]:
    """The marking rebuilt from the events against the case and its open items."""
    if not events:
        yield _("没有任何经过。")
        return
    waiting: Counter[Asked] = Counter()
    entry, path = 0, []
    for event in events:
        data = json.loads(event.data)
        if "entry" in data:
            entry, path, waiting = data["entry"], data["path"], Counter()
        waiting += _asked(data)
        _finish(waiting, data, {item.pk: item for item in items}.get(event.item_id or 0))
    last = next((event for event in reversed(events) if event.target_id is not None), None)
    if last is None or last.target_id != instance.node_id or entry != instance.entry:
        yield _("事项所在环节与经过不符。")
    if path != [name for name, _entry in instance.memory.get("path", ())]:
        yield _("事项走过的环节与经过不符。")
    there = Counter(
        (item.party, item.organisation_id, item.role_id, item.user_id)
        for item in items
        if item.status in UNFINISHED and item.kind == WorkItem.Kind.TASK
    )
    if there != waiting:
        yield _("待办与经过不符。")
    yield from _done(events, items)


def _asked(data: dict[str, Any]) -> Counter[Asked]:
    return Counter((party, place, role, user) for party, place, role, user, _note in data.get("open", ()))


def _finish(waiting: Counter[Asked], data: dict[str, Any], item: WorkItem | None) -> None:
    """Take away whom a vote that did not move the case has finished."""
    if "entry" in data or item is None:
        return
    for asked in [one for one in waiting if one[0] == item.party]:
        del waiting[asked]


def _done(events: list[Event], items: list[WorkItem]) -> Iterator[str]:
    """Every item that is done has its event, by the same person."""
    actors = {event.item_id: event.actor_id for event in events if event.item_id is not None}
    for item in items:
        if item.status in ACTED and actors.get(item.pk) != item.done_by_id:
            yield _("“%(party)s”的办理没有对应的经过。") % {"party": item.party}

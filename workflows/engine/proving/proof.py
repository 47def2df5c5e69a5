"""Whether a case's history is whole: the chain, the words, the contents, and the marking rebuilt from the events."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from workflows.definition import canonical_json

from ..deciding.children import contradictions
from ..deciding.dossier import ACTED, LASTING, UNFINISHED, VOICES
from ..deciding.recording import commitment, event_digest
from ..models import Content, Event, EventText, Instance, WorkItem
from ..shown import for_display
from .seats import contradictions_of_seats

ERASE = "erase"
"""The kind of event that tells what was blanked."""

HANDOVER = "handover"
"""The kind of event that tells what passed to a successor."""

Asked = tuple[str, str, int, int | None, int | None]
"""Kind, party, organisation, role, person."""


def verify(instance: Instance) -> list[str]:
    """Every contradiction between a case, its events and its items, in Chinese; empty when all is sound.

    Replays the chain and rebuilds the marking. What somebody with full access to the database rewrote consistently, chain
    and head included, only a sealed and exported head shows (``auditing``).
    """
    fresh = for_display(Instance.objects.all()).select_related("definition").get(pk=instance.pk)
    events = list(Event.objects.filter(instance=fresh).select_related("actor", "behalf", "target").order_by("seq"))
    texts = {text.event_id: text for text in EventText.objects.filter(event__instance=fresh)}
    items = list(WorkItem.objects.filter(instance=fresh))
    found = list(_chain(fresh, events))
    if found:
        return found  # what the events say is not worth replaying
    erasures = _erasures(events, texts)
    found = [*_words(events, texts, erasures), *_contents(fresh, events, erasures)]
    found += [*_origin(fresh, events), *_marking(fresh, events, items)]
    return [*found, *contradictions_of_seats(fresh, events, items), *contradictions(fresh, items)]


def _chain(instance: Instance, events: list[Event]) -> Iterator[str]:
    """Numbers without a gap, every digest right, the last one at the head of the case."""
    previous, before = b"", 0
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
        if event.pk <= before:
            yield _("第 %(seq)d 条的编号被改动过。") % {"seq": event.seq}
        previous, before = bytes(event.digest), event.pk
    if bytes(instance.head) != previous:
        yield _("记录的末尾与事项对不上，末尾可能被删去或改动。")
    if instance.seq != len(events):
        yield _("事项记有 %(seq)d 条经过，实有 %(count)d 条。") % {"seq": instance.seq, "count": len(events)}


@dataclass(frozen=True)
class Erased:
    """What the history itself says was blanked: words by the number of their event, contents by digest."""

    words: dict[int, tuple[datetime, str | None]]
    contents: frozenset[str]


def _erasures(events: list[Event], texts: dict[int, EventText]) -> Erased:
    """The decisions to blank, out of the events; the reason is the opinion of such an event."""
    words: dict[int, tuple[datetime, str | None]] = {}
    contents: set[str] = set()
    for event in events:
        if event.kind != ERASE:
            continue
        data = json.loads(event.data)
        text = texts.get(event.pk)
        words |= dict.fromkeys(data.get("texts", ()), (event.at, text.opinion if text is not None else None))
        contents.update(data.get("contents", ()))
    return Erased(words, frozenset(contents))


def _words(events: list[Event], texts: dict[int, EventText], erased: Erased) -> Iterator[str]:
    """Opinions as they were said; those that were blanked by decision are in order, others that are gone are not."""
    for event in events:
        text = texts.get(event.pk)
        seq = {"seq": event.seq}
        if event.text_commitment is None:
            if text is not None:
                yield _("第 %(seq)d 条的意见是后来加的。") % seq
        elif text is None:
            yield _("第 %(seq)d 条的意见不见了。") % seq
        elif event.seq in erased.words:
            if not _blank_as_decided(text, *erased.words[event.seq]):
                yield _("第 %(seq)d 条的意见抹去以后又被改动过。") % seq
        elif text.opinion is None and text.labels is None and text.origin is None:
            yield _("第 %(seq)d 条的意见未经两人同意就被抹去。") % seq
        elif text.erased_at is not None or text.erased_reason or commitment(text) != bytes(event.text_commitment):
            yield _("第 %(seq)d 条的意见被改动过。") % seq


def _blank_as_decided(text: EventText, at: datetime, reason: str | None) -> bool:
    """Whether the words are blank, at the time and for the reason that the history tells."""
    empty = text.salt is None and text.opinion is None and text.labels is None and text.origin is None
    return empty and text.erased_at == at and reason in (None, text.erased_reason)


def _contents(instance: Instance, events: list[Event], erased: Erased) -> Iterator[str]:
    """Signed contents that still give their digest; those blanked by decision keep it only."""
    kept = Content.objects.in_bulk({bytes(event.content_id) for event in events if event.content_id is not None})
    told: set[bytes] = set()
    for event in events:
        if event.content_id is None or (digest := bytes(event.content_id)) in told:
            continue
        told.add(digest)
        content = kept.get(digest)
        if content is None:
            yield _("第 %(seq)d 条所签的内容不见了。") % {"seq": event.seq}
        elif (content.subject_type_id, content.subject_id) != (instance.subject_type_id, instance.subject_id):
            yield _("第 %(seq)d 条所签的内容被改动过。") % {"seq": event.seq}
        elif content.payload is None:
            if digest.hex() not in erased.contents:
                yield _("第 %(seq)d 条所签的内容未经两人同意就被抹去。") % {"seq": event.seq}
        elif _content_digest(content) != digest:
            yield _("第 %(seq)d 条所签的内容被改动过。") % {"seq": event.seq}


def _content_digest(content: Content) -> bytes:
    kind = content.subject_type
    subject = f"{kind.app_label}.{kind.model}:{content.subject_id}"
    named = canonical_json({"subject": subject, "content": content.payload})
    return hashlib.sha256(named.encode()).digest()


def _origin(instance: Instance, events: list[Event]) -> Iterator[str]:
    """Who began it, by which rules, and how it ended, against what the first and the last events say."""
    if not events:
        return
    first = events[0]
    handed = [data["author"] for event in events if "author" in (data := json.loads(event.data))]
    authors = [first.actor_id, *handed]
    former = sorted(set(authors[:-1]) - {authors[-1]})
    if (first.kind, first.name, authors[-1]) != ("start", instance.process, instance.started_by_id):
        yield _("事项的发起人或流程与经过不符。")
    elif former != instance.memory.get("authors", []):
        yield _("事项先后的起草人与经过不符。")
    told = [data for event in events if (data := json.loads(event.data))]
    rules = next((data["definition"] for data in reversed(told) if "definition" in data), "")
    kept = instance.definition
    if not rules == kept.digest == hashlib.sha256(kept.document.encode()).hexdigest():
        yield _("所用流程的规则被改动过，或者换成了别的版本。")
    if instance.path != instance.organ.path:
        yield _("事项记的单位位置与通讯录不符。")
    ended = next((data["outcome"] for data in reversed(told) if "outcome" in data), "")
    if ended != instance.outcome or bool(ended) != (instance.finished_at is not None):
        yield _("事项是否办结与经过不符。")


def _marking(instance: Instance, events: list[Event], items: list[WorkItem]) -> Iterator[str]:
    """The marking rebuilt from the events against the case and its open items."""
    if not events:
        yield _("没有任何经过。")
        return
    waiting: Counter[Asked] = Counter()
    entry, path, suspended = 0, [], False
    for event in events:
        data = json.loads(event.data)
        suspended = (
            event.name == "suspend" or (suspended and event.name != "resume") if event.kind == "measure" else suspended
        )
        waiting -= _removed(data)
        if "entry" in data:
            entry, path, waiting = data["entry"], data["path"], _lasting(waiting)
        waiting += _asked(data)
        if event.kind not in ("measure", HANDOVER):
            _finish(waiting, data, {item.pk: item for item in items}.get(event.item_id or 0))
        if "outcome" in data:
            waiting, suspended = _read_only(waiting), False
    last = next((event for event in reversed(events) if event.target_id is not None), None)
    if last is None or last.target_id != instance.node_id or entry != instance.entry:
        yield _("事项所在环节与经过不符。")
    if path != [name for name, _entry in instance.memory.get("path", ())]:
        yield _("事项走过的环节与经过不符。")
    if suspended != (instance.suspended_at is not None):
        yield _("挂起与经过不符。")
    there = Counter(
        (_as_asked(item.kind), item.party, item.organisation_id, item.role_id, item.user_id)
        for item in items
        if item.status in UNFINISHED
    )
    if there != waiting:
        yield _("待办与经过不符。")
    yield from _done(events, items)


def _asked(data: dict[str, Any]) -> Counter[Asked]:
    """Who was asked: by entering a state, or by a measure (copies are told, not asked)."""
    entered = [("task", party, place, role, user) for party, place, role, user, _note in data.get("open", ())]
    added = [(_as_asked(one[0]), *one[1:5]) for one in data.get("added", ()) if one[0] != WorkItem.Kind.COPY]
    return Counter([*entered, *added])


def _as_asked(kind: str) -> str:
    """A confirmation counts as the task that it stands for."""
    return "task" if kind in VOICES else str(kind)


def _removed(data: dict[str, Any]) -> Counter[Asked]:
    """Who was asked no longer by a measure."""
    return Counter((_as_asked(one[0]), *one[1:]) for one in data.get("removed", ()))


def _lasting(waiting: Counter[Asked]) -> Counter[Asked]:
    """What outlives a move."""
    return Counter({asked: count for asked, count in waiting.items() if asked[0] in LASTING})


def _read_only(waiting: Counter[Asked]) -> Counter[Asked]:
    """What outlives the case."""
    return Counter({asked: count for asked, count in waiting.items() if asked[0] == WorkItem.Kind.READ})


def _finish(waiting: Counter[Asked], data: dict[str, Any], item: WorkItem | None) -> None:
    """Take away whom a vote that did not move the case has finished."""
    if "entry" in data or item is None:
        return
    for asked in [one for one in waiting if one[1] == item.party and one[0] == _as_asked(item.kind)]:
        del waiting[asked]


def _done(events: list[Event], items: list[WorkItem]) -> Iterator[str]:
    """Every item that is done has its event, by the same person, at the same time."""
    done = {event.item_id: (event.actor_id, event.behalf_id, event.at) for event in events if event.item_id is not None}
    for item in items:
        if item.status in ACTED and done.get(item.pk) != (item.done_by_id, item.behalf_id, item.done_at):
            yield _("“%(party)s”的办理没有对应的经过。") % {"party": item.party}

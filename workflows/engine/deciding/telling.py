"""Whom an event is told to: those who are asked now, the author when the case ends, signers whose signature fell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from workflows.notifications.delivery import handles
from workflows.notifications.posting import Message
from workflows.organisations.models import User

from ..measures.telling import ASKED
from ..models import Event, Instance, WorkItem
from ..people.following import followers
from ..people.holders import people_of
from ..processes.definitions import loaded
from ..reading.histories import history_in
from ..registry import adapter_for
from .writing import TOPIC

RETURNED, TODO = ("returned", _lazy("被退回：%(title)s")), ("todo", _lazy("待办：%(title)s"))


@handles(TOPIC)
def messages_of(key: int) -> Iterable[Message]:
    """The messages of one event, as things stand when it is delivered: who need not act any more is not disturbed."""
    event = (
        Event.objects.select_related("instance__node", "instance__subject_type", "instance__started_by", "text")
        .filter(pk=key)
        .first()
    )
    if event is None:
        return []
    data = json.loads(event.data)
    return [
        *_to_asked(event, data),
        *_to_urged(event, data),
        *_to_author(event, data),
        *_to_signers(event, data),
        *_to_followers(event, data),
    ]


def _to_asked(event: Event, data: dict[str, Any]) -> Iterator[Message]:
    """Whoever was asked by this event and is still asked."""
    visit = data.get("entry", event.entry)
    open_now = WorkItem.objects.filter(
        instance=event.instance,
        status__in=(WorkItem.Status.OPEN, WorkItem.Status.TOLD),
        opened_at=event.at,
        entry=visit,
    )
    items = open_now.exclude(kind=WorkItem.Kind.CHILD).select_related("organisation", "role", "user")
    told: set[int] = set()
    for item in items:
        for user in people_of(item, timezone.localdate(event.at)):
            if user.pk in told or user.pk == event.actor_id:
                continue
            told.add(user.pk)
            kind, title = ASKED.get(WorkItem.Kind(item.kind), RETURNED if item.returned else TODO)
            yield _message(event, user, kind, str(title), _asked_body(event))


def _to_urged(event: Event, data: dict[str, Any]) -> Iterator[Message]:
    """Whoever is reminded by 催办 and is still asked."""
    told: set[int] = set()
    items = WorkItem.objects.filter(pk__in=data.get("urged", ()), status=WorkItem.Status.OPEN)
    for item in items.select_related("organisation", "role", "user"):
        for user in people_of(item, timezone.localdate(event.at)):
            if user.pk not in told and user.pk != event.actor_id:
                told.add(user.pk)
                yield _message(event, user, "urge", _("催办：%(title)s"), _asked_body(event))


def _to_author(event: Event, data: dict[str, Any]) -> Iterator[Message]:
    """The author learns how the case ended."""
    instance = event.instance
    if "outcome" in data and instance.parent_item_id is None and instance.started_by_id != event.actor_id:
        title = instance.state_title.replace("%", "%%") + "：%(title)s"
        taken = loaded(instance.definition_id).rules.transition(event.name)
        body = "\n".join(filter(None, (_opinion(event), taken.remedy if taken is not None else "")))
        yield _message(event, instance.started_by, "finished", title, body)


def _to_signers(event: Event, data: dict[str, Any]) -> Iterator[Message]:
    """Whoever signed what was changed afterwards."""
    for item in WorkItem.objects.filter(pk__in=data.get("voided", ())).select_related("done_by"):
        if item.done_by is not None and not item.offline and item.done_by_id != event.actor_id:
            yield _message(
                event, item.done_by, "voided", _("内容有改动，您的签字已失效：%(title)s"), _what_changed(event)
            )


def _what_changed(event: Event) -> str:
    """Who changed what, by the names of the parts; the words themselves are read where the signature is renewed."""
    (row,) = history_in(event.instance, [event])
    parts = "、".join(change.title for change in row.changes)
    return _("%(who)s改动了：%(parts)s。") % {"who": row.actor, "parts": parts or _("内容")}


def _to_followers(event: Event, data: dict[str, Any]) -> Iterator[Message]:
    """Who follows the case (关注) learns on the desk that it ended or was sent back, as long as they may see it."""
    instance = event.instance
    ended = "outcome" in data
    if not ended and not _sends_back(event):
        return
    title = _("关注的事项已办结：%(title)s") if ended else _("关注的事项被退回：%(title)s")
    told = {event.actor_id} | ({instance.started_by_id} if ended else set())
    for user in followers(instance):
        if user.pk not in told:
            yield replace(_message(event, user, "followed", title, _opinion(event)), channels=("desk",))


def _sends_back(event: Event) -> bool:
    rules = loaded(event.instance.definition_id).rules
    return event.kind == "act" and any(one.name == event.name and one.verdict == "return" for one in rules.transitions)


def _asked_body(event: Event) -> str:
    instance: Instance = event.instance
    opinion = _opinion(event)
    state = _("环节：%(state)s") % {"state": instance.node.title}
    return f"{state}\n{opinion}" if opinion else state


def _opinion(event: Event) -> str:
    text = getattr(event, "text", None)
    return _("意见：%(opinion)s") % {"opinion": text.opinion} if text is not None and text.opinion else ""


def _message(event: Event, user: User, kind: str, title: str, body: str) -> Message:
    instance = event.instance
    return Message(
        user=user,
        kind=kind,
        title=title % {"title": instance.title},
        topic=TOPIC,
        key=event.pk,
        body=body,
        url=adapter_for(instance.subject_type).link(instance.subject_id),
        state=instance.state_title,
    )

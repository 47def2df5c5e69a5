"""办理经过: what happened to a case, in words, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workflows.database import once

from ..measures.telling import Names, notes_of, verb_of
from ..models import Event, Instance, WorkItem
from ..processes.definitions import loaded
from .changes import edits_in
from .differing import Difference


@dataclass(frozen=True)
class HistoryRow:
    """One line: who, as what, did what, in which state, with which words. *note* tells what followed (skipped, voided),
    *changes* what an edit changed."""

    seq: int
    at: datetime
    kind: str
    actor: str
    post: str
    verb: str
    state: str
    opinion: str
    labels: list[str]
    behalf: str
    offline: bool
    voided: bool
    note: str
    changes: tuple[Difference, ...] = ()


def history_in(
    instance: Instance, events: Iterable[Event], items: Iterable[WorkItem] | None = None
) -> list[HistoryRow]:
    """What happened, in the order of *events*; one query more where signatures fell unless *items* are at hand, one for
    edits if there were any, and up to three for the names of whom measures concern."""
    events = list(events)
    edits = edits_in(events, instance.content_id)
    versions = dict.fromkeys(node.definition_id for event in events for node in (event.source, event.target) if node)
    spoken = [loaded(pk).rules for pk in (*versions, instance.definition_id)]
    titles = {transition.name: transition.title for rules in spoken for transition in rules.transitions}
    remedies = {one.name: one.remedy for rules in spoken for one in rules.transitions if one.remedy}
    states = {state.name: state.title for rules in spoken for state in rules.states}
    put = [] if items is None else list(items)
    known = [(event, json.loads(event.data)) for event in events]
    if items is None and any("voided" in data for _event, data in known):
        items = WorkItem.objects.filter(instance=instance, status=WorkItem.Status.VOID).only("pk", "status")
    voided = {item.pk for item in items or () if item.status == WorkItem.Status.VOID}
    near = [one for one in (*(event.actor for event in events), *(item.user for item in put)) if one is not None]
    names = Names((data for event, data in known if event.kind == "measure" or "copied" in data), near)
    agreed = _agreed(events)
    rows = []
    for event, data in known:
        text = getattr(event, "text", None)
        rows.append(
            HistoryRow(
                seq=event.seq,
                at=event.at,
                kind=event.kind,
                actor=_actor(event, text),
                post=str(event.post) if event.post is not None else "",
                verb=_verb(event, titles),
                state=event.source.title if event.source is not None else "",
                opinion=(text.opinion or "") if text is not None else "",
                labels=json.loads(text.labels) if text is not None and text.labels else [],
                behalf=str(event.behalf) if event.behalf is not None else "",
                offline=event.scan is not None,
                voided=event.item_id in voided,
                note="；".join([*notes_of(event.name, data, names, states), _note(data, states, agreed)]).strip("；")
                if event.kind == "measure"
                else "；".join(
                    filter(
                        None,
                        (_note(data | {"remedy": remedies.get(event.name, "")}, states, agreed), _copied(data, names)),
                    )
                ),
                changes=edits.get(event.seq, ()),
            )
        )
    return rows


def events_of(instance: Instance) -> list[Event]:
    """The events with everything that is shown of them, in one query; none for what the same glance has read."""
    return list(once(("events", instance.pk), lambda: tuple(events_of_all([instance.pk])[instance.pk])))


def events_of_all(cases: Iterable[int]) -> dict[int, list[Event]]:
    """The same of several cases by their keys, in one query."""
    found: dict[int, list[Event]] = {pk: [] for pk in cases}
    for event in _told(Event.objects.filter(instance__in=list(found)).order_by("instance", "seq")):
        found[event.instance_id].append(event)
    return found


def last_act(instance: Instance) -> HistoryRow | None:
    """The newest decision in a case, however long its history is; one query."""
    acts = _told(Event.objects.filter(instance=instance, kind="act").order_by("-seq"))
    return next(iter(history_in(instance, acts[:1], items=())), None)


def _told(events: QuerySet[Event]) -> QuerySet[Event]:
    """With everything that is shown of them."""
    known = events.select_related("actor", "behalf", "source", "target", "text")
    return known.select_related("post__organisation", "post__role")


def _verb(event: Event, titles: dict[str, str]) -> str:
    fixed: dict[str, Any] = {
        "start": _("发起"),
        "edit": _("修改"),
        "settle": _("改请现在的岗位"),
        "migrate": _("改用新版流程"),
        "end": _("随外面的办理结束"),
        "handover": _("岗位交接"),
        "share": _("共享"),
        "unshare": _("收回共享"),
        "erase": _("抹去"),
    }
    if event.kind == "measure":
        return verb_of(event.name)
    return str(fixed.get(event.kind) or titles.get(event.name, event.name))


def _actor(event: Event, text: Any) -> str:
    """Who acted; of a paper act, who signed the paper."""
    if event.scan is not None and text is not None and text.origin:
        return str(json.loads(text.origin).get("signer", "")) or str(event.actor)
    return str(event.actor) if event.actor is not None else _("系统")


def _copied(data: dict[str, Any], names: Names) -> str:
    """Whom the rules had told of it."""
    who = "、".join(names.of(place, role, user) for place, role, user in data.get("copied", ()))
    return _("抄送%(who)s") % {"who": who} if who else ""


def _agreed(events: Iterable[Event]) -> dict[int, str]:
    """Who spoke for each item, by its key."""
    found = {}
    for event in events:
        if event.kind == "act" and event.item_id is not None:
            who = _actor(event, getattr(event, "text", None))
            lent = event.behalf is not None and event.scan is None
            found[event.item_id] = _("%(name)s（代%(giver)s）") % {"name": who, "giver": event.behalf} if lent else who
    return found


def _note(data: dict[str, Any], states: dict[str, str], agreed: dict[int, str]) -> str:
    """What followed, in words: states passed by, parties that are nowhere, whose yes still stands, stand-ins, fallen signatures."""
    parts = [
        _("跳过“%(state)s”（%(reason)s）") % {"state": states.get(name, name), "reason": reason}
        for name, reason in data.get("skipped", ())
    ]
    parts += [_("%(reason)s，没有请") % {"reason": reason} for reason in data.get("missing", ())]
    if names := "、".join(agreed[item] for item in data.get("kept", ()) if item in agreed):
        parts.append(_("%(names)s已经同意，仍然算数，不再问") % {"names": names})
    parts += data.get("changes", ())
    if days := data.get("after"):
        parts.append(_("满%(days)d个工作日") % {"days": days})
    parts += sorted({note for *_rest, note in data.get("open", ()) if note})
    if data.get("remedy") and "outcome" in data:
        parts.append(data["remedy"].rstrip("。"))
    if count := len(data.get("voided", ())):
        parts.append(_("内容有实质改动，%(count)d 个签字失效") % {"count": count})
    return "；".join(parts)

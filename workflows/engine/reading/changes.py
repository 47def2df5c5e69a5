"""What changed in a document since somebody agreed to it, or first opened it: the comparison beside every decision."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..deciding.dossier import VOICES, Dossier
from ..models import Content, Event, WorkItem
from ..people.rights import is_asked
from ..people.standing import Standing
from ..registry import adapter_for
from .differing import Difference, differences


@dataclass(frozen=True)
class Changes:
    """What became of a document *since* a person's yes or first look.

    *agreed* tells a yes from a look, *who* names the person when it was another holder of the same post, *editors* are those who
    changed it since, *confirming* that
    the reader is asked to renew a signature now. *unchanged* says that the reader sees the very content of that time, *erased*
    that it was blanked and nothing can be compared. What changed may be nothing that is shown (personal answers).
    """

    since: datetime
    act: str
    agreed: bool
    who: str = ""
    confirming: bool = False
    unchanged: bool = False
    differences: tuple[Difference, ...] = ()
    erased: bool = False
    editors: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """One sentence to stand above the paper."""
        who = self.who or _("您")
        day = timezone.localdate(self.since)
        when = _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
        words = {"who": who, "when": when, "act": self.act}
        if not self.agreed:
            return _("自您%(when)s打开后有改动") % words
        if self.unchanged:
            return _("自%(who)s同意后未改动（%(when)s，%(act)s）") % words
        return _("自%(who)s同意后有改动（%(when)s，%(act)s）") % words


def difference(old: Content | None, new: Content | None) -> list[Difference]:
    """The fields in which two contents of a document differ; nothing where one was erased or never kept."""
    if old is None or new is None or old.payload is None or new.payload is None or old.pk == new.pk:
        return []
    adapter = adapter_for(new.subject_type)
    return differences(adapter.passages(json.loads(old.payload)), adapter.passages(json.loads(new.payload)))


def changes_in(case: Dossier, who: Standing, events: list[Event]) -> Changes | None:
    """As :func:`workflows.engine.reading.looking.changes`; one query where there is something to compare."""
    if who.user is None:
        return None
    mine = [item for item in case.open_items if item.kind in VOICES and _is_mine(item, who, case)]
    confirming = next((item for item in mine if item.kind == WorkItem.Kind.CONFIRM), None)
    before = case.signed_before(case.state.name, confirming.party) if confirming is not None else None
    event = _last_yes(events, who.user.pk, before)
    if event is not None:
        seen = _seen(event)
        if confirming is None and (not mine or not case.state.binds) and seen == _now(case):
            return None
        told = _told(case, event, seen, who, confirming=confirming is not None)
        return replace(told, editors=_editors(events, event.at))
    opened = next((item for item in mine if item.read_at is not None and item.read_by_id == who.user.pk), None)
    if opened is None or opened.read_at is None or _hex(opened.read_content_id) == _now(case):
        return None
    found, erased = _compared(case, _hex(opened.read_content_id))
    since = opened.read_at
    return Changes(since, "", agreed=False, differences=found, erased=erased, editors=_editors(events, since))


def _editors(events: list[Event], since: datetime) -> tuple[str, ...]:
    """Who has changed the document since; a person is told once a visit, so whoever began before may be missing."""
    return tuple(
        dict.fromkeys(str(one.actor) for one in events if one.kind == "edit" and one.actor and one.at >= since)
    )


def edits_in(events: Iterable[Event], now: bytes | memoryview | None) -> dict[int, tuple[Difference, ...]]:
    """For each event of an edit, by its number, what became different by it; one query where there are any."""
    rows = list(events)
    steps = []
    for at, event in enumerate(rows):
        if event.kind == "edit":
            after = next((one for later in rows[at + 1 :] if (one := _known_at(later))), _hex(now))
            steps.append((event.seq, json.loads(event.data).get("before", ""), after))
    contents = _contents({digest for _seq, before, after in steps for digest in (before, after)})
    return {seq: tuple(difference(contents.get(before), contents.get(after))) for seq, before, after in steps}


def _known_at(event: Event) -> str:
    """The content that an event knew when it began."""
    data = json.loads(event.data)
    return str(data.get("before") or data.get("seen") or "")


def _last_yes(events: list[Event], user: int, before: WorkItem | None) -> Event | None:
    """The event of a party's last signature, else of the person's own last yes."""
    if before is not None:
        return next((event for event in reversed(events) if event.item_id == before.pk and event.kind == "act"), None)
    for event in reversed(events):
        if user in (event.actor_id, event.behalf_id) and event.kind == "act" and _seen(event):
            return event
    return None


def _seen(event: Event) -> str:
    """The content to which a yes was given."""
    data = json.loads(event.data)
    return str(data.get("seen", "")) if data.get("verdict") == "yes" else ""


def _told(case: Dossier, event: Event, seen: str, who: Standing, *, confirming: bool) -> Changes:
    found, erased = _compared(case, seen)
    transition = case.rules.transition(event.name)
    own = who.user is not None and who.user.pk in (event.actor_id, event.behalf_id)
    return Changes(
        since=event.at,
        act=transition.title if transition is not None else "",
        agreed=True,
        who="" if own else str(event.behalf or event.actor),
        confirming=confirming,
        unchanged=seen == _now(case),
        differences=found,
        erased=erased,
    )


def _compared(case: Dossier, digest: str) -> tuple[tuple[Difference, ...], bool]:
    """The differences between an earlier content and the present one, and whether either is gone."""
    if digest == _now(case):
        return (), False
    contents = _contents({digest, _now(case)})
    old, new = contents.get(digest), contents.get(_now(case))
    erased = old is None or new is None or old.payload is None or new.payload is None
    return tuple(difference(old, new)), erased


def _contents(digests: set[str]) -> dict[str, Content]:
    wanted = [bytes.fromhex(digest) for digest in digests if digest]
    if not wanted:
        return {}
    found = Content.objects.filter(pk__in=wanted).select_related("subject_type")
    return {bytes(content.digest).hex(): content for content in found}


def _is_mine(item: WorkItem, who: Standing, case: Dossier) -> bool:
    assert who.user is not None  # noqa: S101 - asked by the caller
    return any(is_asked(post, item, who.user.pk) for post in who.in_process(case.instance.process))


def _now(case: Dossier) -> str:
    return _hex(case.instance.content_id)


def _hex(digest: bytes | memoryview | None) -> str:
    return bytes(digest or b"").hex()

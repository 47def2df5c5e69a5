"""待办: what waits for a person, soonest first. One indexed arm per post, put together by UNION ALL; never an OR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from workflows.database import Prepared, ask
from workflows.definition import Transition
from workflows.notifications.models import Notification

from ..clock.timeliness import Left, soon_until, time_left
from ..deciding.actions import token_of
from ..deciding.dossier import VOICES
from ..models import NO_TERM, Instance, WorkItem
from ..people.parties import BARRED
from ..people.standing import Post, Standing, standing
from ..processes.definitions import loaded
from ..registry import adapter_for

MOST = 1000
"""Counting stops here; the desk shows “1000+”."""

MOST_UNREAD = 100
"""Counting of notifications stops here; the desk shows “99+”."""

BUTTONS = {
    WorkItem.Kind.CONFIRM: _lazy("确认"),
    WorkItem.Kind.READ: _lazy("阅看"),
    WorkItem.Kind.ASSIST: _lazy("协助"),
    WorkItem.Kind.OVERSEE: _lazy("答复"),
    WorkItem.Kind.REQUEST: _lazy("批复"),
}
"""The word on a row that asks for something else than the decision."""

_FREE = "(w.claimed_by_id IS NULL OR w.claimed_by_id IN (%s, %s))"
"""Nobody else has taken it up."""

_OPEN_TO_HOLDERS = "w.note <> %s"
"""It does not wait for somebody else than the holders, who must all stand aside."""

_ITEM, _INSTANCE, _NOTIFICATION = (model._meta.db_table for model in (WorkItem, Instance, Notification))

_UNREAD = (
    f"SELECT COUNT(*) FROM (SELECT n.id FROM {_NOTIFICATION} n "  # noqa: S608
    "WHERE n.user_id = %s AND n.channel = 'desk' AND n.read_at IS NULL LIMIT %s) told"
)
"""How many notifications on the desk a person has not opened, as ``Notification.objects.unread`` has them."""


@dataclass(frozen=True)
class WorkRow:
    """One line of the worklist. *due_at* is None without a term; *on_behalf* names the giver of a delegation.

    *button* is the title of *transition*, the usual act; *together* says that it may be done for several in one go: it asks
    for no reason and the system does nothing by itself (no number is drawn, nothing is sent out or published).
    """

    item_id: int
    instance_id: int
    subject_type: str
    subject_id: int
    process: str
    title: str
    url: str
    state: str
    state_title: str
    organ_name: str
    due_at: datetime | None
    left: Left
    overdue: bool
    provisional: bool
    kind: str
    returned: bool
    button: str
    on_behalf: str
    transition: str = ""
    token: str = ""
    together: bool = False


@dataclass(frozen=True)
class Counts:
    """How much waits for a person, how much of it is due soon or overdue, how much was sent back, each at most :data:`MOST`;
    and how many notifications were not opened, at most :data:`MOST_UNREAD`.
    """

    todo: int
    soon: int
    returned: int
    unread: int = 0


@dataclass(frozen=True)
class Arm:
    """One indexed piece of the worklist: a condition on open items, and whose post it is by delegation."""

    where: str
    params: tuple[Any, ...]
    giver: str = ""
    processes: tuple[str, ...] = ()

    def sql(self, limit: int, process: str) -> tuple[str, list[Any]]:
        """The first *limit* items of this arm, soonest first."""
        wanted = [process] if process else list(self.processes)
        joined, params = "", list(self.params)
        if wanted:
            joined = f" JOIN {_INSTANCE} i ON i.id = w.instance_id AND i.process IN ({', '.join(['%s'] * len(wanted))})"
            params = [*wanted, *params]
        sql = (
            f"SELECT * FROM (SELECT w.id, w.due_at, w.returned, %s AS giver FROM {_ITEM} w{joined} "  # noqa: S608
            f"WHERE w.status = 'open' AND w.kind <> 'child' AND {self.where} ORDER BY w.due_at, w.id LIMIT %s) arm"
        )
        return sql, [self.giver, *params, limit]


_LISTED = (
    *("kind", "due_at", "provisional", "returned", "instance__process", "instance__definition", "instance__node"),
    *("instance__subject_type", "instance__subject_id", "instance__title", "instance__entry", "instance__content"),
    *("instance__organ__name", "instance__organ__short_name"),
)
_ITEMS = Prepared(
    lambda keys: (
        WorkItem.objects.filter(pk__in=keys).select_related("instance__organ").only(*_LISTED).order_by("due_at", "pk")
    )
)


def worklist(
    user: Any, *, limit: int = 20, offset: int = 0, now: datetime | None = None, process: str = ""
) -> list[WorkRow]:
    """What waits for *user*, soonest first; only of one process when named. Three queries, whatever the number of rows."""
    moment = now or timezone.now()
    found = _union(standing(user, timezone.localdate(moment)), offset + limit, process)
    if found is None:
        return []
    sql, params = found
    page = f"SELECT id, giver FROM ({sql}) a ORDER BY due_at, id LIMIT %s OFFSET %s"  # noqa: S608
    givers: dict[int, str] = dict(ask(page, [*params, limit, offset]))
    if not givers:
        return []
    soon = soon_until(moment)
    return [_row(item, givers[item.pk], moment, soon) for item in _ITEMS(tuple(givers))]


def counts(user: Any, *, now: datetime | None = None) -> Counts:
    """How much waits for *user*, and what was told and not opened; two queries."""
    moment = now or timezone.now()
    found = _union(standing(user, timezone.localdate(moment)), MOST, "")
    told = [user.pk, MOST_UNREAD]
    if found is None:
        return Counts(0, 0, 0, *ask(_UNREAD, told)[0])
    sql, params = found
    counting = (
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN due_at <= %s THEN 1 ELSE 0 END), 0), "  # noqa: S608
        f"COALESCE(SUM(CASE WHEN returned THEN 1 ELSE 0 END), 0), ({_UNREAD}) "
        f"FROM (SELECT * FROM ({sql}) a ORDER BY due_at, id LIMIT %s) b"
    )
    until = connection.ops.adapt_datetimefield_value(soon_until(moment))
    return Counts(*ask(counting, [until, *told, *params, MOST])[0])


def _union(who: Standing, limit: int, process: str) -> tuple[str, list[Any]] | None:
    """All arms of a person as one statement; None for somebody without posts."""
    pieces = [
        arm.sql(limit, process) for arm in _arms(who) if not process or not arm.processes or process in arm.processes
    ]
    if not pieces:
        return None
    return " UNION ALL ".join(sql for sql, _params in pieces), [one for _sql, params in pieces for one in params]


def _arms(who: Standing) -> Iterator[Arm]:
    """An arm for each post and each of its places, own ones first; what an own arm finds no lent one finds again."""
    if who.user is None or not who.posts:
        return
    yield Arm("w.user_id = %s", (who.user.pk,))
    seen: set[tuple[int, int]] = set()
    persons: set[int] = set()
    for post in who.posts:
        yield from _arms_of(post, seen, who.user.pk)
        if post.giver is not None and post.giver.pk not in persons:
            persons.add(post.giver.pk)
            places = ", ".join(["%s"] * len(post.places))
            where = f"w.user_id = %s AND w.organisation_id IN ({places})"
            yield Arm(where, (post.giver.pk, *post.places), str(post.giver), post.processes)


def _arms_of(post: Post, seen: set[tuple[int, int]], user_id: int) -> Iterator[Arm]:
    for place in post.places:
        key = (place, post.role.pk)
        if key not in seen:
            seen.add(key)
            giver = str(post.giver) if post.giver is not None else ""
            where = (
                f"w.organisation_id = %s AND w.role_id = %s AND w.user_id IS NULL AND {_FREE} AND {_OPEN_TO_HOLDERS}"
            )
            yield Arm(where, (*key, *_holders(post, user_id), BARRED), giver, post.processes)


def _holders(post: Post, user_id: int) -> tuple[int, int]:
    """As whom the person may have taken an item of the post up (领办)."""
    return user_id, post.giver.pk if post.giver is not None else user_id


def _row(item: WorkItem, giver: str, now: datetime, soon: datetime) -> WorkRow:
    instance = item.instance
    known = loaded(instance.definition_id)
    rules, instance.node = known.rules, known.by_id[instance.node_id]
    due_at = None if item.due_at == NO_TERM else item.due_at
    adapter = adapter_for(ContentType.objects.get_for_id(instance.subject_type_id))
    forward = [one for one in rules.exits(instance.node.name) if "party" in one.by]
    primary = next((one for one in forward if one.style == "primary"), forward[0] if forward else None)
    return WorkRow(
        item_id=item.pk,
        instance_id=instance.pk,
        subject_type=adapter.key,
        subject_id=instance.subject_id,
        process=instance.process,
        title=instance.title,
        url=adapter.link(instance.subject_id),
        state=instance.node.name if item.kind in VOICES else item.kind,
        state_title=instance.node.title if item.kind in VOICES else item.get_kind_display(),
        organ_name=str(instance.organ),
        due_at=due_at,
        left=time_left(due_at, now, provisional=item.provisional, soon=soon),
        overdue=due_at is not None and due_at < now,
        provisional=item.provisional,
        kind=item.kind,
        returned=item.returned,
        button=str(BUTTONS.get(WorkItem.Kind(item.kind), primary.title if primary is not None else "")),
        on_behalf=giver,
        transition=primary.name if primary is not None else "",
        token=token_of(instance, item.pk),
        together=item.kind == WorkItem.Kind.TASK and primary is not None and _is_plain(primary),
    )


def _is_plain(transition: Transition) -> bool:
    """Whether an act is a mere yes: nothing to fill in, nothing to confirm, nothing that the system does by itself."""
    asks = transition.opinion == "required" or transition.confirm or transition.to.startswith("@")
    return transition.verdict == "yes" and not asks and not transition.effects

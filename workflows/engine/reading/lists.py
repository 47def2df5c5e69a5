"""Lists of cases: each tab one indexed arm, never an OR across tables (engine.md §4). Paths by range, never by LIKE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Substr
from django.db.models.lookups import Exact, IsNull

from workflows.database import Prepared, arranged, ask, once
from workflows.definition import Grant
from workflows.organisations.models import Organisation
from workflows.organisations.tree import span

from ..deciding.dossier import ASIDE
from ..models import Instance, Node, WorkItem
from ..people.rights import fits_role, grant_of
from ..people.shares import shared_rights
from ..people.standing import Post, Standing, standing
from ..registry import DocumentType, adapter_of
from ..shown import for_listing

Arm = Literal["within", "own", "handled", "shared"]

NARROW = 2_000
"""Up to so many items of a person's posts the list takes their cases by key, beyond it walks the cases and asks for items."""


def listing(user: Any, subject_type: Any, arm: Arm, *, newest: int | None = None) -> QuerySet[Instance]:
    """The cases that *user* may see in one tab, newest first; slice it.

    ``within`` 辖区: of subordinate organs, where their state shows them upward. ``own`` 本单位: of the person's organs.
    ``handled`` 经办: put to a post of the person, or started by the person. ``shared`` 共享. A constant number of queries.
    Whoever shows the first so many only, and narrows them no further, says so with *newest*: no more than that is read then.

    Raises:
        ValueError: there is no such tab.
    """
    reach = {"within": _within, "own": _own, "handled": _handled, "shared": _shared}.get(arm)
    if reach is None:
        raise ValueError(f"unknown arm {arm!r}")
    scope = Scope.of(user, subject_type)
    if newest is not None and arm in _KEPT:
        return _newest(scope, arm, newest)
    condition = reach(scope)
    return scope.cases().filter(condition) if condition is not None else scope.cases().none()


def visible(user: Any, *subject_types: Any) -> QuerySet[Instance]:
    """All cases of these kinds that *user* may see by any arm; only together with a key (``.filter(subject_id=…)``) or inside
    one call. The posts are asked once, whatever the number of kinds.
    """
    who = standing(user)
    first, *others = (_visible(Scope(who, adapter_of(kind))) for kind in subject_types)
    for other in others:
        first = first | other
    return first


SPARE = 30
"""So many more candidates than wanted are looked at first, since some of them may not be seen any more."""


def seen_among(user: Any, candidates: QuerySet[Instance], *subject_types: Any, first: int) -> QuerySet[Instance]:
    """The newest *first* of some cases of these kinds that *user* may see by any arm, newest first.

    The candidates are taken in portions, so they should come out of an index of their own: what the person started, did or
    follows. Asked together with the arms, PostgreSQL would walk all cases there are. Three queries beside those of the arms
    unless most candidates are out of sight.
    """
    reach = visible(user, *subject_types)
    count = first + SPARE
    while True:
        keys = list(candidates.order_by("-pk").values_list("pk", flat=True).distinct()[:count])
        seen = list(reach.filter(pk__in=keys).values_list("pk", flat=True)[:first]) if keys else []
        if len(seen) >= first or len(keys) < count:
            return for_listing(Instance.objects.filter(pk__in=seen)).order_by("-pk")
        count *= 10


def _visible(scope: Scope) -> QuerySet[Instance]:
    whole = _any(one for reach in (_within, _own, _asked, _shared) if (one := reach(scope)) is not None)
    return scope.cases().filter(whole) if whole is not None else scope.cases().none()


@dataclass
class Scope:
    """One person looking for one kind of document."""

    who: Standing
    adapter: DocumentType

    @classmethod
    def of(cls, user: Any, subject_type: Any) -> Scope:
        """The scope of a person; one query for the posts."""
        return cls(standing(user), adapter_of(subject_type))

    def cases(self) -> QuerySet[Instance]:
        """All cases of this kind, newest first."""
        return for_listing(Instance.objects.filter(subject_type=self.adapter.content_type())).order_by("-pk")

    @cached_property
    def views(self) -> list[tuple[int, tuple[Grant, ...]]]:
        """The states of every version of every process of this kind, and to whom each shows a case; one query, some hundred rows."""
        rows = once(("nodes", self.adapter.key), _nodes_of(self.adapter.key))
        return [(pk, tuple(map(grant_of, grants.get("view", ())))) for pk, grants in rows]

    def seen(self, post: Post, *reaches: str) -> tuple[int, ...]:
        """The states that show a case to the post by one of the reaches."""
        return tuple(
            pk
            for pk, grants in self.views
            if any(grant.reach in reaches and fits_role(post, grant.role) for grant in grants)
        )


@cache
def _nodes_of(kind: str) -> Prepared[Node]:
    return Prepared(lambda: Node.objects.filter(definition__subject=kind).order_by("pk").values_list("pk", "grants"))


def _within(scope: Scope) -> Q | None:
    """A path range per post, with the states seen from there. The organ itself is 本单位, not 辖区."""
    found: dict[tuple[str, tuple[int, ...]], Q] = {}
    for post in scope.who.own:
        if seen := scope.seen(post, "above", f"above:{post.organisation.level}"):
            found[post.organ_path, seen] = _below(post.organ_path) & Q(node__in=seen)
    return _any(found.values())


def _below(path: str) -> Q:
    """Cases of all organs below the one at *path*.

    Below the root are nearly all: SQLite would take them from the index of paths and sort them, so there it gets no range
    and walks the cases, newest first. PostgreSQL knows how many there are and chooses well.
    """
    low, high = span(path)
    if connection.vendor == "sqlite" and len(path) == Organisation.steplen:
        return Q(Exact(Substr(F("path"), 1, len(path)), Value(path))) & ~Q(path=path)
    return Q(path__gt=low, path__lt=high)


def _own(scope: Scope) -> Q | None:
    """The person's organs, with the states that their posts see there."""
    by_organ: dict[int, set[int]] = {}
    for post in scope.who.own:
        by_organ.setdefault(post.organ_id, set()).update(scope.seen(post, "own"))
    same: dict[tuple[int, ...], list[int]] = {}
    for organ, seen in by_organ.items():
        if seen:
            same.setdefault(tuple(sorted(seen)), []).append(organ)
    return _any(Q(organ__in=organs, node__in=seen) for seen, organs in same.items())


def _handled(scope: Scope) -> Q | None:
    """As :func:`_asked`, but choosing the quicker way: the few cases themselves, or along all cases asking for items."""
    keys = _keys(scope, "handled", NARROW + 1)
    if keys is None:
        return None
    return Q(pk__in=keys) if len(keys) <= NARROW else _asked(scope)


_LISTED = Prepared(lambda keys: for_listing(Instance.objects.filter(pk__in=keys)).order_by("-pk"))


def _newest(scope: Scope, arm: Arm, count: int) -> QuerySet[Instance]:
    """The newest *count* of an arm, read already: two statements that are composed once for all who reach the same cases."""
    keys = _keys(scope, arm, count)
    found = scope.cases().filter(pk__in=keys or ())
    found._result_cache = _LISTED(tuple(keys)) if keys else []  # noqa: SLF001 - as prefetching does
    return found


def _keys(scope: Scope, arm: Arm, count: int) -> list[int] | None:
    """The keys of the newest *count* cases of an arm; None where it shows the person nothing.

    Each part gives its newest by its own index; Django refuses to put sliced queries together on SQLite. Own cases are
    gathered like those that were put to a post: joined to them by OR, PostgreSQL would walk all cases.
    """
    composed = _gathering(_Reach.of(scope), arm, count)
    if composed is None:
        return None
    sql, parameters = composed
    return sorted({key for _arm, key in ask(sql, parameters)}, reverse=True)[:count]


@dataclass(frozen=True)
class _Reach:
    """A scope that equals another when both reach the same cases, whoever asked and whenever."""

    sign: tuple[Any, ...]
    scope: Scope = field(compare=False)

    @classmethod
    def of(cls, scope: Scope) -> _Reach:
        """The person, the posts and the states, as far as a list of cases depends on them."""
        who = scope.who
        posts = (
            (post.places, post.organ_path, post.role.pk, post.is_business, post.giver and post.giver.pk, post.processes)
            for post in who.posts
        )
        sign = (connection.vendor, scope.adapter.key, who.user and who.user.pk, tuple(posts), tuple(scope.views))
        return cls(sign, scope)


_KEPT = ("within", "own", "handled")
"""The arms that depend on nothing but what :class:`_Reach` says; what is shared with a person may change at any time."""


@lru_cache(maxsize=500)
def _gathering(reach: _Reach, arm: Arm, count: int) -> tuple[str, Sequence[Any]] | None:
    """The statement of :func:`_keys`. Django takes longer to compose it than the database to answer, so it is kept, and with its
    values in it, so that PostgreSQL can keep its plan too.
    """
    scope = reach.scope
    kind = scope.adapter.content_type()
    parts: list[QuerySet[Any, Any]] = []
    if arm == "handled":
        put = (items.filter(instance__subject_type=kind).order_by("-instance_id") for items in _items(scope))
        parts += [items.values("instance_id").distinct() for items in put]
    condition = {"handled": _authored, "within": _within, "own": _own}[arm](scope)
    if condition is not None:
        parts.append(Instance.objects.filter(condition, subject_type=kind).order_by("-pk").values("pk"))
    composed = _together(part[:count] for part in parts)
    if composed is None:
        return None
    sql, arrange = arranged(*composed, ())
    return sql, arrange([])


def _together(arms: Iterable[QuerySet[Any, Any]]) -> tuple[str, list[Any]] | None:
    """One statement for the keys that sliced queries give, each with the place of its query; None where none gives any."""
    pieces: list[str] = []
    values: list[Any] = []
    for place, arm in enumerate(arms):
        try:
            sql, parameters = arm.query.sql_with_params()
        except EmptyResultSet:  # no state shows it to the post
            continue
        pieces.append(f"SELECT {place}, arm.* FROM ({sql}) arm")  # noqa: S608 - composed by Django
        values += parameters
    return (" UNION ALL ".join(pieces), values) if pieces else None


def few(user: Any, subject_type: Any, most: int) -> set[int] | None:
    """The keys of all documents that *user* may see, when there are no more than *most*; else None.

    Each arm by its own index, to a fixed number of rows; one query beside those for posts, states and shares.
    """
    scope = Scope.of(user, subject_type)
    rows = 2 * most + 1  # a document may be in several processes, and was put to a post more than once
    cases = Instance.objects.filter(subject_type=scope.adapter.content_type()).order_by()
    reaches = _present(*(reach(scope) for reach in (_within, _own, _authored, _shared)))
    arms: list[QuerySet[Any, Any]] = [cases.filter(one).values("subject_id")[:rows] for one in reaches]
    for items in _items(scope):
        put = items.filter(instance__subject_type=scope.adapter.content_type())
        arms.append(put.values("instance__subject_id")[:rows])
    composed = _together(arms)
    found = ask(*composed) if composed is not None else []
    if max(Counter(arm for arm, _key in found).values(), default=0) == rows:
        return None
    keys = {key for _arm, key in found}
    return keys if len(keys) <= most else None


def _asked(scope: Scope) -> Q | None:
    """Cases that were put to one of the person's posts, or that the person started, where the state shows them."""
    return _any(_present(_put(_items(scope)), _authored(scope)))


def _authored(scope: Scope) -> Q | None:
    """Started by the person, in an organ that a business post still reaches, where the state shows it to its author."""
    conditions = [
        Q(started_by=scope.who.user, node__in=seen) & _at_or_below(post)
        for post in scope.who.own
        if post.is_business and (seen := scope.seen(post, "author"))
    ]
    return _any(conditions)


def _put(items: list[QuerySet[WorkItem]]) -> Q | None:
    """Cases of which one of the items is; looked up case by case, since PostgreSQL would gather all items for an EXISTS."""
    found = (Subquery(arm.filter(instance=OuterRef("pk")).values("pk")[:1]) for arm in items)
    return _any(Q(IsNull(one, False)) for one in found)


def _items(scope: Scope) -> list[QuerySet[WorkItem]]:
    """The items put to the person's posts, or to the person while a post still reaches, where the state shows the case.

    One query for each place and role and one for each person, so that every one of them starts from its index.
    """
    found = []
    for post in scope.who.posts:
        shown = Q(instance__node__in=scope.seen(post, "party"))
        now = Q(status=WorkItem.Status.OPEN, entry=F("instance__entry")) & ~Q(kind__in=sorted(ASIDE))
        shown |= Q(instance__node__in=scope.seen(post, "handler")) & now
        limited = Q(instance__process__in=post.processes) if post.processes else Q()
        items = WorkItem.objects.exclude(kind=WorkItem.Kind.CHILD).filter(shown & limited).order_by()
        found += [items.filter(put) for put in _put_to(scope, post)]
    for post in scope.who.own:
        if seen := scope.seen(post, "asked"):
            items = WorkItem.objects.exclude(kind__in=sorted(ASIDE)).order_by()
            found.append(items.filter(organisation__in=post.places, instance__node__in=seen))
    return found


def _put_to(scope: Scope, post: Post) -> list[Q]:
    """Items put to a post, and those put personally to its holder."""
    to_post = Q(organisation__in=post.places, role=post.role, user=None)
    if post.giver is not None:
        return [to_post, Q(user=post.giver, organisation__in=post.places)]
    if not post.is_business:
        return [to_post]
    there = _at_or_below(post, "instance__") | Q(organisation__in=post.places)
    return [to_post, Q(user=scope.who.user) & there]


def _at_or_below(post: Post, prefix: str = "") -> Q:
    """Cases of the post's organ and of all organs below."""
    low, high = span(post.organ_path)
    return Q(**{f"{prefix}path__gte": low, f"{prefix}path__lt": high})


def _shared(scope: Scope) -> Q | None:
    """What is shared: constants, so that every part has its index."""
    if scope.who.user is None:
        return None
    rights = shared_rights(scope.who.user)
    kind = scope.adapter.content_type().pk
    parts = []
    if subjects := [pk for kind_id, pk in rights.subjects.get("view", ()) if kind_id == kind]:
        parts.append(Q(subject_id__in=sorted(subjects)))
    if organs := rights.organs.get("view"):
        parts.append(Q(organ__in=sorted(organs)) | Q(organisation__in=sorted(organs)))
    if series := rights.series.get("view"):
        parts.append(Q(series__in=sorted(series)))
    return _any(parts)


def _present(*conditions: Q | None) -> list[Q]:
    return [condition for condition in conditions if condition is not None]


def _any(conditions: Iterable[Q]) -> Q | None:
    """One condition that holds when any of them does."""
    whole: Q | None = None
    for condition in conditions:
        whole = condition if whole is None else whole | condition
    return whole

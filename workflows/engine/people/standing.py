"""In what capacity a person acts: own posts, and posts of others by 委托代理. One query."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from workflows.database import arranged, ask, maker, once, tie
from workflows.organisations.models import Delegation, Membership, Organisation, Role, User
from workflows.organisations.posts import keep_posts

_COLUMN_NAMES = re.compile(r' AS "\w+__\w+"')
"""Names that nobody reads the rows by; without them psycopg finds the statement short enough to remember."""

_ANY_USER = -(10**15)
_SOME_DAY = date(1900, 1, 1)

_POST = ("id", "user_id", "principal", "title")
_PLACE = tuple(
    f"organisation__{name}"
    for name in ("id", "organ_id", "path", "level", "kind", "name", "short_name", "code", "region")
)
_ORGAN = tuple(f"organisation__organ__{name}" for name in ("id", "path", "level", "kind", "name", "short_name", "code"))
_ROLE = tuple(f"role__{name}" for name in ("id", "key", "kind", "title"))


M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Post:
    """A post that a person may act in, and the path of its organ.

    *giver* is set when it is another's, lent for *processes* (all when empty).
    """

    membership: Membership
    organ_path: str
    giver: User | None = None
    processes: tuple[str, ...] = ()

    @property
    def role(self) -> Role:
        """Its role."""
        return self.membership.role

    @property
    def organisation(self) -> Organisation:
        """Where it is."""
        return self.membership.organisation

    @property
    def organ_id(self) -> int:
        """The organ that it acts for: a post in a department reaches as its organ."""
        return self.organisation.organ_pk

    @property
    def places(self) -> tuple[int, ...]:
        """The organisations whose items reach it: its own, and its organ's."""
        own = self.organisation.pk
        return (own,) if self.organ_id == own else (own, self.organ_id)

    @property
    def is_business(self) -> bool:
        """Whether it handles documents at all (三员 do not)."""
        return self.role.kind == Role.Kind.BUSINESS

    def is_in(self, organ_id: int) -> bool:
        """Whether it acts for that organ."""
        return self.organ_id == organ_id

    def is_above(self, path: str) -> bool:
        """Whether its organ is a superior of the organ at *path*."""
        return path != self.organ_path and path.startswith(self.organ_path)

    def serves(self, process: str) -> bool:
        """Whether it may be used in *process*."""
        return not self.processes or process in self.processes


@dataclass(frozen=True)
class Standing:
    """A person and the posts in which they may act today. A superuser without posts has none, and may nothing."""

    user: User | None
    posts: tuple[Post, ...] = ()

    @property
    def own(self) -> tuple[Post, ...]:
        """The person's own posts."""
        return tuple(post for post in self.posts if post.giver is None)

    def in_process(self, process: str) -> tuple[Post, ...]:
        """The posts that may be used in *process*."""
        return tuple(post for post in self.posts if post.serves(process))


def standing(user: Any, on: date | None = None) -> Standing:
    """The person's posts and lent posts on the day; nothing for strangers and for those who were deactivated."""
    if not isinstance(user, User) or not user.is_active:
        return Standing(None)
    day = on or timezone.localdate()
    return once(("standing", user.pk, day), lambda: _read(user, day))


def _read(user: User, day: date) -> Standing:
    sql, values = _statement(connection.vendor)
    rows = ask(sql, values([user.pk, connection.ops.adapt_datefield_value(day)]))
    posts = sorted(map(_post, rows), key=lambda post: (post.giver is not None, post.membership.pk))
    found = Standing(user, tuple(posts))
    keep_posts(user, day, [post.membership for post in found.own])
    return found


@cache
def _statement(vendor: str) -> tuple[str, Callable[[list[Any]], Sequence[Any]]]:
    """The query for any person and day, put into SQL once: it is asked several times a page and always the same.

    The rules stay where they belong, in the querysets; only the two marks are replaced in its parameters.
    """
    own = Membership.objects.current(_SOME_DAY).filter(user=_ANY_USER)
    lent = Delegation.objects.current(_SOME_DAY).filter(taker=_ANY_USER, giver__is_active=True)
    nobody, everything = Value("", output_field=TextField()), Value("[]", output_field=TextField())
    query = _rows(own, "", name=nobody, uuid=nobody, processes=everything).union(
        _rows(
            lent,
            "membership__",
            name=Cast("giver__name", TextField()),
            uuid=Cast("giver__uuid", TextField()),
            processes=Cast("processes", TextField()),
        ),
        all=True,
    )
    sql, parameters = query.query.sql_with_params()
    sql = _COLUMN_NAMES.sub("", sql)
    marks = {str(_ANY_USER): 0, str(_SOME_DAY): 1}
    places = [(place, marks[str(one)]) for place, one in enumerate(parameters) if str(one) in marks]
    return arranged(sql, parameters, places)


def _rows(query: QuerySet[Any], to_post: str, *, name: Any, uuid: Any, processes: Any) -> QuerySet[Any, Any]:
    """The columns of a post, its place and its role; whether it is lent, by whom, and for what."""
    columns = [f"{to_post}{field}" for field in (*_POST, *_PLACE, *_ROLE, *_ORGAN)]
    lent = Value(1 if to_post else 0, output_field=IntegerField())
    marked = query.annotate(is_lent=lent, giver_name=name, giver_uuid=uuid, lent_for=processes)
    return marked.order_by().values_list(*columns, "is_lent", "giver_name", "giver_uuid", "lent_for")


def _post(row: tuple[Any, ...]) -> Post:
    """The post of one row; columns that were not read are fetched when somebody asks for them."""
    after_post, after_place = len(_POST), len(_POST) + len(_PLACE)
    after_role = after_place + len(_ROLE)
    membership = _partial(Membership, _POST, row[:after_post])
    membership.principal = bool(membership.principal)
    place = _partial(Organisation, _PLACE, row[after_post:after_place])
    tie(membership, "organisation", place)
    tie(membership, "role", _partial(Role, _ROLE, row[after_place:after_role]))
    tie(place, "organ", _partial(Organisation, _ORGAN, row[after_role:-4]) if place.organ_id is not None else None)
    is_lent, name, uuid, lent_for = row[-4:]
    giver = _partial(User, ("id", "name", "uuid"), (membership.user_id, name, UUID(uuid))) if is_lent else None
    return Post(membership, place.as_organ.path, giver, tuple(json.loads(lent_for)))


def _partial(model: type[M], columns: tuple[str, ...], values: Sequence[Any]) -> M:
    make, order = _making(model, columns)
    return make([values[number] for number in order])


@cache
def _making(model: type[M], columns: tuple[str, ...]) -> tuple[Callable[[Sequence[Any]], M], tuple[int, ...]]:
    """What makes an object of some columns, and where each of its values stands among them."""
    known = {column.rpartition("__")[2]: number for number, column in enumerate(columns)}
    names = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    return maker(model, names), tuple(known[name] for name in names)

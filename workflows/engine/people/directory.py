"""Who sits where: the organisations around some cases and the holders of their posts, read in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from workflows.database import ask
from workflows.organisations.models import Membership, Organisation, Role, User
from workflows.organisations.tree import paths_upward

from ..registry import Holder, Holders

_ORGANISATION, _MEMBERSHIP, _USER = (model._meta.db_table for model in (Organisation, Membership, User))

_roles: dict[str, tuple[int, str]] = {}


def role_id(key: str) -> int:
    """The id of a role; read once per process and again when a new key appears.

    Raises:
        KeyError: there is no such role.
    """
    return _role(key)[0]


def role_title(key: str) -> str:
    """What a role is called; its key when there is no such role. Read as :func:`role_id` is: roles change with migrations only."""
    try:
        return _role(key)[1]
    except KeyError:
        return key


def _role(key: str) -> tuple[int, str]:
    if key not in _roles:
        _roles.update({row_key: (pk, title) for row_key, pk, title in Role.objects.values_list("key", "pk", "title")})
    return _roles[key]


def forget_roles() -> None:
    """Read the roles afresh next time; after a migration their ids may differ."""
    _roles.clear()


@dataclass(frozen=True)
class Place:
    """An organisation, as much of it as routing needs."""

    pk: int
    path: str
    level: str
    profile: str
    code: str
    name: str
    organ_id: int | None
    kind: str = ""

    @property
    def organ_pk(self) -> int:
        """The organ that it belongs to, or is."""
        return self.organ_id or self.pk


def holders_on(on: date) -> Holders:
    """Who holds which post on a day, for whoever asks outside a case."""
    return Directory(on).holders_of


@dataclass
class Directory:
    """Places by id and by path, and who holds which role in each on one day.

    *roles* and *persons* say whose posts matter. What is expected is read together with the first thing that is needed.
    """

    on: date
    roles: set[str] = field(default_factory=lambda: {"office"})
    persons: set[int] = field(default_factory=set)
    places: dict[int, Place] = field(default_factory=dict)
    by_path: dict[str, Place] = field(default_factory=dict)
    _held: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    _departments: dict[int, list[int]] = field(default_factory=dict)
    _offices: dict[int, set[int]] = field(default_factory=dict)
    _answers: dict[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)
    _details: dict[tuple[int, int], list[tuple[Any, ...]]] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _expected: set[str] = field(default_factory=set)

    def expect(self, path: str, roles: Iterable[str], person: int) -> None:
        """Say what will probably be asked for: an organ, the roles that matter there, and an author."""
        self._expected.add(path)
        self.roles.update(roles)
        self.persons.add(person)

    def widen(self, roles: Iterable[str]) -> None:
        """Let more roles matter; who holds them where is read anew for what was read before."""
        more = set(roles) - self.roles
        if not more:
            return
        self.roles |= more
        paths, self._read = self._read, set()
        self._held.clear()
        self._offices.clear()
        self._details.clear()
        self.read(paths)

    def read(self, paths: Iterable[str]) -> None:
        """Read the organs at *paths*, their superiors and all their departments; what is known is not read again."""
        wanted = {upward for path in paths for upward in paths_upward(path)} - self._read
        if not wanted:
            return
        wanted |= {upward for path in self._expected for upward in paths_upward(path)} - self._read
        self._read |= wanted
        self._answers.clear()
        rows = ask(*self._query(sorted(wanted)))
        for pk, path, level, profile, code, name, short_name, organ_id, kind, *post in rows:
            if pk not in self.places:
                self.places[pk] = Place(pk, path, level, profile, code, short_name or name, organ_id, kind)
                self.by_path[path] = self.places[pk]
                if organ_id is not None:
                    self._departments.setdefault(organ_id, []).append(pk)
            role, user, is_active, *details = post
            if user is not None and is_active:
                self._held.setdefault((pk, role), []).append(user)
                self._details.setdefault((pk, role), []).append((user, *details))
                self._offices.setdefault(user, set()).add(self.places[pk].organ_pk)

    def _query(self, paths: list[str]) -> tuple[str, list[Any]]:
        """Organisations with their holders, vacant ones included: a LEFT JOIN that Django cannot say on SQLite."""
        roles = [role_id(key) for key in sorted(self.roles)]
        persons = sorted(self.persons)
        return _people(len(roles), len(persons), len(paths)), [self.on, self.on, *roles, *persons, *paths, *paths]

    def holders(self, place: Place, role: str) -> list[int]:
        """Who holds *role* there; a post in a department counts as a post of its organ."""
        if (place.pk, role) not in self._answers:
            self._answers[place.pk, role] = tuple(self._holding(place, role))
        return list(self._answers[place.pk, role])

    def _holding(self, place: Place, role: str) -> Iterable[int]:
        try:
            wanted = role_id(role)
        except KeyError:
            return ()
        there = (place.pk, *(self._departments.get(place.pk, ()) if place.organ_id is None else ()))
        return dict.fromkeys(user for one in there for user in self._held.get((one, wanted), ()))

    def holders_of(self, organ: Organisation, roles: Iterable[str]) -> list[Holder]:
        """Who holds one of *roles* in an organ or a department of it, 主要负责人 first; see :data:`~..registry.Holders`."""
        wanted = list(roles)
        self.widen(wanted)
        self.read([organ.path])
        places = (organ.pk, *self._departments.get(organ.pk, ()))
        found = [
            Holder(post, user, name, role, role_title(role), title, bool(principal))
            for role in wanted
            for place in places
            for user, name, post, title, principal in self._details.get((place, role_id(role)), ())
        ]
        return sorted(found, key=lambda one: (not one.principal, one.membership_id))

    def is_in_office(self, user: int, organ_id: int) -> bool:
        """Whether the person still holds any post in the organ."""
        return organ_id in self._offices.get(user, ())

    def line(self, place: Place) -> list[Place]:
        """The organs from *place*'s own upward, nearest first."""
        found = (self.by_path.get(path) for path in paths_upward(place.path))
        return [one for one in found if one is not None and one.organ_id is None]


@lru_cache(maxsize=500)
def _people(roles: int, persons: int, paths: int) -> str:
    """The SQL of :meth:`Directory.read` for so many roles, persons and paths.

    One IN over a UNION: two conditions joined by OR would make PostgreSQL go through all organisations and posts.
    """
    return f"""
        SELECT o.id, o.path, o.level, o.profile, o.code, o.name, o.short_name, o.organ_id, o.kind,
            m.role_id, m.user_id, u.is_active,
            COALESCE(NULLIF(u.name, ''), u.username), m.id, m.title, m.principal
        FROM {_ORGANISATION} o
        LEFT JOIN {_MEMBERSHIP} m ON m.organisation_id = o.id AND m.since <= %s
            AND (m.until IS NULL OR m.until > %s) AND m.confirmed_at IS NOT NULL
            AND (m.role_id IN ({_marks(roles)}) OR m.user_id IN ({_marks(persons)}))
        LEFT JOIN {_USER} u ON u.id = m.user_id
        WHERE o.id IN (
            SELECT id FROM {_ORGANISATION} WHERE path IN ({_marks(paths)})
            UNION
            SELECT part.id FROM {_ORGANISATION} part JOIN {_ORGANISATION} whole ON part.organ_id = whole.id
            WHERE whole.path IN ({_marks(paths)})
        )
        ORDER BY o.path, m.principal DESC, m.id
    """  # noqa: S608 - names of our own tables and parameter marks only


def _marks(count: int) -> str:
    """Parameter marks for a list of so many; an empty one matches nothing."""
    return ", ".join(["%s"] * count) or "NULL"

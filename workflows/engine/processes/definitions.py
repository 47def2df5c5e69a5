"""Definitions in the database: loading sources, choosing the version for a new case, and reading one quickly."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q
from django.utils import timezone

from workflows.definition import Definition as Rules
from workflows.definition import (
    DefinitionError,
    State,
    canonical_json,
    check,
    digest,
    from_document,
    inner_processes,
    parse,
    to_document,
)
from workflows.organisations.models import Organisation, Role, User
from workflows.organisations.roles import ROLES
from workflows.organisations.tree import paths_upward

from ..errors import Refused
from ..models import Definition, Node, Policy
from .naming import strangers

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loaded:
    """A definition ready to use: the rules, and the row of each state."""

    pk: int
    rules: Rules
    nodes: dict[str, Node]
    by_id: dict[int, Node]

    def state(self, node_id: int) -> State:
        """The state that a row stands for."""
        return self.rules.state(self.by_id[node_id].name)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role that the rules may ask or tell."""
        parties = [party for state in self.rules.states for party in (*state.parties, *state.copy)]
        return frozenset(role for party in parties for role in (*party.roles, *party.stand_ins))


@dataclass(frozen=True)
class LoadResult:
    """What became of one source: the row (None if refused), whether it is new, and what was said about it."""

    name: str
    definition: Definition | None
    created: bool
    lines: tuple[str, ...]


_cache: dict[int, Loaded] = {}


def loaded(pk: int) -> Loaded:
    """The rules of a version. Versions never change, so they are read once per process."""
    if pk not in _cache:
        document = Definition.objects.values_list("document", flat=True).get(pk=pk)
        nodes = list(Node.objects.filter(definition=pk))
        _cache[pk] = Loaded(
            pk,
            from_document(json.loads(document)),
            {node.name: node for node in nodes},
            {node.pk: node for node in nodes},
        )
    return _cache[pk]


def forget() -> None:
    """Read all rules afresh: after a migration, or when a test has rolled back what it loaded."""
    _cache.clear()


def definition_for(process: str, organ: Organisation, now: datetime) -> Definition:
    """The active version that serves new cases of *process* at *organ*: the nearest policy upward decides.

    Raises:
        Refused: the process is not active.
    """
    serving = Serving(timezone.localdate(now))
    active = serving.at(process, organ.path)
    if active is None:
        wanted = serving.wanted(process, organ.path)
        raise Refused([f"流程“{wanted}”没有启用。请管理员在“流程”里检查并启用。"])
    return active


def process_titles() -> list[tuple[str, str]]:
    """The processes in use, by name and title, in the order of their names; one query."""
    active = Definition.objects.filter(status=Definition.Status.ACTIVE).order_by("process")
    return list(active.values_list("process", "title"))


def kinds_of_matters() -> list[tuple[str, str, str]]:
    """The processes in use with the kind of document each serves: (kind, process, title), by kind and title; one query."""
    active = Definition.objects.filter(status=Definition.Status.ACTIVE).order_by("subject", "pk")
    return list(dict.fromkeys(active.values_list("subject", "process", "title")))


@dataclass
class Serving:
    """Which version serves new cases on one day, organ by organ; two queries for a process, however many organs ask."""

    on: date
    _policies: dict[str, dict[str, str]] = field(default_factory=dict)
    _active: dict[str, Definition | None] = field(default_factory=dict)

    def wanted(self, process: str, path: str) -> str:
        """The process that serves at the organ of *path*: the nearest policy upward decides."""
        if process not in self._policies:
            found = Policy.objects.filter(Q(until=None) | Q(until__gt=self.on), process=process, since__lte=self.on)
            self._policies[process] = dict(found.order_by("since", "pk").values_list("organisation__path", "variant"))
        known = self._policies[process]
        return next((known[upward] for upward in paths_upward(path) if upward in known), process)

    def at(self, process: str, path: str) -> Definition | None:
        """The active version for the organ of *path*; None where it is not active."""
        name = self.wanted(process, path)
        if name not in self._active:
            self._active[name] = Definition.objects.filter(process=name, status=Definition.Status.ACTIVE).first()
        return self._active[name]


def load_source(
    source: str, *, name: str, origin: str, now: datetime | None = None, proven: bool = False
) -> LoadResult:
    """Parse and check *source*; when it is sound, keep it as a version and put it in force.

    A shipped source never replaces a version that was written here. The same meaning is never kept twice. What is *proven*
    already is not explored again: that takes a while for a long process, and every new database loads them all.
    """
    try:
        rules = parse(source, roles=known_roles())
    except DefinitionError as error:
        return LoadResult(name, None, created=False, lines=tuple(str(fault) for fault in error.faults))
    said: tuple[str, ...] = ()
    if not proven:
        report = check(rules, inner=active_inner(rules))
        said = (*(str(problem) for problem in report.problems), report.statement)
        if not report.sound:
            return LoadResult(name, None, created=False, lines=said)
    if unknown := strangers(rules, source):
        return LoadResult(name, None, created=False, lines=tuple(str(fault) for fault in unknown))
    row, created = _keep(source, rules, origin, now or timezone.now())
    return LoadResult(name, row, created, said)


def active_inner(rules: Rules) -> dict[str, Rules]:
    """The processes in force that *rules* run inside, at any depth, by name."""
    found: dict[str, Rules] = {}
    waiting = set(inner_processes(rules))
    while waiting:
        rows = Definition.objects.filter(process__in=waiting, status=Definition.Status.ACTIVE)
        new = {row.process: loaded(row.pk).rules for row in rows}
        found |= new
        waiting = {name for one in new.values() for name in inner_processes(one)} - set(found)
    return found


def shipped_sources() -> Iterator[Path]:
    """The TOML files that installed apps bring along in their ``definitions`` folder."""
    for config in apps.get_app_configs():
        yield from sorted((Path(config.path) / "definitions").glob("*.toml"))


def load_shipped(now: datetime | None = None) -> list[LoadResult]:
    """Load every shipped definition, those that others run inside first."""
    sources = [(path, path.read_text(encoding="utf-8")) for path in shipped_sources()]
    sources.sort(key=lambda source: "process = " in source[1].partition("[states.")[2])
    proven = {folder: is_proven(folder) for folder in {path.parent for path, _text in sources}}
    return [
        load_source(text, name=path.name, origin=Definition.Origin.SHIPPED, now=now, proven=proven[path.parent])
        for path, text in sources
    ]


PROOF = "proven.txt"
"""Beside shipped sources: the digest of all of them, as they were when the check found every one sound."""


def digest_of_folder(folder: Path) -> str:
    """SHA-256 (hex) over all sources of a folder: some run inside others, so they are proved together."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def prove_shipped() -> list[str]:
    """Check every shipped source, and write the proof of each folder in which all are sound; what was wrong elsewhere."""
    sources = {path: parse(path.read_text(encoding="utf-8"), roles=known_roles()) for path in shipped_sources()}
    inner = {rules.process: rules for rules in sources.values()}
    wrong = []
    for folder in sorted({path.parent for path in sources}):
        reports = [check(rules, inner=inner) for path, rules in sources.items() if path.parent == folder]
        if all(report.sound for report in reports):
            (folder / PROOF).write_text(f"{digest_of_folder(folder)}\n", encoding="utf-8")
        wrong += [str(problem) for report in reports if not report.sound for problem in report.problems]
    return wrong


def is_proven(folder: Path) -> bool:
    """Whether the sources of a folder are those that were proved; one that was changed since is checked when it is loaded."""
    proof = folder / PROOF
    return proof.is_file() and proof.read_text(encoding="utf-8").strip() == digest_of_folder(folder)


def load_after_migration(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: a faulty source is told and left out, the version in force stays."""
    if using != DEFAULT_DB_ALIAS or Definition._meta.db_table not in connections[using].introspection.table_names():
        return
    for result in load_shipped():
        if result.definition is None:
            logger.error("process %s is not loaded:\n%s", result.name, "\n".join(result.lines))


def known_roles() -> set[str]:
    """The keys of all roles, also before the first migration has written them."""
    return {role.key for role in ROLES} | set(Role.objects.values_list("key", flat=True))


@transaction.atomic
def _keep(source: str, rules: Rules, origin: str, now: datetime) -> tuple[Definition, bool]:
    """The row of this meaning, made if needed, and in force unless a local version holds the place."""
    row, created = keep_version(source, rules, origin, now)
    active = Definition.objects.filter(process=rules.process, status=Definition.Status.ACTIVE).first()
    held = active is not None and active.origin == Definition.Origin.LOCAL and origin == Definition.Origin.SHIPPED
    if not held and row != active:
        put_in_force(row, now)
    return row, created


@transaction.atomic
def keep_version(
    source: str, rules: Rules, origin: str, now: datetime, *, author: User | None = None
) -> tuple[Definition, bool]:
    """The row of this meaning and whether it is new; a new one is a draft, with the source as it was written."""
    versions = list(Definition.objects.select_for_update().filter(process=rules.process).order_by("version"))
    same = next((one for one in versions if one.digest == digest(rules)), None)
    if same is not None:
        return same, False
    row = Definition.objects.create(
        process=rules.process,
        version=versions[-1].version + 1 if versions else 1,
        title=rules.title,
        subject=rules.subject,
        source=source,
        document=canonical_json(to_document(rules)),
        digest=digest(rules),
        origin=origin,
        created_at=now,
        author=author,
    )
    Node.objects.bulk_create(_nodes(row, rules.states))
    return row, True


@transaction.atomic
def put_in_force(row: Definition, now: datetime, *, by: User | None = None) -> None:
    """Make *row* the version that new cases take; the one before is retired."""
    before = Definition.objects.select_for_update().filter(process=row.process, status=Definition.Status.ACTIVE)
    before.exclude(pk=row.pk).update(status=Definition.Status.RETIRED)
    row.status, row.activated_at, row.activated_by = Definition.Status.ACTIVE, now, by
    row.save(update_fields=["status", "activated_at", "activated_by"])


def _nodes(definition: Definition, states: Iterable[State]) -> list[Node]:
    return [
        Node(
            definition=definition,
            position=position,
            name=state.name,
            title=state.title,
            final=state.final,
            outcome=state.outcome,
            grants={
                permission: [str(grant) for grant in getattr(state, permission)]
                for permission in ("view", "edit", "comment", "offline")
            },
        )
        for position, state in enumerate(states)
    ]

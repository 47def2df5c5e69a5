"""One case in hand: its row under lock, its items, its rules, and what is to be written when the act is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from workflows.database import Prepared, end_glance, note, tie
from workflows.definition import Definition, Marking, Seat, State, Transition, with_renewal

from ..models import Event, EventText, Instance, WorkItem
from ..people.directory import Directory, Place
from ..people.formerly import formerly
from ..people.parties import Former, Parties
from ..processes.definitions import Loaded, Serving, loaded
from ..registry import DocumentType, Entitled, adapter_for
from ..shown import shown_items

UNFINISHED = (WorkItem.Status.WAITING, WorkItem.Status.OPEN, WorkItem.Status.HELD)
VOTING = (*UNFINISHED, WorkItem.Status.DONE)
VOICES = (WorkItem.Kind.TASK, WorkItem.Kind.CONFIRM, WorkItem.Kind.CHILD)
"""The kinds of items that speak for a party in the vote."""
SEATED = (*VOICES, WorkItem.Kind.ASSIST)
"""Kinds of items that have a seat in the vote; an assistant's is not counted, but waited for."""
ACTED = (WorkItem.Status.DONE, WorkItem.Status.VOID)

ASIDE = frozenset(
    {
        WorkItem.Kind.ASSIST,
        WorkItem.Kind.READ,
        WorkItem.Kind.COPY,
        WorkItem.Kind.OVERSEE,
        WorkItem.Kind.REQUEST,
    }
)
"""Kinds of items that decide nothing: whoever answers them has not acted in the state, and is not its handler."""

LASTING = frozenset({WorkItem.Kind.READ, WorkItem.Kind.COPY, WorkItem.Kind.OVERSEE})
"""Kinds that outlive the visit in which they were put: information, and what the office wants to know."""


class Shelf:
    """The documents of the cases in hand: the first that is asked for brings the others of its type along."""

    def __init__(self) -> None:
        self.keys: dict[int, set[int]] = {}
        self.found: dict[tuple[int, int], Any] = {}

    def expect(self, instance: Instance) -> None:
        """The document of this case may be asked for."""
        self.keys.setdefault(instance.subject_type_id, set()).add(instance.subject_id)

    def subject(self, dossier: Dossier) -> Any:
        """The document of a case."""
        kind, key = dossier.instance.subject_type_id, dossier.instance.subject_id
        if (kind, key) not in self.found:
            keys = self.keys.pop(kind, set()) | {key}
            self.found |= {(kind, one): subject for one, subject in dossier.adapter.read(sorted(keys)).items()}
        return self.found[kind, key]


@dataclass
class Dossier:
    """A case as the engine works on it. Guards, effects and rights look at it; ``writing`` persists what changed.

    *agreeing* are the persons whose yes in the present state is being carried out; the next state is chosen without them.
    *begun* are items whose inner cases are to be opened once it is written. *straight*: the act under way leads back to who
    returned the paper, or takes a return back, whatever the memory says.
    """

    instance: Instance
    items: list[WorkItem]
    loaded: Loaded
    now: datetime
    directory: Directory
    shelf: Shelf = field(default_factory=lambda: Shelf())
    agreeing: frozenset[int] = frozenset()
    events: list[Event] = field(default_factory=list)
    texts: list[EventText] = field(default_factory=list)
    new_items: list[WorkItem] = field(default_factory=list)
    changed_items: dict[int, WorkItem] = field(default_factory=dict)
    begun: list[WorkItem] = field(default_factory=list)
    straight: bool = False
    _entitled: dict[str, Entitled | None] = field(default_factory=dict)

    @property
    def rules(self) -> Definition:
        """Its definition, in the version that it began with."""
        return self.loaded.rules

    @property
    def offered(self) -> Definition:
        """The rules with what the present state offers beside them: where signatures fell, to have them renewed."""
        fallen = self.voided()
        if not fallen or self.state.final:
            return self.rules
        names = {entry: name for name, entry in self.entries().items()}
        first = min(fallen, key=lambda item: item.entry)
        return with_renewal(self.rules, self.state.name, names[first.entry])

    def exits(self) -> tuple[Transition, ...]:
        """What can be done in the present state."""
        return self.offered.exits(self.state.name)

    @property
    def roles(self) -> frozenset[str]:
        """Every role that its definition may ask, and those whose holders alone may act somewhere."""
        return self.loaded.roles | self.adapter.entitling_roles

    @property
    def state(self) -> State:
        """The state in which it stands."""
        return self.loaded.state(self.instance.node_id)

    @cached_property
    def adapter(self) -> DocumentType:
        """The adapter of its document."""
        return adapter_for(ContentType.objects.get_for_id(self.instance.subject_type_id))

    @cached_property
    def subject(self) -> Any:
        """The document, read once, under the lock of the case; together with those of the other cases in hand."""
        return self.shelf.subject(self)

    @property
    def sender(self) -> int | None:
        """Who made the last move."""
        return self.instance.memory.get("sender")

    @property
    def authors(self) -> frozenset[int]:
        """Who answers for the document, and whoever did before the post was handed over: all of them count as its drafters."""
        return frozenset({self.instance.started_by_id, *self.instance.memory.get("authors", ())})

    @property
    def current_items(self) -> list[WorkItem]:
        """The items of the present visit to the state."""
        return [item for item in self.items if item.entry == self.instance.entry]

    @property
    def open_items(self) -> list[WorkItem]:
        """Those of them that wait for somebody now."""
        return [item for item in self.current_items if item.status == WorkItem.Status.OPEN]

    def touch(self, item: WorkItem) -> None:
        """Remember that an item has to be saved; a new one is saved anyway."""
        if item.pk is not None:
            self.changed_items[item.pk] = item

    def marking(self) -> Marking:
        """Where the case stands, for the interpreter: the row's memory and the votes in its items."""
        memory = self.instance.memory
        return Marking(
            state=self.state.name,
            seats=self._seats(),
            path=tuple(name for name, _ in memory.get("path", ())),
            returner=memory.get("returner", ""),
            direct=memory.get("direct", False),
            back=tuple(name for name, _ in memory.get("back", ())),
            stops=self._stops(),
            came=memory.get("came", ""),
            stood=tuple(item.party for item in self.stood()),
        )

    def remember(self, marking: Marking, entry: int, sender: int | None, added: Sequence[str] = ()) -> None:
        """Keep *marking* in the row; *entry* is the visit that begins now, *sender* who brought the case there.

        *added* are the seats that were added in the visit that ends: they sit there again when the paper comes straight back.
        """
        entries = self.entries()
        kept: dict[str, Any] = {"path": [[name, entries[name]] for name in marking.path], "sender": sender}
        if marking.returner:
            kept |= {
                "returner": marking.returner,
                "direct": marking.direct,
                "back": [[name, entries[name]] for name in marking.back],
            }
            leaving = marking.returner == self.state.name
            kept["left"] = [self.instance.entry, list(added)] if leaving else self.instance.memory.get("left", [0, []])
        if marking.came:
            kept |= {"came": marking.came, "direct": marking.direct}
        if former := self.instance.memory.get("authors"):
            kept["authors"] = former
        visits = self.instance.memory.get("visits", {})
        if self.state.binds and self.instance.entry:
            visits = visits | {self.state.name: [*visits.get(self.state.name, ()), self.instance.entry]}
        if visits:
            kept["visits"] = visits
        self.instance.memory = kept
        self.instance.entry = entry

    def entries(self) -> dict[str, int]:
        """The visit to each state on the way, the present one included."""
        memory = self.instance.memory
        passed = (*memory.get("back", ()), *memory.get("path", ()))
        return dict(passed) | {self.state.name: self.instance.entry}

    def items_of(self, state: str) -> list[WorkItem]:
        """The items of the last visit to a state on the way."""
        entry = self.entries().get(state)
        return [item for item in self.items if item.entry == entry]

    def excluded(self, state: str) -> frozenset[int]:
        """Who must not act in *state*, since they acted in one that needs another person (岗位分离)."""
        apart = self.rules.apart_from(state, self.organ.profile)
        people: set[int] = set()
        for name in apart:
            for item in self.items_of(name):
                if item.status in ACTED and item.kind not in ASIDE:
                    people |= deciders(item)
        if self.state.name in apart:
            people |= self.agreeing
        if self.rules.initial in apart:
            people |= self.authors
        return frozenset(people)

    def entitled(self, state: str) -> Entitled | None:
        """Who alone may act in *state* for what the document is (签发权限); None where the posts decide."""
        name = self.rules.state(state).entitled
        if not name:
            return None
        if name not in self._entitled:
            on = self.directory.on
            self._entitled[name] = self.adapter.entitled(self.subject, name, on, self.directory.holders_of)
        return self._entitled[name]

    def fit(self, state: str, people: Iterable[int]) -> frozenset[int]:
        """Those of some people who may act in *state*: not excluded by 岗位分离, and entitled where that is asked for."""
        entitled = self.entitled(state)
        free = frozenset(people) - self.excluded(state)
        return free if entitled is None else free & entitled.people.keys()

    def signed(self) -> list[WorkItem]:
        """Every item on the way that is or was bound to a content."""
        visits = set(self.entries().values())
        return [item for item in self.items if item.entry in visits and item.content_id is not None]

    def signatures(self) -> list[WorkItem]:
        """The signatures on the way that hold: done items bound to a content."""
        return [item for item in self.signed() if item.status == WorkItem.Status.DONE]

    def voided(self) -> list[WorkItem]:
        """The signatures of states passed that a later edit has voided, and that nobody has renewed there.

        After a return those of states ahead do not count: they are walked again, or stopped at on the straight way.
        """
        return self._fallen({entry for _name, entry in self.instance.memory.get("path", ())})

    def signed_before(self, state: str, party: str) -> WorkItem | None:
        """The last yes of a party to a content in an earlier visit to *state*, whether it still holds or fell."""
        visits = set(self.instance.memory.get("visits", {}).get(state, ()))
        if state == self.state.name:
            visits.add(self.instance.entry)
        found = [
            item
            for item in self.items
            if item.entry in visits and item.party == party and item.status in ACTED and item.content_id is not None
        ]
        return max(found, key=lambda item: (item.entry, item.pk), default=None)

    def _stops(self) -> tuple[str, ...]:
        """The states between here and whoever returned the paper where a signature fell."""
        memory = self.instance.memory
        back = [name for name, _ in memory.get("back", ())]
        ahead = memory.get("back", ())[back.index(self.state.name) + 1 if self.state.name in back else 0 :]
        return tuple(name for name, entry in ahead if self._fallen({entry}))

    def stood(self) -> list[WorkItem]:
        """What was agreed in the returner's state and stands when the paper comes straight back: given on this text where that
        binds, by somebody who may act there now.
        """
        state, (entry, _added) = self.instance.memory.get("returner"), self.instance.memory.get("left", (0, ()))
        if not state or not self.rules.has_state(state):
            return []
        return [
            item
            for item in self.items
            if item.entry == entry
            and item.kind in VOICES
            and (item.status, item.verdict) == (WorkItem.Status.DONE, "yes")
            and self._stands(item, state)
        ]

    def _stands(self, item: WorkItem, state: str) -> bool:
        """Whether a yes of an earlier visit still counts in *state*."""
        if self.rules.state(state).binds and bytes(item.content_id or b"") != bytes(self.instance.content_id or b""):
            return False
        people = deciders(item)
        if people & self.excluded(state):
            return False
        entitled = self.entitled(state) if item.relation == WorkItem.Relation.INITIAL else None
        return entitled is None or not people or bool(people & entitled.people.keys())

    def _fallen(self, entries: set[int]) -> list[WorkItem]:
        """The signatures of some visits that fell and were not renewed in the same visit."""
        if all(item.status != WorkItem.Status.VOID for item in self.items):
            return []  # nearly always
        signed = [item for item in self.items if item.entry in entries and item.content_id is not None]
        renewed = {(item.entry, item.party) for item in signed if item.status == WorkItem.Status.DONE}
        return [
            item for item in signed if item.status == WorkItem.Status.VOID and (item.entry, item.party) not in renewed
        ]

    @cached_property
    def organ(self) -> Place:
        """Its organ, out of the directory, which is read when this is first asked."""
        self.directory.read([self.instance.path])
        return self.directory.places[self.instance.organ_id]

    @cached_property
    def world(self) -> Parties:
        """Who is asked in each state of this case; the organisations around it are read when it is first needed."""
        organ = self.organ
        return Parties(
            directory=self.directory,
            organ=organ,
            unit=self.directory.places.get(self.instance.organisation_id, organ),
            profile=organ.profile,
            author=self.instance.started_by_id,
            named=lambda name: self.adapter.party(self.subject, name),
            excluded=self.excluded,
            entitled=self.entitled,
            serving=Serving(self.directory.on),
            former=self.former,
        )

    def former(self, state: str) -> list[Former]:
        """Who sat in *state* otherwise than by the rules when the paper was returned there, if it goes straight back (直达).

        Whoever was handed a seat (转办) or added to one (加签) is asked again there, while in office and free to act.
        """
        memory = self.instance.memory
        if state != memory.get("returner") or not (self.straight or memory.get("direct")):
            return []
        entry, added = memory.get("left", (0, ()))
        left = [item for item in self.items if item.entry == entry and item.kind in VOICES]
        stood = {item.party for item in self.stood()}
        return formerly(left, added, self.items, self.excluded(state), self.directory.on, stood)

    def _seats(self) -> tuple[Seat, ...]:
        """One seat per party of the present visit, its vote from the item that is done."""
        seats: dict[str, Seat] = {}
        raisers = {item.pk: item.party for item in self.items}
        for item in self.current_items:
            if item.kind not in SEATED or item.status not in VOTING:
                continue
            vote = item.verdict if item.status == WorkItem.Status.DONE else ""
            if item.party not in seats or vote:
                seats[item.party] = Seat(
                    key=item.party,
                    rank=item.rank,
                    vote=vote,  # type: ignore[arg-type]
                    required=item.required,
                    counts=item.counts,
                    relation=item.relation,  # type: ignore[arg-type]
                    raised_by=raisers.get(item.raised_by_id or 0, ""),
                )
        return tuple(seats.values())


def deciders(item: WorkItem) -> frozenset[int]:
    """Whose decision a done item was: who only recorded a paper decided nothing."""
    people = (item.behalf_id,) if item.offline else (item.done_by_id, item.behalf_id)
    return frozenset(person for person in people if person is not None)


def locked_instances(pks: Iterable[int]) -> list[Instance]:
    """The cases and their roots, locked in the order of their ids (a root is always older than what hangs on it).

    Nothing is joined: PostgreSQL, having waited for a lock, looks at the row anew but at what was joined as it was before,
    and would drop a case whose state has changed meanwhile.
    """
    end_glance()
    keys = tuple(sorted(set(pks)))
    return _LOCKED(keys) if keys else []


def _locked(pks: Iterable[int]) -> QuerySet[Instance]:
    selves = Instance.objects.filter(pk__in=pks).order_by()
    roots = selves.exclude(root=None).values("root")
    # One IN: two joined by OR would make PostgreSQL read the whole table.
    return Instance.objects.select_for_update().filter(pk__in=selves.values("pk").union(roots)).order_by("pk")


_LOCKED = Prepared(_locked)
_ITEMS = Prepared(lambda cases: WorkItem.objects.filter(instance__in=cases).order_by("pk"))


def dossiers(
    instances: list[Instance], now: datetime, directory: Directory, *, with_names: bool = False
) -> dict[int, Dossier]:
    """The dossiers of some cases by id; their items come in one query, for showing *with_names* of posts and people."""
    shelf = Shelf()
    made = {one.pk: Dossier(note(one), [], loaded(one.definition_id), now, directory, shelf) for one in instances}
    for case in made.values():
        shelf.expect(case.instance)
        tie(case.instance, "node", case.loaded.by_id[case.instance.node_id])
        directory.expect(case.instance.path, case.roles, case.instance.started_by_id)
    cases = tuple(made)
    if with_names:
        for pk, items in shown_items(instances).items():
            made[pk].items.extend(items)
        return made
    for item in _ITEMS(cases) if cases else ():
        made[item.instance_id].items.append(note(item))
    return made

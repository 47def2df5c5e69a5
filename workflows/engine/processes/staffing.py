"""岗位配备: where a process meets a vacant post, or too few people for 岗位分离, today; computed afresh whenever it is asked
(pages keep it: ``staffing_kept``).

The same resolution as for a running case (``Parties``) answers, so the report says what would really happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.definition import Definition, Skip
from workflows.organisations.models import Organisation

from ..people.directory import Directory, Place
from ..people.parties import Asked, Parties

CHUNK = 200
"""Organs read at once: their paths and superiors stay below SQLite's 999 parameters."""


@dataclass(frozen=True)
class Shortage:
    """One thing missing in one organ; *blocking* when a paper would stop there, *idle* when none begins there at all."""

    organ: str
    state: str
    what: str
    blocking: bool
    idle: bool = False

    def __str__(self) -> str:
        return f"{self.organ}“{self.state}”：{self.what}"


@dataclass(frozen=True)
class Staffing:
    """One organ, with its superior to tell it from others of the same name, and what it is short of (nothing: all is well)."""

    pk: int
    organ: str
    superior: str
    shortages: tuple[Shortage, ...]

    @property
    def blocking(self) -> int:
        """How many things would stop a paper."""
        return sum(one.blocking for one in self.shortages)

    @property
    def standing(self) -> str:
        """``stuck`` where a paper would stop, ``helped`` where others stand in, ``idle`` where none begins, else ``full``."""
        if self.blocking:
            return "stuck"
        if any(one.idle for one in self.shortages):
            return "idle"
        return "helped" if self.shortages else "full"


def staffing(
    rules: Definition, *, organs: Iterable[Organisation] | None = None, on: date | None = None
) -> list[Shortage]:
    """Every shortage of the organs whose papers may take the process (all of them when *organs* is not given)."""
    return [shortage for one in staffing_by_organ(rules, organs=organs, on=on) for shortage in one.shortages]


def staffing_by_organ(
    rules: Definition, *, organs: Iterable[Organisation] | None = None, on: date | None = None
) -> Iterator[Staffing]:
    """The same organ by organ, in the order of the tree, those that are short of nothing included."""
    day = on or timezone.localdate()
    if organs is None:
        organs = Organisation.objects.organs().active(day).exclude(kind=Organisation.Kind.PARTNER)
    paths = [organ.path for organ in organs if organ.level in rules.levels]
    roles = {role for state in rules.states for party in state.parties for role in (*party.roles, *party.stand_ins)}
    for start in range(0, len(paths), CHUNK):
        directory = Directory(day)
        directory.roles.update(roles)
        directory.read(paths[start : start + CHUNK])
        for path in paths[start : start + CHUNK]:
            place = directory.by_path[path]
            above = next((one.name for one in directory.line(place)[1:2]), "")
            yield Staffing(place.pk, place.name, above, tuple(_organ(rules, directory, place)))


def _organ(rules: Definition, directory: Directory, organ: Place) -> Iterator[Shortage]:
    """One organ, state by state, then its sets of different persons."""
    world = Parties(
        directory=directory,
        organ=organ,
        unit=organ,
        profile=organ.profile,
        author=0,
        named=lambda _name: [],
        excluded=lambda _state: frozenset(),
    )
    if (unused := _not_begun(rules, directory, organ)) is not None:
        yield unused
        return
    own: dict[str, list[set[int]]] = {}
    helped: dict[str, list[set[int]]] = {}
    short: list[Shortage] = []
    for state in rules.states:
        if state.final or isinstance(world.seats(state), Skip):
            continue
        asked = world.asked[state.name]
        own[state.name] = [_stand_ins(directory, one, organ) for one in asked]
        superior = directory.line(organ)[1:2]
        helped[state.name] = [
            people
            | _people(directory, one)
            | {user for place in superior for role in one.party.roles for user in directory.holders(place, role)}
            for one, people in zip(asked, own[state.name], strict=True)
        ]
        short += [
            Shortage(organ.name, state.title, one.note, blocking=not _people(directory, one))
            for one in asked
            if one.note
        ]
    yield from short
    for names in dict(rules.distinct).get(organ.profile, ()):
        ordered = [state.name for state in rules.states if state.name in names and state.name in own]
        yield from _apart(rules, organ, ordered, own, helped)


def _not_begun(rules: Definition, directory: Directory, organ: Place) -> Shortage | None:
    """One line for an organ where no such paper arises: nobody there begins one, or its inner way is not taken.

    Whoever begins a paper writes it: without a holder of those roles none stops halfway. A process without an author runs
    inside a party of another one, and only where every step of it has its people (``people/parties.py``).
    """
    first = rules.state(rules.initial).parties
    if any(party.at == "author" for party in first):
        if any(directory.holders(organ, role) for party in first for role in party.roles):
            return None
        if not any(directory.holders(organ, role) for role in directory.roles):
            return Shortage(organ.name, _("全部环节"), _("还没有安排任何人，自己发起不了。"), blocking=False, idle=True)
        what = _("没有办“%(state)s”的岗位，自己不发起；要发起时先补岗。") % {"state": rules.state(rules.initial).title}
        return Shortage(organ.name, _("全部环节"), what, blocking=False, idle=True)
    if any(party.at != "organ" for party in first):
        return None
    parties = [party for state in rules.states if not state.skippable for party in state.parties]
    if all(any(directory.holders(organ, role) for role in (*one.roles, *one.stand_ins)) for one in parties):
        return None
    what = _("人手不够走内部办理，外面的事项直接请负责人。")
    return Shortage(organ.name, _("全部环节"), what, blocking=False, idle=True)


def _apart(
    rules: Definition,
    organ: Place,
    names: list[str],
    own: dict[str, list[set[int]]],
    helped: dict[str, list[set[int]]],
) -> Iterator[Shortage]:
    """Whether every state of a set can have a person of its own, stand-ins counted; vacant seats are told already."""
    if _can_differ([seat for name in names for seat in own[name]]):
        return
    titles = "、".join(rules.state(name).title for name in names)
    count = len(set().union(*(seat for name in names for seat in own[name])))
    words = {"count": count}
    if _can_differ([seat for name in names for seat in helped[name]]):
        what = _("须由不同的人办，本机关只有 %(count)d 人可用，会请上级代办。补一个岗位即可。") % words
        yield Shortage(organ.name, titles, what, blocking=False)
    else:
        what = _("须由不同的人办，现有的 %(count)d 人分不开。补一个岗位，或改为并岗机关。") % words
        yield Shortage(organ.name, titles, what, blocking=True)


def _stand_ins(directory: Directory, asked: Asked, organ: Place) -> set[int]:
    """Who in the organ could be asked: first the roles, then the stand-ins, then the office."""
    roles = (*asked.party.roles, *asked.party.stand_ins, "office")
    return {user for role in roles for user in directory.holders(organ, role)}


def _can_differ(seats: list[set[int]]) -> bool:
    """Whether every seat that anybody can take can have a person of its own."""
    wanted = [seat for seat in seats if seat]
    return len(_matched(wanted)) == len(wanted)


def _people(directory: Directory, asked: Asked) -> set[int]:
    """Who could take a seat."""
    places = directory.places
    return {
        user
        for target in asked.targets
        if target.role and target.organisation_id in places
        for user in directory.holders(places[target.organisation_id], target.role)
    }


def _matched(seats: list[set[int]]) -> dict[int, int]:
    """As many seats as can have a person each of their own (augmenting paths): person to seat."""
    holder: dict[int, int] = {}

    def place(seat: int, seen: set[int]) -> bool:
        for person in sorted(seats[seat] - seen):
            seen.add(person)
            if person not in holder or place(holder[person], seen):
                holder[person] = seat
                return True
        return False

    for seat in range(len(seats)):
        place(seat, set())
    return holder

"""Who is asked in a state of one case: places by level, holders of posts, and who stands in where a post is vacant."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from workflows.definition import Party, Seat, Skip, State
from workflows.definition.words import missing_words
from workflows.organisations.models import Membership, Organisation

from ..models import Definition
from ..processes.definitions import Serving, loaded
from ..registry import Entitled
from .directory import Directory, Place

VACANT = "岗位空缺，等待补岗"
"""The note of an item that waits at a post which nobody holds."""

BARRED = "在岗的人都须回避，等待安排他人"
"""The note of an item that waits at a post whose holders may not act (岗位分离, 签发权限)."""

WAITING = (VACANT, BARRED)

HANDED = "转办"
"""The note of an item that its holder got from another, and not by the rules."""


@dataclass(frozen=True)
class Target:
    """One post or one person who is asked: becomes a work item. With both, the person is asked as holder of that post."""

    organisation_id: int
    role: str = ""
    user_id: int | None = None


@dataclass(frozen=True)
class Asked:
    """A seat, the posts that may speak for it, and a note when it is not the post named in the definition.

    *inner* is the definition of the case that is run inside the party and answers for it. *raised_by* is the item by which an
    added signer came.
    """

    seat: Seat
    party: Party
    targets: tuple[Target, ...]
    note: str = ""
    inner: Definition | None = None
    raised_by: int | None = None


@dataclass(frozen=True)
class Former:
    """Who sat in the visit to which a straight way leads back, otherwise than by the rules: handed over, or added."""

    seat: Seat
    target: Target
    note: str
    raised_by: int | None = None
    """The item whose holder added the seat; it keeps its place in the history."""


@dataclass
class Parties:
    """The world of one case for ``step``: resolves seats, and remembers whom each seat means.

    *excluded* answers who must not act in a state (岗位分离), *entitled* who alone may (签发权限); nobody else is ever asked.
    *named* answers which organisations or persons (by their posts) the document names. Without *serving* no party works by a
    process of its own. *former* answers who was added or handed a seat in the visit to which the case goes straight back.
    """

    directory: Directory
    organ: Place
    unit: Place
    profile: str
    author: int
    named: Callable[[str], Sequence[Organisation | Membership]]
    excluded: Callable[[str], frozenset[int]]
    entitled: Callable[[str], Entitled | None] = lambda _state: None
    serving: Serving | None = None
    former: Callable[[str], Sequence[Former]] = lambda _state: ()
    asked: dict[str, tuple[Asked, ...]] = field(default_factory=dict)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of states that ask somebody: which of their parties are nowhere, in words."""

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        """The seats of *state*, or why it is passed by."""
        if self.profile not in state.profiles:
            return Skip("并岗机关不设此环节" if self.profile == "small" else "岗位齐全的机关不设此环节")
        asked: list[Asked] = []
        missing: list[str] = []
        nowhere: list[str] = []  # what a document names or not is its own affair (协办), what the tree lacks is told
        for party in state.parties:
            sought = self._sought(party)
            if not sought and party.at.startswith("code:"):
                return Skip(f"没有编码为“{party.at.removeprefix('code:')}”的单位，请管理员检查流程", blocking=True)
            if not sought:
                missing.append(missing_words(party))
                nowhere += missing[-1:] if not party.dynamic else []
            for place, post in sought:
                rank = len(asked) if state.quorum == "ordered" else 0
                asked.append(self._ask(state, party, place, rank, post))
        if state.parties and not asked:
            return Skip(state.skip or missing[0])
        asked = _as_it_was(asked, self.former(state.name))
        self.asked[state.name], self.missing[state.name] = tuple(asked), tuple(dict.fromkeys(nowhere))
        return tuple(one.seat for one in asked)

    def told(self, state: State) -> tuple[Target, ...]:
        """Who hears that the case came to *state* (抄送): posts at their places, and nobody where there is no such place."""
        found: list[Target] = []
        for party in state.copy:
            for place, post in self._sought(party):
                if post is not None:
                    found.append(Target(place.pk, user_id=post.user_id))
                elif party.at == "author" and self._still_serves(self.author):
                    found.append(Target(place.pk, user_id=self.author))
                else:
                    organ = self.directory.places.get(place.organ_pk, place)
                    found += [
                        Target((place if self.directory.holders(place, role) else organ).pk, role)
                        for role in party.roles
                    ]
        return tuple(dict.fromkeys(found))

    def _sought(self, party: Party) -> list[tuple[Place, Membership | None]]:
        """Where a party sits, several only when the document names them; with the post of the person whom it names."""
        if not party.dynamic:
            return [(place, None) for place in self._places(party)]
        named = [
            (one.organisation, one) if isinstance(one, Membership) else (self._followed(one), None)
            for one in self.named(party.dynamic)
        ]
        self.directory.read(organisation.path for organisation, _post in named)
        places = self.directory.places
        found = [(places[organisation.pk], post) for organisation, post in named if organisation.pk in places]
        return list(dict.fromkeys(found))  # two organs that were merged into one sign once

    def _followed(self, organisation: Organisation) -> Organisation:
        """The organ that took over from one that was closed, through any number of closings; else itself."""
        seen = {organisation.pk}
        while (
            organisation.until is not None
            and organisation.until <= self.directory.on
            and organisation.successor is not None
            and organisation.successor.pk not in seen
        ):
            organisation = organisation.successor
            seen.add(organisation.pk)
        return organisation

    def _places(self, party: Party) -> list[Place]:
        """Where a party of the tree sits; nowhere if the tree has no such level."""
        if party.at in ("author", "unit"):
            return [self.unit]
        if party.at == "organ":
            return [self.organ]
        if party.at.startswith("code:"):
            return self._named_by_code(party.at.removeprefix("code:"))
        line = self.directory.line(self.organ)
        if party.at == "superior":
            return line[1:2]
        level = party.at.removeprefix("above:")
        candidates = line if level == party.at else line[1:]
        return [place for place in candidates if place.level == level][:1]

    def _named_by_code(self, code: str) -> list[Place]:
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            return []
        found = self._followed(found)
        self.directory.read([found.path])
        return [self.directory.places[found.pk]]

    def _ask(self, state: State, party: Party, place: Place, rank: int, post: Membership | None) -> Asked:
        """The seat of *party* at *place*, with the posts that can take it; a named person takes it while in office."""
        key = f"{party.name}:{place.code}" if party.dynamic else party.name
        seat = Seat(f"{key}:{post.user_id}" if post is not None else key, rank=rank)
        barred = self.excluded(state.name)
        if post is not None and post.user_id not in barred and self._holds(post):
            return Asked(seat, party, (Target(place.pk, user_id=post.user_id),))
        if party.at == "author" and self.author not in barred and self._still_serves(self.author):
            return Asked(seat, party, (Target(place.pk, user_id=self.author),))
        entitled = self.entitled(state.name)
        only = None if entitled is None else entitled.people.keys()
        targets, note = self._posts(party, place, barred, only)
        return Asked(seat, party, targets, note, self._inner(party, place))

    def _inner(self, party: Party, place: Place) -> Definition | None:
        """The process that *party* runs inside at *place*, if it names one and every step of it has its people there.

        An organ with a single account, or none, is asked itself: an inner way would lead to other organs' stand-ins.
        """
        found = self.serving.at(party.process, place.path) if party.process and self.serving is not None else None
        if found is None:
            return None
        states = [state for state in loaded(found.pk).rules.states if not state.skippable]
        parties = [one for state in states for one in state.parties]
        self.directory.widen(role for one in parties for role in (*one.roles, *one.stand_ins))
        organ = self.directory.places.get(place.organ_pk, place)
        held = all(any(self.directory.holders(organ, role) for role in (*one.roles, *one.stand_ins)) for one in parties)
        return found if held else None

    def _holds(self, post: Membership) -> bool:
        """Whether the post is in force on the day."""
        return (
            post.user.is_active
            and post.since <= self.directory.on
            and (post.until is None or post.until > self.directory.on)
        )

    def _still_serves(self, user: int) -> bool:
        """Whether the person holds a post in the organ, or above it: a superior may enter a paper for a unit (代报)."""
        line = (self.organ, *self.directory.line(self.organ)[1:])
        return any(self.directory.is_in_office(user, place.pk) for place in line)

    def _posts(
        self, party: Party, place: Place, barred: frozenset[int], only: Set[int] | None
    ) -> tuple[tuple[Target, ...], str]:
        """The posts asked, and a note when they stand in for a vacant one.

        In order: the roles at the place, at its organ, the stand-ins, the office, the same roles at the superior. Where all
        are vacant, the item waits at the post itself until somebody holds it.
        """
        organ = self.directory.places.get(place.organ_pk, place)
        superior = self.directory.line(organ)[1:2]
        held = {user for role in party.roles for user in self.directory.holders(organ, role)}
        why = "在岗的人须回避" if held else "岗位空缺"
        tried: list[tuple[Place, tuple[str, ...], str]] = [(place, party.roles, "")]
        if organ != place:
            tried.append((organ, party.roles, ""))
        tried += [(organ, (role,), f"{why}，由顶岗的人办理") for role in party.stand_ins]
        if "office" not in (*party.roles, *party.stand_ins):
            tried.append((organ, ("office",), f"{why}，由办公室代办"))
        tried += [(one, party.roles, f"{why}，由{one.name}代办") for one in superior]
        for where, roles, note in tried:
            found = [target for role in roles for target in self._asked_of(where, role, barred, only)]
            if found:
                return _each_person_once(found), note
        return (Target(organ.pk, party.roles[0]),), BARRED if held else VACANT

    def _asked_of(self, where: Place, role: str, barred: frozenset[int], only: Set[int] | None) -> tuple[Target, ...]:
        """A post with somebody who may act; its holders one by one where some of them may not."""
        held = self.directory.holders(where, role)
        free = [user for user in held if user not in barred and (only is None or user in only)]
        if len(free) < len(held):
            return tuple(Target(where.pk, role, user) for user in free)
        return (Target(where.pk, role),) if free else ()


def _as_it_was(asked: list[Asked], former: Sequence[Former]) -> list[Asked]:
    """The seats of the rules with their former holders, and behind them the signers who had been added to them."""
    by_seat = {one.seat.key: one for one in former}
    kept = [
        replace(one, targets=(by_seat[one.seat.key].target,), note=by_seat[one.seat.key].note)
        if one.seat.key in by_seat and one.inner is None
        else one
        for one in asked
    ]
    parties = {one.seat.key: one.party for one in asked}
    for one in former:
        if one.seat.raised_by in parties:
            parties[one.seat.key] = parties[one.seat.raised_by]
            kept.append(Asked(one.seat, parties[one.seat.key], (one.target,), one.note, raised_by=one.raised_by))
    return kept


def _each_person_once(targets: Sequence[Target]) -> tuple[Target, ...]:
    """Whoever holds several of the posts is asked in the first of them."""
    return tuple({one.user_id or (one.organisation_id, one.role): one for one in reversed(targets)}.values())[::-1]

"""The nouns of a definition: plain data with defaults, so that an empty one is valid and a full one reads like a rule book."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from .actions import ActionRule

Quorum = Literal["all", "any", "ordered"] | int
Verdict = Literal["yes", "no", "return", "none"]
Style = Literal["primary", "plain", "danger", "more"]
Opinion = Literal["required", "optional", "none"]
Resubmit = Literal["again", "direct", "choose"]

VERDICTS: tuple[str, ...] = get_args(Verdict)
STYLES: tuple[str, ...] = get_args(Style)
OPINIONS: tuple[str, ...] = get_args(Opinion)
RESUBMITS: tuple[str, ...] = get_args(Resubmit)

PREVIOUS, CHOSEN, RETURNER = "@previous", "@chosen", "@returner"
"""Targets known only at run time: the state before, one of the states passed, the state that returned the paper."""

LEVELS = ("grassroots", "township", "county", "city", "province", "central")
"""Levels of the league's tree, lowest first (domain.md §2.9)."""

PROFILES = ("full", "small")
"""岗位设置 of an organ: 岗位齐全, 并岗 (practice.md §3.4)."""

OUTCOMES = ("passed", "refused", "withdrawn", "void")
"""How a finished case ended: 办成, 未通过, 撤回, 作废."""

PERMISSIONS = ("view", "edit", "comment")

REMIND = (-3, -1, 0, 1)
"""When people are reminded unless a state says otherwise: working days from the term, 0 its own day (domain.md §2.5)."""


@dataclass(frozen=True)
class Grant:
    """One entry of a permission map, ``role@reach``.

    *role* is a role's key or ``*`` for every business role. *reach* is ``own`` (same organ, its departments included),
    ``above`` (any superior), ``above:city`` (the superior of that level), ``asked`` (posts of an organisation
    that was asked in this case), ``party`` (was asked in this case),
    ``handler`` (is being asked now) or ``author`` (started the case).
    """

    role: str
    reach: str

    def __str__(self) -> str:
        return f"{self.role}@{self.reach}"


@dataclass(frozen=True)
class Party:
    """Who is asked in a state: posts with one of *roles* at *at*.

    *at* is ``author``, ``unit`` (where it is drafted, a department perhaps), ``organ``, ``superior``, a level
    (``county`` … the organ itself or its superior of that level), ``above:county`` (a superior only), ``code:990000``
    (a named organ) or ``@name`` (named by the document, such as ``@co_issuers``). Several roles share one seat: the first
    to act decides (或签). *stand_ins* are asked, in order, where nobody holds the roles. *process* names a process that runs
    inside this party where it can be run there, and whose outcome is then the party's answer.
    """

    name: str
    at: str
    roles: tuple[str, ...]
    stand_ins: tuple[str, ...] = ()
    process: str = ""

    @property
    def dynamic(self) -> str:
        """The name by which the document names these parties; empty for places of the tree."""
        return self.at[1:] if self.at.startswith("@") else ""


@dataclass(frozen=True)
class State:
    """A stage of the work: who is asked, how many must agree, in how many working days, and who may see and edit.

    *remind* counts working days from the term, negative ones before it. *escalate* is how many working days after the term
    the leaders of whoever is asked are told; 0 for never, which is the rule (practice.md §3.17). *entitled* names a list of
    people that the document gives, beside whom no holder of the posts may act (签发权限). *copy* are told when a case comes
    here (抄送): they may look, and nothing waits for them.
    """

    name: str
    title: str
    parties: tuple[Party, ...] = ()
    quorum: Quorum = "all"
    veto: bool = False
    binds: bool = False
    days: int = 0
    remind: tuple[int, ...] = REMIND
    escalate: int = 0
    skip: str = ""
    profiles: tuple[str, ...] = PROFILES
    outcome: str = ""
    curable: tuple[str, ...] = ()
    view: tuple[Grant, ...] = ()
    edit: tuple[Grant, ...] = ()
    comment: tuple[Grant, ...] = ()
    offline: tuple[Grant, ...] = ()
    entitled: str = ""
    copy: tuple[Party, ...] = ()

    @property
    def final(self) -> bool:
        """Whether the case is finished here."""
        return bool(self.outcome)

    @property
    def skippable(self) -> bool:
        """Whether some case may pass by without stopping, shown as 跳过."""
        return bool(self.skip) or self.profiles != PROFILES


@dataclass(frozen=True)
class Transition:
    """What can be done: from which states, to which, by whom, under which conditions, with which effects.

    *by* is ``party`` (whoever is asked now), ``author``, ``sender`` (who made the last move) or a grant such as
    ``clerk@own``. *verdict* counts as a vote (``yes``, ``no``), sends back (``return``) or moves at once (``none``).
    *after* so many working days in the state it becomes possible: people may take it from then on; an *automatic* one is
    taken then by the system (公示满5个工作日, 到期未复视为无意见).
    *guards* must all hold. *unless* is their negation: it is possible as long as those conditions do not all hold, so that a
    transition with ``guards = [a, b]`` and one with ``unless = [a, b]`` leave no gap between them, whatever the conditions say.
    *least* is how many characters a required opinion has at least, marks of punctuation apart; with it ticked reasons do not do.
    *remedy* is what the author may do about a case that ends so; told with the result and kept in the record.
    """

    name: str
    title: str
    sources: tuple[str, ...]
    to: str
    by: tuple[str, ...] = ("party",)
    verdict: Verdict = "yes"
    guards: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    opinion: Opinion = "optional"
    least: int = 0
    reasons: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    resubmit: Resubmit = "again"
    unread: bool = False
    automatic: bool = False
    after: int = 0
    style: Style = "primary"
    confirm: str = ""
    remedy: str = ""

    @property
    def timed(self) -> bool:
        """Whether the system takes it when its time has come."""
        return self.automatic and self.after > 0

    @property
    def conditional(self) -> bool:
        """Whether any condition is asked before it is taken."""
        return bool(self.guards or self.unless)


@dataclass(frozen=True)
class Definition:
    """A process: its states in the order of the way, its transitions, and the sets of states that need different persons.

    *subject* is the key of the document type that it serves, *levels* the levels of the organs whose documents may take it,
    *actions* what it says of the house's actions (转办 加签 …), where it says anything.
    """

    process: str
    title: str
    subject: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    distinct: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = ()
    levels: tuple[str, ...] = LEVELS
    actions: tuple[ActionRule, ...] = ()
    _states: dict[str, State] = field(init=False, repr=False, compare=False, hash=False)
    _transitions: dict[str, Transition] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_states", {state.name: state for state in self.states})
        object.__setattr__(self, "_transitions", {one.name: one for one in self.transitions})

    def state(self, name: str) -> State:
        """The state of that name.

        Raises:
            KeyError: there is none.
        """
        return self._states[name]

    def has_state(self, name: str) -> bool:
        """Whether a state of that name exists."""
        return name in self._states

    def transition(self, name: str) -> Transition | None:
        """The transition of that name, or None."""
        return self._transitions.get(name)

    def action(self, name: str) -> ActionRule:
        """What holds for one of the house's actions here."""
        return next((rule for rule in self.actions if rule.name == name), ActionRule(name))

    def exits(self, state: str) -> tuple[Transition, ...]:
        """What can be done in a state, in the order written."""
        return self._exits.get(state, ())

    def forward(self, state: str) -> Transition | None:
        """The transition by which a state is passed when everybody agrees: its first yes."""
        return next((one for one in self.exits(state) if one.verdict == "yes"), None)

    def apart_from(self, state: str, profile: str) -> frozenset[str]:
        """States whose handlers may not act in *state* too (岗位分离), for an organ of *profile*."""
        return self._apart.get((profile, state), frozenset())

    @cached_property
    def _exits(self) -> dict[str, tuple[Transition, ...]]:
        names = dict.fromkeys(name for one in self.transitions for name in one.sources)
        return {name: tuple(one for one in self.transitions if name in one.sources) for name in names}

    @cached_property
    def _apart(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], frozenset[str]] = {}
        for profile, sets in dict(self.distinct).items():
            for state in frozenset().union(*sets):
                found[profile, state] = frozenset().union(*(one for one in sets if state in one)) - {state}
        return found

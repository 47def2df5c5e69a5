"""Random definitions and runs: the interpreter against a model that was written without looking at it."""

from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from workflows.definition import (
    Definition,
    Impossible,
    Marking,
    Party,
    Seat,
    Skip,
    State,
    Take,
    Transition,
    begin,
    open_seats,
    step,
)


@dataclass
class Stage:
    """One state of a random chain: how many are asked, how many must agree, whether it is passed by."""

    seats: int
    quorum: str | int
    veto: bool
    skipped: bool


STAGE = st.integers(1, 4).flatmap(
    lambda seats: st.builds(
        Stage,
        seats=st.just(seats),
        quorum=st.sampled_from(["all", "any", "ordered", 1, 2, 3]),
        veto=st.booleans(),
        skipped=st.booleans(),
    )
)
STAGES = st.lists(STAGE, min_size=2, max_size=5).map(
    lambda stages: [Stage(1, "all", veto=False, skipped=False), *stages]
)
ACT = st.tuples(
    st.sampled_from(["yes", "yes", "yes", "no", "back", "straight", "previous"]), st.integers(0, 3), st.integers(0, 4)
)


def definition_of(stages: list[Stage]) -> Definition:
    names = [f"s{number}" for number in range(len(stages))]
    states = [
        State(
            name,
            name,
            tuple(Party(f"p{seat}", "organ", ("clerk",)) for seat in range(stage.seats)),
            quorum=stage.quorum,  # type: ignore[arg-type]
            veto=stage.veto,
            skip="nobody",
        )
        for name, stage in zip(names, stages, strict=True)
    ]
    finals = [State("done", "done", outcome="passed"), State("refused", "refused", outcome="refused")]
    transitions = [
        Transition(f"yes_{name}", "yes", (name,), onward)
        for name, onward in zip(names, [*names[1:], "done"], strict=True)
    ]
    transitions += [
        Transition("no", "no", tuple(names), "refused", verdict="no"),
        Transition("back", "back", tuple(names), "@chosen", verdict="return"),
        Transition("straight", "straight", tuple(names), "@chosen", verdict="return", resubmit="direct"),
        Transition("previous", "previous", tuple(names), "@previous", verdict="none"),
    ]
    return Definition("random", "random", "paper", names[0], tuple(states) + tuple(finals), tuple(transitions))


@dataclass
class World:
    stages: list[Stage]

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        stage = self.stages[int(state.name[1:])]
        if stage.skipped:
            return Skip("nobody")
        return tuple(Seat(f"p{n}", rank=n if stage.quorum == "ordered" else 0) for n in range(stage.seats))


@dataclass
class Naive:
    """The same rules as somebody would do them on paper, with a list of folders and a tally."""

    stages: list[Stage]
    at: str = "s0"
    folders: list[str] = field(default_factory=list)
    tally: dict[int, str] = field(default_factory=dict)
    goes_back_to: str = ""
    kept: list[str] = field(default_factory=list)
    stood: set[int] = field(default_factory=set)

    @property
    def stage(self) -> Stage:
        return self.stages[int(self.at[1:])]

    def may_speak(self) -> set[int]:
        if self.at in ("done", "refused"):
            return set()
        silent = [seat for seat in range(self.stage.seats) if seat not in self.tally]
        return set(silent[:1] if self.stage.quorum == "ordered" else silent)

    def say(self, seat: int, word: str) -> None:
        self.tally[seat] = word
        agreed = sum(said == "yes" for said in self.tally.values())
        against = len(self.tally) - agreed
        wanted = {"all": self.stage.seats, "ordered": self.stage.seats, "any": 1}.get(
            str(self.stage.quorum),
            min(int(self.stage.quorum), self.stage.seats) if isinstance(self.stage.quorum, int) else 0,
        )
        hopeless = against > self.stage.seats - wanted or (self.stage.veto and against > 0)
        if word == "no" and hopeless:
            self.folders.append(self.at)
            self.at, self.tally = "refused", {}
        if word == "yes" and not hopeless and agreed >= wanted:
            self.onward()

    def onward(self) -> None:
        self.tally = {}
        if self.goes_back_to:
            self.at, self.folders, self.goes_back_to = self.goes_back_to, list(self.kept), ""
            self.tally = dict.fromkeys(self.stood, "yes")  # whoever had agreed there is not asked again
            return
        self.folders.append(self.at)
        number = int(self.at[1:]) + 1
        while number < len(self.stages) and self.stages[number].skipped:
            number += 1
        self.at = f"s{number}" if number < len(self.stages) else "done"

    def return_to(self, where: str, *, straight: bool) -> None:
        came_from, before = self.at, list(self.folders)
        self.stood = {seat for seat, word in self.tally.items() if word == "yes"}
        self.at, self.tally = where, {}
        self.folders = self.folders[: self.folders.index(where)]
        self.goes_back_to, self.kept = (came_from, before) if straight else ("", [])


ALL_OF_TWO = [Stage(seats, "all", veto=False, skipped=False) for seats in (1, 2)]
AGREED_AND_RETURNED = [("yes", 0, 0), ("yes", 0, 0), ("straight", 1, 0), ("yes", 0, 0), ("yes", 1, 0)]


@given(STAGES, st.lists(ACT, max_size=25))
@example(ALL_OF_TWO, AGREED_AND_RETURNED)
@settings(max_examples=400)
def test_interpreter_agrees_with_the_naive_model(stages: list[Stage], acts: list[tuple[str, int, int]]) -> None:
    definition, world, naive = definition_of(stages), World(stages), Naive(stages)
    marking, _changes = begin(definition, world)
    for act, seat, choice in acts:
        if naive.at in ("done", "refused"):
            break
        where = naive.folders[choice % len(naive.folders)] if naive.folders else ""
        name = f"yes_{naive.at}" if act == "yes" else act
        take = Take(name, f"p{seat}", where if act in ("back", "straight") else "")
        possible = seat in naive.may_speak() and (act in ("yes", "no") or bool(naive.folders))
        try:
            marking, _changes = step(definition, marking, take, world)
        except Impossible:
            assert not possible, (act, seat, naive)
            continue
        assert possible, (act, seat, naive)
        if act in ("yes", "no"):
            naive.say(seat, act)
        else:
            naive.return_to(naive.folders[-1] if act == "previous" else where, straight=act == "straight")
        assert agrees(marking, naive), (act, seat, marking, naive)


def agrees(marking: Marking, naive: Naive) -> bool:
    speaking = {int(seat.key[1:]) for seat in open_seats(marking.seats)}
    return (marking.state, list(marking.path), speaking) == (naive.at, naive.folders, naive.may_speak())

"""Two things at once in one vote: ordered, N of M and veto with returns, added and dropped signers, by the interpreter alone."""

from dataclasses import dataclass, replace

import pytest

from tests.workflows.definition.sources import voting
from workflows.definition import Definition, Impossible, Marking, Seat, Skip, State, Take, begin, parse, step
from workflows.definition.votes import Relation, open_seats

BACK = """
[states.before]
title = "拟稿"
party = { at = "organ", role = "secretary" }

[transitions.send]
title = "送签"
from = "before"
to = "vote"

[transitions.back]
title = "退回"
from = "vote"
to = "@previous"
verdict = "return"
"""


@dataclass
class Three:
    """Whoever is asked: one before, three in the vote."""

    ordered: bool = False

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        if state.name == "before":
            return (Seat("one"),)
        return tuple(Seat(f"p{n}", rank=n if self.ordered else 0) for n in range(3))


def after(definition: Definition, marking: Marking, world: Three, *acts: tuple[str, str]) -> Marking:
    for seat, name in acts:
        marking, _changes = step(definition, marking, Take(name, seat), world)
    return marking


def at_vote(quorum: str, *acts: tuple[str, str], veto: bool = False) -> tuple[Definition, Three, Marking]:
    definition, world = parse(voting(quorum, veto=veto)), Three(ordered=quorum == '"ordered"')
    return definition, world, after(definition, begin(definition, world)[0], world, *acts)


def with_added(marking: Marking, relation: Relation, raised_by: str) -> Marking:
    rank = next(seat.rank for seat in marking.seats if seat.key == raised_by)
    seat = Seat("more", rank, required=True, counts=False, relation=relation, raised_by=raised_by)
    return replace(marking, seats=(*marking.seats, seat))


def without(marking: Marking, key: str) -> Marking:
    return replace(marking, seats=tuple(seat for seat in marking.seats if seat.key != key))


def speaking(marking: Marking) -> list[str]:
    return [seat.key for seat in open_seats(marking.seats)]


def test_return_out_of_an_ordered_line_begins_the_line_anew() -> None:
    source = voting('"ordered"').replace('initial = "vote"', 'initial = "before"') + BACK
    definition, world = parse(source), Three(ordered=True)
    begun = after(definition, begin(definition, world)[0], world, ("one", "send"), ("p0", "agree"))
    assert speaking(begun) == ["p1"]
    with pytest.raises(Impossible):
        step(definition, begun, Take("back", "p2"), world)
    returned = after(definition, begun, world, ("p1", "back"))
    assert (returned.state, returned.returner) == ("before", "vote")
    again = after(definition, returned, world, ("one", "send"))
    assert (again.state, speaking(again), [seat.vote for seat in again.seats]) == ("vote", ["p0"], ["", "", ""])


@pytest.mark.parametrize(
    ("relation", "turns"),
    [("before", ["more", "p0", "p1"]), ("beside", ["p0", "more", "p1"]), ("after", ["p0", "more", "p1"])],
)
def test_signer_added_in_an_ordered_line_speaks_before_the_next_in_line(relation: Relation, turns: list[str]) -> None:
    definition, world, marking = at_vote('"ordered"')
    marking = with_added(marking, relation, "p0")
    for seat in turns:
        assert seat in speaking(marking)
        assert "p1" not in speaking(marking) or seat == "p1"
        marking = after(definition, marking, world, (seat, "agree"))
    assert speaking(marking) == ["p2"]
    assert after(definition, marking, world, ("p2", "agree")).state == "done"


@pytest.mark.parametrize("veto", [False, True])
def test_added_signer_who_disagrees_fails_the_vote_with_veto_and_without(veto: bool) -> None:
    definition, world, marking = at_vote("2", veto=veto)
    marking = with_added(marking, "beside", "p0")
    assert after(definition, marking, world, ("more", "disagree")).state == "refused"


def test_veto_of_one_ends_the_vote_while_an_added_signer_is_awaited() -> None:
    definition, world, marking = at_vote("2", ("p0", "agree"), veto=True)
    assert after(definition, with_added(marking, "beside", "p1"), world, ("p2", "disagree")).state == "refused"


def test_no_of_one_without_veto_leaves_enough_of_them_and_the_added_one_to_decide() -> None:
    definition, world, marking = at_vote("2")
    marking = after(definition, with_added(marking, "beside", "p0"), world, ("p2", "disagree"), ("p0", "agree"))
    assert after(definition, marking, world, ("p1", "agree")).state == "vote"
    assert after(definition, marking, world, ("p1", "agree"), ("more", "agree")).state == "done"


@pytest.mark.parametrize("relation", ["before", "beside", "after"])
def test_signer_dropped_from_n_of_m_leaves_the_vote_as_if_never_added(relation: Relation) -> None:
    definition, world, marking = at_vote("2", ("p1", "agree"))
    dropped = without(with_added(marking, relation, "p0"), "more")
    assert dropped == marking
    assert after(definition, dropped, world, ("p0", "agree")).state == "done"


# 直达


def straight(quorum: str) -> Definition:
    """Three in a vote that sends the paper back, and gets it straight from there."""
    source = voting(quorum).replace('initial = "vote"', 'initial = "before"') + BACK
    return parse(source.replace('to = "@previous"', 'to = "before"\nresubmit = "direct"'))


@dataclass
class WithOneMore(Three):
    """The three, and a signer added beside the first while in office."""

    serving: bool = True

    def seats(self, state: State) -> tuple[Seat, ...] | Skip:
        seats = super().seats(state)
        if state.name == "before" or isinstance(seats, Skip) or not self.serving:
            return seats
        return (*seats, Seat("more", required=True, counts=False, relation="beside", raised_by="p0"))


def sent_back(quorum: str, world: Three, *acts: tuple[str, str]) -> tuple[Definition, Marking]:
    definition = straight(quorum)
    return definition, after(definition, begin(definition, world)[0], world, ("one", "send"), *acts)


def test_ordered_line_goes_on_with_the_second_who_returned_it() -> None:
    world = Three(ordered=True)
    definition, returned = sent_back('"ordered"', world, ("p0", "agree"), ("p1", "back"))
    again = after(definition, returned, world, ("one", "send"))
    assert (again.state, speaking(again), [seat.vote for seat in again.seats]) == ("vote", ["p1"], ["yes", "", ""])
    assert after(definition, again, world, ("p1", "agree"), ("p2", "agree")).state == "done"


def test_ordered_line_begins_with_whose_yes_fell() -> None:
    world = Three(ordered=True)
    definition, returned = sent_back('"ordered"', world, ("p0", "agree"), ("p1", "agree"), ("p2", "back"))
    assert returned.stood == ("p0", "p1")
    again = after(definition, replace(returned, stood=("p0",)), world, ("one", "send"))
    assert speaking(again) == ["p1"]


def test_yes_in_an_ordered_line_stands_only_behind_those_that_stand() -> None:
    world = Three(ordered=True)
    definition, returned = sent_back('"ordered"', world, ("p0", "agree"), ("p1", "agree"), ("p2", "back"))
    again = after(definition, replace(returned, stood=("p1",)), world, ("one", "send"))
    assert [seat.vote for seat in again.seats] == ["", "", ""]


def test_yes_counts_on_in_n_of_m_and_no_is_asked_again() -> None:
    world = Three()
    definition, returned = sent_back("2", world, ("p0", "agree"), ("p1", "back"))
    again = after(definition, returned, world, ("one", "send"))
    assert speaking(again) == ["p1", "p2"]
    assert after(definition, again, world, ("p2", "agree")).state == "done"
    definition, returned = sent_back("2", world, ("p0", "disagree"), ("p1", "back"))
    assert speaking(after(definition, returned, world, ("one", "send"))) == ["p0", "p1", "p2"]


def test_n_that_was_reached_stays_reached_and_the_added_signer_decides() -> None:
    world = WithOneMore()
    definition, returned = sent_back("2", world, ("p0", "agree"), ("p1", "agree"), ("more", "back"))
    again = after(definition, returned, world, ("one", "send"))
    assert speaking(again) == ["p2", "more"]
    assert after(definition, again, world, ("more", "agree")).state == "done"


def test_everybody_is_asked_anew_where_nobody_would_be_left_to_decide() -> None:
    world = WithOneMore()
    definition, returned = sent_back("2", world, ("p0", "agree"), ("p1", "agree"), ("more", "back"))
    world.serving = False
    assert speaking(after(definition, returned, world, ("one", "send"))) == ["p0", "p1", "p2"]


def test_yes_of_another_round_does_not_count_where_the_way_is_walked_again() -> None:
    world = Three(ordered=True)
    definition = parse(voting('"ordered"').replace('initial = "vote"', 'initial = "before"') + BACK)
    marking = after(definition, begin(definition, world)[0], world, ("one", "send"), ("p0", "agree"), ("p1", "back"))
    assert speaking(after(definition, marking, world, ("one", "send"))) == ["p0"]

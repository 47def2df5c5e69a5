"""Who may speak now, and what the votes come to."""

import pytest

from workflows.definition.model import Quorum
from workflows.definition.votes import Seat, Vote, needed_votes, open_seats, outcome, with_vote


def seats(*votes: Vote) -> list[Seat]:
    return [Seat(f"p{number}", vote=vote) for number, vote in enumerate(votes)]


@pytest.mark.parametrize(
    ("quorum", "votes", "expected"),
    [
        ("all", ("yes", "yes", ""), "pending"),
        ("all", ("yes", "yes", "yes"), "passed"),
        ("all", ("no", "", ""), "failed"),
        ("any", ("", "yes", ""), "passed"),
        ("any", ("no", "no", ""), "pending"),
        ("any", ("no", "no", "no"), "failed"),
        (2, ("yes", "no", ""), "pending"),
        (2, ("yes", "no", "yes"), "passed"),
        (2, ("no", "no", ""), "failed"),
        (5, ("yes", "yes", "yes"), "passed"),
        ("ordered", ("yes", "", ""), "pending"),
    ],
)
def test_outcome_follows_the_quorum(quorum: Quorum, votes: tuple[Vote, ...], expected: str) -> None:
    assert outcome(quorum, veto=False, seats=seats(*votes)) == expected


def test_one_no_ends_a_vote_with_veto() -> None:
    assert outcome(2, veto=True, seats=seats("yes", "no", "")) == "failed"


def test_required_seat_must_agree_beside_the_quorum() -> None:
    added = Seat("extra", required=True, counts=False)
    assert outcome("any", veto=False, seats=[*seats("yes", ""), added]) == "pending"
    assert outcome("any", veto=False, seats=with_vote((*seats("yes", ""), added), "extra", "yes")) == "passed"
    assert outcome("any", veto=False, seats=with_vote((*seats("yes", ""), added), "extra", "no")) == "failed"


def test_fewer_parties_than_asked_for_must_all_agree() -> None:
    assert needed_votes(3, 2) == 2
    assert outcome(3, veto=False, seats=seats("yes", "yes")) == "passed"


def test_ordered_seats_open_one_after_another() -> None:
    line = (Seat("a", rank=0), Seat("b", rank=1), Seat("c", rank=2))
    assert [seat.key for seat in open_seats(line)] == ["a"]
    assert [seat.key for seat in open_seats(with_vote(line, "a", "yes"))] == ["b"]


def test_seats_of_one_rank_open_together() -> None:
    assert [seat.key for seat in open_seats(seats("", "", "yes"))] == ["p0", "p1"]


def test_raiser_waits_for_whom_it_asked_before_and_after_waits_for_the_raiser() -> None:
    asked_before = (Seat("boss"), Seat("expert", relation="before", raised_by="boss"))
    assert [seat.key for seat in open_seats(asked_before)] == ["expert"]
    assert [seat.key for seat in open_seats(with_vote(asked_before, "expert", "yes"))] == ["boss"]
    asked_after = (Seat("boss"), Seat("deputy", relation="after", raised_by="boss"))
    assert [seat.key for seat in open_seats(asked_after)] == ["boss"]
    assert [seat.key for seat in open_seats(with_vote(asked_after, "boss", "yes"))] == ["deputy"]

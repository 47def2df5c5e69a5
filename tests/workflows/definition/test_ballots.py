"""The vote inside a state: every course of it ends, added signers included, and like seats are counted once."""

import pytest

from tests.workflows.definition.sources import MEMO, voting
from workflows.definition import Definition, Seat, check, parse
from workflows.definition.ballots import ballot


def vote(source: str, seats: int, *, ordered: bool = False) -> tuple[Definition, tuple[Seat, ...]]:
    return parse(source), tuple(Seat(f"p{n}", rank=n if ordered else 0) for n in range(seats))


@pytest.mark.parametrize("quorum", ['"all"', '"any"', '"ordered"', "2", "3"])
@pytest.mark.parametrize("veto", [True, False])
def test_every_course_of_a_vote_comes_to_a_result(quorum: str, veto: bool) -> None:
    rules, seats = vote(voting(quorum, veto=veto), 3, ordered="ordered" in quorum)
    found = ballot(rules, rules.state("vote"), seats, 200_000)
    assert found.stuck is None
    assert found.complete


def test_like_seats_are_one_kind() -> None:
    rules, seats = vote(voting('"all"'), 8)
    assert ballot(rules, rules.state("vote"), seats, 200_000).markings < 3_000


def test_vote_in_which_nobody_may_speak_is_found() -> None:
    rules, _seats = vote(voting('"all"'), 1)
    knot = (Seat("甲"), Seat("乙", relation="before", raised_by="甲"), Seat("丙", relation="before", raised_by="乙"))
    assert ballot(rules, rules.state("vote"), knot, 200_000).stuck is None
    tied = (Seat("甲"), Seat("乙", relation="before", raised_by="甲"), Seat("丙", relation="after", raised_by="甲"))
    assert ballot(rules, rules.state("vote"), (*tied, Seat("丁", relation="before", raised_by="丁")), 200_000).stuck


def test_more_courses_than_the_bound_prove_nothing() -> None:
    rules, seats = vote(voting('"all"'), 3)
    assert not ballot(rules, rules.state("vote"), seats, 10).complete
    assert not check(rules, bound=10).sound


def test_two_ways_to_agree_are_told_since_an_added_signer_would_choose() -> None:
    source = MEMO + '\n[transitions.also]\ntitle = "同意并退回"\nfrom = "sign"\nto = "draft"\n'
    (problem,) = check(parse(source)).problems
    assert (problem.code, problem.severity, problem.where) == ("vote_split_when_added", "warning", "签批")


def test_report_tells_what_was_walked_and_its_bound() -> None:
    statement = check(parse(MEMO)).statement
    assert "至多两名加签" in statement
    assert "上限 200000 种" in statement

"""The interpreter: forward, back, direct, withdrawn, skipped, voted."""

from dataclasses import replace
from typing import Literal

import pytest

from tests.workflows.definition.sources import CHAIN, MEMO, voting
from workflows.definition import (
    RENEW,
    Change,
    Closed,
    Definition,
    Entered,
    Finished,
    Impossible,
    Left,
    Marking,
    Ran,
    Skipped,
    Take,
    Transition,
    Voted,
    begin,
    open_seats,
    parse,
    step,
    targets,
    with_renewal,
)
from workflows.definition.simulate import regular

CHAIN_DEFINITION = parse(CHAIN)


def run(definition: Definition, *acts: str | Take, profile: str = "full", **named: int) -> Marking:
    """The marking after *acts*, each taken by the first seat that may."""
    return last(definition, *acts, profile=profile, **named)[0]


def last(
    definition: Definition, *acts: str | Take, profile: str = "full", **named: int
) -> tuple[Marking, tuple[Change, ...]]:
    """The marking after *acts*, and what the last of them changed."""
    world = regular(definition, profile=profile, **named)
    marking, changes = begin(definition, world)
    for act in acts:
        take = act if isinstance(act, Take) else Take(act, open_seats(marking.seats)[0].key)
        marking, changes = step(definition, marking, take, world)
    return marking, changes


def returning(to: str, resubmit: Literal["again", "direct"] = "again") -> Take:
    return Take("return", "secretary", to, resubmit)


def test_case_begins_in_the_initial_state() -> None:
    marking = run(CHAIN_DEFINITION)
    assert (marking.state, marking.path) == ("draft", ())
    assert [seat.key for seat in marking.seats] == ["drafter"]


def test_forward_remembers_the_path() -> None:
    marking = run(CHAIN_DEFINITION, "submit", "check_pass", "office_pass", co_issuers=1)
    assert (marking.state, marking.path) == ("cosign", ("draft", "check", "office"))


def test_moving_tells_what_to_write_in_order() -> None:
    marking, changes = last(CHAIN_DEFINITION, "submit", "check_pass", "office_pass", "sign")
    assert marking.state == "done"
    assert changes == (
        Voted("secretary", "yes"),
        Left("sign"),
        Ran("paper.number"),
        Ran("paper.seal"),
        Entered("done", ()),
        Finished("passed"),
    )


def test_state_without_parties_is_skipped_visibly() -> None:
    _, changes = last(CHAIN_DEFINITION, "submit", "check_pass", "office_pass")
    assert Skipped("cosign", "没有联合发文机关") in changes


def test_small_organ_skips_what_only_full_ones_have() -> None:
    marking, changes = last(CHAIN_DEFINITION, "submit", "check_pass", profile="small")
    assert marking.state == "sign"
    assert [change.state for change in changes if isinstance(change, Skipped)] == ["office", "cosign"]
    assert marking.path == ("draft", "check")


def test_return_cuts_the_path_and_the_way_is_walked_again() -> None:
    acts = ("submit", "check_pass", "office_pass", returning("check"))
    assert run(CHAIN_DEFINITION, *acts).path == ("draft",)
    again = run(CHAIN_DEFINITION, *acts, "check_pass")
    assert (again.state, again.path) == ("office", ("draft", "check"))


def test_direct_resubmission_goes_to_the_returner_and_restores_the_path() -> None:
    acts = ("submit", "check_pass", "office_pass", returning("draft", "direct"))
    marking = run(CHAIN_DEFINITION, *acts)
    assert (marking.state, marking.returner, marking.direct) == ("draft", "sign", True)
    resent = run(CHAIN_DEFINITION, *acts, "submit")
    assert (resent.state, resent.path, resent.returner) == ("sign", ("draft", "check", "office"), "")


def test_returner_can_be_addressed_by_name_and_only_after_a_return() -> None:
    resend = CHAIN_DEFINITION.transition("resend")
    assert resend is not None
    assert targets(CHAIN_DEFINITION, run(CHAIN_DEFINITION), resend) == ()
    acts = ("submit", "check_pass", "office_pass", returning("draft"))
    assert run(CHAIN_DEFINITION, *acts, "resend").state == "sign"
    assert run(CHAIN_DEFINITION, *acts, "submit").state == "check"


def test_return_to_previous_goes_back_one_visited_state() -> None:
    marking = run(CHAIN_DEFINITION, "submit", "check_pass", "back", profile="small")
    assert (marking.state, marking.path) == ("check", ("draft",))


def test_only_visited_states_can_be_chosen() -> None:
    with pytest.raises(Impossible, match="只能退回已经办过的环节"):
        run(CHAIN_DEFINITION, "submit", Take("return", "reviewer", "sign"))
    with pytest.raises(Impossible, match="只能退回已经办过的环节"):
        run(CHAIN_DEFINITION, "submit", "check_pass", Take("return", "secretary", "office"), profile="small")


def test_first_state_is_the_usual_choice() -> None:
    assert run(CHAIN_DEFINITION, "submit", "check_pass", "return").state == "draft"


def test_withdrawing_recalls_open_seats_and_goes_back() -> None:
    marking, changes = last(CHAIN_DEFINITION, "submit", Take("withdraw"))
    assert (marking.state, marking.path, marking.returner) == ("draft", (), "")
    assert changes[0] == Closed("reviewer", "recalled")


def test_return_closes_the_other_cosigners() -> None:
    acts = ("submit", "check_pass", "office_pass", Take("cosign_pass", "co_issuer:0"))
    _, changes = last(CHAIN_DEFINITION, *acts, Take("return", "co_issuer:1", "office"), co_issuers=3)
    assert changes[:3] == (Voted("co_issuer:1", "return"), Closed("co_issuer:2", "removed"), Left("cosign"))


def test_seat_speaks_once() -> None:
    acts = ("submit", "check_pass", "office_pass", Take("cosign_pass", "co_issuer:0"))
    with pytest.raises(Impossible, match="已经办过"):
        run(CHAIN_DEFINITION, *acts, Take("cosign_pass", "co_issuer:0"), co_issuers=2)


def test_transition_of_another_state_is_refused() -> None:
    with pytest.raises(Impossible, match="“拟稿”环节没有这项操作"):
        run(CHAIN_DEFINITION, "sign")
    with pytest.raises(Impossible, match="没有这项操作"):
        run(CHAIN_DEFINITION, "dance")


def test_finished_case_takes_no_act() -> None:
    with pytest.raises(Impossible):
        run(parse(MEMO), "submit", "approve", Take("approve"))


@pytest.mark.parametrize(
    ("quorum", "veto", "acts", "state"),
    [
        ('"all"', False, ("agree", "agree"), "vote"),
        ('"all"', False, ("agree", "agree", "agree"), "done"),
        ('"all"', False, ("agree", "disagree"), "refused"),
        ('"any"', False, ("disagree", "agree"), "done"),
        ("2", False, ("disagree", "agree"), "vote"),
        ("2", False, ("disagree", "disagree"), "refused"),
        ("2", True, ("disagree",), "refused"),
        ('"ordered"', False, ("agree", "agree", "agree"), "done"),
    ],
)
def test_votes_move_the_case_when_they_decide(quorum: str, veto: bool, acts: tuple[str, ...], state: str) -> None:
    assert run(parse(voting(quorum, veto=veto)), *acts).state == state


def test_ordered_vote_refuses_whoever_is_not_next() -> None:
    with pytest.raises(Impossible, match="还没有轮到"):
        run(parse(voting('"ordered"')), Take("agree", "p1"))


def test_missing_level_without_leave_to_skip_is_told() -> None:
    source = MEMO.replace('at = "organ"', 'at = "above:county"')
    with pytest.raises(Impossible, match="“签批”环节无人可办"):
        run(parse(source), "submit")


def test_straight_way_stops_where_a_signature_fell() -> None:
    signed = ("submit", "check_pass", "office_pass", "cosign_pass")
    marking = run(CHAIN_DEFINITION, *signed, returning("draft", "direct"), co_issuers=1)
    fallen = replace(marking, stops=("cosign",))
    world = regular(CHAIN_DEFINITION, co_issuers=1)
    stopped, _ = step(CHAIN_DEFINITION, fallen, Take("submit", "drafter"), world)
    assert (stopped.state, stopped.path) == ("cosign", ("draft", "check", "office"))
    arrived, _ = step(CHAIN_DEFINITION, stopped, Take("cosign_pass", "co_issuer:0"), world)
    assert (arrived.state, arrived.path, arrived.returner) == ("sign", ("draft", "check", "office", "cosign"), "")


def test_straight_way_passes_a_stop_where_nobody_is_left() -> None:
    signed = ("submit", "check_pass", "office_pass", "cosign_pass")
    marking = run(CHAIN_DEFINITION, *signed, returning("draft", "direct"), co_issuers=1)
    fallen = replace(marking, stops=("cosign",))
    arrived, changes = step(CHAIN_DEFINITION, fallen, Take("submit", "drafter"), regular(CHAIN_DEFINITION))
    assert arrived.state == "sign"
    assert Skipped("cosign", "没有联合发文机关") in changes


def test_renewal_goes_to_the_signers_and_straight_back() -> None:
    marking = run(CHAIN_DEFINITION, "submit", "check_pass", "office_pass", "cosign_pass", co_issuers=1)
    renewing, world = with_renewal(CHAIN_DEFINITION, "sign", "cosign"), regular(CHAIN_DEFINITION, co_issuers=1)
    asked, changes = step(renewing, marking, Take(RENEW, "secretary"), world)
    assert (asked.state, asked.returner, asked.direct) == ("cosign", "sign", True)
    assert [change.returned for change in changes if isinstance(change, Entered)] == [False]
    back, _ = step(CHAIN_DEFINITION, asked, Take("cosign_pass", "co_issuer:0"), world)
    assert (back.state, back.path) == ("sign", marking.path)


def test_renewal_where_nobody_is_asked_is_for_whoever_may_act_there() -> None:
    aside = CHAIN_DEFINITION.state("sign")
    settle = replace(aside, name="settle", parties=(), binds=False)
    by_hand = Transition("by_hand", "手工登记", ("settle",), "done", by=("office@own",), verdict="none")
    alone = Transition("alone", "自动登记", ("settle",), "done", verdict="none", automatic=True, guards=("x",))
    for exits, by in (((alone, by_hand), ("office@own",)), ((alone,), ("author",))):
        rules = replace(
            CHAIN_DEFINITION,
            states=(*CHAIN_DEFINITION.states, settle),
            transitions=(*CHAIN_DEFINITION.transitions, *exits),
        )
        renewal = with_renewal(rules, "settle", "sign").transition(RENEW)
        assert renewal is not None
        assert renewal.by == by


WITHDRAW = Take("withdraw")


@pytest.mark.parametrize("resubmit", ["direct", "again"])
def test_taking_back_after_the_straight_way_leads_to_where_it_was_sent_from(
    resubmit: Literal["direct", "again"],
) -> None:
    before = run(CHAIN_DEFINITION, "submit", "check_pass", "office_pass", returning("draft", resubmit))
    world = regular(CHAIN_DEFINITION)
    name = "submit" if resubmit == "direct" else "resend"
    arrived, _ = step(CHAIN_DEFINITION, before, Take(name, "drafter"), world)
    assert arrived.state == "sign"
    back, _ = step(CHAIN_DEFINITION, arrived, WITHDRAW, world)
    assert back == before
    assert step(CHAIN_DEFINITION, back, Take(name, "drafter"), world)[0] == arrived


def test_taking_back_at_a_stop_leads_to_where_it_was_sent_from_and_the_stop_is_still_due() -> None:
    signed = ("submit", "check_pass", "office_pass", "cosign_pass")
    world = regular(CHAIN_DEFINITION, co_issuers=1)
    fallen = replace(run(CHAIN_DEFINITION, *signed, returning("draft", "direct"), co_issuers=1), stops=("cosign",))
    stopped, _ = step(CHAIN_DEFINITION, fallen, Take("submit", "drafter"), world)
    assert step(CHAIN_DEFINITION, stopped, WITHDRAW, world)[0] == fallen
    arrived, _ = step(CHAIN_DEFINITION, stopped, Take("cosign_pass", "co_issuer:0"), world)
    back, _ = step(CHAIN_DEFINITION, arrived, WITHDRAW, world)
    assert (back.state, back.path, back.returner, back.direct) == ("cosign", stopped.path, "sign", True)
    assert step(CHAIN_DEFINITION, back, Take("cosign_pass", "co_issuer:0"), world)[0] == arrived


def test_taking_back_a_return_leads_to_the_returner() -> None:
    before = run(CHAIN_DEFINITION, "submit", "check_pass", "office_pass")
    world = regular(CHAIN_DEFINITION)
    returned, _ = step(CHAIN_DEFINITION, before, returning("check"), world)
    assert returned.state == "check"
    assert step(CHAIN_DEFINITION, returned, WITHDRAW, world)[0] == before


def test_taking_back_a_renewal_leads_to_who_asked_for_it() -> None:
    signed = ("submit", "check_pass", "office_pass", "cosign_pass")
    before = run(CHAIN_DEFINITION, *signed, co_issuers=1)
    world = regular(CHAIN_DEFINITION, co_issuers=1)
    asked, _ = step(with_renewal(CHAIN_DEFINITION, "sign", "cosign"), before, Take(RENEW, "secretary"), world)
    assert step(CHAIN_DEFINITION, asked, WITHDRAW, world)[0] == before


def test_return_to_the_previous_state_is_not_a_taking_back() -> None:
    marking = run(CHAIN_DEFINITION, "submit", "check_pass", "office_pass", returning("draft", "direct"), "submit")
    world = regular(CHAIN_DEFINITION)
    assert step(CHAIN_DEFINITION, marking, Take("back", "secretary"), world)[0].state == "office"

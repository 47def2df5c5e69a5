"""直达 into a vote: whoever had agreed is not asked again, unless the text they signed has changed; in a line, in its order."""

from pathlib import Path

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import edit
from tests.workflows.engine.measures.conftest import Desk
from tests.workflows.engine.measures.test_straight import lend
from tests.workflows.engine.papers import workflow
from workflows.engine import Instance, Offline, WorkItem, history, mark_read, statements, verify, worklist
from workflows.engine.models import Definition
from workflows.engine.processes.definitions import load_source
from workflows.organisations.models import Membership, User

STRAIGHT = Path(workflow.__file__).parent / "definitions" / "straight.toml"
FIRST, SECOND, THIRD = "部长（核稿）", "副书记（分管）", "书记（签发）"


def in_line(desk: Desk, house: House, *signers: User) -> Instance:
    """In the ordered line, signed by some."""
    instance = desk.case((house.drafter, "submit"), process="straight")
    for person in signers:
        desk.does(instance, person, "line_pass")
    return instance


def in_tally(desk: Desk, house: House) -> Instance:
    """Two of three are wanted."""
    return in_line(desk, house, house.reviewer, house.deputy, house.secretary)


def returned(desk: Desk, house: House, instance: Instance, by: User, **changes: str) -> Instance:
    """Sent back by one of them, changed if so asked, and straight back again."""
    desk.does(instance, by, "return", opinion="再改。")
    if changes:
        edit(instance, house.drafter, **changes)
    return desk.does(instance, house.drafter, "submit").instance


def binding_nobody() -> None:
    """The same process, where a yes is an opinion and not a signature."""
    source = STRAIGHT.read_text(encoding="utf-8").replace("binds = true\n", "")
    assert load_source(source, name="straight", origin=Definition.Origin.LOCAL).definition is not None


def kinds(instance: Instance) -> list[tuple[str, str]]:
    """Who is asked now, and whether to confirm, by seat."""
    found = WorkItem.objects.filter(instance=instance, status="open").order_by("party")
    return [(item.party, item.kind) for item in found]


def standing(instance: Instance, state: str) -> list[str]:
    fresh = Instance.objects.get(pk=instance.pk)
    return [one.name for one in statements(fresh, [state], standing_only=True)]


# 依次


def test_unchanged_paper_comes_to_the_second_who_returned_it(desk: Desk, house: House) -> None:
    instance = returned(desk, house, in_line(desk, house, house.reviewer), house.deputy)
    assert (instance.state, desk.open(instance)) == ("line", [SECOND])
    assert [worklist(person, now=NOW) for person in (house.reviewer, house.secretary)] == [[], []]
    assert standing(instance, "line") == ["周慎行"]
    desk.does(instance, house.deputy, "line_pass")
    assert desk.open(instance) == [THIRD]
    assert desk.does(instance, house.secretary, "line_pass").instance.state == "tally"
    assert standing(instance, "line") == ["周慎行", "秦望川", "陆思齐"]


def test_history_says_whose_yes_stands_on_the_straight_way(desk: Desk, house: House) -> None:
    instance = returned(desk, house, in_line(desk, house, house.reviewer), house.deputy)
    row = history(instance)[-1]
    assert (row.verb, row.note) == ("送签", "周慎行已经同意，仍然算数，不再问")
    desk.does(instance, house.deputy, "line_pass")
    instance = returned(desk, house, instance, house.secretary)
    assert history(instance)[-1].note == "周慎行、秦望川已经同意，仍然算数，不再问"
    instance = returned(desk, house, instance, house.secretary, text="改过的正文。")
    assert "仍然算数" not in history(instance)[-1].note


def test_history_names_who_signed_on_paper_and_in_a_lent_post_when_it_stands(desk: Desk, house: House) -> None:
    instance = desk.at_cosign()
    item = WorkItem.objects.get(instance=instance, party="co_issuer:V", status="open")
    slip = Offline(scan="ab" * 32, signer="温如故", signed_on=NOW.date())
    desk.does(instance, house.clerk, "cosign_pass", offline=slip, params={"item": item.pk})
    desk.does(instance, house.liaison, "return", opinion="再改。", params={"to": "draft", "resubmit": "direct"})
    row = history(desk.does(instance, house.drafter, "submit").instance)[-1]
    assert row.note.startswith("温如故已经同意，仍然算数，不再问")
    helper = house.person("柏知秋")
    lend(house.deputy, helper)
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, helper, "line_pass")
    row = history(returned(desk, house, instance, house.secretary))[-1]
    assert row.note == f"周慎行、{helper}（代秦望川）已经同意，仍然算数，不再问"


def test_changed_paper_is_confirmed_by_the_first_before_the_second_has_it(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    instance = returned(desk, house, instance, house.deputy, text="改过的正文。")
    assert kinds(instance) == [("first", "confirm")]
    assert "部长" in desk.refuses(instance, house.deputy, "line_pass")
    desk.does(instance, house.reviewer, "line_pass")
    assert kinds(instance) == [("second", "task")]


def test_changed_paper_is_confirmed_in_order_when_the_third_returned_it(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer, house.deputy)
    instance = returned(desk, house, instance, house.secretary, text="改过的正文。")
    for person, seat in ((house.reviewer, "first"), (house.deputy, "second")):
        assert kinds(instance) == [(seat, "confirm")]
        desk.does(instance, person, "line_pass")
    assert kinds(instance) == [("third", "task")]


def test_edit_that_binds_nothing_leaves_the_signatures(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    instance = returned(desk, house, instance, house.deputy, remark="只补了备注。")
    assert kinds(instance) == [("second", "task")]


def test_opinion_that_binds_to_no_text_stands_though_it_changed(desk: Desk, house: House) -> None:
    binding_nobody()
    instance = in_line(desk, house, house.reviewer)
    instance = returned(desk, house, instance, house.deputy, text="改过的正文。")
    assert desk.open(instance) == [SECOND]
    assert standing(instance, "line") == ["周慎行"]


def test_second_return_finds_the_first_signature_standing_still(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    for _time in range(2):
        instance = returned(desk, house, instance, house.deputy)
    desk.does(instance, house.deputy, "line_pass")
    instance = returned(desk, house, instance, house.secretary)
    assert (desk.open(instance), standing(instance, "line")) == ([THIRD], ["周慎行", "秦望川"])


def test_edit_in_the_line_asks_who_signed_before_those_behind(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    edit(instance, house.drafter, text="会签当中改过。")
    assert (verify(instance), kinds(instance)) == ([], [("first", "confirm")])
    assert "部长" in desk.refuses(instance, house.deputy, "line_pass")
    desk.does(instance, house.reviewer, "line_pass")
    assert kinds(instance) == [("second", "task")]


def test_edit_in_the_line_has_all_who_signed_confirm_in_order(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer, house.deputy)
    edit(instance, house.drafter, text="会签当中改过。")
    for person, seat in ((house.reviewer, "first"), (house.deputy, "second")):
        assert kinds(instance) == [(seat, "confirm")]
        desk.does(instance, person, "line_pass")
    assert kinds(instance) == [("third", "task")]


def test_edit_after_the_straight_way_asks_the_first_after_all(desk: Desk, house: House) -> None:
    instance = returned(desk, house, in_line(desk, house, house.reviewer), house.deputy)
    edit(instance, house.drafter, text="又改过。")
    assert (verify(instance), kinds(instance)) == ([], [("first", "confirm")])


def test_signature_of_who_left_the_post_stands(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, house.deputy, "return", opinion="再改。")
    Membership.objects.filter(user=house.reviewer).update(until=NOW.date())
    instance = desk.does(instance, house.drafter, "submit").instance
    assert desk.open(instance) == [SECOND]


def test_signature_of_who_resubmitted_does_not_stand(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    lend(house.drafter, house.reviewer)
    desk.does(instance, house.deputy, "return", opinion="再改。")
    instance = desk.does(instance, house.reviewer, "submit").instance
    assert desk.open(instance) == ["办公室主任（审核）"]
    assert "您不在其中" in desk.refuses(instance, house.reviewer, "line_pass")


def test_straight_way_is_taken_back_though_a_signature_stands(desk: Desk, house: House) -> None:
    instance = returned(desk, house, in_line(desk, house, house.reviewer), house.deputy)
    assert desk.does(instance, house.drafter, "withdraw").instance.state == "draft"
    instance = desk.does(instance, house.drafter, "submit").instance
    assert desk.open(instance) == [SECOND]
    assert mark_read(house.deputy, instance, now=NOW) == 1
    assert "不能撤回" in desk.refuses(instance, house.drafter, "withdraw")


def test_return_taken_back_leaves_the_first_signature(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, house.deputy, "return", opinion="再改。")
    instance = desk.does(instance, house.deputy, "withdraw").instance
    assert (instance.state, desk.open(instance), standing(instance, "line")) == ("line", [SECOND], ["周慎行"])


def test_signature_moved_to_another_round_by_hand_is_noticed(desk: Desk, house: House) -> None:
    instance = returned(desk, house, in_line(desk, house, house.reviewer), house.deputy)
    signed = WorkItem.objects.filter(instance=instance, party="first", status="done")
    signed.update(entry=signed.get().entry - 1)
    assert "哪一轮表的态与经过不符。" in verify(instance)


# 依次, with signers added


def test_added_signer_who_returned_it_has_it_before_the_second(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, house.deputy, "@add_before", house.clerk)
    instance = returned(desk, house, instance, house.clerk)
    for person in (house.clerk, house.deputy, house.secretary):
        assert len(desk.open(instance)) == 1
        instance = desk.does(instance, person, "line_pass").instance
    assert instance.state == "tally"


def test_added_signature_stands_when_the_second_returned_it(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, house.deputy, "@add_before", house.clerk)
    desk.does(instance, house.clerk, "line_pass")
    instance = returned(desk, house, instance, house.deputy)
    assert desk.open(instance) == [SECOND]
    seat = WorkItem.objects.get(instance=instance, relation="before").party
    assert desk.refuses(instance, house.deputy, "@drop", params={"seat": seat}) == "这一环节没有还没办的加签、委派。"
    assert standing(instance, "line") == ["周慎行", "钟晴"]


def test_added_signature_is_confirmed_in_its_place_when_the_text_changed(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, house.deputy, "@add_before", house.clerk)
    desk.does(instance, house.clerk, "line_pass")
    instance = returned(desk, house, instance, house.deputy, text="改过的正文。")
    desk.does(instance, house.reviewer, "line_pass")
    assert desk.open(instance) == ["钟晴"]
    desk.does(instance, house.clerk, "line_pass")
    assert desk.open(instance) == [SECOND]


def test_signer_added_after_the_straight_way_is_asked_beside_what_stands(desk: Desk, house: House) -> None:
    instance = returned(desk, house, in_line(desk, house, house.reviewer), house.deputy)
    desk.does(instance, house.deputy, "@add_after", house.clerk)
    desk.does(instance, house.deputy, "line_pass")
    assert desk.open(instance) == ["钟晴"]
    desk.does(instance, house.clerk, "line_pass")
    assert desk.open(instance) == [THIRD]


def test_signer_added_at_the_drafters_desk_is_heard_before_the_straight_way(desk: Desk, house: House) -> None:
    instance = in_line(desk, house, house.reviewer)
    desk.does(instance, house.deputy, "return", opinion="再改。")
    desk.does(instance, house.drafter, "@add_after", house.clerk)
    assert not desk.does(instance, house.drafter, "submit").moved
    instance = desk.does(instance, house.clerk, "submit").instance
    assert (instance.state, desk.open(instance), standing(instance, "line")) == ("line", [SECOND], ["周慎行"])


# N of M


def test_yes_counts_towards_n_after_a_straight_return(desk: Desk, house: House) -> None:
    instance = in_tally(desk, house)
    desk.does(instance, house.reviewer, "agree")
    instance = returned(desk, house, instance, house.deputy)
    assert desk.open(instance) == sorted([SECOND, THIRD])
    assert desk.does(instance, house.secretary, "agree").instance.outcome == "passed"
    assert standing(instance, "tally") == ["周慎行", "陆思齐"]


def test_changed_paper_begins_the_count_anew(desk: Desk, house: House) -> None:
    binding_the_tally_only()
    instance = in_tally(desk, house)
    desk.does(instance, house.reviewer, "agree")
    instance = returned(desk, house, instance, house.deputy, text="改过的正文。")
    assert kinds(instance) == [("first", "confirm"), ("second", "task"), ("third", "task")]
    assert not desk.does(instance, house.secretary, "agree").moved
    assert desk.does(instance, house.deputy, "agree").instance.outcome == "passed"


def test_changed_paper_stops_in_the_line_before_it_is_counted(desk: Desk, house: House) -> None:
    instance = in_tally(desk, house)
    instance = returned(desk, house, instance, house.deputy, text="改过的正文。")
    for person in (house.reviewer, house.deputy, house.secretary):
        assert instance.state == "line"
        assert len(desk.open(instance)) == 1
        instance = desk.does(instance, person, "line_pass").instance
    assert (instance.state, len(kinds(instance))) == ("tally", 3)


def test_n_that_was_reached_waits_for_the_added_signer_only(desk: Desk, house: House) -> None:
    instance = in_tally(desk, house)
    desk.does(instance, house.reviewer, "@add_beside", house.clerk)
    for person in (house.reviewer, house.deputy):
        assert not desk.does(instance, person, "agree").moved
    instance = returned(desk, house, instance, house.clerk)
    assert desk.open(instance) == sorted([THIRD, "钟晴"])
    assert desk.does(instance, house.clerk, "agree").instance.outcome == "passed"


def test_n_that_was_reached_is_asked_anew_when_the_added_signer_left(desk: Desk, house: House) -> None:
    instance = in_tally(desk, house)
    desk.does(instance, house.reviewer, "@add_beside", house.clerk)
    for person in (house.reviewer, house.deputy):
        desk.does(instance, person, "agree")
    desk.does(instance, house.clerk, "return", opinion="再改。")
    Membership.objects.filter(user=house.clerk).update(until=NOW.date())
    instance = desk.does(instance, house.drafter, "submit").instance
    assert [seat for seat, _kind in kinds(instance)] == ["first", "second", "third"]
    desk.does(instance, house.reviewer, "agree")
    assert desk.does(instance, house.secretary, "agree").instance.outcome == "passed"


def test_who_had_disagreed_is_asked_again(desk: Desk, house: House) -> None:
    instance = in_tally(desk, house)
    desk.does(instance, house.reviewer, "disagree", opinion="不妥。")
    instance = returned(desk, house, instance, house.deputy)
    assert desk.open(instance) == sorted([FIRST, SECOND, THIRD])


def binding_the_tally_only() -> None:
    """The same process, where those in the line do not sign."""
    line, tally, rest = STRAIGHT.read_text(encoding="utf-8").partition("[states.tally]")
    source = line.replace("binds = true\n", "") + tally + rest
    assert load_source(source, name="straight", origin=Definition.Origin.LOCAL).definition is not None

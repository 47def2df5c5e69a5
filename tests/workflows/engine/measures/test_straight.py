"""直达 with everything else: a paper sent back and resubmitted comes straight to whoever returned it, as that desk was left."""

from datetime import timedelta

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import edit
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import Instance, Look, WorkItem, history, mark_read, worklist
from workflows.organisations.models import Delegation, Membership, User

DIRECT = {"to": "draft", "resubmit": "direct"}


def sends_back(desk: Desk, instance: Instance, by: User, **params: str) -> Instance:
    return desk.does(instance, by, "return", opinion="再改。", params=DIRECT | params).instance


def back_again(desk: Desk, house: House, instance: Instance, by: User, **changes: str) -> Instance:
    """Returned to the drafter, changed if so asked, and resubmitted."""
    sends_back(desk, instance, by)
    if changes:
        edit(instance, house.drafter, **changes)
    return desk.does(instance, house.drafter, "submit").instance


def lend(giver: User, taker: User) -> Delegation:
    post = Membership.objects.filter(user=giver).earliest("pk")
    until = NOW.date() + timedelta(days=9)
    return Delegation.objects.create(giver=giver, taker=taker, membership=post, since=NOW.date(), until=until)


# 加签


def test_signer_added_before_who_returned_it_has_it_first_again(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    instance = back_again(desk, house, instance, house.clerk)
    assert (instance.state, desk.open(instance)) == ("sign", ["钟晴"])
    assert "钟晴" in desk.refuses(instance, house.secretary, "sign")
    desk.does(instance, house.clerk, "sign")
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    assert desk.does(instance, house.secretary, "sign").instance.state == "recheck"


def test_signer_added_beside_who_returned_it_is_still_required(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_beside", house.clerk)
    instance = back_again(desk, house, instance, house.clerk)
    assert not desk.does(instance, house.secretary, "sign").moved
    assert desk.does(instance, house.clerk, "sign").moved


def test_signer_added_after_has_it_once_the_asker_confirmed(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_after", house.clerk)
    desk.does(instance, house.secretary, "sign")
    instance = back_again(desk, house, instance, house.clerk, text="改过的正文。")
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    changes = Look(house.secretary, instance, now=NOW).changes()
    assert changes is not None
    assert [one.title for one in changes.differences] == ["text"]
    assert not desk.does(instance, house.secretary, "sign").moved
    assert desk.open(instance) == ["钟晴"]
    assert desk.does(instance, house.clerk, "sign").moved


def test_added_signature_on_another_text_is_confirmed_when_the_asker_returned_it(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    desk.does(instance, house.clerk, "sign")
    instance = back_again(desk, house, instance, house.secretary, text="改过的正文。")
    (row,) = worklist(house.clerk, now=NOW)
    assert (row.kind, row.button) == ("confirm", "确认")
    desk.does(instance, house.clerk, "sign")
    assert desk.does(instance, house.secretary, "sign").moved


def test_paper_that_walks_the_way_again_asks_no_added_signer(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    sends_back(desk, instance, house.clerk, resubmit="again")
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        desk.does(instance, person, name)
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]


def test_added_signer_who_left_meanwhile_is_not_waited_for(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    sends_back(desk, instance, house.clerk)
    Membership.objects.filter(user=house.clerk).update(until=NOW.date())
    instance = desk.does(instance, house.drafter, "submit").instance
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    assert desk.does(instance, house.secretary, "sign").moved


def test_straight_way_taken_twice_still_leads_to_the_added_signer(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    for _time in range(2):
        instance = back_again(desk, house, instance, house.clerk)
    assert desk.open(instance) == ["钟晴"]


def test_post_that_was_added_is_asked_again_whoever_holds_it(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@add_before", (house.province, "deputy"))
    instance = back_again(desk, house, instance, house.deputy)
    assert (instance.state, desk.open(instance)) == ("office", ["副书记（分管）"])


# 减签


def test_signer_dropped_before_the_return_is_not_asked_again(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_beside", house.clerk)
    seat = WorkItem.objects.get(instance=instance, relation="beside").party
    desk.does(instance, house.secretary, "@drop", params={"seat": seat})
    instance = back_again(desk, house, instance, house.secretary)
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]


def test_signer_who_had_acted_may_be_dropped_once_asked_again(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    desk.does(instance, house.clerk, "sign")
    seat = WorkItem.objects.get(instance=instance, relation="before").party
    assert desk.refuses(instance, house.secretary, "@drop", params={"seat": seat})
    instance = back_again(desk, house, instance, house.secretary, text="改过的正文。")
    desk.does(instance, house.secretary, "@drop", params={"seat": seat})
    assert desk.does(instance, house.secretary, "sign").moved
    assert "同意签发" in [row.verb for row in history(instance) if row.actor == "钟晴"]


# 会签


def test_ordered_line_is_asked_in_order_again_when_the_second_returned_it(desk: Desk, house: House) -> None:
    instance = desk.case((house.reviewer, "agree"), (house.deputy, "agree"), process="ballot")
    desk.does(instance, house.reviewer, "line_pass")
    desk.does(instance, house.secretary, "send_back", opinion="再议。")
    for person in (house.reviewer, house.deputy):
        desk.does(instance, person, "agree")
    assert desk.open(instance) == ["部长（核稿）"]


def test_cosigner_to_whom_it_was_handed_gets_it_straight_back(desk: Desk, house: House) -> None:
    second = house.holder("教育厅副职", house.education, "liaison")
    instance = desk.at_cosign()
    desk.does(instance, house.liaison, "@transfer", second)
    instance = back_again(desk, house, instance, second)
    assert worklist(house.liaison, now=NOW) == []
    assert [row.instance_id for row in worklist(second, now=NOW)] == [instance.pk]
    desk.does(instance, second, "cosign_pass")
    assert desk.does(instance, house.civil_secretary, "cosign_pass").instance.state == "sign"


def test_signature_of_who_got_the_seat_handed_is_confirmed_by_the_same_person(desk: Desk, house: House) -> None:
    second = house.holder("教育厅副职", house.education, "liaison")
    instance = desk.at_cosign()
    desk.does(instance, house.liaison, "@transfer", second)
    desk.does(instance, second, "cosign_pass")
    instance = back_again(desk, house, instance, house.civil_secretary, text="改过的正文。")
    (row,) = worklist(second, now=NOW)
    assert row.kind == "confirm"


# 转办


def test_paper_returned_by_who_got_it_handed_comes_back_there_on_a_new_clock(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    first = WorkItem.objects.get(instance=instance, status="open")
    desk.does(instance, house.office, "@transfer", house.clerk, days=1)
    handed = WorkItem.objects.get(instance=instance, status="open")
    assert handed.due_at == first.due_at
    instance = back_again(desk, house, instance, house.clerk)
    item = WorkItem.objects.get(instance=instance, status="open")
    assert (item.user, item.party, item.note) == (house.clerk, first.party, "转办")
    assert (item.clock_start, item.clock_days) == (item.opened_at, handed.clock_days)
    assert "您不在其中" in desk.refuses(instance, house.office, "office_pass")
    assert desk.does(instance, house.clerk, "office_pass").moved


def test_post_has_it_again_when_who_got_it_handed_has_left(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@transfer", house.clerk)
    sends_back(desk, instance, house.clerk)
    Membership.objects.filter(user=house.clerk).update(until=NOW.date())
    instance = desk.does(instance, house.drafter, "submit").instance
    assert desk.open(instance) == ["办公室主任（审核）"]


def test_drafter_who_handed_the_return_on_gets_it_to_the_returner_all_the_same(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    colleague = house.holder("乔以宁", house.youth, "drafter")
    sends_back(desk, instance, house.secretary)
    desk.does(instance, house.drafter, "@transfer", colleague)
    assert desk.does(instance, colleague, "submit").instance.state == "sign"


# 委派 and 委托代理


def test_help_asked_for_before_the_return_is_over(desk: Desk, house: House) -> None:
    second = house.holder("教育厅副职", house.education, "liaison")
    instance = desk.at_cosign()
    desk.does(instance, house.liaison, "@assist", second)
    instance = back_again(desk, house, instance, house.civil_secretary)
    assert desk.open(instance, "assist") == []
    for person in (house.liaison, house.civil_secretary):
        instance = desk.does(instance, person, "cosign_pass").instance
    assert instance.state == "sign"


def test_helper_of_the_drafter_is_heard_before_the_straight_way(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    helper = house.holder("乔以宁", house.youth, "drafter")
    sends_back(desk, instance, house.secretary)
    desk.does(instance, house.drafter, "@assist", helper)
    assert "乔以宁" in desk.refuses(instance, house.drafter, "submit")
    desk.does(instance, helper, "@answer")
    assert desk.does(instance, house.drafter, "submit").instance.state == "sign"


def test_taker_of_a_lent_post_returns_it_and_it_comes_back_to_the_post(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    lent = lend(house.office, house.clerk)
    instance = back_again(desk, house, instance, house.clerk)
    assert desk.open(instance) == ["办公室主任（审核）"]
    assert [row.instance_id for row in worklist(house.clerk, now=NOW)] == [instance.pk]
    lent.revoked_at = NOW
    lent.save()
    assert "您不在其中" in desk.refuses(instance, house.clerk, "office_pass")
    assert desk.does(instance, house.office, "office_pass").moved


def test_who_resubmitted_in_a_lent_post_does_not_sign(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    lend(house.drafter, house.deputy)
    sends_back(desk, instance, house.secretary)
    instance = desk.does(instance, house.deputy, "submit").instance
    assert "您不在其中" in desk.refuses(instance, house.deputy, "sign")
    assert desk.does(instance, house.secretary, "sign").moved


def test_who_resubmitted_signs_neither_after_taking_over_the_check(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    house.appoint(house.deputy, house.youth, "reviewer")
    sends_back(desk, instance, house.secretary, to="check")
    instance = desk.does(instance, house.deputy, "check_pass").instance
    assert instance.state == "sign"
    assert "您不在其中" in desk.refuses(instance, house.deputy, "sign")


# 传阅


def test_reading_sent_round_outlives_return_and_resubmission(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@circulate", house.clerk)
    instance = back_again(desk, house, instance, house.secretary, text="改过的正文。")
    item = WorkItem.objects.get(instance=instance, kind="read")
    assert (item.status, item.user) == ("open", house.clerk)
    desk.does(instance, house.clerk, "@read")
    item.refresh_from_db()
    assert item.status == "done"
    assert desk.does(instance, house.secretary, "sign").moved


# 挂起


def test_straight_way_holds_through_a_suspension(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    sends_back(desk, instance, house.clerk)
    desk.does(instance, house.office, "@suspend")
    assert desk.refuses(instance, house.drafter, "submit") == "这件事已挂起，恢复后才能办。"
    desk.does(instance, house.office, "@resume", days=5)
    instance = desk.does(instance, house.drafter, "submit", days=5).instance
    assert (instance.state, desk.open(instance)) == ("sign", ["钟晴"])
    desk.does(instance, house.office, "@suspend", days=5)
    desk.does(instance, house.office, "@resume", days=6)
    assert desk.open(instance) == ["钟晴"]


# 撤回


def test_direct_resubmission_is_taken_back_though_signers_were_added_before(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    back_again(desk, house, instance, house.clerk)
    assert desk.does(instance, house.drafter, "withdraw").instance.state == "draft"
    instance = desk.does(instance, house.drafter, "submit").instance
    assert (instance.state, desk.open(instance)) == ("sign", ["钟晴"])


def test_direct_resubmission_is_not_taken_back_once_the_added_signer_opened_it(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    instance = back_again(desk, house, instance, house.clerk)
    assert mark_read(house.clerk, instance, now=NOW) == 1
    assert "不能撤回" in desk.refuses(instance, house.drafter, "withdraw")


def test_added_signer_takes_the_own_return_back(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    sends_back(desk, instance, house.clerk, to="office", resubmit="again")
    instance = desk.does(instance, house.clerk, "withdraw").instance
    assert (instance.state, desk.open(instance)) == ("sign", ["钟晴"])
    desk.does(instance, house.clerk, "sign")
    assert desk.does(instance, house.secretary, "sign").moved


def test_renewal_of_fallen_signatures_comes_back_to_the_added_signers(desk: Desk, house: House) -> None:
    instance = desk.at_cosign()
    for person in (house.liaison, house.civil_secretary):
        desk.does(instance, person, "cosign_pass")
    desk.does(instance, house.secretary, "@add_beside", house.clerk)
    edit(instance, house.secretary, text="书记改过的正文。")
    desk.does(instance, house.secretary, "renew")
    for person in (house.liaison, house.civil_secretary):
        instance = desk.does(instance, person, "cosign_pass").instance
    assert instance.state == "sign"
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）", "钟晴"]
    assert not desk.does(instance, house.secretary, "sign").moved
    assert desk.does(instance, house.clerk, "sign").moved

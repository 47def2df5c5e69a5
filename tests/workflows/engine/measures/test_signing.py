"""加签 and 减签: further signers for one case, in addition to whoever the definition asks."""

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import WorkItem, editing, history, more_offers, offers, route
from workflows.organisations.models import Delegation, Membership


def test_signer_before_has_to_agree_first_and_then_the_asker_decides(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    assert desk.open(instance) == ["钟晴"]
    assert desk.refuses(instance, house.secretary, "sign").startswith("“同意签发”现在由钟晴办理")
    assert not desk.does(instance, house.clerk, "sign", opinion="核过。").moved
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    assert desk.does(instance, house.secretary, "sign").moved


def test_signer_after_is_asked_only_once_the_asker_has_agreed(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_after", house.clerk)
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    assert not desk.does(instance, house.secretary, "sign").moved
    assert desk.open(instance) == ["钟晴"]
    assert desk.does(instance, house.clerk, "sign").moved


def test_signer_beside_is_asked_at_once_in_any_order(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_beside", house.clerk)
    assert not desk.does(instance, house.secretary, "sign").moved
    assert desk.does(instance, house.clerk, "sign").moved


def test_added_signer_is_required_in_addition_to_the_quorum(desk: Desk, house: House) -> None:
    instance = desk.case(process="ballot")
    desk.does(instance, house.reviewer, "@add_beside", house.clerk)
    assert not desk.does(instance, house.reviewer, "agree").moved
    assert not desk.does(instance, house.deputy, "agree").moved  # two of three, and still not enough
    assert desk.does(instance, house.clerk, "agree").moved


def test_added_signer_who_disagrees_fails_the_vote(desk: Desk, house: House) -> None:
    instance = desk.case(process="ballot")
    desk.does(instance, house.reviewer, "@add_beside", house.clerk)
    desk.does(instance, house.reviewer, "agree")
    assert desk.does(instance, house.clerk, "disagree", opinion="不行。").instance.outcome == "refused"


def test_signer_added_in_an_ordered_line_comes_before_the_next(desk: Desk, house: House) -> None:
    instance = desk.case((house.reviewer, "agree"), (house.deputy, "agree"), process="ballot")
    desk.does(instance, house.reviewer, "@add_after", house.clerk)
    desk.does(instance, house.reviewer, "line_pass")
    assert desk.open(instance) == ["钟晴"]
    desk.does(instance, house.clerk, "line_pass")
    assert desk.open(instance) == ["书记（签发）"]


def test_post_can_be_added_whoever_holds_it(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@add_before", (house.province, "deputy"))
    assert desk.does(instance, house.deputy, "office_pass").moved is False


def test_nobody_whom_separation_excludes_is_added(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    for person in (house.drafter, house.reviewer):
        reason = desk.refuses(instance, house.secretary, "@add_before", person)
        assert reason == "岗位分离：所选的人办过前面的环节，不能再办“签发”。"


def test_neither_oneself_nor_who_is_asked_already_is_added(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    assert desk.refuses(instance, house.secretary, "@add_before", house.secretary) == "不能选自己。"
    already = "所选的人或岗位已经在办这一环节，不用再请。"
    assert desk.refuses(instance, house.secretary, "@add_before", (house.province, "deputy")) == already
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    assert desk.refuses(instance, house.clerk, "@add_before", house.clerk) == "不能选自己。"


def test_only_who_is_asked_may_add_and_only_within_reach(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    assert "您不在其中" in desk.refuses(instance, house.clerk, "@add_before", house.city_secretary)
    outside = desk.refuses(instance, house.secretary, "@add_before", house.county_secretary)
    assert outside == "选的人或岗位不在可选的范围里，请重新选择。"
    assert desk.refuses(instance, house.secretary, "@add_before") == "请选择交给谁。"
    reasonless = desk.refuses(instance, house.secretary, "@add_before", house.clerk, opinion="")
    assert reasonless == "请写明“前加签”的理由。"


def test_unacted_signer_is_dropped_and_the_asker_goes_on(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    seat = WorkItem.objects.get(instance=instance, user=house.clerk).party
    desk.does(instance, house.office, "@drop", params={"seat": seat})
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    assert WorkItem.objects.get(party=seat).status == "removed"
    assert desk.does(instance, house.secretary, "sign").moved


def test_signer_who_acted_is_not_dropped(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    seat = WorkItem.objects.get(instance=instance, user=house.clerk).party
    desk.does(instance, house.clerk, "sign")
    assert desk.refuses(instance, house.secretary, "@drop", params={"seat": seat}) == "这一环节没有还没办的加签、委派。"
    desk.does(instance, house.secretary, "@add_beside", (house.office_dept, "office"))
    assert desk.refuses(instance, house.secretary, "@drop", params={"seat": seat}) == "对方已经办了，不能减签。"


def test_who_did_not_add_does_not_drop(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_beside", house.clerk)
    seat = WorkItem.objects.get(instance=instance, user=house.clerk).party
    reason = desk.refuses(instance, house.clerk, "@drop", params={"seat": seat})
    assert reason == "只能减去自己加的；别人加的请办公室减。"


def test_case_goes_on_at_once_when_the_last_awaited_signer_is_dropped(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_after", house.clerk)
    desk.does(instance, house.secretary, "sign")
    seat = WorkItem.objects.get(instance=instance, user=house.clerk).party
    outcome = desk.does(instance, house.secretary, "@drop", params={"seat": seat})
    assert (outcome.moved, outcome.instance.state) == (True, "recheck")


def test_return_takes_added_signers_with_it_and_they_are_not_asked_again(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    desk.does(instance, house.clerk, "return", opinion="改一处。", params={"to": "draft"})
    assert desk.open(instance) == ["林予安"]
    for user, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        desk.does(instance, user, name)
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]


def test_sender_does_not_withdraw_once_somebody_was_added(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    assert "不能撤回" in desk.refuses(instance, house.office, "withdraw")


def test_substantive_edit_asks_an_added_signer_again(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    desk.does(instance, house.clerk, "sign")
    paper = instance.subject
    with editing(paper, actor=house.secretary, now=NOW) as locked:
        locked.text = "改过的正文"
        locked.save()
    assert "钟晴" in desk.open(instance)
    desk.does(instance, house.clerk, "sign")
    assert desk.does(instance, house.secretary, "sign").moved


def test_taker_of_a_lent_post_who_drafted_is_kept_out_of_adding(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    Delegation.objects.create(
        giver=house.secretary,
        taker=house.drafter,
        membership=Membership.objects.get(user=house.secretary),
        since=NOW.date(),
        until=NOW.date().replace(year=2027),
    )
    assert desk.refuses(instance, house.drafter, "@add_before", house.clerk).startswith("岗位分离")


def test_record_and_route_tell_it_in_plain_words(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk, opinion="请先核字号。")
    row = history(instance)[-1]
    assert (row.verb, row.actor, row.opinion, row.note) == ("前加签", "陆思齐", "请先核字号。", "对象：钟晴")
    now = next(station for station in route(instance) if station.phase == "now")
    assert "钟晴" in [person.name for person in now.people]
    assert [offer.transition for offer in offers(house.clerk, instance, now=NOW)] == ["sign", "return"]


def test_who_added_signers_before_takes_them_back_though_the_own_turn_waits(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    seat = WorkItem.objects.get(instance=instance, user=house.clerk).party
    assert desk.refuses(instance, house.drafter, "@drop", params={"seat": seat})
    offered = {one.transition: one for one in more_offers(house.secretary, instance, now=NOW)}
    assert offered["@drop"].allowed
    desk.does(instance, house.secretary, "@drop", params={"seat": seat})
    assert desk.open(instance) == ["书记（签发）", "副书记（分管）"]
    assert desk.does(instance, house.secretary, "sign").moved


def test_help_that_does_not_come_is_called_back_by_who_asked(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@assist", house.clerk)
    seat = WorkItem.objects.get(instance=instance, kind="assist").party
    desk.does(instance, house.secretary, "@drop", params={"seat": seat})
    assert desk.does(instance, house.secretary, "sign").moved

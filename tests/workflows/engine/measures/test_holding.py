"""挂起 恢复 延期 撤销 终止 作废: the clock and the end."""

from datetime import date, timedelta

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import edit
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import (
    Instance,
    Refused,
    WorkItem,
    answers,
    counts,
    editing,
    explain,
    history,
    offers,
    route,
    worklist,
)


def due(instance: Instance, **wanted: object) -> date:
    item = WorkItem.objects.filter(instance=instance, kind="task", status__in=("open", "held"), **wanted).first()
    assert item is not None
    return item.due_at.date()


def test_suspended_case_waits_for_nobody_and_takes_no_act_and_no_edit(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.secretary, "@suspend", opinion="等上级文件。")
    assert counts(house.office, now=NOW).todo == 0
    assert worklist(house.office, now=NOW) == []
    assert offers(house.office, instance, now=NOW) == []
    assert desk.refuses(instance, house.office, "office_pass") == "这件事已挂起，恢复后才能办。"
    with pytest.raises(Refused, match="已挂起"), editing(instance.subject, actor=house.office, now=NOW):
        pass
    assert "已挂起，恢复后才能办。" in explain(house.office, instance, now=NOW).lines


def test_terms_are_put_off_by_the_working_days_that_passed(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    assert due(instance) == date(2026, 11, 9)  # two working days after Thursday the 5th
    desk.does(instance, house.office, "@suspend")
    desk.does(instance, house.office, "@resume", days=6)  # Wednesday the 11th: four working days later
    assert due(instance) == date(2026, 11, 13)
    item = WorkItem.objects.filter(instance=instance, status="open").first()
    assert item is not None
    assert (item.clock_start.date(), item.clock_days) == (date(2026, 11, 11), 2)
    assert "4个工作日" in history(instance)[-1].note
    assert desk.does(instance, house.secretary, "sign", days=6).moved


def test_weekend_puts_nothing_off(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.office, "@suspend", days=2)
    desk.does(instance, house.office, "@resume", days=3)
    assert due(instance) == date(2026, 11, 9)


def test_who_waits_behind_a_signer_keeps_the_place_through_a_suspension(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    desk.does(instance, house.office, "@suspend")
    desk.does(instance, house.office, "@resume", days=6)
    assert desk.open(instance) == ["钟晴"]
    desk.does(instance, house.clerk, "sign", days=6)
    assert due(instance) == date(2026, 11, 13)


def test_only_office_and_leaders_suspend_and_only_once(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    for person in (house.drafter, house.clerk, house.city_secretary, house.admin):
        assert desk.refuses(instance, person, "@suspend") == "您没有“挂起”的权限。"
    assert desk.refuses(instance, house.office, "@resume") == "没有挂起，不用恢复。"
    desk.does(instance, house.office, "@suspend")
    assert desk.refuses(instance, house.secretary, "@suspend") == "这件事已挂起，恢复后才能办。"
    assert next(one for one in route(instance) if one.phase == "now").note == "已挂起"


def test_suspended_case_is_stopped_without_being_resumed(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@suspend")
    ended = desk.does(instance, house.secretary, "@stop", opinion="不再需要。").instance
    assert (ended.outcome, ended.suspended_at) == ("refused", None)


def test_extension_is_granted_by_another_and_moves_the_deadline(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@extend", params={"days": "3"}, opinion="外出开会。")
    assert desk.open(instance, "request") == ["办公室主任（审核）"]
    assert due(instance) == date(2026, 11, 9)
    desk.does(instance, house.office, "@extension_grant")
    assert due(instance, role__key="secretary") == date(2026, 11, 12)
    assert due(instance, role__key="deputy") == date(2026, 11, 9)
    assert history(instance)[-1].note == "3个工作日"


def test_refused_extension_leaves_the_deadline_and_may_be_asked_again(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@extend", params={"days": "3"})
    assert desk.refuses(instance, house.secretary, "@extend", params={"days": "3"}) == "已经申请延期，请等批复。"
    assert desk.refuses(instance, house.office, "@extension_deny", opinion="") == "请写明“不批延期”的理由。"
    desk.does(instance, house.office, "@extension_deny", opinion="按期办。")
    assert due(instance) == date(2026, 11, 9)
    desk.does(instance, house.secretary, "@extend", params={"days": "1"})


def test_who_shares_the_post_that_grants_is_not_offered_the_own_application(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    house.appoint(house.office, house.province, "deputy")
    second = house.holder("柏知秋", house.office_dept, "office")
    desk.does(instance, house.office, "@extend", params={"days": "2"})
    assert desk.open(instance, "request") == ["办公室主任（审核）"]
    granting = [{one.transition for one in answers(person, instance, now=NOW)} for person in (house.office, second)]
    assert granting == [set(), {"@extension_grant", "@extension_deny"}]


def test_nobody_grants_the_own_extension(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@extend", params={"days": "2"})
    assert desk.open(instance, "request") == ["副书记（分管）"]
    assert "您不在其中" in desk.refuses(instance, house.office, "@extension_grant")
    house.appoint(house.office, house.province, "deputy")
    assert desk.refuses(instance, house.office, "@extension_grant") == "自己申请的，要由另一个人批准。"
    desk.does(instance, house.deputy, "@extension_grant")


@pytest.mark.parametrize("days", ["", "0", "61", "-3", "三"])
def test_extension_needs_a_sensible_number_of_days(desk: Desk, house: House, days: str) -> None:
    instance = desk.at_sign()
    assert desk.refuses(instance, house.secretary, "@extend", params={"days": days}).startswith("请写明延期几个工作日")


def test_what_has_no_deadline_is_not_put_off(desk: Desk, house: House) -> None:
    assert desk.refuses(desk.case(), house.drafter, "@extend", params={"days": "2"}) == "这一项没有时限，不用延期。"


def test_extension_follows_the_matter_to_whom_it_was_handed(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@extend", params={"days": "2"})
    desk.does(instance, house.office, "@transfer", house.clerk)
    desk.does(instance, house.deputy, "@extension_grant")
    assert due(instance, user=house.clerk) == date(2026, 11, 10)


def test_return_settles_an_open_application(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@extend", params={"days": "3"})
    desk.does(instance, house.secretary, "return", opinion="改。", params={"to": "check"})
    assert desk.open(instance, "request") == []


def test_initiator_cancels_before_anybody_signed_and_not_after(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    assert desk.refuses(instance, house.reviewer, "@cancel") == "您没有“撤销”的权限。"
    ended = desk.does(instance, house.drafter, "@cancel", opinion="改发函。").instance
    assert (ended.outcome, ended.state, ended.finished_at is not None) == ("withdrawn", "void", True)
    assert WorkItem.objects.filter(instance=instance, status__in=("open", "waiting")).count() == 0
    signed = desk.at_sign()
    desk.does(signed, house.secretary, "sign")
    assert desk.refuses(signed, house.drafter, "@cancel").startswith("已经有人签字，不能撤销")


def test_signature_that_fell_gives_the_initiator_no_right_to_cancel_back(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "sign")
    edit(instance, house.clerk, text="复核时改了正文。")
    assert "已经有人签字" in desk.refuses(instance, house.drafter, "@cancel")


def test_stopped_case_without_a_state_for_it_ends_where_it_stands(desk: Desk, house: House) -> None:
    instance = desk.case((house.reviewer, "agree"), process="ballot")
    ended = desk.does(instance, house.secretary, "@void", opinion="重复。").instance
    assert (ended.outcome, ended.state, ended.state_title) == ("void", "vote", "已作废")
    assert [station.phase for station in route(instance)] == ["done"]
    assert desk.refuses(instance, house.deputy, "agree").startswith("这件事已经办结（已作废）")
    assert worklist(house.deputy, now=NOW) == []


def test_stopping_is_for_office_and_leaders_and_needs_a_reason(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    assert desk.refuses(instance, house.drafter, "@stop") == "您没有“终止”的权限。"
    assert desk.refuses(instance, house.office, "@stop", opinion="") == "请写明“终止”的理由。"
    assert desk.does(instance, house.office, "@stop").instance.outcome == "refused"


def test_timer_of_a_held_item_rests(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.office, "@suspend")
    late = NOW + timedelta(days=30)
    assert not WorkItem.objects.filter(instance=instance, status="open", next_timer_at__lt=late).exists()

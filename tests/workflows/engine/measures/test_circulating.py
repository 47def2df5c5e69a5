"""传阅 抄送 催办 督办: people are told, with receipts, and the matter goes on meanwhile."""

from datetime import date, timedelta

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from workflows.engine import WorkItem, allowed, answers, counts, history, mark_read, worklist
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification


def told(user: object, kind: str) -> int:
    deliver(now=NOW)
    return Notification.objects.filter(user=user, kind=kind, channel="desk").count()


def test_circulated_paper_waits_for_reading_and_holds_nothing_up(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@circulate", house.deputy, house.clerk)
    (row,) = worklist(house.clerk, now=NOW)
    assert (row.kind, row.state_title, row.button) == ("read", "传阅", "阅看")
    assert [offer.title for offer in answers(house.clerk, instance, now=NOW)] == ["已阅"]
    assert desk.does(instance, house.office, "office_pass").moved
    assert desk.open(instance, "read") == ["秦望川", "钟晴"]
    assert told(house.deputy, "read") == 1


def test_read_is_receipted_with_time_of_opening_and_of_reading(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@circulate", house.deputy)
    assert mark_read(house.deputy, instance, now=NOW) == 1
    desk.does(instance, house.deputy, "@read", opinion="")
    item = WorkItem.objects.get(instance=instance, kind="read")
    assert (item.status, item.done_by, item.read_by) == ("done", house.deputy, house.deputy)
    assert worklist(house.deputy, now=NOW) == []
    assert history(instance)[-1].verb == "已阅"
    assert "没有要您“已阅”的事" in desk.refuses(instance, house.deputy, "@read")


def test_return_does_not_void_what_was_sent_round(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@circulate", house.deputy)
    page = answers(house.deputy, instance, now=NOW)[0].token
    desk.does(instance, house.office, "return", opinion="改。", params={"to": "check"})
    assert desk.open(instance, "read") == ["秦望川"]
    desk.does(instance, house.deputy, "@read", token=page)  # the page was opened before the return


def test_what_was_sent_round_outlasts_a_return_and_a_direct_resubmission_and_is_read_once(
    desk: Desk, house: House
) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@circulate", house.clerk, house.office)
    desk.does(instance, house.clerk, "@read", opinion="")
    desk.does(instance, house.secretary, "return", opinion="改。", params={"to": "draft", "resubmit": "direct"})
    assert desk.does(instance, house.drafter, "submit").instance.state == "sign"
    assert desk.open(instance, "read") == ["顾知白"]
    desk.does(instance, house.secretary, "sign")
    desk.does(instance, house.office, "@read", opinion="")
    assert WorkItem.objects.filter(instance=instance, kind="read", status="done").count() == 2


def test_reading_does_not_end_the_senders_right_to_withdraw(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.reviewer, "@circulate", house.deputy)
    desk.does(instance, house.deputy, "@read")
    assert desk.does(instance, house.reviewer, "withdraw").instance.state == "check"


def test_reader_may_neither_edit_nor_is_barred_from_signing(desk: Desk, house: House) -> None:
    instance = desk.case((house.drafter, "submit"))
    desk.does(instance, house.reviewer, "@circulate", house.secretary)
    assert not allowed(house.secretary, "edit", instance)
    desk.does(instance, house.secretary, "@read")
    for user, name in ((house.reviewer, "check_pass"), (house.office, "office_pass"), (house.secretary, "sign")):
        desk.does(instance, user, name)


def test_finished_paper_is_circulated_and_read_too(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "sign")
    desk.does(instance, house.clerk, "finish")
    desk.does(instance, house.clerk, "@circulate", house.deputy)
    desk.does(instance, house.deputy, "@read")


def test_copy_is_known_without_waiting_for_anybody(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    desk.does(instance, house.office, "@copy", house.deputy)
    assert worklist(house.deputy, now=NOW) == []
    assert told(house.deputy, "copy") == 1
    assert mark_read(house.deputy, instance, now=NOW) == 1
    assert desk.refuses(instance, house.office, "@copy", house.deputy) == "所选的人都已经收到，不用再送。"


def test_stranger_may_not_circulate_and_nobody_beyond_reach_is_chosen(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    assert desk.refuses(instance, house.foreign_secretary, "@circulate", house.clerk) == "您没有“传阅”的权限。"
    assert "不在可选的范围" in desk.refuses(instance, house.office, "@circulate", house.foreign_secretary)


def test_nobody_urges_a_post_of_their_own_but_the_cosigners_beside_it(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    house.appoint(house.drafter, house.office_dept, "office")
    assert desk.refuses(instance, house.drafter, "@urge") == "现在轮到您自己办。"
    instance = desk.at_cosign()
    house.appoint(house.drafter, house.education, "liaison")
    desk.does(instance, house.drafter, "@urge")


def test_whoever_is_asked_is_urged_and_not_again_at_once(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    assert desk.refuses(instance, house.deputy, "@urge") == "您没有“催办”的权限。"
    desk.does(instance, house.drafter, "@urge", opinion="请抓紧。")
    assert told(house.office, "urge") == 1
    assert desk.refuses(instance, house.drafter, "@urge") == "两小时内您已经催过，请稍后再催。"
    desk.does(instance, house.reviewer, "@urge")
    desk.does(instance, house.drafter, "@urge", days=1)


def test_supervised_matter_has_a_day_and_is_answered(desk: Desk, house: House) -> None:
    instance = desk.case((house.drafter, "submit"))
    until = (NOW + timedelta(days=5)).date().isoformat()
    assert desk.refuses(instance, house.clerk, "@supervise", params={"until": until}) == "您没有“督办”的权限。"
    assert desk.refuses(instance, house.office, "@supervise") == "请写明哪一天前答复。"
    past = desk.refuses(instance, house.office, "@supervise", params={"until": "2026-11-01"})
    assert past == "答复期限最早是下一个工作日。"
    desk.does(instance, house.office, "@supervise", opinion="本周办结。", params={"until": until})
    assert counts(house.reviewer, now=NOW).todo == 2
    item = WorkItem.objects.get(instance=instance, kind="oversee")
    assert item.due_at.date() == date.fromisoformat(until)
    desk.does(instance, house.reviewer, "check_pass")
    desk.does(instance, house.reviewer, "@reply", opinion="已核，转办公室。")
    assert desk.open(instance, "oversee") == []
    assert history(instance)[-1].verb == "督办答复"


def test_supervision_ends_with_the_case(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    until = (NOW + timedelta(days=5)).date().isoformat()
    desk.does(instance, house.office, "@supervise", params={"until": until})
    desk.does(instance, house.secretary, "sign")
    assert len(desk.open(instance, "oversee")) == 2
    desk.does(instance, house.clerk, "finish")
    assert desk.open(instance, "oversee") == []

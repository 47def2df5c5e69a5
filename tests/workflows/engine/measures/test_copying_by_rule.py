"""抄送 by rule: a process says who is told when a case comes to a state."""

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from tests.workflows.engine.processes.test_definitions import MEMO, load
from workflows.engine import Look, WorkItem, allowed, answers, counts, history, mark_read, verify, worklist
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification

COPYING = MEMO.replace(
    '[states.sign]\ntitle = "签发"',
    '[states.sign]\ntitle = "签发"\ncopy = [{ at = "organ", role = "clerk" }, { at = "superior", role = "office" }, '
    '{ at = "code:C", role = "secretary" }]',
).replace(
    '[states.done]\ntitle = "已签发"',
    '[states.done]\ntitle = "已签发"\ncopy = { at = "@co_issuers", role = ["secretary", "liaison"] }',
)


@pytest.fixture
def copying(desk: Desk) -> Desk:
    assert load(COPYING) is not None
    return desk


def copies(instance: object) -> list[tuple[str, str, str]]:
    items = WorkItem.objects.filter(instance=instance, kind="copy").select_related("organisation", "role")
    return [(str(item.organisation), item.role.key if item.role else "", item.status) for item in items.order_by("pk")]


def told(user: object) -> int:
    deliver(now=NOW)
    return Notification.objects.filter(user=user, kind="copy", channel="desk").count()


def test_who_is_named_hears_that_the_case_came_there_and_may_look(copying: Desk, house: House) -> None:
    instance = copying.at_office()
    assert not allowed(house.city_secretary, "view", instance)
    instance = copying.does(instance, house.office, "office_pass").instance
    assert instance.state == "sign"
    # The province has no superior, and nobody is missed there.
    assert copies(instance) == [("省", "clerk", "told"), ("市", "secretary", "told")]
    assert allowed(house.city_secretary, "view", instance)
    assert told(house.clerk) == told(house.city_secretary) == 1
    assert history(instance)[-1].note.endswith("抄送省文书、市书记（签发）")
    assert verify(instance) == []


def test_nothing_waits_for_who_is_told(copying: Desk, house: House) -> None:
    instance = copying.at_sign()
    assert worklist(house.clerk, now=NOW) == []
    assert counts(house.clerk, now=NOW).todo == 0
    assert answers(house.clerk, instance, now=NOW) == []
    assert mark_read(house.clerk, instance, now=NOW) == 1
    assert copying.open(instance) == ["书记（签发）", "副书记（分管）"]


def test_same_people_are_told_of_the_same_state_once(copying: Desk, house: House) -> None:
    instance = copying.at_sign()
    copying.does(instance, house.secretary, "return", opinion="改。", params={"to": "office"})
    instance = copying.does(instance, house.office, "office_pass").instance
    assert instance.state == "sign"
    assert len(copies(instance)) == 2
    assert told(house.clerk) == 1
    assert verify(instance) == []


def test_end_is_told_to_organs_that_the_document_names(copying: Desk, house: House) -> None:
    instance = copying.at_cosign()
    for user, name in (
        (house.liaison, "cosign_pass"),
        (house.civil_secretary, "cosign_pass"),
        (house.secretary, "sign"),
        (house.clerk, "finish"),
    ):
        instance = copying.does(instance, user, name).instance
    assert instance.outcome == "passed"
    assert copies(instance)[2:] == [
        ("省教育厅", "secretary", "told"),
        ("省教育厅", "liaison", "told"),
        ("省民政厅", "secretary", "told"),
        ("省民政厅", "liaison", "told"),
    ]
    assert told(house.liaison) == told(house.civil_secretary) == 1


def test_receipts_name_the_rule_and_not_who_moved_the_case(copying: Desk, house: House) -> None:
    instance = copying.at_sign()
    mark_read(house.clerk, instance, now=NOW)
    (row,) = Look(house.office, instance, now=NOW).rounds()
    assert (row.title, row.by, row.words) == ("到“签发”时抄送", "按流程", "")
    assert [reader.said for reader in row.readers] == ["已打开", "未打开"]

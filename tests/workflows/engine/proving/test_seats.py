"""The marking beside who is asked: whatever of it is changed behind the application's back is found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.deciding.test_edits import edit
from workflows.engine import Instance, WorkItem, verify

TURN = "轮到谁办与经过不符。"
CLAIM = "领办与经过不符。"
SEATS = "加签、委派与经过不符。"
SIGNED = "签字是否有效与经过不符。"
WAY = "退回、再报的去向与经过不符。"
TIMES = "挂起或办结的时间与经过不符。"


def items(instance: Instance, **fields: Any) -> Any:
    return WorkItem.objects.filter(instance=instance, **fields)


@pytest.fixture
def claimed(house: House) -> Instance:
    instance = house.case((house.drafter, "submit"))
    house.holder("梁既白", house.youth, "reviewer")
    house.does(instance, house.reviewer, "@claim", opinion="我来办。")
    assert verify(instance) == []
    return instance


def test_claim_that_was_removed_or_given_to_another_is_found(house: House, claimed: Instance) -> None:
    mine = items(claimed, status="open")
    mine.update(claimed_by=None)
    assert verify(claimed) == [CLAIM]
    mine.update(claimed_by=house.secretary)
    assert verify(claimed) == [CLAIM]
    mine.update(claimed_by=house.reviewer)
    assert verify(claimed) == []


def test_claim_that_nobody_made_is_found(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    items(instance, status="open").update(claimed_by=house.reviewer)
    assert verify(instance) == [CLAIM]


def test_claims_end_as_the_events_say(house: House, claimed: Instance) -> None:
    house.does(claimed, house.reviewer, "@release", opinion="改由他人办。")
    assert verify(claimed) == []
    house.does(claimed, house.reviewer, "@claim", opinion="还是我办。")
    assert house.does(claimed, house.reviewer, "check_pass").moved
    assert verify(claimed) == []
    items(claimed, status="open").update(claimed_by=house.reviewer)
    assert verify(claimed) == [CLAIM]


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"status": "waiting"}, TURN),
        ({"status": "held"}, TURN),
        ({"entry": 1}, TURN),
        ({"relation": "before"}, SEATS),
        ({"required": True}, SEATS),
        ({"counts": False}, SEATS),
    ],
)
def test_seat_that_was_changed_is_found(house: House, fields: dict[str, Any], finding: str) -> None:
    instance = house.case((house.drafter, "submit"))
    items(instance, status="open").update(**fields)
    assert finding in verify(instance)


def signed(house: House) -> Instance:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    return house.case(*acts, (house.secretary, "sign"))


@pytest.mark.parametrize("fields", [{"verdict": "no"}, {"content": None}, {"offline": True}, {"status": "void"}])
def test_signature_that_was_changed_is_found(house: House, fields: dict[str, Any]) -> None:
    instance = signed(house)
    items(instance, done_by=house.secretary).update(**fields)
    assert SIGNED in verify(instance)


def test_fallen_signature_that_was_revived_is_found(house: House) -> None:
    instance = signed(house)
    edit(instance, house.clerk, text="改过的正文。")
    assert verify(instance) == []
    fallen = items(instance, status="void")
    assert fallen.count() == 1
    fallen.update(status="done", voided_by=None)
    assert SIGNED in verify(instance)


@pytest.mark.parametrize(
    "change",
    [
        lambda memory: memory | {"sender": None},
        lambda memory: memory | {"returner": "recheck", "back": []},
        lambda memory: memory | {"path": [[name, entry + 7] for name, entry in memory["path"]]},
        lambda memory: memory | {"visits": {"sign": [9]}},
    ],
)
def test_way_that_was_changed_is_found(house: House, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    Instance.objects.filter(pk=instance.pk).update(memory=change(instance.memory))
    assert verify(instance) == [WAY]


def test_moment_of_suspension_and_end_that_were_changed_are_found(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.secretary, "@suspend", opinion="等文件。")
    rows = Instance.objects.filter(pk=instance.pk)
    rows.update(suspended_at=NOW - timedelta(days=30))
    assert verify(instance) == [TIMES]
    rows.update(suspended_at=NOW)
    house.does(instance, house.secretary, "@void", opinion="不办了。")
    assert verify(instance) == []
    rows.update(finished_at=NOW + timedelta(days=1))
    assert verify(instance) == [TIMES]

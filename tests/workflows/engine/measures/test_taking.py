"""One way in for every measure: token, request key, paper, rights by definition, statements, and two at once."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.measures.conftest import Desk
from workflows.definition import ACTIONS
from workflows.engine import (
    Action,
    Instance,
    Offline,
    Outcome,
    Refused,
    WorkItem,
    act,
    act_many,
    candidates,
    explain,
    history,
    more_offers,
    verify,
)
from workflows.engine.measures.table import MEASURES
from workflows.engine.models import Event
from workflows.engine.processes.definitions import load_source

at_once = partial(together.at_once, refusal=Refused)
SCAN = "ab" * 32


def test_every_action_of_the_house_is_done_by_one_measure() -> None:
    assert list(MEASURES) == list(ACTIONS)


def test_page_opened_before_the_case_moved_on_is_refused(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    (offer,) = [one for one in more_offers(house.office, instance, now=NOW) if one.transition == "@transfer"]
    desk.does(instance, house.office, "return", opinion="改。", params={"to": "check"})
    desk.does(instance, house.reviewer, "check_pass")
    assert "请刷新后再办" in desk.refuses(instance, house.office, "@transfer", house.clerk, token=offer.token)


def test_double_click_is_one_event_and_the_same_answer(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    first = desk.does(instance, house.office, "@circulate", house.deputy, request_key="k")
    again = desk.does(instance, house.office, "@circulate", house.deputy, request_key="k")
    assert first.event.pk == again.event.pk
    assert WorkItem.objects.filter(instance=instance, kind="read").count() == 1


def test_unknown_measure_is_refused_in_words(desk: Desk, house: House) -> None:
    assert desk.refuses(desk.at_office(), house.office, "@nothing") == "没有这项操作，请刷新页面。"


def test_definition_switches_off_and_names_who_may(desk: Desk, house: House) -> None:
    from pathlib import Path

    import tests.workflows.engine.papers as papers

    source = (Path(str(papers.__file__)).parent / "definitions" / "memo.toml").read_text(encoding="utf-8")
    source += '\n[actions]\noff = ["copy"]\n\n[actions.suspend]\nby = ["clerk@own"]\nfrom = ["office"]\n'
    load_source(source, name="memo.toml", origin="test", now=NOW)
    instance = desk.case((house.drafter, "submit"))
    assert desk.refuses(instance, house.reviewer, "@copy", house.clerk) == "“核稿”环节不能抄送。"
    assert desk.refuses(instance, house.clerk, "@suspend") == "“核稿”环节不能挂起。"
    desk.does(instance, house.reviewer, "check_pass")
    assert desk.refuses(instance, house.secretary, "@suspend") == "您没有“挂起”的权限。"
    desk.does(instance, house.clerk, "@suspend")


def test_what_a_leader_did_on_paper_is_recorded_with_its_scan(desk: Desk, house: House) -> None:
    instance = desk.at_sign()
    item = WorkItem.objects.get(instance=instance, status="open", role__key="secretary")
    paper = Offline(scan=SCAN, signer="陆思齐", signed_on=date(2026, 11, 5))
    params = {"item": item.pk}
    desk.does(instance, house.clerk, "@assist", house.office, offline=paper, params=params, opinion="请办公室核一下。")
    row = history(instance)[-1]
    assert (row.verb, row.actor, row.offline) == ("委派", "陆思齐", True)
    assert desk.open(instance, "assist") == ["顾知白"]
    assert desk.refuses(instance, house.drafter, "@suspend", offline=paper).startswith("您不能在“签发”环节登记")
    bad = replace(paper, scan="")
    assert desk.refuses(instance, house.clerk, "@suspend", offline=bad) == "请上传签字纸质件的扫描件。"
    desk.does(instance, house.clerk, "@suspend", offline=paper)


def test_more_lists_what_is_possible_and_says_why_the_rest_is_not(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    found = {one.transition: one for one in more_offers(house.office, instance, now=NOW)}
    assert found["@transfer"].allowed
    assert found["@drop"].reasons == ["这一环节没有还没办的加签、委派。"]
    assert {one.style for one in found.values()} == {"more"}
    assert more_offers(house.foreign_secretary, instance, now=NOW) == []
    assert more_offers(house.admin, instance, now=NOW) == []
    names = {one.title: one for one in explain(house.office, instance, now=NOW).measures}
    assert (names["转办"].allowed, names["减签"].allowed) == (True, False)


def test_people_to_choose_from_are_found_by_name_post_and_place(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    everybody = {one.name for one in candidates(house.office, instance, "circulate", now=NOW)}
    assert {"林予安", "陆思齐", "钟晴"} <= everybody
    assert "顾知白" not in everybody  # nobody is offered to themselves
    assert not {"孟云舒", "何清越", "冯以辰"} & everybody
    assert [one.name for one in candidates(house.office, instance, "transfer", "钟", now=NOW)] == ["钟晴", "在岗的人"]
    assert candidates(house.foreign_secretary, instance, "circulate", now=NOW) == []


def test_people_to_choose_from_cost_the_same_for_one_and_for_many(desk: Desk, house: House) -> None:
    instance = desk.at_office()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            candidates(house.office, instance, "circulate", now=NOW)
        return len(captured)

    before = cost()
    for number in range(4):
        house.holder(f"干事{number}", house.youth, "drafter")
    assert cost() == before


def test_measure_costs_few_statements(desk: Desk, house: House) -> None:
    instance = desk.at_office()
    action = Action(instance.pk, "@transfer", house.office, opinion="外出。", params={"whom": [desk.ref(house.clerk)]})
    with CaptureQueriesContext(connection) as captured:
        act_many([action], now=NOW)
    brackets = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    assert len([one for one in captured if not one["sql"].startswith(brackets)]) <= 13


@pytest.mark.django_db(transaction=True)
def test_of_handing_over_and_deciding_at_once_exactly_one_wins() -> None:
    house = House()
    desk = Desk(house)
    instance = desk.at_office()
    second = house.holder("副主任", house.office_dept, "office")
    hand = Action(instance.pk, "@transfer", house.office, opinion="外出。", params={"whom": desk.ref(house.clerk)})
    results = at_once(lambda: act(hand, now=NOW), lambda: act(Action(instance.pk, "office_pass", second), now=NOW))
    assert len([one for one in results if isinstance(one, Outcome)]) == 1
    assert verify(Instance.objects.get(pk=instance.pk)) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_up_at_once_exactly_one_has_it() -> None:
    house = House()
    instance = Desk(house).at_sign()
    results = at_once(
        *(
            lambda user=user: act(Action(instance.pk, "@claim", user), now=NOW)
            for user in (house.secretary, house.deputy)
        )
    )
    assert len([one for one in results if isinstance(one, Outcome)]) == 1
    assert Event.objects.filter(instance=instance, name="claim").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_drop_the_same_signer_at_once_one_does() -> None:
    house = House()
    desk = Desk(house)
    instance = desk.at_sign()
    desk.does(instance, house.secretary, "@add_before", house.clerk)
    seat = WorkItem.objects.get(instance=instance, user=house.clerk).party
    drop = [
        Action(instance.pk, "@drop", who, opinion="不用了。", params={"seat": seat})
        for who in (house.secretary, house.office)
    ]
    results = at_once(*(lambda one=one: act(one, now=NOW) for one in drop))
    assert len([one for one in results if isinstance(one, Outcome)]) == 1
    assert verify(Instance.objects.get(pk=instance.pk)) == []

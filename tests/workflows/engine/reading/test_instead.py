"""Who could act instead, by name: in the post, standing in, by place; and what is said where nobody can."""

from datetime import date

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, explain
from workflows.engine.reading.instead import MOST
from workflows.organisations.models import Delegation, Membership, User


def who(house: House, user: User, instance: Instance, name: str) -> list[str]:
    """Who could take the transition, as *user* is told."""
    (found,) = [one for one in explain(user, instance, now=NOW).transitions if one.name == name]
    return found.who


def test_holders_and_those_who_stand_in_are_named(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    post = Membership.objects.get(user=house.reviewer)
    Delegation.objects.create(
        giver=house.reviewer, taker=house.clerk, membership=post, since=date(2026, 11, 1), until=date(2026, 11, 30)
    )
    assert who(house, house.drafter, instance, "check_pass") == ["省青年部部长（核稿）周慎行、钟晴"]
    assert who(house, house.reviewer, instance, "withdraw") == ["上一步的经办人林予安"]
    assert who(house, house.drafter, instance, "withdraw") == []  # nobody is sent to themselves
    assert who(house, house.drafter, instance, "void") == ["省办公室主任（审核）顾知白"]


def test_many_holders_are_counted(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for number in range(MOST):
        house.holder(f"部长{number}", house.youth, "reviewer")
    assert who(house, house.drafter, instance, "check_pass") == [
        "省青年部部长（核稿）周慎行、部长0、部长1、部长2、部长3等6人"
    ]


def test_whoever_took_it_up_is_the_one_to_ask(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.holder("梁既白", house.youth, "reviewer")
    house.does(instance, house.reviewer, "@claim", opinion="我来办。")
    assert who(house, house.drafter, instance, "check_pass") == ["省青年部部长（核稿）周慎行"]


def test_vacant_post_is_told_from_one_whose_people_are_excluded(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    Membership.objects.filter(user=house.reviewer).update(until=NOW.date())
    assert who(house, house.drafter, instance, "check_pass") == ["省青年部部长（核稿）（岗位空缺）"]
    notes = explain(house.drafter, instance, now=NOW).notes
    assert "等省青年部部长（核稿）办理（岗位空缺，请单位管理员安排人员）。" in notes
    house.appoint(house.drafter, house.youth, "reviewer")
    assert who(house, house.clerk, instance, "check_pass") == ["省青年部部长（核稿）（在岗的人都不能办）"]
    notes = explain(house.clerk, instance, now=NOW).notes
    assert "等省青年部部长（核稿）办理（在岗的人都不能办，请单位管理员另派人）。" in notes


def test_held_case_allows_nobody_anything(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    assert any(one.allowed for one in explain(house.drafter, instance, now=NOW).transitions)
    house.does(instance, house.secretary, "@suspend", opinion="等文件。")
    told = explain(house.drafter, instance, now=NOW)
    assert {(one.allowed, *one.reasons) for one in told.transitions} == {(False, "已挂起，恢复后才能办。")}

"""Who is asked: levels, departments, vacant posts, and nobody whom 岗位分离 excludes."""

from datetime import date

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, WorkItem, history, start
from workflows.organisations.models import Membership, User


def asked(instance: Instance) -> list[tuple[str, str]]:
    """Where and in what role somebody is asked now."""
    items = WorkItem.objects.filter(instance=instance, status="open").order_by("pk")
    return [(item.organisation.name, item.role.key if item.role else str(item.user)) for item in items]


def note(instance: Instance) -> str:
    return WorkItem.objects.filter(instance=instance, status="open").order_by("pk")[0].note


def leave(user: User) -> None:
    Membership.objects.filter(user=user).update(until=date(2026, 1, 1))


def test_department_is_asked_first_then_its_organ(house: House) -> None:
    assert asked(house.case((house.drafter, "submit"))) == [("省青年部", "reviewer")]
    leave(house.reviewer)
    house.holder("新部长", house.office_dept, "reviewer")
    instance = house.case((house.drafter, "submit"))
    assert asked(instance) == [("省", "reviewer")]
    assert note(instance) == ""


def test_vacant_post_falls_to_the_stand_in_and_says_so(house: House) -> None:
    leave(house.reviewer)
    instance = house.case((house.drafter, "submit"))
    assert asked(instance) == [("省", "office")]
    assert note(instance) == "岗位空缺，由顶岗的人办理"
    assert "岗位空缺，由顶岗的人办理" in history(instance)[-1].note


def test_vacant_post_falls_to_the_superior_at_last(house: House) -> None:
    leave(house.county_secretary)
    acts = ((house.county_drafter, "submit"), (house.county_drafter, "check_pass"))
    instance = house.case(*acts, place=house.county, author=house.county_drafter)
    assert asked(instance) == [("市", "secretary")]
    assert note(instance) == "岗位空缺，由市代办"
    assert house.does(instance, house.city_secretary, "sign").instance.state == "recheck"


def test_post_that_nobody_holds_anywhere_waits_for_somebody(house: House) -> None:
    for person in (house.secretary, house.deputy, house.office):
        instance_acts = person
        leave(instance_acts)
    house.holder("代理主任", house.office_dept, "office")
    acting_office = User.objects.get(name="代理主任")
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    leave_after = house.does(instance, acting_office, "office_pass").instance
    assert asked(leave_after) == [("省", "office")]


def test_vacancy_without_any_stand_in_stays_visible_and_is_filled_later(house: House) -> None:
    paper = house.paper()
    lonely = house.organ("省妇联", "province", "W", kind="partner")
    paper.co_issuers.set([lonely])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        instance = house.does(instance, person, name).instance
    assert asked(instance) == [("省妇联", "secretary")]
    assert note(instance) == "岗位空缺，等待补岗"
    arrived = house.holder("新主席", lonely, "secretary")
    assert house.does(instance, arrived, "cosign_pass").instance.state == "sign"


def test_whoever_drafted_is_not_asked_to_check_in_a_full_organ(house: House) -> None:
    leave(house.reviewer)
    house.appoint(house.drafter, house.youth, "reviewer")
    instance = house.case((house.drafter, "submit"))
    assert asked(instance) == [("省", "office")]


def test_small_organ_lets_the_drafter_check_but_never_the_checker_sign(house: House) -> None:
    instance = house.case((house.county_drafter, "submit"), place=house.county, author=house.county_drafter)
    assert asked(instance) == [("县", "drafter")]
    house.does(instance, house.county_drafter, "check_pass")
    assert asked(instance) == [("县", "secretary")]


def test_secretary_of_a_small_organ_signs_an_own_draft_that_another_checked(house: House) -> None:
    house.appoint(house.county_secretary, house.county, "drafter")
    instance = house.case((house.county_secretary, "submit"), place=house.county, author=house.county_secretary)
    house.does(instance, house.county_drafter, "check_pass")
    assert house.does(instance, house.county_secretary, "sign").instance.state == "recheck"


def test_who_checked_is_passed_over_when_signing_and_the_superior_signs(house: House) -> None:
    house.appoint(house.county_secretary, house.county, "reviewer")
    instance = house.case((house.county_drafter, "submit"), place=house.county, author=house.county_drafter)
    house.does(instance, house.county_secretary, "check_pass")
    assert asked(instance) == [("市", "secretary")]


def test_small_organ_skips_the_office_visibly(house: House) -> None:
    instance = house.case(
        (house.county_drafter, "submit"),
        (house.county_drafter, "check_pass"),
        place=house.county,
        author=house.county_drafter,
    )
    assert history(instance)[-1].note == "跳过“审核”（并岗机关不设此环节）；跳过“会签”（没有联合发文机关）"


def test_author_who_left_is_replaced_by_the_post(house: House) -> None:
    successor = house.holder("接手人", house.youth, "drafter")
    instance = house.case((house.drafter, "submit"))
    leave(house.drafter)
    house.does(instance, house.reviewer, "return", opinion="改")
    assert asked(instance) == [("省青年部", "drafter")]
    assert house.does(instance, successor, "submit").moved


def test_superior_may_enter_a_paper_for_a_unit_and_keeps_it(house: House) -> None:
    instance = house.case(place=house.county, author=house.city_reviewer)
    assert asked(instance) == [("县", "白景行")]
    assert house.does(instance, house.city_reviewer, "submit").instance.state == "check"


def test_ended_post_gives_no_say(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    leave(house.reviewer)
    newcomer = house.holder("新部长", house.youth, "reviewer")
    assert house.does(instance, newcomer, "check_pass").moved

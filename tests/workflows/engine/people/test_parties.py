"""Who is asked: levels, departments, vacant posts, and nobody whom 岗位分离 excludes."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.processes.test_definitions import MEMO
from workflows.engine import (
    Instance,
    Refused,
    Station,
    WorkItem,
    explain,
    history,
    route,
    start,
    verify,
    worklist,
)
from workflows.engine.models import Definition
from workflows.engine.processes.definitions import load_source
from workflows.organisations.models import Membership, Organisation, User


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


SIGNING = 'party = { at = "organ", role = ["secretary", "deputy"] }\nbinds = true\ndays = 2'


def load_with(signing: str) -> None:
    """签报 with other parties in 签发, and a way past it where it may be skipped."""
    source = MEMO.replace(SIGNING, signing)
    assert source != MEMO
    result = load_source(source, name="x", origin=Definition.Origin.LOCAL)
    assert result.definition is not None, result.lines


def to_sign(house: House, **paper: Any) -> Instance:
    author, place = paper.get("author", house.drafter), paper.get("place", house.youth)
    acts = [(author, "submit"), (house.reviewer if place == house.youth else author, "check_pass")]
    acts += [(house.office, "office_pass")] if place == house.youth else []
    return house.case(*acts, **paper)


def station(instance: Instance, name: str = "sign") -> Station:
    return next(one for one in route(instance, now=NOW) if one.name == name)


def test_level_that_is_missing_among_several_parties_is_told_and_the_others_sign(house: House) -> None:
    parties = '{ name = "city", at = "city", role = "secretary" }, { name = "own", at = "organ", role = "secretary" }'
    load_with(f"parties = [{parties}]")
    ahead = station(house.case((house.drafter, "submit")))
    assert (ahead.phase, ahead.note) == ("ahead", "没有市级单位")
    instance = to_sign(house)
    assert asked(instance) == [("省", "secretary")]
    assert "没有市级单位，没有请" in history(instance)[-1].note
    assert station(instance).note == "没有市级单位"
    done = house.does(instance, house.secretary, "sign").instance
    assert (done.state, station(done).note, verify(done)) == ("recheck", "没有市级单位", [])
    county = to_sign(house, place=house.county, author=house.county_drafter)
    assert asked(county) == [("市", "secretary"), ("县", "secretary")]
    assert "没有请" not in history(county)[-1].note


def test_state_whose_level_is_missing_is_skipped_with_the_level(house: House) -> None:
    load_with('party = { at = "above:city", role = "secretary" }\nskip = "本级以上没有市委"')
    instance = to_sign(house)
    assert instance.state == "recheck"
    assert "跳过“签发”（本级以上没有市委）" in history(instance)[-1].note
    assert (station(instance).phase, station(instance).note) == ("skipped", "本级以上没有市委")
    assert asked(to_sign(house, place=house.county, author=house.county_drafter)) == [("市", "secretary")]


def test_named_organ_and_department_are_asked_whoever_drafts(house: House) -> None:
    parties = (
        '{ name = "civil", at = "code:V", role = "secretary" }, { name = "office", at = "code:PO", role = "clerk" }'
    )
    load_with(f"parties = [{parties}]")
    instance = to_sign(house)
    assert asked(instance) == [("省民政厅", "secretary"), ("省办公室", "clerk")]
    house.does(instance, house.civil_secretary, "sign")
    assert house.does(instance, house.clerk, "sign").moved
    assert asked(to_sign(house, place=house.county, author=house.county_drafter)) == asked(to_sign(house))


def test_named_organ_that_was_merged_is_followed_and_one_that_is_gone_lets_nothing_pass(house: House) -> None:
    load_with('party = { at = "code:C", role = "secretary" }\nskip = "没有"')
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"))
    waiting = house.case(*acts)
    heir = house.holder("接任书记", house.other_city, "secretary")
    Organisation.objects.filter(pk=house.city.pk).update(until=date(2026, 1, 1), successor=house.other_city)
    instance = to_sign(house)
    assert asked(instance) == [("邻市", "secretary")]
    assert house.does(instance, heir, "sign").moved
    Organisation.objects.filter(pk=house.city.pk).update(code="C-old")
    with pytest.raises(Refused, match="没有编码为“C”的单位，请管理员检查流程"):
        house.does(waiting, house.office, "office_pass")


def test_two_joint_issuers_that_were_merged_into_one_are_asked_once(house: House) -> None:
    paper = house.paper()
    paper.co_issuers.set([house.education, house.civil])
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    Organisation.objects.filter(pk=house.education.pk).update(until=date(2026, 1, 1), successor=house.civil)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        instance = house.does(instance, person, name).instance
    assert asked(instance) == [("省民政厅", "secretary")]
    assert house.does(instance, house.civil_secretary, "cosign_pass").moved


def test_holder_who_must_stand_aside_is_not_called_a_vacancy(house: House) -> None:
    leave(house.reviewer)
    house.appoint(house.drafter, house.youth, "reviewer")
    instance = house.case((house.drafter, "submit"))
    assert (asked(instance), note(instance)) == ([("省", "office")], "在岗的人须回避，由顶岗的人办理")


def test_where_everybody_must_stand_aside_the_item_waits_and_lies_on_nobodys_desk(house: House) -> None:
    for person in (house.secretary, house.deputy, house.office):
        leave(person)
    both = house.holder("一肩挑", house.province, "secretary", "office")
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (both, "office_pass"))
    assert asked(instance)[0][1] in ("secretary", "office")
    assert house.does(instance, both, "sign").moved  # 审核 and 签发 are not apart here
    apart = MEMO.replace('["draft", "check", "sign"]', '["draft", "check", "office", "sign"]')
    assert load_source(apart, name="x", origin=Definition.Origin.LOCAL).definition is not None
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (both, "office_pass"))
    assert note(instance) == "在岗的人都须回避，等待安排他人"
    assert [row.instance_id for row in worklist(both, now=NOW)] == []
    with pytest.raises(Refused, match="岗位分离"):
        house.does(instance, both, "sign")
    assert "在岗的人都不能办，请单位管理员另派人" in "".join(explain(house.drafter, instance, now=NOW).lines)

"""岗位配备: vacant posts and organs that are too small for 岗位分离 are named, others are not."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows.definition.sources import MEMO
from tests.workflows.engine.conftest import NOW, House
from workflows.definition import parse
from workflows.engine.processes.staffing import staffing

RULES = parse(MEMO + '\n[distinct]\nfull = [["draft", "sign"]]\nsmall = [["draft", "sign"]]\n')


def told(house: House, place: object) -> list[tuple[str, bool]]:
    return [(f"{one.state}：{one.what}", one.blocking) for one in staffing(RULES, organs=[place], on=NOW.date())]


def test_staffed_organ_has_no_line(house: House) -> None:
    assert told(house, house.province) == []
    assert told(house, house.county) == []


def test_vacant_post_is_named_with_who_stands_in(house: House) -> None:
    below = house.organ("新县", "county", "N", under=house.province)
    house.holder("新干事", below, "drafter")
    assert told(house, below) == [("签批：岗位空缺，由省代办", False)]


def test_organ_where_nobody_drafts_begins_no_paper(house: House) -> None:
    assert told(house, house.city) == [("全部环节：没有办“拟稿”的岗位，自己不发起；要发起时先补岗。", False)]


def test_inner_process_is_not_run_where_a_step_has_nobody(house: House) -> None:
    inner = parse(MEMO.replace('at = "author"', 'at = "organ"'))
    school = house.organ("某校", "grassroots", "S", under=house.education)
    house.holder("校书记", school, "secretary")
    (one,) = staffing(inner, organs=[school], on=NOW.date())
    assert (one.what, one.blocking) == ("人手不够走内部办理，外面的事项直接请负责人。", False)


def test_organ_without_anybody_is_one_line(house: House) -> None:
    empty = house.organ("空县", "county", "Z", under=house.education)
    assert told(house, empty) == [("全部环节：还没有安排任何人，自己发起不了。", False)]


def test_post_that_nobody_can_take_blocks(house: House) -> None:
    lone = house.organ("半县", "county", "W")
    house.holder("只拟稿", lone, "drafter")
    assert told(house, lone) == [("签批：岗位空缺，等待补岗", True)]


def test_one_person_for_two_posts_cannot_be_separated(house: House) -> None:
    alone = house.organ("独县", "county", "Q", profile="small")
    house.holder("一肩挑", alone, "drafter", "secretary")
    assert told(house, alone) == [("拟稿、签批：须由不同的人办，现有的 1 人分不开。补一个岗位，或改为并岗机关。", True)]
    below = house.organ("独乡", "township", "R", under=house.city, profile="small")
    house.holder("又一人", below, "drafter", "secretary")
    assert told(house, below) == [
        ("拟稿、签批：须由不同的人办，本机关只有 1 人可用，会请上级代办。补一个岗位即可。", False)
    ]


def test_staffing_asks_as_often_for_three_organs_as_for_one(house: House) -> None:
    staffing(RULES, organs=[house.county], on=NOW.date())  # the first in a process reads the roles
    with CaptureQueriesContext(connection) as one:
        staffing(RULES, organs=[house.county], on=NOW.date())
    with CaptureQueriesContext(connection) as three:
        staffing(RULES, organs=[house.county, house.foreign, house.city], on=NOW.date())
    assert len(one) == len(three) == 1

"""The editor of processes begins with something that works, explains the format, and leads from the report to the line."""

import pytest

from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.processes.test_process_pages import LIST, NEW, OWN, signed_in
from workflows.definition import parse
from workflows.engine.models import Definition
from workflows.engine.processes.beginning import copy_of, free_name, skeleton
from workflows.engine.processes.guide import PATH, guide
from workflows.engine.processes.linking import lines_by_title, linked_problem
from workflows.engine.processes.versions import judge, save_draft
from workflows.organisations.models import User

GUIDE = "/admin/processes/guide/"


@pytest.fixture
def keeper(house: House) -> User:
    return house.holder("卫一新", house.province, "sysadmin")


def test_skeleton_passes_the_check_and_is_what_a_new_process_begins_with(keeper: User) -> None:
    assert judge(skeleton()).sound
    page = signed_in(keeper).get(NEW).content.decode()
    assert "一个最小的流程" in page
    assert "notice 公文" in page
    assert GUIDE in page
    response = signed_in(keeper).post(NEW, {"source": skeleton(), "save": "1"})
    assert response.status_code == 302
    assert Definition.objects.get(process="own_process").status == "draft"
    assert parse(skeleton()).process == "own_process2"


@pytest.mark.parametrize("process", ["memo", "issue", "pilot", "handling"])
def test_copy_of_a_process_is_another_one_that_can_be_kept(process: str, keeper: User) -> None:
    row = Definition.objects.get(process=process, status="active")
    verdict = judge(copy_of(row), quick=True)
    assert verdict.mistakes == ()
    assert verdict.rules is not None
    assert (verdict.rules.process, verdict.rules.title) == (f"{process}_own", f"{row.title}（另写）")
    page = signed_in(keeper).get(NEW, {"from": row.pk}).content.decode()
    assert f"process = &quot;{process}_own&quot;" in page


def test_copy_of_what_is_not_there_is_the_skeleton(keeper: User) -> None:
    for wrong in ("0", "x", "9" * 30):
        assert "一个最小的流程" in signed_in(keeper).get(NEW, {"from": wrong}).content.decode()


def test_name_that_is_taken_gets_a_number(keeper: User) -> None:
    assert free_name("own") == "own"
    save_draft(OWN, by=keeper, now=NOW)
    assert free_name("own") == "own2"


def test_guide_is_read_inside_the_administration_by_whoever_reads_processes(house: House, keeper: User) -> None:
    page = signed_in(keeper).get(GUIDE).content.decode()
    assert "怎样写一个流程" in page
    assert '<h2 id="c1">一、最小的流程</h2>' in page
    assert "<code>curable</code>" in page
    assert "[states.draft]" in page
    assert signed_in(house.holder("岑明鉴", house.province, "auditor")).get(GUIDE).status_code == 200
    for user in (house.drafter, house.secretary, house.admin):
        assert signed_in(user).get(GUIDE).status_code in {302, 403}


def test_guide_loses_nothing_and_shows_no_marks_of_its_own() -> None:
    _title, body, chapters = guide()
    assert [name for _anchor, name in chapters][:2] == ["一、最小的流程", "二、开头"]
    written = PATH.read_text(encoding="utf-8").splitlines()
    assert body.count("<table") == sum(line.startswith("|---") for line in written)
    assert body.count("<pre") == sum(line.startswith("```") for line in written) / 2 + 1  # one is indented
    assert all(f'id="{anchor}"' in body for anchor, _name in chapters)
    for mark in ("```", "|---", "`"):
        assert mark not in body


def test_report_leads_from_names_to_their_lines(keeper: User) -> None:
    source = OWN.replace('to = "done"', 'to = "sign"')
    verdict = judge(source)
    assert verdict.rules is not None
    assert verdict.report is not None
    lines = lines_by_title(verdict.rules, source)
    written = source.splitlines()
    assert {title: written[line - 1] for title, line in lines.items()} == {
        "签报": 'title = "签报"',
        "拟稿": "[states.draft]",
        "签批": "[states.sign]",
        "已签批": "[states.done]",
        "送签": "[transitions.submit]",
        "同意": "[transitions.approve]",
        "退回修改": "[transitions.return]",
    }
    found = [linked_problem(problem, lines) for problem in verdict.report.problems]
    assert found
    assert all(any(line for _words, line in one.where) for one in found if one.error)
    page = signed_in(keeper).post(NEW, {"source": source, "check": "1"}).content.decode()
    assert f'<a href="#L{lines["已签批"]}" data-line="{lines["已签批"]}">已签批</a>' in page


def test_page_of_a_version_has_the_lines_to_which_its_report_leads(keeper: User) -> None:
    row, _new = save_draft(OWN.replace('to = "done"', 'to = "sign"'), by=keeper, now=NOW)
    page = signed_in(keeper).get(f"{LIST}inspect/{row.pk}/").content.decode()
    number = row.source.splitlines().index("[states.done]") + 1
    assert f'href="#L{number}"' in page
    assert f'<span id="L{number}">[states.done]</span>' in page

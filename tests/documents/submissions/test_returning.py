"""Why a paper came back, and the remarks at its fields."""

import pytest

from documents.submissions import drafting, finishing
from documents.submissions.returning import last_return, open_remarks, remarks_on, write_remarks
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from workflows import engine


@pytest.fixture
def paper(pilot, places, who):
    return making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)


def send_back(paper, who, *labels):
    action = engine.Action(
        making.case_of(paper).pk,
        "return",
        who.city_drafter,
        opinion="数据与上次相差较大，请说明。",
        labels=labels,
        params={"to": "draft"},
    )
    return engine.act(action, now=making.SENT)


def test_a_return_is_told_with_who_why_and_when(paper, who):
    assert last_return(making.case_of(paper)) is None
    send_back(paper, who, "数据前后不一")
    back = last_return(making.case_of(paper))
    assert ("许南枝" in back.by, back.at, back.reasons, back.opinion) == (
        True,
        making.SENT,
        ["数据前后不一"],
        "数据与上次相差较大，请说明。",
    )


def test_an_edit_after_the_return_does_not_hide_it(paper, who):
    send_back(paper, who)
    drafting.save_draft(paper, who.county_drafter, {"sessions": "5"})
    finishing.finish(paper, actor=who.county_drafter)
    assert last_return(making.case_of(paper)).opinion == "数据与上次相差较大，请说明。"


def test_an_answered_return_is_history(paper, who):
    send_back(paper, who)
    act(paper, "submit", who.county_drafter)
    assert last_return(making.case_of(paper)) is None


def test_remarks_stand_at_their_fields_until_they_are_emptied(paper, places, who):
    def remark(**texts):
        write_remarks(paper, texts, actor=who.city_drafter, organ=places.city)

    paper.refresh_from_db()
    remark(children="与教育局的数不同", rooms="  ", nonsense="没有这一项")
    assert remarks_on(paper, 1) == {"children": "团澈湖市委批注：与教育局的数不同"}
    assert remarks_on(paper, 1, by=who.city_drafter) == {"children": "与教育局的数不同"}
    assert remarks_on(paper, 1, by=who.city_secretary) == {}
    remark(children="")
    assert remarks_on(paper, 1) == {}


def test_remarks_belong_to_one_version(paper, places, who):
    paper.refresh_from_db()
    write_remarks(paper, {"children": "核对"}, actor=who.city_drafter, organ=places.city)
    assert remarks_on(paper, 2) == {}


def test_a_remark_waits_until_its_field_is_changed(summary, places, who):
    paper = making.reported(summary, places.township, who.township_secretary)
    remarks = {"sessions": "和开放牌对不上。", "rooms": "请核对。"}
    write_remarks(paper, remarks, actor=who.county_drafter, organ=places.county)
    act(paper, "return", who.county_drafter, "请核。", to="draft")
    draft = drafting.open_draft(paper, who.township_secretary)
    assert open_remarks(paper, draft) == {"sessions", "rooms"}
    drafting.save_draft(paper, who.township_secretary, {"sessions": "8"})
    assert open_remarks(paper, drafting.open_draft(paper, who.township_secretary)) == {"rooms"}


def test_a_new_paper_has_no_remarks(summary, places, who):
    paper = making.begun(summary, places.township, who.township_secretary)
    assert open_remarks(paper, drafting.open_draft(paper, who.township_secretary)) == frozenset()

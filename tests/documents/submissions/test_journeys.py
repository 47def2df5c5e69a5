"""The two journeys from below, each step as the person whose step it is."""

from datetime import date

import pytest

from documents.submissions import drafting, finishing, ranking, showcasing
from documents.submissions.models import Result
from documents.submissions.results import results
from tests.documents.submissions import making
from tests.documents.submissions.making import SENT, act, case_of
from tests.factories import moment
from workflows import engine


def refusal(*args, **kwargs):
    with pytest.raises(engine.Refused) as caught:
        act(*args, **kwargs)
    return caught.value.reasons


def test_a_pilot_climbs_from_county_to_province_and_ends_in_the_list(pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    assert case_of(paper).state == "agree"
    assert refusal(paper, "agree", who.county_secretary) == [
        "还缺“盖章扫描件”：请打印申报表，签字盖章后扫描或拍照上传。"
    ]
    making.sealed(paper, who.county_drafter)
    assert act(paper, "agree", who.county_secretary, "情况属实，同意报送。").state == "city"
    ranking.rank(pilot, places.city, [paper.pk], actor=who.city_drafter)
    assert act(paper, "recommend", who.city_drafter, "材料齐全。").state == "city_sign"
    assert act(paper, "recommend_sign", who.city_secretary, "同意推荐。").state == "province"
    making.hung(paper, who, who.secretary)
    assert case_of(paper).state == "shown"
    assert refusal(paper, "settle", who.drafter, now=moment(18)) == ["满5个工作日以后才能办，即11月18日 17:30以后。"]
    assert act(paper, "settle", who.drafter, "公示期满，没有异议。", now=moment(25)).state == "decided"
    assert [
        (row.city, row.county, row.unit, row.position, row.conclusion, row.passed, row.decided_by, row.decided_on)
        for row in results(pilot)
    ] == [("澈湖市", "鹭汀县", "共青团鹭汀县委", 1, "已确定为试点", True, "团省委", date(2026, 11, 25))]
    assert engine.verify(case_of(paper)) == []


def test_a_returned_pilot_keeps_its_answers_and_needs_a_new_seal(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    assert act(paper, "return", who.city_drafter, "人数前后不一。", to="draft").state == "draft"
    draft = drafting.open_draft(paper, who.county_drafter)
    assert draft.answers["children"] == 896
    drafting.save_draft(paper, who.county_drafter, {"children": "900", "children_middle": "190"})
    finishing.finish(paper, actor=who.county_drafter, now=SENT)
    assert act(paper, "submit", who.county_drafter).state == "agree"
    assert refusal(paper, "agree", who.county_secretary) == [
        "还缺“盖章扫描件”：请打印申报表，签字盖章后扫描或拍照上传。"
    ]
    making.sealed(paper, who.county_drafter)
    assert act(paper, "agree", who.county_secretary, "已核对。").state == "city"
    assert [version.answers["children"] for version in paper.versions.order_by("number")] == [896, 900]


def test_a_declined_pilot_has_a_conclusion_but_is_not_in_the_list_of_chosen(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    assert act(paper, "decline", who.city_drafter, "超出名额。").state == "declined"
    result = Result.objects.get(submission=paper)
    assert (result.conclusion, result.title, result.passed, result.decided_by) == (
        "declined",
        "暂不推荐",
        False,
        places.city,
    )
    assert results(pilot, passed=True) == []


def test_a_case_climbs_from_a_township_and_ends_in_a_draft_for_the_public(typical, places, who):
    paper = making.filled(typical, places.township, who.township_secretary)
    spec = typical.form_version.parsed.by_key["pictures"]
    photo = making.attaching.attach(paper, who.township_secretary, spec, making.picture(), group=making.Group.PICTURE)
    finishing.finish(paper, actor=who.township_secretary, now=SENT)
    state = act(paper, "submit", who.township_secretary).state
    if state == "unit_agree":
        state = act(paper, "agree", who.township_secretary, "属实。").state
    assert state == "county"
    assert act(paper, "recommend", who.county_secretary, "同意推荐。").state == "city"
    assert act(paper, "recommend_city", who.city_deputy, "同意推荐。").state == "province"
    assert making.chosen(paper, who, who.deputy).state == "adopted"
    paper.refresh_from_db()
    draft = showcasing.begin_showcase(paper, actor=who.publicity)
    assert (draft.title, draft.story, draft.takeaways, draft.unit_label, draft.picture) == (
        "渡口边的一小时",
        ["镇上有三个自然村隔水。", "一年下来没有一次空岗。"],
        "用现成的房，守固定的时。",
        "鹭汀县",
        photo,
    )


def test_a_case_of_a_county_skips_the_level_that_it_is_itself(typical, places, who):
    paper = making.sent(typical, places.county, who.county_drafter)
    assert act(paper, "agree", who.county_secretary, "同意。").state == "city"
    stations = {station.name: station.phase for station in engine.route(case_of(paper))}
    assert stations["county"] == "skipped"


def test_two_signers_at_once_decide_once(pilot, places, who):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    offers = {
        person: next(o for o in engine.offers(person, case_of(paper)) if o.transition == "recommend")
        for person in (who.city_drafter, who.city_deputy)
    }

    def press(person):
        action = engine.Action(case_of(paper).pk, "recommend", person, token=offers[person].token, opinion="同意。")
        return engine.act(action, now=SENT)

    assert press(who.city_drafter).moved
    with pytest.raises(engine.Refused):
        press(who.city_deputy)
    assert [row.verb for row in engine.history(case_of(paper))].count("推荐上报") == 1

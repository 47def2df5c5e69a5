"""What must hold before a submission moves on."""

import pytest

from documents.submissions import calling, drafting, finishing, guards, quotas, showcasing
from documents.submissions.models import Addressee, ShowcaseDraft
from tests.documents.submissions import making
from tests.documents.submissions.making import act, case_of
from tests.factories import holder, moment
from workflows import engine


def reasons(paper, transition, person):
    offer = next(o for o in engine.offers(person, case_of(paper)) if o.transition == transition)
    return offer.reasons


def test_submit_is_refused_without_a_version(pilot, places, who):
    paper = making.begun(pilot, places.county, who.county_drafter)
    assert reasons(paper, "submit", who.county_drafter) == ["还没有成稿，请在“核对提交”页查看缺什么，再提交。"]


def test_submit_is_refused_while_the_sender_has_unsent_changes(pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    finishing.finish(paper, actor=who.county_drafter)
    assert reasons(paper, "submit", who.county_drafter) == []
    drafting.save_draft(paper, who.county_drafter, {"sessions": "1"})
    assert reasons(paper, "submit", who.county_drafter) == ["您还有改动没有成稿，请在“核对提交”页提交。"]


def test_the_quota_counts_what_the_city_has_recommended(pilot, places, who):
    first = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    second = making.at_city_head(pilot, places.sister, who.sister_drafter, who.sister_secretary, who)
    act(first, "recommend_sign", who.city_secretary, "同意推荐。")
    with pytest.raises(engine.Refused) as caught:
        act(second, "recommend_sign", who.city_secretary, "同意推荐。")
    assert caught.value.reasons == ["本市名额1个，已推荐1个。如需调整，请先把已推荐的一件撤下，或暂不推荐这一件。"]
    assert case_of(second).state == "city_sign"


def test_the_quota_of_one_city_is_not_used_by_another(pilot, places, who):
    holder("莫云舟", places.other_city, "drafter")
    first = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    act(first, "recommend_sign", who.city_secretary, "同意推荐。")
    other = making.agreed(pilot, places.foreign, who.foreign_drafter, who.foreign_secretary)
    assert quotas.recommended(other) == 0


def test_designated_units_do_not_use_the_quota(pilot, places, who):
    row = Addressee.objects.get(call=pilot, organ=places.county)
    calling.designate(row, actor=who.drafter)
    first = making.at_city_head(pilot, places.county, who.county_drafter, who.county_secretary, who)
    second = making.at_city_head(pilot, places.sister, who.sister_drafter, who.sister_secretary, who)
    for paper in (first, second):
        assert act(paper, "recommend_sign", who.city_secretary, "同意推荐。").state == "province"
    assert (quotas.recommended(first), quotas.recommended(second)) == (1, 0)


def test_no_quota_no_limit(places, who):
    call = making.call("pilot", places.province, who.drafter)
    for unit, reporter, head in (
        (places.county, who.county_drafter, who.county_secretary),
        (places.sister, who.sister_drafter, who.sister_secretary),
    ):
        paper = making.at_city_head(call, unit, reporter, head, who)
        assert act(paper, "recommend_sign", who.city_secretary, "同意推荐。").state == "province"


@pytest.fixture
def adopted(typical, places, who):
    paper = making.sent(typical, places.county, who.county_drafter)
    act(paper, "agree", who.county_secretary, "同意。")
    act(paper, "recommend_city", who.city_deputy, "同意。")
    making.chosen(paper, who, who.deputy)
    paper.refresh_from_db()
    return paper


def ask(paper):
    case = engine.instance_of(paper, "showcase")
    rules = case.definition
    from workflows.engine.deciding.judging import Moment

    return guards.showcase_ready(
        Moment(paper, case, rules, None, None, None, None, None, case.organisation, moment(20))
    )


def test_a_showcase_is_ready_when_nothing_is_missing_and_nobody_is_given_away(adopted, who):
    draft = showcasing.begin_showcase(adopted, actor=who.publicity)
    assert ask(adopted) is None
    ShowcaseDraft.objects.filter(pk=draft.pk).update(story=["电话13900000000。"], summary="")
    assert ask(adopted) == "还没有摘要。“13900000000”：这里是手机号，公开前必须删去。"


def test_a_showcase_without_a_draft_is_not_ready(adopted, who):
    showcasing.begin_showcase(adopted, actor=who.publicity)
    ShowcaseDraft.objects.all().delete()
    assert ask(adopted) == "还没有典型稿，请先编辑。"

"""From an adopted case to what the public will read."""

from datetime import UTC, date, datetime

import pytest

from documents.privacy.models import Consent, withdraw
from documents.submissions import finishing, showcasing
from documents.submissions.models import ShowcaseDraft
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from tests.factories import moment
from workflows import engine


@pytest.fixture
def adopted(typical, places, who):
    paper = making.filled(typical, places.county, who.county_drafter)
    spec = typical.form_version.parsed.by_key["pictures"]
    making.attaching.attach(paper, who.county_drafter, spec, making.picture(), group=making.Group.PICTURE)
    finishing.finish(paper, actor=who.county_drafter)
    act(paper, "submit", who.county_drafter)
    act(paper, "agree", who.county_secretary, "同意。")
    act(paper, "recommend_city", who.city_deputy, "同意。")
    making.chosen(paper, who, who.deputy)
    paper.refresh_from_db()
    return paper


@pytest.fixture
def draft(adopted, who):
    return showcasing.begin_showcase(adopted, actor=who.publicity)


def consent_for(draft, who, **fields):
    given = {
        "organ": draft.submission.organ,
        "person": "小谢",
        "is_minor": False,
        "purpose": "典型宣传",
        "items": ["image"],
        "scan": draft.picture,
        "given_on": date(2026, 11, 1),
        "recorded_by": who.publicity,
        **fields,
    }
    return Consent.objects.create(**given)


def test_only_adopted_cases_become_public(typical, places, who):
    paper = making.sent(typical, places.county, who.county_drafter)
    with pytest.raises(engine.Refused) as caught:
        showcasing.begin_showcase(paper, actor=who.publicity)
    assert caught.value.reasons == ["只有已采用的案例可以编成典型。"]
    assert ShowcaseDraft.objects.count() == 0


def test_the_draft_begins_with_public_answers_only(draft):
    assert draft.content() == {
        "title": "渡口边的一小时",
        "summary": "旧候船室收拾出来，每周有人值守。",
        "story": ["镇上有三个自然村隔水。", "一年下来没有一次空岗。"],
        "takeaways": "用现成的房，守固定的时。",
        "unit_label": "鹭汀县",
        "year": 2026,
        "picture": draft.picture.sha256,
        "picture_alt": "",
        "consents": [],
    }
    assert ("唐小禾" in draft.text, "0000-" in draft.text) == (False, False)


def test_a_case_is_edited_once_at_a_time(draft, adopted, who):
    with pytest.raises(engine.Refused) as caught:
        showcasing.begin_showcase(adopted, actor=who.publicity)
    assert caught.value.reasons == ["“典型公开发布”已经在办，不能重复发起。"]


def test_only_the_editor_changes_the_draft(draft, adopted, who):
    showcasing.save_showcase(adopted, {"title": "渡口的灯", "nonsense": 1}, actor=who.publicity, now=moment(20))
    with pytest.raises(engine.Refused):
        showcasing.save_showcase(adopted, {"title": "改坏"}, actor=who.county_drafter)
    draft.refresh_from_db()
    assert (draft.title, draft.edited_by, draft.edited_at) == ("渡口的灯", who.publicity, moment(20))


def test_nobody_changes_the_draft_while_it_is_being_checked(draft, adopted, who):
    showcasing.save_showcase(adopted, {"picture_alt": "小屋", "face_checked": True}, actor=who.publicity)
    case = engine.instance_of(adopted, "showcase")
    engine.act(engine.Action(case.pk, "submit", who.publicity))
    with pytest.raises(engine.Refused):
        showcasing.save_showcase(adopted, {"title": "改"}, actor=who.publicity)


def test_gaps_name_what_a_page_needs(draft):
    assert showcasing.gaps(draft) == ["还没有图片说明。", "还没有确认图片不出现儿童正脸。"]
    draft.title = draft.summary = draft.unit_label = ""
    draft.story = []
    assert showcasing.gaps(draft)[:4] == ["还没有标题。", "还没有摘要。", "还没有正文。", "还没有单位称呼。"]


def test_findings_put_errors_first(draft):
    draft.story = ["邮箱a@b.example", "手机13900000000"]
    assert [finding.severity for finding in showcasing.findings(draft)] == ["error", "warning", "info"]


def test_consents_must_hold_on_the_day_and_reach_the_public(draft, who):
    held = consent_for(draft, who)
    inside = consent_for(draft, who, person="老周", audience="internal")
    ended = withdraw(consent_for(draft, who, person="小芦"), now=datetime(2026, 11, 2, tzinfo=UTC))
    draft.consents.set([held, inside, ended])
    assert showcasing.broken_consents(draft, moment(20)) == [
        "“老周”只同意在团组织内部使用。",
        "“小芦”的同意书已过期或已撤回。",
    ]


def test_a_new_consent_voids_no_text_but_changes_the_content(draft, adopted, who):
    before = draft.content()
    showcasing.save_showcase(adopted, {}, consents=[consent_for(draft, who)], actor=who.publicity)
    draft = ShowcaseDraft.objects.get(pk=draft.pk)
    assert {key for key, value in draft.content().items() if value != before[key]} == {"consents"}

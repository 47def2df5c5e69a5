"""公开发布 makes a page of exactly what was issued or approved, once, and refuses what must stay inside."""

from datetime import date

import pytest
from django.urls import reverse

from documents.notices.models import NoticeAttachment
from documents.privacy.models import Consent, withdraw
from documents.submissions.models import ShowcaseDraft
from portal.pages.models import NoticePage, ShowcasePage
from portal.pages.publishing import publish_notice, publish_story
from tests import factories as f
from workflows import engine
from workflows.engine import Refused

from . import making


def test_publish_notice_puts_the_frozen_issue_before_the_public(page, issued):
    assert page.live
    assert page.title == "关于开展“灯火相伴”青年志愿者陪伴农村留守儿童行动的通知"
    assert page.number == "团曦联〔2026〕1号"
    assert page.content == page.artifact.content
    assert (page.signed_on, page.published_on) == (date(2026, 11, 5), date(2026, 11, 6))
    assert page.first_published_at == f.moment(6)
    assert page.index_number == "990000/2026-00001"


def test_publish_notice_addresses_the_page_by_number_and_digest(page):
    assert page.slug == f"2026-1-{page.content[:6]}"
    assert page.url == f"/notices/{page.slug}/"


def test_publish_notice_twice_makes_one_page_and_changes_nothing(page, issued):
    again = publish_notice(issued, now=f.moment(9))
    assert again.pk == page.pk
    assert NoticePage.objects.get().last_published_at == f.moment(6)


def test_publish_notice_keeps_its_text_when_the_row_changes_later(page, issued, client):
    issued.title = "改过的标题"
    issued.contact = "联系人：改过的人"
    issued.save()
    shown = client.get(page.url).content.decode()
    assert "改过" not in shown
    assert "林予安" in shown


def test_publish_notice_refuses_a_text_that_differs_from_the_print(site, issued):
    issued.recipients = "各县团委"
    issued.save()
    with pytest.raises(Refused) as refusal:
        publish_notice(issued, now=f.moment(6))
    assert refusal.value.reasons == ["没有与正文和文号一致的正式件，不能公开发布。请先完成印发。"]
    assert not NoticePage.objects.exists()


def test_publish_notice_refuses_without_a_public_site(issued):
    with pytest.raises(Refused) as refusal:
        publish_notice(issued, now=f.moment(6))
    assert "setup_site" in refusal.value.reasons[0]


def test_publish_notice_follows_a_corrected_issue(page, issued, people):
    issued.recipients = "各市团委、各省属高校团委"
    issued.save()
    making.printed(issued, people.drafter)
    again = publish_notice(issued, now=f.moment(9))
    assert (again.pk, again.slug, again.index_number) == (page.pk, page.slug, page.index_number)
    assert again.view.recipients == "各市团委、各省属高校团委"
    assert (again.first_published_at, again.last_published_at) == (f.moment(6), f.moment(9))


def test_publish_notice_counts_index_numbers_by_organ_and_year(page, places, people):
    second = publish_notice(making.issued(places.youth, people.drafter), now=f.moment(6))
    of_county = publish_notice(making.issued(places.county, people.county_drafter, mark="团鹭发"), now=f.moment(7))
    assert second.index_number == "990000/2026-00002"
    assert of_county.index_number == "990121/2026-00001"


def test_publish_notice_masks_private_numbers_and_keeps_the_print_inside(site, places, people, client):
    contact = "联系人：唐小禾，手机：13912345678，电话：0000-0000121"
    page = publish_notice(
        making.issued(places.county, people.county_drafter, mark="团鹭发", contact=contact), now=f.moment(6)
    )
    shown = client.get(page.url).content.decode()
    assert "13912345678" not in shown
    assert "139****5678" in shown
    assert "0000-0000121" in shown
    assert page.masked
    assert "文中的个人号码已遮盖" in shown
    assert client.get(reverse("public:notice_print", args=[page.slug, page.pdf_name])).status_code == 404


def test_publish_notice_takes_only_attachments_with_a_file(site, issued, places, people):
    table = making.spreadsheet(people.drafter, places.province, [["县", "小屋"], ["鹭汀县", 3]])
    NoticeAttachment.objects.create(notice=issued, title="小屋统计表", upload=table)
    NoticeAttachment.objects.create(notice=issued, title="随文另发", order=1)
    making.printed(issued, people.drafter)
    page = publish_notice(issued, now=f.moment(6))
    assert [(row.title, row.upload) for row in page.attached.all()] == [("小屋统计表", table)]
    assert page.view.attachments == ("小屋统计表", "随文另发")


def test_publish_story_shows_the_draft_without_village_or_names(story, client):
    shown = client.get(story.url).content.decode()
    assert "鹭汀县" in shown
    assert "晚渡" not in shown
    assert "用现成的房" in shown
    assert "已作匿名处理" in shown
    assert story.slug == f"2026-1-{story.content[:6]}"


def test_publish_story_twice_makes_one_page_and_changes_nothing(story, sent):
    assert publish_story(sent, now=f.moment(25)).pk == story.pk
    assert ShowcasePage.objects.get().last_published_at == f.moment(20)


def test_publish_story_keeps_its_text_when_the_draft_changes_later(story, client):
    ShowcaseDraft.objects.update(story=["改过的段落"], takeaways="改过")
    assert "改过" not in client.get(story.url).content.decode()


def test_publish_story_names_who_adopted_it(story):
    assert [(place.organ, place.date) for place in story.adopted()] == [("共青团曦原省委", date(2026, 12, 3))]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"story": ["打电话13912345678找他。"]}, "“13912345678”：这里是手机号，公开前必须删去。"),
        ({"story": ["小禾，今年9岁，住在镇上。"]}, "姓名和年龄连在一起能认出孩子，请改用化名，年龄写成年龄段。"),
        ({"takeaways": "身份证号990121201503077796也登记"}, "这里像是身份证号，公开前必须删去。"),
        ({"story": []}, "还没有正文。"),
    ],
)
def test_publish_story_refuses_personal_data_and_says_where(site, sent, changes, reason):
    ShowcaseDraft.objects.update(**changes)
    with pytest.raises(Refused) as refusal:
        publish_story(sent, now=f.moment(20))
    assert any(row.endswith(reason) for row in refusal.value.reasons)
    assert not ShowcasePage.objects.exists()


def test_publish_story_refuses_a_picture_without_words_or_check(site, sent, people, places):
    ShowcaseDraft.objects.update(picture=making.picture(people.publicity, places.province))
    with pytest.raises(Refused) as refusal:
        publish_story(sent, now=f.moment(20))
    assert refusal.value.reasons == ["还没有图片说明。", "还没有确认图片不出现儿童正脸。"]


def consent(place, user, draft, **fields):
    given = {"person": "小谢", "guardian": "监护人", "purpose": "典型公开", "given_on": date(2026, 11, 1), **fields}
    scan = making.picture(user, place)
    row = Consent.objects.create(organ=place, recorded_by=user, scan=scan, **given)
    draft.consents.add(row)
    return row


def test_publish_story_tells_of_the_guardians_consent(site, sent, places, people, client):
    consent(places.township, people.township_secretary, sent.showcase)
    page = publish_story(sent, now=f.moment(20))
    assert "已取得监护人同意，已作匿名处理" in client.get(page.url).content.decode()


def test_publish_story_refuses_consents_that_ended_or_are_internal(site, sent, places, people):
    withdraw(consent(places.township, people.township_secretary, sent.showcase), now=f.moment(10))
    consent(places.township, people.township_secretary, sent.showcase, person="小叶", expires_on=date(2026, 11, 20))
    consent(places.township, people.township_secretary, sent.showcase, person="小方", audience="internal")
    with pytest.raises(Refused) as refusal:
        publish_story(sent, now=f.moment(20))
    assert refusal.value.reasons == [
        "“小谢”的同意书已过期或已撤回。",
        "“小叶”的同意书已过期或已撤回。",
        "“小方”只同意在团组织内部使用。",
    ]


def test_publish_story_refuses_without_a_draft(site, places, people):
    sent = making.submission(making.call(places.province), places.county, people.county_drafter)
    with pytest.raises(Refused) as refusal:
        publish_story(sent, now=f.moment(20))
    assert refusal.value.reasons == ["还没有典型稿，请宣传干事先编辑。"]


def test_publishing_a_notice_takes_two_persons_and_the_engines_act(site, issued, people, client):
    instance = engine.start(issued, "publish", actor=people.drafter, now=f.moment(6))
    engine.act(engine.Action(instance.pk, "propose", people.drafter), now=f.moment(6))
    assert not NoticePage.objects.exists()
    outcome = engine.act(
        engine.Action(instance.pk, "publish", people.deputy, opinion="同意公开。"), now=f.moment(6, 15)
    )
    page = NoticePage.objects.get()
    assert outcome.instance.outcome == "passed"
    assert page.first_published_at == f.moment(6, 15)
    assert client.get(page.url).status_code == 200


def test_refused_publication_leaves_neither_page_nor_decision(issued, people):
    instance = engine.start(issued, "publish", actor=people.drafter, now=f.moment(6))
    engine.act(engine.Action(instance.pk, "propose", people.drafter), now=f.moment(6))
    with pytest.raises(Refused) as refusal:  # nobody ran setup_site
        engine.act(engine.Action(instance.pk, "publish", people.deputy), now=f.moment(6, 15))
    assert "setup_site" in refusal.value.reasons[0]
    instance.refresh_from_db()
    assert instance.state == "approve"
    assert not NoticePage.objects.exists()


def test_clerk_of_a_correction_is_told_that_the_paper_it_corrects_is_public(page, places, people, client):
    mending = f.notice(places.youth, people.drafter, title="关于更正的通知", corrects=page.notice, openness="open")
    f.carry(mending, people, "issued", recipients=(places.city,))
    client.force_login(people.clerk)
    here = f"/desk/notices/{mending.pk}/"
    assert client.get(here).context["source_public"]
    NoticePage.objects.filter(pk=page.pk).update(live=False)
    assert not client.get(here).context["source_public"]

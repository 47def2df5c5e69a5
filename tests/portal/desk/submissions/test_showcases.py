"""典型: the list, the editor, the privacy check, the consents."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.privacy.models import Consent
from documents.submissions import finishing
from documents.submissions.models import ShowcaseDraft
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from workflows import engine


def adopt(typical, unit, reporter, head, who, **answers):
    paper = making.filled(typical, unit, reporter, **answers)
    spec = typical.form_version.parsed.by_key["pictures"]
    making.attaching.attach(paper, reporter, spec, making.picture(), group=making.Group.PICTURE)
    finishing.finish(paper, actor=reporter)
    act(paper, "submit", reporter)
    act(paper, "agree", head, "同意。")
    act(paper, "recommend_city", who.city_deputy, "同意。")
    making.chosen(paper, who, who.deputy)
    return paper


@pytest.fixture
def adopted(typical, places, who):
    return adopt(typical, places.county, who.county_drafter, who.county_secretary, who)


@pytest.fixture
def edited(as_user, who, adopted):
    as_user(who.publicity).post(reverse("desk:showcase_begin", args=[adopted.pk]))
    return adopted


def page_url(paper):
    return reverse("desk:showcase", args=[paper.pk])


def whole(paper, **changes):
    draft = ShowcaseDraft.objects.get(submission=paper)
    return {
        "title": draft.title,
        "summary": draft.summary,
        "story": "\n".join(draft.story),
        "takeaways": draft.takeaways,
        "unit_label": draft.unit_label,
        "picture": str(draft.picture_id),
        "picture_alt": "渡口旁的小屋",
        "face_checked": "on",
        "go": "save",
        **changes,
    }


def state(paper):
    return engine.instance_of(paper, "showcase").state


def test_adopted_cases_wait_to_be_edited(as_user, who, adopted):
    browser = as_user(who.publicity)
    (row,) = browser.get("/desk/showcases/").context["rows"]
    assert (row["state_title"], row["organ_name"], bool(row["begin_url"])) == ("未编辑", "共青团鹭汀县委", True)
    assert browser.post(row["begin_url"])["Location"] == page_url(adopted)
    (row,) = browser.get("/desk/showcases/").context["rows"]
    assert (row["state_title"], row["begin_url"]) == ("编辑", "")


def test_the_list_asks_the_same_for_one_row_and_for_two(as_user, who, places, typical, edited):
    browser = as_user(who.publicity)

    def queries():
        browser.get("/desk/showcases/")
        with CaptureQueriesContext(connection) as seen:
            browser.get("/desk/showcases/")
        return len(seen)

    one = queries()
    paper = adopt(typical, places.sister, who.sister_drafter, who.sister_secretary, who)
    browser.post(reverse("desk:showcase_begin", args=[paper.pk]))
    assert queries() == one <= 15


def test_only_the_province_edits(as_user, who, adopted):
    for person in (who.county_drafter, who.city_drafter, who.privacy, who.foreign_drafter, who.sysadmin):
        assert as_user(person).post(reverse("desk:showcase_begin", args=[adopted.pk])).status_code == 404
    for person in (who.county_drafter, who.city_drafter, who.foreign_drafter, who.sysadmin):
        assert as_user(person).get("/desk/showcases/").status_code == 404
    assert ShowcaseDraft.objects.count() == 0


def test_a_case_that_was_not_adopted_is_not_edited(as_user, who, places, typical):
    paper = making.sent(typical, places.county, who.county_drafter)
    act(paper, "agree", who.county_secretary, "同意。")
    act(paper, "recommend_city", who.city_deputy, "同意。")
    act(paper, "decline", who.deputy, "暂不采用。")
    answer = as_user(who.publicity).post(reverse("desk:showcase_begin", args=[paper.pk]), follow=True)
    assert "只有已采用的案例可以编成典型。" in answer.content.decode()


def test_the_editor_keeps_paragraphs_and_tells_what_is_missing(as_user, who, edited):
    browser = as_user(who.publicity)
    assert browser.get(page_url(edited)).context["gaps"] == ["还没有图片说明。", "还没有确认图片不出现儿童正脸。"]
    browser.post(page_url(edited), whole(edited, story="一\n\n二\n三", title="渡口的灯"))
    draft = ShowcaseDraft.objects.get()
    assert (draft.title, draft.story, draft.face_checked, draft.edited_by) == (
        "渡口的灯",
        ["一", "二", "三"],
        True,
        who.publicity,
    )


def test_bad_input_keeps_what_was_typed(as_user, who, edited):
    page = as_user(who.publicity).post(page_url(edited), whole(edited, title="", story="正文还在"))
    assert (page.status_code, "正文还在" in page.content.decode(), ShowcaseDraft.objects.get().title) == (
        422,
        True,
        "渡口边的一小时",
    )


def test_a_telephone_number_is_found_beside_the_text(as_user, who, edited):
    browser = as_user(who.publicity)
    browser.post(page_url(edited), whole(edited, story="找小谢，13900000000"))
    assert "这里是手机号，公开前必须删去。" in browser.get(page_url(edited)).content.decode()


def test_the_draft_goes_to_the_privacy_check_and_is_read_there(as_user, who, edited):
    as_user(who.publicity).post(page_url(edited), whole(edited, go="submit"))
    assert state(edited) == "privacy"
    page = as_user(who.privacy).get(edited.get_absolute_url(), follow=True)
    body = page.content.decode()
    assert (page.redirect_chain[-1][0], "信息保护检查" in body or "校对" in body, "渡口旁的小屋" in body) == (
        page_url(edited),
        True,
        True,
    )
    assert {offer.title for offer in page.context["offers"]} >= {"审查通过", "退回修改"}
    assert as_user(who.publicity).post(page_url(edited), whole(edited)).status_code == 404


def test_strangers_find_no_draft(as_user, who, edited):
    for person in (who.foreign_drafter, who.sister_drafter, who.sysadmin):
        assert as_user(person).get(page_url(edited)).status_code == 404


def consent_form(**changes):
    return {
        "person": "小芦",
        "is_minor": "on",
        "guardian": "芦某",
        "relation": "母亲",
        "items": ["image"],
        "audience": "public",
        "given_on": "2026-11-01",
        "file": SimpleUploadedFile("同意书.pdf", b"%PDF-1.7 yes"),
        **changes,
    }


def test_a_consent_is_recorded_from_paper_and_taken_back_in_one_step(as_user, who, edited):
    browser, url = as_user(who.publicity), reverse("desk:consent", args=[edited.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url, consent_form()).status_code == 302
    consent = Consent.objects.get()
    assert (consent.person, consent.guardian, list(ShowcaseDraft.objects.get().consents.all())) == (
        "小芦",
        "芦某",
        [consent],
    )
    assert "小芦（向社会公开）" in browser.get(page_url(edited)).content.decode()
    browser.post(reverse("desk:consent_withdraw", args=[edited.pk, consent.pk]), {"reason": "家长来电"})
    consent.refresh_from_db()
    assert (consent.withdrawn_reason, consent.is_valid()) == ("家长来电", False)
    assert browser.get(page_url(edited)).context["gaps"][-1] == "“小芦”的同意书已过期或已撤回。"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"guardian": ""}, "未成年人的同意书要由监护人签，请填监护人。"),
        ({"given_on": "2099-01-01"}, "签署日期不能晚于今天。"),
        ({"expires_on": "2026-10-01"}, "有效期要晚于签署日期。"),
        ({"file": ""}, "请选一份单位已上传的同意书，或者上传一份。"),
        ({"file": SimpleUploadedFile("同意书.exe", b"MZ")}, "不是可以接收的文件"),
    ],
)
def test_a_consent_that_does_not_hold_is_refused(as_user, who, edited, changes, message):
    page = as_user(who.publicity).post(reverse("desk:consent", args=[edited.pk]), consent_form(**changes))
    assert (page.status_code, message in page.content.decode(), Consent.objects.count()) == (422, True, 0)


def test_nobody_else_records_consents(as_user, who, edited):
    for person in (who.county_drafter, who.privacy, who.foreign_drafter):
        assert as_user(person).post(reverse("desk:consent", args=[edited.pk]), consent_form()).status_code == 404
    assert Consent.objects.count() == 0

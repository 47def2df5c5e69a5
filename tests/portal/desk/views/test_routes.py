"""The routes of a paper on the desk: 征求意见, 签发权限, 补发 更正 撤回 撤销 废止, and the sheets."""

from io import BytesIO

import pdfplumber
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from documents.notices import consulting
from documents.notices.authority import SigningAuthority
from documents.notices.blocks import pieces, stream
from documents.notices.models import CoIssuer, Notice, NoticeAttachment
from documents.notices.sequels import Sequel
from tests import factories
from workflows import engine
from workflows.engine import Action
from workflows.organisations.models import Membership


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def page_of(browser, paper):
    return browser.get(reverse("desk:notice", args=[paper.pk]) + "?read")


def more(response):
    return [title for title, _address in response.context["measures"]]


def test_drafter_chooses_whom_to_ask_and_a_wrong_name_loses_nothing(as_user, who, paper, places):
    browser = as_user(who.drafter)
    assert "征求意见" in more(page_of(browser, paper))
    address = reverse("desk:consult", args=[paper.pk])
    refused = browser.post(address, {"usual": [places.education.pk], "more": "没有这个单位"})
    assert "没有叫“没有这个单位”的单位" in refused.content.decode()
    assert "没有这个单位</textarea>" in refused.content.decode()
    browser.post(address, {"usual": [places.education.pk], "more": "团澈湖市委"})
    assert set(consulting.asked(paper)) == {places.education, places.city}
    assert as_user(who.office).get(address).status_code == 404


def test_opinions_are_answered_on_the_reading_page(as_user, who, paper, places):
    consulting.choose(paper, [places.education.pk], user=who.drafter)
    case = factories.carry(paper, who, "consult")
    engine.act(Action(case.pk, "consult_opine", who.liaison, opinion="建议明确责任分工。"))
    browser = as_user(who.drafter)
    body = page_of(browser, paper)
    assert "建议明确责任分工。" in body.content.decode()
    item = body.context["opinions"][0].said.item_id
    address = reverse("desk:opinion_answer", args=[paper.pk, item])
    refused = browser.post(address, {"adoption": "none", "reason": ""}, follow=True)
    assert "要写明理由" in refused.content.decode()
    browser.post(address, {"adoption": "full", "reason": "已写入第一部分。"})
    assert "已写入第一部分。" in page_of(as_user(who.office), paper).content.decode()
    for name in ("consult", "opinions"):
        address = reverse("desk:sheet", args=[paper.pk, name])
        assert address in page_of(browser, paper).content.decode()
        assert browser.get(address)["Content-Type"] == "application/pdf"


def test_authority_is_proposed_by_one_and_confirmed_by_another(as_user, who, places):
    factories.holder("江一帆", places.province, "unit_admin", title="单位管理员")
    post = Membership.objects.get(user=who.deputy)
    posted = {"post": post.pk, "kinds": ["通知", "函"], "since": "2026-01-05", "last": "", "basis": "书记办公会"}
    browser = as_user(who.office)
    browser.post(reverse("desk:authority_propose"), posted)
    row = SigningAuthority.objects.get()
    browser.post(reverse("desk:authority_change", args=[row.pk, "confirm"]))
    assert not SigningAuthority.objects.current().exists()
    as_user(who.secretary).post(reverse("desk:authority_change", args=[row.pk, "confirm"]))
    assert SigningAuthority.objects.current().get().kinds == ["通知", "函"]
    assert "通知、函" in browser.get(reverse("desk:authorities")).content.decode()
    for stranger in (who.drafter, who.city_secretary, who.auditor):
        response = as_user(stranger).post(reverse("desk:authority_change", args=[row.pk, "end"]))
        assert response.status_code == 404


def test_supplement_from_the_desk_is_asked_and_approved(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    browser = as_user(who.clerk)
    assert more(page_of(browser, paper))[-5:] == ["补发", "更正", "发错撤回", "撤销", "废止"]
    address = reverse("desk:sequel", args=[paper.pk, "supplement"])
    refused = browser.post(address, {"more": "团澈湖市委", "part": "main", "reason": "漏送"})
    assert "已经发给团澈湖市委" in refused.content.decode()
    browser.post(address, {"more": "团霁山市委", "part": "main", "reason": "漏送"})
    response = page_of(as_user(who.office), paper)
    assert response.context["turn"] == "审批补发"
    (yes,) = [offer for offer in response.context["offers"] if offer.verdict == "yes"]
    approver = as_user(who.office)
    confirm = approver.post(response.context["act_url"], {"transition": "approve", "token": yes.token})
    assert "涉及单位：团霁山市委。" in confirm.context["will"]
    approver.post(confirm.context["url"], dict(confirm.context["hidden"]))
    assert paper.receipts.count() == 2
    assert as_user(who.city_clerk).get(address).status_code == 404


def test_unit_that_got_a_paper_by_mistake_is_told_what_to_do(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    receipt = paper.receipts.get()
    as_user(who.clerk).post(
        reverse("desk:sequel", args=[paper.pk, "recall"]), {"organs": [places.city.pk], "reason": "发错单位"}
    )
    engine.act(Action(engine.instance_of(paper, "recall").pk, "approve", who.office))
    body = as_user(who.city_clerk).get(reverse("desk:receipt", args=[receipt.pk])).content.decode()
    assert "发错单位" in body
    assert "不用再办；已印的、转发的请收回。" in body


def test_revoked_paper_says_so_to_issuer_receiver_and_register(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    as_user(who.clerk).post(reverse("desk:sequel", args=[paper.pk, "revoke"]), {"reason": "依据已经废止"})
    case = engine.instance_of(paper, "revoke")
    engine.act(Action(case.pk, "approve", who.secretary))
    for person, address in (
        (who.drafter, reverse("desk:notice", args=[paper.pk])),
        (who.city_secretary, reverse("desk:receipt", args=[paper.receipts.get().pk])),
    ):
        assert "撤销，自始无效" in as_user(person).get(address).content.decode()
    assert "已撤销" in as_user(who.clerk).get(reverse("desk:register")).content.decode()
    assert Sequel.objects.get().settled_by == who.secretary


def test_organ_above_revokes_from_the_desk_and_the_issuer_hears_of_it_when_it_is_done(as_user, who, places):
    below = factories.notice(places.county, who.county_drafter)
    factories.carry(below, who, "issued", route=factories.COUNTY_ROUTE, recipients=(places.township,))
    above, issuer = as_user(who.city_clerk), as_user(who.county_drafter)
    assert more(page_of(above, below))[-2:] == ["撤销", "废止"]
    above.post(reverse("desk:sequel", args=[below.pk, "revoke"]), {"reason": "与上级规定抵触。"})
    assert "与上级规定抵触。" in page_of(above, below).content.decode()
    meanwhile = page_of(issuer, below)  # its own paper, as it was: what is decided above is not told yet
    assert (meanwhile.status_code, "与上级规定抵触。" in meanwhile.content.decode()) == (200, False)
    deciding = page_of(as_user(who.city_secretary), below)
    assert deciding.context["turn"] == "审批撤销"
    engine.act(Action(engine.instance_of(below, "revoke").pk, "approve", who.city_secretary))
    said = page_of(issuer, below).content.decode()
    assert "由团澈湖市委撤销，自始无效。" in said
    assert "与上级规定抵触。" in said
    assert as_user(who.other_city_secretary).get(reverse("desk:sequel", args=[below.pk, "revoke"])).status_code == 404


def test_paper_stays_in_sight_of_the_organ_above_while_its_publication_is_decided(as_user, who, paper, places):
    below = factories.notice(places.city, who.city_drafter)
    factories.carry(below, who, "issued", route=factories.CITY_ROUTE, recipients=(places.county,))
    above, stranger = as_user(who.office), as_user(who.foreign_secretary)
    assert page_of(above, below).status_code == 200
    engine.start(below, "publish", actor=who.city_drafter)
    assert page_of(above, below).status_code == 200
    assert page_of(stranger, below).status_code == 404


def test_organ_that_signs_along_is_not_told_what_signing_does_for_the_host(as_user, who, places):
    paper = factories.draft(places.youth, who.drafter)
    CoIssuer.objects.create(notice=paper, organisation=places.education)
    head = factories.holder("简然", places.education, "secretary", title="厅长")
    engine.start(paper, "issue", actor=who.drafter)
    factories.carry(paper, who, "cosign")
    inner = engine.Instance.objects.get(parent_item__isnull=False)
    engine.act(Action(inner.pk, "check_pass", who.liaison))
    page = page_of(as_user(head), paper)
    assert "sign" in [offer.transition for offer in page.context["offers"]]
    assert page.context["will"] == []
    engine.act(Action(inner.pk, "sign", head))
    engine.act(Action(engine.instance_of(paper, "issue").pk, "deputy_pass", who.deputy))
    assert page_of(as_user(who.secretary), paper).context["will"]


def test_correction_stands_beside_the_paper_once_it_is_issued(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    browser = as_user(who.drafter)
    browser.post(reverse("desk:correct", args=[paper.pk]), {"wrong": "每周两次", "right": "每周三次"})
    made = Notice.objects.get(corrects=paper)
    assert "有更正" not in page_of(browser, paper).content.decode()
    factories.carry(made, who, "issued", recipients=(places.city,))
    assert "有更正" in page_of(browser, paper).content.decode()
    receipt = paper.receipts.get()
    assert "有更正" in as_user(who.city_secretary).get(reverse("desk:receipt", args=[receipt.pk])).content.decode()


def test_correction_of_words_that_the_paper_does_not_have_is_told(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    address = reverse("desk:correct", args=[paper.pk])

    def said(wrong):
        response = as_user(who.drafter).post(address, {"wrong": wrong, "right": "每周三次"})
        return [str(message) for message in get_messages(response.wsgi_request)]

    first = next(piece.text for piece in pieces(paper.body))
    assert said("没有这句话")[0].startswith("原公文的正文里没有“没有这句话”")
    assert len(said(f" {first} ")) == 1


def test_attachment_apart_is_printed_from_the_reading_page(as_user, who, paper):
    body = NoticeAttachment._meta.get_field("body").to_python(stream([(0, "一、晚渡镇。")]))
    NoticeAttachment.objects.create(notice=paper, title="站点名册", place="apart", body=body)
    browser = as_user(who.drafter)
    assert "另附：站点名册" in page_of(browser, paper).content.decode()
    address = reverse("desk:sheet", args=[paper.pk, "apart-1"])
    assert browser.get(address)["Content-Type"] == "application/pdf"
    assert as_user(who.foreign_drafter).get(address).status_code == 404


def test_sheets_are_for_readers_of_the_paper(as_user, who, paper, places):
    CoIssuer.objects.create(notice=paper, organisation=places.civil)
    factories.carry(paper, who, "cosign")
    for name in ("approval", "cosign"):
        address = reverse("desk:sheet", args=[paper.pk, name])
        assert as_user(who.office).get(address).content.startswith(b"%PDF-")
        assert as_user(who.foreign_drafter).get(address).status_code == 404
    assert as_user(who.office).get(reverse("desk:sheet", args=[paper.pk, "nothing"])).status_code == 404
    assert page_of(as_user(who.office), paper).context["cosigners"][0].state == "waiting"


def test_register_of_seals_lists_what_was_sealed(as_user, who, paper, places):
    address = reverse("desk:seals")
    assert as_user(who.sealkeeper).get(address).status_code == 302
    factories.carry(paper, who, "issued", recipients=(places.city,))
    assert as_user(who.sealkeeper).get(address).content.startswith(b"%PDF-")


def test_approval_sheet_has_no_boxes_for_steps_that_a_small_organ_does_not_take(as_user, who, paper, places):
    def words(user, notice):
        found = as_user(user).get(reverse("desk:sheet", args=[notice.pk, "approval"]))
        with pdfplumber.open(BytesIO(found.content)) as sheet:
            return "".join(page.extract_text() for page in sheet.pages)

    small = words(who.county_drafter, factories.notice(places.county, who.county_drafter))
    full = words(who.drafter, paper)
    assert [title for title in ("签发", "审签", "审核", "核稿") if title in small] == ["签发", "核稿"]
    assert [title for title in ("签发", "审签", "审核", "核稿") if title in full] == ["签发", "审签", "审核", "核稿"]


def test_paper_on_its_way_can_be_asked_why_not_and_an_ended_one_cannot(as_user, who, paper, places):
    assert page_of(as_user(who.drafter), paper).context["explain_url"]
    factories.carry(paper, who, "issued", recipients=(places.city,))
    assert not page_of(as_user(who.drafter), paper).context["explain_url"]

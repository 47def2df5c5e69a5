import pytest
from django.core.management import call_command
from django.urls import reverse

from documents.notices.models import Notice
from tests import factories
from workflows import engine
from workflows.engine import WorkItem


@pytest.fixture
def paper(places, who):
    return factories.notice(places.youth, who.drafter)


def read(browser, paper, query=""):
    return browser.get(reverse("desk:notice", args=[paper.pk]) + query)


def text(response):
    return response.content.decode()


def test_reading_page_shows_the_paper_its_facts_and_whose_turn_it_is(as_user, who, paper):
    factories.carry(paper, who, "sign")
    response = read(as_user(who.secretary), paper)
    body = text(response)
    assert response.context["turn"] == "签发"
    for words in ("共青团曦原省委", "各市团委：", "（一）办好小屋。", "林予安 青年发展部", "同意签发", "退回修改"):
        assert words in body
    assert "为什么不能办" not in body


def test_reading_page_names_only_whose_turn_it_is_while_a_signer_was_added_before(as_user, who, paper):
    case = factories.carry(paper, who, "office")
    post = who.clerk.memberships.first()
    engine.act(engine.Action(case.pk, "@add_before", who.office, opinion="请先核。", params={"whom": f"m{post.pk}"}))
    assert read(as_user(who.drafter), paper).context["waiting"] == f"现在由办公室{who.clerk}审核。"


def test_reading_page_tells_who_has_the_paper_to_those_whose_turn_it_is_not(as_user, who, paper):
    factories.carry(paper, who, "sign")
    response = read(as_user(who.office), paper)
    assert response.context["turn"] == ""
    assert response.context["waiting"] == "现在由团省委书记签发。"
    assert "同意签发" not in [offer.title for offer in response.context["offers"]]


def test_opinions_of_those_before_stand_beside_the_paper(as_user, who, paper):
    factories.carry(paper, who, "sign")
    body = text(read(as_user(who.secretary), paper))
    assert body.count("<blockquote>同意。</blockquote>") == 4


def test_opening_the_page_counts_as_reading(as_user, who, paper):
    case = factories.carry(paper, who, "sign")
    item = WorkItem.objects.get(instance=case, status="open")
    assert item.read_at is None
    read(as_user(who.secretary), paper)
    item.refresh_from_db()
    assert item.read_by == who.secretary


def test_signing_page_says_what_signing_does_before_the_button_is_pressed(as_user, who, paper):
    factories.carry(paper, who, "sign")
    response = read(as_user(who.secretary), paper)
    assert "成文日期定为" in text(response)
    assert 'name="confirmed.sign" value="yes"' in text(response)


def test_draft_with_unticked_warnings_says_why_it_cannot_be_sent(as_user, who, places):
    paper = factories.notice(places.youth, who.drafter, recipients="各市团委", contact="")
    response = read(as_user(who.drafter), paper)
    assert response.context["findings"] != []
    blocked = [offer for offer in response.context["offers"] if offer.transition == "submit"]
    assert (blocked[0].allowed, "为什么不能办" in text(response)) == (False, True)


def test_ticking_the_warnings_off_lets_the_paper_go(as_user, who, places):
    paper = factories.notice(places.youth, who.drafter, contact="")
    browser = as_user(who.drafter)
    response = browser.post(reverse("desk:tick", args=[paper.pk]), follow=True)
    submit = next(offer for offer in response.context["offers"] if offer.transition == "submit")
    assert submit.allowed
    assert response.context["ticked"]
    assert response.context["tick_url"] == ""


def test_finding_stands_at_the_sentence_that_it_concerns(as_user, who, places):
    body = ((0, "现将有关事项通知如下。"), (0, "目标共40间：新建35间、改建4间。"))
    paper = factories.notice(places.youth, who.drafter, body=body)
    shown = {found.anchor for found in read(as_user(who.drafter), paper).context["findings"] if "40" in found.excerpt}
    assert shown == {"block-1"}


def test_editing_link_is_for_those_who_may_edit_now(as_user, who, paper):
    factories.carry(paper, who, "check")
    assert read(as_user(who.drafter), paper).context["edit_url"] == ""
    assert read(as_user(who.reviewer), paper).context["edit_url"] == f"/admin/notices/edit/{paper.pk}/"
    factories.carry(paper, who, "sign", route=factories.PROVINCE_ROUTE[1:])
    assert read(as_user(who.secretary), paper).context["edit_url"] == ""


@pytest.mark.parametrize("reader", ["foreign_drafter", "city_secretary", "sysadmin", "auditor", "liaison"])
def test_draft_does_not_exist_for_others(as_user, who, paper, reader):
    response = read(as_user(getattr(who, reader)), paper)
    assert response.status_code == 404
    assert paper.plain_title not in text(response)


def test_recipient_reads_where_the_paper_is_signed_for(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.other_city,))
    receipt = paper.receipts.get(organisation=places.other_city)
    response = read(as_user(who.other_city_secretary), paper)
    assert (response.status_code, response["Location"]) == (302, f"/desk/incoming/{receipt.pk}/")


def test_clerk_is_led_to_numbering_unless_reading_was_asked_for(as_user, who, paper):
    factories.carry(paper, who, "register")
    browser = as_user(who.clerk)
    assert read(browser, paper)["Location"] == f"/desk/notices/{paper.pk}/number/"
    assert read(browser, paper, "?read").status_code == 200


def test_proof_is_a_pdf_for_readers_of_the_draft_only(as_user, who, paper):
    address = reverse("desk:sample", args=[paper.pk])
    response = as_user(who.drafter).get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert as_user(who.foreign_drafter).get(address).status_code == 404


def test_kept_print_is_for_readers_and_recipients_only(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    address = reverse("desk:print", args=[paper.artifacts.get().pk])
    for reader in (who.drafter, who.city_secretary):
        response = as_user(reader).get(address)
        assert (response.status_code, response.getvalue()[:5]) == (200, b"%PDF-")
        assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert as_user(who.foreign_secretary).get(address).status_code == 404
    download = as_user(who.drafter).get(address + "?download=1")
    assert download["Content-Disposition"].startswith("attachment;")
    assert download.getvalue().startswith(b"%PDF-")


def test_print_is_not_shown_to_recipients_before_the_paper_is_sent(as_user, who, paper, places):
    factories.carry(paper, who, "dispatch", recipients=(places.city,))
    address = reverse("desk:print", args=[paper.artifacts.get().pk])
    assert as_user(who.city_secretary).get(address).status_code == 404


def test_issued_paper_can_be_proposed_for_the_public_once(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    browser = as_user(who.drafter)
    address = reverse("desk:propose", args=[paper.pk])
    assert read(browser, paper).context["propose_url"] == address
    response = browser.post(address, follow=True)
    case = engine.instance_of(paper, "publish")
    assert (case.state, case.started_by) == ("approve", who.drafter)
    assert response.context["propose_url"] == ""
    assert browser.post(address).status_code == 404


def test_publishing_is_confirmed_first_and_shown_as_done_afterwards(as_user, who, paper, places):
    call_command("setup_site", verbosity=0)
    factories.carry(paper, who, "issued", recipients=(places.city,))
    as_user(who.drafter).post(reverse("desk:propose", args=[paper.pk]))
    browser = as_user(who.secretary)
    response = read(browser, paper)
    assert response.context["turn"] == "审定公开"
    confirm = browser.post(response.context["act_url"], {"transition": "publish"})
    assert "任何人都能在公众站看到" in confirm.context["will"][0]
    assert "联系人和办公电话印在正文里，也会公开。" in confirm.context["will"]
    assert engine.instance_of(paper, "publish").state == "approve"
    browser.post(confirm.context["url"], dict(confirm.context["hidden"]))
    after = read(browser, paper).context
    assert after["refused"] == ()
    assert after["published"].state == "published"


def test_proposing_is_refused_to_other_organs_and_for_closed_papers(as_user, who, paper, places):
    factories.carry(paper, who, "issued", recipients=(places.city,))
    address = reverse("desk:propose", args=[paper.pk])
    assert as_user(who.city_drafter).post(address).status_code == 404
    Notice.objects.filter(pk=paper.pk).update(openness="closed")
    assert as_user(who.drafter).post(address).status_code == 404


@pytest.mark.parametrize(("state", "reader"), [("draft", "drafter"), ("check", "reviewer"), ("sign", "secretary")])
def test_the_reading_page_stays_within_fifteen_queries_and_a_hundred_kilobytes(
    as_user, who, paper, state, reader, django_assert_max_num_queries
):
    if state != "draft":
        factories.carry(paper, who, state)
    browser = as_user(getattr(who, reader))
    read(browser, paper)
    with django_assert_max_num_queries(15):
        page = read(browser, paper)
    assert len(page.content) < 100 * 1024
    assert page.context["turn"]


def test_what_was_put_to_a_reader_is_not_due_with_the_decision(as_user, who, paper):
    case = factories.carry(paper, who, "office")
    post = who.publicity.memberships.get()
    engine.act(engine.Action(case.pk, "@circulate", who.office, params={"whom": f"m{post.pk}"}))
    assert str(read(as_user(who.office), paper).context["left"])
    context = read(as_user(who.publicity), paper).context
    assert (context["asked"], context["left"], context["due_at"]) == ("已阅", "", None)


def test_a_return_is_told_as_one_beside_the_paper(as_user, who, paper):
    case = factories.carry(paper, who, "check")
    engine.act(engine.Action(case.pk, "return", who.reviewer, opinion="请改标题。", params={"to": "draft"}))
    body = read(as_user(who.drafter), paper).content.decode()
    assert "<span>退回修改</span>" in body

import pytest
from django.urls import reverse

from documents.incoming.models import Receipt
from tests import factories


@pytest.fixture
def receipt(places, who):
    paper = factories.notice(places.youth, who.drafter)
    factories.carry(paper, who, "issued", recipients=(places.city, places.other_city))
    return paper.receipts.get(organisation=places.city)


def address(name, row):
    return reverse(f"desk:{name}", args=[row.pk])


def test_paper_waits_under_its_tab_until_it_is_signed_for(as_user, who, receipt):
    browser = as_user(who.city_clerk)
    (row,) = browser.get("/desk/incoming/").context["rows"]
    assert (row.title, row.organ_name, row.button) == (receipt.notice.plain_title, "团省委", "签收")
    browser.post(address("receipt_sign", receipt))
    assert browser.get("/desk/incoming/").context["rows"] == []
    (row,) = browser.get("/desk/incoming/?tab=open").context["rows"]
    assert (row.state_title, row.button) == ("登记", "办理")


def test_opening_the_paper_notes_the_first_time_only(as_user, who, receipt):
    browser = as_user(who.city_drafter)
    browser.get(address("receipt", receipt))
    first = Receipt.objects.get(pk=receipt.pk).opened_at
    assert first is not None
    browser.get(address("receipt", receipt))
    assert Receipt.objects.get(pk=receipt.pk).opened_at == first


def test_received_paper_is_shown_with_number_and_original_but_without_inner_opinions(as_user, who, receipt):
    response = as_user(who.city_clerk).get(address("receipt", receipt))
    body = response.content.decode()
    assert receipt.notice.number in body
    assert response.context["pdf_url"].startswith("/desk/prints/")
    assert "顾知白" not in body


def test_second_signature_is_told_who_was_first(as_user, who, receipt):
    as_user(who.city_clerk).post(address("receipt_sign", receipt))
    response = as_user(who.city_drafter).post(address("receipt_sign", receipt), follow=True)
    (message,) = response.context["messages"]
    assert str(message).startswith("丁小满 已于 ")
    assert Receipt.objects.get(pk=receipt.pk).signed_by == who.city_clerk


def test_sending_back_needs_a_reason_and_keeps_what_was_typed(as_user, who, receipt):
    browser = as_user(who.city_clerk)
    response = browser.post(address("receipt_return", receipt), {"reason": "错"})
    assert response.status_code == 409
    assert ">错</textarea>" in response.content.decode()
    browser.post(address("receipt_return", receipt), {"reason": "主送单位写错，不是发给我市的"})
    fresh = Receipt.objects.get(pk=receipt.pk)
    assert (fresh.status, fresh.reason) == ("returned", "主送单位写错，不是发给我市的")
    (row,) = browser.get("/desk/incoming/?tab=returned").context["rows"]
    assert row.state_title == "已退文"


@pytest.mark.parametrize("reader", ["county_secretary", "foreign_drafter", "other_city_secretary", "sysadmin"])
def test_receipt_of_another_organ_does_not_exist(as_user, who, receipt, reader):
    browser = as_user(getattr(who, reader))
    assert browser.get(address("receipt", receipt)).status_code == 404
    assert browser.post(address("receipt_sign", receipt)).status_code == 404
    assert browser.post(address("receipt_return", receipt), {"reason": "发错了单位"}).status_code == 404
    assert Receipt.objects.get(pk=receipt.pk).status == "waiting"


def test_unknown_tab_is_the_first(as_user, who, receipt):
    assert as_user(who.city_clerk).get("/desk/incoming/?tab=x").context["tab"] == "waiting"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_row_and_three(as_user, who, places, rows, django_assert_num_queries):
    for number in range(rows):
        paper = factories.notice(places.youth, who.drafter, title=f"关于第{number}件事的通知")
        factories.carry(paper, who, "issued", recipients=(places.city,))
    browser = as_user(who.city_clerk)
    with django_assert_num_queries(6):
        browser.get("/desk/incoming/")


def test_requirement_for_ones_own_level_stands_first_and_nobody_elses(as_user, who, places):
    paper = factories.draft(places.youth, who.drafter)
    paper.body = paper._meta.get_field("body").to_python(
        [
            {"type": "duty", "value": {"who": "各市团委", "levels": ["city"], "text": "12月1日前汇总上报。"}},
            {"type": "duty", "value": {"who": "各乡镇团委", "levels": ["township"], "text": "每周开放两次。"}},
        ]
    )
    paper.save()
    factories.engine.start(paper, "issue", actor=who.drafter)
    factories.carry(paper, who, "issued", recipients=(places.city,))
    response = as_user(who.city_clerk).get(address("receipt", paper.receipts.get()))
    assert [duty.text for duty in response.context["duties"]] == ["各市团委：12月1日前汇总上报。"]
    body = response.content.decode()
    assert body.index("对您单位的要求") < body.index('class="paper')


def test_cited_paper_is_a_link_only_for_those_who_may_read_it(as_user, who, places):
    cited = factories.notice(places.youth, who.drafter, title="关于先行试点的通知")
    factories.carry(cited, who, "issued", recipients=(places.city,))
    cited.refresh_from_db()
    paper = factories.draft(places.youth, who.drafter)
    papers = [{"type": "item", "id": "1", "value": {"title": cited.title, "number": cited.number}}]
    paper.body = paper._meta.get_field("body").to_python(
        [{"type": "basis", "value": {"lead": "根据", "papers": papers, "rest": "，通知如下。"}}]
    )
    paper.save()
    factories.engine.start(paper, "issue", actor=who.drafter)
    factories.carry(paper, who, "issued", recipients=(places.city, places.other_city))
    city = as_user(who.city_clerk).get(address("receipt", paper.receipts.get(organisation=places.city)))
    assert address("receipt", cited.receipts.get()) in [fact.url for fact in city.context["facts"]]
    other = as_user(who.other_city_secretary).get(
        address("receipt", paper.receipts.get(organisation=places.other_city))
    )
    assert cited.number in other.content.decode()
    assert "" in [fact.url for fact in other.context["facts"] if cited.number in str(fact.value)]
    own = as_user(who.drafter).get(paper.get_absolute_url())
    assert cited.get_absolute_url() in [fact.url for fact in own.context["facts"]]

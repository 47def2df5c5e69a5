"""收文 on the desk: dealing with a paper, 来文登记, 收文登记簿, 文件处理笺, 生成稿."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.incoming import forwarding, handling
from documents.incoming.models import Incoming
from documents.notices.models import Notice
from tests import factories
from tests.documents.incoming.making import act, issued, key_of, outside, signed
from workflows import engine

OUTSIDE = {
    "sender": "曦原省教育厅",
    "number": "曦教函〔2026〕7号",
    "title": "关于做好校园安全工作的函",
    "kind": "函",
    "copies": "1",
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def posted(row, user, transition, **fields):
    case = handling.case_of(row)
    offer = next(one for one in engine.offers(user, case) if one.transition == transition)
    return {"transition": transition, f"token.{transition}": offer.token, **fields}


def test_signing_leads_to_the_paper_and_two_presses_end_it(as_user, places, who):
    receipt = issued(places, who, places.township).receipts.get()
    browser = as_user(who.township_secretary)
    browser.post(f"/desk/incoming/{receipt.pk}/sign/")
    row = Incoming.objects.get()
    response = browser.get(f"/desk/incoming/{receipt.pk}/", follow=True)
    assert response.redirect_chain == [(f"/desk/received/{row.pk}/", 302)]
    assert [offer.title for offer in response.context["buttons"] if offer.style == "primary"] == ["送批示"]
    browser.post(f"/desk/received/{row.pk}/act/", posted(row, who.township_secretary, "settle"))
    (line,) = browser.get("/desk/incoming/?tab=closed").context["rows"]
    assert (line.state_title, line.number) == ("已办结", "收〔2026〕1号")


def test_arrangement_is_kept_together_with_the_step(as_user, places, who):
    row = outside(places.county, who.county_drafter)
    key = key_of(places.county, "孟云舒")
    fields = posted(row, who.county_drafter, "intake_pass", arranged="yes", leads=[key], opinion="拟请书记阅示。")
    as_user(who.county_drafter).post(f"/desk/received/{row.pk}/act/", fields)
    assert handling.case_of(row).state == "instruct"
    assert [str(one) for one in row.assignments.all()] == ["孟云舒"]


def test_refused_arrangement_keeps_ticks_and_words_and_moves_nothing(as_user, places, who):
    row = outside(places.county, who.county_drafter)
    key = key_of(places.county, "孟云舒")
    fields = posted(row, who.county_drafter, "intake_pass", arranged="yes", supports=[key], opinion="拟请书记阅示。")
    response = as_user(who.county_drafter).post(f"/desk/received/{row.pk}/act/", fields)
    body = response.content.decode()
    assert response.status_code == 422
    assert "有协办就要有主办" in body
    assert "拟请书记阅示。</textarea>" in body
    assert f'name="supports" value="{key}" checked' in body
    assert (handling.case_of(row).state, row.assignments.count()) == ("intake", 0)


def test_paper_from_outside_is_entered_with_its_scan(as_user, places, who):
    browser = as_user(who.county_drafter)
    scan = SimpleUploadedFile("来函.pdf", PDF, "application/pdf")
    response = browser.post("/desk/incoming/new/", {**OUTSIDE, "scans": [scan]}, follow=True)
    (row,) = Incoming.objects.all()
    assert (row.organ, row.kind, [one.name for one in handling.files(row)]) == (places.county, "函", ["来函.pdf"])
    assert "收文号收〔2026〕1号" in str(next(iter(response.context["messages"])))


def test_second_entry_of_the_same_paper_is_warned_and_possible(as_user, places, who):
    browser = as_user(who.county_drafter)
    browser.post("/desk/incoming/new/", OUTSIDE)
    response = browser.post("/desk/incoming/new/", {**OUTSIDE, "number": "曦教函[2026]7号"})
    body = response.content.decode()
    assert (response.status_code, Incoming.objects.count()) == (422, 1)
    assert "已经登记过" in body
    assert 'type="checkbox" name="again"' in body
    browser.post("/desk/incoming/new/", {**OUTSIDE, "again": "on"})
    assert [row.n for row in Incoming.objects.order_by("pk")] == [1, 2]


def test_bad_entry_loses_nothing(as_user, who, places):
    response = as_user(who.county_drafter).post("/desk/incoming/new/", {**OUTSIDE, "title": "", "copies": "0"})
    body = response.content.decode()
    assert (response.status_code, Incoming.objects.count()) == (422, 0)
    assert "请填写标题。" in body
    assert "份数至少是1。" in body
    assert "曦教函〔2026〕7号" in body


@pytest.mark.parametrize("stranger", ["liaison", "sysadmin", "auditor"])
def test_nobody_without_an_organ_of_the_league_enters_papers(as_user, who, places, stranger):
    assert as_user(getattr(who, stranger)).post("/desk/incoming/new/", OUTSIDE).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/desk/incoming/?tab=open", "/desk/incoming/book/", "/desk/incoming/book/export/"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    as_user, who, places, rows, address, django_assert_max_num_queries
):
    for n in range(rows):
        outside(places.county, who.county_drafter, number=f"曦教函〔2026〕{n + 1}号")
    browser = as_user(who.county_drafter)
    with django_assert_max_num_queries(13) as counted:
        browser.get(address)
    assert len(counted) == QUERIES[address]


QUERIES = {"/desk/incoming/?tab=open": 8, "/desk/incoming/book/": 11, "/desk/incoming/book/export/": 8}
"""One of them asks which organs were merged into the own ones: their books are read here too."""


def test_book_shows_own_papers_only_and_prints(as_user, who, places):
    outside(places.county, who.county_drafter)
    outside(places.sister, who.sister_drafter, title="关于别县的函")
    browser = as_user(who.county_drafter)
    body = browser.get("/desk/incoming/book/").content.decode()
    assert "收〔2026〕1号" in body
    assert "关于别县的函" not in body
    assert browser.get("/desk/incoming/book/print/")["Content-Type"] == "application/pdf"
    assert as_user(who.auditor).get("/desk/incoming/book/").context["rows"] == []


def test_slip_is_for_the_readers_of_the_paper(as_user, who, places):
    row = outside(places.county, who.county_drafter)
    assert as_user(who.county_secretary).get(f"/desk/received/{row.pk}/slip.pdf").content.startswith(b"%PDF")
    assert as_user(who.foreign_drafter).get(f"/desk/received/{row.pk}/slip.pdf").status_code == 404


def test_drafter_makes_an_own_paper_and_lands_in_the_editor(as_user, who, places):
    row = signed(issued(places, who, places.county), places.county, who.county_drafter)
    browser = as_user(who.county_drafter)
    page = browser.get(f"/desk/received/{row.pk}/compose/?mode=own")
    assert page.context["draft"].recipients == "各乡镇（街道）团委"
    response = browser.post(f"/desk/received/{row.pk}/compose/", {"mode": "own"})
    child = Notice.objects.get(parent=row.receipt.notice)
    assert response["Location"] == f"/admin/notices/edit/{child.pk}/" or str(child.pk) in response["Location"]
    browser.post(f"/desk/received/{row.pk}/compose/", {"mode": "own"})
    assert Notice.objects.filter(parent=row.receipt.notice).count() == 1


@pytest.mark.parametrize("reader", ["foreign_drafter", "county_secretary", "drafter"])
def test_others_make_no_paper_of_it(as_user, who, places, reader):
    row = signed(issued(places, who, places.county), places.county, who.county_drafter)
    browser = as_user(getattr(who, reader))
    assert browser.get(f"/desk/received/{row.pk}/compose/").status_code == 404
    assert browser.post(f"/desk/received/{row.pk}/compose/", {"mode": "own"}).status_code == 404
    assert not Notice.objects.filter(parent=row.receipt.notice).exists()


def test_received_page_offers_withdrawal_of_the_last_step(as_user, who, places):
    row = outside(places.county, who.county_drafter)
    act(row, "intake_pass", who.county_drafter, "拟请书记阅示。")
    case = act(row, "withdraw", who.county_drafter)
    assert case.state == "intake"


def test_instruction_without_words_is_asked_for_as_an_opinion(as_user, places, who):
    row = outside(places.county, who.county_drafter)
    act(row, "intake_pass", who.county_drafter, "拟请书记阅示。")
    page = as_user(who.county_secretary).get(f"/desk/received/{row.pk}/")
    assert page.context["must_say"]
    with pytest.raises(engine.Refused) as refused:
        act(row, "instruct_pass", who.county_secretary, "")
    assert refused.value.reasons == ["请写“批示”的意见。"]


def test_department_reads_the_paper_on_which_its_draft_rests(as_user, who, places):
    helper = factories.holder("贺新晨", factories.department("青年部", places.city), "drafter")
    row = signed(issued(places, who), places.city, who.city_clerk)
    draft = forwarding.compose(row, forwarding.Mode.FORWARD, user=helper)
    browser = as_user(helper)
    facts = browser.get(draft.get_absolute_url()).context["facts"]
    (basis,) = [fact for fact in facts if fact.label == "依据"]
    assert basis.url == row.get_absolute_url()
    assert browser.get(basis.url).status_code == 200

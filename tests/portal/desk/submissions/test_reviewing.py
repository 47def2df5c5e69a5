"""审核: reading, remarking, deciding; the sheet and the sealed scan."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.submissions import drafting, finishing, returning
from documents.submissions.models import Remark, Supplement
from tests.documents.submissions import making
from tests.documents.submissions.making import act, case_of
from workflows import engine


@pytest.fixture
def paper(pilot, places, who):
    return making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)


def fields(page):
    return {field["label"]: field for section in page.context["sections"] for field in section["fields"]}


def token(page, transition):
    return next(offer.token for offer in page.context["offers"] if offer.transition == transition)


def test_the_reviewer_reads_answers_opinions_and_what_can_be_done(as_user, who, paper):
    page = as_user(who.city_drafter).get(paper.get_absolute_url())
    body = page.content.decode()
    assert ("现在轮到您" in body, "同意报送。" in body, fields(page)["农村留守儿童"]["value"]) == (True, True, "896人")
    assert {offer.title for offer in page.context["offers"]} >= {"推荐上报", "暂不推荐", "退回修改"}
    assert page.context["quota"] == "本市可推荐1个，已推荐0个。"
    assert [file.name for file in fields(page)["盖章扫描件"]["files"]] == ["盖章件.pdf"]


def test_personal_answers_are_open_to_the_handler_and_masked_to_other_viewers(as_user, who, paper):
    phone = who.county_drafter.phone

    def shown(person):
        page = as_user(person).get(f"{paper.get_absolute_url()}?read=1")
        return fields(page)["联系电话"]["value"], fields(page)["填报人"]["value"], phone in page.content.decode()

    assert shown(who.city_drafter) == (phone, "唐小禾", True)
    assert shown(who.county_drafter) == (phone, "唐小禾", True)
    assert shown(who.city_clerk) == (f"{phone[:4].replace('-', '')[:3]}****{phone[-4:]}", "唐某某", False)


def test_a_foreign_county_and_an_administrator_find_nothing(as_user, who, paper):
    for person in (who.foreign_drafter, who.sister_secretary, who.other_city_secretary, who.sysadmin):
        for url in (paper.get_absolute_url(), reverse("desk:submission_sheet", args=[paper.pk])):
            assert as_user(person).get(url).status_code == 404


def test_remarks_go_out_with_the_return_and_stand_at_their_fields(as_user, who, paper):
    browser = as_user(who.city_drafter)
    page = browser.get(paper.get_absolute_url())
    browser.post(
        reverse("desk:submission_act", args=[paper.pk]),
        {
            "transition": "return",
            "token.return": token(page, "return"),
            "opinion.return": "数据与上次相差较大，请说明。",
            "chosen.return": "draft",
            "remark.children": "与教育局的数不同",
            "request_key": "k",
        },
    )
    assert case_of(paper).state == "draft"
    filling = as_user(who.county_drafter).get(reverse("desk:fill_section", args=[paper.pk, "analysis"]))
    body = filling.content.decode()
    assert ("团澈湖市委批注：与教育局的数不同" in body, "数据与上次相差较大，请说明。" in body) == (True, True)


def test_a_refused_act_loses_neither_opinion_nor_remark(as_user, who, paper):
    browser = as_user(who.city_drafter)
    page = browser.get(paper.get_absolute_url())
    answer = browser.post(
        reverse("desk:submission_act", args=[paper.pk]),
        {
            "transition": "return",
            "token.return": token(page, "return"),
            "remark.children": "核对",
            "opinion.return": "",
            "request_key": "k",
        },
        follow=True,
    )
    body = answer.content.decode()
    assert (case_of(paper).state, "没有办成" in body, "核对" in body, Remark.objects.count()) == ("city", True, True, 1)


def test_nobody_remarks_who_may_not_send_back(as_user, who, paper):
    as_user(who.county_drafter).post(
        reverse("desk:submission_act", args=[paper.pk]), {"transition": "return", "remark.children": "我也来写"}
    )
    assert (Remark.objects.count(), case_of(paper).state) == (0, "city")


def test_two_reviewers_at_once_decide_once(as_user, who, paper):
    pages = {person: as_user(person).get(paper.get_absolute_url()) for person in (who.city_drafter, who.city_deputy)}
    for person, page in pages.items():
        as_user(person).post(
            reverse("desk:submission_act", args=[paper.pk]),
            {
                "transition": "recommend",
                "token.recommend": token(page, "recommend"),
                "opinion": "同意。",
                "request_key": person.username,
            },
        )
    assert [row.verb for row in engine.history(case_of(paper))].count("推荐上报") == 1


def test_the_next_reading_marks_what_changed(as_user, who, paper):
    act(paper, "return", who.city_drafter, "人数不一。", to="draft")
    drafting.save_draft(paper, who.county_drafter, {"children": "900", "children_middle": "190"})
    finishing.finish(paper, actor=who.county_drafter)
    act(paper, "submit", who.county_drafter)
    paper.refresh_from_db()
    page = as_user(who.county_secretary).get(paper.get_absolute_url())
    changed = {label: field["before"] for label, field in fields(page).items() if field["changed"]}
    assert changed == {"农村留守儿童": "896人", "其中：初中及以上": "186人"}
    assert [tab.title for tab in page.context["versions"]] == ["第2稿", "第1稿"]
    first = as_user(who.county_secretary).get(f"{paper.get_absolute_url()}?v=1")
    assert (fields(first)["农村留守儿童"]["value"], first.context["can_remark"]) == ("896人", False)


def sent_again(paper, who, **answers):
    """Returned by the city, changed, and sent anew; the head has not agreed yet."""
    act(paper, "return", who.city_drafter, "人数不一。", to="draft")
    drafting.save_draft(paper, who.county_drafter, answers)
    finishing.finish(paper, actor=who.county_drafter)
    act(paper, "submit", who.county_drafter)
    paper.refresh_from_db()


def test_an_earlier_version_stands_beside_the_one_before_it(as_user, who, paper):
    for children in ("900", "904"):
        sent_again(paper, who, children=children, children_middle=str(int(children) - 710))
        making.sealed(paper, who.county_drafter)
        act(paper, "agree", who.county_secretary, "同意报送。")
    browser, shown = as_user(who.city_drafter), {}
    for asked in ("", "3", "2", "1", "0", "x"):
        page = browser.get(f"{paper.get_absolute_url()}?v={asked}")
        field = fields(page)["农村留守儿童"]
        shown[asked] = (field["value"], field["before"], [tab.title for tab in page.context["versions"] if tab.current])
    newest = ("904人", "900人", ["第3稿"])
    assert shown == {
        "": newest,
        "3": newest,
        "2": ("900人", "896人", ["第2稿"]),
        "1": ("896人", "", ["第1稿"]),
        "0": newest,
        "x": newest,
    }


@pytest.mark.parametrize("reader", ["county_secretary", "county_drafter", "city_drafter"])
def test_the_reading_page_asks_the_same_for_one_remark_and_scan_and_for_three(
    as_user, who, paper, reader, django_assert_max_num_queries
):
    sent_again(paper, who, children="900", children_middle="190")
    browser, address, counted = as_user(getattr(who, reader)), f"{paper.get_absolute_url()}?read=1", []
    for keys in (("children",), ("villages", "teams")):
        returning.write_remarks(paper, dict.fromkeys(keys, "请核对"), actor=who.city_drafter, organ=paper.organ)
        for _key in keys:
            making.sealed(paper, who.county_drafter)
        for _view in ("first", "again"):
            with django_assert_max_num_queries(15) as found:
                page = browser.get(address)
        assert len(page.content) < 100 * 1024
        counted.append(len(found))
    assert counted[0] == counted[1]
    assert len(fields(page)["盖章扫描件"]["files"]) == 3


def test_the_reading_page_of_the_reviewer_takes_fifteen_queries(as_user, who, paper, django_assert_max_num_queries):
    returning.write_remarks(paper, {"children": "请核对"}, actor=who.city_drafter, organ=paper.organ)
    sent_again(paper, who, children="900", children_middle="190")
    making.sealed(paper, who.county_drafter)
    act(paper, "agree", who.county_secretary, "同意报送。")
    address, readers = f"{paper.get_absolute_url()}?read=1", (who.city_drafter, who.county_drafter, who.city_clerk)
    for _view in ("first", "again"):
        for person in readers:
            browser = as_user(person)
            with django_assert_max_num_queries(15):
                browser.get(address)
    returning.write_remarks(paper, {"children": "请核对"}, actor=who.city_drafter, organ=paper.organ)
    for person in readers:
        browser = as_user(person)
        with django_assert_max_num_queries(15):
            assert browser.get(address).status_code == 200


def test_fifteen_queries_suffice_where_own_remarks_wait_and_for_an_earlier_version(
    as_user, who, paper, django_assert_max_num_queries
):
    """The paper was sent again, went up to the 书记, and came back to the reviewer, whose remarks on it are there still."""
    sent_again(paper, who, children="900", children_middle="190")
    making.sealed(paper, who.county_drafter)
    act(paper, "agree", who.county_secretary, "同意报送。")
    returning.write_remarks(paper, {"children": "请核对"}, actor=who.city_drafter, organ=paper.organ)

    def read(reader, address):
        browser = as_user(reader)
        for _view in ("first", "again"):
            with django_assert_max_num_queries(15):
                assert browser.get(address).status_code == 200

    for query in ("", "?v=1"):
        read(who.city_drafter, f"{paper.get_absolute_url()}{query}")
    act(paper, "recommend", who.city_drafter, "材料齐全。")
    returning.write_remarks(paper, {"children": "请核对"}, actor=who.city_secretary, organ=paper.organ)
    for reader in (who.city_secretary, who.county_drafter):
        read(reader, f"{paper.get_absolute_url()}?read=1")
    act(paper, "return", who.city_secretary, "请再改。", to="draft")
    read(who.county_drafter, f"{paper.get_absolute_url()}?read=1")


def test_the_sheet_is_a_pdf_for_those_who_may_read(as_user, who, paper):
    answer = as_user(who.county_drafter).get(reverse("desk:submission_sheet", args=[paper.pk]))
    assert (answer["Content-Type"], answer.content[:5], answer["X-Content-Type-Options"]) == (
        "application/pdf",
        b"%PDF-",
        "nosniff",
    )


def test_there_is_no_sheet_before_the_first_version(as_user, who, places, pilot):
    paper = making.begun(pilot, places.sister, who.sister_drafter)
    assert as_user(who.sister_drafter).get(reverse("desk:submission_sheet", args=[paper.pk])).status_code == 404


@pytest.fixture
def unsealed(pilot, places, who):
    return making.sent(pilot, places.sister, who.sister_drafter)


def scan(name="盖章.pdf", data=b"%PDF-1.7 sealed"):
    return SimpleUploadedFile(name, data)


def test_the_reading_page_leads_to_the_missing_scan(as_user, who, unsealed):
    page = as_user(who.sister_secretary).get(unsealed.get_absolute_url())
    fact = next(fact for fact in page.context["facts"] if fact.label == "盖章扫描件")
    assert (fact.value, fact.url) == ("还没有上传，去上传", reverse("desk:supplement", args=[unsealed.pk, "seal"]))
    refused = next(offer for offer in page.context["offers"] if offer.transition == "agree")
    assert refused.reasons == ["还缺“盖章扫描件”：请打印申报表，签字盖章后扫描或拍照上传。"]


def test_the_sealed_scan_is_uploaded_with_and_without_a_script(as_user, who, unsealed):
    browser, url = as_user(who.sister_drafter), reverse("desk:supplement", args=[unsealed.pk, "seal"])
    assert browser.get(url).status_code == 200
    assert browser.post(f"{url}upload/", {"seal": scan("第一页.pdf")}).json()["name"] == "第一页.pdf"
    assert browser.post(url, {"seal": [scan("第二页.pdf"), scan("第三页.pdf")]}).status_code == 302
    assert [row.upload.name for row in Supplement.objects.order_by("pk")] == ["第一页.pdf", "第二页.pdf", "第三页.pdf"]
    assert "第三页.pdf" in browser.get(url).content.decode()


def test_an_unfit_scan_is_refused_with_a_sentence(as_user, who, unsealed):
    browser, url = as_user(who.sister_drafter), reverse("desk:supplement", args=[unsealed.pk, "seal"])
    page = browser.post(url, {"seal": scan("盖章.exe", b"MZ")})
    assert (page.status_code, "“盖章.exe”不是可以接收的文件" in page.content.decode()) == (422, True)
    assert browser.post(f"{url}upload/", {"seal": scan("盖章.exe", b"MZ")}).status_code == 422
    assert browser.post(f"{url}upload/").status_code == 400


def test_a_scan_is_taken_back_before_the_unit_agrees(as_user, who, unsealed, paper):
    row = making.sealed(unsealed, who.sister_drafter)
    as_user(who.sister_drafter).post(reverse("desk:supplement_remove", args=[unsealed.pk, "seal"]), {"file": row.pk})
    row.refresh_from_db()
    assert row.removed_at is not None
    late = Supplement.objects.get(submission=paper)
    answer = as_user(who.county_drafter).post(
        reverse("desk:supplement_remove", args=[paper.pk, "seal"]), {"file": late.pk}, follow=True
    )
    late.refresh_from_db()
    assert (late.removed_at, "盖章件不能再换" in answer.content.decode()) == (None, True)


def test_only_the_unit_hands_in_its_scan(as_user, who, unsealed):
    url = reverse("desk:supplement", args=[unsealed.pk, "seal"])
    for person in (who.county_drafter, who.city_drafter, who.foreign_drafter, who.sysadmin):
        for address in (url, f"{url}upload/", f"{url}remove/"):
            assert as_user(person).post(address, {"seal": scan(), "file": "1"}).status_code == 404
    assert as_user(who.sister_drafter).get(reverse("desk:supplement", args=[unsealed.pk, "nothing"])).status_code == 404
    assert Supplement.objects.count() == 0

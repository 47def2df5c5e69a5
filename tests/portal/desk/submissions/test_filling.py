"""填报: what is typed is kept, what is wrong is told, what is missing is listed."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.files.models import Upload
from documents.submissions import drafting, returning
from documents.submissions.models import AnswerVersion, Draft
from portal.desk.views.filling import fillable
from tests.documents.submissions import making
from tests.documents.submissions.making import case_of
from tests.factories import holder


@pytest.fixture
def paper(pilot, places, who):
    return making.begun(pilot, places.county, who.county_drafter)


@pytest.fixture
def browser(as_user, who):
    return as_user(who.county_drafter)


def section(paper, key, name="fill_section"):
    return reverse(f"desk:{name}", args=[paper.pk, key])


def kept(paper, user):
    return Draft.objects.get(submission=paper, editor=user).answers


def picture(name="小屋.jpg"):
    file = making.picture(name)
    return SimpleUploadedFile(name, file.read())


def test_filling_begins_where_something_is_missing(browser, paper):
    assert browser.get(f"/desk/submissions/{paper.pk}/", follow=True).redirect_chain[-1][0] == section(
        paper, "analysis"
    )


def test_a_section_is_prefilled_and_tells_what_is_missing(browser, paper, who):
    page = browser.get(section(paper, "unit"))
    assert ("共青团鹭汀县委" in page.content.decode(), who.county_drafter.phone in page.content.decode()) == (
        True,
        True,
    )
    assert [(row["title"], row["state"], row["missing"]) for row in page.context["sections"]][:2] == [
        ("单位信息", "done", 0),
        ("情况分析报告", "open", 7),
    ]


def test_wrong_answers_stay_as_typed_with_their_error(browser, paper, who):
    page = browser.post(section(paper, "analysis"), {"villages": "许多", "children": "896", "go": "next"})
    body = page.content.decode()
    assert (page.status_code, 'value="许多"' in body, "“行政村（社区）”要填数字，现在是“许多”。" in body) == (
        422,
        True,
        True,
    )
    assert (kept(paper, who.county_drafter)["villages"], kept(paper, who.county_drafter)["children"]) == ("许多", "896")
    assert "许多" in browser.get(section(paper, "analysis")).content.decode()


def test_going_on_leads_from_section_to_section_and_then_to_the_last_look(browser, paper):
    def go(key, where):
        return browser.post(section(paper, key), {"go": where})["Location"]

    assert [go("unit", "next"), go("unit", "previous"), go("analysis", "save"), go("analysis", "previous")] == [
        section(paper, "analysis"),
        section(paper, "unit"),
        section(paper, "analysis"),
        section(paper, "unit"),
    ]
    assert [go("plan", "next"), go("analysis", "submit")] == [reverse("desk:submit", args=[paper.pk])] * 2


def test_the_seal_is_not_asked_for_before_the_sending(browser, paper):
    assert "盖章" not in [row["title"] for row in browser.get(section(paper, "plan")).context["sections"]]
    assert browser.get(section(paper, "sealed")).status_code == 404


def test_autosave_keeps_half_a_sentence_and_says_when(browser, paper, who):
    answer = browser.post(section(paper, "analysis", "autosave"), {"analysis_text": "大多由祖"})
    assert (answer.status_code, len(answer.json()["saved_at"])) == (200, 5)
    assert kept(paper, who.county_drafter)["analysis_text"] == "大多由祖"


def test_autosave_of_two_pages_tells_the_second(browser, paper, who):
    url = section(paper, "analysis", "autosave")
    browser.post(url, {"children": "200", "page": "second.0"})
    answer = browser.post(url, {"children": "300", "page": "first.0"})
    assert "“农村留守儿童”在另一个页面改成过“200”" in answer.json()["saved_at"]


def test_files_go_up_one_by_one_and_come_down_again(browser, paper, who):
    url = reverse("desk:fill_upload", args=[paper.pk, "experience", "work_photos"])
    answer = browser.post(url, {"work_photos": picture()})
    told = answer.json()
    assert (answer.status_code, told["name"], kept(paper, who.county_drafter)["work_photos"]) == (
        201,
        "小屋.jpg",
        [told["id"]],
    )
    assert "小屋.jpg" in browser.get(section(paper, "experience")).content.decode()
    remove = reverse("desk:fill_remove", args=[paper.pk, "experience", "work_photos"])
    browser.post(remove, {"file": told["id"], "teams": "7"})
    answers = kept(paper, who.county_drafter)
    assert (answers["work_photos"], answers["teams"], Upload.objects.count()) == ([], "7", 0)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("照片.jpg", b"#!/bin/sh", "不是可以接收的文件"),
        ("照片.svg", b"<svg/>", "不是可以接收的文件"),
        ("空.jpg", b"", "是空文件"),
    ],
)
def test_an_unfit_file_is_refused_with_a_sentence(browser, paper, name, data, message):
    url = reverse("desk:fill_upload", args=[paper.pk, "experience", "work_photos"])
    answer = browser.post(url, {"work_photos": SimpleUploadedFile(name, data)})
    assert (answer.status_code, message in answer.json()["error"], Upload.objects.count()) == (422, True, 0)


def test_an_upload_without_a_file_is_told(browser, paper):
    assert browser.post(reverse("desk:fill_upload", args=[paper.pk, "experience", "work_photos"])).status_code == 400


def test_files_also_arrive_with_the_form_itself(browser, paper, who):
    page = browser.post(
        section(paper, "experience"), {"teams": "7", "go": "save", "work_photos": [picture("a.jpg"), picture("b.jpg")]}
    )
    assert (page.status_code, len(kept(paper, who.county_drafter)["work_photos"])) == (302, 2)
    refused = browser.post(
        section(paper, "experience"), {"teams": "8", "go": "save", "work_photos": SimpleUploadedFile("c.jpg", b"no")}
    )
    assert (refused.status_code, "“c.jpg”不是可以接收的文件" in refused.content.decode()) == (422, True)
    assert kept(paper, who.county_drafter)["teams"] == "8"


def test_sending_an_unfinished_paper_lists_what_is_missing(browser, paper):
    page = browser.post(reverse("desk:submit", args=[paper.pk]))
    assert (page.status_code, len(page.context["problems"]), AnswerVersion.objects.count()) == (422, 24, 0)
    assert page.context["problems"][0]["message"] == "“行政村（社区）”还没有填。"
    assert case_of(paper).state == "draft"


def test_sending_a_whole_paper_freezes_it_and_asks_for_the_seal(browser, pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    page = browser.get(reverse("desk:submit", args=[paper.pk]))
    assert ("该填的都填了" in page.content.decode(), page.context["problems"]) == (True, [])
    answer = browser.post(
        reverse("desk:submit", args=[paper.pk]), {"request_key": page.context["request_key"]}, follow=True
    )
    assert (case_of(paper).state, paper.versions.count()) == ("agree", 1)
    assert "下一步：打印申报表，负责人签字、盖章，再上传扫描件。" in answer.content.decode()


def test_a_second_press_sends_nothing_twice(browser, pilot, places, who):
    paper = making.filled(pilot, places.county, who.county_drafter)
    url = reverse("desk:submit", args=[paper.pk])
    assert [browser.post(url, {"request_key": "k"}).status_code for _time in range(2)] == [302, 404]
    assert paper.versions.count() == 1


def test_a_colleague_sees_what_the_other_typed_and_takes_it_over(as_user, paper, places, who):
    colleague = holder("贺春生", places.county, "reporter")
    drafting.save_draft(paper, who.county_drafter, {"children": "896"})
    drafting.save_draft(paper, colleague, {"rooms": "5"})
    browser = as_user(who.county_drafter)
    (other,) = browser.get(reverse("desk:submit", args=[paper.pk])).context["others"]
    assert (other["name"], other["conflicts"]) == ("贺春生", 0)
    browser.post(reverse("desk:merge", args=[paper.pk]), {"draft": other["pk"]})
    assert kept(paper, who.county_drafter)["rooms"] == "5"


def test_two_different_writings_are_shown_to_choose_from(as_user, paper, places, who):
    colleague = holder("贺春生", places.county, "reporter")
    drafting.open_draft(paper, colleague)
    drafting.save_draft(paper, who.county_drafter, {"rooms": "7"})
    drafting.save_draft(paper, colleague, {"rooms": "5"})
    theirs = Draft.objects.get(editor=colleague)
    browser, url = as_user(who.county_drafter), reverse("desk:merge", args=[paper.pk])
    page = browser.post(url, {"draft": theirs.pk})
    assert (page.status_code, [(row["mine"], row["theirs"]) for row in page.context["conflicts"]]) == (
        409,
        [("7间", "5间")],
    )
    browser.post(url, {"draft": theirs.pk, "choose.rooms": "theirs"})
    assert kept(paper, who.county_drafter)["rooms"] == "5"


@pytest.fixture(params=["begun", "returned"])
def stage(request, pilot, places, who):
    """A paper that is filled in, for the first time or once more with remarks to answer, and the addresses of its pages."""
    if request.param == "begun":
        paper = making.begun(pilot, places.county, who.county_drafter)
    else:
        paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
        remarks = {"children": "请核对", "plan_goals": "请写具体"}
        returning.write_remarks(paper, remarks, actor=who.city_drafter, organ=places.city)
        making.act(paper, "return", who.city_drafter, "请改。", to="draft")
    sections = [section(paper, one.key) for one in fillable(pilot.form_version.parsed)]
    return [*(reverse(f"desk:{name}", args=[paper.pk]) for name in ("fill", "submit")), *sections]


def test_every_page_of_filling_in_stays_within_fifteen_queries(stage, browser, django_assert_max_num_queries):
    for address in stage:
        for _view in ("first", "again"):
            with django_assert_max_num_queries(15):
                assert browser.get(address).status_code in {200, 302}


def test_whoever_may_only_read_is_led_to_reading(as_user, pilot, places, who):
    paper = making.sent(pilot, places.county, who.county_drafter)
    browser = as_user(who.county_drafter)
    assert browser.get(reverse("desk:fill", args=[paper.pk]))["Location"] == f"/desk/submissions/{paper.pk}/?read=1"
    assert browser.post(section(paper, "analysis"), {"children": "1"}).status_code == 404
    assert json.dumps(paper.versions.get().answers["children"]) == "896"

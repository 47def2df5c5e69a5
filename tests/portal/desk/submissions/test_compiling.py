"""汇总 on the desk: the table and its sums, the press, the word for a changed figure, 零报送; for those whose it is."""

import io
import zipfile
from datetime import date

import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from documents.submissions.drafting import open_draft
from documents.submissions.models import Addressee, Call, Compilation, Remark, Submission
from tests import factories
from tests.documents.submissions import making
from tests.documents.submissions.making import act, case_of

FIGURES = {"sessions": "16", "companions": "210", "volunteers": "12", "pairs": "28", "rooms": "2", "period": "11月"}


def url(call, name="call_totals"):
    return reverse(f"desk:{name}", args=[call.pk])


def nothing_url(call, organ):
    return reverse("desk:call_nothing", args=[call.pk, Addressee.objects.get(call=call, organ=organ).pk])


@pytest.fixture
def summary(places, who):
    """活动总结 of the city, added up by its counties."""
    return making.call("summary", places.city, who.city_drafter, lead_days=3)


@pytest.fixture
def neighbour(places):
    return factories.holder("陆笛声", places.other_township, "secretary", "reporter")


@pytest.fixture
def counted(summary, places, who, neighbour):
    """Two townships that count."""
    making.passed(summary, places.other_township, neighbour, who.county_drafter, sessions="9")
    making.passed(summary, places.township, who.township_secretary, who.county_drafter, sessions="7")
    return summary


@pytest.fixture
def report(as_user, who, places, counted):
    """The county's own report, just added up."""
    as_user(who.county_drafter).post(url(counted, "call_compile"))
    return Submission.objects.get(organ=places.county)


def test_the_county_is_led_from_the_call_to_its_sums(as_user, who, summary):
    browser = as_user(who.county_drafter)
    body = browser.get(summary.get_absolute_url()).content.decode()
    assert ("去汇总" in body, "开始填报" in body, "零报送" in body) == (True, False, False)
    assert ("2026-11-27 17:30" in body, "2026-11-24 17:30" in body) == (True, True)
    tabs = browser.get(url(summary, "call_progress")).context["tabs"]
    assert [(tab.title, tab.url, tab.current) for tab in tabs] == [
        ("报送进度", url(summary, "call_progress"), True),
        ("汇总表", url(summary), False),
    ]


def test_a_township_is_told_its_own_term_and_may_report_nothing(as_user, who, summary):
    body = as_user(who.township_secretary).get(summary.get_absolute_url()).content.decode()
    assert ("开始填报" in body, "零报送" in body, "去汇总" in body) == (True, True, False)
    assert ("2026-11-24 17:30" in body, "2026-11-27 17:30" in body) == (True, False)


def test_whoever_has_sent_is_not_told_how_late_it_is(as_user, who, places, summary):
    browser = as_user(who.township_secretary)
    Call.objects.filter(pk=summary.pk).update(until=date(2020, 1, 2))
    Addressee.objects.filter(call=summary).update(own_until=date(2020, 1, 2))
    assert browser.get(summary.get_absolute_url()).context["left"].startswith("已逾期")
    making.reported(summary, places.township, who.township_secretary)
    assert browser.get(summary.get_absolute_url()).context["left"] == ""


def test_the_table_shows_every_unit_and_sums_what_was_passed(as_user, who, places, counted):
    making.reported(counted, places.school, who.teacher, sessions="3")
    page = as_user(who.county_drafter).get(url(counted))
    assert [(row["unit"], row["counts"], row["why"], row["cells"][0]["value"]) for row in page.context["rows"]] == [
        ("晚渡镇团委", True, "", 7),
        ("芦哨镇团委", True, "", 9),
        ("鹭汀一中团委", False, "待审核", 3),
    ]
    assert [(sum_["label"], sum_["value"]) for sum_ in page.context["sums"]][:2] == [
        ("开放次数", 16),
        ("陪伴人次", 210),
    ]
    assert "鹭汀一中团委（待审核）" in page.content.decode()


@pytest.mark.parametrize("name", ["call_totals", "call_totals_export", "call_totals_print", "call_compile"])
def test_sums_are_for_those_who_add_up(as_user, who, counted, name):
    for person in (who.township_secretary, who.sister_drafter, who.foreign_drafter, who.drafter, who.sysadmin):
        browser = as_user(person)
        assert {browser.get(url(counted, name)).status_code, browser.post(url(counted, name)).status_code} <= {404, 405}


def test_a_call_whose_papers_climb_has_no_sums(as_user, who, typical):
    assert as_user(who.county_drafter).get(url(typical)).status_code == 404


def test_the_host_sees_its_counties_sums_and_has_nothing_to_press(as_user, who, places, counted):
    browser = as_user(who.city_drafter)
    page = browser.get(url(counted))
    assert [row["unit"] for row in page.context["rows"]] == ["团鹭汀县委", "团萤田县委"]
    assert ("press_url" in page.context, browser.post(url(counted, "call_compile")).status_code) == (False, 404)


def test_the_table_asks_the_same_for_one_unit_and_for_three(as_user, who, places, counted):
    making.passed(counted, places.school, who.teacher, who.county_drafter)
    one = making.call("summary", places.city, who.city_drafter, title="一镇")
    one.addressees.exclude(organ__in=[places.county, places.township]).delete()
    making.passed(one, places.township, who.township_secretary, who.county_drafter)
    browser = as_user(who.county_drafter)

    def queries(call, name):
        browser.get(url(call, name))
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url(call, name)).status_code == 200
        return len(seen)

    assert queries(one, "call_totals") == queries(counted, "call_totals") <= 15
    assert queries(one, "call_progress") == queries(counted, "call_progress") <= 15
    for call in (one, counted):
        browser.post(url(call, "call_compile"))
    assert queries(one, "call_totals") == queries(counted, "call_totals") <= 15


def test_the_sheet_for_wps_ends_with_the_sums(as_user, who, counted):
    answer = as_user(who.county_drafter).get(url(counted, "call_totals_export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:6] == ("序号", "单位", "单位编码", "状态", "开放次数（次）", "陪伴人次（人次）")
    assert rows[-1][:6] == ("合计", "2个单位", None, None, 16, 210)
    assert "汇总表" in answer["Content-Disposition"] or "%E6%B1%87%E6%80%BB%E8%A1%A8" in answer["Content-Disposition"]


def test_the_table_on_paper_holds_units_figures_and_sums(as_user, who, counted):
    browser = as_user(who.county_drafter)
    assert url(counted, "call_totals_print") in browser.get(url(counted)).content.decode()
    answer = browser.get(url(counted, "call_totals_print"))
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as document:
        text = "".join("".join(page.extract_text().split()) for page in document.pages)
    for words in ("汇总表", "序号", "开放次数", "210", "2个单位"):
        assert words in text


def test_the_county_packs_its_townships_files(as_user, who, places, summary):
    paper = making.on_paper(summary, places.other_township, who.county_drafter)
    act(paper, "accept", who.county_secretary)
    answer = as_user(who.county_drafter).get(url(summary, "call_files"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as box:
        assert box.namelist() == ["001_芦哨镇团委_纸质材料_1.pdf"]


def test_pressing_leads_to_the_figures_with_their_origin(as_user, who, places, counted):
    browser = as_user(who.county_drafter)
    answer = browser.post(url(counted, "call_compile"), follow=True)
    report = Submission.objects.get(organ=places.county)
    assert answer.redirect_chain == [(f"/desk/submissions/{report.pk}/fill/figures/", 302)]
    body = answer.content.decode()
    assert ("已按2个单位的数汇总" in body, "2 个单位合计" in body, 'value="16"' in body) == (True, True, True)
    origin = answer.context["form"].fields["sessions"].origin
    assert (origin.total, origin.rows, origin.differs) == ("16", [("晚渡镇团委", "7"), ("芦哨镇团委", "9")], False)


def test_a_second_press_makes_no_second_report(as_user, who, places, report, counted):
    as_user(who.county_drafter).post(url(counted, "call_compile"))
    assert Submission.objects.get(organ=places.county) == report
    page = as_user(who.county_drafter).get(url(counted))
    assert (page.context["report_state"], page.context["added"]) == ("draft", 2)
    assert "更新合计" in page.content.decode()


def test_pressing_too_early_says_why_not(as_user, who, places, summary):
    answer = as_user(who.county_drafter).post(url(summary, "call_compile"))
    assert (answer.status_code, "还没有审核通过的报送" in answer.content.decode()) == (409, True)
    assert ("不汇总，直接填" in answer.content.decode(), Submission.objects.count()) == (True, 0)


def test_pressing_after_the_sending_says_what_to_do(as_user, who, places, report, counted):
    making.drafting.save_draft(report, who.county_drafter, {"work_text": "按时开放。", "persons": "none"})
    making.finishing.finish(report, actor=who.county_drafter)
    act(report, "submit", who.county_drafter)
    browser = as_user(who.county_drafter)
    answer = browser.post(url(counted, "call_compile"))
    assert (answer.status_code, "请先取回，或请上级退回" in answer.content.decode()) == (409, True)
    assert "press_url" not in browser.get(url(counted)).context or not browser.get(url(counted)).context["press_url"]


def test_a_changed_figure_asks_for_a_word_and_keeps_what_was_typed(as_user, who, report):
    browser = as_user(who.county_drafter)
    here = f"/desk/submissions/{report.pk}/fill/figures/"
    page = browser.post(here, {**FIGURES, "sessions": "20", "go": "next"})
    body = page.content.decode()
    assert (page.status_code, 'value="20"' in body) == (422, True)
    assert "“开放次数”和2个单位的合计16次不同，请写明改动原因。" in body
    assert page.context["form"].fields["sessions"].origin.differs
    typed = {**FIGURES, "sessions": "20", "sessions.note": "加县里统一开放4次", "go": "next"}
    assert browser.post(here, typed).url.endswith("/fill/work/")
    answers = open_draft(report, who.county_drafter).answers
    assert (answers["sessions"], answers["sessions.note"]) == ("20", "加县里统一开放4次")


def test_a_wrong_figure_beside_a_sum_is_told_like_any_other(as_user, who, report):
    page = as_user(who.county_drafter).post(
        f"/desk/submissions/{report.pk}/fill/figures/", {**FIGURES, "sessions": "十六", "go": "next"}
    )
    body = page.content.decode()
    assert (page.status_code, "“开放次数”要填数字，现在是“十六”。" in body, "请写明改动原因" in body) == (
        422,
        True,
        False,
    )


def test_a_note_is_kept_at_every_pause(as_user, who, report):
    browser = as_user(who.county_drafter)
    browser.post(f"/desk/submissions/{report.pk}/fill/figures/autosave/", {**FIGURES, "sessions.note": "加县"})
    assert open_draft(report, who.county_drafter).answers["sessions.note"] == "加县"


def test_two_people_who_explain_differently_choose(as_user, who, places, report):
    browser = as_user(who.county_secretary)
    here = f"/desk/submissions/{report.pk}/fill/figures/"
    browser.get(here)
    as_user(who.county_drafter).post(here, {**FIGURES, "sessions": "20", "sessions.note": "加四次"})
    browser.post(here, {**FIGURES, "sessions": "20", "sessions.note": "加县里四次"})
    theirs = report.drafts.get(editor=who.county_drafter)
    page = browser.post(f"/desk/submissions/{report.pk}/merge/", {"draft": str(theirs.pk)})
    assert (page.status_code, [row["label"] for row in page.context["conflicts"]]) == (409, ["“开放次数”的改动说明"])


def test_the_city_reads_from_whom_each_sum_comes(as_user, who, places, report):
    typed = {"sessions": "20", "sessions.note": "加县里统一开放4次", "work_text": "按时开放。", "persons": "none"}
    making.drafting.save_draft(report, who.county_drafter, typed)
    making.finishing.finish(report, actor=who.county_drafter)
    act(report, "submit", who.county_drafter)
    act(report, "agree", who.county_secretary)
    page = as_user(who.city_drafter).get(report.get_absolute_url())
    body = page.content.decode()
    assert ("2个单位：晚渡镇团委、芦哨镇团委" in body, "改动说明：加县里统一开放4次" in body) == (True, True)
    shown = {field["name"]: field["origin"] for field in page.context["sections"][0]["fields"]}
    assert (shown["sessions"].total, shown["sessions"].differs, shown["rooms"].differs) == ("16", True, False)
    assert shown["period"] is None


def test_a_return_with_a_remark_leads_to_its_field(as_user, who, places, summary):
    paper = making.reported(summary, places.township, who.township_secretary)
    as_user(who.county_drafter).post(
        reverse("desk:submission_act", args=[paper.pk]),
        {
            "transition": "return",
            "opinion.return": "照片露正脸。",
            "chosen.return": "draft",
            "token.return": token(as_user(who.county_drafter), paper, "return"),
            "remark.pictures": "第1张请换成背影。",
        },
    )
    assert (case_of(paper).state, Remark.objects.get().text) == ("draft", "第1张请换成背影。")
    browser = as_user(who.township_secretary)
    opened = browser.get(paper.get_absolute_url(), follow=True)
    assert opened.redirect_chain[-1][0] == f"/desk/submissions/{paper.pk}/fill/pictures_consent/"
    assert "团鹭汀县委批注：第1张请换成背影。" in opened.content.decode()
    states = [(row["title"], row["state"], row["remarked"]) for row in opened.context["sections"]]
    assert states[2] == ("图片和材料", "returned", True)


def token(browser, paper, transition):
    """The token that the reading page posts for an act."""
    offers = browser.get(paper.get_absolute_url()).context["offers"]
    return next(offer.token for offer in offers if offer.transition == transition)


def test_reporting_nothing_takes_one_sentence_and_one_look(as_user, who, places, summary):
    browser = as_user(who.teacher)
    here = nothing_url(summary, places.school)
    assert "为什么没有" in browser.get(here).content.decode()
    answer = browser.post(here, {"reason": "本期停课，没有开放。"})
    report = Submission.objects.get(organ=places.school)
    assert answer.url == f"/desk/submissions/{report.pk}/submit/"
    browser.post(answer.url, {"request_key": "one"})
    assert (case_of(report).state, set(report.values.values_list("value", flat=True))) == ("collect", {0})


def test_reporting_nothing_without_a_reason_is_told(as_user, who, places, summary):
    page = as_user(who.teacher).post(nothing_url(summary, places.school), {"reason": " "})
    assert (page.status_code, "请写一句为什么没有可报的。" in page.content.decode()) == (422, True)
    assert Submission.objects.count() == 0


def test_reporting_nothing_after_the_sending_keeps_the_sentence(as_user, who, places, summary):
    making.reported(summary, places.school, who.teacher)
    page = as_user(who.teacher).post(nothing_url(summary, places.school), {"reason": "没有开放。"})
    body = page.content.decode()
    assert (page.status_code, "已经报过，不能再改成零报送" in body, "没有开放。" in body) == (422, True, True)


def test_nothing_is_reported_by_strangers_or_by_who_adds_up(as_user, who, places, summary, typical):
    here = nothing_url(summary, places.school)
    for person in (who.township_secretary, who.sister_drafter, who.foreign_drafter, who.sysadmin):
        assert as_user(person).get(here).status_code == 404
    assert as_user(who.county_drafter).get(nothing_url(summary, places.county)).status_code == 404
    assert as_user(who.teacher).get(nothing_url(typical, places.school)).status_code == 404


def test_the_county_enters_what_came_on_paper(as_user, who, places, summary):
    browser = as_user(who.county_drafter)
    row = Addressee.objects.get(call=summary, organ=places.other_township)
    assert "为芦哨镇团委代报" in browser.get(reverse("desk:unit", args=[summary.pk, row.pk])).content.decode()
    browser.post(url(summary, "call_start"), {"organ": places.other_township.pk})
    paper = Submission.objects.get(organ=places.other_township)
    assert (paper.filed_by, paper.is_proxy) == (places.county, True)
    making.drafting.save_draft(paper, who.county_drafter, {**making.SUMMARY, "phone": "0000-0000201"})
    last = browser.get(f"/desk/submissions/{paper.pk}/submit/").content.decode()
    assert "代报要上传单位交来的纸质材料，“纸质材料”还没有上传。" in last


def test_the_list_offers_reading_to_those_whose_turn_it_is(as_user, who, places, summary):
    making.reported(summary, places.township, who.township_secretary)
    making.on_paper(summary, places.other_township, who.county_drafter)

    def buttons(person):
        rows = as_user(person).get(url(summary, "call_progress")).context["rows"]
        return {row["unit"]: (row["state_title"], row["button"]) for row in rows if row["button"]}

    assert buttons(who.county_drafter) == {
        "晚渡镇团委": ("已报·待审核", "审核"),
        "芦哨镇团委": ("代报·待审核", "看材料"),
    }
    assert buttons(who.county_secretary) == {
        "晚渡镇团委": ("已报·待审核", "看材料"),
        "芦哨镇团委": ("代报·待审核", "审核"),
    }


def test_a_summary_is_sent_out_in_its_own_way(as_user, who, places):
    browser = as_user(who.city_drafter)
    typed = {
        "kind": "summary",
        "title": "冬季总结",
        "levels": ["county", "township", "grassroots"],
        "per_unit": "3",
        "quota_per_city": "2",
        "designated_entry": "on",
        "lead_days": "2",
        "period": "12月",
        "until": "2099-12-18",
    }
    browser.post("/desk/calls/new/", typed)
    call = Call.objects.get(title="冬季总结")
    assert (call.mode, call.process, call.per_unit, call.quota_per_city, call.designated_entry, call.period) == (
        "compile",
        "summary",
        1,
        None,
        False,
        "12月",
    )
    assert "每往下一级早 2 个工作日" in browser.get(call.get_absolute_url()).content.decode()
    browser.post(reverse("desk:call_open", args=[call.pk]))
    terms = {row.organ: row.until for row in Addressee.objects.select_related("organ", "call").filter(call=call)}
    assert (terms[places.county], terms[places.township]) == (date(2099, 12, 18), date(2099, 12, 16))


def test_what_only_a_summary_knows_is_left_out_elsewhere(as_user, who, places):
    typed = {"kind": "typical", "title": "案例", "levels": ["county"], "per_unit": "2", "until": "2099-12-18"}
    as_user(who.city_drafter).post("/desk/calls/new/", {**typed, "lead_days": "3", "period": "12月"})
    call = Call.objects.get(title="案例")
    assert (call.mode, call.lead_days, call.period, call.per_unit) == ("recommend", 0, "", 2)


def test_nothing_of_the_sums_stays_when_a_press_is_refused(as_user, who, places, summary):
    as_user(who.county_drafter).post(url(summary, "call_compile"))
    assert not Compilation.objects.exists()


@pytest.mark.parametrize(
    ("came_from", "leads_to"), [("", "call_progress"), ("progress", "call_progress"), ("todo", "todo")]
)
def test_passing_a_report_leads_back_to_where_the_reviewer_works(as_user, who, summary, places, came_from, leads_to):
    paper = making.reported(summary, places.township, who.township_secretary)
    browser = as_user(who.county_drafter)
    places_of = {"progress": url(summary, "call_progress"), "todo": reverse("desk:todo"), "": ""}
    referer = {"referer": f"http://testserver{places_of[came_from]}"} if came_from else {}
    page = browser.get(paper.get_absolute_url(), headers=referer)
    offer = next(one for one in page.context["offers"] if one.verdict == "yes")
    posted = {"transition": offer.transition, f"token.{offer.transition}": offer.token, "next": page.context["next"]}
    response = browser.post(reverse("desk:submission_act", args=[paper.pk]), posted)
    assert response.url == (reverse("desk:todo") if leads_to == "todo" else url(summary, "call_progress"))


def test_who_does_not_watch_the_units_is_led_to_the_list_of_work(as_user, who, summary, places):
    paper = making.reported(summary, places.township, who.township_secretary)
    assert as_user(who.township_secretary).get(f"{paper.get_absolute_url()}?read=1").context["next"] == ""

"""报送进度: numbers that lead to units, the list for WPS, the files, the reminder, what is granted."""

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from documents.submissions.models import Addressee, Submission
from tests import factories
from tests.documents.submissions import making
from workflows.notifications.models import Notification


def url(call, name="call_progress"):
    return reverse(f"desk:{name}", args=[call.pk])


def row_of(call, organ):
    return Addressee.objects.get(call=call, organ=organ)


def test_the_numbers_lead_to_their_units(as_user, who, places, pilot):
    making.sent(pilot, places.county, who.county_drafter)
    browser = as_user(who.drafter)
    page = browser.get(url(pilot))
    assert (page.context["total"].number, {tally.label: tally.number for tally in page.context["tallies"]}) == (
        3,
        {"已报": 1, "代报": 0, "退回": 0, "延期": 0, "未报": 2, "免报": 0},
    )
    reported = browser.get(f"{url(pilot)}?standing=reported")
    assert [(row["unit"], row["state_title"], row["button"]) for row in reported.context["rows"]] == [
        ("团鹭汀县委", "已报·单位审核", "")
    ]
    making.sealed(Submission.objects.get(), who.county_drafter)
    making.act(Submission.objects.get(), "agree", who.county_secretary)
    assert [row["button"] for row in browser.get(f"{url(pilot)}?standing=reported").context["rows"]] == [""]
    reading = as_user(who.city_drafter).get(f"{url(pilot)}?standing=reported")
    assert [(row["state_title"], row["button"]) for row in reading.context["rows"]] == [("已报·市级评估", "审核")]
    assert [row["button"] for row in as_user(who.city_clerk).get(url(pilot)).context["rows"]] == ["看材料", ""]


def test_a_city_sees_its_own_counties_only(as_user, who, pilot):
    page = as_user(who.city_drafter).get(url(pilot))
    assert [row["unit"] for row in page.context["rows"]] == ["团鹭汀县委", "团萤田县委"]
    assert "团枫眠县委" not in page.content.decode()


@pytest.mark.parametrize("name", ["call_progress", "call_export", "call_files", "call_remind", "call_ranking"])
def test_counties_see_no_progress(as_user, who, pilot, name):
    for person in (who.county_drafter, who.township_secretary, who.sysadmin):
        browser = as_user(person)
        assert {browser.get(url(pilot, name)).status_code, browser.post(url(pilot, name)).status_code} <= {404, 405}


def test_the_page_asks_the_same_for_one_unit_and_for_three(as_user, who, places, pilot):
    one = making.call("pilot", places.province, who.drafter, title="一县")
    one.addressees.exclude(organ=places.county).delete()
    making.sent(one, places.county, who.county_drafter)
    for unit, reporter in (
        (places.county, who.county_drafter),
        (places.sister, who.sister_drafter),
        (places.foreign, who.foreign_drafter),
    ):
        making.sent(pilot, unit, reporter)
    browser = as_user(who.drafter)

    def queries(call):
        browser.get(url(call))
        with CaptureQueriesContext(connection) as seen:
            browser.get(url(call))
        return len(seen)

    assert queries(one) == queries(pilot) <= 15


def test_the_list_opens_in_wps_and_runs_no_formula(as_user, who, places, pilot):
    places.county.name = '=HYPERLINK("http://x.example","共青团鹭汀县委")'
    places.county.save()
    making.sent(pilot, places.county, who.county_drafter)
    answer = as_user(who.drafter).get(url(pilot, "call_export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]][:5] == ["序号", "市", "单位", "单位编码", "状态"]
    assert (sheet["C2"].data_type, sheet["E2"].value, sheet.max_row) == ("s", "已报", 4)


def test_the_files_are_packed_by_unit_and_material(as_user, who, places, pilot):
    paper = making.agreed(pilot, places.county, who.county_drafter, who.county_secretary)
    answer = as_user(who.city_drafter).get(url(pilot, "call_files"))
    box = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    answer.close()
    assert box.namelist() == ["001_团鹭汀县委_试点方案全文_1.pdf"]
    assert box.read(box.namelist()[0]) == b"%PDF-1.7 plan"
    assert paper.version == 1


def test_files_of_papers_that_one_may_not_see_yet_stay_out(as_user, who, places, pilot):
    making.sent(pilot, places.county, who.county_drafter)
    answer = as_user(who.drafter).get(url(pilot, "call_files"))
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist() == []
    answer.close()


def test_the_reminder_reaches_the_owing_units_once_a_day(as_user, who, places, pilot):
    making.sent(pilot, places.county, who.county_drafter)
    browser = as_user(who.city_drafter)
    assert "尚未报送的单位：团萤田县委" in browser.get(url(pilot)).context["reminder"]
    for _time in range(2):
        assert "已提醒1个单位" in browser.post(url(pilot, "call_remind"), follow=True).content.decode()
    told = Notification.objects.filter(kind="remind", channel="desk")
    assert {row.user for row in told} == {who.sister_drafter, who.sister_secretary}


def test_only_those_who_manage_remind(as_user, who, pilot):
    assert as_user(who.city_clerk).post(url(pilot, "call_remind")).status_code == 404


def grant(call, organ, what):
    return reverse("desk:grant", args=[call.pk, row_of(call, organ).pk, what])


def unit(call, organ):
    return reverse("desk:unit", args=[call.pk, row_of(call, organ).pk])


def test_a_city_grants_its_county_more_time(as_user, who, places, pilot):
    browser = as_user(who.city_drafter)
    assert [entry["title"] for entry in browser.get(unit(pilot, places.county)).context["grants"]] == ["延期", "免报"]
    early = browser.post(grant(pilot, places.county, "extend"), {"until": "2026-11-20", "reason": "雨"})
    assert (
        early.status_code,
        "延期要晚于这一天" in early.content.decode(),
        'value="雨"' in early.content.decode(),
    ) == (422, True, True)
    assert (
        browser.post(grant(pilot, places.county, "extend"), {"until": "2026-12-01", "reason": "雨"}).status_code == 302
    )
    assert row_of(pilot, places.county).until == date(2026, 12, 1)
    assert "2026-12-01，雨（许南枝）" in browser.get(unit(pilot, places.county)).content.decode()


def test_an_exemption_needs_its_reason(as_user, who, places, pilot):
    browser = as_user(who.city_drafter)
    assert browser.post(grant(pilot, places.county, "exempt"), {"reason": " "}).status_code == 422
    browser.post(grant(pilot, places.county, "exempt"), {"reason": "没有农村学校。"})
    assert row_of(pilot, places.county).is_exempt


def test_only_the_host_designates(as_user, who, places, pilot):
    assert as_user(who.city_drafter).post(grant(pilot, places.county, "designate")).status_code == 404
    as_user(who.drafter).post(grant(pilot, places.county, "designate"))
    assert row_of(pilot, places.county).is_designated
    assert row_of(pilot, places.sister).is_designated is False


@pytest.mark.parametrize("what", ["extend", "exempt", "designate", "delete"])
def test_nobody_grants_anything_outside_the_own_part_of_the_tree(as_user, who, places, pilot, what):
    for person in (who.other_city_secretary, who.county_secretary, who.sysadmin, who.clerk):
        answer = as_user(person).post(grant(pilot, places.county, what), {"until": "2026-12-30", "reason": "x"})
        assert answer.status_code == 404
    row = row_of(pilot, places.county)
    assert (row.is_extended, row.is_exempt, row.is_designated) == (False, False, False)


def test_a_unit_is_closed_to_foreign_organs(as_user, who, places, pilot):
    assert as_user(who.other_city_secretary).get(unit(pilot, places.county)).status_code == 404
    assert as_user(who.city_clerk).get(unit(pilot, places.county)).context["grants"] == []


def ranking_of(call):
    return list(
        Submission.objects.filter(call=call, ranking__isnull=False)
        .order_by("ranking__position")
        .values_list("organ__short_name", flat=True)
    )


def test_a_city_puts_its_counties_into_an_order(as_user, who, places, pilot):
    factories.holder("莫云舟", places.other_city, "drafter")
    first = making.sent(pilot, places.county, who.county_drafter)
    second = making.sent(pilot, places.sister, who.sister_drafter)
    browser = as_user(who.city_drafter)
    browser.post(url(pilot, "call_ranking"), {f"position.{first.pk}": "2", f"position.{second.pk}": "1"})
    assert ranking_of(pilot) == ["团萤田县委", "团鹭汀县委"]
    wrong = browser.post(url(pilot, "call_ranking"), {f"position.{first.pk}": "第一", f"position.{second.pk}": "1"})
    assert (wrong.status_code, 'value="第一"' in wrong.content.decode(), ranking_of(pilot)) == (
        422,
        True,
        ["团萤田县委", "团鹭汀县委"],
    )


def test_a_clerk_reads_the_order_but_does_not_write_it(as_user, who, places, pilot):
    paper = making.sent(pilot, places.county, who.county_drafter)
    browser = as_user(who.city_clerk)
    assert browser.get(url(pilot, "call_ranking")).context["may_write"] is False
    assert browser.post(url(pilot, "call_ranking"), {f"position.{paper.pk}": "1"}).status_code == 404
    assert ranking_of(pilot) == []


def test_the_order_page_asks_the_same_for_one_row_and_for_two(as_user, who, places, pilot):
    browser = as_user(who.city_drafter)

    def queries():
        browser.get(url(pilot, "call_ranking"))
        with CaptureQueriesContext(connection) as seen:
            browser.get(url(pilot, "call_ranking"))
        return len(seen)

    making.sent(pilot, places.county, who.county_drafter)
    one = queries()
    making.sent(pilot, places.sister, who.sister_drafter)
    assert queries() == one <= 15

"""Dates, terms and schedules."""

from datetime import date

import pytest

from documents.notices.lint import check
from documents.notices.reading import read_text
from tests.documents.notices.lint.papers import found, paper


def test_term_before_the_day_of_issue_is_told() -> None:
    hits = found(paper(body="请于11月4日前报送方案。"), "date.before-issue")

    assert [hit.severity for hit in hits] == ["warning"]
    assert "2026年11月4日早于成文日期2026年11月10日" in hits[0].message


def test_term_on_the_day_of_issue_or_next_year_passes() -> None:
    assert found(paper(body="请于11月10日前报送方案，1月15日前报送总结。"), "date.before-issue") == []


def test_draft_without_a_date_is_held_against_today() -> None:
    draft = paper(signed="", imprint="", body="请于2026年11月4日前报送方案。")

    assert len(found(draft, "date.before-issue", today=date(2026, 11, 21))) == 1
    assert found(draft, "date.before-issue", today=date(2026, 11, 1)) == []
    assert found(draft, "date.before-issue") == []


def test_term_on_a_saturday_is_told() -> None:
    assert "星期六" in found(paper(body="请于11月28日前报送方案。"), "date.not-working")[0].message


def test_term_on_a_make_up_working_day_passes() -> None:
    reading = paper(body="请于2026年2月28日前报送方案。", signed="2026年2月9日", imprint="", number="")

    assert found(reading, "date.not-working") == []


def test_term_on_a_weekday_holiday_is_told() -> None:
    reading = paper(body="请于2026年10月6日前报送方案。", signed="2026年9月8日", imprint="", number="")

    assert len(found(reading, "date.not-working")) == 1


def test_year_without_a_published_calendar_gives_no_claim() -> None:
    reading = paper(body="请于2038年1月2日前报送方案。", signed="2037年12月1日", imprint="", number="")

    assert found(reading, "date.not-working") == []


def test_end_of_a_month_is_a_term_and_no_day() -> None:
    reading = paper(body="请于10月底前完成，1月中旬前总结。", signed="2026年9月8日", imprint="", number="")

    assert [deadline.iso for deadline in reading.deadlines] == ["2026-10-31", "2027-01-20"]
    assert found(reading, "date.not-working") == []


def test_own_calendar_may_be_given() -> None:
    reading = paper(body="请于11月27日前报送方案。")

    assert "date.not-working" in {f.code for f in check(reading, workday=lambda day: False)}
    assert "date.not-working" not in {f.code for f in check(reading, workday=lambda day: None)}


@pytest.mark.parametrize("said", ["星期四", "周四", "星期日"])
def test_wrong_weekday_is_told(said: str) -> None:
    hits = found(paper(body=f"定于11月27日（{said}）召开。"), "date.weekday")

    assert "是星期五" in hits[0].message


@pytest.mark.parametrize(
    "text",
    [
        "定于11月27日（星期五）召开。",
        "定于11月29日（周日）召开。",
        "定于11月29日（星期天）召开。",
        "定于11月27日召开。",
    ],
)
def test_right_weekday_passes(text: str) -> None:
    assert found(paper(body=text), "date.weekday") == []


@pytest.mark.parametrize(
    "text", ["2月30日前总结。", "4月31日召开。", "13月5日召开。", "2026年2月29日召开。", "11月27日25:30入场。"]
)
def test_impossible_date_is_told(text: str) -> None:
    assert len(found(paper(body=text), "date.impossible")) == 1


@pytest.mark.parametrize(
    "text", ["2028年2月29日召开。", "11月30日24:00前报送。", "12月31日召开。", "比分为25:30。", "按3:7的比例配备。"]
)
def test_possible_date_passes(text: str) -> None:
    assert found(paper(body=text), "date.impossible") == []


def test_impossible_day_of_issue_is_told() -> None:
    assert len(found(paper(signed="2026年11月31日"), "date.impossible")) == 1


def test_printing_before_signing_is_told() -> None:
    early = paper(imprint="共青团澈湖市委办公室　2026年11月9日印发")

    assert len(found(early, "date.printed-before-signed")) == 1
    assert found(paper(), "date.printed-before-signed") == []


def test_number_of_another_year_is_told() -> None:
    assert len(found(paper(number="团澈发〔2025〕12号"), "date.number-year")) == 1
    assert found(paper(), "date.number-year") == []


@pytest.mark.parametrize(
    "text", ["11月20日至11月10日报名。", "11月20日至10日报名。", "2027年3月1日至2026年12月1日开放。"]
)
def test_reversed_period_is_told(text: str) -> None:
    assert len(found(paper(body=text), "date.reversed")) == 1


@pytest.mark.parametrize(
    "text", ["11月10日至11月20日报名。", "12月20日至1月10日开放。", "2026年12月1日至2027年3月1日开放。"]
)
def test_period_in_order_passes(text: str) -> None:
    assert found(paper(body=text), "date.reversed") == []


def test_date_in_chinese_numerals_is_only_mentioned() -> None:
    assert [f.severity for f in found(paper(body="二〇二六年十二月三日召开。"), "date.digits")] == ["info"]
    assert found(paper(body="2026年12月3日召开。"), "date.digits") == []


def test_same_work_due_and_planned_beyond_is_told() -> None:
    reading = paper(body="一、进度\n10—12月，完成检查验收工作。\n二、要求\n检查验收11月底前完成。")

    assert "前后矛盾" in found(reading, "schedule.conflict")[0].message


def test_schedule_that_agrees_passes() -> None:
    reading = paper(
        body="一、进度\n10—11月，完成检查验收工作。\n二、要求\n检查验收11月底前完成，总结表彰12月底前完成。"
    )

    assert found(reading, "schedule.conflict") == []


def test_different_works_do_not_contradict() -> None:
    reading = paper(body="一、进度\n10—12月，开展培训。\n二、要求\n申报11月底前完成。")

    assert found(reading, "schedule.conflict") == []


def test_minutes_without_date_still_judge_their_own_dates() -> None:
    reading = read_text("共青团澈湖市委书记办公会议纪要\n时间：2026年11月2日\n一、方案于11月31日前印发。")

    assert len(found(reading, "date.impossible")) == 1


def test_day_of_issue_without_a_year_is_told() -> None:
    assert len(found(paper(signed="11月10日"), "date.incomplete")) == 1
    assert found(paper(), "date.incomplete") == []


def test_term_without_a_day_is_told() -> None:
    assert len(found(paper("请于明天下班前报送名单。"), "date.vague")) == 1
    assert len(found(paper("请于本周五前交回执。"), "date.vague")) == 1
    assert found(paper("请于11月27日（本周五）前交回执。每周三前更新。"), "date.vague") == []


def test_spoken_day_is_mentioned_with_its_remedy() -> None:
    hits = found(paper("时间从1月20日到2月5号，地点在2号楼。"), "date.spoken")

    assert [(hit.find, hit.put) for hit in hits] == [("2月5号", "2月5日")]


def test_day_of_issue_in_chinese_numerals_is_mentioned() -> None:
    hits = found(paper(signed="二〇二六年十一月十日"), "date.digits")

    assert [(hit.find, hit.put) for hit in hits] == [("二〇二六年十一月十日", "2026年11月10日")]


def test_what_was_done_by_a_day_is_no_term() -> None:
    text = "按照部署，各县于10月20日前完成了摸底，各校于11月2日前均已签订协议。"

    assert found(paper(text), "date.before-issue") == []

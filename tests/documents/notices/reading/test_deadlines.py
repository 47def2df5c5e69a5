"""Which days are deadlines, and which day each wording means."""

from datetime import date

import pytest

from documents.notices.reading import Block
from documents.notices.reading.deadlines import read_deadlines
from documents.notices.reading.journal import Journal

ISSUED = date(2026, 11, 5)


def days(text: str, issued: date | None = ISSUED, today: date | None = None) -> list[str]:
    return [deadline.iso for deadline in read_deadlines([Block(0, text)], issued, Journal(), today)]


def codes(text: str) -> list[str]:
    journal = Journal()
    read_deadlines([Block(0, text)], ISSUED, journal)
    return [finding.code for finding in journal.findings()]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("请于11月27日前报送材料。", "2026-11-27"),
        ("请于2026年11月27日之前报送材料。", "2026-11-27"),
        ("请于11月27日以前报送材料。", "2026-11-27"),
        ("11月27日（周五）前报送材料。", "2026-11-27"),
        ("11月27日（含）前报送材料。", "2026-11-27"),
        ("请于11月27日下班前报送材料。", "2026-11-27"),
        ("请于11月27日前提交材料。", "2026-11-27"),
        ("请于11月20前报送材料。", "2026-11-20"),
        ("12月18日17:30前报送总结。", "2026-12-18T17:30"),
        ("12月18日17：30前报送总结。", "2026-12-18T17:30"),
        ("12月18日17时30分前报送总结。", "2026-12-18T17:30"),
        ("12月18日下午5点半前报送总结。", "2026-12-18T17:30"),
        ("12月18日（星期五）上午9时前报送总结。", "2026-12-18T09:00"),
        ("12月18日中午12点前报送总结。", "2026-12-18T12:00"),
        ("12月18日24:00前报送总结。", "2026-12-18"),
        ("12月上旬前完成自查。", "2026-12-10"),
        ("12月中旬前完成自查。", "2026-12-20"),
        ("12月下旬前完成自查。", "2026-12-31"),
        ("2月底前完成自查。", "2027-02-28"),
        ("2028年2月底前完成自查。", "2028-02-29"),
        ("本月底前完成自查。", "2026-11-30"),
        ("下月10日前完成自查。", "2026-12-10"),
        ("年底前完成自查。", "2026-12-31"),
        ("2027年底前完成自查。", "2027-12-31"),
        ("明年3月底前完成自查。", "2027-03-31"),
        ("截止时间：11月27日。", "2026-11-27"),
        ("截止日期为2026年11月27日17时。", "2026-11-27T17:00"),
        ("报名截止到11月27日。", "2026-11-27"),
        ("最迟不晚于11月27日报送。", "2026-11-27"),
        ("报名时间：11月10日至11月27日。", "2026-11-27"),
        ("报名时间为11月10日—27日。", "2026-11-27"),
        ("即日起至11月27日，登录平台报名。", "2026-11-27"),
        ("请于11月10日至27日登录系统填报。", "2026-11-27"),
        ("请于11月27日将名单报团市委。", "2026-11-27"),
        ("团费统一于11月25日至27日（8:30—17:00）交至办公室。", "2026-11-27"),
        ("收缴时间：即日起至11月27日。", "2026-11-27"),
        ("投稿至11月27日止。", "2026-11-27"),
        ("请于2026-11-27前报送。", "2026-11-27"),
        ("请于2026.11.27前报送。", "2026-11-27"),
    ],
)
def test_term_is_dated(text: str, iso: str) -> None:
    assert days(text) == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "11月27日，团市委举行启动仪式。",
        "活动时间：2026年11月10日—12月10日。",
        "会议定于11月27日（星期五）下午2:30召开。",
        "2012年7月1日前出生的团员可以参加。",
        "截至11月1日，全市已开放12间。",
        "参会人员请于11月27日14:15前入场。",
        "11月27日起接受报名。",
        "到2027年底，实现全覆盖。",
        "12月初，团市委牵头评估。",
        "各地开展工作的情况请及时报送。",
        "请提前3日前往报到。",
        "11月27日前后气温下降。",
        "2026年前三季度完成情况良好。",
        "请于11月27日参加会议。",
    ],
)
def test_other_dates_are_no_terms(text: str) -> None:
    assert days(text) == []


def test_year_rolls_over_when_the_day_lies_far_back() -> None:
    assert days("请于1月15日前报送。", date(2026, 12, 20)) == ["2027-01-15"]
    assert days("请于4月3日前上报。", date(2019, 4, 4)) == ["2019-04-03"]
    assert days("请于6月30日前完成。", date(2026, 11, 20)) == ["2027-06-30"]


def test_later_year_named_before_is_kept() -> None:
    assert days("2027年5月启动。请于9月30日前完成。") == ["2027-09-30"]


def test_both_terms_of_a_sentence_are_found() -> None:
    assert days("县级检查10月上旬前完成，市级抽查10月底前完成。", date(2026, 3, 1)) == ["2026-10-10", "2026-10-31"]


def test_impossible_day_gives_no_term() -> None:
    assert days("请于2月30日前总结。") == []


def test_recurring_and_relative_terms_are_noted_not_dated() -> None:
    assert days("每月5日前报送进度。") == days("收到通知后5个工作日内反馈。") == days("请于本周五前交回执。") == []
    assert codes("每月5日前报送进度。") == ["read.recurring"]
    assert codes("收到通知后5个工作日内反馈。") == ["read.relative"]
    assert codes("请于本周五前交回执。") == []  # the rule “date.vague” asks for the day
    assert codes("请于11月27日（周五）前交回执。") == []


def test_long_sentence_is_cut_to_the_clauses_around_the_date() -> None:
    text = "各级团组织要" + "结合实际，" * 30 + "制定好方案，于11月27日前上报团市委，四级联动，" + "营造声势，" * 10

    deadline = read_deadlines([Block(0, text)], ISSUED, Journal())[0]

    assert deadline.text == "制定好方案，于11月27日前上报团市委"


def test_part_of_a_month_is_no_exact_day() -> None:
    first, second = read_deadlines([Block(0, "11月27日前自查，12月上旬前总结。")], ISSUED, Journal())

    assert (first.exact, second.exact) == (True, False)


def test_what_is_founded_or_registered_by_a_day_is_a_term() -> None:
    assert days("各地要在5月10日前成立项目办。") == days("请于5月10日前登记报名。") == ["2027-05-10"]
    assert days("5月10日前成立的社团可以参加。") == []


def test_window_for_registering_ends_with_a_term() -> None:
    assert days("（一）报名：4月15日至5月31日。") == ["2027-05-31"]
    assert days("（二）选拔：6月1日至6月15日。") == []

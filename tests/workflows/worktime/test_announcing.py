"""The State Council's notice, read as it is pasted."""

from datetime import date

import chinese_calendar
import pytest

from workflows.organisations.models import User
from workflows.worktime.announcing import read, year_of
from workflows.worktime.calendar import Calendar
from workflows.worktime.models import DayChange, DayOverride
from workflows.worktime.overriding import set_arrangement

# The arrangement of 2026 in words of our own; the days are those that the library knows.
OF_2026 = """
关于2026年部分节假日安排的通知
（样例）国办发明电〔2025〕7 号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，请妥善安排值班。
"""

OF_2027 = """
关于2027年部分节假日安排的通知
一、元旦：2026年12月31日至2027年1月2日放假调休，共3天。1月3日（星期日）上班。
二、春节：2月5日至11日放假调休，共7天。
三、清明节：4月5日放假1天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日（星期六）上班。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休，共7天。10月9日、10日上班。
"""


def test_notice_of_a_known_year_gives_exactly_the_published_days() -> None:
    assert year_of(OF_2026) == 2026
    found = read(OF_2026, 2026)
    assert (found.problems, found.number) == ([], "国办发明电〔2025〕7号")
    assert [span.name for span in found.spans if not span.working] == [
        "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节",
    ]  # fmt: skip
    assert sorted(f"{day:%m-%d}" for day, working in found.days.items() if working) == [
        "01-04", "02-14", "02-28", "05-09", "09-20", "10-10",
    ]  # fmt: skip
    assert len(found.days) == 33 + 6
    for day, working in found.days.items():
        assert chinese_calendar.is_workday(day) == working
    plain = [day for day in chinese_calendar.get_dates(date(2026, 1, 1), date(2026, 12, 31)) if day not in found.days]
    assert all(chinese_calendar.is_workday(day) == (day.weekday() < 5) for day in plain)


def test_other_years_months_and_single_days_are_understood() -> None:
    found = read(OF_2027, 2027)
    assert found.problems == []
    assert found.days[date(2026, 12, 31)] is False
    assert found.days[date(2027, 1, 2)] is False
    assert found.days[date(2027, 1, 3)] is True
    assert found.days[date(2027, 10, 10)] is True
    assert sum(not working for working in found.days.values()) == 3 + 7 + 1 + 5 + 1 + 1 + 7


def test_text_that_lost_its_line_breaks_reads_the_same() -> None:
    assert read(OF_2026.replace("\n", ""), 2026).days == read(OF_2026, 2026).days


def test_days_may_cross_months_and_holidays_may_fall_together() -> None:
    found = read(
        "一、国庆节、中秋节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。", 2023
    )
    assert (found.spans[0].first, found.spans[0].last) == (date(2023, 9, 29), date(2023, 10, 6))
    assert found.problems == ["没有读到：元旦、春节、清明、劳动、端午。请把通知全文粘贴进来。"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("一、元旦：1月1日（周四）放假，共1天。", "1月1日写的是周四，实际是周五。年份对不对？"),
        ("一、元旦：1月1日至3日放假，共2天。", "元旦写的是2天，日期数出来是3天。"),
        ("一、元旦：2月30日放假。", "“2月30日”不是一个日期。"),
        ("一、元旦：1月5日至3日放假。", "“1月5日至3日”起止颠倒或者太长。"),
        ("一、元旦：1月1日放假。1月4日上班。", "1月4日本来就上班，不用写成补班。"),
        ("一、元旦：1月1日至3日放假。1月3日上班。", "1月3日既放假又上班。"),
    ],
)
def test_what_does_not_fit_is_told(line: str, problem: str) -> None:
    assert problem in read(line, 2027).problems


def test_any_other_text_gives_nothing_and_says_so() -> None:
    found = read("各市团委：请于4月3日前上报方案。", 2027)
    assert (found.spans, len(found.problems)) == ([], 1)
    assert year_of("关于工作安排") is None


@pytest.mark.django_db
def test_arrangement_is_set_as_a_whole_and_the_year_counts_as_published() -> None:
    keeper = User.objects.create(username="k", name="卫一新")
    assert Calendar.read().add(date(2027, 3, 1), 1).provisional
    days = read(OF_2027, 2027).days
    assert set_arrangement(days, note="国办发明电", by=keeper, year=2027) == len(days)
    calendar = Calendar.read()
    assert not calendar.add(date(2027, 3, 1), 1).provisional
    assert calendar.add(date(2026, 12, 30), 1).day == date(2027, 1, 3)
    assert DayOverride.objects.get(completes_year=True).day == date(2027, 1, 1)
    assert DayChange.objects.count() == len(days)
    with pytest.raises(ValueError, match="no day"):
        set_arrangement({date(2026, 1, 1): False}, note="", by=keeper, year=2027)

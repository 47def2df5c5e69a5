"""催报: the text for the work group, and the reminder in the system, once a day."""

from datetime import date

from documents.submissions import calling, reminding
from documents.submissions.models import Addressee
from documents.submissions.progress import progress
from tests.documents.submissions import making
from tests.documents.submissions.making import act
from tests.factories import moment
from workflows.notifications.models import Notification

NOON = moment(20, 12)


def test_the_reminder_names_who_owes_and_until_when(pilot, places, who):
    making.sent(pilot, places.county, who.county_drafter)
    found = progress(pilot, [places.city], now=NOON)
    assert reminding.reminder(pilot, found, link="https://x.example/desk/calls/1/", now=NOON) == (
        "【催报】“‘灯火相伴’行动试点申报”请于11月27日17:30前报送。尚未报送的单位：团萤田县委。"
        "填报地址：https://x.example/desk/calls/1/"
    )
    making.sent(pilot, places.sister, who.sister_drafter)
    assert reminding.reminder(pilot, progress(pilot, [places.city], now=NOON)) == ""


def test_the_reminder_names_each_units_own_term_and_what_came_back(summary, places, who):
    paper = making.reported(summary, places.township, who.township_secretary)
    act(paper, "return", who.county_drafter, "照片露正脸。", to="draft")
    row = Addressee.objects.get(call=summary, organ=places.school)
    calling.extend(row, date(2026, 11, 26), "期中考试。", actor=who.county_drafter)
    found = progress(summary, [places.county], now=NOON)
    assert reminding.reminder(summary, found, now=NOON) == (
        "【催报】“‘灯火相伴’行动活动总结”请于11月24日17:30前报送。"
        "尚未报送的单位：芦哨镇团委、鹭汀一中团委（11月26日）。退回待改的单位：晚渡镇团委。"
    )


def test_the_reminder_says_when_the_term_is_over(summary, places):
    late = moment(25)
    text = reminding.reminder(summary, progress(summary, [places.county], now=late), now=late)
    assert text.startswith("【催报】“‘灯火相伴’行动活动总结”11月24日17:30已经截止，请尽快补报。尚未报送的单位：")


def test_remind_tells_each_person_once_a_day(pilot, places, who):
    owing = progress(pilot, [places.city], now=NOON).owing
    for _time in range(2):
        assert reminding.remind(pilot, owing, url="/desk/calls/1/", now=NOON) == 2
    mine = Notification.objects.filter(user=who.county_drafter, kind="remind", channel="desk")
    assert list(mine.values_list("title", "url")) == [("催报：“灯火相伴”行动试点申报", "/desk/calls/1/")]
    reminding.remind(pilot, owing, url="/desk/calls/1/", now=moment(21))
    assert mine.count() == 2
    assert not Notification.objects.filter(user=who.foreign_drafter, kind="remind").exists()

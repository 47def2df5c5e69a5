"""到期提醒: merged per person and day, within working hours, exactly once."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from tests.workflows.engine.conftest import NOW, SHANGHAI, House
from workflows.engine import Instance, WorkItem, run_timers
from workflows.engine.models import NO_TERM, Reminder
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification, Outbox
from workflows.organisations.models import Membership, User


def at(day: int, hour: int = 8, minute: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def in_review(house: House, title: str = "关于开展灯火小屋行动的通知") -> Instance:
    """Put to the secretary on Thursday the 5th: due on Thursday the 12th at 17:30."""
    return house.case((house.drafter, "submit"), process="clock", title=title)


def run(now: datetime) -> list[tuple[str, str]]:
    """What people were told at *now*, by the desk."""
    before = set(Notification.objects.values_list("pk", flat=True))
    run_timers(now=now)
    deliver(now=now)
    rows = Notification.objects.filter(channel="desk", kind__in=["reminder", "escalated"]).exclude(pk__in=before)
    return [(row.user.name, row.title) for row in rows.select_related("user").order_by("pk")]


def test_reminders_come_three_and_one_day_before_on_the_day_and_the_day_after(house: House) -> None:
    in_review(house)
    title = "关于开展灯火小屋行动的通知"
    days = {day: run(at(day)) for day in range(6, 14)}
    assert {day: told for day, told in days.items() if told} == {
        9: [("陆思齐", f"{title}（复视，还剩3天）")],
        11: [("陆思齐", f"{title}（复视，还剩1天）")],
        12: [("陆思齐", f"{title}（复视，今天到期）")],
        13: [("陆思齐", f"{title}（复视，已逾期1天）")],
    }
    assert [(row.offset, row.due_day.day) for row in Reminder.objects.order_by("pk")] == [
        (-3, 12),
        (-1, 12),
        (0, 12),
        (1, 12),
    ]


def test_reminders_are_merged_per_person_and_day(house: House) -> None:
    first, second = in_review(house, "第一件"), in_review(house, "第二件")
    assert run(at(9)) == [("陆思齐", "2 件要办的：0 件逾期，2 件快到期")]
    row = Notification.objects.get(kind="reminder", channel="desk")
    assert row.body == "第一件（复视，还剩3天）\n第二件（复视，还剩3天）"
    assert row.url == "/desk/"
    house.does(first, house.secretary, "agree", now=at(10))
    assert run(at(11)) == [("陆思齐", "第二件（复视，还剩1天）")]
    assert Notification.objects.filter(kind="reminder", channel="desk").latest("pk").url == (
        f"/papers/{second.subject_id}/"
    )


@pytest.mark.parametrize(
    "quiet",
    [at(9, 8, 29), at(9, 17, 30), at(9, 23, 0), at(14, 10, 0)],
    ids=["before work", "after work", "at night", "on a Saturday"],
)
def test_nobody_is_reminded_outside_working_hours_and_nothing_is_lost(house: House, quiet: datetime) -> None:
    in_review(house)
    assert run(quiet) == []
    assert Reminder.objects.count() == 0
    assert len(run(at(16, 9, 0) if quiet.day == 14 else at(10, 9, 0))) > 0


def test_missed_reminders_come_as_one(house: House) -> None:
    in_review(house)
    assert run(at(13, 10)) == [("陆思齐", "关于开展灯火小屋行动的通知（复视，已逾期1天）")]
    assert WorkItem.objects.get(status="open").next_timer_at == at(16)  # the leaders', two days after the term


def test_second_run_tells_nothing_again(house: House) -> None:
    in_review(house)
    assert len(run(at(9))) == 1
    assert run(at(9)) == run(at(9, 16, 0)) == []
    assert Reminder.objects.count() == 1


def test_what_became_due_after_the_round_waits_for_the_next_working_day(house: House) -> None:
    in_review(house, "第一件")
    late = in_review(house, "第二件")
    WorkItem.objects.filter(instance=late, status="open").update(next_timer_at=at(9, 9, 0))
    assert run(at(9)) == [("陆思齐", "第一件（复视，还剩3天）")]
    WorkItem.objects.filter(instance=late, status="open").update(next_timer_at=at(9))
    assert run(at(9, 9, 30)) == []
    assert run(at(10)) == [("陆思齐", "第二件（复视，还剩2天）")]


def test_killed_between_marking_and_round_tells_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows.engine.clock import reminding

    in_review(house)
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "_close_round", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_timers(now=at(9))
    assert (Reminder.objects.count(), Outbox.objects.filter(topic="reminder").count()) == (1, 0)
    assert len(run(at(9, 9))) == 1
    assert run(at(9, 10)) == []


def test_killed_between_round_and_delivery_tells_once(house: House) -> None:
    in_review(house)
    run_timers(now=at(9))
    assert Notification.objects.filter(kind="reminder").count() == 0
    assert len(run(at(9, 9))) == 1
    assert run(at(9, 10)) == []


def test_whoever_acted_meanwhile_is_not_disturbed(house: House) -> None:
    instance = in_review(house)
    run_timers(now=at(9))
    house.does(instance, house.secretary, "agree", now=at(9, 8, 31))
    deliver(now=at(9, 8, 32))
    assert not Notification.objects.filter(kind="reminder").exists()


def test_suspended_case_reminds_nobody(house: House) -> None:
    instance = in_review(house)
    Instance.objects.filter(pk=instance.pk).update(suspended_at=at(6))
    assert run(at(9)) == run(at(13)) == []


def test_state_may_say_when_to_remind_and_silent_ones_do_not(house: House) -> None:
    instance = house.case((house.drafter, "submit"))  # 核稿 has two days: only T-1, T0 and T+1 are left
    item = WorkItem.objects.get(instance=instance, status="open")
    assert item.next_timer_at == at(6)
    draft = house.case()  # 拟稿 has no term
    assert WorkItem.objects.get(instance=draft).next_timer_at == NO_TERM


def test_reminder_goes_by_mail_too(house: House) -> None:
    User.objects.filter(pk=house.secretary.pk).update(email="lu@xiyuan.example")
    in_review(house)
    run(at(9))
    letters = [letter for letter in mail.outbox if "还剩" in letter.subject]
    assert [letter.to for letter in letters] == [["lu@xiyuan.example"]]


def test_leaders_are_told_where_the_definition_says_so(house: House) -> None:
    Membership.objects.filter(user=house.deputy).update(principal=True)  # somebody above the one who is asked
    in_review(house)
    run(at(13))
    assert run(at(16)) == [
        ("陆思齐", "关于开展灯火小屋行动的通知（复视，已逾期4天）"),
        ("秦望川", "逾期未办：关于开展灯火小屋行动的通知（复视，已逾期4天）"),
    ]


def test_leader_who_is_late_himself_is_told_of_by_the_organ_above(house: House) -> None:
    Membership.objects.filter(user__in=[house.city_secretary, house.secretary]).update(principal=True)
    paper = house.paper(place=house.city, author=house.city_secretary)
    house.appoint(house.city_secretary, house.city, "drafter")
    from workflows.engine import start

    instance = start(paper, "clock", actor=house.city_secretary, now=NOW)
    house.does(instance, house.city_secretary, "submit")
    run(at(13))
    assert [name for name, title in run(at(16)) if title.startswith("逾期未办")] == ["陆思齐"]


def test_nobody_above_is_told_unless_the_definition_says_so(house: House) -> None:
    Membership.objects.filter(user=house.secretary).update(principal=True)
    house.case((house.drafter, "submit"))
    for day in range(6, 28):
        run(at(day, 9))
    assert not Notification.objects.filter(kind="escalated").exists()


def test_delivering_a_round_takes_the_same_queries_for_one_and_for_three(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from workflows.engine.clock.reminding import messages_of

    counts = []
    for day, number in ((9, 1), (11, 1), (12, 2)):  # the first warms what is kept in memory
        for _row in range(number):
            in_review(house)
        run_timers(now=at(day) + timedelta(minutes=1))
        round_key = at(day).date().toordinal()
        with CaptureQueriesContext(connection) as captured:
            assert len(list(messages_of(round_key))) == 1
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_reminder_says_that_a_term_is_provisional(house: House) -> None:
    instance = house.case(process="clock")
    house.does(instance, house.drafter, "submit", now=datetime(2026, 12, 28, 9, 30, tzinfo=SHANGHAI))
    told = run(datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI))
    assert told == [("陆思齐", "关于开展灯火小屋行动的通知（复视，还剩4天，暂计）")]

"""What the passing of time does: the system moves a case when its time has come, once, and says so."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows.engine.conftest import NOW, SHANGHAI, House
from workflows.engine import Instance, Refused, WorkItem, explain, history, offers, run_timers, verify
from workflows.engine.clock.renewing import RETRY
from workflows.engine.clock.timers import Ran
from workflows.engine.models import NO_TERM, Event
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification

# NOW is Thursday, 5 November 2026: the 5th working day after is the 12th, the 6th the 13th, the 8th the 17th.
LAPSE = datetime(2026, 11, 17, 17, 30, tzinfo=SHANGHAI)


def in_review(house: House, **paper: object) -> Instance:
    return house.case((house.drafter, "submit"), process="clock", **paper)


def shown(house: House, **paper: object) -> Instance:
    return house.does(in_review(house, **paper), house.secretary, "agree").instance


def fresh(instance: Instance) -> Instance:
    return Instance.objects.select_related("node").get(pk=instance.pk)


def test_case_moves_when_its_time_has_come_and_not_before(house: House) -> None:
    instance = in_review(house)
    assert fresh(instance).next_timer_at == LAPSE
    assert run_timers(now=LAPSE - timedelta(seconds=1)).moved == 0
    assert run_timers(now=LAPSE).moved == 1
    assert fresh(instance).state == "shown"
    assert run_timers(now=LAPSE + timedelta(minutes=1)) == Ran(0, 0, 0)
    assert verify(instance) == []


def test_move_by_time_is_told_in_the_history_and_to_whoever_is_asked_next(house: House) -> None:
    instance = in_review(house)
    run_timers(now=LAPSE)
    last = history(instance)[-1]
    assert (last.kind, last.actor, last.verb, last.note) == ("auto", "系统", "到期未答复，视为无意见", "满8个工作日")
    deliver(now=LAPSE)
    told = Notification.objects.filter(
        channel="desk", kind="todo", created_at=LAPSE, title__startswith="待办"
    ).values_list("user__name", flat=True)
    assert "顾知白" in told
    assert WorkItem.objects.get(instance=instance, role__key="secretary").status == WorkItem.Status.REMOVED


def test_early_act_is_refused_with_the_day_from_which_it_is_possible(house: House) -> None:
    instance = shown(house)
    (offer,) = [one for one in offers(house.office, instance, now=NOW) if one.transition == "settle"]
    assert (offer.allowed, offer.reasons) == (False, ["满5个工作日以后才能办，即11月12日 17:30以后。"])
    with pytest.raises(Refused, match="11月12日 17:30"):
        house.does(instance, house.office, "settle", now=datetime(2026, 11, 12, 17, 29, tzinfo=SHANGHAI))
    assert house.does(instance, house.office, "settle", now=datetime(2026, 11, 12, 17, 30, tzinfo=SHANGHAI)).moved
    assert explain(house.office, fresh(instance)) is not None


def test_unmet_condition_puts_the_move_off_for_an_hour(house: House) -> None:
    instance = shown(house, complete=False)
    paper = instance.subject
    due = datetime(2026, 11, 13, 17, 30, tzinfo=SHANGHAI)
    assert run_timers(now=due).moved == 0
    assert fresh(instance).next_timer_at == due + RETRY
    type(paper).objects.filter(pk=paper.pk).update(complete=True)
    assert run_timers(now=due + timedelta(minutes=59)).moved == 0
    assert run_timers(now=due + RETRY).moved == 1
    assert fresh(instance).outcome == "passed"


def test_one_bad_case_holds_up_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows.engine.clock import timers

    bad, good = in_review(house), in_review(house)
    go_on = timers.go_on

    def broken(pk: int, *, now: datetime) -> bool:
        if pk == bad.pk:
            raise RuntimeError("a fault of an effect")
        return go_on(pk, now=now)

    monkeypatch.setattr(timers, "go_on", broken)
    assert run_timers(now=LAPSE).moved == 1
    assert (fresh(bad).state, fresh(good).state) == ("review", "shown")
    assert fresh(bad).next_timer_at == LAPSE + RETRY


def test_human_decision_stops_the_timer(house: House) -> None:
    instance = shown(house)
    assert run_timers(now=LAPSE - timedelta(days=1)).moved == 1  # 公示期满, counted from the new state
    assert [event.name for event in Event.objects.filter(instance=instance, kind="auto")] == ["expire"]
    assert fresh(instance).next_timer_at == NO_TERM


def test_suspended_case_stays(house: House) -> None:
    instance = in_review(house)
    Instance.objects.filter(pk=instance.pk).update(suspended_at=NOW)
    assert run_timers(now=LAPSE + timedelta(days=30)) == Ran(0, 0, 0)
    assert fresh(instance).state == "review"


def test_idle_run_costs_the_same_however_many_wait(house: House) -> None:
    run_timers(now=NOW)
    for _rows in (1, 3):
        in_review(house)
        with CaptureQueriesContext(connection) as captured:
            run_timers(now=NOW + timedelta(minutes=1))
        assert len([one for one in captured if "SAVEPOINT" not in one["sql"]]) == 11
        in_review(house)


def test_command_runs_once_and_takes_a_moment_for_tests(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    in_review(house)
    call_command("run_timers", now=LAPSE)
    assert capsys.readouterr().out == "自动办理 1 件，提醒 0 件，重算期限 0 件，交接岗位 0 个\n"
    call_command("run_timers", "--now", "2026-11-17T18:00")
    with pytest.raises(CommandError, match="看不懂时间"):
        call_command("run_timers", "--now", "明天")

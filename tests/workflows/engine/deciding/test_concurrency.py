"""Two at once: real threads on real connections, on both databases."""

import threading
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers.models import Paper
from workflows.engine import (
    Action,
    Instance,
    Outcome,
    Refused,
    WorkItem,
    act,
    act_many,
    editing,
    run_timers,
    start,
    verify,
)
from workflows.engine.clock.renewing import SETTLING
from workflows.engine.clock.timers import Ran
from workflows.engine.models import Event, Reminder
from workflows.engine.proving.auditing import audit
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification, Outbox
from workflows.worktime.models import DayOverride

pytestmark = pytest.mark.django_db(transaction=True)

at_once = partial(together.at_once, refusal=Refused)


def outcomes(results: list[Any]) -> list[Outcome]:
    return [result for result in results if isinstance(result, Outcome)]


def test_of_two_approvals_at_once_exactly_one_wins() -> None:
    house = House()
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    results = at_once(
        *(lambda user=user: act(Action(instance.pk, "sign", user), now=NOW) for user in (house.secretary, house.deputy))
    )
    assert len(outcomes(results)) == 1
    assert Event.objects.filter(instance=instance, name="sign").count() == 1
    assert Instance.objects.get(pk=instance.pk).state == "recheck"
    assert verify(instance) == []


def test_double_click_at_once_yields_one_event_and_the_same_answer() -> None:
    house = House()
    instance = house.case()
    action = Action(
        instance.pk, "submit", house.drafter, token=house.token(instance, house.drafter, "submit"), request_key="k"
    )
    results = at_once(*[lambda: act(action, now=NOW)] * 3)
    assert len({outcome.event.pk for outcome in outcomes(results)}) == 1
    assert len(outcomes(results)) == 3
    assert Event.objects.filter(instance=instance, name="submit").count() == 1


def test_five_cosigners_at_once_all_sign() -> None:
    house = House()
    paper, people = house.paper(), []
    for number in range(5):
        organ = house.organ(f"单位{number}", "province", f"K{number}", kind="partner")
        people.append(house.holder(f"书记{number}", organ, "secretary"))
        paper.co_issuers.add(organ)
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    for person, name in ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass")):
        house.does(instance, person, name)
    pages = [(person, house.token(instance, person, "cosign_pass")) for person in people]
    results = at_once(
        *(lambda page=page: act(Action(instance.pk, "cosign_pass", page[0], token=page[1]), now=NOW) for page in pages)
    )
    assert len(outcomes(results)) == 5
    assert sorted(outcome.moved for outcome in outcomes(results)) == [False] * 4 + [True]
    assert Instance.objects.get(pk=instance.pk).state == "sign"
    assert verify(instance) == []


def test_two_starts_at_once_open_one_case() -> None:
    house = House()
    paper = house.paper()
    results = at_once(*[lambda: start(paper, "memo", actor=house.drafter, now=NOW)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Instance", "Refused"]
    assert Instance.objects.count() == 1


def test_edit_racing_an_approval_never_changes_what_was_approved() -> None:
    house = House()
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    paper = Paper.objects.get()

    def edit() -> str:
        with editing(paper, actor=house.deputy, now=NOW) as locked:
            locked.text = "抢着改的正文"
            locked.save()
        return "edited"

    at_once(edit, lambda: act(Action(instance.pk, "sign", house.secretary), now=NOW))
    instance.refresh_from_db()
    signed = Event.objects.filter(instance=instance, name="sign").first()
    assert signed is not None
    assert signed.content.payload == instance.content.payload
    assert Paper.objects.get().text in instance.content.payload
    assert verify(instance) == []


def test_two_deliverers_at_once_tell_everybody_once() -> None:
    house = House()
    house.case((house.drafter, "submit"))
    Notification.objects.all().delete()
    Outbox.objects.update(done_at=None)
    done = at_once(*[lambda: deliver(now=NOW)] * 2)
    assert sum(done) == Outbox.objects.count()
    assert Notification.objects.filter(user=house.reviewer, channel="desk").count() == 1


WAY = (("check_pass", "reviewer"), ("office_pass", "office"), ("sign", "secretary"), ("finish", "clerk"))
"""The steps of the way, and who takes each."""


@pytest.mark.postgres
@pytest.mark.heavy
def test_fifty_people_deciding_the_same_twenty_documents_move_each_once_per_step() -> None:
    assert connection.vendor == "postgresql"
    house = House()
    places = {
        "reviewer": house.youth,
        "office": house.office_dept,
        "secretary": house.province,
        "clerk": house.office_dept,
    }
    crowd = [(role, house.holder(f"{role}{number}", places[role], role)) for role in places for number in range(12)]
    crowd += [("reviewer", house.reviewer), ("secretary", house.secretary)]
    cases = [house.case((house.drafter, "submit"), title=f"第{number}件") for number in range(20)]
    ended = threading.Event()

    def decide(number: int, role: str, user: Any) -> int:
        """Every document again and again, each person in another order, one by one or several at once."""
        mine = [*cases[number % 20 :], *cases[: number % 20]]
        name, done = next(name for name, whose in WAY if whose == role), 0
        while not ended.is_set():
            for some in (mine[:1], mine[1:6], mine[6:]):
                results = act_many([Action(case.pk, name, user, opinion="同意。") for case in some], now=NOW)
                done += sum(result.moved for result in results if isinstance(result, Outcome))
            if not Instance.objects.filter(pk__in=[case.pk for case in cases], finished_at=None).exists():
                ended.set()
        return done

    moved = at_once(*(partial(decide, number, role, user) for number, (role, user) in enumerate(crowd)))
    assert len(crowd) == 50
    assert sum(moved) == len(cases) * len(WAY)
    for case in cases:
        names = Event.objects.filter(instance=case).order_by("seq").values_list("name", flat=True)
        assert list(names) == ["memo", "submit", *(name for name, _role in WAY)]
        items = list(case.items.order_by("entry", "pk").values_list("entry", "role__key", "status"))
        assert [(entry, status) for entry, role, status in items if role != "deputy"] == [
            (n, "done") for n in range(1, 6)
        ]
        assert [status for _entry, role, status in items if role == "deputy"] == ["removed"]
        assert verify(case) == []
    assert sorted(Paper.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert audit().sound


def test_two_timers_at_once_twice_remind_once_and_move_once() -> None:
    house = House()
    for number in range(4):
        house.case((house.drafter, "submit"), process="clock", title=f"第{number}件")
    run_timers(now=NOW)
    reminding = datetime(2026, 11, 9, 9, 0, tzinfo=NOW.tzinfo)
    for _turn in range(2):
        ran = at_once(*[lambda: run_timers(now=reminding)] * 2)
        assert all(isinstance(one, Ran) for one in ran)
        at_once(*[lambda: deliver(now=reminding)] * 2)
    assert Reminder.objects.count() == 4
    assert Notification.objects.filter(kind="reminder", channel="desk", user=house.secretary).count() == 1
    assert Notification.objects.get(kind="reminder", channel="desk").title.startswith("4 件")
    lapsing = datetime(2026, 11, 17, 17, 30, tzinfo=NOW.tzinfo)
    for _turn in range(2):
        at_once(*[lambda: run_timers(now=lapsing)] * 2)
    assert Event.objects.filter(name="lapse").count() == 4
    assert all(verify(instance) == [] for instance in Instance.objects.all())


def test_timer_and_decision_at_once_exactly_one_wins() -> None:
    house = House()
    instance = house.case((house.drafter, "submit"), process="clock")
    lapsing = datetime(2026, 11, 17, 17, 30, tzinfo=NOW.tzinfo)
    at_once(
        lambda: run_timers(now=lapsing),
        lambda: act(Action(instance.pk, "agree", house.secretary), now=lapsing),
    )
    moves = Event.objects.filter(instance=instance, name__in=["lapse", "agree"])
    assert moves.count() == 1
    assert Instance.objects.get(pk=instance.pk).state == "shown"
    assert verify(instance) == []


def test_day_set_while_people_decide_leaves_every_term_right() -> None:
    house = House()
    cases = [house.case(process="clock") for _number in range(3)]
    run_timers(now=NOW)
    DayOverride.objects.create(day=date(2026, 11, 9), working=False)
    at_once(
        lambda: run_timers(now=NOW),
        *[lambda pk=case.pk: act(Action(pk, "submit", house.drafter), now=NOW) for case in cases],
    )
    run_timers(now=NOW + SETTLING)
    due = {item.due_at for item in WorkItem.objects.filter(instance__in=cases, status="open")}
    assert due == {datetime(2026, 11, 13, 17, 30, tzinfo=NOW.tzinfo)}

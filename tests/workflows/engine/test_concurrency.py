"""Two at once: real threads on real connections, on both databases."""

from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.papers.models import Paper
from workflows.engine import Action, Instance, Outcome, Refused, act, editing, start, verify
from workflows.engine.models import Event
from workflows.notifications.delivery import deliver
from workflows.notifications.models import Notification, Outbox

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


@pytest.mark.postgres
def test_many_people_deciding_the_same_documents_move_each_once() -> None:
    house = House()
    reviewers = [house.holder(f"部长{number}", house.youth, "reviewer") for number in range(5)]
    cases = [house.case((house.drafter, "submit")) for _ in range(8)]

    def decide(user: Any) -> int:
        done = 0
        for case in cases:
            try:
                done += act(Action(case.pk, "check_pass", user), now=NOW).moved
            except Refused:
                continue
        return done

    assert sum(at_once(*(lambda user=user: decide(user) for user in reviewers))) == len(cases)
    assert connection.vendor == "postgresql"
    for case in cases:
        assert Event.objects.filter(instance=case, name="check_pass").count() == 1
        assert verify(case) == []

"""Looking for what strands: hardly anything when nothing changed, everything when posts did, and one bad case holds up no other."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import together
from tests.workflows.engine.conftest import NOW, House
from tests.workflows.engine.people.test_stranding import leaves, waiting
from workflows.engine import Instance, Refused, WorkItem, run_timers, start, verify
from workflows.engine.models import Event, PostsPass
from workflows.engine.people import stranding
from workflows.engine.people.stranding import SETTLING, settle_stranded
from workflows.organisations.models import Organisation

TODAY = NOW.date()
LATER = NOW + timedelta(minutes=1)


def statements(now: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert settle_stranded(now) == 0  # type: ignore[arg-type]
    return len(captured)


def test_second_pass_costs_three_statements_however_many_wait(house: House) -> None:
    settle_stranded(NOW)
    for _rows in (1, 3):
        house.case((house.drafter, "submit"))
        assert statements(LATER) == 3
        house.case((house.drafter, "submit"))


def test_pass_is_made_again_soon_after_a_change_and_every_day(house: House) -> None:
    settle_stranded(NOW)
    assert statements(NOW + SETTLING) > 3
    assert statements(NOW + SETTLING + timedelta(minutes=1)) == 3
    assert statements(NOW + timedelta(days=1)) > 3


def test_every_change_of_posts_people_or_organs_is_noticed(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    settle_stranded(NOW)
    house.reviewer.is_active = False
    house.reviewer.save(update_fields=["is_active"])
    assert settle_stranded(LATER) == 1
    assert waiting(instance) == ["省办公室主任（审核）"]
    successor = house.organ("新青年部", "province", "N", under=house.province)
    Organisation.objects.filter(pk=house.office_dept.pk).update(until=TODAY)
    assert statements(LATER) == 3
    Organisation.objects.filter(pk=house.office_dept.pk).update(successor=successor)
    assert statements(LATER) > 3


def test_merged_organ_hands_over_what_waits_elsewhere_too(house: House) -> None:
    county = {"place": house.county, "author": house.county_drafter}
    instance = house.case((house.county_drafter, "submit"), **county)
    merged = house.organ("新县", "county", "Z", under=house.city, profile="small")
    house.appoint(house.county_drafter, merged, "reviewer")
    Organisation.objects.filter(pk=house.county.pk).update(until=TODAY, successor=merged)
    assert settle_stranded(NOW) == 1
    instance.refresh_from_db()
    assert (instance.organ, instance.path) == (merged, merged.path)
    assert verify(instance) == []


def test_held_and_waiting_items_change_hands_and_stay_as_they_are(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.secretary, "@suspend", opinion="等文件。")
    leaves(house.reviewer)
    assert settle_stranded(NOW) == 1
    (held,) = WorkItem.objects.filter(instance=instance, status="held")
    assert (held.role.key if held.role else "", held.opened_at) == ("office", NOW)
    house.does(instance, house.secretary, "@resume", opinion="继续。", now=LATER)
    assert house.does(instance, house.office, "check_pass", now=LATER).moved
    assert verify(instance) == []


def test_case_that_fails_is_logged_and_tried_again_and_the_others_are_settled(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = (house.case((house.drafter, "submit")) for _ in range(2))
    leaves(house.reviewer)
    whole = stranding._settle_one

    def broken(case: stranding.Dossier, *rest: object) -> bool:
        if case.instance.pk == bad.pk:
            raise RuntimeError("a fault of a definition")
        return whole(case, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(stranding, "_settle_one", broken)
    assert settle_stranded(NOW) == 1
    assert waiting(good) == ["省办公室主任（审核）"]
    assert f"case {bad.pk} failed" in caplog.text
    assert not PostsPass.objects.exists()
    monkeypatch.setattr(stranding, "_settle_one", whole)
    assert settle_stranded(LATER) == 1
    assert waiting(bad) == waiting(good)
    assert [verify(one) for one in (bad, good)] == [[], []]


def test_step_that_breaks_off_is_logged_and_the_others_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from workflows.engine.clock import timers

    def settle(now: object) -> int:
        raise RuntimeError("a fault")

    instance = house.case((house.drafter, "submit"), process="clock")
    monkeypatch.setattr(timers, "settle_stranded", settle)
    ran = run_timers(now=NOW + timedelta(days=30))
    assert (ran.moved, ran.failed) == (1, 1)
    assert "settle broke off" in caplog.text
    assert verify(instance) == []


@pytest.mark.django_db(transaction=True)
def test_two_passes_at_once_settle_each_case_once() -> None:
    house = House()
    cases = [house.case((house.drafter, "submit")) for _ in range(3)]
    leaves(house.reviewer)
    touched = together.at_once(*[partial(settle_stranded, NOW)] * 2, refusal=Refused)
    assert sum(touched) == 3
    assert Event.objects.filter(kind="settle").count() == 3
    assert PostsPass.objects.count() == 1
    assert [verify(one) for one in Instance.objects.all()] == [[]] * len(cases)


@pytest.mark.django_db(transaction=True)
def test_post_that_ends_while_a_case_is_put_to_it_is_settled_by_the_next_passes() -> None:
    house = House()
    paper = house.paper()
    instance = start(paper, "memo", actor=house.drafter, now=NOW)
    together.at_once(
        lambda: house.does(instance, house.drafter, "submit"),
        lambda: (leaves(house.reviewer), settle_stranded(NOW)),
        refusal=Refused,
    )
    settle_stranded(NOW + SETTLING)
    assert waiting(instance) == ["省办公室主任（审核）"]
    assert verify(instance) == []

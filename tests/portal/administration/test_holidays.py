"""节假日 in the administration: who may change the calendar, who may read it, and what follows."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from workflows import engine
from workflows.organisations.models import User
from workflows.worktime.models import DayChange, DayOverride

pytestmark = pytest.mark.django_db
DAYS = "/admin/registers/holidays/"
CHANGES = "/admin/registers/holiday-changes/"
FORM = {"day": "2026-11-09", "last": "", "note": "县里统一安排"}


@pytest.fixture
def who() -> SimpleNamespace:
    return factories.people(factories.tree())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_system_administrator_sets_a_day_in_own_name(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    assert client.get(f"{DAYS}create/").status_code == 200
    assert client.post(f"{DAYS}create/", FORM).status_code == 302
    row = DayOverride.objects.get()
    assert (row.day, row.working, row.changed_by) == (date(2026, 11, 9), False, who.sysadmin)
    page = client.get(DAYS).content.decode()
    assert "2026年11月9日 星期一" in page
    assert "卫一新" in page
    assert "县里统一安排" in client.get(CHANGES).content.decode()


def test_several_days_are_entered_at_once_and_one_is_mended(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    client.post(f"{DAYS}create/", {**FORM, "day": "2027-10-01", "last": "2027-10-07"})
    assert DayOverride.objects.count() == 7
    row = DayOverride.objects.get(day=date(2027, 10, 7))
    client.post(f"{DAYS}edit/{row.pk}/", {**FORM, "day": "2027-12-31", "working": "on", "note": "调休"})
    row.refresh_from_db()
    assert (row.day, row.working, row.note) == (date(2027, 10, 7), True, "调休")
    assert client.post(f"{DAYS}delete/{row.pk}/").status_code == 302
    assert DayOverride.objects.count() == 6
    assert DayChange.objects.count() == 9


def test_slip_is_told_beside_the_field(who: SimpleNamespace) -> None:
    answer = signed_in(who.sysadmin).post(f"{DAYS}create/", {**FORM, "last": "2026-11-01"})
    assert "最后一天应在第一天之后" in answer.content.decode()
    assert not DayOverride.objects.exists()


@pytest.mark.parametrize("post", ["drafter", "secretary", "clerk", "county_secretary", "auditor"])
def test_nobody_else_changes_the_calendar(who: SimpleNamespace, post: str) -> None:
    row = DayOverride.objects.create(day=date(2026, 11, 6), working=False)
    client = signed_in(getattr(who, post))
    for address in (f"{DAYS}create/", f"{DAYS}edit/{row.pk}/", f"{DAYS}delete/{row.pk}/"):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, FORM).status_code in {302, 403}
    assert list(DayOverride.objects.all()) == [row]
    assert not DayChange.objects.exists()


def test_superuser_and_unit_administrator_may_not_either(who: SimpleNamespace) -> None:
    root = factories.person("超级用户", is_superuser=True, is_staff=True)
    keeper = factories.holder("单位管理员", who.city_secretary.memberships.get().organisation, "unit_admin")
    for user in (root, keeper):
        assert signed_in(user).post(f"{DAYS}create/", FORM).status_code in {302, 403}
    assert not DayOverride.objects.exists()


def test_auditor_reads_both_registers_and_others_neither(who: SimpleNamespace) -> None:
    for address in (DAYS, CHANGES):
        assert signed_in(who.auditor).get(address).status_code == 200
        assert signed_in(who.drafter).get(address).status_code in {302, 403}
    assert signed_in(who.sysadmin).get(f"{CHANGES}create/").status_code in {302, 403, 404}


def test_list_takes_the_same_queries_for_one_and_for_three(who: SimpleNamespace) -> None:
    client = signed_in(who.sysadmin)
    counts = []
    for days in ((6,), (9, 10)):
        for day in days:
            DayOverride.objects.create(day=date(2026, 11, day), working=False, changed_by=who.sysadmin)
        client.get(DAYS)
        with CaptureQueriesContext(connection) as captured:
            client.get(DAYS)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_terms_follow_at_once(morning: datetime) -> None:
    who = factories.people(factories.tree())
    paper = factories.notice(who.drafter.memberships.get().organisation, who.drafter, now=morning)
    factories.carry(paper, who, "check", now=morning)
    item = engine.WorkItem.objects.get(instance=engine.instance_of(paper), status="open")
    assert item.due_at.day == 9  # two working days from Thursday
    signed_in(who.sysadmin).post(f"{DAYS}create/", {**FORM, "day": "2026-11-06"})
    item.refresh_from_db()
    assert item.due_at.day == 10

"""岗位配备 is worked out once, and again as soon as anything that it looks at has changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows.engine.conftest import NOW, House
from workflows.engine.models import Definition
from workflows.engine.processes import staffing_kept
from workflows.engine.processes.staffing import staffing_by_organ
from workflows.engine.processes.staffing_kept import kept_staffing
from workflows.engine.processes.versions import rules_of
from workflows.organisations.models import Membership, Organisation, User
from workflows.organisations.moving import put_below

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    staffing_kept._kept.clear()


def memo() -> Definition:
    return Definition.objects.get(process="memo", status="active")


def changed(organ: Organisation, **fields: object) -> None:
    Organisation.objects.filter(pk=organ.pk).update(**fields)


CHANGES: dict[str, Callable[[House], object]] = {
    "a post ends": lambda h: Membership.objects.filter(user=h.reviewer).update(until=TODAY),
    "a post begins": lambda h: h.appoint(h.drafter, h.city, "drafter"),
    "somebody is shut out": lambda h: User.objects.filter(pk=h.office.pk).update(is_active=False),
    "a post is another person's": lambda h: Membership.objects.filter(user=h.deputy).update(user=h.secretary),
    "a post is another role": lambda h: Membership.objects.filter(user=h.deputy).update(role=h.roles["clerk"]),
    "a post is elsewhere": lambda h: Membership.objects.filter(user=h.secretary).update(organisation=h.city),
    "another profile": lambda h: changed(h.county, profile="full"),
    "another name": lambda h: changed(h.county, short_name="新县"),
    "another level": lambda h: changed(h.county, level="township"),
    "an organ is closed": lambda h: changed(h.foreign, until=TODAY),
    "an organ is founded": lambda h: h.organ("新县", "county", "N", under=h.city),
    "an organ moves": lambda h: put_below(
        Organisation.objects.get(pk=h.county.pk), Organisation.objects.get(pk=h.other_city.pk)
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_is_seen_at_once(house: House, name: str) -> None:
    kept_staffing(memo(), on=TODAY)
    state = staffing_kept.state_of_posts(TODAY)
    CHANGES[name](house)
    assert staffing_kept.state_of_posts(TODAY) != state
    assert kept_staffing(memo(), on=TODAY) == tuple(staffing_by_organ(rules_of(memo()), on=TODAY))


def test_nothing_is_worked_out_twice_while_nothing_changes(house: House) -> None:
    first = kept_staffing(memo(), on=TODAY)
    row = memo()
    with CaptureQueriesContext(connection) as queries:
        assert kept_staffing(row, on=TODAY) is first
    assert len(queries) == 2


def test_other_rules_and_another_day_have_results_of_their_own(house: House) -> None:
    first = kept_staffing(memo(), on=TODAY)
    ballot = kept_staffing(Definition.objects.get(process="ballot", status="active"), on=TODAY)
    assert ballot != first
    assert kept_staffing(memo(), on=TODAY) is first
    Membership.objects.filter(user=house.reviewer).update(until=TODAY + timedelta(days=1))
    today = kept_staffing(memo(), on=TODAY)
    assert kept_staffing(memo(), on=TODAY + timedelta(days=1)) != today


def test_only_so_many_versions_are_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staffing_kept, "MOST", 2)
    for process in ("memo", "ballot", "clock"):
        kept_staffing(Definition.objects.get(process=process, status="active"), on=TODAY)
    assert len(staffing_kept._kept) == 2

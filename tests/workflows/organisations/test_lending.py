from datetime import date, timedelta
from typing import Any

import pytest

from tests import factories
from tests.factories import moment
from tests.together import at_once
from workflows.organisations import lending
from workflows.organisations.lending import LendingError
from workflows.organisations.models import Delegation

NOW = moment(5)
FIRST, LAST = date(2026, 11, 5), date(2026, 11, 20)


@pytest.fixture
def who(db):
    return factories.people(factories.tree())


def lend(giver, taker, **fields: Any):
    given = {"since": FIRST, "until": LAST, "by": giver, "now": NOW, **fields}
    return lending.lend(given.pop("post", giver.memberships.first()), taker, **given)


def test_post_is_lent_for_days_and_processes_and_the_last_day_is_named(who):
    lent = lend(who.secretary, who.deputy, processes=["issue"], reason=" 外出学习 ")
    assert (lent.giver, lent.taker, lent.processes, lent.reason) == (who.secretary, who.deputy, ["issue"], "外出学习")
    assert lent.last_day == date(2026, 11, 19)
    assert Delegation.objects.current(date(2026, 11, 19)).get() == lent
    assert not Delegation.objects.current(date(2026, 11, 20)).exists()


def test_colleague_of_a_department_may_stand_in_and_people_elsewhere_may_not(who):
    assert who.clerk in lending.colleagues(who.secretary, FIRST)
    for stranger in (who.city_secretary, who.county_drafter, who.sysadmin, who.auditor, who.secretary):
        assert stranger not in lending.colleagues(who.secretary, FIRST)
        with pytest.raises(LendingError):
            lend(who.secretary, stranger)


def test_nobody_lends_what_is_another_s_or_was_lent_to_them(who):
    lend(who.secretary, who.deputy)
    with pytest.raises(LendingError, match="自己在任"):
        lend(who.deputy, who.office, post=who.secretary.memberships.get())


def test_administrators_and_auditors_do_not_lend(who):
    for giver in (who.sysadmin, who.auditor):
        with pytest.raises(LendingError):
            lend(giver, who.deputy)


@pytest.mark.parametrize(
    "days",
    [
        {"since": date(2026, 11, 4)},
        {"until": FIRST},
        {"until": date(2027, 11, 30)},
    ],
)
def test_days_past_reversed_or_too_many_are_refused(who, days):
    with pytest.raises(LendingError):
        lend(who.secretary, who.deputy, **days)


def test_post_that_ends_before_is_not_lent(who):
    post = who.secretary.memberships.get()
    post.until = date(2026, 11, 10)
    post.save()
    with pytest.raises(LendingError, match="不在这个岗位"):
        lend(who.secretary, who.deputy, since=date(2026, 11, 10))


def test_same_days_are_not_lent_to_the_same_person_twice(who):
    lent = lend(who.secretary, who.deputy)
    with pytest.raises(LendingError, match="已经把这个岗位委托给秦望川"):
        lend(who.secretary, who.deputy, until=LAST + timedelta(days=5))
    lending.revoke(lent, by=who.secretary, now=NOW)
    assert lend(who.secretary, who.deputy).revoked_at is None


def test_only_the_giver_takes_it_back_and_only_once(who):
    lent = lend(who.secretary, who.deputy)
    for other in (who.deputy, who.sysadmin):
        with pytest.raises(LendingError):
            lending.revoke(lent, by=other, now=NOW)
    assert lending.revoke(lent, by=who.secretary, now=NOW).revoked_at == NOW
    with pytest.raises(LendingError):
        lending.revoke(lent, by=who.secretary, now=NOW)
    assert not Delegation.objects.current(FIRST).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_lend_once():
    who = factories.people(factories.tree())
    post = who.secretary.memberships.get()
    press = lambda: lend(who.secretary, who.deputy, post=post)  # noqa: E731
    results = at_once(press, press, refusal=LendingError)
    assert sorted(isinstance(one, LendingError) for one in results) == [False, True]

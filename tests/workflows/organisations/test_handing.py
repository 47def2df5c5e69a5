from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories import moment
from tests.together import at_once
from workflows.organisations import handing
from workflows.organisations.handing import HandoverError
from workflows.organisations.models import Handover, Membership, User
from workflows.organisations.posts import posts

NOW = moment(5)
DAY = date(2026, 11, 10)


def build():
    places = factories.tree()
    who = factories.people(places)
    who.city_admin = factories.holder("市管理员", places.city, "unit_admin")
    who.county_admin = factories.holder("县管理员", places.county, "unit_admin")
    who.taker = factories.person("接任的人")
    who.post = who.county_drafter.memberships.get(role__key="drafter")
    return who


@pytest.fixture
def who(db):
    return build()


def propose(who, by, **fields):
    given = {"since": DAY, "now": NOW, **fields}
    return handing.propose(given.pop("post", who.post), given.pop("taker", who.taker), by=by, **given)


def test_old_post_ends_and_the_new_one_begins_on_the_day(who):
    made = propose(who, who.county_secretary)
    assert posts(who.taker, DAY) == []
    handing.confirm(made, by=who.city_admin, now=NOW)
    who.post.refresh_from_db()
    new = Membership.objects.get(user=who.taker)
    assert (who.post.until, new.since, new.role, new.title) == (DAY, DAY, who.post.role, who.post.title)
    assert who.post in posts(who.county_drafter, DAY - timedelta(days=1))
    assert who.post not in posts(who.county_drafter, DAY)
    assert posts(who.taker, DAY) == [new]
    assert (new.proposed_by, new.confirmed_by) == (who.county_secretary, who.city_admin)


@pytest.mark.parametrize("by", ["county_admin", "city_admin", "county_secretary", "sysadmin"])
def test_own_and_superior_administrators_and_the_own_secretary_propose(who, by):
    assert propose(who, getattr(who, by)).proposed_by == getattr(who, by)


@pytest.mark.parametrize(
    "by", ["county_drafter", "city_secretary", "sister_secretary", "secretary", "auditor", "taker"]
)
def test_nobody_else_proposes_or_confirms(who, by):
    with pytest.raises(HandoverError):
        propose(who, getattr(who, by))
    made = propose(who, who.county_admin)
    with pytest.raises(HandoverError):
        handing.confirm(made, by=getattr(who, by), now=NOW)


def test_proposer_and_successor_do_not_confirm(who):
    with pytest.raises(HandoverError, match="另一个人"):
        handing.confirm(propose(who, who.county_admin), by=who.county_admin, now=NOW)
    other = who.county_drafter.memberships.get(role__key="clerk")
    with pytest.raises(HandoverError, match="另一个人"):
        handing.confirm(
            propose(who, who.county_admin, post=other, taker=who.county_secretary), by=who.county_secretary, now=NOW
        )
    assert not Handover.objects.filter(confirmed_at__isnull=False).exists()


def test_secretary_does_not_hand_over_administrators_and_these_not_their_equals(who):
    admin_post = who.county_admin.memberships.get()
    for by in (who.county_secretary, who.county_admin):
        with pytest.raises(HandoverError):
            propose(who, by, post=admin_post)
    assert propose(who, who.city_admin, post=admin_post).pk


@pytest.mark.parametrize("since", [date(2026, 11, 4), date(2027, 3, 1)])
def test_past_and_far_days_are_refused(who, since):
    with pytest.raises(HandoverError, match="90天"):
        propose(who, who.county_admin, since=since)


def test_post_is_handed_over_once_until_it_is_withdrawn(who):
    made = propose(who, who.county_admin)
    with pytest.raises(HandoverError, match="已经在交接"):
        propose(who, who.city_admin)
    with pytest.raises(HandoverError):
        handing.withdraw(made, by=who.sister_secretary, now=NOW)
    handing.withdraw(made, by=who.county_admin, now=NOW)
    assert not Membership.objects.filter(user=who.taker).exists()
    with pytest.raises(HandoverError):
        handing.confirm(made, by=who.city_admin, now=NOW)
    assert propose(who, who.city_admin).pk


def test_late_confirmation_moves_the_day_so_that_nothing_is_backdated(who):
    made = handing.confirm(propose(who, who.county_admin), by=who.city_admin, now=moment(20))
    who.post.refresh_from_db()
    assert made.since == who.post.until == Membership.objects.get(user=who.taker).since == date(2026, 11, 20)


def test_successor_with_the_same_post_keeps_it(who):
    kept = factories.post(who.taker, who.post.organisation, "drafter")
    made = handing.confirm(propose(who, who.county_admin), by=who.city_admin, now=NOW)
    assert made.successor == Membership.objects.get(user=who.taker) == kept


def test_ended_post_and_the_same_person_are_refused(who):
    with pytest.raises(HandoverError):
        propose(who, who.county_admin, taker=who.county_drafter)
    Membership.objects.filter(pk=who.post.pk).update(until=date(2026, 11, 5))
    with pytest.raises(HandoverError, match="已经结束"):
        propose(who, who.county_admin)


def test_new_account_opens_for_nobody_and_a_known_one_needs_its_name(who):
    made = handing.new_person(username="xinlaide", name="新来的")
    assert not made.has_usable_password()
    assert handing.new_person(username="xinlaide", name="新来的") == made
    for username, name in (("xinlaide", "别人"), ("不 行", "某人")):
        with pytest.raises(HandoverError):
            handing.new_person(username=username, name=name)
    assert User.objects.filter(username="xinlaide").count() == 1


def test_waiting_handovers_are_seen_by_who_looks_after_them_in_one_query(who, django_assert_num_queries):
    made = propose(who, who.county_admin)
    other = propose(who, who.sysadmin, post=who.sister_drafter.memberships.first())
    for reader, seen in ((who.county_admin, [made]), (who.city_admin, [made, other]), (who.sister_secretary, [other])):
        held = posts(reader)
        with django_assert_num_queries(1):
            assert handing.waiting(held) == seen


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_wins():
    who = build()
    made = propose(who, who.county_admin)
    results = at_once(
        lambda: handing.confirm(made, by=who.city_admin, now=NOW),
        lambda: handing.confirm(made, by=who.county_secretary, now=NOW),
        refusal=HandoverError,
    )
    assert sorted(isinstance(one, HandoverError) for one in results) == [False, True]

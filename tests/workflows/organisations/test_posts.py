"""Posts: in force from the day they begin to the day they end, and only when a second person confirmed them."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from tests import factories
from workflows.organisations.appointing import AppointmentError, confirm, propose
from workflows.organisations.backends import ACCESS_ADMIN
from workflows.organisations.models import Delegation, Level, Membership, Organisation, User
from workflows.organisations.posts import delegations, has_role, holders, posts

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def county() -> Organisation:
    return Organisation.add_root(code="990121", name="共青团鹭汀县委", level=Level.COUNTY)


def person(username: str) -> User:
    return User.objects.create(username=username, name=f"示例{username}")


def appoint(user: User, county: Organisation, role: str = "drafter", since: date = TODAY) -> Membership:
    post = propose(
        user=user, organisation=county, role=role, by=person(f"proposer-{user.username}-{role}"), since=since
    )
    return confirm(post, by=person(f"confirmer-{user.username}-{role}"))


def test_posts_begin_with_the_confirmation_by_another_person(county: Organisation) -> None:
    proposer, tang = person("a"), person("tang")
    post = propose(user=tang, organisation=county, role="drafter", by=proposer, since=TODAY)
    assert posts(tang, TODAY) == []
    confirm(post, by=person("b"))
    assert posts(tang, TODAY) == [post]


def test_confirm_refuses_the_proposer_the_holder_and_a_second_time(county: Organisation) -> None:
    proposer, tang = person("a"), person("tang")
    post = propose(user=tang, organisation=county, role="drafter", by=proposer, since=TODAY)
    for wrong in (proposer, tang):
        with pytest.raises(AppointmentError):
            confirm(post, by=wrong)
    confirm(post, by=person("b"))
    with pytest.raises(AppointmentError):
        confirm(post, by=person("c"))


def test_database_refuses_one_person_as_proposer_and_confirmer(county: Organisation) -> None:
    proposer = person("a")
    post = propose(user=person("tang"), organisation=county, role="drafter", by=proposer, since=TODAY)
    with pytest.raises(IntegrityError):
        Membership.objects.filter(pk=post.pk).update(confirmed_by=proposer)


def test_posts_end_on_the_day_named(county: Organisation) -> None:
    tang = person("tang")
    post = appoint(tang, county)
    Membership.objects.filter(pk=post.pk).update(until=TODAY + timedelta(days=1))
    assert posts(tang, TODAY) == [post]
    assert posts(tang, TODAY + timedelta(days=1)) == []
    assert posts(tang, TODAY - timedelta(days=1)) == []


def test_posts_of_a_closed_account_and_of_a_stranger_are_none(county: Organisation) -> None:
    tang = person("tang")
    appoint(tang, county)
    tang.is_active = False
    tang.save()
    assert posts(tang, TODAY) == []
    assert posts(AnonymousUser(), TODAY) == []


def test_holders_lists_the_principal_first(county: Organisation) -> None:
    deputy, principal = person("deputy"), person("principal")
    appoint(deputy, county, "secretary")
    first = appoint(principal, county, "secretary")
    Membership.objects.filter(pk=first.pk).update(principal=True)
    assert [post.user for post in holders([county.pk], "secretary", TODAY)] == [principal, deputy]


def test_admin_shell_opens_to_drafters_and_not_to_leaders_or_superusers(county: Organisation) -> None:
    drafter, leader = person("drafter"), person("leader")
    appoint(drafter, county, "drafter", since=date(2020, 1, 1))
    appoint(leader, county, "secretary", since=date(2020, 1, 1))
    assert User.objects.get(pk=drafter.pk).has_perm(ACCESS_ADMIN)
    assert not User.objects.get(pk=leader.pk).has_perm(ACCESS_ADMIN)
    assert has_role(drafter, ["drafter"])
    assert not has_role(leader, ["drafter"])


def test_delegation_lasts_from_since_to_until_and_ends_with_the_post(county: Organisation) -> None:
    giver, taker = person("giver"), person("taker")
    post = appoint(giver, county, "secretary")
    lent = Delegation.objects.create(
        giver=giver, taker=taker, membership=post, since=TODAY, until=TODAY + timedelta(days=3)
    )
    assert delegations(taker, TODAY) == [lent]
    assert delegations(taker, TODAY + timedelta(days=3)) == []
    Membership.objects.filter(pk=post.pk).update(until=TODAY)
    assert delegations(taker, TODAY) == []


def test_delegation_to_oneself_is_refused(county: Organisation) -> None:
    giver = person("giver")
    post = appoint(giver, county, "secretary")
    with pytest.raises(IntegrityError):
        Delegation.objects.create(
            giver=giver, taker=giver, membership=post, since=TODAY, until=TODAY + timedelta(days=3)
        )


def test_post_is_named_by_its_place_once() -> None:
    places = factories.tree()
    user = factories.person("林予安")
    inner = factories.post(user, places.youth, "drafter", title="青年发展部干事")
    outer = factories.post(user, places.city, "drafter", title="干事")
    assert (str(inner), str(outer)) == ("青年发展部干事", "团澈湖市委干事")

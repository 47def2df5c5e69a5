from datetime import timedelta

import pytest

from tests import factories
from tests.factories import moment
from workflows.organisations import passwords
from workflows.organisations.models import Membership, PasswordReset
from workflows.organisations.passwords import PasswordError

NOW = moment(5)


@pytest.fixture
def places(db):
    return factories.tree()


@pytest.fixture
def who(places):
    made = factories.people(places)
    for key, place in (("province_admin", "province"), ("city_admin", "city"), ("county_admin", "county")):
        setattr(made, key, factories.holder(key, getattr(places, place), "unit_admin"))
    made.second_admin = factories.holder("安守静", places.province, "secadmin")
    made.city_peer = factories.holder("同级管理员", places.city, "unit_admin")
    return made


@pytest.mark.parametrize(
    ("by", "person"),
    [
        ("county_admin", "county_drafter"),
        ("county_admin", "county_secretary"),
        ("city_admin", "county_secretary"),
        ("city_admin", "county_admin"),
        ("province_admin", "city_admin"),
        ("sysadmin", "city_admin"),
        ("sysadmin", "auditor"),
    ],
)
def test_administrators_of_the_own_and_superior_units_reset(who, by, person):
    assert passwords.may_reset(getattr(who, by), getattr(who, person), now=NOW)


@pytest.mark.parametrize(
    ("by", "person"),
    [
        ("county_admin", "city_drafter"),
        ("county_admin", "sister_drafter"),
        ("county_admin", "city_admin"),
        ("city_admin", "city_peer"),
        ("city_admin", "city_admin"),
        ("province_admin", "sysadmin"),
        ("province_admin", "auditor"),
        ("sysadmin", "second_admin"),
        ("county_secretary", "county_drafter"),
        ("auditor", "county_drafter"),
        ("drafter", "reviewer"),
    ],
)
def test_nobody_else_resets_and_never_a_higher_or_equal_administrator(who, by, person):
    target = getattr(who, person)
    assert not passwords.may_reset(getattr(who, by), target, now=NOW)
    with pytest.raises(PasswordError):
        passwords.reset(target, by=getattr(who, by), now=NOW)
    assert target.check_password(factories.PASSWORD)


def test_who_also_works_elsewhere_is_left_to_those_above_both(who, places):
    factories.post(who.county_drafter, places.sister, "reporter")
    assert not passwords.may_reset(who.county_admin, who.county_drafter, now=NOW)
    assert passwords.may_reset(who.city_admin, who.county_drafter, now=NOW)


def test_ended_posts_do_not_count_while_others_last(who, places):
    Membership.objects.filter(pk=factories.post(who.county_drafter, places.city, "reporter").pk).update(
        until=factories.TERM_BEGINS
    )
    assert passwords.may_reset(who.county_admin, who.county_drafter, now=NOW)


def test_account_without_a_post_is_left_to_the_administrators_of_the_system(who):
    stranger = factories.person("没有岗位")
    assert not passwords.may_reset(who.province_admin, stranger, now=NOW)
    assert passwords.may_reset(who.sysadmin, stranger, now=NOW)


def test_reset_is_recorded_and_the_password_is_new_and_for_three_days(who):
    first = passwords.reset(who.county_drafter, by=who.county_admin, now=NOW)
    second = passwords.reset(who.county_drafter, by=who.county_admin, now=NOW)
    who.county_drafter.refresh_from_db()
    assert first != second
    assert who.county_drafter.check_password(second)
    assert not who.county_drafter.check_password(first)
    assert [(row.user, row.by, row.at) for row in PasswordReset.objects.all()] == [
        (who.county_drafter, who.county_admin, NOW)
    ] * 2
    assert not passwords.is_expired(who.county_drafter, now=NOW + timedelta(days=2, hours=23))
    assert passwords.is_expired(who.county_drafter, now=NOW + timedelta(days=3))

"""委托代理: acting for somebody, both names kept, never around 岗位分离."""

from datetime import date

import pytest

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Refused, WorkItem, allowed, history, listing, offers, verify, worklist
from workflows.organisations.models import Delegation, Membership, User


def lend(giver: User, taker: User, **fields: object) -> Delegation:
    given = {"since": date(2026, 11, 1), "until": date(2026, 11, 30), **fields}
    return Delegation.objects.create(
        giver=giver, taker=taker, membership=Membership.objects.filter(user=giver).first(), **given
    )


def test_taker_acts_and_both_names_are_kept(house: House) -> None:
    lend(house.reviewer, house.clerk)
    instance = house.case((house.drafter, "submit"))
    house.does(instance, house.clerk, "check_pass")
    item = WorkItem.objects.get(instance=instance, party="reviewer")
    assert (item.done_by, item.behalf) == (house.clerk, house.reviewer)
    assert (history(instance)[-1].actor, history(instance)[-1].behalf) == ("钟晴", "周慎行")
    assert verify(instance) == []


def test_taker_sees_the_item_with_the_givers_name(house: House) -> None:
    lend(house.reviewer, house.clerk)
    instance = house.case((house.drafter, "submit"))
    (row,) = worklist(house.clerk, now=NOW)
    assert (row.instance_id, row.on_behalf) == (instance.pk, "周慎行")
    assert next(offer.on_behalf for offer in offers(house.clerk, instance, now=NOW)) == "周慎行"


def test_delegation_outside_its_time_or_process_counts_for_nothing(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for fields in (
        {"since": date(2026, 10, 1), "until": date(2026, 11, 5)},
        {"since": date(2026, 11, 6)},
        {"processes": ["ballot"]},
        {"revoked_at": NOW},
    ):
        lent = lend(house.reviewer, house.clerk, **fields)
        with pytest.raises(Refused):
            house.does(instance, house.clerk, "check_pass")
        assert worklist(house.clerk, now=NOW) == []
        lent.delete()
    lend(house.reviewer, house.clerk, processes=["memo"])
    assert house.does(instance, house.clerk, "check_pass").moved


def test_drafter_may_not_sign_his_own_draft_for_the_secretary(house: House) -> None:
    lend(house.secretary, house.drafter)
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    instance = house.case(*acts)
    with pytest.raises(Refused) as caught:
        house.does(instance, house.drafter, "sign")
    assert caught.value.reasons == ["岗位分离：办过“拟稿、核稿”的人不能再办“签发”，请由他人办理。"]


def test_nobody_signs_his_own_draft_for_another_even_in_a_small_organ(house: House) -> None:
    house.holder("副手", house.county, "reviewer")
    lend(house.county_secretary, house.county_drafter)
    acts = ((house.county_drafter, "submit"), (User.objects.get(name="副手"), "check_pass"))
    instance = house.case(*acts, place=house.county, author=house.county_drafter)
    with pytest.raises(Refused) as caught:
        house.does(instance, house.county_drafter, "sign")
    assert caught.value.reasons == ["不能代别人在自己起草的文书上签字，请由他人办理。"]


def test_giver_who_checked_does_not_sign_through_another(house: House) -> None:
    house.appoint(house.reviewer, house.province, "deputy")
    Delegation.objects.create(
        giver=house.reviewer,
        taker=house.clerk,
        membership=Membership.objects.get(user=house.reviewer, role__key="deputy"),
        since=date(2026, 11, 1),
        until=date(2026, 11, 30),
    )
    acts = ((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    with pytest.raises(Refused) as caught:
        house.does(house.case(*acts), house.clerk, "sign")
    assert "岗位分离" in caught.value.reasons[0]


def test_lent_post_is_not_passed_on(house: House) -> None:
    lend(house.reviewer, house.clerk)
    third = house.person("第三人")
    Delegation.objects.create(
        giver=house.clerk,
        taker=third,
        membership=Membership.objects.get(user=house.clerk),
        since=date(2026, 11, 1),
        until=date(2026, 11, 30),
    )
    with pytest.raises(Refused):
        house.does(house.case((house.drafter, "submit")), third, "check_pass")


def test_taker_sees_what_was_put_to_the_giver_and_nothing_more(house: House) -> None:
    outsider = house.foreign_secretary
    lend(house.reviewer, outsider, until=date(2100, 1, 1), since=date(2020, 1, 1))
    put, other = house.case((house.drafter, "submit")), house.case()
    assert allowed(outsider, "view", put)
    assert not allowed(outsider, "view", other)
    assert list(listing(outsider, "paper", "handled")) == [put]
    assert list(listing(outsider, "paper", "own")) == []

"""Organs that move in the tree take their cases along in the same transaction, whoever else is at work meanwhile."""

from functools import partial

import pytest
from django.db import transaction

from tests import together
from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Action, Instance, Refused, WorkItem, act, listing, start, verify
from workflows.organisations.models import Membership, Organisation
from workflows.organisations.moving import put_below

at_once = partial(together.at_once, refusal=Refused)


def moves(node: Organisation, parent: Organisation) -> None:
    put_below(Organisation.objects.get(pk=node.pk), Organisation.objects.get(pk=parent.pk))


def in_county(house: House, *acts: str) -> Instance:
    people = {"submit": house.county_drafter, "check_pass": house.county_drafter, "sign": house.county_secretary}
    return house.case(*((people[name], name) for name in acts), place=house.county, author=house.county_drafter)


def waiting(instance: Instance, status: str = "open") -> list[str]:
    items = WorkItem.objects.filter(instance=instance, status=status).select_related("organisation", "role", "user")
    return sorted(f"{item.organisation}{item.user or item.role}" for item in items)


def test_cases_follow_the_organ_and_everything_below_it(house: House) -> None:
    running, city = in_county(house, "submit"), house.case(place=house.city, author=house.city_reviewer)
    other = house.holder("邻市书记", house.other_city, "secretary")
    moves(house.city, house.other_city)
    for case in (running, city):
        case.refresh_from_db()
        assert case.path == Organisation.objects.get(pk=case.organ_id).path
        assert verify(case) == []
    assert running.path.startswith(Organisation.objects.get(pk=house.other_city.pk).path)
    house.does(running, house.county_drafter, "check_pass")
    house.does(running, house.county_secretary, "sign")
    house.does(running, house.county_drafter, "finish")
    assert list(listing(other, "paper", "within")) == [running]


def test_siblings_that_make_room_take_their_cases_along(house: House) -> None:
    instance = house.case(place=house.foreign, author=house.foreign_drafter)
    Organisation.objects.get(pk=house.other_city.pk).move(Organisation.objects.get(pk=house.city.pk), "left")
    instance.refresh_from_db()
    assert instance.path == Organisation.objects.get(pk=house.foreign.pk).path
    assert verify(instance) == []


def test_failed_move_leaves_tree_and_cases_as_they_were(house: House) -> None:
    instance = in_county(house, "submit")
    before = dict(Organisation.objects.values_list("pk", "path"))
    with transaction.atomic():
        moves(house.county, house.other_city)
        transaction.set_rollback(True)
    assert dict(Organisation.objects.values_list("pk", "path")) == before
    assert Instance.objects.get(pk=instance.pk).path == instance.path


def stands_in_above(house: House) -> Instance:
    """A county paper that waits at the city's secretary, who stands in for the county's."""
    Membership.objects.filter(user=house.county_secretary).update(until=NOW.date())
    return in_county(house, "submit", "check_pass")


@pytest.mark.parametrize("suspended", [False, True])
def test_what_lies_with_the_former_superior_goes_to_the_new_one(house: House, suspended: bool) -> None:
    instance = stands_in_above(house)
    kept = house.case((house.city_reviewer, "submit"), place=house.city, author=house.city_reviewer)
    before = waiting(kept)
    assert waiting(instance) == ["市书记（签发）"]
    if suspended:
        office = house.appoint(house.city_reviewer, house.county, "office")
        house.does(instance, office.user, "@suspend", opinion="等隶属调整。")
        Membership.objects.filter(pk=office.pk).update(until=NOW.date())
    secretary = house.holder("邻市书记", house.other_city, "secretary")
    moves(house.county, house.other_city)
    assert waiting(instance, "held" if suspended else "open") == ["邻市书记（签发）"]
    assert waiting(kept) == before
    assert verify(instance) == []
    if suspended:
        Membership.objects.filter(pk=office.pk).update(until=None)
        house.does(instance, office.user, "@resume", opinion="继续办。")
        assert waiting(instance) == ["邻市书记（签发）"]
    with pytest.raises(Refused):
        house.does(instance, house.city_secretary, "sign")
    assert house.does(instance, secretary, "sign").moved
    assert verify(instance) == []


def test_case_whose_path_does_not_fit_its_organ_is_found(house: House) -> None:
    instance = in_county(house, "submit")
    Instance.objects.filter(pk=instance.pk).update(path=house.city.path)
    assert verify(instance) == ["事项记的单位位置与通讯录不符。"]


@pytest.mark.django_db(transaction=True)
def test_move_racing_starts_and_acts_leaves_no_case_behind() -> None:
    house = House()
    running = in_county(house, "submit")
    papers = [house.paper(house.county, house.county_drafter) for _ in range(3)]
    results = at_once(
        lambda: moves(house.county, house.other_city),
        *(lambda paper=paper: start(paper, "memo", actor=house.county_drafter, now=NOW) for paper in papers),
        lambda: act(Action(running.pk, "check_pass", house.county_drafter), now=NOW),
    )
    assert [type(one).__name__ for one in results] == ["NoneType", *["Instance"] * 3, "Outcome"]
    path = Organisation.objects.get(pk=house.county.pk).path
    assert path.startswith(Organisation.objects.get(pk=house.other_city.pk).path)
    assert {case.path for case in Instance.objects.all()} == {path}
    assert [verify(case) for case in Instance.objects.all()] == [[]] * 4


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_leave_a_sound_tree() -> None:
    house = House()
    instance = in_county(house, "submit")
    at_once(lambda: moves(house.county, house.other_city), lambda: moves(house.city, house.education))
    assert Organisation.find_problems() == ([], [], [], [], [])
    instance.refresh_from_db()
    assert instance.path == Organisation.objects.get(pk=house.county.pk).path

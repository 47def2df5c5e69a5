"""The tabs: what is in each, newest first, and as many queries for one row as for three."""

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from tests.workflows.engine.conftest import NOW, House
from workflows.engine import Instance, few, listing, seen_among, share, visible
from workflows.engine.reading import lists
from workflows.organisations.models import Membership, Organisation, User


def county_case(house: House, *, finished: bool = False) -> Instance:
    acts = ((house.county_drafter, "submit"), (house.county_drafter, "check_pass"), (house.county_secretary, "sign"))
    more = (*acts, (house.county_drafter, "finish")) if finished else ()
    return house.case(*more, place=house.county, author=house.county_drafter)


def test_within_shows_finished_papers_of_organs_below_newest_first(house: House) -> None:
    first, second = county_case(house, finished=True), county_case(house, finished=True)
    county_case(house)
    for superior in (house.city_secretary, house.secretary):
        assert list(listing(superior, "paper", "within")) == [second, first]
    assert list(listing(house.foreign_secretary, "paper", "within")) == []
    assert list(listing(house.county_secretary, "paper", "within")) == []


def test_path_range_stops_at_the_neighbour(house: House) -> None:
    """Paths are ranges: neither a sibling whose path begins alike nor the organ itself slips in."""
    county_case(house, finished=True)
    neighbour = house.organ("再邻市", "city", "N", under=house.province)
    assert Organisation.objects.get(pk=house.city.pk).path < neighbour.path
    assert list(listing(house.holder("邻书记", neighbour, "secretary"), "paper", "within")) == []


def test_own_shows_the_organ_with_its_departments(house: House) -> None:
    instance = house.case()
    for colleague in (house.clerk, house.secretary, house.reviewer):
        assert list(listing(colleague, "paper", "own")) == [instance]
    assert list(listing(house.city_secretary, "paper", "own")) == []


def test_handled_shows_what_was_put_to_the_post_or_begun_by_the_person(house: House) -> None:
    instance = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    for person in (house.drafter, house.reviewer, house.office):
        assert list(listing(person, "paper", "handled")) == [instance]
    assert list(listing(house.secretary, "paper", "handled")) == []


def test_handled_walks_the_cases_when_the_items_are_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [house.case((house.drafter, "submit")) for _ in range(3)]
    monkeypatch.setattr(lists, "NARROW", 1)
    assert list(listing(house.reviewer, "paper", "handled")) == made[::-1]
    assert list(listing(house.foreign_secretary, "paper", "handled")) == []


def test_the_newest_are_the_head_of_the_whole_list(house: House, django_assert_max_num_queries) -> None:
    made = [house.case((house.drafter, "submit")) for _ in range(4)]
    below = [county_case(house, finished=True) for _ in range(2)]
    assert list(listing(house.secretary, "paper", "within", newest=9)) == below[::-1]
    assert list(listing(house.reviewer, "paper", "handled", newest=2)) == made[:1:-1]
    assert list(listing(house.reviewer, "paper", "handled", newest=9)) == made[::-1]
    assert list(listing(house.drafter, "paper", "own", newest=9)) == made[::-1]
    for arm, person in (("handled", house.reviewer), ("own", house.drafter), ("within", house.secretary)):
        with django_assert_max_num_queries(4):
            first = list(listing(person, "paper", arm, newest=3)[:3])
        assert first == list(listing(person, "paper", arm))[:3]


def test_the_newest_follow_the_posts_and_the_state(house: House) -> None:
    case = house.case((house.drafter, "submit"))
    assert list(listing(house.reviewer, "paper", "handled", newest=5)) == [case]
    Membership.objects.filter(user=house.reviewer).update(until=timezone.localdate())
    assert list(listing(house.reviewer, "paper", "handled", newest=5)) == []


def test_a_case_that_was_put_to_a_post_again_and_again_hides_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = house.case((house.drafter, "submit"))
    newer = house.case((house.drafter, "submit"))
    for _ in range(2):
        house.does(newer, house.reviewer, "return", opinion="改")
        house.does(newer, house.drafter, "submit")
    assert list(listing(house.reviewer, "paper", "handled", newest=2)) == [newer, older]
    for narrow in (1, 2):
        monkeypatch.setattr(lists, "NARROW", narrow)
        assert list(listing(house.reviewer, "paper", "handled")) == [newer, older]


def done_by(person: User) -> QuerySet[Instance]:
    return Instance.objects.filter(items__done_by=person)


def test_of_what_somebody_did_once_the_newest_that_may_still_be_seen_are_shown(house: House) -> None:
    made = [house.case((house.drafter, "submit"), (house.reviewer, "check_pass")) for _ in range(3)]
    house.case((house.drafter, "submit"))
    assert list(seen_among(house.reviewer, done_by(house.reviewer), "paper", first=9)) == made[::-1]
    assert list(seen_among(house.reviewer, done_by(house.reviewer), "paper", first=2)) == made[:0:-1]
    assert list(seen_among(house.foreign_secretary, done_by(house.reviewer), "paper", first=9)) == []
    assert list(seen_among(house.reviewer, done_by(house.secretary), "paper", first=9)) == []


def test_candidates_out_of_sight_are_passed_by_however_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SPARE", 0)
    oldest = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    for _ in range(3):
        county_case(house)
    everything = Instance.objects.all()
    assert list(seen_among(house.reviewer, everything, "paper", first=1)) == [oldest]


def test_few_are_given_whole_and_more_not_at_all(house: House, django_assert_num_queries) -> None:
    made = {house.case((house.drafter, "submit")).subject_id for _ in range(3)}
    county_case(house)
    assert few(house.reviewer, "paper", 3) == made
    assert few(house.reviewer, "paper", 2) is None
    assert few(house.foreign_secretary, "paper", 0) == set()
    with django_assert_num_queries(4):
        assert few(house.reviewer, "paper", 9) == made


def test_what_was_put_to_a_post_again_and_again_is_few_all_the_same(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    for _ in range(4):
        house.does(instance, house.reviewer, "return", opinion="改")
        house.does(instance, house.drafter, "submit")
    other = house.case((house.drafter, "submit"))
    assert few(house.reviewer, "paper", 5) == {instance.subject_id, other.subject_id}
    assert few(house.reviewer, "paper", 1) is None


def test_unknown_tab_is_an_error(house: House) -> None:
    with pytest.raises(ValueError, match="unknown arm"):
        listing(house.drafter, "paper", "everything")  # type: ignore[arg-type]


@pytest.mark.parametrize(("arm", "queries"), [("within", 3), ("own", 3), ("handled", 4), ("shared", 3)])
def test_queries_do_not_grow_with_the_rows(house: House, django_assert_num_queries, arm, queries) -> None:
    share(house.city_secretary, house.county, house.foreign_secretary, now=NOW)
    county_case(house, finished=True)
    people = {"within": house.city_secretary, "shared": house.foreign_secretary}
    person = people.get(arm, house.county_drafter)
    for rows in (1, 3):
        with django_assert_num_queries(queries):
            found = list(listing(person, "paper", arm)[:50])
            assert (
                len({(one.pk, one.title, one.state_title, str(one.organ), one.started_by_id) for one in found}) == rows
            )
        county_case(house, finished=True)
        county_case(house, finished=True)


def test_strangers_get_empty_lists(house: House) -> None:
    from django.contrib.auth.models import AnonymousUser

    house.case()
    for stranger in (AnonymousUser(), house.person("无岗")):
        assert list(visible(stranger, "paper")) == []
        assert [list(listing(stranger, "paper", arm)) for arm in ("within", "own", "handled", "shared")] == [[]] * 4

from datetime import timedelta

from django.utils import timezone

from portal.desk.contacts import Away, masked, organs, people
from tests import factories
from workflows.organisations.posts import posts


def test_masked_phone_keeps_the_ends_only():
    assert [masked(text) for text in ("0000-0000103", "13800001234", "12345", "")] == [
        "000*-***0103",
        "138****1234",
        "*****",
        "",
    ]


def test_directory_holds_the_readers_line_and_what_lies_below(who, places):
    found = list(organs(posts(who.county_drafter)))
    assert found == [
        places.province,
        places.city,
        places.county,
        places.township,
        places.other_township,
        places.school,
    ]


def test_directory_of_somebody_without_a_post_is_empty(places):
    assert list(organs([])) == []


def test_search_finds_organs_by_name_and_by_the_people_in_their_departments(who, places):
    held = posts(who.county_drafter)
    assert list(organs(held, "晚渡")) == [places.township]
    assert list(organs(held, "周慎行")) == [places.province]
    assert list(organs(held, "冯以辰")) == []


def test_search_and_part_narrow_the_directory(who, places):
    held = posts(who.county_drafter)
    assert list(organs(held, part="own")) == [places.county]
    assert list(organs(held, part="up")) == [places.province, places.city]
    assert list(organs(held, part="down")) == [places.township, places.other_township, places.school]
    assert list(organs(held, "孟云舒", "up")) == []


def test_phones_are_whole_in_the_own_organ_and_next_above_and_below(who, places):
    entries = people([places.province, places.city, places.county, places.township], own={places.county.path})
    shown = {contact.name: contact for entry in entries for contact in entry.people}
    assert [shown[name].masked for name in ("孟云舒", "何清越", "罗阿舟")] == [False, False, False]
    assert (shown["陆思齐"].phone, shown["陆思齐"].masked) == (masked(who.secretary.phone), True)


def test_directory_of_the_province_hides_phones_of_counties(who, places):
    (entry,) = people([places.county], own={places.province.path})
    assert all(contact.masked for contact in entry.people)


def test_lent_post_names_who_stands_in_today(who, places):
    today = timezone.localdate()
    post = who.county_secretary.memberships.get()
    factories.delegation(post, who.county_drafter, since=today, until=today + timedelta(days=3))
    ended = who.county_drafter.memberships.first()
    factories.delegation(ended, who.county_secretary, since=today - timedelta(days=3), until=today)
    (entry,) = people([places.county], own=set())
    away = {contact.name: contact.away for contact in entry.people}
    assert away == {"孟云舒": (Away("书记", "唐小禾", today + timedelta(days=2)),), "唐小禾": ()}


def test_person_with_several_posts_stands_once_with_all_titles(who, places):
    (entry,) = people([places.city], own=set())
    shown = [(contact.name, contact.posts) for contact in entry.people]
    assert shown[0] == ("何清越", "书记")
    assert ("白景行", "部长") in shown
    assert len(shown) == 5


def test_directory_takes_two_queries_for_any_number_of_organs(who, places, django_assert_num_queries):
    with django_assert_num_queries(2):
        people([places.county], own=set())
    with django_assert_num_queries(2):
        people([places.county, places.city, places.province], own=set())

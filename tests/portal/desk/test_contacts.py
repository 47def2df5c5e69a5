from portal.desk.contacts import masked, organs, people
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


def test_phones_are_whole_only_within_the_own_organ(who, places):
    entries = people([places.city, places.county], own={places.county.pk})
    shown = {contact.name: contact for entry in entries for contact in entry.people}
    assert shown["孟云舒"].phone == who.county_secretary.phone
    assert (shown["何清越"].phone, shown["何清越"].masked) == (masked(who.city_secretary.phone), True)


def test_person_with_several_posts_stands_once_with_all_titles(who, places):
    (entry,) = people([places.city], own=set())
    shown = [(contact.name, contact.posts) for contact in entry.people]
    assert shown[0] == ("何清越", "书记")
    assert ("白景行", "部长") in shown
    assert len(shown) == 5


def test_directory_takes_one_query_for_any_number_of_organs(who, places, django_assert_num_queries):
    with django_assert_num_queries(1):
        people([places.county], own=set())
    with django_assert_num_queries(1):
        people([places.county, places.city, places.province], own=set())

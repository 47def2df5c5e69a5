import pytest


def test_directory_page_masks_far_phones_and_links_near_ones(as_user, who):
    body = as_user(who.county_drafter).get("/desk/contacts/").content.decode()
    assert f'href="tel:{who.county_secretary.phone}"' in body
    assert f'href="tel:{who.city_secretary.phone}"' in body
    assert who.secretary.phone not in body
    assert "冯以辰" not in body


def test_directory_is_for_those_who_signed_in(client, who):
    assert client.get("/desk/contacts/").status_code == 302


def test_search_stays_in_the_chosen_part(as_user, who):
    response = as_user(who.city_drafter).get("/desk/contacts/?part=down&q=书")
    assert [tab.title for tab in response.context["tabs"] if tab.current] == ["下级"]
    assert 'name="part" value="down"' in response.content.decode()


def test_unknown_part_shows_everything(as_user, who, places):
    entries = as_user(who.county_drafter).get("/desk/contacts/?part=x").context["entries"]
    assert len(entries) == 6


def test_search_narrows_the_directory(as_user, who):
    entries = as_user(who.city_drafter).get("/desk/contacts/?q=孟云舒").context["entries"]
    assert [str(entry.organ) for entry in entries] == ["团鹭汀县委"]


@pytest.mark.parametrize("reader", ["township_secretary", "clerk"])
def test_directory_takes_the_same_queries_for_few_and_many(as_user, who, reader, django_assert_num_queries):
    browser = as_user(getattr(who, reader))
    with django_assert_num_queries(7):
        browser.get("/desk/contacts/")

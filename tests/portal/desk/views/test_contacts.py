import pytest


def test_directory_page_masks_foreign_phones_and_links_own_ones(as_user, who):
    body = as_user(who.county_drafter).get("/desk/contacts/").content.decode()
    assert f'href="tel:{who.county_secretary.phone}"' in body
    assert who.city_secretary.phone not in body
    assert "冯以辰" not in body


def test_search_narrows_the_directory(as_user, who):
    entries = as_user(who.city_drafter).get("/desk/contacts/?q=孟云舒").context["entries"]
    assert [str(entry.organ) for entry in entries] == ["团鹭汀县委"]


@pytest.mark.parametrize("reader", ["township_secretary", "clerk"])
def test_directory_takes_the_same_queries_for_few_and_many(as_user, who, reader, django_assert_num_queries):
    browser = as_user(getattr(who, reader))
    with django_assert_num_queries(7):
        browser.get("/desk/contacts/")

from django.test import RequestFactory

from portal.desk.paging import LAST, asked_page, slice_of


def page(query: str, rows: int = 45):
    return slice_of(list(range(rows)), RequestFactory().get(f"/{query}"), size=20)


def test_first_page_knows_that_there_is_a_next_one_without_counting():
    found = page("")
    assert found.rows == list(range(20))
    assert (found.has_previous, found.has_next, found.next_page_number) == (False, True, 2)


def test_last_page_has_what_is_left_and_no_next():
    found = page("?page=3")
    assert found.rows == [40, 41, 42, 43, 44]
    assert (found.previous_page_number, found.has_next) == (2, False)


def test_single_page_shows_no_pager():
    assert not page("", rows=20).has_other_pages


def test_nonsense_page_number_is_the_first_page():
    numbers = [asked_page(RequestFactory().get(f"/?page={text}")) for text in ("", "x", "-2", "0", "１２", "1e3")]
    assert numbers == [1] * 6


def test_absurd_page_number_stops_at_the_last():
    assert asked_page(RequestFactory().get("/?page=99999999999999999999")) == LAST

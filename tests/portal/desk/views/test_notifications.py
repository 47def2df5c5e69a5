import pytest

from tests import factories
from workflows.notifications.models import Notification


def told(user, key=1, **fields):
    return Notification.objects.create(
        topic="event",
        key=key,
        user=user,
        kind="task",
        title=f"请审核第{key}件",
        url="/desk/",
        created_at=factories.moment(5),
        **fields,
    )


def test_reader_sees_own_notifications_newest_first(as_user, who):
    told(who.drafter, 1)
    told(who.drafter, 2)
    told(who.office, 3)
    rows = as_user(who.drafter).get("/desk/notifications/").context["rows"]
    assert [row.title for row in rows] == ["请审核第2件", "请审核第1件"]


def test_marking_as_read_touches_only_the_own_ones(as_user, who):
    own, other = told(who.drafter), told(who.office)
    response = as_user(who.drafter).post("/desk/notifications/read/", follow=True)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.read_at is None, other.read_at is None) == (False, True)
    assert not response.context["unread"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_row_and_three(as_user, who, rows, django_assert_num_queries):
    for key in range(rows):
        told(who.drafter, key)
    browser = as_user(who.drafter)
    with django_assert_num_queries(5):
        browser.get("/desk/notifications/")


def test_unread_ones_are_counted_in_the_menu_and_above_the_list(as_user, who):
    for key in range(3):
        told(who.drafter, key)
    told(who.drafter, 9, read_at=factories.moment(6))
    response = as_user(who.drafter).get("/desk/notifications/")
    assert (response.context["unread"], response.context["unread_count"]) == (3, 3)
    assert "3 条未读" in response.content.decode()
    assert as_user(who.office).get("/desk/").context["unread_count"] == 0


def test_counting_stops_at_a_hundred(as_user, who):
    for key in range(120):
        told(who.drafter, key)
    assert as_user(who.drafter).get("/desk/").context["unread_count"] == "99+"


def test_opening_one_leads_there_and_counts_it_as_read(as_user, who):
    row, other = told(who.drafter, 1), told(who.drafter, 2)
    response = as_user(who.drafter).get(f"/desk/notifications/{row.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.read_at is None, other.read_at is None) == (False, True)


def test_nobody_opens_what_was_told_to_another(as_user, who):
    row = told(who.drafter)
    assert as_user(who.office).get(f"/desk/notifications/{row.pk}/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_notification_leads_to_no_other_house(as_user, who, url):
    row = told(who.drafter)
    Notification.objects.filter(pk=row.pk).update(url=url)
    assert as_user(who.drafter).get(f"/desk/notifications/{row.pk}/")["Location"] == "/desk/notifications/"

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
    with django_assert_num_queries(6):
        browser.get("/desk/notifications/")

"""待办: what waits for a person, soonest first."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.workflows.engine.conftest import NOW, SHANGHAI, House
from workflows.engine import Counts, WorkItem, counts, worklist
from workflows.engine.clock.timeliness import time_left
from workflows.notifications.models import Notification
from workflows.organisations.models import User


def test_row_says_what_whence_until_when_and_what_to_press(house: House) -> None:
    instance = house.case((house.drafter, "submit"))
    (row,) = worklist(house.reviewer, now=NOW)
    assert (row.instance_id, row.subject_type, row.title) == (instance.pk, "paper", instance.title)
    assert (row.url, row.state_title, row.organ_name) == (f"/papers/{instance.subject_id}/", "核稿", "省")
    assert (row.left, row.overdue, row.returned, row.button) == ("还剩4天", False, False, "核稿通过")


def test_soonest_comes_first_and_what_has_no_term_last(house: House) -> None:
    later = house.case((house.drafter, "submit"))
    draft = house.case(author=house.reviewer)
    house.does(later, house.reviewer, "check_pass")
    house.appoint(house.reviewer, house.office_dept, "office")
    soon = house.case((house.drafter, "submit"))
    assert [row.instance_id for row in worklist(house.reviewer, now=NOW)] == [later.pk, soon.pk, draft.pk]


def test_pages_follow_each_other_without_gap(house: House) -> None:
    made = [house.case((house.drafter, "submit")).pk for _ in range(5)]
    pages = [worklist(house.reviewer, limit=2, offset=offset, now=NOW) for offset in (0, 2, 4)]
    assert [row.instance_id for page in pages for row in page] == made


def test_one_process_can_be_asked_for(house: House) -> None:
    house.case(process="ballot", place=house.province)
    memo = house.case((house.drafter, "submit"), (house.reviewer, "check_pass"), (house.office, "office_pass"))
    rows = worklist(house.secretary, now=NOW, process="memo")
    assert [row.instance_id for row in rows] == [memo.pk]
    assert len(worklist(house.secretary, now=NOW)) == 2


def test_item_of_the_organ_reaches_posts_in_its_departments(house: House) -> None:
    house.case((house.drafter, "submit"), (house.reviewer, "check_pass"))
    assert len(worklist(house.office, now=NOW)) == 1


def test_nothing_for_others_strangers_and_superusers(house: House) -> None:
    house.case((house.drafter, "submit"))
    for person in (house.foreign_drafter, house.city_reviewer, house.admin, house.secretary):
        assert worklist(person, now=NOW) == []
        assert counts(person, now=NOW) == Counts(0, 0, 0)


def test_counts_tell_todo_soon_and_returned(house: House) -> None:
    first = house.case((house.drafter, "submit"))
    house.case((house.drafter, "submit"))
    house.does(first, house.reviewer, "return", opinion="改")
    assert counts(house.drafter, now=NOW) == Counts(todo=1, soon=0, returned=1)
    # due on Monday: the second working day from Thursday, the third from Wednesday
    assert counts(house.reviewer, now=NOW - timedelta(days=1)) == Counts(todo=1, soon=0, returned=0)
    assert counts(house.reviewer, now=NOW) == Counts(todo=1, soon=1, returned=0)


def test_counts_tell_what_was_not_opened(house: House) -> None:
    stranger = User.objects.create(username="stranger", name="路人")
    for person in (house.reviewer, stranger):
        Notification.objects.bulk_create(
            Notification(topic="t", key=key, user=person, kind=kind, channel=channel, created_at=NOW, read_at=read_at)
            for key, (kind, channel, read_at) in enumerate(
                (("a", "desk", None), ("b", "desk", None), ("c", "desk", NOW), ("d", "mail", None))
            )
        )
    assert [counts(one, now=NOW).unread for one in (house.reviewer, stranger, house.drafter)] == [2, 2, 0]


def test_queries_do_not_grow_with_the_rows(house: House, django_assert_num_queries) -> None:
    house.case((house.drafter, "submit"))
    worklist(house.reviewer, now=NOW)
    for rows in (1, 3):
        with django_assert_num_queries(3):
            assert len(worklist(house.reviewer, now=NOW)) == rows
        with django_assert_num_queries(2):
            assert counts(house.reviewer, now=NOW).todo == rows
        house.case((house.drafter, "submit"))
        house.case((house.drafter, "submit"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "words", "urgency"),
    [
        (datetime(2026, 11, 10, 17, 30, tzinfo=SHANGHAI), "还剩5天", ""),
        (datetime(2026, 11, 9, 17, 30, tzinfo=SHANGHAI), "还剩4天", "soon"),  # Monday: two working days
        (datetime(2026, 11, 9, 9, 30, tzinfo=UTC), "还剩4天", "soon"),  # the same moment, as the database gives it
        (datetime(2026, 11, 5, 17, 30, tzinfo=SHANGHAI), "今天到期", "soon"),
        (datetime(2026, 11, 5, 9, 0, tzinfo=SHANGHAI), "今天已过时限", "late"),
        (datetime(2026, 11, 4, 17, 30, tzinfo=SHANGHAI), "已逾期1天", "late"),
        (datetime(2026, 11, 4, 16, 30, tzinfo=UTC), "今天已过时限", "late"),  # half past midnight in Shanghai
        (None, "", ""),
    ],
)
def test_time_left_is_told_in_days_and_pressing_by_working_days(due: datetime | None, words: str, urgency: str) -> None:
    left = time_left(due, NOW)
    assert (left, left.urgency) == (words, urgency)


def test_provisional_term_is_marked_in_the_worklist(house: House) -> None:
    house.case((house.drafter, "submit"))
    WorkItem.objects.update(provisional=True)
    (row,) = worklist(house.reviewer, now=NOW)
    assert (row.provisional, row.left.provisional) == (True, True)

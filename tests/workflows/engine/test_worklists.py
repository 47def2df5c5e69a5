"""待办: what waits for a person, soonest first."""

from datetime import datetime, timedelta

import pytest

from tests.workflows.engine.conftest import NOW, SHANGHAI, House
from workflows.engine import Counts, counts, worklist
from workflows.engine.worklists import time_left


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
    assert counts(house.reviewer, now=NOW) == Counts(todo=1, soon=0, returned=0)
    assert counts(house.reviewer, now=NOW + timedelta(days=2)) == Counts(todo=1, soon=1, returned=0)


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


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 11, 7, 17, 30, tzinfo=SHANGHAI), "还剩2天"),
        (datetime(2026, 11, 5, 17, 30, tzinfo=SHANGHAI), "今天到期"),
        (datetime(2026, 11, 5, 9, 0, tzinfo=SHANGHAI), "今天已过时限"),
        (datetime(2026, 11, 4, 17, 30, tzinfo=SHANGHAI), "已逾期1天"),
        (None, ""),
    ],
)
def test_time_left_is_told_in_days(due: datetime | None, words: str) -> None:
    assert time_left(due, NOW) == words

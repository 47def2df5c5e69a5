"""Once after the commit, and never for what was rolled back."""

from contextlib import suppress

import pytest
from django.db import transaction

from workflows.database import after_commit

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    """A savepoint that is given up."""


def test_asked_for_three_times_it_is_done_once_after_the_commit() -> None:
    done: list[str] = []

    def job() -> None:
        done.append("job")

    with transaction.atomic():
        after_commit(job)
        with transaction.atomic():
            after_commit(job)
        after_commit(job)
        assert done == []
    assert done == ["job"]
    with transaction.atomic():
        after_commit(job)
    assert done == ["job", "job"]


def test_a_call_of_a_savepoint_that_is_given_up_does_not_stand_in_for_later_ones() -> None:
    done: list[str] = []

    def job() -> None:
        done.append("job")

    with transaction.atomic():
        with suppress(Undone), transaction.atomic():
            after_commit(job)
            raise Undone
        assert done == []
        after_commit(job)
    assert done == ["job"]


def test_what_savepoints_asked_for_is_done_once_while_one_of_them_is_kept() -> None:
    done: list[str] = []

    def job() -> None:
        done.append("job")

    with transaction.atomic():
        with transaction.atomic():
            with transaction.atomic():
                after_commit(job)
            after_commit(job)
        with suppress(Undone), transaction.atomic():
            after_commit(job)
            raise Undone
        with transaction.atomic():
            after_commit(job)
    assert done == ["job"]


def test_without_a_transaction_it_is_done_at_once() -> None:
    done: list[str] = []
    after_commit(lambda: done.append("now"))
    assert done == ["now"]

"""Composed statements: the same rows, exceptions, counts and logs as by Django's own cursors, and plans that are kept."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from workflows.database import ask, tell
from workflows.organisations.models import Level, Organisation, Role

pytestmark = pytest.mark.django_db
NAMES = "SELECT name FROM organisations_organisation WHERE code = %s AND name LIKE '示例%%' ORDER BY id"


@pytest.fixture
def organ() -> Organisation:
    return Organisation.add_root(name="示例省团委", code="990000", level=Level.PROVINCE)


def test_rows_come_back_and_signs_of_percent_stay(organ: Organisation) -> None:
    assert ask(NAMES, ["990000"]) == [("示例省团委",)]
    assert ask(NAMES, ["990001"]) == []
    tell("UPDATE organisations_organisation SET name = %s WHERE id = %s", ["示例100%省团委", organ.pk])
    assert ask(NAMES, ["990000"]) == [("示例100%省团委",)]


def test_ever_so_many_values_are_asked_the_ordinary_way(organ: Organisation) -> None:
    marks = ", ".join(["%s"] * 900)
    statement = f"SELECT name FROM organisations_organisation WHERE id IN ({marks})"
    assert ask(statement, [organ.pk, *range(-899, 0)]) == [("示例省团委",)]


def test_statements_are_counted_logged_and_may_be_broken_into(organ: Organisation) -> None:
    with CaptureQueriesContext(connection) as seen:
        ask(NAMES, ["990000"])
    (query,) = seen.captured_queries
    assert "990000" in query["sql"]
    assert "%s" not in query["sql"]

    def broken(*_args: Any) -> None:
        raise ConnectionResetError

    with connection.execute_wrapper(broken), pytest.raises(ConnectionResetError):
        ask(NAMES, ["990000"])
    assert ask(NAMES, ["990000"]) == [("示例省团委",)]


def test_a_broken_rule_is_told_as_django_tells_it_and_the_cursor_goes_on(organ: Organisation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        tell("UPDATE organisations_role SET key = %s", [Role.objects.first().key])
    assert ask(NAMES, ["990000"]) == [("示例省团委",)]


def test_a_new_connection_has_a_cursor_of_its_own(organ: Organisation) -> None:
    ask(NAMES, ["990000"])
    own = connections["default"]
    raw, cursor = own.__dict__["_workflows_cursor"]
    assert raw is own.connection
    ask(NAMES, ["990000"])
    assert own.__dict__["_workflows_cursor"][1] is cursor
    own.__dict__["_workflows_cursor"] = (object(), cursor)  # as after a reconnect
    assert ask(NAMES, ["990000"]) == [("示例省团委",)]
    assert own.__dict__["_workflows_cursor"][1] is not cursor


@pytest.mark.postgres
def test_postgresql_plans_a_statement_once(organ: Organisation) -> None:
    statement = "SELECT name, 'plan' FROM organisations_organisation WHERE id IN (%s, %s)"
    for key in (1, 70_000, 3_000_000_000):
        ask(statement, [organ.pk, key])
    plans = ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["SELECT name, 'plan'%"])
    assert plans == [(1,)]

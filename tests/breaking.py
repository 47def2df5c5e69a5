"""The process breaks down before any statement of some work: what was written is gone whole, wherever that is."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from workflows.engine import Instance, verify

BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
_WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


class Breakdown(BaseException):
    """The process is gone: nothing in the house may catch this."""


class Killer:
    """Breaks down before the n-th statement of a block, and before every later one: a job that catches everything goes on
    catching, a process that is gone does not go on.
    """

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= not sql.startswith(BRACKETS)
        if self.left <= 0 and not sql.startswith(BRACKETS):
            raise Breakdown(sql)
        return execute(sql, params, many, context)


def break_everywhere(work: Callable[[], Any]) -> int:
    """Let *work* break down at each of its statements in turn, then do it; how many statements there were.

    Every table that it writes has to be as it was after each breakdown, and every case sound at the end.
    """
    tables = written_by(work)
    before = snapshot(tables)
    number = 1
    while broke_down_at(number, work):
        assert snapshot(tables) == before, f"half done at statement {number}"
        number += 1
    assert snapshot(tables) != before
    for instance in Instance.objects.all():
        assert verify(instance) == []
    return number - 1


def broke_down_at(number: int, work: Callable[[], Any]) -> bool:
    """Whether it did; the work is done when not."""
    try:
        with connection.execute_wrapper(Killer(number)):
            work()
    except Breakdown:
        return True
    return False


def written_by(work: Callable[[], Any]) -> list[str]:
    """The tables that the work writes, by doing it and undoing it."""
    found: set[str] = set()

    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if written := _WRITES.match(sql):
            found.add(written.group(1))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(noting):
            work()
        transaction.set_rollback(True)
    assert found, "the work writes nothing"
    return sorted(found)


def snapshot(tables: list[str]) -> list[Any]:
    """Every row of some tables."""
    rows = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows.append(sorted(cursor.fetchall(), key=repr))
    return rows

"""The same statements without the engine: what the database itself takes for one decision."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from workflows.database import ask, tell

Statement = tuple[str, Any, bool]
SEQUENCES = ("engine_workitem", "engine_event", "notifications_outbox")


class Undone(Exception):
    """Rolls the rehearsal back."""


def rehearse(work: Callable[[], Any]) -> list[Statement]:
    """The statements of *work* with their parameters; what they did is rolled back, the keys that they drew are given back.

    On a connection of its own: a rollback makes psycopg forget the plans of the one on which is measured.
    """
    return _aside.submit(_rehearsed, work).result()


_aside = ThreadPoolExecutor(max_workers=1)


def _rehearsed(work: Callable[[], Any]) -> list[Statement]:
    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            seen.append((sql, params, many))
        return execute(sql, params, many, context)

    before = _sequences()
    try:
        with transaction.atomic(), connection.execute_wrapper(note):
            work()
            raise Undone
    except Undone:
        _give_back(before)
    return seen


def replay(recorded: list[Statement], *, planned: bool) -> float:
    """Seconds for the statements alone, read and committed; *planned* as the engine sends them, else as Django does."""
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params, _many in recorded:
            gives = sql.lstrip(" (\n").startswith("SELECT") or " RETURNING " in sql
            if planned:
                (ask if gives else tell)(sql, params)
                continue
            cursor.execute(sql, params)
            if gives:
                cursor.fetchall()
    return time.perf_counter() - begun


def _sequences() -> list[tuple[str, int, bool]]:
    if connection.vendor != "postgresql":
        return []
    found = []
    with connection.cursor() as cursor:
        for table in SEQUENCES:
            cursor.execute(f"SELECT last_value, is_called FROM {table}_id_seq")
            found.append((f"{table}_id_seq", *cursor.fetchone()))
    return found


def _give_back(before: list[tuple[str, int, bool]]) -> None:
    with connection.cursor() as cursor:
        for name, last, called in before:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last, called])

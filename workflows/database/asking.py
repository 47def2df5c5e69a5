"""SQL that is composed already, sent the shortest way: planned once per connection, on one cursor.

Django puts the values into the text of each statement, so PostgreSQL plans it anew every time, which for a join takes longer
than reading the rows. What is asked with every decision keeps its plan (``PREPARE``) where the connection allows that
(``prepare_threshold`` in its options), and SQLite is spared turning ``%s`` into ``?`` each time. Statement counters, fault
injection and Django's own exceptions work as with any other cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

KEPT_PLANS = 400
"""So many plans stay with one connection; the least used goes first."""

_CURSOR = "_workflows_cursor"


MANY = 500
"""A statement of more values than this is asked the ordinary way: it will hardly be asked again with as many."""


def ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that *sql* gives for *values*, marked ``%s`` in it."""
    return ask_on(connections[DEFAULT_DB_ALIAS], sql, values)


def tell(sql: str, values: Sequence[Any]) -> None:
    """Carry out *sql*, which gives no rows."""
    tell_on(connections[DEFAULT_DB_ALIAS], sql, values)


def ask_on(own: Any, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As :func:`ask`, for who has Django's connection of this thread in hand."""
    cursor = _cursor(own) if len(values) <= MANY else own.cursor()
    cursor.execute(sql, values)
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def tell_on(own: Any, sql: str, values: Sequence[Any]) -> None:
    """As :func:`tell`, likewise."""
    _cursor(own).execute(sql, values)


def _cursor(own: Any) -> Any:
    """The cursor of a connection for composed statements, wrapped as Django wraps its own."""
    if own.connection is None:
        own.ensure_connection()
    kept = own.__dict__.get(_CURSOR)
    if kept is None or kept[0] is not own.connection:
        kept = own.__dict__[_CURSOR] = (own.connection, _made(own))
    return own._prepare_cursor(kept[1])  # noqa: SLF001 - what connection.cursor() does with a new one


def _made(own: Any) -> Any:
    if own.vendor == "postgresql":
        return _planned(own.connection)
    if own.vendor == "sqlite":
        return own.connection.cursor(factory=_Converted)
    return own.create_cursor()


class _Converted(SQLiteCursorWrapper):
    """A cursor that remembers how a statement reads with SQLite's own marks."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        return _with_own_marks(query)


@lru_cache(maxsize=1000)
def _with_own_marks(query: str) -> str:
    return query.replace("%s", "?").replace("%%", "%")


def _planned(raw: Any) -> Any:
    """A cursor that binds values on the server and asks for a plan that is kept."""
    from django.db.backends.postgresql.base import ServerBindingCursor  # psycopg is installed only where it is used
    from psycopg.types.numeric import Int8Dumper

    base: Any = ServerBindingCursor

    class Planned(base):
        def execute(self, query: Any, params: Any = None) -> Any:
            try:
                return super().execute(query, params, prepare=True)
            finally:
                self._query = _Told(raw, query, params)

    raw.prepared_max = max(raw.prepared_max or 0, KEPT_PLANS)
    cursor: Any = Planned(raw)
    cursor.adapters.register_dumper(int, Int8Dumper)  # else each size of a number would be a statement of its own
    return cursor


@dataclass(frozen=True)
class _Told:
    """A statement for whoever logs it, put together when somebody looks."""

    raw: Any
    sql: str
    values: Any

    @property
    def query(self) -> bytes:
        """The statement with its values, as Django's log of queries wants it."""
        from psycopg import ClientCursor

        return ClientCursor(self.raw).mogrify(self.sql, self.values).encode()

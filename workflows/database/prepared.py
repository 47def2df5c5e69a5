"""Queries that are composed once and asked again and again with other values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable, ValuesListIterable

from .asking import ask_on
from .building import Quick, builder

M = TypeVar("M", bound=Model)

Value: TypeAlias = "int | date | tuple[int, ...]"

LENGTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Lists are filled up to one of these lengths with their last value, lest each length need SQL of its own."""

FEW = LENGTHS[-1]
"""Lists of more values than this are asked the ordinary way."""

_FITTING = {length: next(one for one in LENGTHS if length <= one) for length in range(1, FEW + 1)}

_FIRST_KEY = -(10**15)
_FIRST_DAY = date(1900, 1, 1)


_Step: TypeAlias = "tuple[int, Callable[[Any, Any, Any], Any], Any]"
"""The place of a column, what makes its value of what the database gives, and the expression behind it."""


@dataclass(frozen=True)
class _Composed:
    """SQL with the places of its values, and how a row becomes what the queryset yields."""

    sql: str
    values: Callable[[list[Any]], Sequence[Any]]
    converters: tuple[_Step, ...]
    build: Callable[[Iterable[Any]], list[Any]]


class Prepared(Generic[M]):
    """A query for any values of some parameters: keys, days, and short tuples of keys.

    *compose* is called with stand-ins and gives a queryset; the rules stay there. Every value must reach the SQL as a
    parameter of its own, unchanged: ``Prepared(lambda pk: Notice.objects.filter(pk=pk))``, ``filter(pk__in=keys)``.
    Objects, with their annotations, and plain ``values_list`` rows are built as the queryset would build them; what is
    prefetched is not.
    """

    def __init__(self, compose: Callable[..., QuerySet[M, Any]]) -> None:
        self._compose = compose
        self._known: dict[tuple[Any, ...], _Composed] = {}

    def __call__(self, *values: Value) -> list[Any]:
        """The rows for *values*, read now."""
        own: Any = connections[DEFAULT_DB_ALIAS]
        flat: list[Any] = []
        shape: tuple[Any, ...] = (own.vendor,)
        for value in values:
            if isinstance(value, tuple):
                length = _FITTING.get(len(value))
                if length is None or len(set(value)) < len(value):
                    return list(self._compose(*values))
                flat += value
                flat += value[-1:] * (length - len(value))
                shape += (length,)
            else:
                flat.append(value if type(value) is int else _adapted(value))
                shape += (-1,)
        composed = self._known.get(shape)
        if composed is None:
            composed = self._known[shape] = self._prepare(values)
        rows = ask_on(own, composed.sql, composed.values(flat))
        return composed.build(_converted(rows, composed.converters, own))

    def _prepare(self, values: tuple[Value, ...]) -> _Composed:
        """Compose the SQL with stand-ins for *values*, and find where they went.

        Raises:
            TypeError: a value does not appear among the parameters, or the queryset asks for more than rows.
        """
        stand_ins = _stand_ins(values)
        query = self._compose(*stand_ins)
        if query._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("a prepared query has no prefetches")
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        marks = {_adapted(one): number for number, one in enumerate(_flat(stand_ins))}
        places = tuple((place, marks[one]) for place, one in enumerate(parameters) if _is_mark(one, marks))
        if {number for _place, number in places} != set(marks.values()):
            raise TypeError("not every value reaches the query as a parameter")
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        converters = tuple(
            (place, _shortest(step), expression)
            for place, (steps, expression) in compiler.get_converters(columns).items()
            for step in steps
            if not _is_idle(step, expression)
        )
        sql, arrange = arranged(sql, parameters, places)
        return _Composed(sql, arrange, converters, _build(query, compiler))


def arranged(
    sql: str, parameters: Sequence[Any], places: Sequence[tuple[int, int]]
) -> tuple[str, Callable[[list[Any]], Sequence[Any]]]:
    """*sql* and what puts values into the order of its marks; *places* are pairs of a parameter and the value that goes there.

    On PostgreSQL what never changes is written into the SQL: a plan that is kept must know it, to use a partial index for
    instance.
    """
    if connection.vendor == "postgresql":
        chosen = dict(places)
        pieces = sql.split("%s")
        told = [pieces[0]]
        for place, piece in enumerate(pieces[1:]):
            told += ["%s" if place in chosen else _literal(parameters[place]), piece]
        sql, parameters = "".join(told), [None] * len(chosen)
        places = [(mark, number) for mark, (_place, number) in enumerate(sorted(chosen.items()))]
    if [number for _place, number in places] == list(range(len(parameters))):
        return sql, lambda values: values
    fixed = tuple(parameters)

    def arrange(values: list[Any]) -> Sequence[Any]:
        found = list(fixed)
        for place, number in places:
            found[place] = values[number]
        return found

    return sql, arrange


def _literal(value: Any) -> str:
    """A value as PostgreSQL reads it in a statement."""
    from psycopg import sql  # installed only where it is used

    own: Any = connections[DEFAULT_DB_ALIAS]
    own.ensure_connection()
    return sql.Literal(value).as_string(own.connection).replace("%", "%%")


def _build(query: QuerySet[Any, Any], compiler: Any) -> Callable[[Iterable[Any]], list[Any]]:
    """What makes objects, or tuples, of rows; as Django's own iterables do."""
    kind = query._iterable_class  # noqa: SLF001
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind not in (ModelIterable, Quick):
        raise TypeError("a prepared query yields objects or values_list rows")
    make = builder(compiler)
    return lambda rows: list(map(make, rows))


def _converted(rows: Iterable[Any], converters: tuple[_Step, ...], own: Any) -> Iterable[Any]:
    """The rows as Python sees them, on the connection of this thread."""
    if not converters:
        return rows
    found = []
    for row in map(list, rows):
        for place, step, expression in converters:
            row[place] = step(row[place], expression, own)
        found.append(row)
    return found


def _is_idle(step: Any, expression: Any) -> bool:
    """Whether a converter changes nothing: of a column that SQLite itself declares boolean its driver gives True and False."""
    own: Any = connections[DEFAULT_DB_ALIAS]
    flags = getattr(own.ops, "convert_booleanfield_value", None)
    return own.vendor == "sqlite" and step == flags and isinstance(expression, Col)


def _shortest(step: Any) -> Any:
    """A converter, or one that gives the same sooner: most of what SQLite gives to convert are moments, and always in UTC."""
    own: Any = connections[DEFAULT_DB_ALIAS]
    slow = getattr(own.ops, "convert_datetimefield_value", None)
    return _moment if own.vendor == "sqlite" and step == slow and own.timezone is UTC else step


def _moment(value: datetime | str | None, _expression: Any, _connection: Any) -> datetime | None:
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


def _flat(values: Iterable[Value]) -> list[Any]:
    """Every single value, lists opened."""
    return [one for value in values for one in (value if isinstance(value, tuple) else (value,))]


def _stand_ins(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Values of the same kinds, as long as they will be filled up to, that occur nowhere else."""
    found: list[Value] = []
    for number, value in enumerate(values):
        if isinstance(value, tuple):
            found.append(tuple(_FIRST_KEY - number * 100 - place for place in range(_FITTING[len(value)])))
        elif isinstance(value, date):
            found.append(_FIRST_DAY + timedelta(days=number))
        else:
            found.append(_FIRST_KEY - number * 100)
    return tuple(found)


def _adapted(value: Any) -> Any:
    """A value as it goes to the database."""
    if isinstance(value, datetime):
        raise TypeError("moments are no values of prepared queries")
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _is_mark(value: Any, marks: dict[Any, int]) -> bool:
    return isinstance(value, (int, str, date)) and not isinstance(value, bool) and value in marks

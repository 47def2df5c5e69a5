"""Queries that are composed once and asked again and again with other values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

M = TypeVar("M", bound=Model)

Value: TypeAlias = "int | date | tuple[int, ...]"

FEW = 64
"""Lists of more values than this are asked the ordinary way: each length would need SQL of its own."""

_FIRST_KEY = -(10**15)
_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class _Composed:
    """SQL with the places of its values, and how a row becomes what the queryset yields."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    converters: tuple[tuple[int, tuple[Any, Any]], ...]
    build: Callable[[Iterable[Any]], list[Any]]


class Prepared(Generic[M]):
    """A query for any values of some parameters: keys, days, and short tuples of keys.

    *compose* is called with stand-ins and gives a queryset; the rules stay there. Every value must reach the SQL as a
    parameter of its own, unchanged: ``Prepared(lambda pk: Notice.objects.filter(pk=pk))``, ``filter(pk__in=keys)``.
    Objects and plain ``values_list`` rows are built as the queryset would build them; prefetches and annotations are not.
    """

    def __init__(self, compose: Callable[..., QuerySet[M, Any]]) -> None:
        self._compose = compose
        self._known: dict[tuple[Any, ...], _Composed] = {}

    def __call__(self, *values: Value) -> list[Any]:
        """The rows for *values*, read now."""
        if any(isinstance(value, tuple) and not 0 < len(set(value)) == len(value) <= FEW for value in values):
            return list(self._compose(*values))
        shape = (connection.vendor, *(len(value) if isinstance(value, tuple) else -1 for value in values))
        composed = self._known.get(shape)
        if composed is None:
            composed = self._known[shape] = self._prepare(values)
        flat = [_adapted(one) for one in _flat(values)]
        parameters = list(composed.fixed)
        for place, number in composed.places:
            parameters[place] = flat[number]
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, parameters)
            rows = cursor.fetchall()
        return composed.build(_converted(rows, composed.converters))

    def _prepare(self, values: tuple[Value, ...]) -> _Composed:
        """Compose the SQL with stand-ins for *values*, and find where they went.

        Raises:
            TypeError: a value does not appear among the parameters, or the queryset asks for more than rows.
        """
        stand_ins = _stand_ins(values)
        query = self._compose(*stand_ins)
        if query._prefetch_related_lookups or query.query.annotations:  # type: ignore[attr-defined]  # noqa: SLF001
            raise TypeError("a prepared query has neither prefetches nor annotations")
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        marks = {_adapted(one): number for number, one in enumerate(_flat(stand_ins))}
        places = tuple((place, marks[one]) for place, one in enumerate(parameters) if _is_mark(one, marks))
        if {number for _place, number in places} != set(marks.values()):
            raise TypeError("not every value reaches the query as a parameter")
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        converters = tuple((place, pair) for place, pair in compiler.get_converters(columns).items())
        return _Composed(sql, tuple(parameters), places, converters, _builder(query, compiler))


def _builder(query: QuerySet[Any, Any], compiler: Any) -> Callable[[Iterable[Any]], list[Any]]:
    """What makes objects, or tuples, of rows; as Django's own iterables do."""
    kind = query._iterable_class  # noqa: SLF001
    if kind is ValuesListIterable:
        return lambda rows: [tuple(row) for row in rows]
    if kind is not ModelIterable:
        raise TypeError("a prepared query yields objects or values_list rows")
    chosen = compiler.klass_info["select_fields"]
    start, end = chosen[0], chosen[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    make = compiler.klass_info["model"].from_db
    populators = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def build(rows: Iterable[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = make(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in populators:
                populator.populate(row, one)
            found.append(one)
        return found

    return build


def _converted(rows: Iterable[Any], converters: tuple[tuple[int, tuple[Any, Any]], ...]) -> Iterable[Any]:
    """The rows as Python sees them, on the connection of this thread."""
    if not converters:
        return rows
    found = []
    for row in map(list, rows):
        for place, (steps, expression) in converters:
            for step in steps:
                row[place] = step(row[place], expression, connection)
        found.append(row)
    return found


def _flat(values: Iterable[Value]) -> list[Any]:
    """Every single value, lists opened."""
    return [one for value in values for one in (value if isinstance(value, tuple) else (value,))]


def _stand_ins(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Values of the same kinds and lengths that occur nowhere else."""
    found: list[Value] = []
    for number, value in enumerate(values):
        if isinstance(value, tuple):
            found.append(tuple(_FIRST_KEY - number * 100 - place for place in range(len(value))))
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

"""Writing one row of a model without composing its SQL anew: no signals, no related rows, no default ordering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    AutoField,
    BinaryField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

from .asking import ask, tell

M = TypeVar("M", bound=Model)

Adapt = Callable[[Model, Any], Any]
"""What gives the value of one column of a row as the database takes it; the second is Django's connection."""

_AS_IS = ((BooleanField, bool), (IntegerField, int), (CharField, str), (TextField, str), (BinaryField, bytes))
"""Kinds of columns and the Python type that goes there unchanged."""


def insert(row: Model) -> None:
    """Add *row*; its key is filled in where the database gives it, as ``bulk_create`` would."""
    drawn = row.pk is None
    own: Any = connections[DEFAULT_DB_ALIAS]
    sql, columns = _insertion(type(row), drawn, own.vendor)
    values = [adapt(row, own) for adapt in columns]
    if drawn:
        row.pk = ask(sql, values)[0][0]
    else:
        tell(sql, values)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - what Django itself sets


def update(row: Model, names: Sequence[str]) -> None:
    """Write the fields *names* of a row that is there, as ``QuerySet.update`` would: nothing is filled in by itself."""
    own: Any = connections[DEFAULT_DB_ALIAS]
    sql, columns = _change(type(row), tuple(names), own.vendor)
    tell(sql, [*(adapt(row, own) for adapt in columns), row.pk])


_READ = "_as_read"


def note(row: M) -> M:
    """Remember how *row* was read, for :func:`changes_of`; gives it back."""
    row.__dict__[_READ] = row.__dict__.copy()
    return row


def changes_of(row: Model, names: Sequence[str]) -> tuple[str, ...]:
    """Which of the fields *names* are other than when :func:`note` saw the row; all of them if it never did.

    Values that are changed in place, such as a list, are not seen: put a new one there.
    """
    then = row.__dict__.get(_READ)
    if then is None:
        return tuple(names)
    now = row.__dict__
    columns = _columns(type(row), tuple(names))
    return tuple(name for name, column in columns if column not in then or then[column] != now.get(column, _UNREAD))


_UNREAD = object()


@cache
def _columns(model: type[Model], names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The names of fields with those under which a row keeps their values."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return tuple((name, field.attname) for name, field in zip(names, fields, strict=True))


@cache
def _insertion(model: type[Model], drawn: bool, vendor: str) -> tuple[str, tuple[Adapt, ...]]:
    """The statement, and its values in order; a key that the database draws is left out."""
    quote = connection.ops.quote_name
    fields = [one for one in model._meta.local_concrete_fields if not (drawn and isinstance(one, AutoField))]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    returning = f" RETURNING {quote(str(model._meta.pk.column))}" if drawn else ""
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){returning}"  # noqa: S608
    return sql, tuple(_adapting(field, adding=True) for field in fields)


@cache
def _change(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Adapt, ...]]:
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(str(model._meta.pk.column))} = %s"  # noqa: S608
    return sql, tuple(_adapting(field, adding=False) for field in fields)


def _adapting(field: Field[Any, Any], *, adding: bool) -> Adapt:
    """How a column gets its value; what a field would hand through unchanged does not ask it."""
    kept = attrgetter(field.attname)
    own_way = type(field).pre_save is not Field.pre_save
    target: Any = field
    while isinstance(target, ForeignKey):
        target = target.target_field
    plain = {type_ for kind, type_ in _AS_IS if isinstance(target, kind) and _is_common(target)}
    timed = isinstance(target, DateTimeField) and _is_common(target)

    def adapt(row: Model, own: Any) -> Any:
        value = field.pre_save(row, True) if adding and own_way else kept(row)
        kind = type(value)
        if value is None or kind in plain:
            return value
        if kind is datetime and value.tzinfo is not None and timed:
            return own.ops.adapt_datetimefield_value(value)
        return field.get_db_prep_save(value, own)

    return adapt


def _is_common(field: Any) -> bool:
    """Whether a field is of Django's own kind, which changes no value of its type on the way to the database."""
    return type(field).__module__.startswith("django.db.models.")

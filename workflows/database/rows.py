"""Writing one row of a model without composing its SQL anew: no signals, no related rows, no default ordering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    AutoField,
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

from .asking import ask_on, tell_on

M = TypeVar("M", bound=Model)

Gather = Callable[[Model, Any], list[Any]]
"""What gives the values of a row as the database takes them; the second is Django's connection."""

_AS_IS = ((BooleanField, bool), (IntegerField, int), (CharField, str), (TextField, str), (BinaryField, bytes))
"""Kinds of columns and the Python type that goes there unchanged."""


def insert(row: Model) -> None:
    """Add *row*; its key is filled in where the database gives it, as ``bulk_create`` would."""
    drawn = row.pk is None
    own: Any = connections[DEFAULT_DB_ALIAS]
    sql, gather = _insertion(type(row), drawn, own.vendor)
    if drawn:
        row.pk = ask_on(own, sql, gather(row, own))[0][0]
    else:
        tell_on(own, sql, gather(row, own))
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - what Django itself sets


def update(row: Model, names: Sequence[str]) -> None:
    """Write the fields *names* of a row that is there, as ``QuerySet.update`` would: nothing is filled in by itself."""
    own: Any = connections[DEFAULT_DB_ALIAS]
    sql, gather = _change(type(row), tuple(names), own.vendor)
    tell_on(own, sql, [*gather(row, own), row.pk])


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
def _insertion(model: type[Model], drawn: bool, vendor: str) -> tuple[str, Gather]:
    """The statement, and its values in order; a key that the database draws is left out."""
    quote = connection.ops.quote_name
    fields = [one for one in model._meta.local_concrete_fields if not (drawn and isinstance(one, AutoField))]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    returning = f" RETURNING {quote(str(model._meta.pk.column))}" if drawn else ""
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){returning}"  # noqa: S608
    return sql, _gathering(fields, adding=True)


@cache
def _change(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, Gather]:
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    sql = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(str(model._meta.pk.column))} = %s"  # noqa: S608
    return sql, _gathering(fields, adding=False)


def _gathering(fields: Sequence[Any], *, adding: bool) -> Gather:
    """How a row's columns get their values; what a field would hand through unchanged does not ask it."""
    names = [one.attname for one in fields]
    as_is = [_as_is(one) for one in fields]
    timed = [isinstance(one, DateTimeField) and _is_common(one) for one in fields]
    filling = [place for place, one in enumerate(fields) if adding and _fills_itself(one)]

    def gather(row: Model, own: Any) -> list[Any]:
        held = row.__dict__
        values = [held[name] if name in held else getattr(row, name) for name in names]
        for place in filling:
            values[place] = fields[place].pre_save(row, True)
        for place, value in enumerate(values):
            if value is None or type(value) in as_is[place]:
                continue
            if str in as_is[place] and isinstance(value, str):
                values[place] = str(value)  # one of a field's choices
            elif timed[place] and type(value) is datetime and value.tzinfo is not None:
                values[place] = _moment(value, own)
            else:
                values[place] = fields[place].get_db_prep_save(value, own)
        return values

    return gather


def _fills_itself(field: Any) -> bool:
    """Whether a column may give itself a value when its row is added, such as the moment at which that happens."""
    if isinstance(field, DateField) and _is_common(field):
        return bool(field.auto_now or field.auto_now_add)
    return type(field).pre_save is not Field.pre_save


def _moment(value: datetime, own: Any) -> Any:
    """A moment as Django would send it; SQLite gets the text of what nearly always is UTC without more ado."""
    if own.vendor == "sqlite" and value.tzinfo is UTC and own.timezone is UTC:
        return str(value.replace(tzinfo=None))
    return own.ops.adapt_datetimefield_value(value)


def _as_is(field: Any) -> frozenset[type]:
    """The types of values that go into a column unchanged."""
    target = field
    while isinstance(target, ForeignKey):
        target = target.target_field
    return frozenset(type_ for kind, type_ in _AS_IS if isinstance(target, kind) and _is_common(target))


def _is_common(field: Any) -> bool:
    """Whether a field is of Django's own kind, which changes no value of its type on the way to the database."""
    return type(field).__module__.startswith("django.db.models.")

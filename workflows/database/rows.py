"""Writing one row of a model without composing its SQL anew: no signals, no related rows, no default ordering."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Field, Model


def insert(row: Model) -> None:
    """Add *row*; its key is filled in where the database gives it, as ``bulk_create`` would."""
    model = type(row)
    fields = _inserted(model, row.pk is None)
    sql = _insertion(model, row.pk is None, connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if row.pk is None:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - what Django itself sets


def update(row: Model, names: Sequence[str]) -> None:
    """Write the fields *names* of a row that is there, as ``QuerySet.update`` would: nothing is filled in by itself."""
    fields = _named(type(row), tuple(names))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_change(type(row), tuple(names), connection.vendor), [*values, row.pk])


@cache
def _inserted(model: type[Model], drawn: bool) -> tuple[Field[Any, Any], ...]:
    """The columns that are written; a key that the database draws is left out."""
    fields = model._meta.local_concrete_fields
    return tuple(field for field in fields if not (drawn and isinstance(field, AutoField)))


@cache
def _named(model: type[Model], names: tuple[str, ...]) -> tuple[Field[Any, Any], ...]:
    return tuple(model._meta.get_field(name) for name in names)  # type: ignore[misc]


@cache
def _insertion(model: type[Model], drawn: bool, vendor: str) -> str:
    quote = connection.ops.quote_name
    fields = _inserted(model, drawn)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    returning = f" RETURNING {quote(str(model._meta.pk.column))}" if drawn else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}){returning}"  # noqa: S608


@cache
def _change(model: type[Model], names: tuple[str, ...], vendor: str) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in _named(model, names))
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(str(model._meta.pk.column))} = %s"  # noqa: S608

"""Rows by the million: COPY on PostgreSQL, executemany on SQLite, in the form in which Django itself would write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.db import connection, models, transaction

FLUSH_AT = 20_000
"""Rows kept in memory before they are written."""


class Table:
    """The columns of a model, by the names of its attributes."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.fields = model._meta.concrete_fields
        self.place = {field.attname: number for number, field in enumerate(self.fields)}
        self.rows: list[list[Any]] = []

    def row(self, instance: models.Model) -> list[Any]:
        """One row as the database takes it."""
        return [field.get_db_prep_save(getattr(instance, field.attname), connection) for field in self.fields]

    def value(self, name: str, value: Any) -> Any:
        """One value of a column as the database takes it."""
        return self.fields[self.place[name]].get_db_prep_save(value, connection)

    @cached_property
    def columns(self) -> str:
        """The columns, quoted, in order."""
        return ", ".join(connection.ops.quote_name(str(field.column)) for field in self.fields)

    def last_id(self) -> int:
        """The highest key in use."""
        return int(models.QuerySet(self.model).aggregate(last=models.Max("pk"))["last"] or 0)

    def write(self) -> None:
        """Write and forget the rows."""
        rows, self.rows = self.rows, []
        name = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {name} ({self.columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.fields))
                cursor.executemany(f"INSERT INTO {name} ({self.columns}) VALUES ({marks})", rows)  # noqa: S608


class Bulk:
    """Tables that fill up and are written in the order in which they were named, so that keys are there before what refers to them."""

    def __init__(self, *kinds: type[models.Model]) -> None:
        self.tables = {kind: Table(kind) for kind in kinds}
        self.waiting = 0

    def add(self, kind: type[models.Model], row: list[Any]) -> None:
        """Keep a row; write when there are many."""
        self.tables[kind].rows.append(row)
        self.waiting += 1

    def flush(self, *, at: int = FLUSH_AT) -> None:
        """Write when at least *at* rows wait."""
        if self.waiting < at:
            return
        with transaction.atomic():
            for table in self.tables.values():
                if table.rows:
                    table.write()
        self.waiting = 0


@contextmanager
def without_checks() -> Iterator[None]:
    """PostgreSQL looks up every foreign key of every row; a superuser may spare that, since the rows are ours."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        may = cursor.fetchone() == ("on",)
        if may:
            cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        if may:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = DEFAULT")


def settle(kinds: tuple[type[models.Model], ...]) -> None:
    """After the rows: sequences behind the highest key, and fresh statistics for the planner."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for kind in kinds:
                if isinstance(kind._meta.pk, models.AutoField | models.BigAutoField):
                    name = kind._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT MAX(id) FROM {name}))"  # noqa: S608
                    )
        cursor.execute("ANALYZE")

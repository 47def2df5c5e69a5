"""Empties the database after a test that committed, and puts back what the migrations had put in.

Django's own `flush` leaves the database bare: the root page, the content types and the permissions are gone for every
test that follows. It also meets the history's triggers, which refuse DELETE and TRUNCATE.
"""

from types import TracebackType
from typing import Self

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import TransactionTestCase

from workflows.engine.proving.triggers import lifted


class Emptying:
    """While entered, stands in for the way in which Django's `TransactionTestCase` cleans up."""

    def __init__(self) -> None:
        """Remember the rows that are there now."""
        tables = set(connection.introspection.table_names())
        self.rows: dict[type[models.Model], list[models.Model]] = {}
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy and model._meta.db_table in tables:
                self.rows[model] = list(model._base_manager.all())
        self.djangos_way = TransactionTestCase._fixture_teardown

    def __enter__(self) -> Self:
        TransactionTestCase._fixture_teardown = lambda _case: self.restore()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        TransactionTestCase._fixture_teardown = self.djangos_way

    def restore(self) -> None:
        """Delete every row, then write the remembered ones."""
        if connection.vendor == "postgresql":
            _delete_rows()
        else:
            with lifted():
                call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
        filled = {model: rows for model, rows in self.rows.items() if rows}
        with transaction.atomic():
            for model, rows in filled.items():
                if model._meta.parents:
                    for row in rows:
                        row.save_base(raw=True, force_insert=True)
                else:
                    model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(filled)):
                cursor.execute(statement)


def _delete_rows() -> None:
    """Empty the tables that hold anything, triggers asleep: TRUNCATE of all takes PostgreSQL seconds, this takes none."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = {table: connection.ops.quote_name(table) for table in tables}
    asked = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {name})" for table, name in quoted.items()
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(asked)
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[table]}")

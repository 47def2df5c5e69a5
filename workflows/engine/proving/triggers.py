"""The database itself refuses to change history: triggers on both databases, installed after every migration.

SQLite loses triggers when a migration rebuilds a table, and lets INSERT OR REPLACE pass a DELETE trigger unless
``recursive_triggers`` is on (``portal.settings`` sets it); PostgreSQL's TRUNCATE passes row triggers. Hence ``post_migrate``,
a system check, and a statement trigger.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections

MESSAGE = "history is append-only"
TABLES = ("engine_event", "engine_eventtext", "engine_content", "engine_seal")

_BLANKED = {
    "engine_eventtext": (
        "NEW.event_id = OLD.event_id AND NEW.salt IS NULL AND NEW.opinion IS NULL AND NEW.labels IS NULL "
        "AND NEW.origin IS NULL AND NEW.erased_at IS NOT NULL AND NEW.erased_reason <> ''"
    ),
    "engine_content": (
        "NEW.digest = OLD.digest AND NEW.subject_type_id = OLD.subject_type_id AND NEW.subject_id = OLD.subject_id "
        "AND NEW.payload IS NULL"
    ),
}
"""The only UPDATE that each table allows; events and seals allow none."""


def names(table: str) -> tuple[str, ...]:
    """The triggers of a table; TRUNCATE exists on PostgreSQL only and is added there."""
    return f"{table}_no_update", f"{table}_no_delete"


def statements(vendor: str) -> list[str]:
    """The SQL that installs all triggers, safe to run again."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def install(using: str = "default") -> None:
    """Put the triggers in place."""
    with connections[using].cursor() as cursor:
        for statement in statements(connections[using].vendor):
            cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers away. Whoever does this on a real database is found out by ``verify``."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in (*names(table), f"{table}_no_truncate"):
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Without the triggers for a moment: for emptying a test database, nothing else."""
    remove(using)
    try:
        yield
    finally:
        install(using)


def missing(using: str = "default") -> list[str]:
    """The triggers that should be there and are not; empty while the tables do not exist yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0] for row in cursor.fetchall()}
    wanted = [name for table in TABLES if table in present for name in names(table)]
    if connection.vendor == "postgresql":
        wanted += [f"{table}_no_truncate" for table in TABLES if table in present]
    return [name for name in wanted if name not in found]


def install_after_migration(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``; nothing to guard when the tables were migrated away."""
    if set(TABLES) <= set(connections[using].introspection.table_names()):
        install(using)


@checks.register(checks.Tags.database)
def check_triggers(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn when history stands unguarded; a warning, so that the ``migrate`` that mends it is not blocked."""
    return [
        checks.Warning(
            f"history can be changed: triggers missing in database “{alias}”: {', '.join(absent)}",
            hint="manage.py migrate",
            id="engine.W001",
        )
        for alias in databases or ()
        if (absent := missing(alias))
    ]


def _sqlite() -> list[str]:
    made = []
    for table in TABLES:
        allowed = _BLANKED.get(table)
        when = f"WHEN NOT ({allowed})" if allowed else ""
        for name, event, condition in ((names(table)[0], "UPDATE", when), (names(table)[1], "DELETE", "")):
            made.append(f"DROP TRIGGER IF EXISTS {name}")
            made.append(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    return made


def _postgresql() -> list[str]:
    made = [
        f"""CREATE OR REPLACE FUNCTION engine_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"""
    ]
    for table in TABLES:
        allowed = _BLANKED.get(table)
        when = f"WHEN (NOT ({allowed}))" if allowed else ""
        no_update, no_delete = names(table)
        for name, event, each in (
            (no_update, "UPDATE", f"FOR EACH ROW {when}"),
            (no_delete, "DELETE", "FOR EACH ROW"),
            (f"{table}_no_truncate", "TRUNCATE", "FOR EACH STATEMENT"),
        ):
            made.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {each} EXECUTE FUNCTION engine_refuse()")
    return made

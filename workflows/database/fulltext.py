"""SQLite's full text tables (FTS5), where they need a hand."""

from django.db import connection


def purge(table: str) -> None:
    """Leave no word of deleted rows in a full text table: FTS5 only marks them until it merges its segments.

    Does nothing on other databases, nor where there is no such table.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        if cursor.fetchone() is not None:
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - our own table

"""What the two databases need beyond the tables: FTS5 with its triggers on SQLite, a kept tsvector and its GIN index on PostgreSQL.

Installed after every migration, since SQLite loses triggers when a migration rebuilds their table.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from .tokens import BLOCK, BLOCK_SIGN, KIND_SIGN

_SQLITE = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS search_words
    USING fts5(words, content='search_entry', content_rowid='id', tokenize='unicode61 remove_diacritics 0')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words);
    END
    """,
)

# A column of its own: with an index over the expression alone, every hit of a common phrase is taken apart anew (14 s at 100,000).
_POSTGRESQL = (
    """
    ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS vector tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED
    """,
    "DROP INDEX IF EXISTS search_entry_words",
    "CREATE INDEX IF NOT EXISTS search_entry_vector ON search_entry USING gin (vector)",
)


_TAGGED = f"""
    UPDATE search_entry SET words = '{KIND_SIGN}' || subject_type_id || '{BLOCK_SIGN}' || (subject_id / {BLOCK}) || ' ' || words
    WHERE words NOT LIKE '{KIND_SIGN}%'
"""  # noqa: S608 - our own signs and numbers


def install(using: str = "default") -> None:
    """Put index and triggers in place; does nothing where they are."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def tag_rows(using: str = "default") -> None:
    """Rows from before there were tags get theirs; does nothing where they have them."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT words FROM search_entry ORDER BY id LIMIT 1")
        if any(not words.startswith(KIND_SIGN) for (words,) in cursor.fetchall()):
            cursor.execute(_TAGGED)


def install_after_migration(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """The signal's door: only once the tables are there."""
    if "search_entry" in connections[using].introspection.table_names():
        install(using)
        tag_rows(using)

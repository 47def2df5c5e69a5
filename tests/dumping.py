"""Where in the whole database a text stands: every column of every table, whatever model it belongs to or none."""

import json
from typing import Any

from django.db import connection


def places_of(*words: str) -> list[str]:
    """``table.column`` of every cell that holds one of the words, escaped JSON and bytes included; each place once."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found |= {
                    f"{table}.{column}"
                    for column, value in zip(columns, row, strict=True)
                    if any(word in text for text in _texts(value) for word in words)
                }
    return sorted(found)


def _texts(value: Any) -> tuple[str, ...]:
    """A cell as people would read it: as it is, and with the escapes of JSON undone."""
    if isinstance(value, (bytes, memoryview)):
        return (bytes(value).decode(errors="ignore"),)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return (
        (text, text.encode("latin-1", "backslashreplace").decode("unicode_escape", "replace"))
        if "\\u" in text
        else (text,)
    )

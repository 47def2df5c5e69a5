"""Columns of the engine."""

from typing import Any

from django.db import models


class DigestField(models.BinaryField):
    """A SHA-256 digest as 32 bytes; always ``bytes`` in Python, whatever the database driver hands out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 32
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        """The driver's buffer as bytes."""
        return None if value is None else bytes(value)

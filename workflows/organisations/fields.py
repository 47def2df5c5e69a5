"""Database columns that behave the same on SQLite and PostgreSQL."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TreePathField(models.CharField):
    """A path of a tree, compared byte by byte.

    PostgreSQL would otherwise compare by the language of the database, and the ranges ``path >= lo AND path < hi`` that all
    scoped lists use would be wrong and without an index. SQLite compares bytes anyway.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """The column's parameters, with collation ``C`` where the database has one."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

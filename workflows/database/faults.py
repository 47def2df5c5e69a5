"""What went wrong with the database, for whoever types a command: one line instead of a traceback."""

from django.db import DatabaseError
from django.utils.translation import gettext as _

_UNDEFINED = frozenset({"42P01", "42703"})
"""PostgreSQL's codes for a table and a column that are not there."""


def fault_in_words(error: DatabaseError) -> str:
    """One sentence: the tables are not there (or not those of this version), or the database cannot be asked."""
    cause, told = error.__cause__, " ".join(str(error).split())
    undefined = getattr(cause, "sqlstate", None) in _UNDEFINED
    if undefined or told.startswith(("no such table", "no such column")):
        return _("数据库里还没有所需的表，或者不是这个版本的。请先运行 manage.py migrate。")
    return _("数据库办不了：%(why)s。请检查 DATABASE_URL，看数据库是否已经启动。") % {"why": told.rstrip(".")}

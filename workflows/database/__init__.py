"""How the hot paths talk to the database: SQL composed once, rows written without composing it anew.

Django composes the SQL of a query each time that it is asked, which takes several times as long as the database does. What
is asked and written with every decision goes through :class:`Prepared`, :func:`lay`, :func:`insert` and :func:`update`; the
queries themselves stay querysets, and models stay models. Beside them stands :func:`purge`, for full text tables.
"""

from .fulltext import purge
from .laying import lay
from .prepared import Prepared
from .rows import insert, update

__all__ = ["Prepared", "insert", "lay", "purge", "update"]

"""How the hot paths talk to the database: SQL composed once, rows written without composing it anew.

Django composes the SQL of a query each time that it is asked, which takes several times as long as the database does. What
is asked and written with every decision goes through :class:`Prepared`, :func:`lay`, :func:`insert` and :func:`update`, and
through :func:`ask` where the SQL is our own; the queries themselves stay querysets, and models stay models. :func:`quickly`
builds the rows of long lists, :func:`fresh` a new one, :func:`tie` sets a relation. Beside them stand :func:`purge`, for full
text tables, :func:`glance`, in which a page that is only shown asks everything once, :func:`after_commit`, and
:func:`fault_in_words`, for commands.
"""

from .asking import ask, tell
from .building import fresh, maker, quickly, tie
from .committing import after_commit
from .faults import fault_in_words
from .fulltext import purge
from .glance import end_glance, glance, keep, known, once
from .laying import laid, lay
from .prepared import Prepared, arranged
from .rows import changes_of, insert, note, update

__all__ = [
    "Prepared",
    "after_commit",
    "arranged",
    "ask",
    "changes_of",
    "end_glance",
    "fault_in_words",
    "fresh",
    "glance",
    "insert",
    "keep",
    "known",
    "laid",
    "lay",
    "maker",
    "note",
    "once",
    "purge",
    "quickly",
    "tell",
    "tie",
    "update",
]

"""What of a paper from outside is searched: its title and number, who sent it, and its scan and attachments where they hold text.

A paper that came through the system is found as itself, by those whom it reached.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from documents.search.indexing import Searchable, register
from workflows import engine

from .handling import KEY, files
from .models import Incoming
from .reading import organs


def title(incoming: Incoming) -> str:
    """Title and 来文字号: both are what people remember."""
    return f"{incoming.title}　{incoming.number}"


def texts(incoming: Incoming) -> Iterable[str]:
    """来文单位."""
    yield incoming.sender


def received(user: Any) -> QuerySet[Incoming]:
    """What the person's organs received, in no order."""
    return Incoming.objects.filter(organ__in=list(organs(user))).order_by()


def seen(user: Any, keys: list[int]) -> set[int]:
    """Those of the papers that the person may see, as :func:`documents.incoming.reading.may_see` says; one query and posts."""
    shown = engine.visible(user, KEY).filter(subject_id__in=keys).order_by()
    mine = received(user).filter(pk__in=keys)
    return set(mine.values_list("pk", flat=True).union(shown.values_list("subject_id", flat=True)))


register(Searchable(Incoming, title, texts, files, only={"receipt_id": None}))

"""抹去 what people were told: messages about what was blanked, and letters that are kept as files (no mail server yet).

Letters that were sent are out of reach.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from .letters import message_id
from .models import Notification

if TYPE_CHECKING:
    from workflows.organisations.models import User

logger = logging.getLogger(__name__)

_IDS = re.compile(rb"^Message-ID: <([^>\r\n]+)>", re.MULTILINE | re.IGNORECASE)


def forget_about(topic: str, keys: Iterable[int]) -> int:
    """Delete every message about these keys of a topic; how many."""
    return _delete(Notification.objects.filter(topic=topic, key__in=list(keys)))


def forget_messages_to(user: User) -> int:
    """Delete everything that the person was told; how many."""
    return _delete(Notification.objects.filter(user=user))


def hush(topic: str, keys: Iterable[int]) -> int:
    """Take the words (opinions, names) out of messages about these keys; titles stay. How many were changed."""
    rows = Notification.objects.filter(topic=topic, key__in=list(keys)).exclude(body="")
    _drop_letters(rows)
    return rows.update(body="")


def replace_words(words: Mapping[str, str]) -> int:
    """Put other words in place of some, in every message that holds them; how many were changed."""
    if not words:
        return 0
    holding = [Q(title__contains=word) | Q(body__contains=word) for word in words]
    rows = list(Notification.objects.filter(reduce(Q.__or__, holding)))
    _drop_letters(rows)
    for row in rows:
        row.title, row.body = replaced(row.title, words), replaced(row.body, words)
    Notification.objects.bulk_update(rows, ["title", "body"], batch_size=300)
    return len(rows)


def replaced(text: str, words: Mapping[str, str]) -> str:
    """A text with other words in place of some, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, words[word])
    return text


def _delete(rows: QuerySet[Notification]) -> int:
    _drop_letters(rows)
    return rows.delete()[0]


def _drop_letters(rows: Iterable[Notification]) -> None:
    """Delete the files of these messages' letters once the transaction has been committed, where letters become files."""
    if "filebased" not in settings.EMAIL_BACKEND:
        return
    ids = {message_id(row) for row in rows if row.channel == Notification.Channel.MAIL}
    if ids:
        transaction.on_commit(partial(_drop_files, ids), robust=True)


def _drop_files(ids: set[str]) -> None:
    """A file holds what one connection sent: ours send one letter each."""
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        if ids & {found.decode("ascii", "replace") for found in _IDS.findall(path.read_bytes())}:
            path.unlink(missing_ok=True)

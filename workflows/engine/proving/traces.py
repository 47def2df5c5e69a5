"""What Wagtail and the task queue keep of an object beside the object itself: revisions, log entries, search rows, jobs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, PageLogEntry, Revision
from wagtail.search.models import IndexEntry

from workflows.database import purge
from workflows.notifications.forgetting import replaced

BLANK = "（已抹去）"
"""What stands where words were blanked."""


def blank_traces(kind: ContentType, keys: Sequence[int]) -> dict[str, int]:
    """Blank every trace of some objects of a kind; what was blanked, by its name in Chinese.

    Log entries keep who, when and what was done. A revision identifies nothing of the history (that is what ``Content`` is
    for) and is emptied. Finished jobs are dropped: they hold nothing that is still needed.
    """
    texts = [str(key) for key in keys]
    logs = ModelLogEntry.objects.filter(content_type=kind, object_id__in=texts).update(label=BLANK, data={})
    logs += PageLogEntry.objects.filter(content_type=kind, page__in=keys).update(label=BLANK, data={})
    finished = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    jobs, _ = DBTaskResult.objects.filter(status__in=finished).delete()
    revisions = Revision.objects.filter(content_type=kind, object_id__in=texts)
    entries, _ = IndexEntry.objects.filter(content_type=kind, object_id__in=texts).delete()
    if entries:
        purge("wagtailsearch_indexentry_fts")
    return {
        "修订": revisions.update(content={}, object_str=BLANK),
        "操作日志": logs,
        "检索": entries,
        "后台任务": jobs,
    }


def count_traces(kind: ContentType, keys: Sequence[int]) -> dict[str, int]:
    """How many traces of some objects there are, by the names under which they are blanked."""
    texts = [str(key) for key in keys]
    logs = ModelLogEntry.objects.filter(content_type=kind, object_id__in=texts).count()
    logs += PageLogEntry.objects.filter(content_type=kind, page__in=keys).count()
    return {
        "修订": Revision.objects.filter(content_type=kind, object_id__in=texts).count(),
        "操作日志": logs,
        "检索": IndexEntry.objects.filter(content_type=kind, object_id__in=texts).count(),
    }


def titles_in_revisions(subjects: Iterable[tuple[ContentType, Sequence[int]]]) -> set[str]:
    """Every title that the objects had, as far as revisions tell."""
    found: set[str] = set()
    for kind, keys in subjects:
        rows = Revision.objects.filter(content_type=kind, object_id__in=[str(key) for key in keys])
        for content, name in rows.values_list("content", "object_str"):
            found |= {str(content.get("title") or "").replace("|", ""), name or ""}
    return found - {""}


def replace_in_logs(words: Mapping[str, str]) -> int:
    """Put other words in place of some, in what log entries say; how many were changed."""
    if not words:
        return 0
    changed = 0
    for model in (ModelLogEntry, PageLogEntry):
        holding = reduce(Q.__or__, [Q(label__contains=word) for word in words])
        rows = list(model.objects.filter(holding | ~Q(data={})))
        for row in rows:
            label, data = replaced(row.label, words), replaced(json.dumps(row.data, ensure_ascii=False), words)
            if (label, json.loads(data)) != (row.label, row.data):
                changed += model.objects.filter(pk=row.pk).update(label=label, data=json.loads(data))
    return changed

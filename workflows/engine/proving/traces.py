"""What Wagtail and the task queue keep of an object beside the object itself: revisions, log entries, search rows, jobs."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, PageLogEntry, Revision
from wagtail.search.models import IndexEntry

BLANK = "（已抹去）"


def blank_traces(kind: ContentType, pk: int) -> dict[str, int]:
    """Blank every trace of one object; what was blanked, by kind, in Chinese.

    Log entries keep who, when and what was done. A revision identifies nothing of the history (that is what ``Content`` is
    for) and is emptied. Finished jobs are dropped: they hold nothing that is still needed.
    """
    logs = 0
    for model in (ModelLogEntry, PageLogEntry):
        field = "object_id" if model is ModelLogEntry else "page_id"
        logs += model.objects.filter(content_type=kind, **{field: pk}).update(label=BLANK, data={})
    finished = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    jobs, _ = DBTaskResult.objects.filter(status__in=finished).delete()
    return {
        "修订": Revision.objects.filter(content_type=kind, object_id=str(pk)).update(content={}, object_str=BLANK),
        "操作日志": logs,
        "检索": IndexEntry.objects.filter(content_type=kind, object_id=str(pk)).delete()[0],
        "后台任务": jobs,
    }

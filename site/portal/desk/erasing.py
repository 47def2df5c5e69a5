"""抹去 and the desk: scans of acts that were done on paper, and the records of a person's logins."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from documents.files.erasing import blank
from documents.files.models import Upload
from workflows import engine
from workflows.organisations.models import User

from .enclosures import OFFLINE


@engine.eraser("代录扫描件")
def erase_scans(thing: Any) -> int:
    """The scans of a document's acts; their digests stay in the history."""
    if isinstance(thing, User):
        return 0
    cases = engine.cases_and_copies(thing).values_list("pk", flat=True)
    return blank(Upload.objects.filter(purpose=OFFLINE, subject_id__in=list(cases)))


@engine.eraser("登录记录")
def erase_logins(thing: Any) -> int:
    """Under which account, and from where, somebody came in or tried to."""
    if not isinstance(thing, User):
        return 0
    records = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(model.objects.filter(username=thing.username).delete()[0] for model in records)

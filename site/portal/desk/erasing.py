"""抹去 and the desk: scans of acts that were done on paper, and the records of a person's logins."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import QuerySet

from documents.files.erasing import blank
from documents.files.models import Upload
from workflows import engine
from workflows.organisations.models import User

from .enclosures import OFFLINE

RECORDS = (AccessAttempt, AccessFailureLog, AccessLog)
"""Where logins are written down."""


@engine.eraser("代录扫描件")
def erase_scans(thing: Any) -> int:
    """The scans of a document's acts; their digests stay in the history."""
    return 0 if isinstance(thing, User) else blank(_scans_of(thing))


def _scans_of(thing: Any) -> QuerySet[Upload]:
    cases = engine.cases_and_copies(thing).values_list("pk", flat=True)
    return Upload.objects.filter(purpose=OFFLINE, subject_id__in=list(cases))


@engine.holdings
def kept_by_desk(thing: Any) -> dict[str, int]:
    """Scans of a document; of a person, the records of logins."""
    if isinstance(thing, User):
        return {"登录记录": sum(model.objects.filter(username=thing.username).count() for model in RECORDS)}
    return {"代录扫描件": _scans_of(thing).count()}


@engine.eraser("登录记录")
def erase_logins(thing: Any) -> int:
    """Under which account, and from where, somebody came in or tried to."""
    if not isinstance(thing, User):
        return 0
    return sum(model.objects.filter(username=thing.username).delete()[0] for model in RECORDS)

"""抹去 a paper: its texts are blanked and its prints and files deleted; number, dates, organs and digests stay."""

from functools import partial
from typing import Any

from django.db import transaction

from documents.files.erasing import BLANK, blank
from documents.files.models import Upload
from documents.search.indexing import forget
from workflows import engine

from .models import Notice, NoticeAttachment

_TEXTS = ("head", "recipients", "cc", "attendance", "contact", "signature", "note", "signer")


@engine.eraser("公文")
def erase_notice(thing: Any) -> int:
    """Blank *thing* if it is a notice; how many rows were touched."""
    if not isinstance(thing, Notice):
        return 0
    attachments = NoticeAttachment.objects.filter(notice=thing)
    forget(Notice, thing.pk)
    uploads = list(Upload.objects.filter(pk__in=attachments.exclude(upload=None).values("upload")))
    uploads += [thing.original] if thing.original is not None else []
    attachments.update(title=BLANK, body="[]")
    thing.remarks.update(text=BLANK, quote="", answer="")
    Notice.objects.filter(pk=thing.pk).update(title=BLANK, body="[]", reading=None, **dict.fromkeys(_TEXTS, ""))
    prints = list(thing.artifacts.all())
    thing.artifacts.update(report={})
    for artifact in prints:
        transaction.on_commit(partial(artifact.file.storage.delete, artifact.file.name))
    return 1 + len(prints) + blank(uploads)

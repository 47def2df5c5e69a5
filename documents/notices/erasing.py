"""抹去 a paper: its texts are blanked and its prints and files deleted; number, dates, organs and digests stay.

Of a person: what they remarked, answered and asked for. The papers themselves are blanked as papers only.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count

from documents.files.erasing import blank
from documents.files.models import Upload
from documents.search import indexing
from workflows import engine
from workflows.engine import BLANK
from workflows.organisations.models import User

from .models import Artifact, Notice, NoticeAttachment, OpinionAnswer, Remark, Sequel

_TEXTS = ("head", "recipients", "cc", "attendance", "contact", "signature", "note", "signer", "outside", "declared")
PURPOSE = "notice"
"""Purpose of files that were sent along at some time."""


@engine.eraser("公文")
def erase_notice(thing: Any) -> int:
    """Blank *thing* if it is a notice, or what a person said beside notices; how many rows were touched."""
    if isinstance(thing, User):
        return _erase_words_of(thing)
    if not isinstance(thing, Notice):
        return 0
    attachments = NoticeAttachment.objects.filter(notice=thing)
    indexing.erase(Notice, thing.pk)
    keys = _files_of(thing)
    attachments.update(title=BLANK, body="[]")
    thing.remarks.update(text=BLANK, quote="", answer="")
    thing.opinion_answers.exclude(reason="").update(reason=BLANK)
    thing.sequels.update(reason=BLANK)
    thing.issued_numbers.exclude(reason="").update(reason=BLANK)
    Notice.objects.filter(pk=thing.pk).update(title=BLANK, body="[]", reading=None, **dict.fromkeys(_TEXTS, ""))
    prints = list(thing.artifacts.all())
    thing.artifacts.update(report={})
    for artifact in prints:
        transaction.on_commit(partial(artifact.file.storage.delete, artifact.file.name))
    return 1 + len(prints) + blank(Upload.objects.filter(pk__in=keys))


def _files_of(thing: Notice) -> set[Any]:
    """Its original, and every file that was sent along at some time."""
    keys = set(NoticeAttachment.objects.filter(notice=thing, upload__isnull=False).values_list("upload", flat=True))
    keys |= set(Upload.objects.filter(purpose=PURPOSE, subject_id=thing.pk).values_list("pk", flat=True))
    return keys | ({thing.original_id} - {None})


@engine.holdings
def kept_of_notice(thing: Any) -> dict[str, int]:
    """What a paper keeps beside itself, or what a person remarked on papers."""
    if isinstance(thing, User):
        return {"批注": Remark.objects.filter(author=thing).count()}
    if not isinstance(thing, Notice):
        return {}
    original = len({thing.original_id} - {None})
    prints = thing.artifacts.values_list("kind").annotate(number=Count("pk"))
    return {
        **{str(Artifact.Kind(kind).label): number for kind, number in prints.order_by("kind")},
        "原稿": original,
        "附件": NoticeAttachment.objects.filter(notice=thing).count(),
        "附件的文件": len(_files_of(thing)) - original,
        "批注": thing.remarks.count(),
        "征求意见的答复": thing.opinion_answers.count(),
        "后续办理的理由": thing.sequels.count(),
        "检索": indexing.held(Notice, thing.pk),
    }


def _erase_words_of(person: User) -> int:
    """Remarks, answers to remarks and opinions, and reasons given for what was asked for after the issue."""
    count = Remark.objects.filter(author=person).update(text=BLANK)
    count += Remark.objects.filter(answered_by=person).exclude(answer="").update(answer=BLANK)
    count += OpinionAnswer.objects.filter(by=person).exclude(reason="").update(reason=BLANK)
    return count + Sequel.objects.filter(by=person).update(reason=BLANK)

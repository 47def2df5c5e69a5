"""抹去 a received paper. Every organ that received a paper keeps a copy of what stood on it: with the paper the copies go too,
and what was said, answered and written on sending it back. Who received it when, and under which number, stays.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from documents.files.erasing import blank
from documents.files.models import Upload
from documents.notices.models import Notice, Sequel
from workflows import engine
from workflows.engine import BLANK
from workflows.notifications.forgetting import forget_about
from workflows.organisations.models import User

from .afterwards import TOPIC
from .handling import PURPOSE
from .models import Incoming, Receipt

ANSWERING = ("reply", "send_back")
"""Acts of 收文办理 whose words are kept on the paper too."""


@engine.copies
def copies_of(thing: Any) -> QuerySet[Incoming] | None:
    """What the receivers of a notice hold of it."""
    return Incoming.objects.filter(receipt__notice=thing) if isinstance(thing, Notice) else None


@engine.eraser("收文")
def erase_incoming(thing: Any) -> int:
    """Blank *thing* if it is a received paper, the copies of a notice, or what a person wrote on such; how many rows."""
    if isinstance(thing, User):
        return _erase_words_of(thing)
    if isinstance(thing, Notice):
        forget_about(TOPIC, thing.sequels.values_list("pk", flat=True))
        count = thing.receipts.exclude(reason="").update(reason=BLANK)
        return count + _blank(Incoming.objects.filter(receipt__notice=thing))
    if isinstance(thing, Incoming):
        Receipt.objects.filter(incoming=thing).exclude(reason="").update(reason=BLANK)
        return _blank(Incoming.objects.filter(pk=thing.pk))
    return 0


def _blank(rows: QuerySet[Incoming]) -> int:
    uploads = Upload.objects.filter(purpose=PURPOSE, subject_id__in=list(rows.values_list("pk", flat=True)))
    return blank(uploads) + rows.update(title=BLANK, note="", reply="")


def _erase_words_of(person: User) -> int:
    """Why they sent a paper back, what they answered, and what they noted when they entered one."""
    count = Receipt.objects.filter(signed_by=person).exclude(reason="").update(reason=BLANK)
    recalls = Sequel.objects.filter(by=person, kind=Sequel.Kind.RECALL).values("notice")
    recalled = Receipt.objects.filter(notice__in=recalls, status=Receipt.Status.RECALLED)
    count += recalled.update(reason=BLANK)
    count += Incoming.objects.filter(registered_by=person).exclude(note="").update(note="")
    said = engine.Event.objects.filter(Q(actor=person) | Q(behalf=person), name__in=ANSWERING)
    kind = ContentType.objects.get_for_model(Incoming)
    cases = engine.Instance.objects.filter(pk__in=said.values("instance"), subject_type=kind)
    mine = Incoming.objects.filter(pk__in=cases.values("subject_id"))
    count += Receipt.objects.filter(incoming__in=mine).exclude(reason="").update(reason=BLANK)
    return count + mine.exclude(reply="").update(reply=BLANK)

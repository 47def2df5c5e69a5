"""抹去 a received paper. Every organ that received a paper keeps a copy of what stood on it: with the paper the copies go too,
and what was said, answered and written on sending it back. Who received it when, and under which number, stays.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from documents.files.erasing import blank
from documents.files.models import Upload
from documents.notices.models import Notice, Sequel
from documents.search import indexing
from workflows import engine
from workflows.engine import BLANK
from workflows.notifications.forgetting import forget_about, hush
from workflows.organisations.models import User

from .afterwards import TOPIC
from .handling import PURPOSE
from .models import Incoming, Receipt
from .reporting import ANSWERED, SENT_BACK

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


@engine.holdings
def kept_of_incoming(thing: Any) -> dict[str, int]:
    """The files of a received paper, or of the copies of a notice."""
    rows = copies_of(thing) if isinstance(thing, Notice) else None
    if isinstance(thing, Incoming):
        rows = Incoming.objects.filter(pk=thing.pk)
    if rows is None:
        return {}
    found = sum(indexing.held(Incoming, key) for key in rows.filter(receipt=None).values_list("pk", flat=True))
    return {"收文的文件": _files_of(rows).count(), "检索": found}


def _files_of(rows: QuerySet[Incoming]) -> QuerySet[Upload]:
    return Upload.objects.filter(purpose=PURPOSE, subject_id__in=rows.values("pk"))


def _blank(rows: QuerySet[Incoming]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    for topic in (SENT_BACK, ANSWERED):
        forget_about(topic, keys)
    for key in rows.filter(receipt=None).values_list("pk", flat=True):
        indexing.erase(Incoming, key)
    return blank(_files_of(rows)) + rows.update(title=BLANK, note="", reply="")


def _erase_words_of(person: User) -> int:
    """Why they sent a paper back, what they answered, and what they noted when they entered one; and who was told of it."""
    said = engine.Event.objects.filter(Q(actor=person) | Q(behalf=person), name__in=ANSWERING)
    kind = ContentType.objects.get_for_model(Incoming)
    cases = engine.Instance.objects.filter(pk__in=said.values("instance"), subject_type=kind)
    answered = list(Incoming.objects.filter(pk__in=cases.values("subject_id")).values_list("pk", flat=True))
    entered = list(Incoming.objects.filter(registered_by=person).exclude(note="").values_list("pk", flat=True))
    asked = Sequel.objects.filter(by=person)
    for topic, keys in (
        (SENT_BACK, answered + entered),
        (ANSWERED, answered),
        (TOPIC, asked.values_list("pk", flat=True)),
    ):
        hush(topic, keys)
    recalled = Receipt.objects.filter(
        notice__in=asked.filter(kind=Sequel.Kind.RECALL).values("notice"), status=Receipt.Status.RECALLED
    )
    count = recalled.update(reason=BLANK)
    for held in (Q(signed_by=person), Q(pk__in=Incoming.objects.filter(pk__in=answered).values("receipt"))):
        count += Receipt.objects.filter(held).exclude(reason="").update(reason=BLANK)
    count += Incoming.objects.filter(pk__in=entered).update(note="")
    return count + Incoming.objects.filter(pk__in=answered).exclude(reply="").update(reply=BLANK)

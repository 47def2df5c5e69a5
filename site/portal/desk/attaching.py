"""Files of a notice's attachments: taken in from the reading page, as governed content, by whoever may edit the paper now."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.base import File
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from documents.files.kinds import Group, accept_attribute
from documents.files.models import Upload
from documents.files.readers import reader
from documents.files.receiving import receive
from documents.incoming import receiving
from documents.notices.models import Notice, NoticeAttachment
from workflows import engine

PURPOSE = "notice"
"""Purpose of a notice's attachments. The document that it was read from has a purpose of its own (``notices.originals``)."""

NEW = "new"
TITLE_LENGTH = 120
MOST_PAPERS = 200
"""So many papers that send one file on are asked about; a file that more carry is read through the nearest of them."""


class AttachForm(forms.Form):
    """A file, and which attachment it is: one that the paper names already, or a further one."""

    file = forms.FileField(
        label=_("文件"), widget=forms.FileInput(attrs={"accept": accept_attribute(Group.ATTACHMENT)})
    )
    row = forms.ChoiceField(label=_("作为"))

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "attach_%s", **kwargs})
        named = [(str(row.pk), row.title) for row in notice.attachments.all() if row.upload_id is None]
        self.fields["row"].choices = [*named, (NEW, _("新的附件，按文件名列入"))]  # type: ignore[attr-defined]


def attach(notice: Notice, file: File, *, row: str, user: Any) -> None:
    """Take *file* in and send it along with the paper; signatures that no longer fit fall, as with every edit.

    Raises :class:`documents.files.receiving.RefusedFileError` or :class:`workflows.engine.Refused`. The bytes are kept
    before the paper is locked: reading and measuring a file has no place inside a transaction.
    """
    upload = receive(file, user=user, organ=notice.organ, purpose=PURPOSE, subject_id=notice.pk)
    with engine.editing(notice, actor=user) as locked:
        if row == NEW:
            last = NoticeAttachment.objects.filter(notice=locked).aggregate(last=Max("order"))["last"]
            title = PurePosixPath(upload.name).stem[:TITLE_LENGTH]
            NoticeAttachment.objects.create(
                notice=locked, title=title, upload=upload, order=0 if last is None else last + 1
            )
        else:
            NoticeAttachment.objects.filter(notice=locked, pk=row, upload__isnull=True).update(upload=upload)


def detach(notice: Notice, *, row: int, user: Any) -> None:
    """Take a file away. An attachment that has a text of its own stays named; one that was only a file goes altogether.

    Raises :class:`workflows.engine.Refused`.
    """
    with engine.editing(notice, actor=user) as locked:
        attachment = NoticeAttachment.objects.filter(notice=locked, pk=row, upload__isnull=False).first()
        if attachment is None:
            return
        if attachment.body:
            attachment.upload = None
            attachment.save(update_fields=["upload"])
        else:
            attachment.delete()


@reader(PURPOSE)
def _reads_paper(user: Any, upload: Upload) -> bool:
    """Who may read the paper may read its files; so may who reads a paper that sends them on (转发, 贯彻)."""
    papers = Notice.objects.filter(Q(pk=upload.subject_id or 0) | Q(attachments__upload=upload)).distinct()
    return any(receiving.may_read(user, notice) for notice in papers.order_by("pk")[:MOST_PAPERS])

"""A file that somebody handed in. Its key is random, its content is proved by a digest, its name is only a label."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation

from .kinds import KINDS, FileKind


def private_storage() -> Storage:
    """The storage that no address leads to; files leave it through ``views`` only."""
    return storages["private"]


def place(upload: "Upload", filename: str) -> str:
    """Where the bytes lie: purpose, month and key; nothing of the name that somebody chose."""
    month = timezone.localtime(upload.created_at)
    return f"uploads/{upload.purpose}/{month:%Y/%m}/{upload.pk}.{upload.file_kind.extensions[0]}"


class Upload(models.Model):
    """A private file with what is known of it. Rows are never changed but for their subject, which is given once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("文件"), storage=private_storage, upload_to=place, max_length=200)
    name = models.CharField(_("原名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小"), help_text=_("字节"))
    sha256 = models.CharField(_("摘要"), max_length=64, db_index=True)
    width = models.PositiveIntegerField(_("宽"), null=True, blank=True)
    height = models.PositiveIntegerField(_("高"), null=True, blank=True)
    purpose = models.CharField(_("用途"), max_length=30)
    subject_id = models.BigIntegerField(_("所属材料"), null=True, blank=True)
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("上传单位"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    created_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        indexes = [models.Index(fields=["purpose", "subject_id"], name="upload_subject")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its readers find it."""
        return reverse("files:inline" if self.opens_inline else "files:download", args=[self.pk])

    @property
    def file_kind(self) -> FileKind:
        """What its content is."""
        return KINDS[self.kind]

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.file_kind.is_picture

    @property
    def opens_inline(self) -> bool:
        """Whether a browser may show it without downloading."""
        return self.file_kind.inline

    @property
    def url(self) -> str:
        """The same, under the name that templates ask for."""
        return self.get_absolute_url()

    @property
    def thumb(self) -> str:
        """The address of a small view; empty for what is no picture."""
        return reverse("files:thumb", args=[self.pk]) if self.is_picture else ""

    @property
    def places(self) -> tuple[str, str]:
        """Where its bytes lie: the file, and the small view that is made of a picture."""
        return str(self.file.name), f"thumbs/{self.pk}.jpg"

    def as_answer(self) -> dict[str, Any]:
        """What is kept of it beside frozen answers: name, size and the digest that proves the content."""
        return {"name": self.name, "size": self.size, "sha256": self.sha256, "kind": self.kind}

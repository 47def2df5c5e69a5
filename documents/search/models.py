"""The index: documents as rows of tokens, and which of them have to be read again."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """Some tokens of a document. Row 0 of the document itself is its title; *source* is the key of an attachment."""

    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    source = models.CharField(max_length=36, blank=True)
    part = models.PositiveIntegerField()
    words = models.TextField()

    class Meta:
        verbose_name = _("检索")
        verbose_name_plural = _("检索")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "source", "part"], name="search_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type_id}:{self.subject_id}:{self.source}:{self.part}"


class Stale(models.Model):
    """A document that was saved and has not been read again. Every save adds a row; reading takes away those that it saw."""

    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("待检索")
        verbose_name_plural = _("待检索")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="search_stale_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type_id}:{self.subject_id}"

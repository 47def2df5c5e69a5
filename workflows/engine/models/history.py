"""What happened, for good: events in a chain, the words said beside it, and the contents that were signed.

Triggers refuse every change (``triggers.py``); words and contents may only be blanked, with a reason.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Membership

from ..fields import DigestField
from .definitions import Node


class Content(models.Model):
    """What was signed: the substantive projection of a document at one time. The subject is inside the digest."""

    digest = DigestField(primary_key=True)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    payload = models.TextField(null=True)

    class Meta:
        verbose_name = _("内容")
        verbose_name_plural = _("内容")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="content_subject")]

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]


class Event(models.Model):
    """One thing that happened to a case. *digest* covers every column and the digest before it."""

    instance = models.ForeignKey(
        "Instance", models.PROTECT, related_name="events", verbose_name=_("事项"), db_index=False
    )
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"))
    kind = models.CharField(_("类别"), max_length=12)
    name = models.CharField(_("操作"), max_length=40, blank=True)
    source = models.ForeignKey(Node, models.PROTECT, null=True, related_name="+", db_index=False)
    target = models.ForeignKey(Node, models.PROTECT, null=True, related_name="+", db_index=False)
    entry = models.PositiveIntegerField()
    item = models.ForeignKey("WorkItem", models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    behalf = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    content = models.ForeignKey(Content, models.PROTECT, null=True, related_name="+")
    request_key = models.CharField(max_length=64, null=True)
    scan = DigestField(null=True)
    data = models.TextField(default="{}")
    text_commitment = DigestField(null=True)
    previous = DigestField()
    digest = DigestField()

    class Meta:
        verbose_name = _("经过")
        verbose_name_plural = _("经过")
        constraints = [
            models.UniqueConstraint(fields=["instance", "seq"], name="event_seq"),
            models.UniqueConstraint(fields=["instance", "actor", "request_key"], name="event_request"),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id}#{self.seq} {self.name or self.kind}"


class EventText(models.Model):
    """The words of an event, kept apart so that a person's words can be erased while the chain still holds."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="text")
    salt = models.BinaryField(max_length=16, null=True)
    opinion = models.TextField(_("意见"), null=True)
    labels = models.TextField(_("原因"), null=True)
    origin = models.TextField(_("来源"), null=True)
    erased_at = models.DateTimeField(null=True)
    erased_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")

    def __str__(self) -> str:
        return self.opinion or ""


class Seal(models.Model):
    """封存: a root over all events of a range of ids, chained to the seal before; exported, it holds the past still.

    *heads* is the digest over the lines that name the last event of every case in the range: by them a cut is laid to its
    document. Ranges follow each other without a gap.
    """

    number = models.PositiveIntegerField(_("封存号"), primary_key=True)
    first_event = models.BigIntegerField(_("起"))
    last_event = models.BigIntegerField(_("止"))
    count = models.PositiveIntegerField(_("条数"))
    root = DigestField()
    heads = DigestField()
    previous = DigestField()
    at = models.DateTimeField(_("封存时间"))
    digest = DigestField()

    class Meta:
        verbose_name = _("封存")
        verbose_name_plural = _("封存")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"第 {self.number} 封"


class Verification(models.Model):
    """One run of the proof: over one case, or over everything; *findings* is empty when all was sound."""

    at = models.DateTimeField(_("核验时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("核验人")
    )
    instance = models.ForeignKey("Instance", models.PROTECT, null=True, related_name="+", verbose_name=_("事项"))
    cases = models.PositiveIntegerField(_("事项数"))
    events = models.PositiveIntegerField(_("经过条数"))
    findings = models.TextField(_("发现"), blank=True)

    class Meta:
        verbose_name = _("核验")
        verbose_name_plural = _("核验")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

"""Submissions (报送件): one unit's answer to a call. A plain row; what was answered lies in append-only versions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation

from .calls import Call


class Submission(models.Model):
    """What a unit sends in. Created together with its route; changed inside the engine's ``editing`` only."""

    class Entry(models.TextChoices):
        """How it came in: 自主申报, or 上级指定, which skips the city's quota but neither materials nor review."""

        SELF = "self", _("自主申报")
        DESIGNATED = "designated", _("上级指定")

    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions", verbose_name=_("征集"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("填报部门"))
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="submissions", verbose_name=_("报送单位"))
    entry = models.CharField(_("申报形式"), max_length=10, choices=Entry, default=Entry.SELF)
    title = models.CharField(_("标题"), max_length=100)
    number = models.PositiveIntegerField(_("序号"), help_text=_("在本次征集中的顺序号，打印用"))
    filed_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代报单位"),
        help_text=_("由上级按纸质材料代报"),
    )
    version = models.PositiveIntegerField(_("稿次"), default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发起人"))
    created_at = models.DateTimeField(_("发起时间"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Submission"]] = models.Manager()

    class Meta:
        verbose_name = _("报送件")
        verbose_name_plural = _("报送件")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="submission_number_once")]
        indexes = [models.Index(fields=["call", "organ"], name="submission_unit")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the desk: to fill in, or to read."""
        return reverse("desk:submission", args=[self.pk])

    @property
    def is_proxy(self) -> bool:
        """Whether a superior filed it from paper (代报)."""
        return self.filed_by_id is not None

    @property
    def print_number(self) -> str:
        """The number on the sheet: call and place in it, such as 12-003."""
        return f"{self.call_id}-{self.number:03d}"

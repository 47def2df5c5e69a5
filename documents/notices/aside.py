"""What lies beside papers: templates to begin them from, and remarks to their words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation

from .kinds import Kind


class NoticeTemplate(models.Model):
    """模板: a paper of the organ's to begin others from, without dates and numbers; the organ's drafters keep it."""

    organ = models.ForeignKey(Organisation, models.CASCADE, related_name="notice_templates", verbose_name=_("机关"))
    kind = models.CharField(_("文种"), max_length=4, choices=Kind)
    name = models.CharField(_("模板名称"), max_length=60)
    content = models.JSONField(_("内容"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("存入人"))
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        app_label = "notices"
        verbose_name = _("公文模板")
        verbose_name_plural = _("公文模板")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="notice_template_once")]

    def __str__(self) -> str:
        return self.name


class RemarkManager(models.Manager["Remark"]):
    """Remarks always come with who made, answered and settled them."""

    def get_queryset(self) -> models.QuerySet[Remark]:
        """With the people of each."""
        return super().get_queryset().select_related("author", "answered_by", "settled_by")


class Remark(models.Model):
    """批注: what a reader says to one block or field of a paper; the drafter answers and settles it. No part of the substance.

    ``anchor`` is a block's key, which stays while its words change, or a field's name; ``quote`` is what stood there.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="remarks", verbose_name=_("公文"))
    anchor = models.CharField(_("位置"), max_length=64)
    quote = models.CharField(_("原文"), max_length=120, blank=True)
    text = models.TextField(_("批注"), max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("批注人"))
    at = models.DateTimeField(_("批注时间"))
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects = RemarkManager()

    class Meta:
        app_label = "notices"
        verbose_name = _("批注")
        verbose_name_plural = _("批注")
        ordering = ["pk"]
        indexes = [models.Index(fields=["notice", "settled_at"], name="remark_of_notice")]

    def __str__(self) -> str:
        return self.text[:40]

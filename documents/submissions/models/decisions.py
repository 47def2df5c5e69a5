"""What comes of submissions: a city's order, the conclusion, and the draft of a public 典型."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.models import Upload
from documents.privacy.models import Consent
from workflows.organisations.models import Organisation

from .calls import Call
from .submissions import Submission


class Ranking(models.Model):
    """推荐顺序: the place that a city gives a submission; 汇总表按推荐顺序排序. Rewritten as a whole, city by city."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rankings", verbose_name=_("征集"))
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("推荐单位"))
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="ranking", verbose_name=_("报送件"))
    position = models.PositiveSmallIntegerField(_("推荐顺序"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("排序人"))
    set_at = models.DateTimeField(_("排序时间"), default=timezone.now)

    class Meta:
        verbose_name = _("推荐顺序")
        verbose_name_plural = _("推荐顺序")
        ordering = ["organ", "position"]
        constraints = [models.UniqueConstraint(fields=["call", "organ", "position"], name="ranking_position_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.submission}"


class Result(models.Model):
    """The conclusion of a submission, written by the deciding act itself."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="result", verbose_name=_("报送件"))
    conclusion = models.SlugField(_("结论代号"), max_length=40, help_text=_("流程终点的名称"))
    title = models.CharField(_("结论"), max_length=40)
    passed = models.BooleanField(_("通过"))
    position = models.PositiveSmallIntegerField(_("推荐顺序"), null=True, blank=True)
    decided_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("作出单位"))
    decided_on = models.DateField(_("日期"))

    objects: ClassVar[models.Manager["Result"]] = models.Manager()

    class Meta:
        verbose_name = _("结论")
        verbose_name_plural = _("结论")

    def __str__(self) -> str:
        return f"{self.submission}：{self.title}"


class ShowcaseDraft(models.Model):
    """What the public will read of a 典型: rewritten from the submission, edited in the process 典型公开发布 only."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="showcase", verbose_name=_("来源"))
    title = models.CharField(_("标题"), max_length=60)
    summary = models.CharField(_("摘要"), max_length=200)
    story = models.JSONField(_("做法"), default=list, help_text=_("一段一项"))
    takeaways = models.TextField(_("可推广之处"), blank=True)
    unit_label = models.CharField(_("单位称呼"), max_length=40, help_text=_("公开时只写到县，如“鹭汀县”"))
    year = models.PositiveSmallIntegerField(_("年份"))
    picture = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("图片"))
    picture_alt = models.CharField(_("图片说明"), max_length=100, blank=True)
    consents = models.ManyToManyField(Consent, blank=True, related_name="showcases", verbose_name=_("同意书"))
    face_checked = models.BooleanField(_("已确认图片不出现儿童正脸，或已取得监护人同意"), default=False)
    ticked = models.JSONField(_("已核的提醒"), default=list, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("编辑")
    )
    edited_at = models.DateTimeField(_("编辑时间"), default=timezone.now)

    objects: ClassVar[models.Manager["ShowcaseDraft"]] = models.Manager()

    class Meta:
        verbose_name = _("典型稿")
        verbose_name_plural = _("典型稿")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The story is a list of paragraphs."""
        if not isinstance(self.story, list) or not all(isinstance(part, str) for part in self.story):
            raise ValidationError({"story": _("做法要写成几段文字。")})

    def content(self) -> dict[str, Any]:
        """What signatures bind to."""
        return {
            "title": self.title,
            "summary": self.summary,
            "story": list(self.story),
            "takeaways": self.takeaways,
            "unit_label": self.unit_label,
            "year": self.year,
            "picture": self.picture.sha256 if self.picture else "",
            "picture_alt": self.picture_alt,
            "consents": sorted(consent.pk for consent in self.consents.all()) if self.pk else [],
        }

    @property
    def text(self) -> str:
        """Everything that the public would read, for the privacy check."""
        parts: list[Any] = [self.title, self.summary, *self.story, self.takeaways, self.unit_label, self.picture_alt]
        return "\n".join(part for part in parts if part)

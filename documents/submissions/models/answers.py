"""Answers: the mutable draft of each editor, the frozen versions, the figures, later files and reviewers' remarks."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.models import Upload
from documents.forms.models import FormVersion
from documents.forms.schema import digest_of
from workflows.organisations.models import Organisation

from .submissions import Submission


class Draft(models.Model):
    """What one editor has typed so far, right or wrong. One row per submission and editor; never lost, only merged.

    ``base`` is what the editor began from, ``stamps`` says which open page wrote a field last and what stood there before.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="drafts", verbose_name=_("报送件"))
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    answers = models.JSONField(_("内容"), default=dict)
    base = models.JSONField(_("起稿内容"), default=dict)
    base_version = models.PositiveIntegerField(_("起稿稿次"), default=0)
    stamps = models.JSONField(_("各项来源"), default=dict)
    revision = models.PositiveIntegerField(_("保存次数"), default=0)
    saved_at = models.DateTimeField(_("保存时间"), default=timezone.now)

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["submission", "editor"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.submission}：{self.editor}"

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what the editor began from."""
        return bool(self.answers != self.base)


class AnswerVersion(models.Model):
    """Answers as they were sent: values, the form they answer, and the digests of their files. Rows are only added."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="versions", verbose_name=_("报送件"))
    number = models.PositiveIntegerField(_("稿次"))
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", verbose_name=_("表单"))
    answers = models.JSONField(_("内容"))
    files = models.JSONField(_("附件"), default=dict, help_text=_("附件编号与其名称、大小、摘要"))
    parts = models.JSONField(_("汇总来源"), default=list, help_text=_("逐级汇总时，数字由哪些单位的哪一稿相加"))
    digest = models.CharField(_("摘要"), max_length=64)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    saved_at = models.DateTimeField(_("成稿时间"), default=timezone.now)

    objects: ClassVar[models.Manager["AnswerVersion"]] = models.Manager()

    class Meta:
        verbose_name = _("稿次")
        verbose_name_plural = _("稿次")
        ordering = ["submission", "-number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="answer_version_once")]

    def __str__(self) -> str:
        return f"{self.submission}（第{self.number}稿）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Rows are only added."""
        if self.pk:
            raise ValidationError(_("已成稿的内容不能改，请另成一稿。"))
        self.digest = self.computed_digest()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Nothing that was sent is taken away."""
        raise ValidationError(_("已成稿的内容不能删。"))

    def content(self) -> dict[str, Any]:
        """What the digest covers."""
        digests = {key: file["sha256"] for key, file in self.files.items()}
        content: dict[str, Any] = {"form": self.form_version.digest, "answers": self.answers, "files": digests}
        return {**content, "parts": self.parts} if self.parts else content

    def computed_digest(self) -> str:
        """SHA-256 of the content as it stands; equal to ``digest`` as long as nobody touched the row."""
        return digest_of(self.content())


class Compilation(models.Model):
    """汇总: from which reports below the figures of a level's own report were last added up; each version keeps its own copy.

    ``parts`` has one entry per report, as :mod:`documents.submissions.compiling` writes it.
    """

    submission = models.OneToOneField(
        Submission, models.CASCADE, related_name="compilation", verbose_name=_("本级报告")
    )
    parts = models.JSONField(_("汇总来源"), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("汇总人"))
    made_at = models.DateTimeField(_("汇总时间"), default=timezone.now)

    objects: ClassVar[models.Manager["Compilation"]] = models.Manager()

    class Meta:
        verbose_name = _("汇总")
        verbose_name_plural = _("汇总")

    def __str__(self) -> str:
        return f"{self.submission}：{timezone.localtime(self.made_at):%Y-%m-%d}"


class AnswerValue(models.Model):
    """A countable figure of the newest version, kept apart so that sums need no JSON."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="values", verbose_name=_("报送件"))
    key = models.CharField(_("字段"), max_length=50)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4)

    class Meta:
        verbose_name = _("数值")
        verbose_name_plural = _("数值")
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="answer_value_once")]
        indexes = [models.Index(fields=["key", "submission"], name="answer_value_key")]

    def __str__(self) -> str:
        return f"{self.key}={Decimal(self.value).normalize():f}"


class Supplement(models.Model):
    """A file that is asked for after the sending, such as 盖章扫描件; it belongs to one version of the answers.

    It stands beside the content, not in it: a scan proves what was sent and does not change it.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="supplements", verbose_name=_("报送件"))
    version = models.PositiveIntegerField(_("稿次"))
    key = models.CharField(_("字段"), max_length=50)
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="supplement", verbose_name=_("文件"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    added_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    removed_at = models.DateTimeField(_("换下时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("补交件")
        verbose_name_plural = _("补交件")
        ordering = ["pk"]
        indexes = [models.Index(fields=["submission", "version", "key"], name="supplement_field")]

    def __str__(self) -> str:
        return f"{self.submission}：{self.upload}"


class Remark(models.Model):
    """A reviewer's remark on one field of one version; it goes out with a return and stands at the field."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks", verbose_name=_("报送件"))
    version = models.PositiveIntegerField(_("稿次"))
    key = models.CharField(_("字段"), max_length=50)
    text = models.CharField(_("批注"), max_length=500)
    organ = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("批注单位"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("批注人"))
    written_at = models.DateTimeField(_("批注时间"), default=timezone.now)

    class Meta:
        verbose_name = _("批注")
        verbose_name_plural = _("批注")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "version", "key", "written_by"], name="remark_once")
        ]

    def __str__(self) -> str:
        return self.text

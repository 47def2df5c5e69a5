"""Definitions as they are kept: the source verbatim, versions for good, and which organisation uses which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation


class Definition(models.Model):
    """One version of a process. Running cases keep theirs; only one version of a process is active."""

    class Status(models.TextChoices):
        """Whether new cases take it."""

        DRAFT = "draft", _("草稿")
        ACTIVE = "active", _("启用")
        RETIRED = "retired", _("停用")

    class Origin(models.TextChoices):
        """Shipped with the software, or written here; a shipped one never replaces one written here."""

        SHIPPED = "shipped", _("系统自带")
        LOCAL = "local", _("本单位")

    process = models.CharField(_("流程代号"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("名称"), max_length=80)
    subject = models.CharField(_("管哪类文书"), max_length=40)
    source = models.TextField(_("源文"))
    document = models.TextField(_("规范形式"))
    digest = models.CharField(_("摘要"), max_length=64)
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.DRAFT)
    origin = models.CharField(_("来源"), max_length=8, choices=Origin, default=Origin.LOCAL)
    created_at = models.DateTimeField(_("载入时间"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("起草人")
    )
    activated_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("启用人")
    )

    class Meta:
        verbose_name = _("流程")
        verbose_name_plural = _("流程")
        constraints = [
            models.UniqueConstraint(fields=["process", "version"], name="definition_version"),
            models.UniqueConstraint(fields=["process", "digest"], name="definition_digest"),
            models.UniqueConstraint(fields=["process"], condition=Q(status="active"), name="definition_one_active"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Node(models.Model):
    """A state of one version, as a row: lists filter by it, and it says who may see a case that stands here."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="nodes", verbose_name=_("流程"))
    position = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("代号"), max_length=40)
    title = models.CharField(_("环节"), max_length=40)
    final = models.BooleanField(_("办结"), default=False)
    outcome = models.CharField(_("结果"), max_length=10, blank=True)
    grants = models.JSONField(_("权限"), default=dict)

    class Meta:
        verbose_name = _("环节")
        verbose_name_plural = _("环节")
        ordering = ["definition", "position"]
        constraints = [models.UniqueConstraint(fields=["definition", "name"], name="node_name")]

    def __str__(self) -> str:
        return self.title


class Policy(models.Model):
    """Where another process serves: cases of *process* under *organisation* take *variant*; the nearest policy wins."""

    process = models.CharField(_("流程"), max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="policies", verbose_name=_("单位"))
    variant = models.CharField(_("改用流程"), max_length=40)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("流程适用")
        verbose_name_plural = _("流程适用")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "organisation"], condition=Q(until__isnull=True), name="policy_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}：{self.process} → {self.variant}"


class Proof(models.Model):
    """What the check said of one meaning, kept since it takes seconds; *key* names the rules, those inside, and the check itself."""

    key = models.CharField(max_length=64, primary_key=True)
    report = models.TextField(_("结论"))
    made_at = models.DateTimeField(_("检查时间"), db_index=True)

    class Meta:
        verbose_name = _("检查结论")
        verbose_name_plural = _("检查结论")

    def __str__(self) -> str:
        return self.key[:12]

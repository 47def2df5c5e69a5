"""Forms and their versions. A version that a call uses is frozen; a change makes the next version."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.organisations.models import Organisation

from .parsing import SchemaError, parse
from .schema import Schema, digest_of


class Form(models.Model):
    """A form (表单) that an organ keeps for its calls."""

    title = models.CharField(_("名称"), max_length=100)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="forms", verbose_name=_("所属单位"), help_text=_("由该单位维护")
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("表单")
        verbose_name_plural = _("表单")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class FrozenError(ValidationError):
    """A version in use was to be changed."""


class FormVersion(models.Model):
    """One wording of a form. ``schema`` is the document of :mod:`documents.forms.schema`, ``digest`` its SHA-256."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", verbose_name=_("表单"))
    number = models.PositiveIntegerField(_("版本"))
    schema = models.JSONField(_("内容"))
    digest = models.CharField(_("摘要"), max_length=64, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("编制人")
    )
    created_at = models.DateTimeField(_("编制时间"), auto_now_add=True)
    frozen_at = models.DateTimeField(_("启用时间"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["FormVersion"]] = models.Manager()

    class Meta:
        verbose_name = _("表单版本")
        verbose_name_plural = _("表单版本")
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form}（第{self.number}版）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse faulty schemas and changes of a frozen version."""
        self.clean()
        digest = digest_of(self.schema)
        if (
            self.pk
            and self.digest != digest
            and FormVersion.objects.filter(pk=self.pk, frozen_at__isnull=False).exists()
        ):
            raise FrozenError(_("这一版表单已经启用，不能再改；请另存为新版本。"))
        self.digest = digest
        self.__dict__.pop("parsed", None)
        super().save(*args, **kwargs)

    @cached_property
    def parsed(self) -> Schema:
        """The schema, read once per loaded row."""
        return parse(self.schema)

    def clean(self) -> None:
        """Name every fault of the schema."""
        try:
            parse(self.schema)
        except SchemaError as error:
            raise ValidationError({"schema": error.problems}) from error

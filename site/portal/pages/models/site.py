"""What is said about the site as a whole, and the stamp of its edition."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.permission_policies import BasePermissionPolicy


@register_setting(icon="globe")
class SiteSettings(BaseGenericSetting):
    """站点信息 in the foot of every page (国办发〔2017〕47号). What is empty is left out; no number is ever made up."""

    name = models.CharField(_("网站名称"), max_length=40, blank=True)
    organiser = models.CharField(_("主办单位"), max_length=80, blank=True)
    undertaker = models.CharField(_("承办单位"), max_length=80, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True, help_text=_("办公电话，不填个人手机"))
    email = models.EmailField(_("联系邮箱"), blank=True)
    address = models.CharField(_("联系地址"), max_length=120, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    icp = models.CharField(_("ICP备案号"), max_length=40, blank=True)
    police = models.CharField(_("公安备案号"), max_length=40, blank=True)
    correction_url = models.URLField(_("网站找错"), blank=True, help_text=_("“网站找错”平台的网址"))

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("organiser"), FieldPanel("undertaker")], heading=_("单位")),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("address")], heading=_("联系方式")),
        MultiFieldPanel(
            [FieldPanel("site_code"), FieldPanel("icp"), FieldPanel("police"), FieldPanel("correction_url")],
            heading=_("备案"),
        ),
    ]

    class Meta:
        verbose_name = _("站点信息")
        verbose_name_plural = _("站点信息")

    @property
    def contact(self) -> str:
        """联系方式 in one line."""
        return "　".join(part for part in (self.phone, self.email, self.address) if part)

    @classmethod
    def current(cls) -> Self:
        """The one row; an empty one before ``setup_site`` ran. Reading a page never writes."""
        return cls.objects.first() or cls()

    @classmethod
    def get_permission_policy(cls) -> BasePermissionPolicy:
        """By post, like everything here."""
        from ..rights import SettingsPolicy

        return SettingsPolicy(cls)


class Edition(models.Model):
    """Which edition of the site is current. A kept page is good while it bears the same stamp.

    A stamp is random and never comes back, not even when a transaction or the whole database is put back.
    """

    stamp = models.UUIDField(_("版次"), default=uuid.uuid4)

    class Meta:
        verbose_name = _("版次")

    def __str__(self) -> str:
        return str(self.stamp)

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """The stamp now, None while nothing was ever public; one query."""
        return cls.objects.filter(pk=1).values_list("stamp", flat=True).first()

    @classmethod
    def advance(cls) -> None:
        """Something that the public sees has changed."""
        if not cls.objects.filter(pk=1).update(stamp=uuid.uuid4()):
            cls.objects.get_or_create(pk=1)

"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """演示数据: a plainly fictional province, loaded by ``manage.py demo``."""

    name = "portal.demo"
    label = "demo"
    verbose_name = _("演示数据")

"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """个人信息保护."""

    name = "documents.privacy"
    label = "privacy"
    verbose_name = _("个人信息保护")

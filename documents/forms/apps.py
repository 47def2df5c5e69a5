"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    """表单."""

    name = "documents.forms"
    label = "forms"
    verbose_name = _("表单")

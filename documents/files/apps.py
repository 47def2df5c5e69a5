"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """附件."""

    name = "documents.files"
    label = "files"
    verbose_name = _("附件")

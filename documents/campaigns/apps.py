"""The app's entry in Django's registry."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """专项行动."""

    name = "documents.campaigns"
    label = "campaigns"
    verbose_name = _("专项行动")

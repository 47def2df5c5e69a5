"""The app's entry in Django's registry."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """公众站."""

    name = "portal.pages"
    label = "pages"
    verbose_name = _("公众站")

    def ready(self) -> None:
        """Register the effects of 公开发布, close the roads around engine pages, and let posts decide who edits."""
        from django.db.models.signals import post_save
        from wagtail.models import AbstractPage
        from wagtail.permissions import register_permission_policy

        from documents.campaigns.models import Campaign, Phase
        from documents.submissions.models import Listed, Publicity, Result

        from . import erasing, models, publishing  # noqa: F401 - registers the effects, and what must not be erased
        from .guarding import close_roads
        from .keeping import watch
        from .rights import LibraryPolicy, PostPagePolicy

        post_save.connect(publishing.follow_list, sender=Publicity, dispatch_uid="pages-follow-list")
        made_by_engine: list[Any] = [models.NoticePage, models.NoticePageFile, models.ShowcasePage]
        close_roads(made_by_engine)
        public: list[Any] = [*models.PUBLIC_MODELS, Campaign, Phase, Result, Publicity, Listed]
        watch(public)
        register_permission_policy(AbstractPage, PostPagePolicy())
        for library in (models.Picture, models.PublicFile):
            # Wagtail's apps get ready after ours and register their own policies for these classes; exact ones win.
            register_permission_policy(library, LibraryPolicy(library), exact_class=True)

"""公文 in the administration: every view of the set asks the scoped policy before it looks anything up."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet

from .attached_panel import AttachedFilePanel
from .co_issuers_panel import CoIssuersPanel
from .editor_views import DraftView, GovernedEditView, GovernedRevertView
from .forms import NoticeForm
from .lint_views import LintView, TickView
from .list_views import ListView
from .models import Notice
from .new_views import KeepTemplateView, NewView, TemplatesView
from .policy import NoticePolicy, readable
from .views import ImportView, ProofreadView
from .word_views import WordCompare, WordDownload

POLICY = NoticePolicy(Notice)

# What the engine does, or nobody: these roads of Wagtail's are not laid at all.
CLOSED_ROADS = frozenset({"delete", "copy", "lock", "unlock", "unpublish", "revisions_unschedule"})


class ScopedView:
    """Put before every view of the set: a foreign notice does not exist (404), whatever the view would do with it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Check the reader's right to the object that the address names, before the view loads it."""
        if (pk := kwargs.get("pk")) is not None:
            notice = Notice.objects.filter(pk=unquote(str(pk)) if str(pk).isdecimal() else None).first()
            if notice is None or not POLICY.user_has_permission_for_instance(request.user, "view", notice):
                raise Http404
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self._answers: dict[str, bool] = {}

    def user_has_permission(self, permission: str) -> bool:
        """Asked once for each view, not once for each row."""
        if permission not in self._answers:
            self._answers[permission] = super().user_has_permission(permission)  # type: ignore[misc]
        return self._answers[permission]


class NoticeViewSet(SnippetViewSet):
    """公文: drafting, history and comparison."""

    model = Notice
    icon = "doc-full"
    menu_label = _("公文")
    menu_name = "notices"
    menu_order = 100
    add_to_admin_menu = True
    admin_url_namespace = "notices"
    base_url_path = "notices"
    index_view_class = ListView
    add_view_class = DraftView
    edit_view_class = GovernedEditView
    revisions_revert_view_class = GovernedRevertView
    index_template_name = "notices/list.html"
    create_template_name = "notices/create.html"
    edit_template_name = "notices/edit.html"
    list_filter = ["kind", "signed_on"]
    search_fields = ["title", "number"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False
    preview_enabled = True

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("void_signatures"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("organisation"), FieldPanel("kind"), FieldPanel("urgency")]),
                            FieldPanel("title", required_on_save=True),
                            FieldPanel("recipients"),
                        ],
                        heading=_("题头"),
                    ),
                    FieldPanel("body"),
                    InlinePanel(
                        "attachments",
                        panels=[FieldPanel("title"), FieldPanel("place"), FieldPanel("body"), AttachedFilePanel()],
                        heading=_("附件"),
                        label=_("附件"),
                    ),
                    FieldPanel("attendance"),
                    FieldPanel("contact"),
                    FieldPanel("cc"),
                ],
                heading=_("正文"),
            ),
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("layout"), FieldPanel("head"), FieldPanel("mark")], heading=_("红头")),
                    CoIssuersPanel("co_issuers", heading=_("联合发文机关"), label=_("联合发文机关")),
                    MultiFieldPanel([FieldPanel("signature"), FieldPanel("note")], heading=_("落款与附注")),
                    MultiFieldPanel([FieldPanel("printing_organ"), FieldPanel("copies")], heading=_("版记")),
                    MultiFieldPanel(
                        [FieldPanel("important"), FieldPanel("openness"), FieldPanel("campaign")],
                        heading=_("公开与归类"),
                    ),
                ],
                heading=_("版头与版记"),
            ),
        ],
        base_form_class=NoticeForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Only what the engine shows this person."""
        return readable(request.user).select_related("organ", "author")

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Any:
        """Every view of the set passes the scoped gate."""
        return super().construct_view(type(view_class.__name__, (ScopedView, view_class), {}), **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        """导入 beside the usual roads, without those that lead past the engine."""
        open_roads = [pattern for pattern in super().get_urlpatterns() if pattern.name not in CLOSED_ROADS]
        proofread = self.construct_view(ProofreadView, header_icon="upload")
        return [
            path("import/", self.construct_view(ImportView, header_icon="upload"), name="import"),
            path("import/<uuid:key>/", proofread, name="proofread"),
            path("lint/", LintView.as_view(), name="lint_new"),
            path("lint/<int:pk>/", LintView.as_view(), name="lint"),
            path("tick/<int:pk>/", TickView.as_view(), name="tick"),
            path("word/<int:pk>/", WordDownload.as_view(), name="word"),
            path("word/<int:pk>/compare/", self.construct_view(WordCompare), name="word_compare"),
            path("new/", self.construct_view(NewView), name="new"),
            path("templates/", self.construct_view(TemplatesView), name="templates"),
            path("template/<int:pk>/", self.construct_view(KeepTemplateView), name="keep_template"),
            *open_roads,
        ]

    def register_chooser_viewset(self) -> None:
        """No chooser: nothing in the administration picks a notice, and what is not there cannot leak."""

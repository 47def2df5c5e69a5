"""公文 in the administration: every view of the set asks the scoped policy before it looks anything up."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from documents.files.readers import may_read
from workflows import engine

from . import checking
from .advising import advice
from .beginning import prefilled
from .forms import NoticeForm, UnitForm
from .kinds import Kind
from .lint_views import LintView, TickView
from .locks import StageLock
from .models import Notice, Remark
from .new_views import KeepTemplateView, NewView, TemplatesView
from .policy import NoticePolicy, drafting_units, readable
from .remarking import places, remarks
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
            notice = Notice.objects.filter(pk=unquote(str(pk)) if str(pk).isdigit() else None).first()
            if notice is None or not POLICY.user_has_permission_for_instance(request.user, "view", notice):
                raise Http404
        super().setup(request, *args, **kwargs)  # type: ignore[misc]


class ListView(IndexView):
    """The papers of one's own organs, with both ways to begin a new one."""

    def get_add_url(self) -> Any:
        """新建 begins with the choice of what to begin from."""
        return reverse("notices:new") if super().get_add_url() else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """新增, and 导入 beside it."""
        buttons = list(super().header_buttons)
        if self.add_url:
            buttons.append(HeaderButton(_("导入"), url=reverse("notices:import"), icon_name="upload"))
        return buttons


class DraftView(CreateView):
    """拟稿: a saved draft is at once a document of the engine."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Findings come while one writes."""
        return super().get_context_data(lint_url=reverse("notices:lint_new"), saved=False, **kwargs)

    def get_initial_form_instance(self) -> Any:
        """With what can be known: the kind asked for, and what was written last time (practice.md §2)."""
        unit = UnitForm(self.request.GET, user=self.request.user)
        units = drafting_units(self.request.user)
        if not units or self.request.method != "GET":
            return super().get_initial_form_instance()
        kind = self.request.GET.get("kind", "")
        chosen = unit.cleaned_data["organisation"] if unit.is_valid() else units[0]
        return prefilled(self.request.user, chosen, kind if kind in Kind.values else Kind.NOTICE)

    def save_instance(self) -> Any:
        """Save, then open the process 发文 for it."""
        notice = super().save_instance()
        engine.start(notice, "issue", actor=self.request.user)
        return notice


class GovernedEditView(EditView):
    """Saving goes through the engine: it locks, rechecks the right and voids signatures that no longer fit."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the findings on what is saved, so that they stand there without a script."""
        notice = Notice.objects.get(pk=self.object.pk)
        state = checking.state(notice)
        found = (*state.errors, *state.warnings, *state.infos)
        named = places(notice)
        pending = state.warnings and not state.ticked
        return super().get_context_data(
            advice=advice(notice, found),
            saved=True,
            ticked=state.ticked and bool(state.warnings),
            remarks=[_note(row, named) for row in remarks(notice)],
            back="editor",
            tick_url=reverse("notices:tick", args=[notice.pk]) if pending else "",
            lint_url=reverse("notices:lint", args=[notice.pk]),
            **kwargs,
        )

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """复制, 存为模板; and 原稿, what the draft was imported from, in a window of its own."""
        notice, window = self.object, {"target": "_blank", "rel": "noopener"}
        buttons = [
            HeaderButton(_("复制为新稿"), url=f"{reverse('notices:new')}?from={notice.pk}", icon_name="copy"),
            HeaderButton(
                _("看清样（PDF）"), url=reverse("desk:sample", args=[notice.pk]), icon_name="view", attrs=window
            ),
            HeaderButton(_("下载 Word"), url=reverse("notices:word", args=[notice.pk]), icon_name="download"),
            HeaderButton(
                _("上传改过的 Word"), url=reverse("notices:word_compare", args=[notice.pk]), icon_name="upload"
            ),
            HeaderButton(_("存为模板"), url=reverse("notices:keep_template", args=[notice.pk]), icon_name="doc-full"),
        ]
        original = notice.original
        if original is not None and may_read(self.request.user, original):
            buttons.append(
                HeaderButton(_("原稿"), url=original.get_absolute_url(), icon_name="doc-empty", attrs=window)
            )
        return buttons

    def save_instance(self) -> Any:
        """Save inside :func:`workflows.engine.editing`."""
        with engine.editing(self.form.instance, actor=self.request.user):
            return super().save_instance()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who may not change it now reads it on the desk, where it also says who can."""
        if not engine.allowed(request.user, "edit", self.get_object()):
            messages.info(request, StageLock(self.get_object()).get_message(request.user) or "")
            return redirect("desk:notice", self.kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_lock_url(self) -> str:
        """Nobody locks by hand."""
        return ""

    def get_unlock_url(self) -> str:
        """What the state locks, the state unlocks."""
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A person whose turn it is not gets the page back, locked, with the reason; nothing is written."""
        try:
            return super().post(request, *args, **kwargs)
        except engine.Refused as refusal:
            messages.error(request, "；".join(refusal.reasons))
            return redirect(self.get_edit_url())


def _note(remark: Remark, named: dict[str, str]) -> dict[str, Any]:
    """A remark as ``pieces/remarks.html`` shows it to who may edit the paper."""
    waiting, gone = remark.settled_at is None, remark.anchor not in named
    return {
        "remark": remark,
        "place": remark.quote if gone else named[remark.anchor],
        "target": "",
        "gone": gone,
        "answer_url": reverse("desk:remark_answer", args=[remark.pk]) if waiting else "",
        "settle_url": reverse("desk:remark_settle", args=[remark.pk]) if waiting else "",
    }


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
    create_template_name = "notices/create.html"
    edit_template_name = "notices/edit.html"
    list_display = ["__str__", "kind", "number", "organ", "signed_on"]
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
                            FieldPanel("title"),
                            FieldPanel("recipients"),
                        ],
                        heading=_("题头"),
                    ),
                    FieldPanel("body"),
                    InlinePanel(
                        "attachments",
                        panels=[FieldPanel("title"), FieldPanel("body")],
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
                    InlinePanel("co_issuers", heading=_("联合发文机关"), label=_("联合发文机关")),
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
        return readable(request.user).select_related("organ")

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

"""拟稿 in the administration: the form, what stands beside it, and saving through the engine."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel, StatusSidePanel
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton
from wagtail.snippets.views.snippets import CreateView, EditView

from documents.files.readers import may_read
from workflows import engine

from . import checking
from .advising import advice
from .beginning import prefilled
from .forms import UnitForm
from .kinds import Kind
from .locks import StageLock
from .models import Notice, Remark
from .policy import drafting_units
from .remarking import places, remarks


class StagePanel(BaseSidePanel):
    """办理情况: which stage the paper has reached, who drafted it, when it was saved, and the way on."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button in the head of the page."""

        aria_label = _("办理情况")
        icon_name = "info-circle"

    name = "status"
    title = _("办理情况")
    template_name = "notices/stage_panel.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The case of a saved draft; a new one has none."""
        notice = self.object
        case = engine.instance_of(notice) if notice.pk else None
        return {"notice": notice, "case": case, "revision": notice.latest_revision if notice.pk else None}


class Writing:
    """What 拟稿 and later editing share.

    A draft may be saved half written: an empty block or a table without cells is no reason to lose what was typed; the rules
    name what is missing before it is sent on. Beside the form stand our own words on the stage, and the preview; nothing counts
    words or speaks of publishing. Saving stays on the page.
    """

    error_message = _("没有保存：下面标出的地方要先改正，写下的文字都还在。")

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """With a title required, nothing else."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        form.defer_required_fields()
        return form

    def get_success_url(self) -> str:
        """The same page again: writing goes on."""
        return reverse("notices:edit", args=[self.object.pk])  # type: ignore[attr-defined]

    def get_success_message(self, *args: Any) -> Any:
        """In two words."""
        return _("已保存。")

    def get_success_buttons(self) -> list[Any]:
        """No button to where one is."""
        return []

    def get_header_buttons(self) -> list[Any]:
        """The buttons, and the rest under 更多, in words rather than as three dots."""
        buttons = sorted(self.header_buttons)  # type: ignore[attr-defined]
        more = self.get_header_more_buttons()  # type: ignore[attr-defined]
        if more:
            moving = "w-breadcrumbs:opened@document->w-dropdown#hide w-breadcrumbs:closed@document->w-dropdown#hide"
            attrs = {"data-action": moving}  # the row moves along when the path is unfolded
            buttons.append(ButtonWithDropdown(_("更多"), buttons=more, attrs=attrs, classname="w-header-button"))
        return buttons

    def get_side_panels(self) -> MediaContainer:
        """Wagtail's panels, but those that speak of publishing or judge English."""
        panels = super().get_side_panels()  # type: ignore[misc]
        kept = [panel for panel in panels if not isinstance(panel, (StatusSidePanel, ChecksSidePanel))]
        return MediaContainer([StagePanel(self.form.instance, self.request), *kept])  # type: ignore[attr-defined]


class DraftView(Writing, CreateView):
    """拟稿: a saved draft is at once a document of the engine."""

    page_title = _("拟稿")
    page_subtitle = _("新建公文")

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
        notice = prefilled(self.request.user, chosen, kind if kind in Kind.values else Kind.NOTICE)
        notice.body = notice._meta.get_field("body").to_python([{"type": "paragraph", "value": ""}])
        return notice

    def save_instance(self) -> Any:
        """Save, then open the process 发文 for it."""
        notice = super().save_instance()
        engine.start(notice, "issue", actor=self.request.user)
        return notice


class GovernedEditView(Writing, EditView):
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
            ticked=state.ticked,
            remarks=[_note(row, named) for row in remarks(notice)],
            back="editor",
            returned=self._returned(),
            tick_url=reverse("notices:tick", args=[notice.pk]) if pending else "",
            lint_url=reverse("notices:lint", args=[notice.pk]),
            **kwargs,
        )

    def _returned(self) -> engine.Returned | None:
        """Why it came back, to be read while it is mended."""
        case = engine.instance_of(self.object)
        return engine.why_returned(case) if case is not None else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way on; the clean copy, and 原稿 that the draft was imported from, each in a window of its own."""
        pk, window = self.object.pk, {"target": "_blank", "rel": "noopener"}
        case = engine.instance_of(self.object)
        onward = _("去送核") if case is not None and case.state == "draft" else _("去办理")
        buttons = [
            HeaderButton(onward, url=reverse("desk:notice", args=[pk]), icon_name="arrow-right", priority=10),
            HeaderButton(
                _("看清样（PDF）"), url=reverse("desk:sample", args=[pk]), icon_name="view", attrs=window, priority=20
            ),
        ]
        original = self.object.original
        if original is not None and may_read(self.request.user, original):
            address = original.get_absolute_url()
            buttons.append(HeaderButton(_("原稿"), url=address, icon_name="doc-empty", attrs=window, priority=30))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Word there and back, 复制, 存为模板."""
        notice = self.object
        ways = [
            (_("下载 Word"), reverse("notices:word", args=[notice.pk]), "download"),
            (_("上传改过的 Word"), reverse("notices:word_compare", args=[notice.pk]), "upload"),
            (_("复制为新稿"), f"{reverse('notices:new')}?from={notice.pk}", "copy"),
            (_("存为模板"), reverse("notices:keep_template", args=[notice.pk]), "doc-full"),
        ]
        return [
            Button(label, url=url, icon_name=icon, priority=place) for place, (label, url, icon) in enumerate(ways, 1)
        ]

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


class GovernedRevertView(RevisionsRevertMixin, GovernedEditView):
    """An earlier wording brought back: saved through the engine like any other edit, and announced as substantive."""

    view_name = "revisions_revert"

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form cannot see what changes, since it begins from the earlier wording."""
        form = super().get_form(*args, **kwargs)
        form.is_reverting = True
        return form

    def save_instance(self) -> Any:
        """Save inside :func:`workflows.engine.editing`, which the mixin alone would pass by."""
        with engine.editing(self.form.instance, actor=self.request.user):
            return RevisionsRevertMixin.save_instance(self)


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

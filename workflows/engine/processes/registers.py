"""登记簿: versions of processes and which organisation uses which, in the administration (wagtail-modeladmin).

System administrators keep them, security administrators put in force what those wrote; auditors read. A version is never changed or deleted: one writes a new one.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, EditView, InspectView

from workflows.organisations.choosing import OrganisationChooser
from workflows.organisations.registers import ReadersHistoryView, RolePermissions, holds

from ..errors import Refused
from ..models import Definition, Policy
from .definitions import kinds_of_matters, process_titles
from .policies import save_policy, words_of
from .versions import CONFIRMERS, KEEPERS

READERS = CONFIRMERS | {"auditor"}


class ProcessPermissions(RolePermissions):
    """Nothing is deleted, running cases and the history need it; to edit a version opens the editor for the next one."""

    readers = READERS
    writers = KEEPERS
    inspectable = True


class ProcessButtons(ButtonHelper):
    """Named for what they do here: a version is looked at, and changed only by writing the next one."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """写一个流程."""
        return self._named(super().add_button(*args, **kwargs), _("写一个流程"))

    def inspect_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """查看."""
        return self._named(super().inspect_button(*args, **kwargs), _("查看"))

    def edit_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """改成新版本."""
        return self._named(super().edit_button(*args, **kwargs), _("改成新版本"))

    @staticmethod
    def _named(button: dict[str, Any], label: Any) -> dict[str, Any]:
        return button | {"label": label, "title": label}


class VersionView(InspectView):
    """One version: picture, tables in plain words, report, posts, source."""

    def get_template_names(self) -> list[str]:
        """Our own page."""
        return ["engine/process.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows beside the row."""
        from .pages import version_context

        return super().get_context_data(**kwargs) | version_context(self.instance, self.request.user)


class ProcessFilter(SimpleListFilter):
    """By process, under the titles that people know."""

    title = _("流程")
    parameter_name = "process"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Every process that there is, by the title of its newest version."""
        rows = Definition.objects.order_by("process", "version").values_list("process", "title")
        return list(dict(rows).items())

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the chosen one."""
        return queryset.filter(process=self.value()) if self.value() else queryset


class DefinitionRegister(ModelAdmin):
    """流程的版本."""

    model = Definition
    menu_label = _("流程")
    menu_icon = "list-ol"
    base_url_path = "processes/versions"
    list_display = ["title", "process", "version", "status", "origin", "author", "activated_at"]
    list_filter = ["status", ProcessFilter]
    list_select_related = ["author"]
    search_fields = ["title", "process"]
    list_per_page = 50
    ordering = ["process", "-version"]
    permission_helper_class = ProcessPermissions
    button_helper_class = ProcessButtons
    inspect_view_enabled = True
    inspect_view_class = VersionView

    def create_view(self, request: HttpRequest) -> HttpResponse:
        """The editor, empty."""
        from .views import edit

        return edit(request)

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """The editor, with what this version says; it saves a new one."""
        from .views import edit

        return edit(request, int(instance_pk))


class PolicyForm(WagtailAdminModelForm):
    """Offers the processes in force by their titles, and checks that both serve the same kind of document; knows how the rule
    read before.
    """

    process = forms.ChoiceField(label=_("流程"), help_text=_("这个单位和它下面的单位，办哪一个流程时"))
    variant = forms.ChoiceField(label=_("改用流程"), help_text=_("新发起的改按哪一个办；正在办的不变"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {process: kind for kind, process, _title in kinds_of_matters()}
        active = [(process, f"{title}（{process}）") for process, title in process_titles()]
        for name in ("process", "variant"):
            field: Any = self.fields[name]
            now = getattr(self.instance, name)
            gone = [(now, _("%(process)s（没有启用）") % {"process": now})] if now and now not in self.kinds else []
            field.choices = [("", _("请选择")), *gone, *active]
            field.error_messages["invalid_choice"] = _("没有启用的流程“%(value)s”。先在“流程”里启用，再来登记。")
        if self.instance.pk:
            self.fields["seen"].initial = words_of(self.instance)

    def save(self, commit: bool = True) -> Any:
        """Through :func:`save_policy`, which logs.

        Raises:
            Refused: another administrator was quicker.
        """
        if not commit:
            return super().save(commit=commit)
        return save_policy(self.instance, seen=self.cleaned_data.get("seen", ""), by=self.for_user)

    def clean(self) -> dict[str, Any]:
        """Both in force and for the same kind of document, and the dates in order."""
        given: dict[str, Any] = super().clean()
        process, variant = given.get("process"), given.get("variant")
        for name in ("process", "variant"):
            if given.get(name) and given[name] not in self.kinds:
                message = _("没有启用的流程“%(name)s”。先在“流程”里启用，再来登记。")
                self.add_error(name, ValidationError(message, params={"name": given[name]}))
        if process in self.kinds and variant in self.kinds and self.kinds[process] != self.kinds[variant]:
            self.add_error("variant", _("两个流程管的不是同一类文书，不能互换。"))
        if given.get("until") and given.get("since") and given["until"] <= given["since"]:
            self.add_error("until", _("止期要晚于起期。"))
        return given


class OneWins:
    """For the views of a register: what another administrator was quicker with is told on the form; nothing typed is lost."""

    def form_valid(self, form: Any) -> Any:
        """Save, or say who was quicker."""
        view: Any = super()
        try:
            return view.form_valid(form)
        except Refused as refusal:
            form.add_error(None, refusal.reasons[0])
            page: Any = self
            return page.form_invalid(form)


class CreatePolicyView(OneWins, CreateView):
    """登记一条流程适用."""


class ChangePolicyView(OneWins, EditView):
    """改一条流程适用."""


class PolicyRegister(ModelAdmin):
    """流程适用: which organisation, with all below it, takes which variant of a process; the nearest rule wins."""

    model = Policy
    menu_label = _("流程适用")
    menu_icon = "site"
    base_url_path = "processes/policies"
    create_view_class = CreatePolicyView
    edit_view_class = ChangePolicyView
    history_view_enabled = True
    history_view_class = ReadersHistoryView
    list_display = ["organisation", "served", "served_by", "since", "until"]
    list_filter = [ProcessFilter]
    list_select_related = ["organisation"]
    list_per_page = 50
    ordering = ["-pk"]
    permission_helper_class = ProcessPermissions
    inspect_view_enabled = True
    panels: ClassVar[list[Any]] = [
        FieldPanel("organisation", widget=OrganisationChooser),
        FieldRowPanel([FieldPanel("process"), FieldPanel("variant")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
        FieldPanel("seen", classname="w-hidden"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All rules; whoever may not see them gets no page."""
        active = Definition.objects.filter(status=Definition.Status.ACTIVE).values("title")
        called = {
            f"{name}_title": Subquery(active.filter(process=OuterRef(name))[:1]) for name in ("process", "variant")
        }
        return Policy.objects.select_related("organisation").annotate(**called).order_by("-pk")

    def served(self, obj: Any) -> str:
        """The process by title and code."""
        return _named(obj.process_title, obj.process)

    served.short_description = _("流程")  # type: ignore[attr-defined]

    def served_by(self, obj: Any) -> str:
        """The process that serves instead, likewise."""
        return _named(obj.variant_title, obj.variant)

    served_by.short_description = _("改用流程")  # type: ignore[attr-defined]

    def get_edit_handler(self) -> Any:
        """With the form that checks."""
        handler = super().get_edit_handler()
        handler.base_form_class = PolicyForm
        return handler


def _named(title: str | None, process: str) -> str:
    return f"{title}（{process}）" if title else str(_("%(process)s（没有启用）") % {"process": process})


class ReadersMenuItem(MenuItem):
    """Shown to whoever reads about processes."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person holds such a post."""
        return holds(request.user, READERS)


class ProcessRegisters(ModelAdminGroup):
    """流程 in the menu."""

    menu_label = _("流程")
    menu_icon = "list-ol"
    menu_order = 510
    items = (DefinitionRegister, PolicyRegister)

    def get_submenu_items(self) -> list[Any]:
        """The registers, and 迁移在办事项 behind them."""
        url = reverse_lazy("migrations")
        moving = ReadersMenuItem(_("迁移在办事项"), url, name="migrations", icon_name="redirect", order=10)
        return [*super().get_submenu_items(), moving]

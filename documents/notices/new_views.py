"""新建: from a template, the usual form of a kind, an earlier paper, empty or a file; and the templates that an organ keeps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from workflows import engine

from . import beginning
from .forms import UnitForm
from .kinds import Kind
from .models import Notice, NoticeTemplate
from .policy import drafting_units
from .standards import USES
from .views import ImportStep


class BeginningStep(ImportStep, TemplateView):
    """What these pages share: who may draft may come here; a refusal is said and leads back."""

    header_icon = "doc-full"

    def refused(self, reason: Exception, to: str) -> HttpResponse:
        """Back with the reason."""
        messages.error(self.request, str(reason))
        return redirect(to)


class NewView(BeginningStep):
    """新建: choose the kind, then what to begin from. A copy or a template becomes a draft at once."""

    template_name = "notices/new.html"
    page_title = _("新建公文")

    @cached_property
    def unit(self) -> Any:
        """The unit that drafts: the one asked for, else the person's first."""
        form = UnitForm(self.request.GET or self.request.POST, user=self.request.user)
        return form.cleaned_data["organisation"] if form.is_valid() else next(iter(form.units), None)

    @cached_property
    def kind(self) -> str:
        """The kind asked for; empty shows what there is of every kind."""
        asked = self.request.GET.get("kind", "")
        return asked if asked in Kind.values else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Templates first, then earlier papers, then the usual forms."""
        user, units = self.request.user, drafting_units(self.request.user)
        papers = beginning.earlier(user, self.unit, self.kind)
        source = self.request.GET.get("from", "")
        if source.isdecimal():
            papers = papers.filter(pk=int(source))
        return super().get_context_data(
            units=units if len(units) > 1 else [],
            unit=self.unit,
            kinds=Kind.choices,
            kind=self.kind,
            source=source,
            templates=[] if source else list(beginning.templates(self.unit, self.kind)),
            standards=[] if source else [(kind, USES[kind]) for kind in Kind.values if self.kind in {"", kind}],
            papers=list(papers[: beginning.SHOWN_EARLIER]),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the draft and open it."""
        unit = UnitForm(request.POST, user=request.user)
        here = reverse("notices:new")
        if not unit.is_valid():
            return self.refused(beginning.BeginningRefused(_("您不能为这个单位拟稿，请重新选择。")), here)
        organisation = unit.cleaned_data["organisation"]
        try:
            if template := request.POST.get("template", ""):
                kept = _kept(template, organisation.organ_pk)
                made = beginning.begin(kept.content, unit=organisation, user=request.user)
            elif (kind := request.POST.get("standard", "")) in Kind.values:
                made = beginning.begin_standard(kind, unit=organisation, user=request.user)
                messages.success(request, _("已按标准格式新建草稿。标“××”的地方请逐处填写。"))
                return redirect("notices:edit", made.pk)
            else:
                source = _paper(request.user, request.POST.get("paper", ""))
                made = beginning.copy(source, unit=organisation, user=request.user)
        except beginning.BeginningRefused as refusal:
            return self.refused(refusal, here)
        messages.success(request, _("已新建草稿。原来的日期、文号已换成“××”，请逐处填写。"))
        return redirect("notices:edit", made.pk)


class TemplatesView(BeginningStep):
    """模板: the list, a new name, taking one away."""

    template_name = "notices/templates.html"
    page_title = _("公文模板")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The templates of all organs for which the person drafts."""
        organs = {unit.organ_pk for unit in drafting_units(self.request.user)}
        kept = NoticeTemplate.objects.filter(organ__in=organs).select_related("organ", "made_by")
        return super().get_context_data(templates=kept.order_by("organ__path", "kind", "name"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """改名 or 删除."""
        organs = {unit.organ_pk for unit in drafting_units(request.user)}
        key = request.POST.get("template", "")
        template = get_object_or_404(NoticeTemplate, pk=key if key.isdecimal() else None, organ__in=organs)
        try:
            if "delete" in request.POST:
                beginning.delete_template(template, user=request.user)
                messages.success(request, _("已删除模板“%s”。用它拟的公文不受影响。") % template)
            else:
                beginning.rename_template(template, name=request.POST.get("name", ""), user=request.user)
                messages.success(request, _("已改名为“%s”。") % template)
        except beginning.BeginningRefused as refusal:
            return self.refused(refusal, reverse("notices:templates"))
        return redirect("notices:templates")


class KeepTemplateView(BeginningStep):
    """存为模板: the paper as it stands, under a name."""

    template_name = "notices/keep_template.html"
    page_title = _("存为模板")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The paper, and the name as it was typed."""
        notice = _paper(self.request.user, str(self.kwargs["pk"]))
        return super().get_context_data(notice=notice, **{"name": f"{notice.get_kind_display()}模板", **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it, or say what is wrong and keep what was typed."""
        name = request.POST.get("name", "")
        try:
            made = beginning.keep_template(_paper(request.user, str(kwargs["pk"])), name=name, user=request.user)
        except beginning.BeginningRefused as refusal:
            return self.render_to_response(self.get_context_data(name=name, error=str(refusal)))
        messages.success(request, _("已存为模板“%s”，新建公文时可以选用。") % made)
        return redirect("notices:templates")


def _paper(user: Any, key: str) -> Notice:
    """The paper, if the person may read it; else 404."""
    notice = Notice.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    if notice is None or not engine.allowed(user, "view", notice):
        raise Http404
    return notice


def _kept(key: str, organ: int) -> NoticeTemplate:
    return get_object_or_404(NoticeTemplate, pk=key if key.isdecimal() else None, organ=organ)

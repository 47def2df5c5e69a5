"""导入 and 导入校对: a paper is read from a file or a pasted text, looked over beside its original, and adopted as a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from documents.files.models import Upload
from documents.files.receiving import RefusedFileError

from . import importing, originals
from .forms import ImportForm, UnitForm
from .models import Notice
from .proofreading import proof
from .reading import ReadError


class ImportStep(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What both steps share: who may draft may import; the way back is the list of papers."""

    model = Notice
    permission_required = "add"
    header_icon = "upload"
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """管理后台 › 公文 › this step."""
        listing = {"url": reverse("notices:list"), "label": Notice._meta.verbose_name_plural}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]


class ImportView(ImportStep, FormView):
    """导入, the first step: choose a file or paste a text. Nothing becomes a notice here."""

    form_class = ImportForm
    template_name = "notices/import.html"
    page_title = _("导入")

    @cached_property
    def again(self) -> Upload | None:
        """The original that is to be replaced (重新选择); what was pasted comes back to be mended."""
        return originals.brought_by(self.request.user, self.request.GET.get("again", ""))

    def get_initial(self) -> dict[str, Any]:
        """What was pasted before, for the same unit."""
        initial = {"text": originals.pasted_text(self.again)}
        if unit := self.request.GET.get("organisation"):
            initial["organisation"] = unit
        return initial

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers the person's own units."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep what can be read and go on to look it over; else say what is wrong, and keep what was typed."""
        unit, file = form.cleaned_data["organisation"], form.cleaned_data["file"]
        given = {"user": self.request.user, "organisation": unit}
        try:
            kept = (
                originals.take_file(file, **given) if file else originals.take_text(form.cleaned_data["text"], **given)
            )
        except (ReadError, RefusedFileError) as refusal:
            form.add_error("file" if file else "text", str(refusal))
            return self.form_invalid(form)
        return redirect(f"{reverse('notices:proofread', args=[kept.pk])}?organisation={unit.pk}")


class ProofreadView(ImportStep, TemplateView):
    """导入校对, the second step: the original left, the parts right; 采用 makes the draft, once."""

    template_name = "notices/proofread.html"
    page_title = _("导入校对")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Only the person's own original: everybody else's does not exist."""
        super().setup(request, *args, **kwargs)
        kept = originals.brought_by(request.user, kwargs["key"])
        if kept is None:
            raise Http404
        self.original: Upload = kept

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The screen; an original that was adopted leads to its notice."""
        if self.original.subject_id is not None:
            return redirect("notices:edit", self.original.subject_id)
        unit = UnitForm(request.GET, user=request.user)
        organisation = unit.cleaned_data["organisation"] if unit.is_valid() else unit.units[0]
        try:
            sheet = proof(originals.read(self.original), originals.source(self.original))
        except (ReadError, FileNotFoundError) as error:
            return self.start_again(str(error) if isinstance(error, ReadError) else importing.EXPIRED)
        again = f"{self.again_url}&organisation={organisation.pk}"
        context = {"original": self.original, "organisation": organisation, "proof": sheet, "again_url": again}
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """采用: to the editor of the notice that is made, or was made by the press before."""
        unit = UnitForm(request.POST, user=request.user)
        if not unit.is_valid():
            return self.start_again(_("您不能为这个单位拟稿，请重新选择。"))
        try:
            made = importing.adopt(self.original, organisation=unit.cleaned_data["organisation"], author=request.user)
        except (importing.ImportRefused, ReadError) as refusal:
            return self.start_again(str(refusal))
        messages.success(request, _("已采用，存为草稿。请对照原稿改好后送核。"))
        return redirect("notices:edit", made.pk)

    @property
    def again_url(self) -> str:
        """重新选择: the first step, with what was pasted."""
        return f"{reverse('notices:import')}?again={self.original.pk}"

    def start_again(self, reason: Any) -> HttpResponse:
        """Back to the first step with the reason; what was pasted is still there."""
        messages.error(self.request, reason)
        return redirect(self.again_url)

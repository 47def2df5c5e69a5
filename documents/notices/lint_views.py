"""校对 in the editor: what is typed is judged without being stored, and 已核 is set for what is saved."""

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from workflows import engine

from . import checking
from .advising import advice
from .models import Notice
from .policy import drafting_posts, drafting_units

PAUSE = 1
"""Seconds between two checks for one person; the script asks again after as many."""

LARGEST = 2 * 1024 * 1024
"""Bytes of typed text that are judged; a longer one is checked when it is saved."""


class LintView(View):
    """POST what the form holds: the findings as JSON. Who may not edit the paper (or draft at all) gets 403; nothing is stored."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The findings on what is typed now."""
        notice = self._notice(request, pk)
        if notice is None:
            return JsonResponse({"again": 0}, status=403)
        if not cache.add(f"notices.lint.{request.user.pk}", 1, timeout=PAUSE):
            return JsonResponse({"again": PAUSE}, status=429)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return JsonResponse({"again": 0}, status=413)
        typed = _typed(request, notice)
        found = checking.findings(typed)
        state = {"findings": [each.as_data() for each in advice(typed, found)]}
        return JsonResponse(state)

    @staticmethod
    def _notice(request: HttpRequest, pk: int | None) -> Notice | None:
        """The paper, or a new one; None for who may not write it."""
        if pk is None:
            units = drafting_units(request.user)
            if not units:
                return None
            return Notice(organ=units[0].as_organ, organisation=units[0])
        notice = Notice.objects.select_related("organ", "organisation").filter(pk=pk).first()
        if notice is None or not engine.allowed(request.user, "view", notice):
            raise Http404
        return notice if engine.allowed(request.user, "edit", notice) else None


def _typed(request: HttpRequest, notice: Notice) -> Notice:
    """The notice as the form would make it; a field that is wrong keeps what was saved, the editor says so itself on saving."""
    handler = Notice.get_edit_handler()  # the editor's own, put there when it is registered
    form = handler.get_form_class()(request.POST, instance=notice, for_user=request.user)
    form.defer_required_fields()
    if form.is_valid():
        made: Notice = form.save(commit=False)
        return made
    for name, value in form.cleaned_data.items():
        if name in form._meta.fields:
            setattr(notice, name, value)
    for rows in form.formsets.values():
        if rows.is_valid():
            rows.save(commit=False)
    return notice


class TickView(View):
    """已核 from the editor: for the text as it is saved."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tick all warnings of the saved text."""
        notice = Notice.objects.filter(pk=pk).first()
        if notice is None or not drafting_posts(request.user) or not engine.allowed(request.user, "edit", notice):
            raise Http404
        checking.tick(notice, request.user)
        messages.success(request, _("提醒已记为核过；正文再有改动要重新核。"))
        return redirect(reverse("notices:edit", args=[pk]))

"""Pages for whoever keeps processes: the editor with its check, 启用 and 停用, comparison, export and import."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows.organisations.registers import holds

from ..errors import Refused
from ..models import Definition
from .beginning import copy_of, skeleton
from .guide import guide
from .pages import comparison_context, verdict_context
from .registers import READERS, DefinitionRegister
from .versions import CONFIRMERS, KEEPERS, activate, retire, save_draft

LONGEST = 200_000
"""Characters of a source; a definition of fifty states has about twenty thousand."""


def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new version, beginning with one that exists or an uploaded file; what was typed is never lost."""
    _only(request, KEEPERS)
    base = get_object_or_404(Definition, pk=pk) if pk is not None else None
    source = base.source if base is not None else _beginning(request)
    faults: list[str] = []
    if request.method == "POST":
        source, faults = _typed(request)
        if "save" in request.POST and not faults:
            try:
                row, created = save_draft(source, by=request.user)  # type: ignore[arg-type]
            except Refused as refusal:
                faults = refusal.reasons
            else:
                told = _("已存为 %s，草稿。") if created else _("与 %s 意思相同，没有另存。")
                messages.success(request, told % row)
                return redirect(_page_of(row))
    context: dict[str, Any] = {"base": base, "source": source, "faults": faults, "back": _register(), "in_editor": True}
    if base is None:
        context["models"] = Definition.objects.filter(status=Definition.Status.ACTIVE).order_by("title", "process")
    full = "check" in request.POST
    return render(
        request,
        "engine/process_edit.html",
        context | (verdict_context(source, quick=not full) if source.strip() else {}),
    )


@require_POST
def check_source(request: HttpRequest) -> HttpResponse:
    """The report on what is in the editor, as a piece of the page: the whole proof when asked for, else only what is quick."""
    _only(request, KEEPERS)
    found = verdict_context(_typed(request)[0], quick="full" not in request.POST)
    return render(request, "engine/verdict.html", found | {"in_editor": True})


def show_guide(request: HttpRequest) -> HttpResponse:
    """怎样写一个流程, for whoever reads about processes."""
    _only(request, READERS)
    title, body, chapters = guide()
    return render(request, "engine/process_guide.html", {"title": title, "body": body, "chapters": chapters})


@require_POST
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """启用 or 停用 a version."""
    _only(request, CONFIRMERS)
    row = get_object_or_404(Definition, pk=pk)
    try:
        done = (activate if what == "activate" else retire)(row, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        told = _("%s 已启用，新发起的都按它办；正在办的仍按原来的版本。") if what == "activate" else _("%s 已停用。")
        messages.success(request, told % done)
    return redirect(_page_of(row))


def compare(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """Two versions side by side."""
    _only(request, READERS)
    rows = [get_object_or_404(Definition, pk=pk) for pk in (before, after)]
    return render(request, "engine/process_compare.html", comparison_context(*rows))


def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The source as it was written, as a file."""
    _only(request, READERS)
    row = get_object_or_404(Definition, pk=pk)
    response = HttpResponse(row.source.encode(), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.process}-v{row.version}.toml"'
    return response


def _beginning(request: HttpRequest) -> str:
    """What a new process begins with: a copy of the one chosen, else the skeleton."""
    chosen = request.GET.get("from", "")
    row = Definition.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 10 else None
    return copy_of(row) if row is not None else skeleton()


def _only(request: HttpRequest, roles: frozenset[str]) -> None:
    if not holds(request.user, roles):
        raise PermissionDenied


def _typed(request: HttpRequest) -> tuple[str, list[str]]:
    """What is in the editor, and what is wrong with it; a file takes its place, unless it cannot be read.

    A browser sends line ends as CRLF: the version's own are put back.
    """
    typed = request.POST.get("source", "").replace("\r\n", "\n")
    upload = request.FILES.get("file")
    if upload is not None:
        try:
            text = upload.read(LONGEST * 4 + 1).decode("utf-8")
        except UnicodeDecodeError:
            return typed, [_("读不了这个文件：它不是 UTF-8 文本。请在记事本里“另存为”，编码选 UTF-8，再选一次。")]
        if len(text) > LONGEST:
            return typed, [_("这个文件太长，不像是流程定义，没有读入。")]
        return text, []
    if len(typed) > LONGEST:
        return typed, [_("内容超过%(n)d字，请删减后再存。") % {"n": LONGEST}]
    return typed, []


def _register() -> str:
    return str(DefinitionRegister().url_helper.index_url)


def _page_of(row: Definition) -> str:
    return str(DefinitionRegister().url_helper.get_action_url("inspect", row.pk))

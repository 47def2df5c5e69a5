"""Word round trip in the administration: 下载, 上传, 来稿 against 现稿, 采用."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from workflows import engine

from . import content
from .cosigning import names_at_stake
from .models import Notice
from .views import ImportStep
from .word_adopting import AdoptRefused, DraftMoved, adopt, compared
from .word_annexes import Group, groups
from .word_blocks import changes
from .word_files import FIELDS, LARGEST, Bit, Wording, WordRefused, key_of, read, wording_of, write

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SALT = "notices.word"
LIVES = 4 * 60 * 60
"""Seconds for which a comparison may be adopted."""


def _paper(user: Any, pk: int, right: str) -> Notice:
    notice = Notice.objects.select_related("organ").filter(pk=pk).first()
    if notice is None or not engine.allowed(user, right, notice):
        raise Http404
    return notice


class WordDownload(View):
    """The draft as .docx, for those who may read it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file."""
        notice = _paper(request.user, pk, "view")
        response = HttpResponse(write(notice), content_type=DOCX)
        response["Content-Disposition"] = content_disposition_header(True, f"{notice.plain_title}.docx") or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response


class WordCompare(ImportStep, TemplateView):
    """上传改过的 Word: compare it with the draft, adopt all of it, parts, or blocks of body and attachments.

    The file itself is not kept.
    """

    template_name = "notices/word.html"
    page_title = _("上传改过的 Word")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The paper."""
        return super().get_context_data(notice=_paper(self.request.user, self.kwargs["pk"], "edit"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """First the file, then what was chosen."""
        notice = _paper(request.user, kwargs["pk"], "edit")
        if "came" in request.POST:
            return self._adopt(request, notice)
        file = request.FILES.get("file")
        if file is None:
            return self._again(_("请选择文件。"))
        if (file.size or 0) > LARGEST:
            return self._again(_("文件超过20兆。请删去图片后重新上传。"))
        try:
            came = read(file.read())
        except WordRefused as refusal:
            return self._again(str(refusal))
        return self._show(notice, came)

    def _adopt(self, request: HttpRequest, notice: Notice) -> HttpResponse:
        try:
            kept = signing.loads(request.POST["came"], salt=SALT, max_age=LIVES)
        except signing.BadSignature:
            return self._again(_("比较已过期，请重新上传。"))
        came = _restored(kept["wording"])
        chosen = request.POST.getlist("block")
        fields = compared(notice, came).keys() & set(FIELDS) if "all" in request.POST else request.POST.getlist("part")
        try:
            if kept["notice"] != notice.pk:
                raise DraftMoved
            adopt(notice, came, fields=fields, blocks=chosen, user=request.user, seen=kept["digest"])
        except DraftMoved:
            messages.warning(request, _("比较以后稿子又改过，下面是按现稿重新比较的结果。"))
            return self._show(Notice.objects.get(pk=notice.pk), came)
        except AdoptRefused as refusal:
            messages.error(request, str(refusal))
            return self._show(notice, came)
        except engine.Refused as refusal:
            return self._again("；".join(refusal.reasons))
        messages.success(request, _("已采用来稿。"))
        return redirect(reverse("notices:edit", args=[notice.pk]))

    def _show(self, notice: Notice, came: Wording) -> HttpResponse:
        kept = {"notice": notice.pk, "digest": content.digest(notice), "wording": _data(came)}
        one_by_one = {
            "body": [Group("", tuple(changes(wording_of(notice).body, came.body)))],
            "attachments": groups(notice, came),
        }
        context = {
            "parts": [
                {"name": name, "difference": one, "groups": one_by_one.get(name, ())}
                for name, one in compared(notice, came).items()
            ],
            "at_stake": names_at_stake(notice),
            "foreign": came.source not in {"", key_of(notice)},
            "came": signing.dumps(kept, salt=SALT, compress=True),
            "compared": True,
        }
        return self.render_to_response(self.get_context_data(**context))

    def _again(self, error: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(error=error))


def _data(came: Wording) -> dict[str, Any]:
    bits = [[bit.kind, bit.text, bit.rows] for bit in came.body]
    annexes = [[name, [[bit.kind, bit.text, bit.rows] for bit in found]] for name, found in came.attachments]
    texts = {name: getattr(came, name) for name in ("title", "recipients", "contact", "signature", "cc")}
    return {**texts, "source": came.source, "body": bits, "attachments": annexes}


def _restored(data: dict[str, Any]) -> Wording:
    def bits(found: list[Any]) -> tuple[Bit, ...]:
        return tuple(Bit(kind, text, tuple(tuple(row) for row in rows)) for kind, text, rows in found)

    annexes = tuple((name, bits(found)) for name, found in data["attachments"])
    return Wording(**{**data, "body": bits(data["body"]), "attachments": annexes})

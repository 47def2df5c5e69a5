"""来文登记: the clerk enters a paper that came from outside the system."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from documents.files.kinds import ACCEPT_TEXT, Group, accept_attribute
from documents.files.receiving import RefusedFileError
from documents.incoming import registering
from documents.incoming.models import Incoming
from workflows.organisations.models import Organisation

from ..forms import ask_in_sentences, day_input
from ..shell import Back, page

KINDS = (
    "通知",
    "通报",
    "函",
    "报告",
    "请示",
    "批复",
    "意见",
    "决定",
    "纪要",
    "决议",
    "公告",
    "通告",
    "公报",
    "议案",
    "其他",
)
COLUMNS = ("sender", "number", "title", "kind", "dated", "urgency", "copies", "due_on", "note")
MOST_FILES = 20


class ManyFiles(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, each looked at like one; cleans to a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files; an empty list when none was chosen."""
        return [super(ManyFilesField, self).clean(one, initial) for one in data or ()]


class OutsideForm(forms.Form):
    """What stands on the paper, and its scan."""

    organ = forms.ModelChoiceField(
        label=gettext_lazy("收文单位"), queryset=Organisation.objects.none(), empty_label=None, required=False
    )
    sender = forms.CharField(
        label=gettext_lazy("来文单位"), max_length=120, help_text=gettext_lazy("写全称，如“曦原省教育厅”")
    )
    number = forms.CharField(
        label=gettext_lazy("来文字号"), max_length=60, required=False, help_text=gettext_lazy("没有字号的不填")
    )
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("文种"), choices=[(kind, kind) for kind in KINDS])
    dated = forms.DateField(label=gettext_lazy("成文日期"), required=False, widget=day_input())
    urgency = forms.ChoiceField(
        label=gettext_lazy("紧急程度"),
        required=False,
        choices=[("", gettext_lazy("平件")), ("加急", gettext_lazy("加急")), ("特急", gettext_lazy("特急"))],
    )
    copies = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, max_value=9999, initial=1)
    due_on = forms.DateField(
        label=gettext_lazy("办理时限"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("来文要求办完的日期；没有要求的不填"),
    )
    scans = ManyFilesField(
        label=gettext_lazy("扫描件或文件"),
        required=False,
        widget=ManyFiles(attrs={"accept": accept_attribute(Group.ATTACHMENT), "multiple": True}),
        help_text=gettext_lazy("可以选几个：") + ACCEPT_TEXT[Group.ATTACHMENT],
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=200, required=False)
    again = forms.BooleanField(label=gettext_lazy("不是重复来文，照样登记"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organs: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_sentences(self)
        self.organs = organs
        field: Any = self.fields["organ"]
        field.queryset = Organisation.objects.filter(pk__in=[organ.pk for organ in organs])
        field.initial = organs[0].pk
        if len(organs) < 2:
            field.widget = forms.HiddenInput()
        self.fields["copies"].error_messages["min_value"] = _("份数至少是1。")

    def clean(self) -> dict[str, Any]:
        """Dates in order, and nothing entered twice without saying so."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["organ"] = cleaned.get("organ") or self.organs[0]
        dated, due_on = cleaned.get("dated"), cleaned.get("due_on")
        if dated and dated > timezone.localdate():
            self.add_error("dated", _("成文日期不能晚于今天。"))
        if due_on and due_on < timezone.localdate():
            self.add_error("due_on", _("办理时限不能早于今天。"))
        if not self.errors and not cleaned.get("again"):
            self._refuse_twice(cleaned)
        return cleaned

    def _refuse_twice(self, cleaned: dict[str, Any]) -> None:
        known = registering.same(cleaned["organ"], cleaned["sender"], cleaned["number"])
        if known is None:
            return
        self.fields["again"].widget = forms.CheckboxInput()
        words = format_html(
            _(
                "{sender}的{number}已经登记过：<a href='{url}'>{title}</a>（{mark}）。如果不是重复，请在最下面勾选后再登记。"
            ),
            sender=known.sender,
            number=known.number,
            url=known.get_absolute_url(),
            title=known.title,
            mark=known.registered_number or known.get_status_display(),
        )
        self.add_error("number", words)


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form; what was typed stays when something is refused."""
    organs = registering.organs(request.user)
    if not organs:
        raise Http404
    form = OutsideForm(request.POST or None, request.FILES or None, organs=organs)
    if request.method == "POST" and form.is_valid() and (incoming := _enter(request, form)) is not None:
        messages.success(request, _("已登记，收文号%s。") % incoming.registered_number)
        return redirect(incoming)
    back = reverse("desk:incoming")
    context = {
        "title": _("来文登记"),
        "intro": _("登记从系统外收到的公文：纸质件扫描或拍照，电子件直接上传。登记后按收文办理。"),
        "form": form,
        "submit": _("登记"),
        "cancel_url": back,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return page(request, "desk/form.html", context, here="incoming", back=Back(back, _("收文")), status=status)


def _enter(request: HttpRequest, form: OutsideForm) -> Incoming | None:
    """Keep the files, then enter the paper; a refused file becomes an error of the form."""
    organ, files = form.cleaned_data["organ"], form.cleaned_data["scans"]
    if len(files) > MOST_FILES:
        form.add_error("scans", _("一次最多上传%d个文件，其余的请先打成压缩包。") % MOST_FILES)
        return None
    try:
        uploads = registering.take_files(files, user=request.user, organ=organ)
    except RefusedFileError as refusal:
        form.add_error("scans", str(refusal))
        return None
    fields = {name: form.cleaned_data[name] for name in COLUMNS}
    return registering.register(organ, user=request.user, fields=fields, uploads=uploads)

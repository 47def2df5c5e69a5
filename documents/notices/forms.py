"""The drafting form in the administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from workflows.organisations.models import Organisation

from .policy import drafting_posts


class NoticeForm(WagtailAdminModelForm):
    """Offers only what the person may choose, and fills in what can be known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organisation" in self.fields:
            homes = {post.organisation_id for post in drafting_posts(self.for_user)}
            if self.instance.pk:
                homes = {self.instance.organisation_id}
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=homes)
            self.fields["organisation"].empty_label = None

    def clean(self) -> dict[str, Any]:
        """Tie the organ to the drafting unit; an upward paper has one addressee (条例第15条)."""
        cleaned: dict[str, Any] = super().clean()
        if organisation := cleaned.get("organisation"):
            self.instance.organ = organisation.as_organ
        title = cleaned.get("title", "")
        if title and not title.replace("|", "").strip():
            self.add_error("title", _("请填写标题。"))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """The drafter is who first saved."""
        if not self.instance.author_id:
            self.instance.author = self.for_user
        return super().save(commit=commit)


class NumberingForm(forms.Form):
    """编号分发: what the clerk fixes when the number is given (条例第25条)."""

    mark = forms.CharField(label=_("机关代字"), max_length=20, help_text=_("如“团曦发”“团曦联”"))
    copies = forms.IntegerField(label=_("印发份数"), min_value=1, max_value=99999)
    printing_organ = forms.CharField(label=_("印发机关"), max_length=120, required=False, help_text=_("一般为办公室"))

    def clean_mark(self) -> str:
        """No brackets or digits: year and number are added by the system."""
        mark = self.cleaned_data["mark"].strip()
        if any(sign in mark for sign in "〔〕[]（）()【】") or any(char.isdigit() for char in mark):
            raise forms.ValidationError(_("只填代字，如“团曦发”；年份和序号由系统编。"))
        return str(mark)

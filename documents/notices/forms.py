"""The drafting form in the administration."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from documents.files.kinds import Group, accept_attribute
from workflows.organisations.models import Organisation

from .addressing import RecipientsInput
from .co_issuers_panel import peers
from .contacting import Person, joined, split
from .cosigning import names_at_stake
from .policy import drafting_posts, drafting_units

SUBSTANCE = frozenset({"kind", "recipients", "cc", "body", "attendance", "contact", "signature"})
"""Fields whose change voids signatures, beside the title without its marks for line breaks (practice.md §3.7)."""


EMPTY = {"urgency": _("不标"), "layout": _("按文种"), "campaign": _("不归入")}
"""What it means to choose nothing, where Django would show a row of hyphens."""


class ContactsInput(forms.Textarea):
    """联系人 in rows of name, telephone and mailbox, written into one text; lines that say something else stay as they are."""

    SPARE = Person("")

    @property
    def media(self) -> forms.Media:
        """The rows' look."""
        return forms.Media(css={"all": ["notices/editor.css"]})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The rows that there are, one to spare, and the other lines."""
        people, other = split(value or "")
        context = {"name": name, "people": [*people, self.SPARE], "other": other, "id": (attrs or {}).get("id", "")}
        return render_to_string("notices/contacts.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text, from the rows and the other lines."""
        if not hasattr(data, "getlist") or f"{name}-name" not in data:
            return super().value_from_datadict(data, files, name)
        columns = [data.getlist(f"{name}-{key}") for key in ("name", "phone", "email")]
        return joined(zip(*columns, strict=False), data.get(name) or "")


class NoticeForm(WagtailAdminModelForm):
    """Offers only what the person may choose, and fills in what can be known.

    Where somebody has signed, a substantive change is saved only once the person has said that the signatures shall fall.
    """

    is_reverting = False  # the form of an earlier wording that is to come back

    void_signatures = forms.BooleanField(label=_("这是实质修改，签字失效后重新送签"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "contact" in self.fields:
            self.fields["contact"].widget = ContactsInput()
        if "recipients" in self.fields:
            self.fields["recipients"].widget = RecipientsInput(self.instance, self.for_user)
        for name, none in EMPTY.items():
            if name in self.fields:
                self.fields[name].choices = [("", none), *(one for one in self.fields[name].choices if one[0])]
        self._offer_peers()
        self.at_stake = names_at_stake(self.instance) if self.instance.pk else ""
        if not self.at_stake:
            self.fields.pop("void_signatures", None)
        elif "void_signatures" in self.fields:
            words = {"names": self.at_stake}
            self.fields["void_signatures"].help_text = (
                _("改动标题、主送、抄送、正文、联系人、附件、署名，会使%(names)s的签字失效。只改格式不用勾。") % words
            )
        if "organisation" in self.fields:
            homes = {post.organisation_id for post in drafting_posts(self.for_user)}
            if self.instance.pk:
                homes = {self.instance.organisation_id}
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=homes)
            self.fields["organisation"].empty_label = None

    def _offer_peers(self) -> None:
        """The organs that may issue along, asked for once for all rows."""
        if "co_issuers" not in self.formsets:
            return
        organ = self.instance.organ if self.instance.organ_id else None
        organ = organ or next((unit.as_organ for unit in drafting_units(self.for_user)), None)
        self.formsets["co_issuers"].form_kwargs["peers"] = list(peers(organ)) if organ else []

    def clean(self) -> dict[str, Any]:
        """Tie the organ to the drafting unit; an upward paper has one addressee (条例第15条)."""
        cleaned: dict[str, Any] = super().clean()
        if organisation := cleaned.get("organisation"):
            self.instance.organ = organisation.as_organ
        title = cleaned.get("title", "")
        if title and not title.replace("|", "").strip():
            self.add_error("title", _("请填写标题。"))
        if "void_signatures" in self.fields and not cleaned.get("void_signatures") and self._is_substantive():
            words = _("改动了标题、主送、正文或附件，%(names)s的签字会失效。要改，请勾选这一项再保存。")
            self.add_error("void_signatures", words % {"names": self.at_stake})
        return cleaned

    def _is_substantive(self) -> bool:
        """Whether what was typed is a substantive change."""
        if self.is_reverting or SUBSTANCE & set(self.changed_data):
            return True
        if self.data.get("title", "").replace("|", "").strip() != (self.initial.get("title") or "").replace("|", ""):
            return True
        formsets = getattr(self, "formsets", {})
        return any(formsets[name].has_changed() for name in ("attachments", "co_issuers") if name in formsets)

    def save(self, commit: bool = True) -> Any:
        """The drafter is who first saved."""
        if not self.instance.author_id:
            self.instance.author = self.for_user
        return super().save(commit=commit)


class UnitForm(forms.Form):
    """The unit for which a paper is imported: one of the person's own; asked only where there are several."""

    organisation = forms.ModelChoiceField(
        label=_("拟稿单位"), queryset=Organisation.objects.none(), empty_label=None, required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = drafting_units(user)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[unit.pk for unit in self.units])
        if self.units:
            field.initial = self.units[0].pk
        if len(self.units) < 2:
            field.widget = forms.HiddenInput()

    def clean_organisation(self) -> Organisation:
        """The unit that was chosen, else the person's first one."""
        chosen: Organisation | None = self.cleaned_data.get("organisation")
        if chosen is None and not self.units:
            raise forms.ValidationError(_("您没有可以拟稿的岗位。"))
        return chosen or self.units[0]


class ImportForm(UnitForm):
    """导入: a file or a pasted text, one of the two."""

    file = forms.FileField(
        label=_("选择文件"),
        required=False,
        allow_empty_file=True,  # refused where files are read, with the same words as everywhere
        widget=forms.FileInput(attrs={"accept": accept_attribute(Group.SOURCE)}),
        help_text=_("Word 文档（.docx）或纯文本（.txt），不超过20兆"),
    )
    text = forms.CharField(
        label=_("粘贴文字"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("从网页、微信或识别软件复制的全文，从标题开始，不超过20万字"),
    )
    field_order = ["organisation", "file", "text"]

    def clean(self) -> dict[str, Any]:
        """Exactly one source."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if file and text:
            self.add_error("text", _("文件和文字只用一样：要用文件，请清空这里；要用文字，不必选文件。"))
        elif not file and not text and not self.errors:
            self.add_error("file", _("请选择文件，或在下面粘贴文字。"))
        return cleaned


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

"""The forms of 典型: what the public will read, and a consent."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.models import Upload
from documents.privacy.models import Consent
from documents.submissions.drafting import newest_version
from documents.submissions.finishing import PURPOSE
from documents.submissions.models import ShowcaseDraft, Submission

BLANK_LINE = re.compile(r"\n\s*\n|\n")


def pictures_of(submission: Submission) -> list[Upload]:
    """The pictures that were sent with public answers; those of personal answers are not offered."""
    version = newest_version(submission)
    if version is None:
        return []
    keys = [
        key
        for spec in version.form_version.parsed
        if spec.takes_uploads and spec.public and not spec.personal
        for key in version.answers.get(spec.key) or []
    ]
    found = Upload.objects.filter(pk__in=keys, purpose=PURPOSE, subject_id=submission.pk).order_by("created_at")
    return [upload for upload in found if upload.is_picture]


def consent_scans(submission: Submission) -> list[Upload]:
    """The consents that the unit photographed: files of personal answers."""
    version = newest_version(submission)
    if version is None:
        return []
    keys = [
        key
        for spec in version.form_version.parsed
        if spec.takes_uploads and spec.personal
        for key in version.answers.get(spec.key) or []
    ]
    return list(Upload.objects.filter(pk__in=keys, subject_id=submission.pk).order_by("created_at"))


class ShowcaseForm(forms.Form):
    """What the public will read. Paragraphs of the story are lines."""

    title = forms.CharField(label=_("标题"), max_length=60)
    summary = forms.CharField(label=_("摘要"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    story = forms.CharField(
        label=_("做法"), widget=forms.Textarea(attrs={"rows": 12}), help_text=_("一行是一段，短段落好读。")
    )
    takeaways = forms.CharField(
        label=_("可推广之处"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    unit_label = forms.CharField(label=_("单位称呼"), max_length=40, help_text=_("只写到县，如“鹭汀县”。"))
    picture = forms.ModelChoiceField(
        Upload.objects.none(),
        label=_("图片"),
        required=False,
        empty_label=_("不用图片（用绘图代替）"),
        widget=forms.RadioSelect,
    )
    picture_alt = forms.CharField(
        label=_("图片说明"),
        required=False,
        max_length=100,
        help_text=_("写给看不见图片的人，如“渡口旁的小屋，孩子们背对镜头”。"),
    )
    face_checked = forms.BooleanField(label=_("图片里没有儿童正脸，或已有监护人书面同意"), required=False)
    consents = forms.ModelMultipleChoiceField(
        Consent.objects.none(), label=_("同意书"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, draft: ShowcaseDraft) -> None:
        super().__init__(data, initial=_initial(draft), use_required_attribute=False)
        pictures = pictures_of(draft.submission)
        self.fields["picture"].queryset = Upload.objects.filter(pk__in=[p.pk for p in pictures])  # type: ignore[attr-defined]
        consents = self.fields["consents"]
        consents.queryset = recorded_consents(draft)  # type: ignore[attr-defined]
        if not pictures:
            del self.fields["picture"]
        if not recorded_consents(draft).exists():
            consents.widget = forms.MultipleHiddenInput()

    def values(self) -> dict[str, Any]:
        """The cleaned values under the names of the draft."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "consents"}
        values["story"] = [part.strip() for part in BLANK_LINE.split(values["story"]) if part.strip()]
        return values


def recorded_consents(draft: ShowcaseDraft) -> Any:
    """Consents recorded for this submission: their scans belong to it."""
    return Consent.objects.filter(scan__subject_id=draft.submission_id, scan__purpose=PURPOSE).order_by("pk")


def _initial(draft: ShowcaseDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "summary": draft.summary,
        "story": "\n".join(draft.story),
        "takeaways": draft.takeaways,
        "unit_label": draft.unit_label,
        "picture": draft.picture_id,
        "picture_alt": draft.picture_alt,
        "face_checked": draft.face_checked,
        "consents": list(draft.consents.values_list("pk", flat=True)),
    }


class ConsentForm(forms.Form):
    """A consent as it stands on paper. The true name stays on the paper."""

    person = forms.CharField(label=_("文中称呼"), max_length=40, help_text=_("只写化名，不写真名。"))
    is_minor = forms.BooleanField(label=_("未成年人"), required=False, initial=True)
    guardian = forms.CharField(label=_("监护人"), max_length=40, required=False, help_text=_("未成年人必填。"))
    relation = forms.CharField(label=_("与本人关系"), max_length=20, required=False)
    items = forms.MultipleChoiceField(
        label=_("同意使用"), choices=Consent.Item.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(
        label=_("公开范围"), choices=Consent.Audience.choices, widget=forms.RadioSelect, initial="public"
    )
    given_on = forms.DateField(label=_("签署日期"), widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.DateField(
        label=_("有效期至"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("不填为长期。")
    )
    kept = forms.ChoiceField(label=_("单位已上传的同意书"), required=False, widget=forms.RadioSelect)
    file = forms.FileField(label=_("另外上传同意书"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, submission: Submission) -> None:
        super().__init__(data, files, use_required_attribute=False)
        scans = consent_scans(submission)
        if scans:
            self.fields["kept"].choices = [("", _("不用")), *((str(s.pk), s.name) for s in scans)]  # type: ignore[attr-defined]
        else:
            del self.fields["kept"]

    def clean(self) -> dict[str, Any]:
        """A minor's consent is the guardian's; without the paper there is none."""
        values = dict(super().clean() or {})
        if values.get("is_minor") and not values.get("guardian"):
            self.add_error("guardian", _("未成年人的同意书要由监护人签，请填监护人。"))
        given, expires = values.get("given_on"), values.get("expires_on")
        if isinstance(given, date) and given > timezone.localdate():
            self.add_error("given_on", _("签署日期不能晚于今天。"))
        if isinstance(given, date) and isinstance(expires, date) and expires <= given:
            self.add_error("expires_on", _("有效期要晚于签署日期。"))
        if not values.get("kept") and not values.get("file"):
            self.add_error("file", _("请选一份单位已上传的同意书，或者上传一份。"))
        return values

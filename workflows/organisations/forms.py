"""Forms of the registers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .models import Organisation
from .tree import is_within


class OrganisationForm(WagtailAdminModelForm):
    """A node of the tree: the superior is chosen when it is made; moving is a business of its own."""

    parent = forms.ModelChoiceField(
        label=_("上级单位"), queryset=Organisation.objects.none(), required=False, help_text=_("最上级单位不选")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        parent.queryset = Organisation.objects.order_by("path")
        self.fields["organ"].queryset = Organisation.objects.filter(organ__isnull=True).order_by("path")
        if self.instance.pk:
            parent.disabled = True
            parent.initial = self.instance.get_parent()

    def clean(self) -> dict[str, Any]:
        """A department lies below its organ."""
        cleaned: dict[str, Any] = super().clean()
        organ, parent = cleaned.get("organ"), cleaned.get("parent")
        if organ and (parent is None or not is_within(parent.path, organ.path)):
            self.add_error("organ", _("内设部门的上级单位应在所属机关之内。"))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Add the node to the tree, or save the changed one."""
        if self.instance.pk or not commit:
            return super().save(commit=commit)
        parent = self.cleaned_data["parent"]
        if parent is None:
            return Organisation.add_root(instance=self.instance)
        return parent.add_child(instance=self.instance)


class MembershipForm(WagtailAdminModelForm):
    """A confirmed post can only be ended: another person, place or role is another post."""

    FROZEN = ("user", "organisation", "role", "since", "principal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.confirmed_at:
            for name in self.FROZEN:
                self.fields[name].disabled = True

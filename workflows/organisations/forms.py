"""Forms of the registers."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log

from .appointing import appointable
from .choosing import OrganisationChooser
from .models import Organisation, User
from .moving import put_below
from .reaching import kept_paths
from .tree import is_within, within

MOVED = "tuanwen.move"
"""The log's name for 隶属调整."""


class OrganisationForm(WagtailAdminModelForm):
    """A node of the tree. Another superior moves it with all below it (隶属调整), and the log says from where to where."""

    parent = forms.ModelChoiceField(
        label=_("上级单位"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("最上级单位不选"),
        widget=OrganisationChooser,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        parent.queryset = Organisation.objects.order_by("path")
        self.fields["organ"].queryset = Organisation.objects.filter(organ__isnull=True).order_by("path")
        self.before: Organisation | None = None
        if self.instance.pk:
            self.before = parent.initial = self.instance.get_parent()
            parent.help_text = _("改了上级单位，本单位和它下面的单位一起移过去；在上级手里的待办改请新的上级办")

    def clean(self) -> dict[str, Any]:
        """A department lies below its organ, and nothing below itself."""
        cleaned: dict[str, Any] = super().clean()
        organ, parent = cleaned.get("organ"), cleaned.get("parent")
        if self.instance.pk and parent and is_within(parent.path, self.instance.path):
            self.add_error("parent", _("不能移到自己或自己的下级单位下面，请另选上级单位。"))
        if organ and (parent is None or not is_within(parent.path, organ.path)):
            self.add_error("organ", _("内设部门的上级单位应在所属机关之内。"))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Add the node to the tree, or save the changed one and move it."""
        if not commit:
            return super().save(commit=commit)
        parent = self.cleaned_data["parent"]
        if self.instance.pk:
            return self._change(parent)
        if parent is None:
            return Organisation.add_root(instance=self.instance)
        return parent.add_child(instance=self.instance)

    def _change(self, parent: Organisation | None) -> Organisation:
        """Save what the form shows and no more: where the node lies may have changed since it was opened."""
        node = self.instance
        shown = [field.name for field in node._meta.concrete_fields if field.name in self.cleaned_data]
        with transaction.atomic():
            if parent != self.before:
                put_below(Organisation.objects.get(pk=node.pk), parent)
                data = {"from": str(self.before or ""), "to": str(parent or "")}
                log(instance=node, action=MOVED, user=self.for_user, data=data)
            node.save(update_fields=shown)
        node.refresh_from_db()
        return node


class MembershipForm(WagtailAdminModelForm):
    """A confirmed post can only be ended: another person, place or role is another post."""

    FROZEN = ("user", "organisation", "role", "since", "principal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["organisation"]
        place.queryset = within(Organisation.objects.order_by("path"), "", kept_paths(self.for_user))
        place.error_messages["invalid_choice"] = _("只能在您管理的单位里安排岗位。请另选单位。")
        person: Any = self.fields["user"]
        person.queryset = (appointable(self.for_user) | User.objects.filter(pk=self.instance.user_id)).order_by("name")
        person.error_messages["invalid_choice"] = _("只能安排您管理的单位里的人，或还没有岗位的人。请另选人员。")
        if self.instance.confirmed_at:
            for name in self.FROZEN:
                self.fields[name].disabled = True

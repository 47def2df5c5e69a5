"""登记簿: organisations, posts and delegations as plain registers in the administration (wagtail-modeladmin).

Who keeps them: system and security administrators for everything, unit administrators for their own organ and below;
auditors read. A post takes effect when a second administrator confirms it.
"""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.exceptions import InvalidMoveToDescendant
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, EditView, HistoryView

from .choosing import OrganisationChooser
from .choosing_people import PersonChooser
from .forms import MembershipForm, OrganisationForm
from .models import Delegation, Handover, Membership, Organisation, PasswordReset
from .reaching import UNIT, holds, kept_paths
from .roles import REGISTER_ROLES
from .tree import is_within, within


class RolePermissions(PermissionHelper):
    """Asks posts instead of Django's model permissions: *readers* see a whole register, *writers* among them keep it."""

    readers: ClassVar[frozenset[str]] = frozenset()
    writers: ClassVar[frozenset[str]] = frozenset()
    deletable = False
    inspectable = False

    def user_can_list(self, user: Any) -> bool:
        """Readers."""
        return holds(user, self.readers)

    def user_has_any_permissions(self, user: Any) -> bool:
        """The same question for the menu."""
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        """Writers only: an auditor reads."""
        return holds(user, self.writers)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Writers."""
        return self.user_can_create(user)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Readers, where a row has more to tell than its line."""
        return self.inspectable and self.user_can_list(user)

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Rows that the history names are ended with a date, not deleted."""
        return self.deletable and self.user_can_create(user)


class RegisterPermissions(RolePermissions):
    """A register of which everybody keeps a part of the tree: asked for each row again."""

    writers: ClassVar[frozenset[str]] = REGISTER_ROLES | UNIT

    def path_of(self, obj: Any) -> str:
        """Where the row belongs in the tree."""
        return str(obj.organisation.path)

    def user_can_list(self, user: Any) -> bool:
        """Whoever keeps or audits some part of the register."""
        return kept_paths(user) != []

    def reaches(self, user: Any, obj: Any) -> bool:
        """Whether the row lies where the person keeps the register."""
        paths = kept_paths(user)
        return paths is None or any(is_within(self.path_of(obj), path) for path in paths)

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Writers, in their own part."""
        return self.user_can_create(user) and self.reaches(user, obj)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Readers, in their own part."""
        return self.user_can_list(user) and self.reaches(user, obj)


class ReadOnlyPermissions(RegisterPermissions):
    """A register that the system writes."""

    writers: ClassVar[frozenset[str]] = frozenset()


class OrganisationPermissions(RegisterPermissions):
    """New organisations and changed levels touch everybody below: administrators of the system only."""

    writers: ClassVar[frozenset[str]] = REGISTER_ROLES

    def path_of(self, obj: Any) -> str:
        """The node's own place."""
        return str(obj.path)


class DelegationPermissions(RegisterPermissions):
    """A delegation is entered by the giver on the desk; here it is read."""

    writers: ClassVar[frozenset[str]] = frozenset()

    def path_of(self, obj: Any) -> str:
        """The place of the post that is lent."""
        return str(obj.membership.organisation.path)


class ReadersHistoryView(HistoryView):
    """What the log says of a row, for whoever may look at the row; the library asks nobody."""

    def check_action_permitted(self, user: Any) -> bool:
        """The question of the row itself."""
        return bool(self.permission_helper.user_can_inspect_obj(user, self.instance))


class ChangeOrganisationView(EditView):
    """Somebody else may have moved the new superior below this node since the form was checked."""

    def form_valid(self, form: Any) -> Any:
        """Save and move, or say why not; nothing typed is lost."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except InvalidMoveToDescendant:
            form.add_error("parent", _("另一位管理员刚刚调整过，这个上级单位现在在本单位下面。请刷新后另选。"))
            return self.form_invalid(form)


class OrganisationRegister(ModelAdmin):
    """单位."""

    model = Organisation
    edit_view_class = ChangeOrganisationView
    history_view_enabled = True
    history_view_class = ReadersHistoryView
    menu_label = _("单位")
    menu_icon = "group"
    base_url_path = "registers/organisations"
    list_display = ["name", "code", "level", "kind", "profile", "mark", "region"]
    list_filter = ["level", "kind", "profile"]
    search_fields = ["name", "short_name", "code"]
    list_per_page = 50
    ordering = ["path"]
    permission_helper_class = OrganisationPermissions
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["path", "depth", "numchild"]
    list_export = ["name", "short_name", "code", "level", "kind", "profile", "mark", "region"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("kind"), FieldPanel("profile")]),
        FieldPanel("organ", widget=OrganisationChooser),
        FieldRowPanel([FieldPanel("code"), FieldPanel("region"), FieldPanel("mark")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until"), FieldPanel("successor", widget=OrganisationChooser)]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The part of the tree that the reader keeps."""
        return within(Organisation.objects.order_by("path"), "", kept_paths(request.user))

    def get_edit_handler(self) -> Any:
        """With the form that knows about the tree."""
        handler = super().get_edit_handler()
        handler.base_form_class = OrganisationForm
        return handler


class PostButtons(ButtonHelper):
    """Beside each proposed post: 确认."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """The usual buttons, and the confirmation for whoever did not propose it."""
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        user: Any = self.request.user
        if (
            obj.confirmed_at is None
            and obj.proposed_by_id != user.pk
            and self.permission_helper.user_can_edit_obj(user, obj)
        ):
            buttons.insert(
                0,
                {
                    "url": reverse("confirm_post", args=[obj.pk]),
                    "label": _("确认"),
                    "classname": "button",
                    "title": _("确认这个岗位"),
                },
            )
        return buttons


class ProposeView(CreateView):
    """A new post names who proposed it."""

    def form_valid(self, form: Any) -> Any:
        """Note the proposer."""
        form.instance.proposed_by = self.request.user
        return super().form_valid(form)


class MembershipRegister(ModelAdmin):
    """岗位."""

    model = Membership
    menu_label = _("岗位")
    menu_icon = "user"
    base_url_path = "registers/posts"
    create_view_class = ProposeView
    list_display = ["user", "organisation", "role", "title", "principal", "since", "until", "standing"]
    list_filter = ["role", "principal"]
    list_select_related = ["user", "organisation", "role"]
    search_fields = ["user__name", "organisation__name", "title"]
    list_per_page = 50
    ordering = ["-pk"]
    permission_helper_class = RegisterPermissions
    button_helper_class = PostButtons
    inspect_view_enabled = True
    panels = [
        FieldRowPanel(
            [
                FieldPanel("user", widget=PersonChooser),
                FieldPanel("organisation", widget=OrganisationChooser),
                FieldPanel("role"),
            ]
        ),
        FieldRowPanel([FieldPanel("title"), FieldPanel("principal")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The posts in the part of the tree that the reader keeps."""
        rows = Membership.objects.select_related("user", "organisation", "role")
        return within(rows, "organisation__", kept_paths(request.user)).order_by("-pk")

    def get_edit_handler(self) -> Any:
        """With the form that keeps a confirmed post as it was confirmed."""
        handler = super().get_edit_handler()
        handler.base_form_class = MembershipForm
        return handler

    def standing(self, obj: Membership) -> str:
        """In force, or waiting for the second person."""
        return str(_("已确认") if obj.confirmed_at else _("待另一人确认"))

    standing.short_description = _("状态")  # type: ignore[attr-defined]


class DelegationRegister(ModelAdmin):
    """委托代理."""

    model = Delegation
    menu_label = _("委托代理")
    menu_icon = "resubmit"
    base_url_path = "registers/delegations"
    list_display = ["giver", "taker", "membership", "since", "until", "revoked_at"]
    list_per_page = 50
    ordering = ["-pk"]
    permission_helper_class = DelegationPermissions
    inspect_view_enabled = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The delegations of posts in the reader's part of the tree."""
        rows = Delegation.objects.select_related("giver", "taker", "membership__organisation", "membership__role")
        return within(rows, "membership__organisation__", kept_paths(request.user)).order_by("-pk")


class HandoverPermissions(ReadOnlyPermissions):
    """A handover is proposed and confirmed on the desk; here it is read."""

    def path_of(self, obj: Any) -> str:
        """The place of the post that passes."""
        return str(obj.post.organisation.path)


class HandoverRegister(ModelAdmin):
    """岗位交接."""

    model = Handover
    menu_label = _("岗位交接")
    menu_icon = "redirect"
    base_url_path = "registers/handovers"
    list_display = ["post", "taker", "since", "proposed_by", "confirmed_by", "carried_out_at", "withdrawn_at"]
    list_per_page = 50
    ordering = ["-pk"]
    permission_helper_class = HandoverPermissions
    inspect_view_enabled = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The handovers of posts in the reader's part of the tree."""
        known = ("post__organisation", "post__role", "taker", "proposed_by", "confirmed_by")
        rows = Handover.objects.select_related(*known)
        return within(rows, "post__organisation__", kept_paths(request.user)).order_by("-pk")


class ResetPermissions(ReadOnlyPermissions):
    """Who reset whose password is read by those who read every register: accounts lie in no one place of the tree."""

    def user_can_list(self, user: Any) -> bool:
        """System and security administrators and auditors."""
        return kept_paths(user) is None

    def reaches(self, user: Any, obj: Any) -> bool:
        """The same for a single row."""
        return self.user_can_list(user)


class PasswordResetRegister(ModelAdmin):
    """密码重置."""

    model = PasswordReset
    menu_label = _("密码重置")
    menu_icon = "key"
    base_url_path = "registers/password-resets"
    list_display = ["user", "by", "at"]
    list_select_related = ["user", "by"]
    list_per_page = 50
    ordering = ["-pk"]
    permission_helper_class = ResetPermissions
    inspect_view_enabled = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Newest first."""
        return PasswordReset.objects.select_related("user", "by").order_by("-pk")


class OrganisationRegisters(ModelAdminGroup):
    """组织与岗位 in the menu."""

    menu_label = _("组织与岗位")
    menu_icon = "group"
    menu_order = 500
    items = (
        OrganisationRegister,
        MembershipRegister,
        DelegationRegister,
        HandoverRegister,
        PasswordResetRegister,
    )

"""节假日: the register of days that differ from the published calendar. System administrators keep it, auditors read it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazystr
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.widgets import AdminDateInput
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from workflows.engine import renew_soon
from workflows.organisations.registers import RolePermissions
from workflows.worktime.calendar import Calendar, last_published_year
from workflows.worktime.models import DayChange, DayOverride
from workflows.worktime.overriding import MOST_DAYS, remove_day, set_days

from .announcements import KEEPERS

READERS = KEEPERS | {"auditor"}


class KeeperPermissions(RolePermissions):
    """Who keeps the calendar moves everybody's terms. A day may be taken out again: the record of changes stays."""

    readers = READERS
    writers = KEEPERS
    deletable = True


class RecordPermissions(RolePermissions):
    """What the system writes is read only."""

    readers = READERS


class DayForm(WagtailAdminModelForm):
    """One day, or several in a row: a holiday is entered in one go. The view says by whom."""

    by: Any = None
    last = forms.DateField(
        label=_("到（含）"), required=False, widget=AdminDateInput, help_text=_("连续几天时填最后一天；只有一天不填")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].help_text = lazystr(
            _("%(year)d年及以前的国务院安排系统里已有，这里只登记不同的日子和新公布的年份。")
            % {"year": last_published_year()}
        )
        if self.instance.pk:
            self.fields["day"].disabled = self.fields["last"].disabled = True

    def clean(self) -> dict[str, Any]:
        """The last day lies a few days after the first."""
        cleaned: dict[str, Any] = super().clean()
        day, last = cleaned.get("day"), cleaned.get("last")
        if day and last and not 0 <= (last - day).days < MOST_DAYS:
            self.add_error("last", _("最后一天应在第一天之后，一次最多%(most)d天。") % {"most": MOST_DAYS})
        return cleaned

    def save(self, commit: bool = True) -> DayOverride:
        """Set the days, with a record, and let terms follow."""
        given = self.cleaned_data
        row = set_days(
            given["day"],
            given.get("last") or given["day"],
            working=given["working"],
            note=given["note"],
            completes_year=given["completes_year"],
            by=self.by,
        )
        renew_soon()
        return row


class NamesTheKeeper:
    """The form learns who is at work."""

    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form, signed."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # a mixin of modeladmin's views
        form.by = self.request.user
        return form


class CreateDay(NamesTheKeeper, CreateView):
    """登记."""


class EditDay(NamesTheKeeper, EditView):
    """修改."""


class DeleteDay(DeleteView):
    """删除: the published calendar decides again."""

    def confirmation_message(self) -> str:
        """What will happen."""
        return str(_("删除以后，这一天按国务院公布的安排计算，未办事项的期限随之重算。"))

    def delete_instance(self) -> None:
        """With a record, and let terms follow."""
        remove_day(self.instance, by=self.request.user)
        renew_soon()


class DayRegister(ModelAdmin):
    """节假日."""

    model = DayOverride
    menu_label = _("节假日")
    menu_icon = "calendar"
    base_url_path = "registers/holidays"
    create_view_class = CreateDay
    edit_view_class = EditDay
    delete_view_class = DeleteDay
    list_display = ["date", "kind", "note", "completes_year", "changed_by", "changed_at"]
    list_filter = ["working", "completes_year"]
    list_select_related = ["changed_by"]
    list_per_page = 50
    ordering = ["-day"]
    permission_helper_class = KeeperPermissions
    index_template_name = "administration/holidays.html"
    panels = [
        FieldRowPanel([FieldPanel("day"), FieldPanel("last")]),
        FieldPanel("working"),
        FieldPanel("note"),
        FieldPanel("completes_year"),
    ]

    def get_edit_handler(self) -> Any:
        """With the form that sets several days."""
        handler = super().get_edit_handler()
        handler.base_form_class = DayForm
        return handler

    @property
    def standing(self) -> str:
        """Up to which year terms are certain, in a sentence."""
        known = last_published_year()
        calendar = Calendar.read()
        while known + 1 in calendar.complete:
            known += 1
        return _now(
            "到%(known)d年的安排已有，期限按实算；%(next)d年还没有登记，期限按周一至周五暂计，页面上写“暂计”。"
        ) % {
            "known": known,
            "next": known + 1,
        }

    def date(self, obj: DayOverride) -> str:
        """With the day of the week."""
        return date_format(obj.day, "Y年n月j日 l")

    date.short_description = _("日期")  # type: ignore[attr-defined]
    date.admin_order_field = "day"  # type: ignore[attr-defined]

    def kind(self, obj: DayOverride) -> str:
        """In a word."""
        return str(_("上班") if obj.working else _("放假"))

    kind.short_description = _("安排")  # type: ignore[attr-defined]


class ChangeRegister(ModelAdmin):
    """节假日变动: who changed what."""

    model = DayChange
    menu_label = _("变动记录")
    menu_icon = "history"
    base_url_path = "registers/holiday-changes"
    list_display = ["moment", "day", "kind", "working", "note", "completes_year", "by"]
    list_select_related = ["by"]
    list_per_page = 50
    ordering = ["-pk"]
    permission_helper_class = RecordPermissions

    def moment(self, obj: DayChange) -> str:
        """To the minute."""
        return date_format(timezone.localtime(obj.at), "Y-m-d H:i")

    moment.short_description = _("时间")  # type: ignore[attr-defined]


class Holidays(ModelAdminGroup):
    """节假日 in the menu."""

    menu_label = _("工作日历")
    menu_icon = "calendar"
    menu_order = 510
    items = (DayRegister, ChangeRegister)

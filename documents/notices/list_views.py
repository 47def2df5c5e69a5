"""公文, the list: the papers of one's own organs, how far each has come, and the ways to begin a new one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from workflows import engine

from .models import Notice


def set_stages(papers: Iterable[Notice]) -> None:
    """Give each paper the name of the ``stage`` that it has reached; one query for all."""
    by_pk = {paper.pk: paper for paper in papers}
    kind = ContentType.objects.get_for_model(Notice)
    cases = engine.Instance.objects.filter(subject_type=kind, subject_id__in=by_pk, parent_item__isnull=True)
    for case in cases.select_related("node").order_by("pk"):
        by_pk[case.subject_id].stage = case.state_title


def _saved(paper: Notice) -> str:
    """“11月30日 13:17”, with the year where it is another one."""
    at = localtime(paper.changed_at)
    year = "" if at.year == localdate().year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日 {at:%H:%M}"


class Counted(WagtailPaginator):
    """Pages that say how many papers there are."""

    @cached_property
    def items_count_label(self) -> str:
        """“共6份”."""
        return _("共%d份") % self.count


class ListView(IndexView):
    """The papers of one's own organs, with both ways to begin a new one; nothing is done to several at once here."""

    paginator_class = Counted
    add_item_label = _("新建公文")
    list_display = (
        "__str__",
        Column("stage", label=_("环节"), classname="uncut"),
        "kind",
        Column("number", label=_("发文字号"), sort_key="number", classname="uncut"),
        Column("author", label=_("拟稿人"), classname="uncut"),
        Column("changed_at", label=_("修改时间"), sort_key="changed_at", accessor=_saved, classname="uncut"),
    )

    @cached_property
    def columns(self) -> list[Any]:
        """Without boxes to tick: every paper goes its own way."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the stage of every paper on the page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        set_stages(context["object_list"])
        return context

    def get_add_url(self) -> Any:
        """新建 begins with the choice of what to begin from."""
        return reverse("notices:new") if super().get_add_url() else None

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """新建公文, 导入 and 模板."""
        buttons = list(super().header_buttons)
        if self.add_url:
            buttons += [
                HeaderButton(_("导入"), url=reverse("notices:import"), icon_name="upload", priority=20),
                HeaderButton(_("模板"), url=reverse("notices:templates"), icon_name="doc-full", priority=30),
            ]
        return buttons

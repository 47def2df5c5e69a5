"""选择单位: every register of the administration chooses an organisation out of this one searchable list, part of the tree by part.

A dropdown of three thousand organs is no choice. Whoever may not read the registers finds nothing here.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from .models import Organisation
from .reaching import kept_paths
from .tree import STEP, within


class SearchForm(BaseFilterForm):
    """By name, short name or code; several words narrow, and each may be in the name of the superior too (“澈湖 妇联”)."""

    q = forms.CharField(
        label=_("查找单位"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("名称、简称或编码；几个词用空格隔开，如“绘桥 街道”")}),
    )

    def filter(self, objects: QuerySet[Organisation]) -> QuerySet[Organisation]:
        """Those that fit every word."""
        self.search_query = self.cleaned_data.get("q", "").strip()
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            own = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__istartswith=word)
            objects = objects.filter(own | Q(above__icontains=word))
        return objects


class Guarded:
    """For all views of a chooser: whoever it is not for is refused, and nothing but what they may reach can be chosen."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse strangers."""
        if not self.is_for(request.user):
            raise PermissionDenied
        view: Any = super()
        response: HttpResponseBase = view.dispatch(request, *args, **kwargs)
        return response

    def is_for(self, user: Any) -> bool:
        """Whether somebody may choose here at all."""
        raise NotImplementedError

    def reachable(self) -> QuerySet[Any]:
        """What the person may choose, in order."""
        raise NotImplementedError

    def get_object_list(self) -> QuerySet[Any]:
        """For the list."""
        return self.reachable()

    def get_object(self, pk: str) -> Any:
        """What was clicked."""
        return self.reachable().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        """Several; no register asks for that."""
        return self.reachable().filter(pk__in=pks)


class SearchableChooserViewSet(ChooserViewSet):
    """What the choosers of the registers have in common."""

    per_page = 20
    register_widget = False


class ReadersOnly(Guarded):
    """The part of the tree whose registers the person may read, without closed organs."""

    def is_for(self, user: Any) -> bool:
        """Whoever reads a register."""
        return kept_paths(user) != []

    def reachable(self) -> QuerySet[Organisation]:
        """What the person may choose, with the name of the node above."""
        higher = Organisation.objects.order_by().filter(
            path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - STEP)
        )
        rows = Organisation.objects.active().annotate(above=Subquery(higher.values("name")[:1]))
        return within(rows, "", kept_paths(self.request.user)).order_by("path")


class Listing(ReadersOnly, views.BaseChooseView):
    """The list, with what tells organs of the same name apart."""

    filter_form_class = SearchForm
    ordering = "path"

    @property
    def columns(self) -> list[Any]:
        """Name, superior, level, code."""
        found: list[Any] = super().columns
        found[0].label = _("名称")
        return [
            *found,
            Column("above", label=_("上级单位")),
            Column("level", label=_("层级"), accessor="get_level_display"),
            Column("code", label=_("编码")),
        ]


class ChooseView(Listing, views.ChooseView):
    """The window."""


class ChooseResultsView(Listing, views.ChooseResultsView):
    """Its rows, while one types."""


class ChosenView(ReadersOnly, views.ChosenView):
    """What was clicked."""


class ChosenMultipleView(ReadersOnly, views.ChosenMultipleView):
    """Several of them."""


class OrganisationChooserViewSet(SearchableChooserViewSet):
    """The chooser; a register names :data:`OrganisationChooser` as the widget of its field."""

    model = Organisation
    icon = "group"
    choose_one_text = _("选择单位")
    choose_another_text = _("另选单位")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


organisation_chooser = OrganisationChooserViewSet("organisation_chooser", url_prefix="registers/choose-organisation")


_Widget: Any = organisation_chooser.widget_class


class OrganisationChooser(_Widget):
    """The field: what is chosen, and a button that opens the list."""

    show_edit_link = False

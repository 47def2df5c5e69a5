"""选择人员: the person of a post, out of a searchable list of those whom the administrator may appoint."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views

from .appointing import appointable
from .choosing import Guarded, SearchableChooserViewSet
from .models import Membership, User
from .reaching import appointing_paths

MOST = 3
"""So many posts of a person are told in a line."""


class SearchForm(BaseFilterForm):
    """By name, account or the unit of a post; several words narrow (“澈湖 林予安”)."""

    q = forms.CharField(
        label=_("查找人员"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("姓名、账号或单位；几个词用空格隔开，如“绘桥 林予安”")}),
    )

    def filter(self, objects: QuerySet[User]) -> QuerySet[User]:
        """Those that fit every word."""
        self.search_query = self.cleaned_data.get("q", "").strip()
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            place = Q(organisation__name__icontains=word) | Q(organisation__short_name__icontains=word)
            posts = Membership.objects.filter(place, user=OuterRef("pk")).order_by()
            objects = objects.filter(Q(name__icontains=word) | Q(username__icontains=word) | Exists(posts))
        return objects


class AppointersOnly(Guarded):
    """Those whom the person may appoint."""

    def is_for(self, user: Any) -> bool:
        """Whoever may propose a post somewhere."""
        return appointing_paths(user) != []

    def reachable(self) -> QuerySet[User]:
        """Whom the person may choose, with the posts that they hold; those tell people of one name apart."""
        posts = Membership.objects.current().select_related("organisation__organ", "role").order_by("pk")
        return appointable(self.request.user).prefetch_related(Prefetch("memberships", posts, to_attr="held_now"))


def posts_of(person: Any) -> str:
    """“团澈湖市委书记；团澈湖市委办公室文书…”."""
    held = [f"{post.organisation.organ or ''}{post}" for post in person.held_now]
    return "；".join(held[:MOST]) + ("…" if len(held) > MOST else "") or str(_("没有岗位"))


class Listing(AppointersOnly, views.BaseChooseView):
    """The list, with what tells people of the same name apart."""

    filter_form_class = SearchForm
    ordering = ("name", "pk")

    @property
    def columns(self) -> list[Any]:
        """Name, account, posts."""
        found: list[Any] = super().columns
        found[0].label = _("姓名")
        return [*found, Column("username", label=_("账号")), Column("posts", label=_("现任岗位"), accessor=posts_of)]


class ChooseView(Listing, views.ChooseView):
    """The window."""


class ChooseResultsView(Listing, views.ChooseResultsView):
    """Its rows, while one types."""


class ChosenView(AppointersOnly, views.ChosenView):
    """Who was clicked."""


class ChosenMultipleView(AppointersOnly, views.ChosenMultipleView):
    """Several of them."""


class PersonChooserViewSet(SearchableChooserViewSet):
    """The chooser; a register names :data:`PersonChooser` as the widget of its field."""

    model = User
    icon = "user"
    choose_one_text = _("选择人员")
    choose_another_text = _("另选人员")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="registers/choose-person")

_Widget: Any = person_chooser.widget_class


class PersonChooser(_Widget):
    """The field: who is chosen, and a button that opens the list."""

    show_edit_link = False

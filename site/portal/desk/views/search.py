"""检索."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from documents.search.tokens import terms

from ..paging import SIZE, Slice, asked_page
from ..searching import KINDS
from ..searching import search as find
from ..shell import page
from .mine import TabLink


class Words(forms.Form):
    """What is looked for."""

    q = forms.CharField(
        label=_("找什么"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("如：灯火小屋 培训")}),
    )
    kind = forms.CharField(widget=forms.HiddenInput, required=False)


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The words, and what was found of one kind of document."""
    form = Words(request.GET or None)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in KINDS else "notice"
    number = asked_page(request)
    asked = bool(terms(query))
    found = find(request.user, chosen, query, offset=(number - 1) * SIZE, limit=SIZE + 1) if asked else None
    rows = found.rows if found else []
    here = reverse("desk:search")
    context = {
        "filters": form,
        "query": query,
        "asked": asked,
        "tabs": [
            TabLink(kind.title, f"{here}?{urlencode({'q': query, 'kind': key})}", key == chosen)
            for key, kind in KINDS.items()
        ],
        "rows": rows[:SIZE],
        "found": found,
        "page_obj": Slice(rows[:SIZE], number, has_next=len(rows) > SIZE),
    }
    return page(request, "desk/search.html", context, here="search")

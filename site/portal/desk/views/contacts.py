"""通讯录."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .. import contacts as directory
from ..forms import Search
from ..paging import slice_of
from ..shell import my_organs, my_posts, page


@login_required
@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """Organs of the reader's line and below, with who holds which post."""
    search = Search(request.GET, label=_("单位或姓名"))
    found = slice_of(directory.organs(my_posts(request), search.text), request)
    context = {"filters": search, "entries": directory.people(found.rows, my_organs(request)), "page_obj": found}
    return page(request, "desk/contacts.html", context, here="contacts")

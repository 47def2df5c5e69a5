"""转发/贯彻/答复: the source on the left, the own draft on the right, before it is kept and opened in the editor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.incoming import answering, forwarding, handling
from documents.incoming.forwarding import Mode
from documents.incoming.models import Incoming
from documents.notices.kinds import Kind
from documents.notices.showing import paper_view

from ..enclosures import of_upload
from ..shell import Back, may_draft, page
from .incoming import Tab
from .received import visible


@login_required
@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the draft would be; POST keeps it and opens the editor."""
    incoming = visible(request, pk)
    if not may_draft(request) or forwarding.unit_for(request.user, incoming) is None:
        raise Http404
    asked, offered = request.POST.get("mode") or request.GET.get("mode", ""), forwarding.modes(incoming)
    mode = Mode(asked) if asked in offered else offered[0]
    if request.method == "POST":
        try:
            notice = forwarding.compose(incoming, mode, user=request.user)
        except forwarding.ForwardingError as error:
            messages.warning(request, str(error))
            return redirect(incoming)
        written = _("草稿已存好，请写上答复的内容，再送核。")
        messages.success(request, written if mode == Mode.REPLY else _("草稿已存好，请改本地的要求，再送核。"))
        return redirect("notices:edit", notice.pk)
    if incoming.notice is not None:
        prefetch_related_objects([incoming.notice], "attachments", "co_issuers")
    proposal = forwarding.propose(incoming, mode, user=request.user)
    here = reverse("desk:compose", args=[incoming.pk])
    context = {
        "incoming": incoming,
        "source": paper_view(incoming.notice) if incoming.notice is not None else None,
        "scans": [of_upload(row) for row in handling.files(incoming)],
        "draft": paper_view(proposal.notice, sample=True),
        "terms": proposal.terms,
        "mode": mode,
        "tabs": [Tab(_title(incoming, one), f"{here}?mode={one.value}", one == mode) for one in offered],
        "children": forwarding.children(incoming),
    }
    back = Back(incoming.get_absolute_url(), _("来文"))
    return page(request, "desk/compose.html", context, here="incoming", back=back)


def _title(incoming: Incoming, mode: Mode) -> str:
    """The word on the tab; an answer is called by its 文种."""
    if mode != Mode.REPLY:
        return str(mode.label)
    return _("批复") if answering.answering_kind(incoming) == Kind.REPLY else _("复函")

"""提醒: what the system told the reader."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from workflows.notifications.models import Notification

from ..paging import slice_of
from ..shell import page


@login_required
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Newest first; the unread ones stand out."""
    found = slice_of(Notification.objects.on_desk(request.user), request)
    unread = any(row.read_at is None for row in found.rows)
    return page(
        request, "desk/notifications.html", {"rows": found.rows, "page_obj": found, "unread": unread}, here="mine"
    )


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """全部标为已读."""
    Notification.objects.unread(request.user).order_by().update(read_at=timezone.now())
    return redirect("desk:notifications")

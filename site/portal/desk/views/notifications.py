"""提醒: what the system told the reader."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from workflows.notifications.models import Notification

from ..paging import slice_of
from ..shell import my_unread, page, unread_in_words


@login_required
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Newest first; the unread ones stand out."""
    found = slice_of(Notification.objects.on_desk(request.user), request)
    unread = unread_in_words(my_unread(request))
    context = {"rows": found.rows, "page_obj": found, "unread": unread, "unread_count": unread}
    return page(request, "desk/notifications.html", context, here="mine")


@login_required
@require_GET
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notification leads, and count it as read; nothing else depends on that."""
    row = get_object_or_404(Notification.objects.on_desk(request.user), pk=pk)
    if row.read_at is None:
        Notification.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=timezone.now())
    inside = url_has_allowed_host_and_scheme(row.url, allowed_hosts=None)
    return redirect(row.url if inside else "desk:notifications")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """全部标为已读."""
    Notification.objects.unread(request.user).order_by().update(read_at=timezone.now())
    return redirect("desk:notifications")

"""确认岗位: the second person looks at a proposed post and confirms it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from .appointing import AppointmentError, confirm
from .models import Membership
from .registers import MembershipRegister, RegisterPermissions


def confirm_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the proposal; on POST put it in force."""
    post = get_object_or_404(Membership.objects.select_related("user", "organisation", "role", "proposed_by"), pk=pk)
    if not RegisterPermissions(Membership).user_can_edit_obj(request.user, post):
        raise PermissionDenied
    back = MembershipRegister().url_helper.index_url
    if request.method == "POST":
        try:
            confirm(post, by=request.user)
        except AppointmentError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已确认：%s") % post)
        return redirect(back)
    return render(request, "organisations/confirm_post.html", {"post": post, "back": back})

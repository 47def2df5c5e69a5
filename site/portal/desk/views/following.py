"""关注: a star on a matter, set and taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows import engine

from .. import acting
from ..shell import my_user


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """``on`` or ``off`` names the case. Nobody follows what they may not see; what they see no more they may let go."""
    on, off = request.POST.get("on", ""), request.POST.get("off", "")
    key = on or off
    if not (key.isascii() and key.isdigit()):
        raise Http404
    user = my_user(request)
    if on:
        case = acting.visible_instance(user, int(key))
        engine.follow(user, case)
        messages.success(request, _("已关注《%s》。办结或被退回时，会在提醒里告诉您。") % case.title)
    else:
        found = engine.Instance.objects.filter(pk=int(key)).first()
        if found is None or not engine.unfollow(user, found):
            raise Http404
        messages.success(request, _("不再关注《%s》。") % found.title)
    return redirect(acting.next_address(request, f"{reverse('desk:mine')}?tab=followed"))

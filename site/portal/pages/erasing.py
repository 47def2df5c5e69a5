"""抹去 and the public site: what the public can still read is taken down by the engine first, not erased behind its back."""

from typing import Any

from django.utils.translation import gettext as _

from documents.notices.models import Notice
from documents.submissions.models import Submission
from workflows import engine

from .models import NoticePage, ShowcasePage


@engine.eraser("公众站")
def refuse_public(thing: Any) -> int:
    """Nothing of ours is erased; a document that is still public is refused."""
    live = {
        Notice: NoticePage.objects.live().filter(notice_id=thing.pk),
        Submission: ShowcasePage.objects.live().filter(submission_id=thing.pk),
    }.get(type(thing))
    if live is not None and live.exists():
        raise engine.Refused([_("它还在公众站上公开。先撤下，再抹去。")])
    return 0

"""Who may see a received paper and its files, and where it is in lists."""

from typing import Any

from django.db.models import QuerySet

from documents.files.models import Upload
from documents.files.readers import reader
from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.tree import merged_into

from . import handling
from .models import Incoming
from .receiving import receiving_posts


def organs(user: Any) -> dict[int, Organisation]:
    """The organs for which the person receives papers, and those whose books they keep since a merger; two queries."""
    found = {post.organisation.organ_pk: post.organisation.as_organ for post in receiving_posts(user)}
    merged = merged_into(found)
    return {**found, **(Organisation.objects.in_bulk(merged) if merged else {})}


def of_organs(user: Any) -> QuerySet[Incoming]:
    """What the person's organs received, newest first; nothing for a stranger."""
    rows = Incoming.objects.filter(organ__in=list(organs(user)))
    return rows.select_related("organ", "receipt__signed_by", "registered_by").order_by("-pk")


def may_see(user: Any, incoming: Incoming) -> bool:
    """Whether the person may see it: they receive for the organ, or keep its book since a merger, or the engine shows them its
    case."""
    if any(post.organisation.organ_pk == incoming.organ_id for post in receiving_posts(user)):
        return True
    return incoming.organ_id in organs(user) or engine.allowed(user, "view", incoming)


@reader(handling.PURPOSE)
def _reads_file(user: Any, upload: Upload) -> bool:
    """Who may see the paper may see its files."""
    incoming = Incoming.objects.filter(pk=upload.subject_id or 0).first()
    return incoming is not None and may_see(user, incoming)

"""Who may see a received paper and its files, and where it is in lists."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from documents.files.models import Upload
from documents.files.readers import reader
from workflows import engine
from workflows.organisations.models import Organisation
from workflows.organisations.tree import merged_into

from . import handling
from .models import Incoming, Receipt
from .receiving import receives, receiving_posts


def organs(user: Any) -> dict[int, Organisation]:
    """The organs for which the person receives papers, and those whose books they keep since a merger; two queries."""
    found = {post.organisation.organ_pk: post.organisation.as_organ for post in receiving_posts(user)}
    merged = merged_into(found)
    return {**found, **(Organisation.objects.in_bulk(merged) if merged else {})}


def of_organs(user: Any) -> QuerySet[Incoming]:
    """What the person's organs received, newest first; nothing for a stranger."""
    rows = Incoming.objects.filter(organ__in=list(organs(user)))
    return rows.select_related("organ", "receipt__signed_by", "registered_by").order_by("-pk")


def is_only_dealing(user: Any) -> bool:
    """Whether the person has a post in an organ for which they receive nothing: one of 内设部门, or a lent one."""
    return bool(_dealing(user))


def dealt_with(user: Any) -> QuerySet[Incoming]:
    """Papers of this system, not taken back, that came to such an organ and whose case the engine shows the person there, in
    no order; to be narrowed to some papers.
    """
    rows = Incoming.objects.filter(organ__in=_dealing(user), receipt__status__in=_KEPT).order_by()
    return rows.filter(Exists(engine.visible(user, handling.KEY).filter(subject_id=OuterRef("pk")).order_by()))


def few_dealt_with(user: Any, most: int) -> set[int] | None:
    """The keys of all these papers (:class:`Notice`) where the person may see no more than *most* received ones, else None; two
    queries, none for those who receive."""
    if not is_only_dealing(user):
        return set()
    keys = engine.few(user, handling.KEY, most)
    if keys is None:
        return None
    return set(Receipt.objects.filter(incoming__in=keys, status__in=_KEPT).values_list("notice_id", flat=True))


_KEPT = (Receipt.Status.SIGNED, Receipt.Status.RETURNED)


def _dealing(user: Any) -> set[int]:
    held = engine.standing(user).posts
    receiving = {post.organ_id for post in held if post.giver is None and receives(post.membership)}
    return {post.organ_id for post in held if post.is_business} - receiving


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

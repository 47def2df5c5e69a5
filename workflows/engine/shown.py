"""Cases and their items as pages show them; within one glance each is read once (``workflows.database.glance``)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from workflows.database import keep, known, once, quickly

from .models import Instance, WorkItem


def for_display(query: QuerySet[Instance]) -> QuerySet[Instance]:
    """With everything that is shown of a case, in the same query; the rules come from memory."""
    return quickly(query.select_related("organ", "organisation", "started_by", "node", "subject_type"))


_LISTED = (
    *("process", "definition", "subject_type", "subject_id", "title", "series", "path", "entry", "content", "outcome"),
    *("entered_at", "changed_at", "finished_at", "suspended_at", "root", "parent_item", "organisation", "started_by"),
    *("node__name", "node__title", "node__final", "organ__name", "organ__short_name"),
)


def for_listing(query: QuerySet[Instance]) -> QuerySet[Instance]:
    """With what a line of a list shows, and no more: the memory of a case and the rules of its state stay where they are."""
    return quickly(query.select_related("organ", "node").only(*_LISTED))


def shown_case(pk: int) -> Instance | None:
    """The case of that key, if there is one."""
    return once(("case", pk), lambda: for_display(Instance.objects.all()).filter(pk=pk).first())


def shown_cases(subject_type_id: int, subject_id: int) -> tuple[Instance, ...]:
    """Every case of a document, those inside others too, newest first; one query."""

    def read() -> tuple[Instance, ...]:
        found = Instance.objects.filter(subject_type=subject_type_id, subject_id=subject_id).order_by("-pk")
        return tuple(known(("case", one.pk)) or keep(("case", one.pk), one) for one in for_display(found))

    return once(("cases", subject_type_id, subject_id), read)


def shown_items(instances: Iterable[Instance]) -> dict[int, tuple[WorkItem, ...]]:
    """The items of each case by its key, in the order in which they were put, with the names of posts and people; one query.

    The other cases of the same document that are shown in this glance will be asked for next, so theirs come along.
    """
    cases = list(instances)
    found: dict[int, tuple[WorkItem, ...] | None] = {one.pk: known(("items", one.pk)) for one in cases}
    missing: dict[int, list[WorkItem]] = {pk: [] for pk, items in found.items() if items is None}
    if missing:
        beside = (known(("cases", one.subject_type_id, one.subject_id)) or () for one in cases)
        missing |= {one.pk: [] for some in beside for one in some if known(("items", one.pk)) is None}
        items = WorkItem.objects.filter(instance__in=list(missing)).order_by("pk")
        for item in quickly(items.select_related("organisation", "role", "user", "done_by", "behalf", "read_by")):
            missing[item.instance_id].append(item)
    read = {pk: keep(("items", pk), tuple(items)) for pk, items in missing.items()}
    return {pk: read[pk] if items is None else items for pk, items in found.items()}

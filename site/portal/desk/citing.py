"""依据 of a paper: what it cites, each a link where the reader may read the paper that bears that number."""

from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.incoming import reading, receiving
from documents.notices.models import Notice
from documents.notices.showing import PaperView
from workflows import engine

from .reading import Fact


def cited(paper: PaperView, user: Any, parent: Notice | None = None) -> list[Fact]:
    """A line for *parent*, the paper that this one passes on, and for each cited paper; three queries at most, none where
    nothing is cited."""
    papers = list(dict.fromkeys(pair for block in paper.blocks for pair in block.papers))
    if parent is not None:
        others = [pair for pair in papers if not parent.number or pair[1] != parent.number]
        papers = [(parent.plain_title, parent.number), *others]
    links = addresses((number for _title, number in papers if number), user)
    return [
        Fact(_("依据"), f"《{title}》" * bool(title) + f" {number}" * bool(number), links.get(number, ""))
        for title, number in papers
    ]


def addresses(numbers: Iterable[str], user: Any) -> dict[str, str]:
    """Where the reader may read the papers of those numbers: as they were received, as one's department deals with them, or as
    they are on their way in one's own organs."""
    wanted = set(numbers)
    if not wanted:
        return {}
    receipts = receiving.inbox(user).filter(notice=OuterRef("pk")).order_by().values("pk")[:1]
    asked = reading.dealt_with(user).filter(receipt__notice=OuterRef("pk")).values("pk")[:1]
    dealt = Subquery(asked) if reading.is_only_dealing(user) else Value(None, output_field=IntegerField())
    rows = Notice.objects.filter(number__in=wanted).annotate(receipt=Subquery(receipts), dealt=dealt).order_by()
    links, others = {}, {}
    for pk, number, receipt, received in rows.values_list("pk", "number", "receipt", "dealt"):
        if receipt or received:
            links[number] = (
                reverse("desk:receipt", args=[receipt]) if receipt else reverse("desk:received", args=[received])
            )
        else:
            others[pk] = number
    return links | {others[pk]: reverse("desk:notice", args=[pk]) for pk in _seen(user, others)}


def _seen(user: Any, papers: Iterable[int]) -> list[int]:
    """Which of the papers the reader may see; for one the paper itself is asked, which is nearly always the case."""
    keys = list(papers)
    if len(keys) == 1:
        return keys if engine.allowed(user, "view", Notice(pk=keys[0])) else []
    found = engine.visible(user, "notice").filter(subject_id__in=keys) if keys else ()
    return [case.subject_id for case in found]

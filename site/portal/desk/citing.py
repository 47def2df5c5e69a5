"""依据 of a paper: what it cites, each a link where the reader may read the paper that bears that number."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.incoming import receiving
from documents.notices.models import Notice
from documents.notices.showing import PaperView
from workflows import engine

from .reading import Fact


def cited(paper: PaperView, user: Any, parent: Notice | None = None) -> list[Fact]:
    """A line for *parent*, the paper that this one passes on, and for each cited paper; four queries at most, none where
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
    """Where the reader may read the papers of those numbers: on the way in one's own organs, or as it was received."""
    wanted = set(numbers)
    if not wanted:
        return {}
    found = dict(Notice.objects.filter(number__in=wanted).values_list("pk", "number"))
    seen = set(engine.visible(user, "notice").filter(subject_id__in=found).values_list("subject_id", flat=True))
    links = {
        row.notice.number: reverse("desk:receipt", args=[row.pk])
        for row in receiving.inbox(user).filter(notice__in=set(found) - seen)
    }
    return links | {found[pk]: reverse("desk:notice", args=[pk]) for pk in seen}

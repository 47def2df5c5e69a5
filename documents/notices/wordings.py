"""花脸稿: any two wordings of a paper that were kept, compared word by word: what went struck out, what came underlined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.files.models import Upload
from documents.printing import Printed
from documents.printing.sheets import sheet
from workflows import engine
from workflows.organisations.models import Organisation

from . import content
from .adapter import NoticeType
from .models import Notice

NOW = "now"
MOST = 200
"""So many of the newest wordings are offered."""


@dataclass(frozen=True)
class Kept:
    """A wording that was kept: its key, and what people call it (送核后 11月20日 10:30 林予安)."""

    key: str
    title: str
    at: datetime | None = None


def kept_wordings(notice: Notice) -> list[Kept]:
    """The wordings, newest first: as it stands now, then every one that was saved, each with the step that was taken on it."""
    revisions = list(notice.revisions.select_related("user").defer("content").order_by("-created_at", "-pk")[:MOST])
    case = engine.instance_of(notice, "issue")
    steps = [(row.at, row.verb) for row in engine.history(case) if row.verb and row.kind != "edit"] if case else []
    found, later = [Kept(NOW, _("现稿"))], None
    for revision in revisions:
        taken = [verb for at, verb in steps if revision.created_at <= at and (later is None or at < later)]
        day = date_format(timezone.localtime(revision.created_at), "n月j日 H:i")
        words = [day, str(revision.user or ""), _("（%s时的稿子）") % taken[-1] if taken else ""]
        found.append(Kept(str(revision.pk), " ".join(filter(None, words)), revision.created_at))
        later = revision.created_at
    return found


def passages_of(notice: Notice, key: str) -> list[engine.Passage] | None:
    """The texts of one wording, part by part; None when there is none under that key. Of *notice* co-issuers and attachments
    are best at hand."""
    subject: Any = notice
    if key != NOW:
        revision = notice.revisions.filter(pk=int(key)).first() if key.isdecimal() else None
        if revision is None:
            return None
        subject = _as_it_was(revision.content, notice)
    return NoticeType().passages(content.projection(subject))


def _as_it_was(kept: dict[str, Any], now: Notice) -> Notice:
    """The paper of a kept wording, with what its substance is read from; it asks only for organs and files that *now* has not.

    ``Revision.as_object`` would ask for every key in it, one by one.
    """
    subject: Notice = Notice.from_serializable_data(kept, check_fks=False, strict_fks=False)
    organs = {row.organisation_id: row.organisation for row in now.co_issuers.all()}
    files = {row.upload_id: row.upload for row in now.attachments.all()}
    rows, enclosed = list(subject.co_issuers.all()), list(subject.attachments.all())
    if missing := {row.organisation_id for row in rows} - organs.keys():
        organs |= Organisation.objects.in_bulk(missing)
    if lost := {row.upload_id for row in enclosed} - {None} - files.keys():
        files |= Upload.objects.in_bulk(lost)
    for row in rows:
        row.organisation = organs[row.organisation_id]
    for row in enclosed:
        row.upload = files.get(row.upload_id)
    return subject


def marked(old: Sequence[engine.Passage], new: Sequence[engine.Passage]) -> list[engine.Difference]:
    """The parts that differ, whole."""
    return engine.differences(old, new)


def marked_sheet(notice: Notice, before: str, after: str, found: Sequence[engine.Difference]) -> Printed:
    """The comparison to print; *before* and *after* are what the wordings are called."""
    html = render_to_string("print/marked_paper.html", {"differences": found, "before": before, "after": after})
    return sheet(html, title=_("修改对照"), head=notice.plain_title, meta=str(notice.organ))

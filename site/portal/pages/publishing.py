"""公开发布: what the engine's act does to the public site. Everything runs inside the act's transaction and may run again.

Nothing is shown that is not in what was approved. Of a notice: the words to which the print is bound, that print, and the
attachments named in the words. Of a 典型: the draft that passed the privacy check.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.notices.models import Artifact, IssuedNumber, Notice
from documents.notices.printing import issued_print
from documents.privacy.detectors import Severity
from documents.submissions.models import Publicity, ShowcaseDraft, Submission
from documents.submissions.publicising import place_of
from documents.submissions.showcasing import broken_consents, findings, gaps
from workflows.engine import Moment, Refused, effect

from .editions import public_reading
from .examining import examine_page
from .guarding import engine_writes
from .models import (
    NoticeIndexPage,
    NoticePage,
    NoticePageFile,
    ResultIndexPage,
    ResultsPage,
    ShowcaseIndexPage,
    ShowcasePage,
)
from .putting import free_slug, put_live, section


@effect("notice.publish_page", title=_("在公众站公开"))
def publish_notice_page(moment: Moment) -> None:
    """The transition 公开发布 of a notice."""
    publish_notice(moment.subject, now=moment.now)


@effect("notice.take_page_down", title=_("从公众站撤下"))
def take_notice_page_down(moment: Moment) -> None:
    """撤销: what is void from the beginning leaves the public site; a repealed paper stays, and says that it is."""
    page = NoticePage.objects.filter(notice=moment.subject, live=True).first()
    if page is not None:
        page.live, page.expired = False, True
        with engine_writes():
            page.save()


@effect("notice.mark_page", title=_("在公众站注明失效"))
def mark_notice_page(moment: Moment) -> None:
    """废止: the page says from which day on; what was kept of it is made anew."""
    page = NoticePage.objects.filter(notice=moment.subject, live=True).first()
    if page is not None:
        with engine_writes():
            page.save()


@effect("submission.publish_page", title=_("在公众站公开典型"))
def publish_story_page(moment: Moment) -> None:
    """The transition 公开发布 of a 典型."""
    publish_story(moment.subject, now=moment.now)


@effect("submission.announce_page", title=_("在公众站张贴公示"))
def publish_list_page(moment: Moment) -> None:
    """The transition 开始公示: the list of the day hangs out."""
    place = place_of(moment.subject)
    if place is not None:
        publish_list(place.publicity, now=moment.now)


def publish_list(publicity: Publicity, *, now: datetime) -> ResultsPage:
    """Make the public page of a 公示; for every further paper of the same day it is there already. It reads the list afresh.

    Raises :class:`Refused` when there is no public site yet.
    """
    page = ResultsPage.objects.filter(publicity=publicity).first()
    if page and page.live:
        return page
    fields = {"title": publicity.title, "publicity": publicity, "call": publicity.call, "lead": publicity.lead}
    return put_live(page or ResultsPage(), section(ResultIndexPage), fields, now)


def follow_list(sender: Any, instance: Publicity, **kwargs: Any) -> None:
    """Receiver: a 公示 that hangs out longer (顺延) says so on its page."""
    page = ResultsPage.objects.filter(publicity=instance, live=True).first()
    if page is not None and page.objection_until != instance.until:
        with engine_writes():
            page.save()


def publish_notice(notice: Notice, *, now: datetime) -> NoticePage:
    """Make the public page of an issued notice, or bring it up to a newer issue; the same issue again changes nothing.

    Raises :class:`Refused` when there is no issue that fits the text, or no public site yet.
    """
    artifact = _frozen_issue(notice)
    index = section(NoticeIndexPage)
    page = NoticePage.objects.filter(notice=notice).first()
    if page and page.live and page.artifact_id == artifact.pk:
        return page
    reading = public_reading(notice)
    fields: dict[str, Any] = {
        "title": notice.plain_title,
        "artifact": artifact,
        "content": artifact.content,
        "organ": notice.organ,
        "kind": notice.kind,
        "number": notice.number,
        "signed_on": notice.signed_on,
        "summary": reading.summary,
        "paper": reading.paper,
        "text": reading.text,
        "masked": reading.masked,
    }
    if page is None:
        day = timezone.localtime(now).date()
        fields |= {
            "notice": notice,
            "published_on": day,
            "index_number": _index_number(notice, day.year),
            "slug": free_slug(index, _number_stem(notice), artifact.content),
        }
    page = put_live(page or NoticePage(), index, fields, now)
    _attach(page, notice)
    return page


def _frozen_issue(notice: Notice) -> Artifact:
    """The print that is bound to exactly this text and number."""
    artifact = issued_print(notice)
    if artifact is None or notice.signed_on is None:
        raise Refused([_("没有与正文和文号一致的正式件，不能公开发布。请先完成印发。")])
    return artifact


def _number_stem(notice: Notice) -> str:
    """``2026-3`` of 团曦联〔2026〕3号: digits that a reader can tell over the phone, never pinyin."""
    given = notice.issued_numbers.filter(status=IssuedNumber.Status.ISSUED).select_related("pool").first()
    return f"{given.pool.year}-{given.n}" if given else f"{notice.signed_on:%Y}"


def _index_number(notice: Notice, year: int) -> str:
    """索引号: code of the organ, year, and the place in the row of what the organ made public that year."""
    stem = f"{notice.organ.code}/{year}-"
    taken = NoticePage.objects.filter(index_number__startswith=stem).values_list("index_number", flat=True)
    last = max((int(number.removeprefix(stem)) for number in taken), default=0)
    return f"{stem}{last + 1:05d}"


def _attach(page: NoticePage, notice: Notice) -> None:
    """The attachments that have a file, in the order of the paper; each is read for personal data after the commit."""
    rows = [row for row in notice.attachments.all() if row.upload]
    with engine_writes():
        page.attached.all().delete()
        for order, row in enumerate(rows):
            NoticePageFile.objects.create(page=page, upload=row.upload, title=row.title, order=order)
    if rows:
        transaction.on_commit(lambda: examine_page(page))


def publish_story(submission: Submission, *, now: datetime) -> ShowcasePage:
    """Make the public page of a 典型, or bring it up to a newer draft; the same draft again changes nothing.

    Raises :class:`Refused` with every finding that keeps it from the public.
    """
    draft = ShowcaseDraft.objects.select_related("picture").filter(submission=submission).first()
    if draft is None:
        raise Refused([_("还没有典型稿，请宣传干事先编辑。")])
    if found := obstacles(draft, now):
        raise Refused(found)
    index = section(ShowcaseIndexPage)
    page = ShowcasePage.objects.filter(submission=submission).first()
    fields = _story_fields(draft)
    if page and page.live and page.content == fields["content"]:
        return page
    result = getattr(submission, "result", None)
    fields |= {
        "campaign": submission.call.campaign,
        "picture": draft.picture,
        "adopted_by": result.decided_by if result and result.passed else None,
        "adopted_on": result.decided_on if result and result.passed else None,
    }
    if page is None:
        fields |= {
            "submission": submission,
            "slug": free_slug(index, f"{draft.year}-{submission.number}", fields["content"]),
        }
    return put_live(page or ShowcasePage(), index, fields, now)


def obstacles(draft: ShowcaseDraft, now: datetime) -> list[str]:
    """What keeps a draft from the public: something missing, a consent that has ended, personal data in the text."""
    given_away = [row for row in findings(draft) if row.severity is Severity.ERROR]
    return [
        *gaps(draft),
        *broken_consents(draft, now),
        *(_("“%(what)s”：%(why)s") % {"what": row.excerpt, "why": row.message} for row in given_away),
    ]


def _story_fields(draft: ShowcaseDraft) -> dict[str, Any]:
    """The words of the page and their digest."""
    words: dict[str, Any] = {
        "title": draft.title,
        "unit": draft.unit_label,
        "year": draft.year,
        "summary": draft.summary,
        "story": [part.strip() for part in draft.story if part.strip()],
        "takeaways": draft.takeaways,
        "picture_alt": draft.picture_alt if draft.picture else "",
        "with_consent": any(consent.is_minor for consent in draft.consents.all()),
    }
    frozen = {**words, "picture": draft.picture.sha256 if draft.picture else ""}
    canonical = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        **words,
        "content": hashlib.sha256(canonical.encode()).hexdigest(),
        "text": "\n".join([words["unit"], words["summary"], *words["story"], words["takeaways"]]),
    }

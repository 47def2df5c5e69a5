"""发文登记簿: every number that an organ gave out, the voided ones with their reason (条例第25条)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.notices.models import IssuedNumber, Notice, NumberPool
from documents.notices.numbering import format_number
from workflows import engine

COLUMNS = (
    (_("发文字号"), 22),
    (_("标题"), 60),
    (_("文种"), 8),
    (_("主送"), 40),
    (_("签发人"), 12),
    (_("成文日期"), 12),
    (_("编号时间"), 18),
    (_("印发日期"), 12),
    (_("份数"), 8),
    (_("发文机关"), 24),
    (_("状态"), 8),
    (_("备注"), 30),
)


SENT, NOT_SENT, VOIDED, LAPSED = "sent", "open", "voided", "lapsed"
STATES = (
    (SENT, _("已印发")),
    (NOT_SENT, _("编号未印发")),
    (VOIDED, _("作废的号")),
    (LAPSED, _("已撤销、废止")),
)


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; empty means everything. *since* and *until* are days of 成文, both included."""

    year: str = ""
    mark: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


def entries(organs: Iterable[int], wanted: Wanted) -> QuerySet[IssuedNumber]:
    """The register of these organs, newest number first; each row knows whether its paper went out (``is_sent``)."""
    rows = IssuedNumber.objects.filter(pool__organ__in=list(organs)).select_related("pool__organ", "notice")
    rows = rows.annotate(is_sent=_went_out("notice_id"))
    if wanted.year.isascii() and wanted.year.isdigit():
        rows = rows.filter(pool__year=int(wanted.year))
    if wanted.mark:
        rows = rows.filter(pool__mark=wanted.mark)
    if wanted.kind:
        rows = rows.filter(notice__kind=wanted.kind)
    if wanted.since:
        rows = rows.filter(notice__signed_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(notice__signed_on__lte=wanted.until)
    if wanted.text:
        rows = rows.filter(Q(notice__title__icontains=wanted.text) | Q(notice__number__icontains=wanted.text))
    return _in_state(rows, wanted.state).order_by("-pool__year", "pool__mark", "-n")


def _went_out(key: str) -> Exists:
    """Whether the paper of that *key* was sent out: its 发文 ended well."""
    return Exists(
        engine.Instance.objects.filter(
            process="issue",
            subject_type=ContentType.objects.get_for_model(Notice),
            subject_id=OuterRef(key),
            outcome="passed",
        )
    )


def _in_state(rows: Any, state: str) -> Any:
    if state == VOIDED:
        return rows.filter(status=IssuedNumber.Status.VOIDED)
    used = rows.filter(status=IssuedNumber.Status.ISSUED)
    if state == SENT:
        return used.filter(is_sent=True)
    if state == NOT_SENT:
        return used.filter(is_sent=False)
    return used.exclude(notice__validity="") if state == LAPSED else rows


def counts(rows: QuerySet[IssuedNumber]) -> dict[str, int]:
    """How many numbers there are, went out, wait, are void, and how many of the papers lapsed; one query."""
    used = Q(status=IssuedNumber.Status.ISSUED)
    return rows.order_by().aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=used & Q(is_sent=True)),
        open=Count("pk", filter=used & Q(is_sent=False)),
        voided=Count("pk", filter=Q(status=IssuedNumber.Status.VOIDED)),
        lapsed=Count("pk", filter=used & ~Q(notice__validity="")),
    )


def state_of(entry: IssuedNumber) -> str:
    """What became of the number, in words: 已作废, what became of its paper afterwards, 已印发 or 未印发."""
    if entry.status == IssuedNumber.Status.VOIDED:
        return gettext("已作废")
    if entry.notice.validity:
        return str(entry.notice.get_validity_display())
    return gettext("已印发") if entry.__dict__.get("is_sent") else gettext("未印发")


def choices(organs: Iterable[int]) -> tuple[list[str], list[str]]:
    """Years and 代字 that occur in the register; one query."""
    pools = NumberPool.objects.filter(organ__in=list(organs)).values_list("year", "mark").order_by("-year", "mark")
    found = list(pools)
    return [str(year) for year in dict.fromkeys(y for y, _mark in found)], list(dict.fromkeys(m for _year, m in found))


def number_of(entry: IssuedNumber) -> str:
    """The number as printed; a voided paper has lost it, the register has not."""
    return format_number(entry.pool.mark, entry.pool.year, entry.n)


def signers(notices: Iterable[int]) -> dict[int, str]:
    """Who signed each paper, by the paper's key: of the latest 签发, on paper or here; one query."""
    events = (
        engine.Event.objects.filter(
            name="sign",
            instance__process="issue",
            instance__subject_type=ContentType.objects.get_for_model(Notice),
            instance__subject_id__in=list(notices),
        )
        .select_related("instance", "actor", "text")
        .order_by("pk")
    )
    return {event.instance.subject_id: _signer(event) for event in events}


def corrections(notices: Iterable[int]) -> dict[int, list[str]]:
    """The numbers of the papers that correct these, by the key of the paper corrected; those that went out, one query."""
    sent = Notice.objects.filter(_went_out("pk"), corrects__in=list(notices)).order_by("pk")
    found: dict[int, list[str]] = {}
    for paper, number in sent.values_list("corrects", "number"):
        found.setdefault(paper, []).append(number)
    return found


def _signer(event: Any) -> str:
    """The name on the paper where it was signed on paper; else the person who pressed the button."""
    origin = json.loads(event.text.origin) if hasattr(event, "text") and event.text.origin else {}
    return str(origin.get("signer") or event.actor or "")


def table(rows: Iterable[IssuedNumber]) -> Iterator[tuple[Any, ...]]:
    """The rows of the exported sheet, in the order of :data:`COLUMNS`."""
    entries_found = list(rows)
    keys = {entry.notice_id for entry in entries_found}
    names, mended = signers(keys), corrections(keys)
    for entry in entries_found:
        notice = entry.notice
        yield (
            number_of(entry),
            notice.plain_title,
            notice.get_kind_display(),
            notice.recipients,
            names.get(notice.pk, notice.signer),
            notice.signed_on,
            timezone.localtime(entry.at),
            notice.printed_on,
            notice.copies,
            entry.pool.organ.name,
            state_of(entry),
            _remark(entry, mended.get(notice.pk, [])),
        )


def _remark(entry: IssuedNumber, mended: list[str]) -> str:
    """Why the number is void, or which papers correct the one that has it."""
    if entry.status == IssuedNumber.Status.VOIDED:
        return gettext("作废：%s") % entry.reason if entry.reason else ""
    return gettext("有更正：%s") % "、".join(mended) if mended else ""

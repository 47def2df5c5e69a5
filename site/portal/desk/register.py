"""发文登记簿: every number that an organ gave out, the voided ones with their reason (条例第25条)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone
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
    (_("作废原因"), 30),
)


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; empty means everything."""

    year: str = ""
    mark: str = ""
    text: str = ""


def entries(organs: Iterable[int], wanted: Wanted) -> QuerySet[IssuedNumber]:
    """The register of these organs, newest number first."""
    rows = IssuedNumber.objects.filter(pool__organ__in=list(organs)).select_related("pool__organ", "notice")
    if wanted.year.isascii() and wanted.year.isdigit():
        rows = rows.filter(pool__year=int(wanted.year))
    if wanted.mark:
        rows = rows.filter(pool__mark=wanted.mark)
    if wanted.text:
        rows = rows.filter(Q(notice__title__icontains=wanted.text) | Q(notice__number__icontains=wanted.text))
    return rows.order_by("-pool__year", "pool__mark", "-n")


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


def _signer(event: Any) -> str:
    """The name on the paper where it was signed on paper; else the person who pressed the button."""
    origin = json.loads(event.text.origin) if hasattr(event, "text") and event.text.origin else {}
    return str(origin.get("signer") or event.actor or "")


def table(rows: Iterable[IssuedNumber]) -> Iterator[tuple[Any, ...]]:
    """The rows of the exported sheet, in the order of :data:`COLUMNS`."""
    entries_found = list(rows)
    names = signers({entry.notice_id for entry in entries_found})
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
            entry.notice.get_validity_display() or entry.get_status_display(),
            entry.reason,
        )

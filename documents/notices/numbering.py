"""发文字号: gapless per organ, 代字 and year (GB/T 9704-2012 7.2.5)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import IssuedNumber, Notice, NumberPool


class NumberingError(Exception):
    """A number cannot be given; the message says why and what to do."""


def format_number(mark: str, year: int, n: int) -> str:
    """``团曦联〔2026〕3号``: full year in six-cornered brackets, no 第, no leading zero."""
    return f"{mark}〔{year}〕{n}号"


def allocate(notice: Notice, *, now: datetime) -> IssuedNumber:
    """Give the notice the next number of its organ's row for the current year.

    Must run inside a transaction, as the last lock taken: the row of numbers stays locked until the commit, so a transaction
    that rolls back leaves no gap. A notice that has a number keeps it (it may have been sent back and come again).
    Raises :class:`NumberingError` when there is no 代字.
    """
    if notice.number:
        return notice.issued_numbers.get(status=IssuedNumber.Status.ISSUED)
    if not notice.mark:
        raise NumberingError(_("还没有填机关代字，请先在编号页填写，如“团曦发”。"))
    year = timezone.localtime(now).year
    NumberPool.objects.get_or_create(organ_id=notice.organ_id, mark=notice.mark, year=year)
    pool = NumberPool.objects.select_for_update().get(organ_id=notice.organ_id, mark=notice.mark, year=year)
    issued = IssuedNumber.objects.create(pool=pool, n=pool.next, notice=notice, at=now)
    pool.next += 1
    pool.save(update_fields=["next"])
    notice.set_down(number=format_number(pool.mark, pool.year, issued.n))
    return issued


@transaction.atomic
def void(issued: IssuedNumber, *, reason: str) -> None:
    """作废: the number stays in the register with its reason and is never given again."""
    if not reason.strip():
        raise NumberingError(_("请写明作废原因。"))
    locked = IssuedNumber.objects.select_for_update(of=("self",)).select_related("notice").get(pk=issued.pk)
    if locked.status == IssuedNumber.Status.VOIDED:
        raise NumberingError(_("这个文号已经作废。"))
    locked.status = IssuedNumber.Status.VOIDED
    locked.reason = reason.strip()
    locked.save(update_fields=["status", "reason"])
    Notice.objects.filter(pk=locked.notice_id).update(number="")

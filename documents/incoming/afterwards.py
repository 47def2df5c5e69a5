"""补发 and 发错撤回: receipts that arise later, and receipts that are closed because the paper should not have come."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.notices.models import Notice, NoticeRecipient
from documents.notices.sequels import Sequel, running, settle
from workflows.engine import Moment, Refused, effect, guard
from workflows.notifications.delivery import handles
from workflows.notifications.models import Outbox
from workflows.notifications.posting import Message
from workflows.organisations.models import User

from .announcing import OFFICE_ROLES, receivers
from .models import Receipt
from .receiving import sign_by

TOPIC = "sequel"
"""Topic of the outbox; the key is the :class:`Sequel`."""


def in_hand(notice: Notice) -> QuerySet[Receipt]:
    """The receipts of organs that have the paper: neither sent back nor recalled."""
    held = notice.receipts.filter(status__in=[Receipt.Status.WAITING, Receipt.Status.SIGNED])
    return held.select_related("organisation").order_by("part", "organisation__path")


@effect("notice.supplement", title=_("给补发单位发签收件"))
def supplement(moment: Moment) -> None:
    """补发: the range grows by these organs, and each has a receipt; a recalled or returned one waits anew."""
    sequel = settle(moment, Sequel.Status.DONE)
    rows = list(sequel.organs.all())
    notice: Notice = moment.subject
    if not rows:
        raise Refused([_("没有写明补发给谁，请撤回申请，重新提出。")])
    NoticeRecipient.objects.bulk_create(
        [NoticeRecipient(notice=notice, organisation_id=row.organisation_id, part=row.part) for row in rows],
        ignore_conflicts=True,
    )
    known = {one.organisation_id: one for one in notice.receipts.select_for_update(of=("self",))}
    due_at = sign_by(notice.urgency, moment.now)
    Receipt.objects.bulk_create(
        Receipt(notice=notice, organisation_id=row.organisation_id, part=row.part, arrived_at=moment.now, due_at=due_at)
        for row in rows
        if row.organisation_id not in known
    )
    again = [
        known[row.organisation_id].pk
        for row in rows
        if row.organisation_id in known
        and known[row.organisation_id].status in (Receipt.Status.RETURNED, Receipt.Status.RECALLED)
    ]
    Receipt.objects.filter(pk__in=again).update(
        status=Receipt.Status.WAITING,
        arrived_at=moment.now,
        due_at=due_at,
        signed_at=None,
        signed_by=None,
        post=None,
        reason="",
    )
    _tell(sequel, moment.now)


@guard("notice.recallable", title=_("还有可以撤回的"))
def is_recallable(moment: Moment) -> str | None:
    """Somebody named still has the paper."""
    named = running(moment).organs.values("organisation")
    if in_hand(moment.subject).filter(organisation__in=named).exists():
        return None
    return _("这些单位都已退文或撤回，不用再撤。")


@effect("notice.recall", title=_("收回未办的签收件"))
def recall(moment: Moment) -> None:
    """发错撤回: the receipts are closed with the reason; who signed already is told to give the paper back (清退)."""
    sequel = settle(moment, Sequel.Status.DONE)
    named = sequel.organs.values("organisation")
    taken = list(in_hand(moment.subject).filter(organisation__in=named).select_for_update(of=("self",)))
    Receipt.objects.filter(pk__in=[one.pk for one in taken]).update(
        status=Receipt.Status.RECALLED, reason=_("发文机关撤回：%s") % sequel.reason[:180]
    )
    gone = [one.organisation_id for one in taken]
    NoticeRecipient.objects.filter(notice=moment.subject, organisation__in=gone).delete()
    _tell(sequel, moment.now)


def _tell(sequel: Sequel, now: datetime) -> None:
    """Let the receivers know once the transaction has been committed."""
    Outbox.objects.get_or_create(topic=TOPIC, key=sequel.pk, defaults={"created_at": now})


@handles(TOPIC)
def messages_of(key: int) -> Iterable[Message]:
    """Everybody who receives papers for the organs concerned."""
    known = ("notice__organ", "notice__author", "organ")
    sequel = Sequel.objects.select_related(*known).filter(pk=key, status=Sequel.Status.DONE).first()
    if sequel is None:
        return
    rows = {row.organisation_id: row for row in sequel.notice.receipts.filter(organisation__in=_organs(sequel))}
    told = set[int]()
    for user in _issuers(sequel):
        told.add(user.pk)
        yield _message(sequel, user, reverse("desk:notice", args=[sequel.notice_id]))
    for post in receivers(list(rows), timezone.localdate()):
        if post.user_id not in told:
            told.add(post.user_id)
            yield _message(sequel, post.user, reverse("desk:receipt", args=[rows[post.organisation.organ_pk].pk]))


def _issuers(sequel: Sequel) -> list[User]:
    """The drafter and the office of the issuing organ, where an organ above has ended its paper."""
    notice = sequel.notice
    if sequel.organ_id == notice.organ_id:
        return []
    held = receivers([notice.organ_id], timezone.localdate()).filter(role__key__in=(*OFFICE_ROLES, "secretary"))
    return list(dict.fromkeys([notice.author, *(post.user for post in held)]))


def _organs(sequel: Sequel) -> list[int]:
    """Whom it concerns: those named, else everybody who has the paper."""
    named = list(sequel.organs.values_list("organisation", flat=True))
    return named or list(in_hand(sequel.notice).values_list("organisation", flat=True))


TITLES = {
    Sequel.Kind.SUPPLEMENT: "来文：%(title)s",
    Sequel.Kind.RECALL: "来文单位撤回：%(title)s",
    Sequel.Kind.REVOKE: "公文已撤销：%(title)s",
    Sequel.Kind.REPEAL: "公文已废止：%(title)s",
}


def _message(sequel: Sequel, user: User, url: str) -> Message:
    words = {"organ": sequel.organ, "number": sequel.notice.number, "reason": sequel.reason}
    return Message(
        user=user,
        kind="todo" if sequel.kind == Sequel.Kind.SUPPLEMENT else "finished",
        title=TITLES[Sequel.Kind(sequel.kind)] % {"title": sequel.notice.plain_title},
        topic=TOPIC,
        key=sequel.pk,
        body=_("%(organ)s %(number)s。事由：%(reason)s") % words,
        url=url,
        state=str(sequel.get_kind_display()),
    )


@effect("notice.tell_receivers", title=_("告知收过文的单位"))
def tell_receivers(moment: Moment) -> None:
    """撤销, 废止: everybody who has the paper learns of it."""
    sequel = Sequel.objects.filter(notice=moment.subject, kind=moment.instance.process).latest("pk")
    _tell(sequel, moment.now)

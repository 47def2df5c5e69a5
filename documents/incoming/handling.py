"""收文办理: how the engine sees a paper that was received, what must hold before a step, and what a step leaves behind."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from documents.files.models import Upload
from workflows import engine
from workflows.engine import Moment, effect, guard
from workflows.organisations.models import Membership, Organisation

from . import assigning, numbering, reporting
from .models import REQUEST, Assignment, Incoming, Receipt

KEY = "incoming"

_ADDRESS = engine.address_of("desk:received")
PROCESS = "handling"
PURPOSE = "incoming"
"""Purpose of the files of a paper from outside; their subject is the :class:`Incoming`."""

PARTIES = {"leads": Assignment.Part.LEAD, "supports": Assignment.Part.SUPPORT, "readers": Assignment.Part.READER}


class IncomingType(engine.DocumentType):
    """来文: governed by the process 收文办理 (handling)."""

    key = KEY
    model = Incoming
    title = _("收文")
    parties: ClassVar = {"leads": _("主办"), "supports": _("协办"), "readers": _("传阅对象")}

    titles = {
        "title": _("标题"),
        "sender": _("来文单位"),
        "number": _("来文字号"),
        "kind": _("文种"),
        "dated": _("成文日期"),
        "urgency": _("紧急程度"),
        "files": _("文件"),
    }

    def describe(self, subject: Any) -> engine.Description:
        """Title, address and owner."""
        return engine.Description(
            title=subject.title, url=subject.get_absolute_url(), organ=subject.organ, organisation=subject.organ
        )

    def link(self, subject_id: int) -> str:
        """Its page on the desk, without loading the row."""
        return _ADDRESS(subject_id)

    def read(self, keys: Iterable[int]) -> dict[int, Any]:
        """With what guards, parties and effects look at."""
        rows = Incoming.objects.select_related("organ", "receipt__notice", "answer")
        return rows.prefetch_related("assignments").in_bulk(keys)

    def projection(self, subject: Any) -> dict[str, Any]:
        """What stands on the paper; the files by their digests, a paper of this system by its key and number."""
        return {
            "title": subject.title,
            "sender": subject.sender,
            "number": subject.number,
            "kind": subject.kind,
            "dated": subject.dated.isoformat() if subject.dated else "",
            "urgency": subject.urgency,
            "files": [f"{row.name} {row.sha256}" for row in files(subject)],
            "notice": subject.receipt.notice_id if subject.receipt is not None else None,
        }

    def passages(self, content: Any) -> list[engine.Passage]:
        """Without the key of the paper, which tells a reader nothing."""
        return super().passages({key: value for key, value in content.items() if key != "notice"})

    def party(self, subject: Any, name: str) -> Sequence[Organisation | Membership]:
        """``leads`` 主办, ``supports`` 协办, ``readers`` 传阅: departments and persons, as they were chosen."""
        return assigning.chosen(subject, PARTIES[name]) if name in PARTIES else []


def files(incoming: Incoming) -> list[Upload]:
    """The files of a paper from outside, in the order in which they came; one query."""
    if incoming.receipt_id is not None:
        return []
    return list(Upload.objects.filter(purpose=PURPOSE, subject_id=incoming.pk).order_by("created_at"))


def begin(incoming: Incoming, *, actor: Any, post: Membership | None = None, now: Any = None) -> Any:
    """Open 收文办理 for the paper; None where the organ does not deal with papers here (another system's organ, or no
    process in force there): the paper is then only signed for.
    """
    if incoming.organ.kind != Organisation.Kind.PARTNER:
        try:
            return engine.start(incoming, PROCESS, actor=actor, post=post, now=now)
        except engine.Refused:
            pass
    incoming.status = Incoming.Status.NOTED
    incoming.save(update_fields=["status"])
    return None


def case_of(incoming: Incoming) -> Any:
    """The paper's case, or None."""
    return engine.instance_of(incoming, PROCESS)


@guard("incoming.has_leads", title=_("已选承办"))
def has_leads(moment: Moment) -> str | None:
    """Somebody is to deal with it."""
    named = (row.part for row in moment.subject.assignments.all())
    return (
        None
        if any(part != Assignment.Part.READER for part in named)
        else _now("还没有选承办的部门或人，请在“安排”里勾选。")
    )


@effect("incoming.number", title=_("取收文号"))
def number(moment: Moment) -> None:
    """登记: the next 收文号."""
    numbering.allocate(moment.subject)


@guard("incoming.answered", title=_("已答复来文单位"))
def is_answered(moment: Moment) -> str | None:
    """请示 and 函 want an answer (条例第24条: 及时答复来文单位): in words when they are closed, or as a paper that is issued."""
    paper: Incoming = moment.subject
    if not paper.wants_answer or _is_issued(paper.answer):
        return None
    words = {"kind": paper.kind, "reply": _now("批复") if paper.kind == REQUEST else _now("复函")}
    return _now("%(kind)s要答复来文单位：用“答复并办结”写明结果，或先印发%(reply)s。") % words


def _is_issued(notice: Any) -> bool:
    case = engine.instance_of(notice, "issue") if notice is not None else None
    return case is not None and case.outcome == "passed"


@effect("incoming.close", title=_("记为办结"))
def close(moment: Moment) -> None:
    """办结; the paper that answered is the answer."""
    given = moment.subject.answer
    words = {"number": given.number, "title": given.plain_title} if _is_issued(given) else {}
    _end(
        moment,
        Incoming.Status.CLOSED,
        **({"reply": _now("已以%(number)s《%(title)s》答复。") % words} if words else {}),
    )
    reporting.tell(reporting.ANSWERED, moment.subject, moment.now)


@effect("incoming.reply", title=_("把答复送给来文单位"))
def reply(moment: Moment) -> None:
    """答复并办结: the answer is kept, and shown to whoever sent the paper (条例第24条: 及时答复来文单位)."""
    _end(moment, Incoming.Status.CLOSED, reply=moment.opinion)
    reporting.tell(reporting.ANSWERED, moment.subject, moment.now)


@effect("incoming.send_back", title=_("退文，告知来文单位"))
def send_back(moment: Moment) -> None:
    """退文 after 签收: the sender sees the reason (条例第24条)."""
    _end(moment, Incoming.Status.RETURNED, note=moment.opinion[:200])
    if moment.subject.receipt_id is not None:
        Receipt.objects.filter(pk=moment.subject.receipt_id).update(
            status=Receipt.Status.RETURNED, reason=moment.opinion[:200]
        )
    reporting.tell(reporting.SENT_BACK, moment.subject, moment.now)


def _end(moment: Moment, status: Incoming.Status, **fields: Any) -> None:
    Incoming.objects.filter(pk=moment.subject.pk).update(status=status, closed_at=moment.now, **fields)

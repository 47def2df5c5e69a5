"""Guards and effects of the process 发文: what must hold before a step, and what a step does to the paper."""

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.printing import Report
from workflows.engine import Event, Moment, effect, guard, statements
from workflows.worktime.calendar import day_of

from . import checking, numbering
from .kinds import Direction, Openness
from .models import IssuedNumber, Notice
from .printing import issued_print


@guard("notice.clean", title=_("校对无硬伤"))
def is_clean(moment: Moment) -> str | None:
    """No blocking finding, and the warnings were ticked off together (practice.md §3.11)."""
    state = checking.state(moment.subject, today=day_of(moment.now))
    if state.errors:
        return _("还有 %(n)d 处必须改正：%(first)s") % {"n": len(state.errors), "first": state.errors[0].message}
    if state.warnings and not state.ticked:
        return _("有 %d 处提示尚未核对，请在校对结果下方勾选“已核”。") % len(state.warnings)
    return None


@guard("notice.ready_to_number", title=_("可以编号"))
def is_ready_to_number(moment: Moment) -> str | None:
    """代字, number of copies and 分送范围 are fixed when the number is given (条例第25条)."""
    notice: Notice = moment.subject
    if not notice.mark:
        return _("请先填写机关代字，如“团曦发”。")
    if not notice.copies:
        return _("请先填写印发份数。")
    return _needs_recipients(notice)


@guard("notice.printed", title=_("正式件已生成"))
def is_printed(moment: Moment) -> str | None:
    """There is a print of exactly this text and number, and it passed the layout check; what is on its red list goes out with a
    reason only (practice.md §3.11).
    """
    notice: Notice = moment.subject
    printed = issued_print(notice)
    if printed is None:
        return _("请先生成正式件：还没有与当前正文和文号一致的印件。")
    report = Report.from_dict(printed.report)
    if report.blocked:
        return _("版式检查未通过：%s。") % "、".join(found.what for found in report.blocking)
    if report.overridable and moment.moving and not moment.opinion.strip():
        told = "、".join(found.what for found in report.overridable)
        return _("版式检查有不符合处（%s）。请写明为什么仍然印发，或者改好后重新生成。") % told
    return None


@guard("notice.has_recipients", title=_("分送单位已定"))
def has_recipients(moment: Moment) -> str | None:
    """Somebody will receive it."""
    return _needs_recipients(moment.subject)


def _needs_recipients(notice: Notice) -> str | None:
    """Here, or outside the system by the paper copy that the organ delivers itself."""
    return None if notice.outside or notice.distribution.exists() else _("请先选定分送单位。")


@guard("notice.open", title=_("可以公开"))
def is_open(moment: Moment) -> str | None:
    """Only an issued paper marked 主动公开 goes to the public."""
    notice: Notice = moment.subject
    if notice.openness != Openness.OPEN:
        return _("公开属性不是“主动公开”，不能公开发布。")
    if issued_print(notice) is None or not notice.number:
        return _("公文还没有印发。")
    return None


@effect("notice.sign", title=_("定成文日期和签发人"))
def sign(moment: Moment) -> None:
    """签发 fixes 成文日期 and, on upward papers, the name of who signed (条例第22条).

    成文日期 is the day of the last signature, that of a co-issuer or the one on the paper included (GB/T 9704-2012 7.3.5.4).
    """
    notice: Notice = moment.subject
    signed = moment.paper.signed_on if moment.paper is not None else day_of(moment.now)
    joint = bool(notice.co_organs())
    along = [one.on for one in statements(moment.instance, ("cosign",), standing_only=True)] if joint else []
    signer = moment.paper.signer.strip() if moment.paper is not None else str(moment.actor)
    kept = signer if notice.direction == Direction.UP else notice.signer
    notice.set_down(signed_on=max((signed, *along)), signer=kept)


@effect("notice.allocate_number", title=_("取发文字号"))
def allocate_number(moment: Moment) -> None:
    """登记: the next number of the organ's row."""
    numbering.allocate(moment.subject, now=moment.now)


@guard("notice.number_stands", title=_("文号没有作废"))
def number_stands(moment: Moment) -> str | None:
    """撤回 would lead back to 印制 or 核发 with a number that is void: the paper has to be numbered anew instead."""
    if moment.state.name != "recheck" or moment.subject.number:
        return None
    last = Event.objects.filter(instance=moment.instance, kind="act").order_by("-seq").first()
    if last is None or last.name != "void_number":
        return None
    return _("文号已经作废，不能撤回。请复核后重新登记编号。")


@effect("notice.void_number", title=_("发文字号作废，留在登记簿"))
def void_number(moment: Moment) -> None:
    """The number that the paper has, if it has one, is voided with the reason and stays in the register."""
    notice: Notice = moment.subject
    given = notice.issued_numbers.filter(status=IssuedNumber.Status.ISSUED).first() if notice.number else None
    if given is not None:
        numbering.void(given, reason=moment.opinion)
    notice.set_down(number="", printed_on=None)


@effect("notice.print_date", title=_("定印发日期和印发机关"))
def date_of_printing(moment: Moment) -> None:
    """印发日期 is the day on which the paper goes to print; 印发机关 is usually the office (practice.md §3.12)."""
    notice: Notice = moment.subject
    notice.set_down(
        printed_on=notice.printed_on or timezone.localtime(moment.now).date(),
        printing_organ=notice.printing_organ or _("%s办公室") % notice.organ.name,
    )

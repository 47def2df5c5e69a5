"""What exactly will happen when a paper leaves the house: the lines of the confirmation before 签发, 分发 and 公开发布."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.incoming.afterwards import in_hand
from documents.notices.models import Notice, NoticeRecipient
from documents.notices.models import lines as outside_lines
from documents.notices.sequels import Sequel
from portal.pages.editions import public_reading

Tell = Callable[[Notice, Any], list[str]]
"""From a paper and its case to the lines."""


def before(instance: Any, transition: str, subject: Any = None) -> list[str]:
    """The lines for this act; none where the act stays in the house and needs no confirmation. *subject* is the document,
    where it is at hand."""
    tell = TELLERS.get((instance.process, transition))
    return tell(subject or instance.subject, instance) if tell else []


def _signing(notice: Notice, case: Any) -> list[str]:
    today = date_format(timezone.localdate(), "Y年n月j日")
    return [
        _("全文就此定稿，以后改动标题、正文、主送或附件，签发即失效。"),
        _("成文日期定为%s。") % (date_format(notice.signed_on, "Y年n月j日") if notice.signed_on else today),
        _("主送：%s。") % (notice.recipients.rstrip("：:。") or _("未填")),
        _("随后转文书复核、编号、印制、分发。"),
    ]


def _dispatching(notice: Notice, case: Any) -> list[str]:
    rows = list(notice.distribution.select_related("organisation"))
    main = [str(row.organisation) for row in rows if row.part == NoticeRecipient.Part.MAIN]
    informed = [str(row.organisation) for row in rows if row.part == NoticeRecipient.Part.CC]
    lines = [
        _("%(number)s《%(title)s》发给%(count)d个单位，印发%(copies)s份。")
        % {
            "number": notice.number,
            "title": notice.plain_title,
            "count": len(rows),
            "copies": notice.copies or "—",
        }
    ]
    if main:
        lines.append(_("主送%(n)d个：%(names)s。") % {"n": len(main), "names": "、".join(main)})
    if informed:
        lines.append(_("抄送%(n)d个：%(names)s。") % {"n": len(informed), "names": "、".join(informed)})
    if outside := outside_lines(notice.outside):
        lines.append(
            _("系统外%(n)d个，由本机关送纸质件：%(names)s。") % {"n": len(outside), "names": "、".join(outside)}
        )
    told = _("系统里的单位马上会在收文里看到并签收。内容有误的另发更正，发错单位的可以申请撤回。")
    return [*lines, told] if rows else lines


def _publishing(notice: Notice, case: Any) -> list[str]:
    files = [row.title for row in notice.attachments.all() if row.upload_id]
    masked = public_reading(notice).masked
    shown = _("全文，正文里的手机号、证件号隐去，不提供正式件下载") if masked else _("全文和正式件")
    return [
        _("任何人都能在公众站看到%(number)s《%(title)s》的%(shown)s。")
        % {"number": notice.number, "title": notice.plain_title, "shown": shown},
        _("附件一并公开：%s。") % "、".join(files) if files else _("没有随文公开的附件。"),
        _("联系人和办公电话印在正文里，也会公开。") if notice.contact.strip() else _("正文里没有联系方式。"),
    ]


def _sequel(notice: Notice, case: Any) -> list[str]:
    """补发, 发错撤回, 撤销, 废止: to whom, or from when, and why."""
    sequel = notice.sequels.filter(kind=case.process, status="open").first()
    if sequel is None:
        return []
    names = "、".join(str(row) for row in sequel.organs.select_related("organisation"))
    words = {"kind": sequel.get_kind_display(), "number": notice.number, "title": case.title}
    lines = [_("%(kind)s%(number)s《%(title)s》。") % words, _("事由：%s") % sequel.reason]
    if names:
        lines.append(_("涉及单位：%s。") % names)
    if sequel.kind == "supplement":
        lines.append(_("这些单位马上会在收文里看到并签收。"))
    if sequel.kind == "recall":
        lines += _recalling(notice, sequel)
    if sequel.kind == "repeal":
        day = sequel.effective_on or timezone.localdate()
        lines.append(_("自%s起废止，公开的页面注明，收文单位会收到通知。") % date_format(day, "Y年n月j日"))
    if sequel.kind == "revoke":
        lines.append(_("公文自始无效，公开的页面撤下，收文单位会收到通知。"))
    return lines


def _recalling(notice: Notice, sequel: Sequel) -> list[str]:
    """Who has signed already, and who has sent it on: taking a paper back does not take back what was made of it."""
    named = [row.organisation_id for row in sequel.organs.all()]
    held = in_hand(notice).filter(organisation__in=named)
    lines = [_("这些单位不能再签收、不能再看正文，会收到撤回的提醒。")]
    if signed := [str(row.organisation) for row in held if row.signed_at]:
        lines.append(_("已经签收的%(n)d个，要停办、清退：%(names)s。") % {"n": len(signed), "names": "、".join(signed)})
    made = (
        Notice.objects.filter(parent=notice, organ__in=named).exclude(number="").select_related("organ").order_by("pk")
    )
    if made:
        told = "、".join(f"{one.organ}{one.number}" for one in made)
        lines.append(_("据此印发的公文不随着失效，要请他们自行处理：%s。") % told)
    return lines


TELLERS: dict[tuple[str, str], Tell] = {
    ("issue", "sign"): _signing,
    ("issue", "dispatch"): _dispatching,
    ("publish", "publish"): _publishing,
    ("supplement", "approve"): _sequel,
    ("recall", "approve"): _sequel,
    ("revoke", "approve"): _sequel,
    ("repeal", "approve"): _sequel,
}

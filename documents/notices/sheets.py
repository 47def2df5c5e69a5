"""Prints beside the paper: 发文稿纸, 会签单, 意见采纳情况表 of one paper, and the 用印登记 of an organ.

What has not been signed leaves the place for the pen: the sheets are carried round on paper, and come back as scans.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.printing import Printed
from documents.printing.ledgers import ledger
from documents.printing.paper import Table
from documents.printing.sheets import sheet
from workflows import engine

from . import consulting, content, cosigning
from .enclosing import behind
from .models import Notice, NoticeAttachment
from .printing import PrintRefused, apart

BOXES = (
    ("sign", gettext_lazy("签发")),
    ("deputy", gettext_lazy("审签")),
    ("office", gettext_lazy("审核")),
    ("check", gettext_lazy("核稿")),
)
"""Who stands on the 发文稿纸, the highest first."""


@dataclass(frozen=True)
class Box:
    """The place of one signature; empty where it is awaited."""

    title: str
    opinion: str = ""
    name: str = ""
    day: date | None = None
    note: str = ""


def approval(notice: Notice) -> Printed:
    """发文稿纸: the head of the file of every paper, with the opinions so far."""
    case = _case(notice)
    said = engine.statements(case, standing_only=True)
    walked = {station.name for station in engine.route(case) if station.phase != "skipped"}  # 并岗 has no 审核, 审签
    boxes = [_box(str(title), [one for one in said if one.state == state]) for state, title in BOXES if state in walked]
    along = [(one.organ, one) for one in cosigning.cosigners(notice, case)]
    context = {
        "notice": notice,
        "boxes": boxes,
        "cosigners": [row for _organ, row in along],
        "attachments": [row.title for row in notice.attachments.all()],
        "number": notice.number or _("（未编号）"),
        "urgency": notice.urgency or _("平件"),
        "clerk": next((one for one in reversed(said) if one.state == "recheck"), None),
        "seal": next((one for one in reversed(said) if one.state == "print"), None),
        "digest": content.digest(notice)[:16],
    }
    return _sheet("approval", context, _("%s发文稿纸") % notice.organ.name, notice)


def cosign(notice: Notice) -> Printed:
    """会签单: one row for each co-issuer, to be carried round on paper where it has no account.

    Raises:
        PrintRefused: the paper has no co-issuers.
    """
    case = _case(notice)
    rows = cosigning.cosigners(notice, case)
    if not rows:
        raise PrintRefused(_("这份公文没有联合发文机关，没有会签单。"))
    context = {"notice": notice, "rows": rows, "digest": content.digest(notice)[:16]}
    return _sheet("cosign", context, _("联合发文会签单"), notice)


def opinions(notice: Notice) -> Printed:
    """意见采纳情况表: what each organ said, and what became of it.

    Raises:
        PrintRefused: nobody was asked.
    """
    case = _case(notice)
    found = consulting.opinions(notice, case)
    asked = list(notice.consultations.select_related("organisation"))
    if not asked:
        raise PrintRefused(_("这份公文没有征求意见，没有意见采纳情况表。"))
    answered = {one.said.organisation_id for one in found}
    count = [one for one in found if one.objects]
    context = {
        "notice": notice,
        "rows": found,
        "silent": [row.organisation.name for row in asked if row.organisation_id not in answered],
        "asked": len({row.organisation_id for row in asked}),
        "objecting": len(count),
        "taken": sum(1 for one in count if one.answer and one.answer.adoption == "full"),
        "partly": sum(1 for one in count if one.answer and one.answer.adoption == "partly"),
        "refused": sum(1 for one in count if one.answer and one.answer.adoption == "none"),
    }
    return _sheet("opinions", context, _("意见采纳情况表"), notice, landscape=True)


def consult(notice: Notice) -> Printed:
    """征求意见表: one box for each organ that is asked, to be carried round on paper where it has no account.

    Raises:
        PrintRefused: nobody is asked.
    """
    case = _case(notice)
    asked = list(notice.consultations.select_related("organisation"))
    if not asked:
        raise PrintRefused(_("这份公文没有征求意见，没有征求意见表。"))
    said = {one.said.organisation_id: one.said for one in consulting.opinions(notice, case)}
    rows = [{"organ": row.organisation.name, "said": said.get(row.organisation_id)} for row in asked]
    context = {"notice": notice, "rows": rows, "digest": content.digest(notice)[:16]}
    return _sheet("consult", context, _("征求意见表"), notice)


SHEETS = {"approval": approval, "cosign": cosign, "consult": consult, "opinions": opinions}
"""The sheets of one paper by the name in their address."""
_APART = re.compile(r"apart-([1-9]\d?)")


def made(notice: Notice, name: str) -> Printed | None:
    """The sheet of that name, or the attachment that is not bound to the paper (``apart-1``); None when there is none such.

    Raises:
        PrintRefused: it cannot be printed; the message says why.
    """
    if match := _APART.fullmatch(name):
        return apart(notice, int(match[1]))
    make = SHEETS.get(name)
    return make(notice) if make else None


def apart_titles(notice: Notice) -> list[tuple[str, str]]:
    """Name in the address and title of every attachment that is printed by itself."""
    rows = [row for _label, row in behind(notice).bound if row.place == NoticeAttachment.Place.APART and row.body]
    return [(f"apart-{place}", row.title) for place, row in enumerate(rows, 1)]


def seals(organs: Iterable[int], *, year: int, organ_name: str) -> Printed:
    """用印登记: every paper that was sealed in a year, by whom, on whose signature.

    Raises:
        PrintRefused: none was.
    """
    rows = list(sealed(organs, year))
    if not rows:
        raise PrintRefused(_("%d年还没有用印的公文。") % year)
    head = (_("序号"), _("用印日期"), _("发文字号"), _("标题"), _("份数"), _("签发人"), _("用印人"), _("备注"))
    lines = [(str(n), *row) for n, row in enumerate(rows, start=1)]
    title, meta = _("用印登记簿"), _("%(organ)s　%(year)d年") % {"organ": organ_name, "year": year}
    return ledger(Table((head, *lines)), title=title, head=title, meta=meta)


def sealed(organs: Iterable[int], year: int) -> Iterable[list[str]]:
    """The lines of 用印登记 in the order of sealing; three queries."""
    kind = ContentType.objects.get_for_model(Notice)
    done = engine.Event.objects.filter(
        name__in=["print", "sign"],
        instance__process="issue",
        instance__subject_type=kind,
        instance__organ__in=list(organs),
    )
    signers: dict[int, str] = {}
    events = list(done.select_related("instance", "actor", "text").order_by("pk"))
    notices = Notice.objects.in_bulk({event.instance.subject_id for event in events})
    for event in events:
        notice = notices.get(event.instance.subject_id)
        if event.name == "sign":
            signers[event.instance.subject_id] = _signer(event)
        elif notice is not None and timezone.localtime(event.at).year == year:
            day = date_format(timezone.localtime(event.at), "n月j日")
            text = event.text.opinion if hasattr(event, "text") else ""
            copies = str(notice.copies or "")
            name = signers.get(notice.pk, "")
            yield [day, notice.number, notice.plain_title, copies, name, str(event.actor or ""), text or ""]


def _signer(event: Any) -> str:
    """The name on the paper where it was signed on paper; else the person who pressed the button."""
    origin = json.loads(event.text.origin) if hasattr(event, "text") and event.text.origin else {}
    return str(origin.get("signer") or event.actor or "")


def _case(notice: Notice) -> Any:
    case = engine.instance_of(notice, "issue")
    if case is None:
        raise PrintRefused(_("公文还没有开始流转。"))
    return case


def _box(title: str, said: list[engine.Statement]) -> Box:
    if not said:
        return Box(title)
    last = said[-1]
    note = _("（纸质签批）") if last.offline else _("（代%s）") % last.behalf if last.behalf else ""
    return Box(title, last.opinion or _("同意。"), last.name, last.on, note)


def _sheet(name: str, context: dict[str, Any], title: str, notice: Notice, *, landscape: bool = False) -> Printed:
    html = render_to_string(f"print/notice_{name}.html", context)
    made = date_format(timezone.localtime(), "Y年n月j日")
    return sheet(html, title=title, head=notice.plain_title[:40], meta=_("制表 %s") % made, landscape=landscape)

"""转发, 贯彻 and 答复: from a received paper to a paper of one's own, in which only what is local is left to be changed."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.notices.blocks import passages, stream
from documents.notices.contacting import contact_line
from documents.notices.enclosing import written_out
from documents.notices.kinds import DIRECTIONS
from documents.notices.models import Notice, NoticeAttachment
from documents.notices.policy import drafting_posts
from workflows import engine
from workflows.organisations.models import Level, Organisation
from workflows.worktime.calendar import Calendar

from . import answering, layers
from .models import LETTER, REQUEST, Incoming

EARLIER = 2
"""Working days by which a term of the source is proposed earlier, so that the own level has time to gather."""

DEADLINE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?=(?:\d{1,2}:\d{2})?(?:之?前|截止))")
INNER = str.maketrans("《》", "〈〉")

NEXT_LEVEL = {
    Level.PROVINCE: gettext_lazy("各市团委"),
    Level.CITY: gettext_lazy("各县（区）团委"),
    Level.COUNTY: gettext_lazy("各乡镇（街道）团委"),
}


class ForwardingError(Exception):
    """A draft cannot be made; the message says why."""


class Mode(models.TextChoices):
    """What is made of a paper: it is passed on as it is, carried out in own words, or answered."""

    FORWARD = "forward", gettext_lazy("转发")
    OWN = "own", gettext_lazy("贯彻")
    REPLY = "reply", gettext_lazy("答复")


def modes(incoming: Incoming) -> list[Mode]:
    """What can be made of the paper, the likeliest first: a 请示 is answered, a 函 answered or passed on, and what came from
    outside the system can only be answered, as its text is not here.
    """
    if incoming.kind == REQUEST or incoming.receipt_id is None:
        return [Mode.REPLY]
    return [Mode.REPLY, Mode.FORWARD, Mode.OWN] if incoming.kind == LETTER else [Mode.FORWARD, Mode.OWN]


@dataclass(frozen=True)
class Proposal:
    """A draft that is not kept yet, and the terms that were moved: (as the source says, as proposed)."""

    notice: Notice
    terms: list[tuple[str, str]] = field(default_factory=list)


def unit_for(user: Any, incoming: Incoming) -> Organisation | None:
    """The unit of the receiving organ for which the person may draft; None for everybody else."""
    if incoming.is_recalled or incoming.status not in {Incoming.Status.OPEN, Incoming.Status.CLOSED}:
        return None
    posts = [post for post in drafting_posts(user) if post.organisation.organ_pk == incoming.organ_id]
    first = next((post for post in posts if post.role.key == "drafter"), posts[0] if posts else None)
    return first.organisation if first else None


def children(incoming: Incoming) -> list[Notice]:
    """What the organ made of the paper, newest first; one query."""
    source = incoming.receipt.notice_id if incoming.receipt is not None else None
    return list(made_of(incoming.pk, source, incoming.organ_id).distinct().order_by("-pk"))


def made_of(incoming: Any, source: Any, organ: Any) -> QuerySet[Notice]:
    """What *organ* made of a received paper and of its *source*, a paper of this system (none for one from outside)."""
    made = Q(answers=incoming)
    if source is not None:
        made |= Q(parent=source, organ=organ)
    return Notice.objects.filter(made)


def propose(incoming: Incoming, mode: str, *, user: Any, today: date | None = None) -> Proposal:
    """The draft as it would be, unsaved. Raises :class:`ForwardingError` for those who may not draft there."""
    unit, source = unit_for(user, incoming), incoming.notice
    if unit is None or mode not in modes(incoming):
        raise ForwardingError(_("只有收文单位的拟稿人可以据此生成稿。"))
    if mode == Mode.REPLY or source is None:
        return Proposal(answering.draft(incoming, unit, user))
    day = today or timezone.localdate()
    own = mode == Mode.OWN
    last = _last(incoming.organ)
    terms: list[tuple[str, str]] = []
    make = _own_body if own else _cover
    body = make(source, incoming.organ, day, terms)
    notice = Notice(
        organ=incoming.organ,
        organisation=unit,
        author=user,
        title=_title(source, own=own),
        mark=last.mark if last else "",
        urgency=source.urgency,
        recipients=_recipients(incoming.organ, last),
        cc=last.cc if last else "",
        contact=last.contact if last and last.contact else contact_line(user.name, user.phone),
        openness=source.openness,
        campaign=source.campaign,
        parent=source,
    )
    notice.body = _field(Notice).to_python(body)
    notice.attachments = [*([] if own else [annex(source)]), *_carried(source, own=own)]
    return Proposal(notice, terms)


def _last(organ: Organisation) -> Notice | None:
    """The last paper that the organ sent down the tree: its 代字, 主送 and contact are proposed again."""
    down = Notice.objects.filter(organ=organ).exclude(kind__in=list(DIRECTIONS))
    return down.exclude(recipients="").order_by("-pk").first()


def compose(incoming: Incoming, mode: str, *, user: Any) -> Notice:
    """Keep the draft and open 发文; who presses twice, or has such a draft already, gets that one.

    Raises :class:`ForwardingError`.
    """
    proposal = propose(incoming, mode, user=user)
    with transaction.atomic():
        Incoming.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
        known = _draft_of(incoming, user, proposal.notice.title)
        if known is not None:
            return known
        notice = proposal.notice
        notice.save()
        notice.save_revision(user=user)
        engine.start(notice, "issue", actor=user)
        if mode == Mode.REPLY:
            Incoming.objects.filter(pk=incoming.pk).update(answer=notice)
    return notice


def _draft_of(incoming: Incoming, user: Any, title: str) -> Notice | None:
    """The person's own draft of the same kind that has not been sent on yet."""
    for notice in children(incoming):
        case = engine.instance_of(notice, "issue")
        if notice.author_id == user.pk and notice.title == title and case is not None and case.state == "draft":
            return notice
    return None


def _title(source: Notice, *, own: bool) -> str:
    """The title names what was sent on in the first place, however many have sent it on since."""
    named = f"《{layers.origin(source).plain_title.translate(INNER)}》"
    title = _("关于贯彻落实%s的通知") % named if own else _("转发%s的通知") % named
    return title[:200]


def _recipients(organ: Organisation, last: Notice | None) -> str:
    """The groups that the organ addressed last; else the next level down."""
    if last is not None:
        return last.recipients
    return str(NEXT_LEVEL.get(Level(organ.level), ""))


def _cited(source: Notice) -> str:
    number = f"（{source.number}）" if source.number else ""
    return f"《{source.plain_title.translate(INNER)}》{number}"


def _ours(organ: Organisation) -> str:
    """How the organ speaks of its area."""
    return str({Level.CITY: _("我市"), Level.COUNTY: _("我县（区）")}.get(Level(organ.level), _("本单位")))


def _cover(source: Notice, organ: Organisation, today: date, terms: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The blocks of a 转发: what is sent on, and the terms, which come earlier here."""
    for _level, text in passages(source.body):
        earlier(text, source, today, terms)
    body = [(0, _("现将%s转发给你们，请结合实际，认真贯彻执行。") % _cited(source))]
    if terms:
        said = "；".join(_("%(old)s前的，请于%(new)s前完成") % {"old": old, "new": new} for old, new in terms)
        body.append((0, _("文中要求的时限，%(ours)s相应提前：%(said)s。") % {"ours": _ours(organ), "said": said}))
    return stream(body)


def _own_body(source: Notice, organ: Organisation, today: date, terms: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The blocks of a 贯彻: what the source asks for, with an own opening (依据) in place of its first paragraph, and earlier
    terms. A 转发 is opened up, and cited together with the paper that it sent on.
    """
    going_on = _("，结合%(ours)s实际，现将有关事项通知如下。") % {"ours": _ours(organ)}
    cited = [
        {"title": paper.plain_title.translate(INNER), "number": paper.number}
        for paper in dict.fromkeys((layers.origin(source), source))
    ]
    opening = {"type": "basis", "value": {"lead": _("为贯彻落实"), "papers": cited, "rest": going_on}}
    _theirs, rest = layers.opened(source)
    return [opening, *layers.in_prose(rest, lambda text: earlier(text, source, today, terms))]


def earlier(text: str, source: Notice, today: date, terms: list[tuple[str, str]]) -> str:
    """*text* with its terms moved :data:`EARLIER` working days forward; those that would lie before tomorrow stay."""
    written = layers.origin(source).signed_on or today

    def moved(match: re.Match[str]) -> str:
        day = _day(match, written)
        if day is None:
            return match[0]
        sooner = Calendar.recent().before(day, EARLIER)
        if sooner <= today:
            return match[0]
        year = f"{sooner.year}年" if match[1] else ""
        new = f"{year}{sooner.month}月{sooner.day}日"
        if (match[0], new) not in terms:
            terms.append((match[0], new))
        return new

    return DEADLINE.sub(moved, text)


def _day(match: re.Match[str], written: date) -> date | None:
    """The day that is meant; without a year the next such day after the paper was written. None for 2月30日."""
    try:
        day = date(int(match[1] or written.year), int(match[2]), int(match[3]))
        return day if match[1] or day >= written else day.replace(year=written.year + 1)
    except ValueError:
        return None


def annex(source: Notice) -> NoticeAttachment:
    """The source with its whole text, right behind the cover; it is what is passed on, no attachment."""
    above, below = (stream((0, line) for line in lines) for lines in written_out(source))
    body = _field(NoticeAttachment).to_python([*above, *layers.raw(source.body), *below])
    place = NoticeAttachment.Place.CARRIED
    return NoticeAttachment(title=source.plain_title[:120], place=place, body=body, order=0)


def _carried(source: Notice, *, own: bool) -> list[NoticeAttachment]:
    """The attachments of the source, texts and files, sent along; not what an own paper has taken into its text."""
    taken = layers.enclosed(source, source.parent) if own else None
    rows = [row for row in source.attachments.all() if row != taken]
    first = 0 if own else 1
    return [
        NoticeAttachment(title=row.title, place=row.place, body=row.body, upload=row.upload, order=order)
        for order, row in enumerate(rows, first)
    ]


def _field(model: Any) -> Any:
    return model._meta.get_field("body")

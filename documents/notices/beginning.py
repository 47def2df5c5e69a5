"""How a draft begins: empty with what is known filled in, as a copy of an earlier paper, or from a template of the organ.

What belonged to the old paper alone does not come along: number, dates, signer, findings. Days and numbers inside the text are
replaced by crosses, so that the rules name each of them until somebody fills it in.
"""

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workflows import engine
from workflows.organisations.models import Organisation

from .contacting import contact_line
from .kinds import Direction, Kind, direction
from .models import CoIssuer, Notice, NoticeAttachment, NoticeTemplate
from .policy import drafting_units, readable
from .standards import standard, superior

COPIED = (
    "kind", "layout", "title", "urgency", "head", "mark", "recipients", "cc", "attendance", "contact", "signature", "note",
    "printing_organ", "openness"
)  # fmt: skip
"""Fields that a new paper takes over from an old one."""

SHOWN_EARLIER = 12
"""So many earlier papers are offered to be copied."""

_YEAR = r"(?:(?:19|20)\d{2}|二[〇○O零][一二三四五六七八九〇○]{2})"
_RENEWED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"([〔\[（(]){_YEAR}([〕\]）)])\s*第?\s*\d+\s*号"), r"\g<1>20××\g<2>××号"),
    (re.compile(r"[（(](?:星期|周)[一二三四五六日天][）)]"), ""),
    (re.compile(rf"{_YEAR}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日"), "20××年××月××日"),
    (re.compile(rf"{_YEAR}\s*年\s*\d{{1,2}}\s*月"), "20××年××月"),
    (re.compile(r"(?<!\d)\d{1,2}\s*月\s*\d{1,2}\s*日"), "××月××日"),
    (re.compile(rf"{_YEAR}\s*[—–-]\s*{_YEAR}\s*(?=年|学年)"), "20××—20××"),
    (re.compile(rf"{_YEAR}\s*年"), "20××年"),
)
"""Days, years and numbers in a text, and the crosses that stand for them; “placeholder.*” finds every one."""


class BeginningRefused(Exception):
    """The draft or template cannot be made; the message says why."""


def renewed(text: str) -> str:
    """The text with its days, years and numbers crossed out."""
    for pattern, crosses in _RENEWED:
        text = pattern.sub(crosses, text)
    return text


def content_of(notice: Notice) -> dict[str, Any]:
    """What another paper may begin from: the chosen fields, the texts with crosses, who issues along, the attachments' texts."""
    fields = {name: getattr(notice, name) for name in COPIED}
    return {
        **fields,
        "title": renewed(notice.title)[:200],
        "body": _renewed(_raw(notice.body)),
        "co_issuers": [row.organisation_id for row in notice.co_issuers.all()],
        "attachments": [
            {"title": renewed(row.title)[:120], "place": row.place, "body": _renewed(_raw(row.body))}
            for row in notice.attachments.all()
        ],
    }


def _raw(body: Any) -> list[dict[str, Any]]:
    return list(body.get_prep_value()) if body else []


def _renewed(value: Any, key: str = "") -> Any:
    """Raw stream data with every text renewed and the blocks' keys left out: a copy's blocks are blocks of their own."""
    if isinstance(value, dict):
        return {
            name: _renewed(part, name) for name, part in value.items() if name != "id" or value.get("type") == "item"
        }
    if isinstance(value, list):
        return [_renewed(part, key) for part in value]
    return renewed(value) if isinstance(value, str) and key not in {"type", "id", "widths", "levels"} else value


def templates(unit: Organisation, kind: str = "") -> QuerySet[NoticeTemplate]:
    """The templates of the unit's organ, of one kind where it is given."""
    kept = NoticeTemplate.objects.filter(organ=unit.as_organ).select_related("made_by")
    return kept.filter(kind=kind) if kind else kept


def earlier(user: Any, unit: Organisation, kind: str = "") -> QuerySet[Notice]:
    """Earlier papers of the unit's organ that the person may read, newest first; slice it."""
    papers = readable(user).filter(organ=unit.as_organ).select_related("organ", "author").order_by("-pk")
    return papers.filter(kind=kind) if kind else papers


def prefilled(user: Any, unit: Organisation, kind: str) -> Notice:
    """An unsaved draft with what can be known: 代字, 主送, 抄送, 印发机关 as last time, one's own contact."""
    organ = unit.as_organ
    alone = earlier(user, unit).filter(co_issuers__isnull=True)
    last = alone.filter(kind=kind).first()
    any_last = last or alone.first()
    notice = Notice(
        organ=organ,
        organisation=unit,
        author=user,
        kind=kind,
        contact=contact_line(str(user), user.phone, user.email),
        mark=last.mark if last and last.mark else usual_mark(organ, kind),
        recipients=superior(organ) if direction(kind) == Direction.UP else "",
        printing_organ=any_last.printing_organ if any_last and any_last.printing_organ else _("%s办公室") % organ.name,
    )
    if last is not None:
        notice.recipients, notice.cc, notice.openness = last.recipients, last.cc, last.openness
    return notice


_MARK_ENDS = {Kind.REPORT: "报", Kind.REQUEST: "报", Kind.LETTER: "函", Kind.REPLY: "复", Kind.MINUTES: "纪"}


def usual_mark(organ: Organisation, kind: str) -> str:
    """机关代字 as it usually ends for the kind: 团曦发, 团曦报, 团曦函; empty for an organ without one."""
    return f"{organ.mark}{_MARK_ENDS.get(Kind(kind), '发')}" if organ.mark else ""


def begin_standard(kind: str, *, unit: Organisation, user: Any) -> Notice:
    """标准格式: a new draft built as the kind usually is, with what is known filled in. Raises :class:`BeginningRefused`."""
    known = prefilled(user, unit, kind)
    content = {name: getattr(known, name) for name in COPIED}
    built = standard(kind, unit.as_organ)
    return begin({**content, **{name: value for name, value in built.items() if value}}, unit=unit, user=user)


def begin(content: dict[str, Any], *, unit: Organisation, user: Any) -> Notice:
    """Make the draft for the unit and open the process 发文.

    Raises :class:`BeginningRefused` when the person may not draft there.
    """
    if unit not in drafting_units(user):
        raise BeginningRefused(_("您不能为%s拟稿。") % unit.name)
    fields = {name: content[name] for name in COPIED if name in content}
    if fields.get("kind") not in Kind.values:
        fields["kind"] = Kind.NOTICE
    known = Organisation.objects.in_bulk(content.get("co_issuers", []))
    notice = Notice(organ=unit.as_organ, organisation=unit, author=user, **fields)
    notice.body = _stream(Notice, content.get("body", []))
    notice.attachments = [
        NoticeAttachment(
            title=row["title"],
            place=row.get("place", NoticeAttachment.Place.LISTED),
            body=_stream(NoticeAttachment, row["body"]),
            order=order,
        )
        for order, row in enumerate(content.get("attachments", []))
    ]
    notice.co_issuers = [
        CoIssuer(organisation=known[pk], order=place)
        for place, pk in enumerate(content.get("co_issuers", []))
        if pk in known
    ]
    with transaction.atomic():
        notice.save()
        notice.save_revision(user=user)
        engine.start(notice, "issue", actor=user)
    return notice


def _stream(model: Any, raw: list[dict[str, Any]]) -> Any:
    return model._meta.get_field("body").to_python(raw)


def copy(source: Notice, *, unit: Organisation, user: Any) -> Notice:
    """复制上次: a new draft from an earlier paper of the same organ. Raises :class:`BeginningRefused`."""
    if source.organ_id != unit.organ_pk or not engine.allowed(user, "view", source):
        raise BeginningRefused(_("这份公文不是本单位的，不能复制。"))
    return begin(content_of(source), unit=unit, user=user)


def keep_template(notice: Notice, *, name: str, user: Any) -> NoticeTemplate:
    """存为模板. Raises :class:`BeginningRefused` when the name is empty or taken, or the person does not draft for the organ."""
    require_keeper(user, notice.organ)
    made = NoticeTemplate(organ=notice.organ, kind=notice.kind, content=content_of(notice), made_by=user)
    return _named(made, name)


def rename_template(template: NoticeTemplate, *, name: str, user: Any) -> NoticeTemplate:
    """Another name. Raises as :func:`keep_template` does."""
    require_keeper(user, template.organ)
    return _named(template, name)


def delete_template(template: NoticeTemplate, *, user: Any) -> None:
    """Take it away; papers that began from it are not touched. Raises :class:`BeginningRefused`."""
    require_keeper(user, template.organ)
    template.delete()


def require_keeper(user: Any, organ: Organisation) -> None:
    """Raise :class:`BeginningRefused` unless the person drafts for the organ or one of its departments."""
    if not any(unit.organ_pk == organ.pk for unit in drafting_units(user)):
        raise BeginningRefused(_("只有%s的拟稿人员能管理这里的模板。") % organ.name)


def _named(template: NoticeTemplate, name: str) -> NoticeTemplate:
    template.name = " ".join(name.split())
    if not template.name:
        raise BeginningRefused(_("请写模板名称。"))
    if len(template.name) > 60:
        raise BeginningRefused(_("模板名称最多60字。"))
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise BeginningRefused(_("已经有叫“%s”的模板，请换一个名称。") % template.name) from None
    return template

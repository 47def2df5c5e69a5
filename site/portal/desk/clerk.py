"""编号分发: what the clerk needs from 复核 to 核发 (条例第25条): comparison, number, range of distribution, layout report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.notices import distribution
from documents.notices.models import Artifact, Notice, NoticeRecipient, NumberPool, lines
from documents.notices.numbering import format_number
from workflows import engine

STEPS = {
    "recheck": gettext_lazy("复核"),
    "register": gettext_lazy("登记编号"),
    "print": gettext_lazy("印制"),
    "dispatch": gettext_lazy("核发"),
}


@dataclass(frozen=True)
class Step:
    """One of the four steps, as the line on top shows it."""

    title: str
    phase: str


@dataclass(frozen=True)
class Check:
    """One line of the layout report: ``done`` fits, ``late`` blocks, ``soon`` is worth a look."""

    label: str
    verdict: str
    text: str


@dataclass(frozen=True)
class Recipients:
    """主送 or 抄送, with the organisations that will sign for the paper."""

    part: str
    organs: list[str]
    name: str = ""


def steps(state: str) -> list[Step]:
    """Which steps are behind, here, ahead."""
    names = list(STEPS)
    here = names.index(state) if state in STEPS else len(names)
    return [
        Step(str(STEPS[name]), "done" if place < here else "now" if place == here else "ahead")
        for place, name in enumerate(names)
    ]


def next_number(notice: Notice, mark: str) -> tuple[str, str]:
    """The number that would be given now, and the one before it; both empty without 代字."""
    if not mark:
        return "", ""
    year = timezone.localdate().year
    pool = NumberPool.objects.filter(organ=notice.organ_id, mark=mark, year=year).first()
    n = pool.next if pool else 1
    return format_number(mark, year, n), format_number(mark, year, n - 1) if n > 1 else ""


def usual_mark(notice: Notice) -> str:
    """The 代字 of the paper; else the one that the organ last used, else its own mark with 发 or 函."""
    if notice.mark:
        return notice.mark
    if notice.organ.mark:
        return f"{notice.organ.mark}{'函' if notice.kind == '函' else '联' if notice.co_issuers.exists() else '发'}"
    last = NumberPool.objects.filter(organ=notice.organ_id).order_by("-year", "-next").first()
    return last.mark if last else ""


def may_keep(user: Any, instance: Any, transition: str) -> bool:
    """Whether it is this person's turn to do *transition*: the engine offers it, perhaps with something still missing."""
    return any(offer.transition == transition for offer in engine.offers(user, instance))


@transaction.atomic
def keep(
    notice: Notice,
    *,
    user: Any,
    instance: Any,
    fields: dict[str, Any],
    main: Iterable[int],
    cc: Iterable[int],
    by_group: Mapping[int, int] | None = None,
) -> None:
    """Save 代字, 份数, 印发机关, 系统外单位 and 分送范围, with the 主送组 by which it was chosen. They are no governed content, but only the clerk whose turn it is may set them.

    Raises :class:`workflows.engine.Refused` when the paper has gone on meanwhile.
    """
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    fresh = engine.Instance.objects.select_related("node").get(pk=instance.pk)
    if fresh.state != "register" or not may_keep(user, fresh, "register"):
        raise engine.Refused([_("这份公文已经编号或退回，现在不由您填写。")])
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(fields))
    distribution.save(locked, main=main, cc=cc, by_group=by_group)


def recipients(notice: Notice) -> list[Recipients]:
    """The range of distribution as it stands, 主送组 by 主送组; one query."""
    rows = list(notice.distribution.select_related("organisation", "group__group"))
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        part = str(NoticeRecipient.Part(row.part).label)
        found.setdefault((part, str(row.group or "")), []).append(str(row.organisation))
    order = [str(part.label) for part in NoticeRecipient.Part]
    groups = [
        Recipients(part, organs, name)
        for (part, name), organs in sorted(found.items(), key=lambda one: order.index(one[0][0]))
    ]
    outside = lines(notice.outside)
    return [*groups, *([Recipients(_("系统外单位"), outside)] if outside else [])]


def layout_report(artifact: Artifact | None) -> list[Check]:
    """The rows of the report of a print, faults first."""
    rows = artifact.report.get("findings", []) if artifact else []
    checks = [
        Check(
            str(row.get("what", "")),
            "done" if row.get("ok") else "late" if row.get("blocking") else "soon",
            _row_text(row),
        )
        for row in rows
    ]
    return sorted(checks, key=lambda check: ("late", "soon", "done").index(check.verdict))


def faults(report: list[Check]) -> list[Check]:
    """The red list: what is not kept, blocking rules first."""
    return [check for check in report if check.verdict != "done"]


def _row_text(row: dict[str, Any]) -> str:
    if row.get("ok"):
        return str(row.get("found", ""))
    words = {"wanted": row.get("wanted") or "—", "found": row.get("found") or "—"}
    return _("应为%(wanted)s，实测%(found)s") % words

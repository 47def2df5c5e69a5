"""As many papers as wanted, spread over the province as they are in life: few of the province, most of the counties."""

from collections.abc import Callable
from datetime import datetime
from itertools import cycle, islice
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from documents.notices import checking, content, distribution
from documents.notices.blocks import stream
from documents.notices.models import Artifact, Notice
from workflows import engine
from workflows.organisations.models import Level

from .bulk import Bulk, settle, without_checks
from .moulds import KINDS, Keys, Mould
from .realm import Seat, found

FULL_WAY = (
    ("submit", "drafter"),
    ("check_pass", "reviewer"),
    ("office_pass", "office"),
    ("deputy_pass", "deputy"),
    ("sign", "secretary"),
    ("recheck_pass", "clerk"),
    ("register", "clerk"),
    ("print", "sealkeeper"),
    ("dispatch", "clerk"),
)
SMALL_WAY = (
    ("submit", "drafter"),
    ("check_pass", "drafter"),
    ("sign", "secretary"),
    ("recheck_pass", "clerk"),
    ("register", "clerk"),
    ("print", "sealkeeper"),
    ("dispatch", "clerk"),
)
WAYS: dict[str, tuple[tuple[str, str], ...]] = {Level.PROVINCE: FULL_WAY, Level.CITY: FULL_WAY, Level.COUNTY: SMALL_WAY}

STAGES = ("issued",) * 12 + ("draft",) * 2 + ("check",) * 2 + ("sign",) * 3 + ("recheck",)
"""Of twenty papers, where each stands."""

SHARES = (Level.PROVINCE,) + (Level.CITY,) * 6 + (Level.COUNTY,) * 43
"""Of fifty papers, whose each is."""

TITLE = "关于做好“灯火小屋”值守工作的通知"
BODY = ((0, "现将值守工作有关事项通知如下。"), (1, "一、值守时间"), (0, "每周二、周四下午开放。"))


def grow(count: int, *, say: Callable[[str], None] = lambda _line: None) -> dict[str, list[Seat]]:
    """Fill an empty database with the province and *count* papers; the organs with their people, by level."""
    now = timezone.now()
    realm = found()
    say(
        f"单位 {sum(map(len, realm.values()))} 个，人员 {sum(len(s.people) for seats in realm.values() for s in seats)} 人"
    )
    bulk = Bulk(*KINDS)
    moulds = {(level, stage): _mould(realm[level][0], stage, now) for level in WAYS for stage in dict.fromkeys(STAGES)}
    keys = Keys.of(bulk)
    seats = {level: cycle(realm[level]) for level in WAYS}
    with without_checks():
        for number, (level, stage) in enumerate(islice(_mixture(), count - len(moulds)), start=1):
            moulds[level, stage].copy(next(seats[level]), keys, bulk)
            bulk.flush()
            if number % 100_000 == 0:
                say(f"公文 {number} 份")
        bulk.flush(at=1)
    settle(KINDS)
    return realm


def _mixture() -> Any:
    """Levels and stages in a fixed mixture in which every level meets every stage."""
    stages = cycle(STAGES + STAGES[:1])  # 21 against 50: they drift past each other
    return zip(cycle(SHARES), stages, strict=False)


def _mould(seat: Seat, stage: str, now: datetime) -> Mould:
    """A paper of the organ, led to *stage* by its people."""
    notice = draft(seat, now)
    lead(notice, seat, stage, now)
    case = engine.instance_of(notice, "issue")
    if case is None or case.state != stage:
        raise RuntimeError(f"the sample paper stands in {case and case.state}, not in {stage}")
    return Mould(Notice.objects.get(pk=notice.pk), case, seat)


def draft(seat: Seat, now: datetime) -> Notice:
    """A new paper of the organ in its first state."""
    author = seat.holder("drafter")
    notice = Notice(
        organ=seat.organ,
        organisation=seat.organ,
        author=author,
        title=TITLE,
        recipients="各有关单位",
        mark=seat.organ.mark,
    )
    notice.body = notice._meta.get_field("body").to_python(stream(BODY))
    notice.contact = "联系人：示例，电话：0000-0000100"
    notice.save()
    engine.start(notice, "issue", actor=author, now=now)
    return notice


def lead(notice: Notice, seat: Seat, stage: str, now: datetime, *, to: list[int] | None = None) -> None:
    """Let the people of the organ do their steps until the paper stands in *stage*; it will be sent to the organs *to*."""
    case: Any = engine.instance_of(notice, "issue")
    for transition, role in WAYS[seat.organ.level]:
        if case.state == stage:
            return
        actor = seat.holder(role)
        if transition in ("submit", "sign"):
            checking.tick(Notice.objects.get(pk=notice.pk), actor)
        if transition == "register":
            Notice.objects.filter(pk=notice.pk).update(copies=30)
            distribution.save(notice, main=to or [seat.organ.pk + 1], cc=[])
        if transition == "print":
            _stand_in(Notice.objects.get(pk=notice.pk), actor)
        case = engine.act(engine.Action(case.pk, transition, actor, opinion="同意。"), now=now).instance


def _stand_in(notice: Notice, user: Any) -> None:
    """A print that fits text and number, without the typesetting."""
    report = {"ok": True, "blocked": False, "findings": []}
    artifact = Artifact(
        notice=notice,
        kind=Artifact.Kind.ISSUED,
        content=content.digest(notice),
        number=notice.number,
        sha256="0" * 64,
        pages=1,
        report=report,
        made_by=user,
    )
    artifact.file.save(f"scale-{notice.pk}.pdf", ContentFile(b"%PDF-1.7 stand-in"), save=False)
    artifact.save()


def database_title() -> str:
    """Which database this is, for people."""
    return {"postgresql": "PostgreSQL", "sqlite": "SQLite"}.get(connection.vendor, connection.vendor)

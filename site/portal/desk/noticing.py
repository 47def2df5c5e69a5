"""The reading page of a notice: the paper with what the check found, its files, its facts, and what the reader may go on to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.incoming import receiving
from documents.notices import checking
from documents.notices.kinds import Openness
from documents.notices.models import Notice
from documents.notices.sequels import Sequel
from documents.notices.showing import PaperView, paper_view
from portal.pages.models import NoticePage
from workflows import engine

from . import consequences, enclosures, routing
from .attaching import AttachForm
from .citing import cited
from .reading import Fact, decision
from .remarks import notes
from .shell import may_administer, my_organs

CLERK_STEPS = ("recheck", "register", "print", "dispatch")
"""States that the clerk works on in 编号分发 rather than here."""

CHECKED_STATES = ("draft", "check", "office", "cosign", "deputy", "sign")
"""States in which findings still matter; after 签发 the text stands."""


@dataclass(frozen=True)
class Shown:
    """A finding as ``pieces/finding.html`` shows it; *anchor* is the block that it concerns."""

    code: str
    severity: str
    message: str
    excerpt: str = ""
    remedy: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Cases:
    """The processes of one notice: 发文, 公开发布 once it was asked for, and what runs about it after issuing (补发 …)."""

    issue: Any = None
    publish: Any = None
    sequels: tuple[Any, ...] = ()

    @property
    def current(self) -> Any:
        """The one that the page is about: what is being decided after issuing, 公开发布 while it runs, else 发文."""
        running = self.publish is not None and not self.publish.finished_at
        found = self.publish if running or self.issue is None else self.issue
        return self.sequels[0] if self.sequels else found

    def current_for(self, user: Any) -> Any:
        """The same, for a reader whose turn it is in one of several that run at the same time."""
        if len(self.sequels) + (self.publish is not None and not self.publish.finished_at) < 2:
            return self.current
        running = [*self.sequels, self.publish] if self.publish is not None else [*self.sequels]
        return next((case for case in running if engine.offers(user, case)), self.current)


def cases(notice: Notice, user: Any) -> Cases:
    """The newest case of each process, as far as *user* is concerned."""
    issue, publish = engine.instance_of(notice, "issue"), engine.instance_of(notice, "publish")
    if issue is None or not issue.finished_at:
        return Cases(issue, publish)
    asked = (row.kind for row in routing.sequels_of(notice) if row.status == Sequel.Status.OPEN)
    running = (engine.instance_of(notice, kind, finished=False) for kind in asked)
    return Cases(issue, publish, tuple(case for case in running if case is not None and _is_shown(case, notice, user)))


def _is_shown(case: Any, notice: Notice, user: Any) -> bool:
    """What an organ above decides about the paper is its own affair until it is decided."""
    return case.organ_id == notice.organ_id or engine.allowed(user, "view", case)


def notice_page(request: HttpRequest, notice: Notice, *, now: datetime | None = None) -> dict[str, Any]:
    """The context of ``desk/notice.html``."""
    found = cases(notice, request.user)
    current = found.current_for(request.user)
    deciding = decision(request, current, now=now, subject=notice)
    deciding["measures"] = [*deciding["measures"], *routing.more(request, notice, found.issue)]
    editable = engine.allowed(request.user, "edit", notice)
    other = found.issue if current is not found.issue else None
    if other is not None:
        deciding["history"] = [*engine.history(other), *deciding["history"]]
    sheet = findings(notice, current, may_tick=editable or bool(deciding["turn"]))
    proposes = may_propose(request.user, notice, found)
    return {
        **deciding,
        **sheet,
        **notes(request, notice, sheet["paper"]),
        "notice": notice,
        "files": [] if editable else enclosures.attachments(notice),
        "own_files": enclosures.attachments(notice, removable=True) if editable else [],
        "attach_form": AttachForm(notice=notice) if editable else None,
        "attach_url": reverse("desk:attach", args=[notice.pk]) if editable else "",
        "prints": [enclosures.of_print(artifact) for artifact in enclosures.kept_prints(notice)],
        "paper_scans": enclosures.paper_scans(found.issue)
        if found.issue is not None and any(row.offline for row in deciding["history"])
        else [],
        "facts": [*facts(notice), *cited(sheet["paper"], request.user, notice.parent)],
        "edit_url": reverse("notices:edit", args=[notice.pk]) if editable and may_administer(request) else "",
        "versions_url": reverse("notices:history", args=[notice.pk])
        if may_administer(request) and notice.organ_id in my_organs(request)
        else "",
        "original": enclosures.of_upload(notice.original) if notice.original is not None else None,
        "pdf_url": reverse("desk:sample", args=[notice.pk]) if not notice.printed_on else "",
        "number_url": reverse("desk:number", args=[notice.pk])
        if current.state in CLERK_STEPS and deciding["turn"]
        else "",
        "will": consequences.before(deciding["instance"], "sign", notice) if _offers(deciding, "sign") else [],
        "receipts": receiving.progress(notice) if found.issue is not None and found.issue.finished_at else None,
        "propose_url": reverse("desk:propose", args=[notice.pk]) if proposes else "",
        "source_public": proposes and _is_public(notice.corrects_id),
        "request_made": requested(notice, current),
        "published": found.publish if found.publish is not None and found.publish.finished_at else None,
        **routing.beside(request, notice, found.issue),
    }


def requested(notice: Notice, current: Any) -> Sequel | None:
    """What was asked for about the issued paper, while that is what the page is about."""
    if current is None or current.finished_at or current.process not in Sequel.Kind.values:
        return None
    rows = (row for row in routing.sequels_of(notice) if row.status == Sequel.Status.OPEN)
    return next((row for row in rows if row.kind == current.process), None)


def _offers(deciding: dict[str, Any], transition: str) -> bool:
    return any(offer.transition == transition and offer.allowed for offer in deciding["offers"])


def may_propose(user: Any, notice: Notice, found: Cases) -> bool:
    """Whether 提请公开 is offered: issued, 主动公开, not proposed yet, and the reader drafts or keeps papers there."""
    from documents.notices.policy import drafting_posts

    return (
        notice.openness == Openness.OPEN
        and found.publish is None
        and found.issue is not None
        and found.issue.state == "issued"
        and any(post.organisation.organ_pk == notice.organ_id for post in drafting_posts(user))
    )


def _is_public(corrected: int | None) -> bool:
    """Whether the paper of that key stands on the public site; no query where there is none."""
    return corrected is not None and NoticePage.objects.live().filter(notice=corrected).exists()


def facts(notice: Notice) -> list[Fact]:
    """The metadata block."""
    day = "Y年n月j日"
    return [
        Fact(_("发文字号"), notice.number),
        Fact(_("文种"), notice.get_kind_display()),
        Fact(_("紧急程度"), notice.urgency),
        Fact(_("拟稿"), f"{notice.author} {notice.organisation}"),
        Fact(_("发文机关"), notice.organ),
        Fact(_("成文日期"), date_format(notice.signed_on, day) if notice.signed_on else ""),
        Fact(_("印发日期"), date_format(notice.printed_on, day) if notice.printed_on else ""),
        Fact(_("份数"), notice.copies),
        Fact(_("公开属性"), notice.get_openness_display()),
        Fact(_("专项行动"), notice.campaign),
        Fact(_("拟稿时间"), date_format(timezone.localtime(notice.created_at), "Y年n月j日 H:i")),
    ]


def findings(notice: Notice, instance: Any, *, may_tick: bool) -> dict[str, Any]:
    """The paper with its findings at their sentences, and the list on top; only until the paper is signed."""
    sample = not notice.number
    if instance.process != "issue" or instance.state not in CHECKED_STATES:
        return {"paper": paper_view(notice, sample=sample)}
    state = checking.state(notice)
    paper = paper_view(notice, sample=sample)
    shown = placed(paper, (*state.errors, *state.warnings, *state.infos))
    blocks = (
        replace(block, findings=[each for each in shown if each.anchor == block.anchor]) for block in paper.blocks
    )
    return {
        "paper": replace(paper, blocks=tuple(blocks)),
        "findings": shown,
        "tick_url": reverse("desk:tick", args=[notice.pk]) if may_tick and state.warnings and not state.ticked else "",
        "ticked": state.ticked,
    }


def placed(paper: PaperView, found: Iterable[Any]) -> list[Shown]:
    """Each finding with the block in which its excerpt stands."""
    return [
        Shown(
            code=finding.code,
            severity=finding.severity,
            message=finding.message,
            excerpt=finding.excerpt,
            remedy=getattr(finding, "remedy", ""),
            anchor=next(
                (block.anchor for block in paper.blocks if finding.excerpt and finding.excerpt in block.text), ""
            ),
        )
        for finding in found
    ]

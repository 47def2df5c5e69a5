"""About one matter, whatever its document: 办理单, 为什么不能办."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflows import engine

from .. import acting
from ..reading import Fact
from ..shell import Back, page


@login_required
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """办理单: the whole record, made for paper."""
    case = acting.visible_instance(request.user, pk)
    day = "Y年n月j日 H:i"
    context = {
        "title": _("办理单"),
        "unit_name": case.organ.name,
        "facts": [
            Fact(_("标题"), case.title),
            Fact(_("单位"), case.organisation),
            Fact(_("现在的环节"), case.state_title),
            *(
                [Fact(_("办结时间"), date_format(timezone.localtime(case.finished_at), day))]
                if case.finished_at
                else []
            ),
        ],
        "history": engine.history(case),
        "made_at": timezone.now(),
    }
    return page(request, "desk/summary.html", context, back=Back(acting.address_of(case), _("返回")))


@dataclass(frozen=True)
class Line:
    """One condition of a transition."""

    text: str
    ok: bool


@dataclass(frozen=True)
class Entry:
    """One transition: whether the reader may take it, why not, and who could."""

    title: str
    allowed: bool
    checks: list[Line]
    who: list[str]


@login_required
@require_GET
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """为什么不能办: every transition, each condition's answer, and who could act instead."""
    case = acting.visible_instance(request.user, pk)
    explanation = engine.explain(request.user, case)
    context = {
        "title": case.title,
        "url": acting.address_of(case),
        "notes": explanation.notes,
        "transitions": [
            *(_entry(one) for one in explanation.transitions),
            *(
                Entry(one.title, one.allowed, [Line(reason, False) for reason in one.reasons], [])
                for one in explanation.measures
            ),
        ],
    }
    return page(request, "desk/explain.html", context, back=Back(context["url"], _("返回")))


def _entry(one: Any) -> Entry:
    answers = [Line(guard.title if guard.ok else f"{guard.title}：{guard.reason}", guard.ok) for guard in one.guards]
    told = {guard.reason for guard in one.guards}
    others = [Line(reason, False) for reason in one.reasons if reason not in told]
    return Entry(one.title, one.allowed, [*others, *answers], one.who)

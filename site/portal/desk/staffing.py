"""岗位交接 and 重置密码 as the desk shows them: whose posts the reader looks after, what would pass, what passed."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.printing import Printed
from documents.printing.sheets import sheet
from workflows import engine
from workflows.organisations import handing, passwords
from workflows.organisations.administering import manages
from workflows.organisations.models import Handover, Membership, PasswordReset, User

from .reading import Fact

MANAGING = frozenset({"secretary", "unit_admin", "sysadmin", "secadmin"})
"""Roles that may look after posts of others; which posts, ``administering`` says."""

SHOWN = 20
"""So many handovers that are done are listed."""


@dataclass(frozen=True)
class HeldPost:
    """A post of a person, and where it is handed over or how far that is."""

    post: Membership
    url: str
    handover_url: str


def looks_after(held: list[Membership]) -> bool:
    """Whether the reader may look after anybody's posts at all."""
    return any(post.role.key in MANAGING for post in held)


def posts_of(person: User, held: list[Membership]) -> list[HeldPost]:
    """The person's posts in force that the reader looks after; two queries."""
    found = (
        Membership.objects.current()
        .filter(user=person)
        .select_related("organisation", "organisation__organ", "role")
        .order_by("-principal", "pk")
    )
    mine = [post for post in found if manages(held, post)]
    going = dict(
        Handover.objects.filter(post__in=[post.pk for post in mine], withdrawn_at__isnull=True).values_list(
            "post", "pk"
        )
    )
    return [
        HeldPost(
            post,
            "" if post.pk in going else reverse("desk:hand_over", args=[post.pk]),
            reverse("desk:handover", args=[going[post.pk]]) if post.pk in going else "",
        )
        for post in mine
    ]


def last_reset(person: User) -> PasswordReset | None:
    """Who last gave the person a one-time password, and when."""
    return PasswordReset.objects.filter(user=person).select_related("by").order_by("-pk").first()


def passing(lines: dict[str, int]) -> str:
    """What passes, in one line."""
    return "，".join(f"{name}{number}件" for name, number in lines.items())


def facts(handover: Handover) -> list[Fact]:
    """The handover as it stands: who, what, when, and what passes or passed."""
    done = handover.carried_out_at is not None
    lines = handover.passed if done else engine.estate(handover.post).lines
    return [
        Fact(_("岗位"), handover.post),
        Fact(_("交出"), handover.post.user),
        Fact(_("接任"), handover.taker),
        Fact(_("交接日期"), date_format(handover.since, "Y年n月j日")),
        Fact(_("已移交") if done else _("将移交"), passing(lines)),
        Fact(_("提出"), _by(handover.proposed_by, handover.proposed_at)),
        Fact(_("确认"), _by(handover.confirmed_by, handover.confirmed_at)),
        Fact(_("撤回"), _by(None, handover.withdrawn_at)),
    ]


BY_HAND = (
    gettext_lazy("印章（名称、枚数）"),
    gettext_lazy("纸质公文和档案"),
    gettext_lazy("文件柜、房间钥匙"),
    gettext_lazy("其他账号、移动存储介质"),
)
"""What a post hands over beside its papers; the sheet leaves room for it."""


def sheet_of(handover: Handover) -> Printed:
    """交接清单: what passes or passed through the system, and room for what passes by hand and for the pen."""
    done = handover.carried_out_at is not None
    lines = handover.passed if done else engine.estate(handover.post).lines
    signers = [_("移交人（签字）"), _("接交人（签字）"), _("监交人（签字）")]
    context = {"handover": handover, "lines": list(lines.items()), "done": done, "things": BY_HAND, "signers": signers}
    html = render_to_string("print/handover.html", context)
    organ = handover.post.organisation.as_organ.name
    made = date_format(timezone.localtime(), "Y年n月j日")
    return sheet(html, title=_("岗位交接清单"), head=organ, meta=_("制表 %s") % made)


def state(handover: Handover) -> tuple[str, str]:
    """The mark and the word of the stage that a handover has reached."""
    if handover.withdrawn_at is not None:
        return "off", _("已撤回")
    if handover.confirmed_at is None:
        return "open", _("待另一人确认")
    if handover.carried_out_at is None:
        return "doing", _("到日子自动移交")
    return "done", _("已移交")


def may_confirm(user: Any, held: list[Membership], handover: Handover) -> bool:
    """Whether the reader is the second person for this proposal."""
    is_open = handover.confirmed_at is None and handover.withdrawn_at is None
    return is_open and user.pk not in (handover.proposed_by_id, handover.taker_id) and manages(held, handover.post)


def may_withdraw(user: Any, held: list[Membership], handover: Handover) -> bool:
    """Whether the reader may give this proposal up."""
    is_open = handover.confirmed_at is None and handover.withdrawn_at is None
    return is_open and (handover.proposed_by_id == user.pk or manages(held, handover.post))


def confirm(handover: Handover, by: Any) -> Handover:
    """Confirm it, and pass on at once what is in hand when its day has come; inside one transaction of the caller.

    Raises:
        handing.HandoverError: *by* may not, or it is no longer to be confirmed.
    """
    now = timezone.now()
    handing.confirm(handover, by=by, now=now)
    engine.carry_out(now)
    return find(handover.pk)


def find(pk: int) -> Handover:
    """A handover with everything that is shown of it.

    Raises:
        Handover.DoesNotExist: there is none.
    """
    known = ("post__user", "post__role", "post__organisation", "post__organisation__organ", "taker")
    return Handover.objects.select_related(*known, "proposed_by", "confirmed_by").get(pk=pk)


def recent(held: list[Membership]) -> list[Handover]:
    """The last confirmed handovers that the reader looks after; one query."""
    known = ("post__user", "post__role", "post__organisation", "post__organisation__organ", "taker")
    found = Handover.objects.filter(confirmed_at__isnull=False).select_related(*known).order_by("-pk")[: SHOWN * 5]
    return [one for one in found if manages(held, one.post)][:SHOWN]


def may_reset(user: Any, person: User) -> bool:
    """Whether the reader may reset this person's password."""
    return passwords.may_reset(user, person)


def _by(person: Any, at: Any) -> str:
    if at is None:
        return ""
    moment = date_format(timezone.localtime(at), "Y年n月j日 H:i")
    return f"{person} {moment}" if person is not None else moment

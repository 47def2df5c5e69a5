"""批复 and 复函: the draft of a paper that answers one that was received, from inside the system or from outside."""

import re
from typing import Any

from django.utils.translation import gettext as _

from documents.notices.blocks import stream
from documents.notices.bracketing import bracketed
from documents.notices.contacting import contact_line
from documents.notices.kinds import Kind
from documents.notices.models import Notice
from workflows.organisations.models import Organisation

from .models import REQUEST, Incoming

TAIL = re.compile(r"的?(?:请示|函)$")


def answering_kind(incoming: Incoming) -> Kind:
    """批复 for a 请示, 函 (复函) for everything else (条例第8条)."""
    return Kind.REPLY if incoming.kind == REQUEST else Kind.LETTER


def draft(incoming: Incoming, unit: Organisation, user: Any) -> Notice:
    """The unsaved answer: addressed to the sender, with the opening that such a paper has; what is answered is left to write."""
    kind = answering_kind(incoming)
    organ = incoming.organ
    last = Notice.objects.filter(organ=organ, kind=kind).exclude(mark="").order_by("-pk").first()
    usual = f"{organ.mark}函" if kind == Kind.LETTER else f"{organ.mark}复"
    source = incoming.notice
    notice = Notice(
        organ=organ,
        organisation=unit,
        author=user,
        kind=kind,
        title=title(incoming),
        mark=last.mark if last else usual if organ.mark else "",
        recipients=incoming.sender,
        contact=contact_line(user.name, user.phone),
        urgency=incoming.urgency,
        campaign=source.campaign if source is not None else None,
        parent=source,
        openness="on_request",
    )
    notice.body = notice._meta.get_field("body").to_python(stream(_words(incoming, kind)))
    return notice


def title(incoming: Incoming) -> str:
    """“关于…的请示” becomes “关于…的批复”, “关于…的函” becomes “关于…的复函”."""
    end = _("的批复") if answering_kind(incoming) == Kind.REPLY else _("的复函")
    return f"{TAIL.sub('', incoming.title.replace('|', ''))[: 200 - len(end)]}{end}"


def _words(incoming: Incoming, kind: Kind) -> list[tuple[int, str]]:
    number = f"（{incoming.number}）" if incoming.number else ""
    words = {
        "you": _("你委") if incoming.sender.endswith("委") else _("你单位"),
        "number": number,
        "title": bracketed(incoming.title),
    }
    if kind == Kind.REPLY:
        return [
            (0, _("%(you)s%(title)s%(number)s收悉。经研究，现批复如下。") % words),
            (0, _("此复。")),
        ]
    return [(0, _("%(you)s%(title)s%(number)s收悉。经研究，现函复如下。") % words), (0, _("特此函复。"))]

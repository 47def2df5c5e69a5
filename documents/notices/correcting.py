"""更正: a notice that names the paper it corrects, and what it says instead; signed, numbered and sent out like any other."""

from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows import engine

from . import distribution
from .blocks import pieces, stream
from .bracketing import bracketed
from .models import CoIssuer, Notice, NoticeRecipient
from .policy import drafting_units
from .sequels import Sequel, SequelError, why_not


@transaction.atomic
def draft(paper: Notice, *, wrong: str, right: str, user: Any) -> Notice:
    """The draft of a correction, with the addressees that have the paper that it corrects, its co-issuers and 代字.

    Raises:
        SequelError: the paper is not issued or in force no more, or the person may not draft for its organ.
        workflows.engine.Refused: 发文 cannot be begun.
    """
    if refusal := why_not(paper, user):
        raise SequelError(refusal)
    units = [unit for unit in drafting_units(user) if unit.organ_pk == paper.organ_id]
    if not units:
        raise SequelError(_("您不能为%s拟稿。") % paper.organ)
    made = Notice(
        organ=paper.organ,
        organisation=units[0],
        author=user,
        kind=paper.kind if paper.direction == "side" else "通知",
        title=_("关于更正%(title)s有关内容的通知") % {"title": bracketed(paper.plain_title)},
        recipients=paper.recipients,
        cc=paper.cc,
        contact=paper.contact,
        outside=paper.outside,
        head=paper.head,
        signature=paper.signature,
        mark=paper.mark,
        openness=paper.openness,
        campaign=paper.campaign,
        corrects=paper,
    )
    made.title = made.title[:200]
    _readdress(paper, made)
    words = {
        "day": date_format(paper.signed_on, "Y年n月j日") if paper.signed_on else "",
        "title": bracketed(paper.plain_title),
        "number": paper.number,
        "wrong": wrong.strip(),
        "right": right.strip(),
    }
    body = (
        (0, _("%(day)s印发的%(title)s（%(number)s）有关内容有误，现更正如下。") % words),
        (0, _("原文“%(wrong)s”，更正为“%(right)s”。") % words),
        (0, _("其他内容不变。特此通知。")),
    )
    made.body = made._meta.get_field("body").to_python(stream(body))
    made.save()
    for row in paper.co_issuers.all():
        CoIssuer.objects.create(notice=made, organisation=row.organisation, order=row.order)
    range_of(paper, made)
    made.save_revision(user=user)
    engine.start(made, "issue", actor=user)
    return made


def _readdress(paper: Notice, made: Notice) -> None:
    """主送 and 抄送 name nobody from whom the paper was recalled; more queries only where it was recalled from somebody."""
    recalled = paper.sequels.filter(kind=Sequel.Kind.RECALL, status=Sequel.Status.DONE)
    gone = set(recalled.values_list("organs__organisation", flat=True))
    reached = set(paper.distribution.values_list("organisation", flat=True)) if gone else set()
    if gone := gone - reached:  # who was given it again by 补发 stays
        made.recipients = distribution.without(paper, paper.recipients, gone, reached)
        made.cc = distribution.without(paper, paper.cc, gone, reached)


def range_of(paper: Notice, made: Notice) -> None:
    """分送范围 of the correction: everybody whom the paper reached, those by 补发 too, and nobody from whom it was recalled."""
    NoticeRecipient.objects.bulk_create(
        NoticeRecipient(notice=made, organisation_id=row.organisation_id, part=row.part)
        for row in paper.distribution.order_by("pk")
    )


def stands_in(paper: Notice, words: str) -> bool:
    """Whether the paper says *words*, whatever the spaces between them."""
    wanted = "".join(words.split())
    texts = [paper.plain_title, paper.recipients, paper.cc, paper.contact, paper.signature]
    texts += [piece.text for piece in pieces(paper.body)]
    texts += [row.title for row in paper.attachments.all()]
    return any(wanted in "".join(text.split()) for text in texts)

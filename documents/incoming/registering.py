"""来文登记: a paper from outside the system, entered by the clerk with its scan, then dealt with like any other."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from documents.files.expiring import erase_expired, expires
from documents.files.kinds import Group
from documents.files.models import Upload
from documents.files.receiving import receive
from workflows import engine
from workflows.organisations.models import Membership, Organisation

from . import handling, numbering
from .models import Incoming
from .receiving import receiving_posts

KEPT_FOR = timedelta(days=1)
SWEPT = 20
BRACKETS = str.maketrans("[]【】（）()〈〉", "〔〕〔〕〔〕〔〕〔〕")

expires(handling.PURPOSE, KEPT_FOR)


def registering_posts(user: Any) -> list[Membership]:
    """Posts from which a person may enter papers: those that receive for an organ of the league."""
    return [post for post in receiving_posts(user) if is_for_league(post)]


def is_for_league(post: Membership) -> bool:
    """Whether a post that receives papers is one of the league; other systems' organs keep books of their own."""
    return post.organisation.as_organ.kind != Organisation.Kind.PARTNER


def organs(user: Any) -> list[Organisation]:
    """The organs for which a person may enter papers, each once."""
    return list({post.organisation.organ_pk: post.organisation.as_organ for post in registering_posts(user)}.values())


def plain_number(number: str) -> str:
    """A 来文字号 as it is compared: six-cornered brackets, no spaces."""
    return re.sub(r"\s+", "", number).translate(BRACKETS)


def same(organ: Organisation, sender: str, number: str) -> Incoming | None:
    """A paper of the same sender and number that the organ has received already; papers without a number are never the same."""
    if not number:
        return None
    rows = Incoming.objects.filter(organ=organ, sender=sender.strip(), number=plain_number(number))
    return rows.exclude(status=Incoming.Status.RETURNED).order_by("pk").first()


def take_files(files: Sequence[File], *, user: Any, organ: Organisation) -> list[Upload]:
    """Keep the scans. Raises RefusedFileError; what came before stays unclaimed and is erased after a day."""
    erase_expired(most=SWEPT)
    return [receive(file, user=user, organ=organ, purpose=handling.PURPOSE, group=Group.ATTACHMENT) for file in files]


def register(
    organ: Organisation,
    *,
    user: Any,
    fields: Mapping[str, Any],
    uploads: Sequence[Upload] = (),
    now: datetime | None = None,
) -> Incoming:
    """Enter the paper: it gets its 收文号, and 收文办理 begins. Where the organ has a step 登记 of its own, this was it.

    Raises PermissionError for somebody who does not receive papers there.
    """
    post = next((one for one in registering_posts(user) if one.organisation.organ_pk == organ.pk), None)
    if post is None:
        raise PermissionError(organ)
    moment = now or timezone.now()
    with transaction.atomic():
        incoming = Incoming.objects.create(
            organ=organ,
            year=timezone.localtime(moment).year,
            received_at=moment,
            registered_by=user,
            **{**fields, "number": plain_number(fields.get("number", "")), "sender": fields["sender"].strip()},
        )
        Upload.objects.filter(pk__in=[row.pk for row in uploads], subject_id=None).update(subject_id=incoming.pk)
        case = handling.begin(incoming, actor=user, post=post, now=moment)
        if case is not None and _may_register(user, case):
            engine.act(engine.Action(case.pk, "register", user), now=moment)
        numbering.allocate(incoming)
    return incoming


def _may_register(user: Any, case: Any) -> bool:
    return any(offer.transition == "register" and offer.allowed for offer in engine.offers(user, case))

"""Opening a case for a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.database import end_glance
from workflows.definition import Impossible, begin
from workflows.organisations.models import Membership, Organisation, User
from workflows.organisations.tree import is_within

from ..clock.terms import Terms
from ..errors import Refused
from ..models import Definition, Instance
from ..people.directory import Directory
from ..people.placing import stand_at_organ
from ..people.standing import Post, standing
from ..processes.definitions import Loaded, definition_for, loaded
from ..registry import Description, DocumentType, adapter_of
from ..shown import for_display
from .applying import Doing, apply
from .children import follow
from .contents import content_of, keep
from .dossier import Dossier
from .recording import Entry, record
from .writing import write


def start(
    subject: Any,
    process: str,
    *,
    actor: User,
    post: Membership | None = None,
    now: datetime | None = None,
    start_key: str | None = None,
    organ: Organisation | None = None,
) -> Instance:
    """Open a case for *subject* in *process*; it stands in the first state, with its first event written.

    The actor must hold a business post in the document's organ, or in one above it (a paper entered for a unit by its
    superior, 代报). The same *start_key* gives the first case again. With *organ*, one above the document's, the case is that
    organ's own: it decides about a paper from below (撤销下级公文).

    Raises:
        Refused: the process is not active or not meant for this document or level, a case is already running, or the actor
            has no such post.
        ValueError: *organ* does not lie above the document's.
    """
    end_glance()
    moment = now or timezone.now()
    if start_key and (first := Instance.objects.filter(start_key=start_key).first()) is not None:
        return first
    adapter = adapter_of(subject)
    told = _told(adapter.describe(subject), organ)
    definition = definition_for(process, told.organ, moment)
    rules = loaded(definition.pk)
    _check_fit(rules, adapter, told.organ)
    used = _post_for(actor, told.organ, post, moment)
    try:
        with transaction.atomic():
            return _open(subject, process, adapter, told, definition, actor, used, moment, start_key)
    except IntegrityError as error:
        if start_key and (first := Instance.objects.filter(start_key=start_key).first()) is not None:
            return first
        if _is_running(adapter, subject, process):
            title = rules.rules.title
            raise Refused([_("“%(title)s”已经在办，不能重复发起。") % {"title": title}]) from error
        raise


def _told(told: Description, organ: Organisation | None) -> Description:
    """What the document says of itself, with the organ to which the case is to belong."""
    if organ is None or organ.pk == told.organ.pk:
        return told
    if not is_within(told.organ.path, organ.path):
        raise ValueError(f"{organ.code} does not lie above {told.organ.code}")
    return replace(told, organ=organ, organisation=organ)


def _check_fit(rules: Loaded, adapter: DocumentType, organ: Organisation) -> None:
    if rules.rules.subject != adapter.key:
        raise Refused([_("流程“%(title)s”不用于这类文书。") % {"title": rules.rules.title}])
    if organ.level not in rules.rules.levels:
        words = {"title": rules.rules.title, "level": organ.get_level_display()}
        raise Refused([_("“%(title)s”不由%(level)s单位发起。") % words])


def _post_for(actor: User, organ: Organisation, wanted: Membership | None, now: datetime) -> Post:
    """The post in which the actor opens the case: in the organ itself if possible, else above it."""
    held = [post for post in standing(actor, timezone.localdate(now)).own if post.is_business]
    if wanted is not None:
        held = [post for post in held if post.membership.pk == wanted.pk]
    inside = [post for post in held if post.is_in(organ.pk)]
    above = [post for post in held if post.is_above(organ.path)]
    if not inside and not above:
        raise Refused([_("您在%(organ)s及其上级没有业务岗位，不能发起。") % {"organ": organ}])
    return (inside or above)[0]


def _is_running(adapter: DocumentType, subject: Any, process: str) -> bool:
    return Instance.objects.filter(
        subject_type=adapter.content_type(),
        subject_id=subject.pk,
        process=process,
        finished_at__isnull=True,
        parent_item__isnull=True,
    ).exists()


def _open(
    subject: Any,
    process: str,
    adapter: DocumentType,
    told: Description,
    definition: Definition,
    actor: User,
    post: Post,
    now: datetime,
    start_key: str | None,
) -> Instance:
    """Write the case, its first event and its first items."""
    rules = loaded(definition.pk)
    content = content_of(adapter, subject)
    keep(content)
    instance = Instance.objects.create(
        process=process,
        definition=definition,
        node=rules.nodes[rules.rules.initial],
        subject_type=adapter.content_type(),
        subject_id=subject.pk,
        title=told.title[:300],
        series=told.series,
        organ=told.organ,
        organisation=told.organisation,
        path=told.organ.path,
        entry=0,
        content=content,
        started_by=actor,
        start_key=start_key,
        entered_at=now,
        changed_at=now,
    )
    stand_at_organ(instance)
    case = Dossier(instance, [], rules, now, Directory(timezone.localdate(now)))
    case.subject = subject
    case.directory.expect(instance.path, case.roles, actor.pk)
    try:
        marking, changes = begin(rules.rules, case.world)
    except Impossible as impossible:
        raise Refused([f"{reason}。" for reason in impossible.reasons]) from impossible
    terms = Terms()
    applied = apply(case, marking, changes, Doing(actor=actor), terms)
    entry = Entry(
        kind="start",
        name=process,
        target=instance.node,
        visit=instance.entry,
        actor=actor,
        post=post.membership,
        content=bytes(content.digest),
        data=applied.data | {"definition": definition.digest},
    )
    record(case, entry)
    write([case], now)
    follow([case], now, terms)
    return for_display(Instance.objects.all()).get(pk=instance.pk)

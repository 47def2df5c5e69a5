"""What the views of calls and submissions share: finding what the person may see, and 404 alike for the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from documents.submissions.duties import watchers
from documents.submissions.models import Call, Remark, Submission, Supplement
from workflows import engine
from workflows.organisations.models import Organisation, User

from ..shell import Back, business_posts


@dataclass(frozen=True)
class Tally:
    """One number of a bar or of tabs."""

    label: str
    number: int
    url: str
    kind: str = ""
    current: bool = False


@dataclass(frozen=True)
class Tab:
    """One tab of a list."""

    title: str
    url: str
    current: bool = False
    number: int | None = None


def me(request: HttpRequest) -> User:
    """The person who is signed in; every view here demands that."""
    return cast(User, request.user)


def my_organs_in_full(request: HttpRequest) -> list[Organisation]:
    """The organs in which the person handles documents, each once, in tree order."""
    organs = {post.organisation.organ_pk: post.organisation.as_organ for post in business_posts(request)}
    return sorted(organs.values(), key=lambda organ: organ.path)


def _with_answers(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """With ``newest``, the answers as last sent, and ``former``, those sent before, where there are any."""
    number = F("version")
    told: Any = rows.annotate(
        newest=FilteredRelation("versions", condition=Q(versions__number=number)),
        former=FilteredRelation("versions", condition=Q(versions__number=number - 1)),
    )
    found: QuerySet[Submission] = told.select_related("newest__form_version", "former__form_version")
    return found


def visible_case(request: HttpRequest, pk: int, *, with_answers: bool = False) -> tuple[Any, Any]:
    """The submission with the case of its call's process, if the person may see it; 404 alike for what is foreign and what
    never was. Somebody who sees another of its cases only, such as its 典型公开发布, gets it too. *with_answers* brings
    ``newest`` and ``former`` along, the answers as last sent and those before.
    """
    rows = Submission.objects.select_related(
        "call__form_version", "call__organ", "call__campaign", "organ", "organisation", "filed_by", "ranking__organ"
    )
    told = rows.annotate(
        with_remarks=Exists(Remark.objects.filter(submission=OuterRef("pk"), version=OuterRef("version"))),
        with_supplements=Exists(Supplement.objects.filter(submission=OuterRef("pk"))),
    )
    submission = (_with_answers(told) if with_answers else told).filter(pk=pk).first()
    instance = engine.instance_of(submission, submission.call.process) if submission else None
    if submission is None or instance is None:
        raise Http404
    if not (engine.allowed(request.user, "view", instance) or engine.allowed(request.user, "view", submission)):
        raise Http404
    return submission, instance


def being_filled(request: HttpRequest, pk: int) -> tuple[Submission, Any]:
    """The submission and its case while the person may change the answers; 404 for everybody else."""
    submission, instance = visible_case(request, pk)
    if not is_filling(request, instance):
        raise Http404
    return submission, instance


def is_filling(request: HttpRequest, instance: Any) -> bool:
    """Whether the person may change the answers now. A state in which nobody may is told without asking who it is."""
    if instance.finished_at is not None or not instance.node.grants.get("edit"):
        return False
    return engine.allowed(request.user, "edit", instance)


def watching_organs(request: HttpRequest, call: Call) -> list[Organisation]:
    """The person's organs that watch over the units of the call; those see its progress below themselves."""
    return watchers(call, my_organs_in_full(request))


def to_calls() -> Back:
    """Back to the list of calls."""
    return Back(reverse("desk:calls"), "征集报送")


def to_call(call: Call) -> Back:
    """Back to one call."""
    return Back(call.get_absolute_url(), "征集")


def seen_papers(request: HttpRequest, call: Call, keys: Iterable[int | None]) -> set[int]:
    """Which of the submissions the person may open in the call's process; a constant number of queries."""
    wanted = [key for key in keys if key]
    if not wanted:
        return set()
    cases = engine.visible(request.user, "submission").filter(subject_id__in=wanted, process=call.process)
    return set(cases.values_list("subject_id", flat=True))


def is_put_to_me(request: HttpRequest, asked: Iterable[tuple[int, int]]) -> bool:
    """Whether one of the posts, given as organisation and role, is the person's; no query."""
    held = business_posts(request)
    mine = {(key, post.role_id) for post in held for key in (post.organisation_id, post.organisation.organ_pk)}
    return not mine.isdisjoint(asked)

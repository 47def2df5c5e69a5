"""What the views of calls and submissions share: finding what the person may see, and 404 alike for the rest."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse

from documents.submissions.models import Addressee, Call, Submission
from workflows import engine
from workflows.organisations.models import Organisation, User
from workflows.organisations.tree import is_within

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


def visible_case(request: HttpRequest, pk: int) -> tuple[Submission, Any]:
    """The submission with the case of its call's process, if the person may see it; 404 alike for what is foreign and what
    never was. Somebody who sees another of its cases only, such as its 典型公开发布, gets it too.
    """
    rows = Submission.objects.select_related(
        "call__form_version", "call__organ", "call__campaign", "organ", "organisation", "filed_by", "ranking__organ"
    )
    submission = rows.filter(pk=pk).first()
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
    """The person's organs at or below the host that stand above some unit of the call; those see its progress below themselves."""
    mine = [organ for organ in my_organs_in_full(request) if is_within(organ.path, call.organ.path)]
    if not mine:
        return []
    paths = list(Addressee.objects.filter(call=call).values_list("organ__path", flat=True))
    return [
        organ
        for organ in mine
        if organ.pk == call.organ_id or any(is_within(path, organ.path) and path != organ.path for path in paths)
    ]


def to_calls() -> Back:
    """Back to the list of calls."""
    return Back(reverse("desk:calls"), "征集报送")


def to_call(call: Call) -> Back:
    """Back to one call."""
    return Back(call.get_absolute_url(), "征集")

"""Pages that only the engine makes, changes or takes down, and the roads of Wagtail that are closed around them.

The ground is one rule below every road: a row of such a page is written only inside :func:`engine_writes`. Editor, bulk
actions, API, ``publish_scheduled``, copy, alias and translation all end in a save, a move or a delete, and meet it there.
What stands above it (permissions, hooks) only says so earlier and in friendlier words.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

_engine_writes: ContextVar[bool] = ContextVar("engine_writes", default=False)


class EngineOnlyError(PermissionDenied):
    """Somebody but the engine tried to make, change or take down a page that follows from a decision."""


@contextmanager
def engine_writes() -> Iterator[None]:
    """Entered by the effects of 公开发布 alone."""
    token = _engine_writes.set(True)
    try:
        yield
    finally:
        _engine_writes.reset(token)


def is_engine_page(page: Model) -> bool:
    """Whether the page, loaded as whatever model, follows from a decision."""
    if getattr(page, "made_by_engine", False):
        return True
    plain: Any = page
    return type(page) is Page and bool(page.pk) and getattr(plain.specific_class, "made_by_engine", False)


def refuse() -> None:
    """Raise unless the engine is writing."""
    if not _engine_writes.get():
        raise EngineOnlyError(_("此页由“公开发布”办理生成，不能在这里新建、修改、移动或撤下。请在工作台办理。"))


def _guard_row(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A page, or a row that belongs to one, is about to be written or deleted."""
    if not kwargs.get("raw") and is_engine_page(instance):
        refuse()


def _guard_move(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    if is_engine_page(instance):
        refuse()


def _guard_restriction(sender: type[Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    """A restriction hides a page and all below it: decided pages would be taken down by the back door."""
    refuse()


def close_roads(models: list[type[Model]]) -> None:
    """Connect the rule to the pages, to their parts, and to Wagtail's plain Page through which they can be loaded."""
    for model in (*models, Page):
        key = f"engine-only-{model._meta.label}"
        pre_save.connect(_guard_row, sender=model, dispatch_uid=f"{key}-save")
        pre_delete.connect(_guard_row, sender=model, dispatch_uid=f"{key}-delete")
    pre_page_move.connect(_guard_move, dispatch_uid="engine-only-move")
    pre_save.connect(_guard_restriction, sender=PageViewRestriction, dispatch_uid="engine-only-restriction")

"""公示与结果: which units were decided upon, by city and county."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from documents.submissions.models import Call, Publicity
from documents.submissions.publicising import is_guessed

from ..frame import RESULTS, Link
from ..listing import decided, proposed
from ..rows import ResultRow
from .base import SectionPage, SitePage
from .notices import NoticePage

PER_PAGE = 20


@dataclass(frozen=True)
class Period:
    """The term in which objections are taken, both days included."""

    since: date
    until: date
    open: bool
    guessed: bool = False
    """Whether holidays that are not published yet may prolong it."""


class ResultsQuerySet(PageQuerySet):
    """Public lists by date."""

    def newest(self) -> "ResultsQuerySet":
        """Newest first, with what a row shows."""
        return self.select_related("call").order_by("-first_published_at", "-pk")


class ResultIndexPage(SectionPage):
    """All public lists."""

    subpage_types: ClassVar[list[str]] = ["pages.ResultsPage"]
    roads = frozenset({"edit", "add"})
    section = RESULTS

    class Meta:
        verbose_name = _("公示与结果栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of the list, newest first."""
        found = ResultsPage.objects.child_of(self).live().newest()
        page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "results": [ResultRow.of(page) for page in page_obj],
            "page_obj": page_obj,
        }


class ResultsPage(SitePage):
    """The list of a call that is shown (公示, made by the act 开始公示) or decided: units only, by city; decisions are the engine's."""

    class Stage(models.TextChoices):
        """公示 asks for objections within a term, 结果 announces."""

        OBJECTION = "objection", _("公示")
        FINAL = "final", _("结果")

    parent_page_types: ClassVar[list[str]] = ["pages.ResultIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("一次征集已确定的名单")
    called = _("名单")
    roads = frozenset({"edit", "unpublish", "delete"})
    section = RESULTS

    call = models.ForeignKey(
        Call,
        models.PROTECT,
        related_name="result_pages",
        verbose_name=_("征集"),
        limit_choices_to={"organ__depth": 1, "opened_at__isnull": False},
    )
    publicity = models.OneToOneField(
        Publicity, models.PROTECT, null=True, editable=False, related_name="page", verbose_name=_("公示")
    )
    stage = models.CharField(_("类别"), max_length=10, choices=Stage, default=Stage.FINAL)
    lead = models.TextField(_("说明"), blank=True, help_text=_("名单之前的一段话"))
    objection_from = models.DateField(_("公示开始"), null=True, blank=True)
    objection_until = models.DateField(_("公示截止"), null=True, blank=True)
    objection_contact = models.TextField(_("意见反映渠道"), blank=True, help_text=_("受理部门和办公电话"))
    notice = models.ForeignKey(
        NoticePage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("结果通知")
    )
    text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(ResultsQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("call"), FieldPanel("stage")]),
        FieldPanel("lead"),
        FieldPanel("notice"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("objection_from"), FieldPanel("objection_until")]),
                FieldPanel("objection_contact"),
            ],
            heading=_("公示"),
        ),
    ]

    class Meta:
        verbose_name = _("名单页")

    @classmethod
    def whole(cls) -> Any:
        """With the call and the notice that announces it."""
        return cls.objects.select_related("call", "call__organ", "notice", "publicity__call__organ")

    def clean(self) -> None:
        """A 公示 needs its term and somebody to turn to."""
        if self.stage == self.Stage.OBJECTION:
            missing = {
                name: _("公示要写明起止日期和意见反映渠道。")
                for name in ("objection_from", "objection_until", "objection_contact")
                if not getattr(self, name)
            }
            if missing:
                raise ValidationError(missing)
            if self.objection_from and self.objection_until and self.objection_until < self.objection_from:
                raise ValidationError({"objection_until": _("公示截止不能早于公示开始。")})
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The address is the year and the keys of call and 公示. Term and channel of a 公示 that was begun stay as begun."""
        page: Any = self
        if self.publicity is not None:
            self.call, self.stage = self.publicity.call, self.Stage.OBJECTION
            self.objection_from, self.objection_until = self.publicity.since, self.publicity.until
            self.objection_contact = self.publicity.contact
        if self.call_id and not page.slug:
            stem = f"{timezone.localdate().year}-{self.call_id}"
            page.slug = self._get_autogenerated_slug(f"{stem}-{self.publicity_id}" if self.publicity_id else stem)
        self.text = self.lead
        super().save(*args, **kwargs)

    def above(self) -> tuple[Link, ...]:
        """Below all lists."""
        return (Link(_("公示与结果"), f"/{RESULTS}/"),)

    @property
    def is_open(self) -> bool:
        """Whether objections are taken today."""
        day = timezone.localdate()
        return bool(self.objection_from and self.objection_until and self.objection_from <= day <= self.objection_until)

    def period(self) -> Period | None:
        """The term of a 公示."""
        if not (self.objection_from and self.objection_until):
            return None
        guessed = self.publicity is not None and is_guessed(self.publicity)
        return Period(self.objection_from, self.objection_until, self.is_open, guessed)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The list by city."""
        notice = self.notice if self.notice and self.notice.live else None
        return {
            **super().get_context(request, *args, **kwargs),
            "kind": self.get_stage_display(),
            "lead": self.lead,
            "period": self.period(),
            "objections": self.objection_contact,
            "groups": proposed(self.publicity) if self.publicity is not None else decided(self.call),
            "notice": Link(notice.title, notice.url) if notice else None,
        }

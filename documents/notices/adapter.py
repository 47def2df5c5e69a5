"""How the engine sees a notice."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workflows import engine
from workflows.organisations.models import Organisation

from . import content
from .models import Notice

KEY = "notice"


class NoticeType(engine.DocumentType):
    """公文: governed by the processes 发文 (issue) and 公开发布 (publish)."""

    key = KEY
    model = Notice
    title = _("公文")

    def describe(self, subject: Any) -> engine.Description:
        """Title, address and owners."""
        return engine.Description(
            title=subject.plain_title,
            url=subject.get_absolute_url(),
            organ=subject.organ,
            organisation=subject.organisation,
            series=f"campaign:{subject.campaign_id}" if subject.campaign_id else "",
        )

    def link(self, subject_id: int) -> str:
        """The reading view, without loading the paper."""
        return reverse("desk:notice", args=[subject_id])

    def read(self, keys: Iterable[int]) -> dict[int, Any]:
        """With everything that its substance and its parties are read from; three queries for any number."""
        whole = Notice.objects.select_related("organ", "organisation").prefetch_related("co_issuers", "attachments")
        return whole.in_bulk(keys)

    def projection(self, subject: Any) -> dict[str, Any]:
        """The substantive content."""
        return content.projection(subject)

    def party(self, subject: Any, name: str) -> list[Organisation]:
        """``co_issuers``: the organs that sign along, in the order of the head."""
        return subject.co_organs() if name == "co_issuers" else []

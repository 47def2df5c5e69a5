"""How the engine sees a submission, and who may read its files."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from documents.files.models import Upload
from documents.files.readers import reader
from workflows import engine
from workflows.organisations.models import Organisation

from . import comparing
from .collecting import collector_of, has_head
from .drafting import newest_version
from .finishing import PURPOSE
from .models import Submission

KEY = "submission"

_ADDRESS = engine.address_of("desk:submission")


class SubmissionType(engine.DocumentType):
    """报送件: governed by 试点申报 (pilot), 典型案例 (typical), 活动总结 (summary) and 典型公开发布 (showcase)."""

    key = KEY
    model = Submission
    title = _("报送件")
    parties: ClassVar = {"collector": _("汇总上来的单位"), "unit_head": _("本单位负责人（有第二个人时）")}

    def describe(self, subject: Any) -> engine.Description:
        """Title, address and owners; the call is the series."""
        return engine.Description(
            title=subject.title,
            url=subject.get_absolute_url(),
            organ=subject.organ,
            organisation=subject.organisation,
            series=f"call:{subject.call_id}",
        )

    def read(self, keys: Iterable[int]) -> dict[int, Any]:
        """The rows with their calls, forms and organs, which guards and effects look at."""
        rows = Submission.objects.select_related("call__form_version", "call__organ", "organ", "organisation")
        return rows.in_bulk(keys)

    def party(self, subject: Any, name: str) -> list[Organisation]:
        """``collector``: who sums the unit's figures up; ``unit_head``: the unit itself, if a second person is there to look."""
        if name == "collector":
            return [collector_of(subject.call, subject.organ)]
        if name == "unit_head":
            return [subject.organ] if has_head(subject) else []
        return []

    def passages(self, content: Mapping[str, Any]) -> list[engine.Passage]:
        """The answers question by question; personal ones are not compared on a page."""
        return comparing.passages(content)

    def link(self, subject_id: int) -> str:
        """Its page on the desk, without loading the row."""
        return _ADDRESS(subject_id)

    def projection(self, subject: Any) -> dict[str, Any]:
        """What signatures bind to: the answers as sent with their files' digests, and the page made of them."""
        version = newest_version(subject)
        content: dict[str, Any] = {
            "call": subject.call_id,
            "organ": subject.organ.code,
            "entry": subject.entry,
            "title": subject.title,
            "version": version.content() if version else None,
        }
        showcase = getattr(subject, "showcase", None)
        if showcase is not None:
            content["showcase"] = showcase.content()
        return content


@reader(PURPOSE)
def may_read_file(user: Any, upload: Upload) -> bool:
    """Whoever may see the submission may see its files."""
    submission = Submission.objects.filter(pk=upload.subject_id).first() if upload.subject_id else None
    return submission is not None and engine.allowed(user, "view", submission)

"""How the engine sees a paper."""

from typing import Any, ClassVar

from django.db.models import Max

from workflows.engine import Description, DocumentType, Moment, Refused, effect, guard, register_document_type
from workflows.organisations.models import Organisation


class PaperType(DocumentType):
    key = "paper"
    title = "签报"
    model = "papers.Paper"
    parties: ClassVar = {"co_issuers": "联合发文机关"}

    def describe(self, subject: Any) -> Description:
        return Description(
            title=subject.title,
            url=self.link(subject.pk),
            organ=subject.organ,
            organisation=subject.organisation,
            series=subject.series,
        )

    def projection(self, subject: Any) -> dict[str, Any]:
        return {"title": subject.title, "text": subject.text}

    def party(self, subject: Any, name: str) -> list[Organisation]:
        return list(subject.co_issuers.order_by("pk")) if name == "co_issuers" else []

    def link(self, subject_id: int) -> str:
        return f"/papers/{subject_id}/"


register_document_type(PaperType())


@guard("paper.complete", title="内容齐全")
def complete(moment: Moment) -> str | None:
    return None if moment.subject.complete else "还缺正文，请补齐后再送。"


@effect("paper.number", title="取号")
def number(moment: Moment) -> None:
    model = type(moment.subject)
    last = model.objects.aggregate(last=Max("number"))["last"] or 0
    moment.subject.number = last + 1
    moment.subject.save(update_fields=["number"])


@effect("paper.fail", title="出错")
def fail(moment: Moment) -> None:
    """Breaks down, or refuses, after `paper.number` has written; for the tests of what is left then."""
    if moment.params.get("breaks"):
        raise RuntimeError("the effect broke down")
    if moment.params.get("refuses"):
        raise Refused(["文号已经用完，请联系办公室。"])

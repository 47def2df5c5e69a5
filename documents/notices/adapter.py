"""How the engine sees a notice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.files.naming import labels_by_digest, unknown
from workflows import engine
from workflows.database import Prepared, lay, once
from workflows.organisations.models import Organisation

from . import authority, consulting, content, sequels
from .models import CoIssuer, Notice, NoticeAttachment

KEY = "notice"

_ADDRESS = engine.address_of("desk:notice")

_WHOLE = Prepared(
    lambda keys: (
        Notice.objects.filter(pk__in=keys)
        .select_related("organ", "organisation")
        .annotate(
            with_co_issuers=Exists(CoIssuer.objects.filter(notice=OuterRef("pk"))),
            with_attachments=Exists(NoticeAttachment.objects.filter(notice=OuterRef("pk"))),
            with_authorities=Exists(authority.given_in(OuterRef("organ"))),
        )
        .order_by()
    )
)
_CO_ISSUERS = Prepared(lambda keys: CoIssuer.objects.filter(notice__in=keys))
_ATTACHMENTS = Prepared(lambda keys: NoticeAttachment.objects.filter(notice__in=keys))


class NoticeType(engine.DocumentType):
    """公文: governed by the processes 发文 (issue) and 公开发布 (publish)."""

    key = KEY
    model = Notice
    title = _("公文")
    parties: ClassVar = {
        "co_issuers": _("联合发文机关"),
        "consulted": _("征求意见的单位"),
        "answering": _("答复意见的拟稿部门"),
    }
    entitlements: ClassVar = {"signing": _("签发权限"), "ending": _("撤销、废止的权限")}
    entitling_roles: ClassVar = frozenset(authority.LEADING)

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
        return _ADDRESS(subject_id)

    def read(self, keys: Iterable[int]) -> dict[int, Any]:
        """With everything that its substance and its parties are read from; one query, three where there is more to a paper."""
        wanted = tuple(keys)
        found: dict[int, Any] = {notice.pk: notice for notice in _WHOLE(wanted)} if wanted else {}
        for name, children in (("co_issuers", _CO_ISSUERS), ("attachments", _ATTACHMENTS)):
            having = tuple(pk for pk, notice in found.items() if getattr(notice, f"with_{name}"))
            lay(found, name, children(having) if having else [], by="notice")
        for notice in found.values():
            notice.peers = tuple(found.values())
        return found

    def projection(self, subject: Any) -> dict[str, Any]:
        """The substantive content."""
        return content.projection(subject)

    titles: ClassVar[Mapping[str, str | Promise]] = {
        "kind": _("文种"),
        "title": _("标题"),
        "recipients": _("主送"),
        "cc": _("抄送"),
        "body": _("正文"),
        "attendance": _("出席人员"),
        "contact": _("联系方式"),
        "signature": _("署名"),
        "co_issuers": _("联合发文机关"),
        "declared": _("申报的实质修改"),
    }

    def passages(self, content: Mapping[str, Any]) -> list[engine.Passage]:
        """The paper in its own order: title, 主送, text, each attachment, and what stands below."""
        found = {passage.key: passage for passage in super().passages({**content, "body": _text(content["body"])})}
        names = _names(content["co_issuers"])
        found["co_issuers"] = replace(
            found["co_issuers"], text="\n".join(names.get(code, code) for code in content["co_issuers"])
        )
        order = ("title", "kind", "recipients", "body")
        below = ("attendance", "signature", "co_issuers", "contact", "cc", "declared")
        told = [found[key] for key in below if key in found]
        return [*(found[key] for key in order), *_attachments(content["attachments"]), *told]

    def party(self, subject: Any, name: str) -> list[Organisation]:
        """``co_issuers``: the organs that sign along, in the order of the head; ``consulted``: whose opinion is sought;
        ``answering``: the drafting unit, while opinions that came have to be answered."""
        if name == "co_issuers":
            return subject.co_organs()
        if name == "consulted":
            return consulting.asked(subject)
        if name == "answering" and consulting.asked(subject):
            return [subject.organisation]
        return []

    def entitled(self, subject: Any, name: str, on: date, holders: engine.Holders) -> engine.Entitled | None:
        """``signing``: who may sign this paper on that day (条例第22条); ``ending``: who may sign in the organ that ends it."""
        if name == "ending":
            return authority.entitled(subject, on, holders, sequels.deciding_organ(subject))
        return authority.entitled(subject, on, holders) if name == "signing" else None


def _names(codes: list[str]) -> dict[str, str]:
    """The names of organs by their codes; one query, none for none."""
    organs = Organisation.objects.filter(code__in=codes).order_by()
    return once(("organ names", *codes), lambda: dict(organs.values_list("code", "name"))) if codes else {}


def _text(body: list[list[Any]]) -> str:
    """Passages of a body in lines, without their levels; a table row by row."""
    return "\n".join(row[1] for row in body)


def _attachments(rows: list[list[Any]]) -> list[engine.Passage]:
    """Each attachment as a field of its own; a file is told by its name and when it was handed in."""
    labels = labels_by_digest(row[1] for row in rows)
    found = []
    for number, (title, sha256, body, *place) in enumerate(rows, start=1):
        file = labels.get(sha256) or unknown(sha256) if sha256 else ""
        how = str(NoticeAttachment.Place(place[0]).label) if place else ""
        text = "\n".join(filter(None, (title, how and f"（{how}）", file, _text(body))))
        found.append(engine.Passage(f"attachment:{number}", gettext("附件%(number)d") % {"number": number}, text))
    return found

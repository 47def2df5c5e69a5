"""Issued papers, campaigns, decided submissions and drafts of stories, as they are just before the public sees them."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from documents.campaigns.models import Campaign, Phase
from documents.files.models import Upload
from documents.files.receiving import receive
from documents.forms.models import Form, FormVersion
from documents.forms.versions import revise
from documents.notices import content, numbering
from documents.notices.models import Artifact, Notice
from documents.submissions.models import Call, Result, ShowcaseDraft, Submission
from tests import factories as f
from workflows.organisations.models import Organisation, User

PDF = b"%PDF-1.7\n% a print\n%%EOF\n"


def issued(place: Organisation, author: User, *, now: datetime | None = None, **fields: Any) -> Notice:
    """A paper with number, date and the print that fits it."""
    at = now or f.moment(5)
    given = {"mark": "团曦联", "signed_on": at.date(), "printing_organ": "共青团曦原省委办公室", **fields}
    paper = f.draft(place, author, **given)
    numbering.allocate(paper, now=at)
    printed(paper, author)
    return paper


def printed(paper: Notice, user: User) -> Artifact:
    """正式件 of the paper as it stands."""
    artifact = Artifact(
        notice=paper,
        kind=Artifact.Kind.ISSUED,
        content=content.digest(paper),
        number=paper.number,
        sha256="0" * 64,
        pages=3,
        made_by=user,
    )
    artifact.file.save(f"{paper.pk}.pdf", ContentFile(PDF), save=False)
    artifact.save()
    return artifact


def campaign(organ: Organisation, **fields: Any) -> Campaign:
    """“灯火相伴”, November and December 2026, in three phases."""
    given = {
        "title": "“灯火相伴”青年志愿者陪伴农村留守儿童行动",
        "theme": "灯火相伴",
        "summary": "让农村留守儿童课余有人陪、假期有去处。",
        "starts": date(2026, 11, 6),
        "ends": date(2026, 12, 18),
        **fields,
    }
    row = Campaign.objects.create(organ=organ, **given)
    for title, starts, ends in (
        ("部署", date(2026, 11, 6), date(2026, 11, 10)),
        ("集中开展", date(2026, 11, 16), date(2026, 12, 11)),
        ("总结", date(2026, 12, 12), date(2026, 12, 18)),
    ):
        Phase.objects.create(campaign=row, title=title, starts=starts, ends=ends)
    return row


def form_version(organ: Organisation) -> FormVersion:
    """A form of one field."""
    field = {"key": "story", "kind": "long_text", "label": "做法"}
    document = {"sections": [{"key": "s", "title": "案例", "fields": [field]}]}
    return revise(Form.objects.create(title="典型案例表", owner=organ), document)


def call(organ: Organisation, *, campaign: Campaign | None = None, kind: str = "typical", **fields: Any) -> Call:
    """An open call."""
    given = {
        "title": "“灯火相伴”典型案例征集",
        "kind": kind,
        "process": kind,
        "form_version": form_version(organ),
        "until": date(2026, 12, 18),
        "opened_at": f.moment(6),
        **fields,
    }
    return Call.objects.create(organ=organ, campaign=campaign, **given)


def picture(user: User, organ: Organisation, *, width: int = 1600, height: int = 1000) -> Upload:
    """A plain picture, taken in like any other."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#cbb89d").save(out, "JPEG")
    return receive(ContentFile(out.getvalue(), name="渡口.jpg"), user=user, organ=organ, purpose="showcase")


def submission(asked: Call, unit: Organisation, author: User, **fields: Any) -> Submission:
    """What a unit sent in."""
    given = {"title": "渡口边的一小时", "number": asked.submissions.count() + 1, **fields}
    return Submission.objects.create(call=asked, organisation=unit, organ=unit.as_organ, created_by=author, **given)


def decided(sent: Submission, by: Organisation, *, passed: bool = True, **fields: Any) -> Result:
    """The conclusion of a submission."""
    given = {"conclusion": "decided", "title": "已确定为试点", "decided_on": date(2026, 12, 3), **fields}
    return Result.objects.create(submission=sent, decided_by=by, passed=passed, **given)


def story(sent: Submission, **fields: Any) -> ShowcaseDraft:
    """A draft that may go before the public."""
    given = {
        "title": "渡口边的一小时",
        "summary": "孩子放学要等最后一班船，镇里把旧候船室收拾出来，有人守、有灯亮。",
        "story": [
            "镇上有三个自然村隔水，孩子放学要等最后一班船。旧候船室收拾出来，取名“灯火小屋”，每周开放两次。",
            "他们没有另立台账，只在门口挂一块牌：今天来了几人，谁送谁接。",
        ],
        "takeaways": "用现成的房\n守固定的时\n留最少的字",
        "unit_label": "鹭汀县",
        "year": 2026,
        **fields,
    }
    return ShowcaseDraft.objects.create(submission=sent, **given)


def spreadsheet(user: User, organ: Organisation, rows: list[list[Any]], *, name: str = "统计表.xlsx") -> Upload:
    """A workbook with these rows."""
    from openpyxl import Workbook

    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return receive(ContentFile(out.getvalue(), name=name), user=user, organ=organ, purpose="notice")

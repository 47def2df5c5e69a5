"""Calls and submissions in every stage, made with the product's own functions. Dates are those of November 2026."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from documents.files.kinds import Group
from documents.forms.versions import revise
from documents.submissions import attaching, calling, drafting, filing, finishing, presets, publicising, supplementing
from documents.submissions.models import Call, Publicity, Submission, Supplement
from portal.pages import tree
from tests.factories import moment
from workflows import engine
from workflows.organisations.models import Organisation, User
from workflows.organisations.posts import posts

ASKED = moment(6)
FILLED = moment(10)
SENT = moment(11)
OVER = moment(25)
"""After the term of what was shown to the public on the 11th."""

PILOT = {
    "villages": "86",
    "children": "896",
    "children_preschool": "212",
    "children_primary": "498",
    "children_middle": "186",
    "kept_by_grandparents": "600",
    "analysis_text": "大多由祖辈照看，放学后到晚饭前没有人陪。",
    "teams": "7",
    "volunteers": "45",
    "rooms": "5",
    "sessions": "370",
    "companions": "5600",
    "work_text": "每季度碰一次头，核对数字。",
    "experience_text": "开放时间固定，贴在门口。",
    "plan_townships": "3",
    "plan_schools": "4",
    "plan_rooms": "6",
    "plan_rooms_new": "2",
    "plan_rooms_rebuilt": "4",
    "plan_start": "2026-12-15",
    "plan_goals": "每处每周开放不少于两次。",
    "plan_steps": "第一季度改建房屋。",
    "plan_safety": "每次两名成人在场。",
}
"""A whole 试点申报 as typed, but for its file."""

CASE = {
    "title": "渡口边的一小时",
    "summary": "旧候船室收拾出来，每周有人值守。",
    "story": "镇上有三个自然村隔水。\n\n一年下来没有一次空岗。",
    "takeaways": "用现成的房，守固定的时。",
    "sessions": "76",
    "companions": "1138",
    "persons": "none",
}
"""A whole 典型案例 as typed."""

SUMMARY = {
    "sessions": "7",
    "companions": "105",
    "volunteers": "6",
    "pairs": "14",
    "rooms": "1",
    "work_text": "每周二、周四开放。",
    "persons": "none",
}
"""A whole 活动总结 as typed."""

WHOLE = {"pilot": PILOT, "typical": CASE, "summary": SUMMARY}
TITLES = {
    "pilot": "“灯火相伴”行动试点申报",
    "typical": "“灯火相伴”典型案例征集",
    "summary": "“灯火相伴”行动活动总结",
}
LEVELS = {
    "pilot": ["county"],
    "typical": ["county", "township", "grassroots"],
    "summary": ["county", "township", "grassroots"],
}


def call(kind: str, host: Organisation, actor: User, **fields: Any) -> Call:
    """An opened call with the shipped form."""
    given = {
        "title": TITLES[kind],
        "levels": LEVELS[kind],
        "mode": presets.MODES[Call.Kind(kind)],
        "period": "11月上半月" if kind == "summary" else "",
        "until": date(2026, 11, 27),
        **fields,
    }
    version = given.pop("form_version", None) or presets.install(kind, host, actor=actor)
    row = Call.objects.create(kind=kind, process=kind, organ=host, form_version=version, **given)
    return calling.open_call(row, actor=actor, now=ASKED)


def small_form(owner: Organisation, *fields: dict[str, Any], title: str = "小表", **more: Any) -> Any:
    """A form of one section."""
    from documents.forms.models import Form

    form = Form.objects.create(title=title, owner=owner)
    return revise(form, {"sections": [{"key": "only", "title": "唯一一节", "fields": list(fields)}], **more})


def picture(name: str = "小屋.jpg", colour: str = "teal") -> ContentFile:
    """A small photograph."""
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return ContentFile(out.getvalue(), name=name)


def pdf(name: str = "试点方案.pdf", words: bytes = b"plan") -> ContentFile:
    """A file that calls itself PDF and is one by its first bytes."""
    return ContentFile(b"%PDF-1.7 " + words, name=name)


def begun(asked: Call, unit: Organisation, actor: User, **fields: Any) -> Submission:
    """Begun, nothing typed."""
    return filing.begin(asked, unit, actor=actor, now=FILLED, **fields)


def filled(asked: Call, unit: Organisation, actor: User, **answers: Any) -> Submission:
    """Begun and filled in, not sent."""
    submission = begun(asked, unit, actor)
    drafting.save_draft(submission, actor, {**WHOLE[asked.kind], **answers}, now=FILLED)
    if asked.kind == "pilot":
        spec = asked.form_version.parsed.by_key["plan_file"]
        attaching.attach(submission, actor, spec, pdf(), group=Group.ATTACHMENT, now=FILLED)
    return submission


def case_of(submission: Submission) -> Any:
    """The case as it stands now."""
    return engine.instance_of(submission, submission.call.process)


def act(
    submission: Submission, transition: str, actor: User, opinion: str = "", *, now: Any = SENT, **params: Any
) -> Any:
    """One act on the submission's own case."""
    action = engine.Action(case_of(submission).pk, transition, actor, opinion=opinion, params=params)
    return engine.act(action, now=now).instance


def sent(asked: Call, unit: Organisation, actor: User, **answers: Any) -> Submission:
    """Filled in and sent; the unit's head has not agreed yet."""
    submission = filled(asked, unit, actor, **answers)
    finishing.finish(submission, actor=actor, now=SENT)
    act(submission, "submit", actor)
    submission.refresh_from_db()
    return submission


def sealed(submission: Submission, actor: User) -> Supplement:
    """With its 盖章扫描件."""
    submission.refresh_from_db()
    spec = submission.call.form_version.parsed.by_key["seal"]
    return supplementing.supply(submission, spec, pdf("盖章件.pdf", b"sealed"), actor=actor, now=SENT)


def agreed(asked: Call, unit: Organisation, reporter: User, head: User, **answers: Any) -> Submission:
    """Sent, sealed and agreed to: it lies with the city."""
    submission = sent(asked, unit, reporter, **answers)
    if asked.kind == "pilot":
        sealed(submission, reporter)
    act(submission, "agree", head, "同意报送。")
    return submission


def at_city_head(asked: Call, unit: Organisation, reporter: User, head: User, who: SimpleNamespace) -> Submission:
    """Recommended by the city's 干事, waiting for its 书记."""
    submission = agreed(asked, unit, reporter, head)
    act(submission, "recommend", who.city_drafter, "材料齐全。")
    return submission


def hung(submission: Submission, who: SimpleNamespace, chooser: User, *, now: Any = SENT, **words: str) -> Publicity:
    """Chosen by the province and on the 公示 of the day; the public site stands."""
    tree.build()
    act(submission, "select", chooser, "经研究，同意。", now=now)
    given = {
        "title": "拟确定名单公示",
        "lead": "经审查，拟确定下列单位。",
        "contact": "青年发展部，0000-0000103",
        **words,
    }
    publicising.prepare(submission.call, actor=who.drafter, now=now, **given)
    act(submission, "announce", who.drafter, now=now)
    return Publicity.objects.get(listed__submission=submission, listed__removed_on=None)


def chosen(submission: Submission, who: SimpleNamespace, chooser: User, *, now: Any = SENT, settled: Any = OVER) -> Any:
    """Chosen, shown for its term, nothing objected, settled."""
    hung(submission, who, chooser, now=now)
    return act(submission, "settle", who.drafter, "公示期满，没有异议。", now=settled)


def reported(
    asked: Call, unit: Organisation, actor: User, head: User | None = None, *, now: Any = SENT, **answers: Any
) -> Submission:
    """An 活动总结 that lies with whoever collects it; *head* agrees where the unit has one beside the sender."""
    submission = filled(asked, unit, actor, **answers)
    finishing.finish(submission, actor=actor, now=now)
    act(submission, "submit", actor, now=now)
    if head is not None:
        act(submission, "agree", head, "属实。", now=now)
    submission.refresh_from_db()
    return submission


def passed(asked: Call, unit: Organisation, actor: User, reader: User, **answers: Any) -> Submission:
    """An 活动总结 that counts: the collector has read and passed it."""
    submission = reported(asked, unit, actor, **answers)
    act(submission, "accept", reader, now=SENT)
    return submission


def on_paper(asked: Call, unit: Organisation, clerk: User, **answers: Any) -> Submission:
    """代报: the superior's clerk entered what the unit handed in on paper, with its scan; it lies with the collector."""
    post = posts(clerk)[0]
    submission = begun(asked, unit, clerk, post=post, filed_by=post.organisation.as_organ)
    drafting.save_draft(submission, clerk, {**WHOLE[asked.kind], "phone": "0000-0000201", **answers}, now=FILLED)
    spec = asked.form_version.parsed.by_key["paper"]
    attaching.attach(submission, clerk, spec, pdf("报表.pdf", b"paper"), group=Group.SCAN, now=FILLED)
    finishing.finish(submission, actor=clerk, now=SENT)
    act(submission, "submit", clerk)
    return submission

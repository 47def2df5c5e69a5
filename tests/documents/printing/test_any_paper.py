"""Papers of every form, made at random: each keeps every rule that is measured, or is refused in plain words."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.printing import (
    Attached,
    Attendance,
    Block,
    Form,
    Heading,
    Paper,
    Paragraph,
    Printed,
    PrintingError,
    measure,
    typeset,
)
from tests.documents.printing import papers

PHRASES = (
    "各级团组织要把陪伴落到日常",
    "用现成的房，守固定的时",
    "11月27日前申报试点（每市不超过2个）",
    "“灯火小屋”每周开放不少于1.5小时",
    "按照《2026年全省共青团工作要点》（团曦发〔2026〕8号）",
    "志愿者谢珺玥、赵昇喆到岗",
)
ORGANS = (*papers.ORGANS, "曦原省农业农村厅", "曦原省关心下一代工作委员会", "曦原省总工会")
NAMES = ("孟云舒", "何清", "罗阿舟", "欧阳千寻", "林予安")

sentences = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=12).map(lambda parts: "，".join(parts) + "。")
blocks: st.SearchStrategy[Block] = st.one_of(
    sentences.map(Paragraph),
    st.sampled_from("一二三四").map(lambda number: Heading(1, f"{number}、工作要求")),
    sentences.map(lambda text: Heading(2, "（一）摸清底数。", text)),
    st.just(papers.QUOTAS),
)
bodies = st.lists(blocks, max_size=14).map(lambda rest: (Paragraph("现将有关事项通知如下。"), *rest))


@st.composite
def any_paper(draw: st.DrawFn) -> Paper:
    count = draw(st.integers(1, 8))
    form = draw(st.sampled_from([Form.FILE, Form.LETTER, Form.MINUTES]))
    upward = form is Form.FILE and draw(st.booleans())
    paper = replace(
        papers.NOTICE,
        form=form,
        marks=ORGANS[:count] if form is not Form.MINUTES else ("书记办公会议",),
        signatures=ORGANS[:count],
        signers=NAMES[: min(count, 5)] if upward else (),
        title="关于" + draw(sentences)[: draw(st.integers(4, 50))].rstrip("，。") + "的通知",
        recipients=draw(st.sampled_from(["", "各市团委", "、".join(f"{name}团委" for name in papers.COUNTIES)])),
        body=draw(bodies),
        urgency=draw(st.sampled_from(["", "特急"])),
        attachments=draw(
            st.sampled_from([(), ("申报表",), ("申报表", "开放情况月报表（县级填报，未开放的零报送，每月一次）")])
        ),
        note=draw(st.sampled_from(["", "此件公开发布"])),
        copies=draw(st.sampled_from(["", "各部门", "、".join(ORGANS)])),
        sealed=draw(st.booleans()),
        sample=draw(st.booleans()),
        date=datetime.date(2026, draw(st.integers(1, 12)), draw(st.integers(1, 28))),
        verification=draw(st.sampled_from(["", "7K3M-92QD", "https://wenshu.xiyuan.example/v/7K3M"])),
    )
    if form is Form.MINUTES:
        paper = replace(paper, attendance=(Attendance("出席", "、".join(NAMES * draw(st.integers(1, 8)))),))
    if draw(st.booleans()):
        paper = replace(
            paper, attached=(Attached("周开放记录", (draw(sentences.map(Paragraph)), papers.WIDE), label="附件1"),)
        )
    return paper


def set_or_refused(paper: Paper) -> Printed | str:
    try:
        return typeset(paper)
    except PrintingError as refusal:
        return str(refusal)


@pytest.mark.heavy
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_paper())
def test_any_paper_keeps_every_rule_or_is_refused(paper: Paper) -> None:
    printed = set_or_refused(paper)
    if isinstance(printed, str):
        assert "请" in printed
        return
    assert printed.missing == ()
    report = measure(printed.pdf, paper)
    assert report.blocking == ()
    if not any("没有正文" in decision for decision in printed.adjusted):
        assert report.faults == ()

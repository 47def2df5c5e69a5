"""Papers behind the paper: what is issued or passed on, several 附件, those that are not bound in (GB/T 9704-2012 7.3.7)."""

import datetime
from dataclasses import replace
from functools import cache

import pytest

from documents.printing import (
    Attached,
    InvalidPaperError,
    Paper,
    Paragraph,
    Printed,
    Table,
    TableTooWideError,
    detached_papers,
    measure,
    typeset,
)
from documents.printing.fonts import FontSet, Role
from documents.printing.grid import BODY, LEFT, MM, PITCH, RIGHT, TOP
from documents.printing.measuring.reading import Seen
from tests.documents.printing import papers

PASSED_ON = Attached(
    "曦原省教育厅关于做好农村留守儿童关爱服务工作的通知",
    (Paragraph(papers.SENTENCE * 4), Paragraph(papers.SENTENCE * 20)),
    number="曦教发〔2026〕21号",
    recipients="各市教育局，各省属学校",
    signatures=("曦原省教育厅",),
    date=datetime.date(2026, 10, 30),
    attachments=("工作台账", "联系表"),
)
PAPER = replace(
    papers.FORWARDED,
    title="关于转发《曦原省教育厅关于做好农村留守儿童关爱服务工作的通知》的通知",
    attached=(
        PASSED_ON,
        Attached("报名表", (papers.QUOTAS,), label="附件1"),
        Attached("周开放记录", (papers.WIDE,), label="附件2"),
        Attached("另附的汇总表", (papers.WIDE,), label="附件3", detached=True),
        Attached("另附的方案", (Paragraph(papers.SENTENCE * 4),), label="附件4", detached=True),
    ),
)


@cache
def printed(paper: Paper) -> Printed:
    return typeset(paper)


@cache
def seen(paper: Paper, fonts: FontSet) -> Seen:
    return Seen(printed(paper).pdf, fonts)


def test_paper_with_several_attachments_keeps_every_rule() -> None:
    assert measure(printed(PAPER).pdf, PAPER).faults == ()


def test_paper_that_is_passed_on_has_number_recipients_and_signature_of_its_own(fonts: FontSet) -> None:
    texts = [row.text for row in seen(PAPER, fonts).rows if row.page >= 2]
    at = texts.index("曦教发〔2026〕21号")
    assert texts[at + 1] == "各市教育局，各省属学校："
    assert {"曦原省教育厅", "2026年10月30日", "附件：1.工作台账", "2.联系表"} <= set(texts)


def test_page_numbers_go_on_through_attachments_upright_and_sideways(fonts: FontSet) -> None:
    document = seen(PAPER, fonts)
    numbered = ["".join(char.text for char in document.folio(page)) for page in range(len(document.sheets))]
    texts = [text for text in numbered if text]
    assert texts == [f"—{number}—" for number in range(1, len(texts) + 1)]


def test_number_of_a_sideways_page_stays_where_it_is_upright(fonts: FontSet) -> None:
    document = seen(PAPER, fonts)
    page = next(n for n in range(len(document.sheets)) if not document.is_upright(n))
    chars = document.folio(page)
    assert all(char.x1 < 35 * MM for char in chars)
    edge = max(char.bottom for char in chars) if page % 2 == 0 else min(char.top for char in chars)
    wanted = RIGHT - BODY if page % 2 == 0 else LEFT + BODY
    assert edge == pytest.approx(wanted, abs=MM)


def test_detached_attachment_is_left_out_of_the_paper(fonts: FontSet) -> None:
    assert "另附" not in "".join(char.text for char in seen(PAPER, fonts).stream)


def test_detached_attachment_bears_the_papers_number_before_its_label(fonts: FontSet) -> None:
    table, plan = detached_papers(PAPER)
    for paper in (table, plan):
        assert measure(printed(paper).pdf, paper).faults == ()
    row = seen(plan, fonts).rows[0]
    assert row.text == "团曦发〔2026〕12号附件4"
    assert (row.x0, row.top) == (pytest.approx(LEFT, abs=0.1), pytest.approx(TOP, abs=0.5))
    assert row.chars[-2].font == fonts.faces[Role.HEI][0].name
    assert (seen(plan, fonts).rows[1].top + 3 - TOP) / PITCH == pytest.approx(2, abs=0.02)
    assert not seen(table, fonts).is_upright(0)


@pytest.mark.parametrize("body", [(), (Paragraph(" "),), (Table(()),)])
def test_empty_attachment_is_refused_with_advice(body: tuple[Paragraph, ...]) -> None:
    with pytest.raises(InvalidPaperError, match="第1个附件“名单”没有内容。请填写附件正文"):
        typeset(replace(PAPER, attached=(Attached("名单", body, label="附件1"),)))


def test_table_of_forty_columns_is_refused_with_advice() -> None:
    table = Table((tuple(f"第{n}项指标完成情况" for n in range(40)), ("123456",) * 40), caption="宽表")
    with pytest.raises(TableTooWideError, match="《宽表》有40列"):
        typeset(replace(PAPER, attached=(Attached("宽表", (table,), label="附件1"),)))

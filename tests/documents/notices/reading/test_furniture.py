"""What stands around a paper, and what only looks like it."""

import pytest

from documents.notices.reading.furniture import clear
from documents.notices.reading.journal import Journal
from documents.notices.reading.lines import split

PAPER = ["关于做好值班工作的通知", "各县（区）团委：", "请做好值班工作。", "共青团澈湖市委", "2026年11月5日"]


def left(*lines: str) -> list[str]:
    journal = Journal()
    return [line.text for line in clear(split("\n".join(lines), journal), journal)]


@pytest.mark.parametrize(
    "line",
    [
        "您的位置：首页 > 通知公告 > 正文",
        "首页>政务公开>通知公告",
        "来源：团市委 发布时间：2026-11-05 浏览次数：12",
        "【字体：大 中 小】",
        "【打印】【关闭】",
        "打印本页 | 关闭窗口",
        "分享到：",
        "上一篇：关于放假的通知",
        "下一条：没有了",
        "点击上方蓝字关注我们",
        "长按识别二维码关注",
        "阅读原文",
        "编辑：唐小禾　审核：孟云舒",
        "责编丨唐小禾",
        "版权所有：澈湖青年网　曦ICP备00000000号",
        "索引号：990000/2026-00031",
        "— 1 —",
        "－2－",
        "第1页 共3页",
        "共2页，当前第1页12",
        "1/3",
        "★",
        "━━━━━━★━━━━━━",
        "========",
    ],
)
def test_line_of_a_page_is_left_out(line: str) -> None:
    assert left(*PAPER, line) == PAPER
    assert left(line, *PAPER) == PAPER


@pytest.mark.parametrize(
    "line",
    [
        "主办单位：共青团澈湖市委",
        "请关注“青春澈湖”公众号报名。",
        "扫码报名，11月20日截止。",
        "时间：2026年11月20日上午9:00",
        "图片：每县不超过3张，不出现儿童正脸。",
        "打印材料一式两份。",
        "下载附件后填写。",
        "分享交流环节：每县一人发言。",
        "原创作品优先。",
        "3",
        "……",
    ],
)
def test_line_that_only_looks_like_it_stays(line: str) -> None:
    assert line in left(*PAPER[:3], line, "请落实。", *PAPER[3:])


def test_bare_numbers_that_count_up_are_page_numbers() -> None:
    assert left(PAPER[0], "1", *PAPER[1:3], "2", *PAPER[3:], "3") == PAPER


def test_running_head_is_kept_once() -> None:
    head = "共青团澈湖市委文件"

    assert left(head, *PAPER[:2], head, *PAPER[2:], head) == [head, *PAPER]


def test_what_is_left_out_is_counted() -> None:
    journal = Journal()
    clear(split("\n".join([*PAPER, "—1—", "【打印】"]), journal), journal)

    assert [finding.code for finding in journal.findings()] == ["repair.pages", "repair.web"]

"""Lines that a page width has cut become paragraphs again; lines that are paragraphs stay apart."""

from documents.notices.reading.journal import Journal
from documents.notices.reading.lines import join, page_width, split


def joined(text: str) -> list[str]:
    journal = Journal()
    lines = split(text, journal)
    return [line.text for line in join(lines, page_width(lines), journal)]


WRAPPED = """    入冬以来，气温下降，用火用电增多。为保证孩子们的安全，现
就“灯火小屋”冬季安全检查的有关事项通知如下，请认真落实。
    一、检查内容
    重点检查取暖、用电、消防通道和接送交接这四个方面。每间小
屋须由两名成人共同检查，填写检查记录，并且当场签字，不得由
他人代签，也不得事后补签。
    二、有关要求
    发现隐患立即停用，整改完成之前不得开放，检查情况按时上报
到团市委办公室。"""
PARAGRAPHS = [
    "入冬以来，气温下降，用火用电增多。为保证孩子们的安全，现就“灯火小屋”冬季安全检查的有关事项通知如下，请认真落实。",
    "一、检查内容",
    "重点检查取暖、用电、消防通道和接送交接这四个方面。每间小屋须由两名成人共同检查，填写检查记录，并且当场签字，不得由他人代签，也不得事后补签。",
    "二、有关要求",
    "发现隐患立即停用，整改完成之前不得开放，检查情况按时上报到团市委办公室。",
]


def test_wrapped_text_with_indents_is_joined() -> None:
    assert joined(WRAPPED) == PARAGRAPHS


def test_wrapped_text_whose_indents_are_lost_is_joined() -> None:
    assert joined("\n".join(line.strip() for line in WRAPPED.splitlines())) == PARAGRAPHS


def test_wrapped_text_with_a_blank_line_behind_each_line_is_joined() -> None:
    assert joined("\n\n".join(line.strip() for line in WRAPPED.splitlines())) == PARAGRAPHS


def test_break_in_the_middle_of_a_sentence_is_mended() -> None:
    long = "坚持选择工作热情高、有充足的时间和精力、有较强能力抓好团队管理的同志担任项"

    assert joined(f"{long}\n\n目专员。到年底，实现每个团队都有项目专员。") == [
        f"{long}目专员。到年底，实现每个团队都有项目专员。"
    ]


def test_break_inside_brackets_is_mended() -> None:
    assert joined("2.签订《小屋建设\n责任书》。（10分）") == ["2.签订《小屋建设责任书》。（10分）"]


def test_heading_without_a_stop_stays_apart_from_its_text() -> None:
    lines = ["二、健全结对接力工作机制，夯实行动持续开展的工作基础和组织基础", "各地要明确结对目标，落实接力安排。"]

    assert joined("\n".join(lines)) == lines


def test_items_without_stops_stay_apart() -> None:
    lines = [
        "芦哨镇“灯火小屋”志愿服务队第一支队伍",
        "晚渡镇“灯火小屋”志愿服务队第二支队伍",
        "月梳乡“灯火小屋”志愿服务队第三支队伍",
    ]

    assert joined("\n".join(lines)) == lines


def test_labels_stay_apart() -> None:
    lines = ["会议时间：2026年11月26日（星期四）下午2:30，会期半天", "会议地点：市青少年活动中心二楼报告厅，提前入场"]

    assert joined("\n".join(lines)) == lines


def test_joints_are_counted() -> None:
    journal = Journal()
    lines = split(WRAPPED, journal)
    join(lines, page_width(lines), journal)

    assert "4处" in next(f.message for f in journal.findings() if f.code == "repair.lines")


def test_rows_pasted_from_a_table_are_rows() -> None:
    rows = split("姓名\t单位\t电话\n许南枝\t团市委\t0000-0000201", Journal())

    assert [(line.table, line.text) for line in rows] == [
        (True, "姓名\u3000单位\u3000电话"),
        (True, "许南枝\u3000团市委\u30000000-0000201"),
    ]

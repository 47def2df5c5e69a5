"""Repairs of characters, punctuation, blanks and markup: what is certain is mended and counted, the rest stays."""

import pytest

from documents.notices.reading import read_text
from documents.notices.reading.blanks import squeeze
from documents.notices.reading.glyphs import plain
from documents.notices.reading.journal import Journal
from documents.notices.reading.markup import strip
from documents.notices.reading.punctuation import mend, pair_quotes
from documents.notices.reading.shifted import restore


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("各市团委,各高校团委:", "各市团委，各高校团委："),
        ("做好工作; 抓好落实.", "做好工作；抓好落实。"),
        ("(一)任务 (二)要求", "（一）任务 （二）要求"),
        ("(1)值守", "（1）值守"),
        ("各县(市、区)团委", "各县（市、区）团委"),
        ("混用（括号)和(括号）", "混用（括号）和（括号）"),
        ("一.加强领导", "一、加强领导"),
        ("—、加强领导", "一、加强领导"),
        ("等等...还有", "等等……还有"),
        ("“我们在一起”─行动", "“我们在一起”——行动"),
        ("彩虹人生———奋斗", "彩虹人生——奋斗"),
        ("2O26年1l月3O曰前", "2026年11月30日前"),
        ("2 0 2 6 年", "2026 年"),
        ("二OO八年四月", "二〇〇八年四月"),
        ("上午9 : 30开始", "上午9:30开始"),
        ("团曦发[2O26]8号", "团曦发[2026]8号"),
    ],
)
def test_certain_slips_are_mended(text: str, mended: str) -> None:
    assert mend(text, Journal()) == mended


@pytest.mark.parametrize(
    "text",
    [
        "1,000人",
        "3:7的比例",
        "a@b.example",
        "http://xiyuan.example/a",
        "1.5万元",
        "0—16岁",
        "1月28日—2月28日",
        "Word, Excel",
        "(010)0000103",
        "第3.2节",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert mend(text, Journal()) == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("“甲“和”乙”", "“甲”和“乙”"),
        ('开展"灯火小屋"活动', "开展“灯火小屋”活动"),
        ("”甲“", "“甲”"),
        ("“甲”", "“甲”"),
        ("“对接'心愿'”", "“对接‘心愿’”"),
    ],
)
def test_quotes_are_paired(text: str, mended: str) -> None:
    assert pair_quotes(text, Journal()) == mended


def test_odd_quote_is_told_and_left() -> None:
    journal = Journal()

    assert pair_quotes("开展“灯火小屋活动", journal) == "开展“灯火小屋活动"
    assert [finding.code for finding in journal.findings()] == ["damage.quotes"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("做好 2026 年的 工作", "做好2026年的工作"),
        ("通   知", "通知"),
        ("时　间：11月20日　　地点：三楼", "时间：11月20日　地点：三楼"),
        ("林予安 周慎行 顾知白", "林予安 周慎行 顾知白"),
        ("用 Word Viewer 打开", "用Word Viewer打开"),
        ("国发〔 〕号", "国发〔 〕号"),
        ("第一条  为规范", "第一条　为规范"),
        ("（二）  结对帮扶。", "（二）结对帮扶。"),
        (
            "根据《共青团澈湖市委 澈湖市教育局关于做好工作的通知》",
            "根据《共青团澈湖市委 澈湖市教育局关于做好工作的通知》",
        ),
        ("（联系人：团市委青年发展部 陆一鸣 电话：0000103）", "（联系人：团市委青年发展部 陆一鸣 电话：0000103）"),
        ("填报日期：    年  月  日", "填报日期： 年 月 日"),
        ("联系人：何　清　电话：0000103", "联系人：何清　电话：0000103"),
    ],
)
def test_stray_blanks_go_and_meant_ones_stay(text: str, mended: str) -> None:
    assert squeeze(text) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("“青年之家冶 服务", "“青年之家” 服务"),
        ("‘微心愿爷、", "‘微心愿’、"),
        ("野灯火小屋冶", "“灯火小屋”"),
        ("\n摇 抄送：市委", "\n  抄送：市委"),
        ("“陶冶情操”", "“陶冶情操”"),
        ("开阔视野，陶冶情操", "开阔视野，陶冶情操"),
        ("冶金工业", "冶金工业"),
        ("老爷爷讲故事", "老爷爷讲故事"),
        ("毫不动摇", "毫不动摇"),
    ],
)
def test_shifted_signs_come_back_and_words_stay(text: str, mended: str) -> None:
    assert restore(text, Journal()) == mended


def test_doubtful_shifted_sign_is_told() -> None:
    journal = Journal()
    restore("服务冶项目", journal)

    assert [finding.code for finding in journal.findings()] == ["damage.shifted"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("１．组织２０２６年", "1.组织2026年"),
        ("工\u200b作\ufeff", "工作"),
        ("⻓期⼯作", "长期工作"),
        ("工作\u00a0安排", "工作 安排"),
    ],
)
def test_odd_glyphs_become_common_ones(text: str, mended: str) -> None:
    assert plain(text, Journal()) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (' INCLUDEPICTURE "../a%20b/c.png" \\* MERGEFORMAT ', ""),
        ('{ HYPERLINK "mailto:a@b.example" }邮箱', "邮箱"),
        ("第 PAGE  \\* MERGEFORMAT 1 页", "第1 页"),
        ("<p>各市团委&nbsp;</p>", "各市团委 "),
        ("## 一、任务", "一、任务"),
        ("**重点**工作", "重点工作"),
        ("- 1、建档", "1、建档"),
        ("> 联系人：林予安", "联系人：林予安"),
        ("见[附件](https://xiyuan.example/a)", "见附件"),
        ("| 县区 | 名额 |", "县区\t名额"),
        ("#灯火相伴# 话题", "#灯火相伴# 话题"),
        ("##一、任务", "一、任务"),
        ("2 < 3 且 5 > 4", "2 < 3 且 5 > 4"),
    ],
)
def test_foreign_codes_are_stripped(text: str, mended: str) -> None:
    assert strip(text, Journal()) == mended


def test_repairs_of_a_kind_are_counted_with_one_example() -> None:
    journal = Journal()
    mend("甲,乙,丙", journal)

    finding = journal.findings()[0]
    assert (finding.code, finding.severity) == ("repair.punctuation", "info")
    assert "2处" in finding.message
    assert "甲,乙" in finding.excerpt


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请\u200b做好工作。", "repair.invisible"),
        ("请做好⻓期工作。", "repair.variants"),
        ("请 做 好 工作。", "repair.spaces"),
        ("“灯火”─请做好工作。", "repair.dashes"),
        ("**请**做好工作。", "repair.markup"),
        ("★\n请做好工作。", "repair.decoration"),
        ("请２０人做好工作。", "repair.width"),
    ],
)
def test_repair_is_visible_in_the_reading(text: str, code: str) -> None:
    reading = read_text(f"关于做好工作的通知\n各县（区）团委：\n{text}")

    assert [(f.code, f.severity) for f in reading.findings] == [(code, "info")]

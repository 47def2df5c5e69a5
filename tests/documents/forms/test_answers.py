"""What people type, and what becomes of it."""

from uuid import UUID

import pytest

from documents.forms.answers import InvalidError, characters, check, read
from documents.forms.parsing import parse

UPLOAD = str(UUID(int=7))


def field(kind, **more):
    document = {
        "sections": [{"key": "s", "title": "节", "fields": [{"key": "f", "kind": kind, "label": "甲", **more}]}]
    }
    return parse(document).by_key["f"]


@pytest.mark.parametrize(
    ("spec", "typed", "value"),
    [
        (field("short_text"), "  晚渡镇\n团委 ", "晚渡镇 团委"),
        (field("long_text"), "一\r\n\r\n二\x00\u200b", "一\n\n二"),
        (field("number"), "１，１３８", 1138),
        (field("number", unit="人次"), " 1 138 人次", 1138),
        (field("number", limit={"decimals": 2}), "3.5", "3.50"),
        (field("number"), "-3", -3),
        (field("number"), "12.0", 12),
        (field("choice", options=["是", "否"]), ["是"], "是"),
        (field("choices", options=["甲", "乙", "丙"]), ["丙", "甲"], ["甲", "丙"]),
        (field("date"), "2026年11月5日", "2026-11-05"),
        (field("date"), "2026.1.9", "2026-01-09"),
        (field("pictures"), [UPLOAD.upper(), UPLOAD], [UPLOAD]),
        (field("number"), "  ", None),
        (field("choices", options=["甲", "乙"]), [], None),
        (field("scan"), [""], None),
    ],
)
def test_read_understands(spec, typed, value):
    assert read(spec, typed) == value


@pytest.mark.parametrize(
    ("spec", "typed", "message"),
    [
        (field("short_text", limit={"characters": 3}), "一二 三四五", "“甲”最多3字，现有5字，请删去2字。"),
        (field("long_text", limit={"min_characters": 5}), "一二", "“甲”至少5字，现有2字。"),
        (field("number"), "约三百", "“甲”要填数字，现在是“约三百”。"),
        (field("number"), "3.5", "“甲”要填整数，现在是“3.5”。"),
        (field("number", limit={"decimals": 1}), "3.55", "“甲”最多1位小数，现在是“3.55”。"),
        (field("number", limit={"min": 0}), "-1", "“甲”不能小于0，现在是-1。"),
        (field("number", limit={"max": 10}), "11", "“甲”不能大于10，现在是11。"),
        (field("choice", options=["是", "否"]), "也许", "“甲”没有“也许”这一项，请重新选择。"),
        (field("choices", options=["是", "否"]), ["也许"], "“甲”没有“也许”这一项，请重新选择。"),
        (field("choices", options=["甲", "乙", "丙"], limit={"count": 1}), ["甲", "乙"], "“甲”最多1项，现有2项。"),
        (field("date"), "下周三", "“甲”要填日期，如2026-11-05，现在是“下周三”。"),
        (field("date"), "2026-02-30", "“甲”要填日期，如2026-11-05，现在是“2026-02-30”。"),
        (field("date", limit={"earliest": "2026-11-01"}), "2026-10-31", "“甲”不能早于2026-11-01，现在是2026-10-31。"),
        (field("date", limit={"latest": "2026-11-01"}), "2026-11-02", "“甲”不能晚于2026-11-01，现在是2026-11-02。"),
        (field("file"), ["../secret"], "“甲”里有一个附件找不到了，请删去后重新上传。"),
        (field("pictures", limit={"count": 1}), [UPLOAD, str(UUID(int=8))], "“甲”最多1个，现有2个。"),
        (field("pictures", limit={"min_count": 2}), [UPLOAD], "“甲”至少2个，现有1个。"),
    ],
)
def test_read_says_what_is_wrong(spec, typed, message):
    with pytest.raises(InvalidError) as caught:
        read(spec, typed)
    assert str(caught.value) == message


def test_characters_are_counted_without_blanks():
    assert characters("一 二\n三，ab") == 6


FORM = parse(
    {
        "sections": [
            {
                "key": "figures",
                "title": "数字",
                "fields": [
                    {"key": "all", "kind": "number", "label": "总数", "required": True},
                    {"key": "boys", "kind": "number", "label": "男"},
                    {"key": "girls", "kind": "number", "label": "女"},
                ],
            },
            {
                "key": "papers",
                "title": "材料",
                "fields": [
                    {"key": "plan", "kind": "file", "label": "方案", "required": True},
                    {"key": "seal", "kind": "scan", "label": "盖章扫描件", "required": True, "required_from": "agree"},
                    {"key": "level", "kind": "choice", "label": "类别", "required": True, "options": ["一", "二"]},
                ],
            },
        ],
        "sums": [{"total": "all", "parts": ["boys", "girls"]}],
    }
)


def test_check_keeps_readable_answers_beside_the_problems_of_the_others():
    checked = check(FORM, {"all": "许多", "boys": "3"})
    assert (checked.values, [problem.message for problem in checked.problems]) == (
        {"boys": 3},
        ["“总数”要填数字，现在是“许多”。"],
    )


def test_check_asks_only_for_what_the_stage_requires():
    def missing(stage):
        return [problem.message for problem in check(FORM, {"all": "1"}, stage=stage).problems if problem.missing]

    assert missing("") == []
    assert missing("submit") == ["“方案”还没有上传。", "“类别”还没有选。"]
    assert missing("agree") == ["“方案”还没有上传。", "“盖章扫描件”还没有上传。", "“类别”还没有选。"]


def test_check_finds_a_total_that_is_not_the_sum_of_its_parts():
    checked = check(FORM, {"all": "10", "boys": "6", "girls": "5"})
    assert [(problem.section.key, problem.spec.key, problem.message) for problem in checked.problems] == [
        ("figures", "all", "“总数”填的是10，而“男”、“女”相加是11，前后不一致，请核对。")
    ]
    assert check(FORM, {"all": "11", "boys": "6", "girls": "5"}).problems == []


def test_check_asks_for_what_another_answer_makes_necessary():
    schema = parse(
        {
            "sections": [
                {
                    "key": "s",
                    "title": "节",
                    "fields": [
                        {"key": "persons", "kind": "choice", "label": "图片里的人", "options": ["无", "有未成年人"]},
                        {"key": "consents", "kind": "scan", "label": "同意书"},
                    ],
                }
            ],
            "needs": [{"field": "consents", "when": "persons", "is": ["有未成年人"]}],
        }
    )

    def missing(stage, **answers):
        return [problem.message for problem in check(schema, answers, stage=stage).problems]

    assert missing("submit", persons="有未成年人") == ["“图片里的人”选了“有未成年人”，“同意书”还没有上传。"]
    assert missing("submit", persons="有未成年人", consents=[UPLOAD]) == []
    assert missing("submit", persons="无") == []
    assert missing("", persons="有未成年人") == []

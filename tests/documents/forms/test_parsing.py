"""What a form's document may say, and what the designer hears when it is wrong."""

import pytest

from documents.forms.parsing import SchemaError, parse
from documents.forms.schema import Kind


def form(*fields, **more):
    return {"sections": [{"key": "one", "title": "基本情况", "fields": list(fields)}], **more}


def number(key, **more):
    return {"key": key, "kind": "number", "label": key, **more}


def problems(document):
    with pytest.raises(SchemaError) as caught:
        parse(document)
    return caught.value.problems


def test_parse_gives_every_kind_its_default_limits():
    schema = parse(
        form(
            *(
                {"key": kind.name.lower(), "kind": kind, "label": kind, "options": ["甲", "乙"]}
                if kind in {Kind.CHOICE, Kind.CHOICES}
                else {"key": kind.name.lower(), "kind": kind, "label": kind}
                for kind in Kind
            )
        )
    )
    assert [(spec.kind, spec.limit.characters, spec.limit.count) for spec in schema] == [
        (Kind.SHORT, 100, None),
        (Kind.LONG, 5000, None),
        (Kind.NUMBER, None, None),
        (Kind.CHOICE, None, None),
        (Kind.CHOICES, None, None),
        (Kind.DATE, None, None),
        (Kind.FILE, None, 1),
        (Kind.PICTURES, None, 3),
        (Kind.SCAN, None, 5),
    ]


def test_parse_names_the_section_and_field_of_every_fault_at_once():
    document = form(
        {"key": "Total", "kind": "number", "label": "人数", "limit": {"min": 5, "max": 1}},
        {"key": "sex", "kind": "choice", "label": "性别", "options": ["女"]},
        {"key": "photo", "kind": "pictures", "label": "照片", "personal": True, "public": True, "size": 3},
    )
    assert problems(document) == [
        "第1节“基本情况”的字段“人数”：代号“Total”要以小写字母开头，只用小写字母、数字和下划线，也不能是 page 或 go。",
        "第1节“基本情况”的字段“人数”：上限不能小于下限。",
        "第1节“基本情况”的字段“性别”：至少要有两个选项。",
        "第1节“基本情况”的字段“照片”：不认识“size”。",
        "第1节“基本情况”的字段“照片”：个人信息不能同时设为公开。",
    ]


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ({"key": "a", "kind": "table", "label": "甲"}, "没有“table”这种字段，可用的有："),
        ({"key": "a", "kind": "short_text", "label": "甲", "countable": True}, "只有数字字段可以汇总。"),
        (
            {"key": "a", "kind": "scan", "label": "甲", "required_from": "agree"},
            "写明了从哪一步起必填，就要同时设为必填。",
        ),
        (
            {"key": "a", "kind": "date", "label": "甲", "required": True, "required_from": "agree"},
            "只有附件可以在提交之后再交。",
        ),
        ({"key": "page", "kind": "date", "label": "甲"}, "也不能是 page 或 go。"),
        ({"key": "a", "kind": "scan", "label": "甲", "prefill": "last"}, "附件不能预填。"),
        ({"key": "a", "kind": "date", "label": "甲", "limit": {"count": 2}}, "不认识“count”。"),
        (
            {"key": "a", "kind": "number", "label": "甲", "limit": {"min": 0.5}, "prefill": "weather"},
            "prefill 没有“weather”",
        ),
        ({"key": "a", "kind": "number", "label": "甲", "limit": {"decimals": 9}}, "小数最多4位。"),
        ({"key": "a", "kind": "choice", "label": "甲", "options": ["女", "女"]}, "选项有重复。"),
        ({"key": "a", "kind": "choice", "label": "甲", "options": [1, "女"]}, "选项要写文字"),
        ({"key": "a", "kind": "date", "label": "甲", "options": ["女", "男"]}, "只有单选和多选可以列选项。"),
        ({"key": "a", "kind": "number", "label": "甲", "limit": {"min": "many"}}, "min 要填数字。"),
        (
            {"key": "a", "kind": "short_text", "label": "甲", "limit": {"characters": -1}},
            "characters 要填不小于0的整数。",
        ),
        ({"key": "a", "kind": "short_text", "label": "甲", "required": "yes"}, "required 只能是 true 或 false。"),
        ({"key": "a", "kind": "short_text", "label": "甲", "limit": []}, "限制（limit）的格式不对。"),
        ({"key": "a", "kind": "short_text"}, "缺少名称（label）。"),
        ("a", "有一个字段的格式不对"),
    ],
)
def test_parse_refuses(field, problem):
    assert any(problem in line for line in problems(form(field)))


def test_parse_refuses_a_document_without_sections():
    assert problems([]) == ["表单要有“sections”（各节）一项，内容是列表。"]
    assert problems({"sections": []}) == ["表单至少要有一节。"]
    assert problems({"sections": [3]}) == ["第1节：格式不对，应为一组“名称: 内容”。"]
    assert "至少要有一个字段。" in problems({"sections": [{"key": "a", "title": "甲", "fields": []}]})[0]


def test_parse_refuses_a_key_used_twice_across_sections():
    document = {"sections": [{"key": key, "title": key, "fields": [number("same")]} for key in ("a", "b")]}
    assert problems(document) == ["第2节“b”的字段“same”：代号“same”用了两次。"]


def test_parse_checks_both_sides_of_a_sum():
    assert problems(form(number("all"), sums=[{"total": "all", "parts": ["boys"]}])) == [
        "合计“all”：至少要有两个分项（parts）。"
    ]
    assert problems(form(number("all"), number("boys"), sums=[{"total": "all", "parts": ["boys", "girls"]}])) == [
        "合计“all”：“girls”不是本表的数字字段。"
    ]


def test_parse_checks_the_names_in_a_condition():
    persons = {"key": "persons", "kind": "choice", "label": "人", "options": ["有", "无"]}
    assert problems(form(persons, needs=[{"field": "paper", "when": "persons", "is": ["也许"]}])) == [
        "条件必填：没有“paper”这个字段。",
        "条件必填：“persons”没有列出的选项。",
    ]
    assert problems(form(persons, needs=[{"field": "persons", "when": "other", "is": ["有"]}])) == [
        "条件必填：“other”不是本表的单选或多选字段。"
    ]

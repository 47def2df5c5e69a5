"""Reading TOML: what a full source says, and how an administrator is told of a fault."""

import pytest

from tests.workflows.definition.sources import MEMO
from workflows.definition import DefinitionError, Grant, digest, from_document, parse, to_document
from workflows.definition.model import Party


def faults(source: str, **options: list[str]) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        parse(source, **options)
    return [str(fault) for fault in caught.value.faults]


def test_parse_reads_states_in_order_with_defaults() -> None:
    definition = parse(MEMO)
    assert [state.name for state in definition.states] == ["draft", "sign", "done"]
    assert definition.state("sign").parties == (Party("secretary", "organ", ("secretary",)),)
    assert definition.state("sign").view == (Grant("*", "own"), Grant("*", "party"), Grant("*", "author"))
    assert definition.state("sign").edit == ()
    assert definition.state("done").final


def test_verdict_decides_button_and_opinion_unless_written() -> None:
    definition = parse(MEMO)
    approve, back = definition.transition("approve"), definition.transition("return")
    assert approve is not None
    assert back is not None
    assert (approve.style, approve.opinion) == ("primary", "optional")
    assert (back.style, back.opinion) == ("plain", "required")


def test_syntax_error_names_the_line() -> None:
    assert faults('process = "memo"\ntitle = 签报\n') == [
        "第 2 行：这一行不合 TOML 的写法。检查引号、括号和等号是否成对，文字是否放在英文引号里。"
    ]


def test_unknown_key_names_line_and_likely_word() -> None:
    source = MEMO.replace('role = "secretary" }', 'role = "secretary" }\nquorom = "any"')
    assert faults(source) == ["第 14 行：不认识“quorom”。是不是要写“quorum”。"]


def test_unknown_target_state_is_refused() -> None:
    assert faults(MEMO.replace('to = "done"', 'to = "doen"')) == [
        "第 27 行：没有名为“doen”的环节。写已有环节的名字，或 @previous（上一环节）、@chosen（选择）、@returner（退回人）。"
    ]


def test_all_faults_are_told_at_once() -> None:
    source = MEMO.replace('initial = "draft"', 'initial = "start"').replace('title = "签批"', "days = 900")
    assert [text.split("。")[0] for text in faults(source)] == [
        "第 5 行：没有名为“start”的环节",
        "第 11 行：缺少“title”",
        "第 12 行：“days”应是 0 到 365 的整数",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('at = "organ"', 'at = "somewhere"', "不认识的位置“somewhere”"),
        ('at = "organ"', 'at = "above:moon"', "不认识的位置“above:moon”"),
        ('role = "secretary" }', 'role = "secretary" }\nedit = ["everybody"]', "看不懂“everybody”"),
        ('role = "secretary" }', 'role = "secretary" }\nquorum = 0', "“quorum”不能是“0”"),
        ('role = "secretary" }', 'role = "secretary" }\nbinds = "yes"', "“binds”只有是和否"),
        ('at = "organ", role = "secretary"', 'at = "organ"', "这一方没有写角色"),
        ('verdict = "return"', 'verdict = "maybe"', "“verdict”不能是“maybe”"),
        ('outcome = "passed"', "outcome = false", "“outcome”不能是“False”"),
        ('title = "送签"\nfrom = "draft"', 'title = "送签"\nfrom = []', "没有写从哪个环节出发"),
        ("[states.done]", "[states.Done]", "“Done”不能作名字"),
        ('title = "送签"\nfrom = "draft"', 'title = "送签"', "没有写从哪个环节出发"),
        ('initial = "draft"', 'initial = "draft"\nlevels = ["village"]', "没有层级“village”"),
        ('initial = "draft"', 'initial = "draft"\ndistinct = { small = [["sign"]] }', "岗位分离要写成一组一组的环节"),
        ('initial = "draft"', 'initial = "draft"\ndistinct = { small = [["sign", "x"]] }', "没有名为“x”的环节"),
    ],
)
def test_wrong_values_are_refused_with_what_is_wrong(old: str, new: str, fault: str) -> None:
    assert any(fault in text for text in faults(MEMO.replace(old, new, 1)))


def test_roles_are_checked_when_known() -> None:
    assert parse(MEMO, roles=["drafter", "secretary"]).process == "memo"
    assert faults(MEMO, roles=["drafter", "secretaries"]) == [
        "第 13 行：没有角色“secretary”。是不是要写“secretaries”。"
    ]


def test_shortest_reason_is_read_and_kept_and_needs_a_required_opinion() -> None:
    written = MEMO.replace('resubmit = "choose"', 'resubmit = "choose"\nleast = 8')
    assert [one.least for one in parse(written).transitions] == [0, 0, 8]
    assert from_document(to_document(parse(written))) == parse(written)
    assert digest(parse(written)) != digest(parse(MEMO))
    (fault,) = faults(written.replace("least = 8", 'least = 8\nopinion = "optional"'))
    assert "“least”只配合" in fault


def test_two_parties_of_one_name_are_refused() -> None:
    twice = 'parties = [{ at = "organ", role = "secretary" }, { at = "superior", role = "secretary" }]'
    assert any(
        "参与方重名" in text for text in faults(MEMO.replace('party = { at = "organ", role = "secretary" }', twice))
    )


def test_mark_of_windows_before_the_first_line_is_no_fault() -> None:
    assert parse("\ufeff" + MEMO) == parse(MEMO)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "签批"', "title = “签批”", '第 12 行：““”是中文标点。换成英文的，如 " = [ ] { }。'),
        ('title = "签批"', 'title ＝ "签批"', '第 12 行：“＝”是中文标点。换成英文的，如 " = [ ] { }。'),
        ("[states.done]", "[states.sign]", "这一节或这一行前面已经写过。同样的名字只写一次，删去一处或改名。"),
        ('title = "签批"', 'title = "签批"\ntitle = "批示"', "前面已经写过"),
    ],
)
def test_slips_of_a_chinese_keyboard_and_doubles_are_called_by_name(old: str, new: str, told: str) -> None:
    (fault,) = faults(MEMO.replace(old, new, 1))
    assert told in fault

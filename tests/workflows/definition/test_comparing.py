"""What changed between two versions, in words; whatever changes the meaning shows."""

from dataclasses import fields, replace
from typing import Any

import pytest

from tests.workflows.definition.sources import MEMO
from workflows.definition import ActionRule, Definition, Grant, Party, State, Transition, digest, parse
from workflows.definition.comparing import differences

ROLES = {"secretary": "书记（签发）", "clerk": "文书"}


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    before, after = parse(MEMO), parse(MEMO.replace(old, new))
    assert digest(before) != digest(after)
    return [(one.what, one.before, one.after) for one in differences(before, after, ROLES)]


def test_same_version_has_no_difference() -> None:
    assert differences(parse(MEMO), parse("# 只多一行说明\n" + MEMO), ROLES) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('title = "签批"', 'title = "批示"', "名称"),
        ('title = "签批"', 'title = "签批"\ndays = 2', "限办"),
        ('title = "签批"', 'title = "签批"\ndays = 2\nremind = [0]', "提醒"),
        ('title = "签批"', 'title = "签批"\ndays = 2\nescalate = 2', "告知领导"),
        ('title = "签批"', 'title = "签批"\nbinds = true', "签字"),
        ('role = "secretary"', 'role = "clerk"', "请谁办"),
        ('role = "secretary"', 'role = "secretary", else = ["clerk"]', "缺岗时"),
        ('title = "签批"', 'title = "签批"\nview = ["clerk@own"]', "谁能看"),
        ('title = "同意"', 'title = "同意"\nguards = ["paper.fine"]', "条件"),
        ('title = "同意"', 'title = "同意"\neffects = ["paper.number"]', "系统随后做"),
        ('title = "同意"', 'title = "同意"\nconfirm = "真的吗"', "办之前问"),
        ('resubmit = "choose"', 'resubmit = "direct"', "退回后再报"),
        ('initial = "draft"', 'initial = "draft"\nlevels = ["city"]', "哪几级单位"),
        ('initial = "draft"', 'initial = "draft"\n[distinct]\nfull = [["draft", "sign"]]', "岗位分离（岗位齐全）"),
    ],
)
def test_changed_meaning_is_told(old: str, new: str, what: str) -> None:
    assert what in [line.rpartition("：")[2] for line, _before, _after in told(old, new)]


def test_new_name_of_a_state_is_told_once_and_not_wherever_the_state_is_mentioned() -> None:
    assert told('title = "签批"', 'title = "批示"') == [("环节“批示”：名称", "签批", "批示")]


def test_new_and_removed_parts_are_told_whole() -> None:
    added = parse(MEMO + '\n[transitions.stop]\ntitle = "不办了"\nfrom = "draft"\nto = "done"\nverdict = "none"\n')
    (line,) = differences(parse(MEMO), added, ROLES)
    assert (line.what, line.before) == ("操作“不办了”", "")
    assert line.after.startswith("新增：从 拟稿；到 已签批")
    (line,) = differences(added, parse(MEMO), ROLES)
    assert line.after == ""


OTHER: dict[str, Any] = {
    "quorum": 2,
    "days": 9,
    "remind": (7,),
    "escalate": 4,
    "after": 3,
    "verdict": "no",
    "opinion": "none",
    "resubmit": "direct",
    "style": "danger",
    "outcome": "void",
    "profiles": ("small",),
    "parties": (Party("other", "organ", ("clerk",)),),
    "copy": (Party("other", "organ", ("clerk",)),),
    "sources": ("draft",),
    "to": "@previous",
    "by": ("author",),
    "at": "superior",
    "levels": ("city",),
    "distinct": (("small", (frozenset({"draft", "sign"}),)),),
    "initial": "sign",
    "actions": (ActionRule("jump", off=True),),
}
"""Another value of a field; of texts, flags and lists any will do."""


def altered(part: Any, name: str) -> Any:
    value = getattr(part, name)
    if name in OTHER:
        return OTHER[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}另"
    return (Grant("clerk", "own"),) if name in ("view", "edit", "comment", "offline") else ("另一项",)


def with_state(rules: Definition, state: State) -> Definition:
    return replace(rules, states=tuple(state if one.name == state.name else one for one in rules.states))


def changed_in_one_field(rules: Definition) -> list[tuple[str, Definition]]:
    """The definition with one field changed, for every field that a definition, state, party, transition or action has."""
    sign, approve = rules.state("sign"), rules.transition("approve")
    assert approve is not None
    (party,) = sign.parties
    found = [
        (f.name, replace(rules, **{f.name: altered(rules, f.name)}))
        for f in fields(Definition)
        if f.init and f.name not in ("states", "transitions")
    ]
    found += [
        (f.name, with_state(rules, replace(sign, **{f.name: altered(sign, f.name)})))
        for f in fields(State)
        if f.name != "name"
    ]
    for f in fields(Party):
        other = replace(party, **{f.name: altered(party, f.name)})
        found.append((f.name, with_state(rules, replace(sign, parties=(other,)))))
    for f in fields(Transition):
        if f.name != "name":
            other = replace(approve, **{f.name: altered(approve, f.name)})
            moved = tuple(other if one.name == "approve" else one for one in rules.transitions)
            found.append((f.name, replace(rules, transitions=moved)))
    found.append(("order", replace(rules, transitions=rules.transitions[::-1])))
    rule = ActionRule("transfer", by=("author",), sources=("draft",))
    for f in fields(ActionRule):
        if f.name != "name":
            other = replace(rule, **{f.name: altered(rule, f.name)})
            found.append((f"action {f.name}", replace(rules, actions=(other,))))
    return found


def test_no_change_of_meaning_reads_the_same() -> None:
    rules = parse(MEMO)
    for name, other in changed_in_one_field(rules):
        assert digest(other) != digest(rules), name
        assert differences(rules, other, ROLES), name
        assert differences(other, rules, ROLES), name
    rule = ActionRule("transfer", by=("author",), sources=("draft",))
    before = replace(rules, actions=(rule,))
    after = replace(rules, actions=(replace(rule, by=("party",)),))
    assert [(one.what, one.before, one.after) for one in differences(before, after, ROLES)] == [
        ("动作“转办”：谁办", "发起人", "办理人")
    ]


def test_names_are_told_by_their_titles() -> None:
    inner = MEMO.replace('role = "secretary"', 'role = "secretary", process = "inner"').replace(
        'title = "同意"', 'title = "同意"\nguards = ["paper.fine"]\neffects = ["paper.number"]'
    )
    names = ROLES | {"process:inner": "内部办理", "paper.fine": "内容齐全", "paper.number": "取号"}
    assert [(one.what, one.after) for one in differences(parse(MEMO), parse(inner), names)] == [
        ("环节“签批”：内部流程", "内部办理"),
        ("操作“同意”：条件", "内容齐全"),
        ("操作“同意”：系统随后做", "取号"),
    ]

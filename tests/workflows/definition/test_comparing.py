"""What changed between two versions, in words; whatever changes the meaning shows."""

import pytest

from tests.workflows.definition.sources import MEMO
from workflows.definition import digest, parse
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


def test_new_and_removed_parts_are_told_whole() -> None:
    added = parse(MEMO + '\n[transitions.stop]\ntitle = "不办了"\nfrom = "draft"\nto = "done"\nverdict = "none"\n')
    (line,) = differences(parse(MEMO), added, ROLES)
    assert (line.what, line.before) == ("操作“不办了”", "")
    assert line.after.startswith("新增：从 拟稿；到 已签批")
    (line,) = differences(added, parse(MEMO), ROLES)
    assert line.after == ""

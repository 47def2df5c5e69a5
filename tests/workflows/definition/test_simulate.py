"""A dry run tells what would happen, in words."""

from tests.workflows.definition.sources import CHAIN, MEMO
from workflows.definition import Take, parse, simulate
from workflows.definition.simulate import regular


def test_simulate_tells_every_step() -> None:
    definition = parse(CHAIN)
    trace = simulate(definition, ["submit", "check_pass", "office_pass", "sign"], regular(definition, co_issuers=0))
    assert trace.refused == ""
    assert trace.marking.state == "done"
    assert trace.lines == (
        "  进入“拟稿”，请 drafter 办理",
        "操作“送核”",
        "  drafter 表态：同意",
        "  进入“核稿”，请 reviewer 办理",
        "操作“核稿通过”",
        "  reviewer 表态：同意",
        "  进入“审核”，请 office 办理",
        "操作“审核通过”",
        "  office 表态：同意",
        "  跳过“会签”：没有联合发文机关",
        "  进入“签发”，请 secretary 办理",
        "操作“同意签发”",
        "  secretary 表态：同意",
        "  执行 paper.number",
        "  执行 paper.seal",
        "  进入“已签发”",
        "  办结：办成",
    )


def test_simulate_stops_at_what_is_impossible_and_says_why() -> None:
    definition = parse(MEMO)
    trace = simulate(definition, ["submit", Take("return", "secretary", "done")], regular(definition))
    assert (trace.marking.state, trace.refused) == ("sign", "退回修改：只能退回已经办过的环节")

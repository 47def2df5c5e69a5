"""Processes inside a process: what does not fit is told before it runs, and a dry run goes inside."""

import pytest

from tests.workflows.definition.sources import MEMO
from workflows.definition import Definition, Inside, check, inner_processes, parse, simulate
from workflows.definition.simulate import regular

OUTER = """
process = "joint"
title = "联签"
subject = "paper"
initial = "draft"

[states.draft]
title = "拟稿"
party = { at = "author", role = "drafter" }

[states.cosign]
title = "会签"
party = { name = "co", at = "@co_issuers", role = "secretary", process = "inner" }
skip = "没有联合发文机关"

[states.done]
title = "已签"
outcome = "passed"

[transitions.submit]
title = "送会签"
from = "draft"
to = "cosign"

[transitions.agree]
title = "同意会签"
from = "cosign"
to = "done"

[transitions.return]
title = "退回"
from = "cosign"
to = "draft"
verdict = "return"
"""

INNER = """
process = "inner"
title = "内部"
subject = "paper"
initial = "check"

[states.check]
title = "经办人核"
party = { at = "organ", role = "clerk" }

[states.agreed]
title = "已同意"
outcome = "passed"

[states.declined]
title = "未同意"
outcome = "refused"

[transitions.agree]
title = "同意"
from = "check"
to = "agreed"

[transitions.decline]
title = "不同意"
from = "check"
to = "declined"
verdict = "no"
"""


def codes(outer: str, **inner: Definition) -> list[str]:
    return [problem.code for problem in check(parse(outer), inner=inner).errors]


def test_process_with_a_sound_inner_one_is_sound() -> None:
    definition = parse(OUTER)
    assert inner_processes(definition) == {"inner"}
    assert check(definition, inner={"inner": parse(INNER)}).sound


@pytest.mark.parametrize(
    ("outer", "inner", "code"),
    [
        (OUTER, None, "inner_missing"),
        (OUTER, INNER.replace('subject = "paper"', 'subject = "letter"'), "inner_subject"),
        (OUTER, INNER.replace('role = "clerk" }', 'role = "clerk" }\nskip = "没有文书"'), "inner_skippable"),
        (OUTER, MEMO.replace('process = "memo"', 'process = "inner"'), "inner_author"),
        (OUTER, INNER.replace('role = "clerk" }', 'role = "clerk", process = "joint" }'), "inner_circle"),
        (OUTER, INNER.replace('to = "agreed"', 'to = "agreed"\nverdict = "none"\nautomatic = true'), "inner_automatic"),
        (OUTER.replace('verdict = "return"', 'verdict = "none"'), INNER, "inner_without_answer"),
    ],
)
def test_what_does_not_fit_is_told(outer: str, inner: str | None, code: str) -> None:
    known = {"inner": parse(inner)} if inner else {}
    if code == "inner_circle":
        known["joint"] = parse(outer)
    assert code in codes(outer, **known)


@pytest.mark.parametrize(("act", "state"), [("agree", "done"), ("decline", "draft")])
def test_dry_run_goes_inside_and_takes_the_outcome_as_the_answer(act: str, state: str) -> None:
    definition = parse(OUTER)
    acts = ["submit", Inside("co:0", (act,))]
    trace = simulate(definition, acts, regular(definition, co_issuers=1), inner={"inner": parse(INNER)})
    assert (trace.refused, trace.marking.state) == ("", state)
    assert any(line.strip().startswith("〔co:0〕") for line in trace.lines)


def test_dry_run_waits_for_an_inner_case_that_has_not_ended() -> None:
    definition = parse(OUTER)
    acts = ["submit", Inside("co:0", ())]
    trace = simulate(definition, acts, regular(definition, co_issuers=1), inner={"inner": parse(INNER)})
    assert trace.refused == "〔co:0〕内部流程还没有办完"
